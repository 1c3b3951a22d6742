"""Pages of the portal: who sees what, and what strangers wrote is text and nothing else."""
import email.headerregistry
import email.message
import email.utils
import html.parser
import mailbox as mailboxes
import re

import pytest

from test_button import ANA
from world import desk as desks, mail
from world.docket import Group
from world.pageprobe import Pages, secret

JO, AL, ROB = "jo@acme.example", "al@acme.example", "rob@globex.example"
# Planted where no customer may read it: each must be on no page at all.
ANA_AT = ANA.split("<")[-1].strip(">")
PLANTED = {"note": "xnotex", "spam": "xspamx", "held": "xheldx", "renamed": "xrenamedx", "tag": "xtagx",
           "internal": "xinternalx", "phone": "xphonex", "quoted": "xquotedx", "agent": ANA_AT}
FOREIGN = {JO: (AL, ROB, "xforeignx"), ROB: (JO, AL, "fire", "hum")}


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    for project in docket.files["projects.conf"]["projects"]:
        if project["key"] == "ACME":
            project |= {"portal_scope": "project", "portal_due": True,
                        "customer_commands": ["severity", "close"], "customer_severity": "high",
                        "contract": {"until": "2099-12-31", "sla": "standard", "prepaid": "100h"}}
    docket.files["agents.conf"]["agents"][0]["role"] = "admin"
    docket.files["products.conf"] = {"products": Group([{"name": "indexer", "branches": Group([
        {"name": "2.4", "releases": ["2.4.0", "2.4.1"]}])}])}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(scope="module")
def pages(desk):
    other = desk.world.docket("pages")		# the same desk, with a portal
    other.files = dict(desk.docket.files)
    other.files["docket.conf"] = other.files["docket.conf"] | {
        "portal": {"url": "https://desk.example.com", "socket": f"{other.folder}/web.sock"}}
    other.write()
    made = Pages(desk, other)
    yield made
    assert made.close() == 0


def with_file(sender, subject, text, name, kind, content):
    """A mail with a file; the header fields hold whatever they are given."""
    message = email.message.EmailMessage()
    shown, _, address = sender.rpartition(" ")
    message["From"] = email.headerregistry.Address(shown, addr_spec=address.strip("<>"))
    message["To"], message["Subject"] = "support@example.com", subject
    message["Message-ID"] = email.utils.make_msgid(domain="acme.example")
    message.set_content(text)
    message.add_attachment(content, maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename=name)
    return mail.crlf(message.as_bytes())


class Case:
    """Tickets of three people, and what must not be read in them."""

    def __init__(self, desk):
        self.desk = desk
        self.own = desk.receive(with_file(f"Jo Doe <{JO}>", "Fire", "The printer burns.", "a/b \"log\".html",
                                          "text/html", b"<script>alert(1)</script>"))["ticket"]
        self.colleague = desk.open("It hums.", sender=f"Al Ray <{AL}>", subject="Hum")["id"]
        self.foreign = desk.open("It drips.", sender=f"Rob <{ROB}>", subject="xforeignx")["id"]
        self.notice = desk.mail(self.own, ANA_AT)
        desk.answer(self.notice, f"#note\n{PLANTED['note']}\n", ANA)
        desk.answer(self.notice, f"#tag {PLANTED['tag']}\n\nWater it.\n\nOn Monday, Lee wrote:\n> {PLANTED['quoted']}\n",
                    ANA, quote=False)
        desk.docket.ctl("new", "--subject", PLANTED["phone"], "--requester", JO, "--as", "ana",
                        data=PLANTED["internal"].encode())
        self.spam = self.ctl(desk.open(PLANTED["spam"], sender=JO, subject=PLANTED["spam"])["id"], "spam")
        self.renamed = desk.open("Old name.", sender=JO, subject="Old name")["id"]
        self.ctl(self.renamed, "subject", PLANTED["renamed"])
        self.merged = self.ctl(desk.open("Twice.", sender=JO, subject="Twice")["id"], "merge", str(self.own))
        desk.receive(mail.reply(self.notice.message, PLANTED["held"], "evil@nowhere.example", quote=False))
        desk.quiet()

    def ctl(self, ticket, *verb):
        self.desk.docket.ctl("do", str(ticket), *verb)
        return ticket


@pytest.fixture(scope="module")
def case(desk):
    return Case(desk)


@pytest.fixture(scope="module")
def jo(case, pages):
    return pages.sign_in(JO)


@pytest.fixture(scope="module")
def rob(case, pages):
    return pages.sign_in(ROB)


class Seen(html.parser.HTMLParser):
    """What a browser makes of a page: its text, elements and attributes."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.text = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def links(self):
        return [a["href"] for n, a in self.elements if n == "a" and "href" in a]


def seen(page):
    assert page.status == 200 and page.type == "text/html; charset=utf-8"
    assert len(page.body) <= 30 * 1024
    return Seen(page.text)


def everything(pages, cookie):
    """Every page that links lead to, and those that numbers lead to."""
    paths, done = ["/requests?state=all", "/requests?state=all&of=project", "/requests/new",
                   "/project", "/mine", "/mine.json", "/mine.mbox"], {}
    paths += [f"/requests/{n}" for n in range(1, 30)]
    while paths:
        path = paths.pop()
        if path in done or not path.startswith("/"):
            continue
        at, _, query = path.partition("?")
        done[path] = page = pages.get(at, cookie, query=query.replace("&amp;", "&"))
        if page.type.startswith("text/html"):
            paths += Seen(page.text).links()
        if page.location:
            paths.append(page.location)
    return done


def test_what_is_planted_is_on_no_page(desk, case, pages, jo, rob):
    stored = desk.row("select string_agg(concat_ws(' ', body, subject), ' ') from docket.entry")["string_agg"]
    stored += str(desk.rows("select subject, tags from docket.ticket")) + ANA_AT
    assert not [w for w in PLANTED.values() if w not in stored]
    for cookie, who, own in ((jo, JO, case.own), (rob, ROB, case.foreign)):
        all_pages = everything(pages, cookie)
        assert all_pages[f"/requests/{own}"].status == 200 and len(all_pages) > 30
        for path, page in all_pages.items():
            for word in (*PLANTED.values(), *FOREIGN[who]):
                assert word.encode() not in page.body.lower(), (path, word)


def test_only_who_may_sees_a_request(case, pages, jo, rob):
    al = pages.sign_in(AL)
    for cookie, ticket, status in (
            (jo, case.own, 200), (jo, case.colleague, 200), (jo, case.foreign, 404), (jo, case.spam, 404),
            (jo, 999999, 404), (al, case.own, 200), (rob, case.own, 404), (rob, case.colleague, 404),
            (rob, case.foreign, 200), ("", case.own, 303), (secret(), case.own, 303),
            (jo.upper(), case.own, 303), (jo[:-1], case.own, 303)):
        page = pages.get(f"/requests/{ticket}", cookie)
        assert page.status == status, (ticket, status)
        assert status == 200 or b"Fire" not in page.body
        for below in ("messages/1", "files/1/1"):
            assert status == 200 or pages.get(f"/requests/{ticket}/{below}", cookie).status == status
    assert pages.get(f"/requests/{case.merged}", jo).location == f"/requests/{case.own}"
    assert pages.get(f"/requests/{case.merged}", rob).status == 404


def test_lists(case, pages, jo, rob):
    own = seen(pages.get("/requests", jo, query="state=all")).text
    assert f"#{case.own} Fire" in own and "Old name" in own and "Hum" not in own and "Twice" not in own
    both = seen(pages.get("/requests", jo, query="state=all&of=project")).text
    assert f"#{case.own} Fire" in both and f"#{case.colleague} Hum" in both and "Al Ray" in both
    assert "xforeignx" not in both and AL not in both
    assert "Fire" not in seen(pages.get("/requests", rob, query="state=all&of=project")).text
    assert "Fire" not in seen(pages.get("/requests", jo, query=f"before={case.own}")).text


def test_one_request(case, pages, jo):
    page = seen(pages.get(f"/requests/{case.own}", jo))
    for word in ("The printer burns.", "Water it.", "Ana López", "You", "Promised", "by 2"):
        assert word in page.text, word
    for form in ("reply", "close", "severity"):
        assert any(a.get("action") == f"/requests/{case.own}/{form}" for _, a in page.elements)
    options = [a["value"] for n, a in page.elements if n == "option"]
    assert options == ["low", "medium", "high"]
    tokens = [a["value"] for n, a in page.elements if a.get("name") == "form"]
    assert len(set(tokens)) == len(tokens) >= 3
    assert len({a["value"] for n, a in page.elements if a.get("name") == "csrf"}) == 1


def test_a_file_is_fetched_and_never_shown(case, pages, jo, rob):
    [path] = [a for a in seen(pages.get(f"/requests/{case.own}", jo)).links() if "/files/" in a]
    got = pages.get(path, jo)
    assert got.status == 200 and got.body == b"<script>alert(1)</script>"
    assert got.type == "application/octet-stream" and got.disposition.startswith("attachment; filename=\"")
    assert "\n" not in got.disposition and got.disposition.isascii()
    assert pages.get(path, rob).status == 404 and pages.get(path).status == 303
    other = path.replace(f"/{case.own}/", f"/{case.colleague}/")
    assert pages.get(other, jo).status == 404		# of another request of theirs


def test_a_link_reads_its_ticket_alone(case, pages, jo):
    token = pages.link(case.own)
    page = seen(pages.get(f"/t/{case.own}/{token}"))
    assert "The printer burns." in page.text and "/code" in str(page.elements)
    assert not any("reply" in a.get("action", "") for _, a in page.elements)
    [path] = [a for a in page.links() if "/files/" in a]
    assert pages.get(path).status == 200
    for bad in (f"/t/{case.colleague}/{token}", f"/t/{case.own}/{secret(27)}", f"/t/{case.own}/{token[:-1]}",
                f"/t/{case.own}/{token}a", path.replace(str(case.own), str(case.colleague), 1)):
        assert pages.get(bad).status == 404
    for other in ("/requests", "/mine", f"/requests/{case.own}"):
        assert pages.get(other).location == "/sign-in"


def test_what_is_theirs_to_take_away(case, pages, jo, tmp_path):
    mine = pages.get("/mine.json", jo)
    assert mine.disposition and '"Fire"' in mine.text and "Hum" not in mine.text and AL not in mine.text
    (tmp_path / "mbox").write_bytes(pages.get("/mine.mbox", jo).body)
    box = mailboxes.mbox(tmp_path / "mbox")
    assert [m["Subject"] for m in box if m["Subject"] == "Fire"] == ["Fire"]
    assert all(JO in m["From"] for m in box)
    assert pages.get("/mine.json").status == 303


def test_the_project(case, pages, jo, rob):
    page = seen(pages.get("/project", jo)).text
    assert "Prepaid time" in page and "100:00" in page.replace("100h", "100:00") and "medium" in page
    assert "Prepaid" not in seen(pages.get("/project", rob)).text		# sees their own alone


def test_a_form_is_shown_again_with_what_was_written(pages, jo):
    page = pages.get("/requests/new", jo, form="mailbox=support&subject=<b>&text=a</textarea><i>")
    shown = seen(page)
    assert "Please mend" in shown.text and "a</textarea><i>" in shown.text
    assert any(a.get("value") == "<b>" for _, a in shown.elements)
    assert not any(n in ("b", "i") for n, _ in shown.elements)


@pytest.mark.parametrize("language", ("en", "de", "es", "fr", "it", "pt"))
def test_languages(pages, language):
    page = seen(pages.get("/sign-in", language=f"xx, {language}-XX;q=0.9, en"))
    assert page.elements[0] == ("html", {"lang": language})


# --- what strangers write ----------------------------------------------------------------

TAGS = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "\"><script>alert(1)</script>", "'><iframe src=javascript:alert(1)>", "</title><script>x</script>",
        "</textarea><script>x</script>", "<!--<script>", "]]><script>", "<style>*{display:none}</style>",
        "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>",
        "<form action=//evil.example><button>", "<a href=javascript:alert(1)>x</a>", "&lt;script&gt;",
        "&#60;script&#62;", "\" onfocus=alert(1) autofocus=\"", "' style='position:fixed", "{{constructor}}",
        "${7*7}", "%3Cscript%3E", "<math><mtext></form><form><mglyph><style></math><img src onerror=x>",
        "<details open ontoggle=x>", "<input formaction=javascript:x>", "\u202egnp.exe", "\u2066x\u2069",
        "<object data=data:text/html,x>", "<link rel=stylesheet href=//evil.example>", "a\tb", "-->",
        "javascript:alert(1)", "data:text/html,<script>x</script>", "http://evil.example/\"onmouseover=\"x",
        "https://evil.example/<script>x</script>", "http://a'b", "https://[::1]\"x", "ftp://x\"y",
        "mailto:a@b.example?subject=\"x", "JaVaScRiPt:x", "https://desk.example.com@evil.example/")
MEANT = {"html", "head", "meta", "title", "link", "body", "a", "header", "div", "p", "nav", "ul", "li", "main",
         "h1", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "time", "footer", "form", "input", "button",
         "label", "br", "small", "select", "option", "textarea", "article", "section", "details", "summary", "dl",
         "dt", "dd", "bdi", "span"}


def check(page):
    """Nothing but elements and attributes of ours; links lead to us, or tell where they lead."""
    got = seen(page)
    for name, attributes in got.elements:
        assert name in MEANT, name
        for key, value in attributes.items():
            assert not key.startswith("on") and key not in ("style", "srcdoc", "formaction", "background")
            if key in ("href", "src", "action"):
                assert re.match(r"/(?!/)|#|https?://", value or ""), (name, value)
                if value.startswith("http"):
                    assert attributes["rel"] == "noopener noreferrer nofollow" and name == "a"
    assert "\u202e" not in page.text and "\u2066" not in page.text
    return got


@pytest.fixture(scope="module")
def hostile(desk, case, pages):
    """Each row in a subject, a name, a file's name and a text."""
    who = "mal@acme.example"
    numbers = []
    for i, text in enumerate(TAGS):
        desk.world.deliver(with_file(f"{text} <{who}>", f"S{i} {text}", f"T{i} {text}\n\n{text}",
                                     f"F{i} {text}", "image/svg+xml", b"x"))
    desk.quiet()
    numbers = [r["id"] for r in desk.rows("select t.id from docket.ticket t join docket.contact c on c.id ="
                                          " t.requester where c.address = %s order by 1", who)]
    assert len(numbers) == len(TAGS)
    return pages.sign_in(who), numbers


def test_stored_markup_is_text(hostile, pages, jo):
    cookie, numbers = hostile
    files = 0
    for number in numbers:
        got = check(pages.get(f"/requests/{number}", cookie))
        [path] = [a for a in got.links() if "/files/" in a]
        file = pages.get(path, cookie)
        files += file.status == 200
        assert file.type == "application/octet-stream" and file.disposition.isascii()
        assert re.fullmatch(r"attachment; filename=\"[\w. ()-]*\"; filename\*=UTF-8''[\w.%-]*", file.disposition)
    assert files == len(TAGS)
    lists = [check(pages.get("/requests", c, query=f"state=all{q}")) for c, q in ((cookie, ""), (jo, "&of=project"))]
    assert all("<script>alert(1)</script>" in s.text for s in lists)
    check(pages.get("/mine", cookie))


@pytest.mark.parametrize("text", TAGS)
def test_reflected_markup_is_text(pages, jo, text):
    text = text.replace("\t", " ").replace("&", "").replace("=", "")
    for where in (dict(query=f"said={text}"), dict(query=f"mailbox={text}"), dict(query=f"before={text}"),
                  dict(language=text), dict(code=text)):
        check(pages.get("/sign-in", **where))
        check(pages.get("/requests/new", jo, **where))
    for path in (f"/{text}", f"/requests/{text}", f"/in/{text}", f"/t/1/{text}"):
        page = pages.get(path)
        assert page.status in (404, 400) and text not in page.text
        assert Seen(page.text).elements and not page.location
    assert pages.get("/requests", text).location == "/sign-in"
