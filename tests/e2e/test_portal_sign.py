"""Who somebody is in the portal: mailed links, codes, sessions, ticket links, and what is
written there, through web, core and real mail."""
import re
import secrets

import pytest

from world import base, desk as desks, mail
from world.browser import Browser
from world.docket import AGENT, Group

JO = "jo@acme.example"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    listen = f"127.0.0.1:{base.free_port()}"
    docket.files["docket.conf"]["portal"] = {
        "url": f"http://{listen}", "protocol": "http", "listen": listen,
        "mails_per_hour": 20, "mails_per_hour_network": 500,
        "database": world.pg.conninfo.replace("user=docket", "user=docket_read")}
    docket.files["docket.conf"] |= {"auto_per_hour": 1000, "auto_per_hour_domain": 1000,
                                    "breaker_floor": 10000}
    docket.files["rules.conf"]["rules"] = Group((
        {"name": "acknowledge", "on": ["created"],
         "do": Group([{"notify": ["requester"], "template": "acknowledgement"}])},
        {"name": "tell the customer", "on": ["agent-replied"],
         "do": Group([{"notify": ["participants"], "template": "customer-reply"}])}))
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    made.listen = listen
    world.wait(lambda: reached(listen), 20, "the portal to open")
    made.open(sender="Jo Doe <jo@acme.example>")
    yield made
    assert docket.stop() == 0
    docket.check_log()


def reached(listen):
    try:
        return Browser(listen).get("/style.css").status == 200
    except OSError:
        return False


@pytest.fixture
def browser(desk):
    return Browser(desk.listen)


def asked(desk, browser, address, to=None):
    """Asks for a link and gives the mail: link's path, code."""
    before = desk.seen()
    got = browser.post("/sign-in", {"address": address})
    assert (got.status, got.said) == (303, "mailed")
    sent = desk.mail(to=to or address, but=before)
    return parts(sent)


def parts(sent):
    link = re.search(r"http://\S+?(/in/[a-z2-7]{52})\s", sent.text)
    code = re.search(r"\n  (\d{4} \d{4})\n", sent.text)
    return link.group(1) if link else None, code.group(1)


def signed_in(desk, browser, address):
    link, _ = asked(desk, browser, address)
    got = browser.post(link, {})
    assert (got.status, got.location) == (303, "/"), got.location
    return got


def opened(desk, sender="Jo Doe <jo@acme.example>", **how):
    """A ticket of a known customer's, and its acknowledgement."""
    before = desk.seen()
    ticket = desk.open(how.pop("text", f"It hums, {secrets.token_hex(8)}."), sender=sender, **how)
    return ticket["id"], desk.mail(to=mail.read(mail.letter(sender=sender))["From"].split("<")[-1]
                                   .strip(">"), but=before)


def link_of(sent):
    return re.search(r"http://\S+?(/t/\d+/[a-z2-7]{27})\b", sent.text).group(1)


# --- a link to sign in ---

def test_a_link_is_pressed_once(desk, browser):
    opened(desk)
    link, code = asked(desk, browser, "  JO@Acme.example ", JO)
    row = desk.row("select * from docket.web_proof order by id desc limit 1")
    assert row["typed"] is None and row["address"] == JO
    for _ in range(5):
        assert browser.get(link).status == 200
        assert browser.ask("HEAD", link).status == 200
        assert Browser(desk.listen).get(link).status == 200
    got = browser.post(link, {})
    assert (got.status, got.location) == (303, "/")
    cookie = [v for v in got.headers.get_all("Set-Cookie") if v.startswith("__Host-docket=")]
    assert len(cookie) == 1
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"):
        assert word in cookie[0]
    assert "Domain" not in cookie[0]
    assert browser.get("/requests").status == 200
    # A double click has the same session; anybody else's is refused, kindly.
    first = browser.cookies["__Host-docket"]
    assert browser.post(link, {}).location == "/" and browser.cookies["__Host-docket"] == first
    other = Browser(desk.listen)
    assert other.post(link, {"code": code}).said == "spent"
    assert "__Host-docket" not in other.cookies


def test_another_browser_types_the_code(desk, browser):
    link, code = asked(desk, browser, JO)
    phone = Browser(desk.listen, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1")
    assert phone.post(link, {}).said == "code"
    assert phone.post(link, {"code": "0000 0000"}).said == "code"
    got = phone.post(link, {"code": f" {code.replace(' ', '-')} "})
    assert (got.location, phone.get("/requests").status) == ("/", 200)
    assert browser.post(link, {}).said == "spent"


def test_five_wrong_codes_are_enough(desk, browser):
    link, code = asked(desk, browser, JO)
    thief = Browser(desk.listen)
    said = [thief.post(link, {"code": f"{n:08}"}).said for n in range(5)]
    assert said == ["code"] * 4 + ["tries"]
    assert thief.post(link, {"code": code}).said == "tries"
    assert browser.post(link, {}).said == "tries"
    assert "__Host-docket" not in thief.cookies | browser.cookies


def test_forged_foreign_and_old_ones(desk, browser):
    link, _ = asked(desk, browser, JO)
    for _ in range(100):
        forged = f"/in/{''.join(secrets.choice('abcdefghijklmnopqrstuvwxyz234567') for _ in range(52))}"
        assert browser.post(forged, {"code": "12345678"}).said == "late"
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.web_proof set expires_at = asked_at where spent_at is null")
    connection.close()
    assert browser.post(link, {}).said == "late"
    assert browser.cookies.keys() == {"__Host-docket-code"}


def test_nobody_learns_who_is_known(desk, browser):
    """One answer, letter by letter, and no mail to who is not known."""
    before = desk.seen()
    answers = set()
    for address in ("nobody@acme.example", "stranger@nowhere.example", "root@localhost.example"):
        got = Browser(desk.listen).post("/sign-in", {"address": address})
        answers.add((got.status, got.location, tuple(sorted(k for k, _ in got.headers.items())),
                     len(got.text)))
    got = Browser(desk.listen).post("/sign-in", {"address": JO})
    answers.add((got.status, got.location, tuple(sorted(k for k, _ in got.headers.items())),
                 len(got.text)))
    assert len(answers) == 1
    desk.mail(to=JO, but=before)
    assert {s.recipients[0] for s in desk.mails() if s["Message-ID"] not in before} == {JO}
    assert desk.rows("select * from docket.web_proof where typed is not null") == []


@pytest.mark.parametrize("address", [
    "", "jo", "jo@acme.example\r\nBcc: eve@x.example", "jo@acme.example,eve@x.example",
    "<jo@acme.example>", "jo@acme.example\0", "@", "a" * 300 + "@acme.example"])
def test_no_address(desk, browser, address):
    before = desk.seen()
    assert browser.post("/sign-in", {"address": address}).said in ("empty", "")
    assert desk.seen() == before


def test_no_mail_to_who_bounces(desk, browser):
    opened(desk, "Mo <mo@acme.example>")
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("insert into docket.reach (address, marked, since, marked_at, last_at, failures)"
                       " values ('mo@acme.example', 'bounce', now(), now(), now(), 1)")
    connection.close()
    before = desk.seen()
    assert browser.post("/sign-in", {"address": "mo@acme.example"}).said == "mailed"
    asked(desk, browser, JO)
    assert not [s for s in desk.mails(to="mo@acme.example") if s["Message-ID"] not in before]


def test_a_cookie_of_another_is_not_taken(desk, browser):
    """Fixation: whatever a browser brings, its session is a new one."""
    planted = "a" * 52
    browser.cookies["__Host-docket"] = planted
    signed_in(desk, browser, JO)
    assert browser.cookies["__Host-docket"] != planted
    assert Browser(desk.listen).get("/requests").status == 303
    thief = Browser(desk.listen)
    thief.cookies["__Host-docket"] = planted
    assert thief.get("/requests").status == 303


def test_signing_out(desk, browser):
    signed_in(desk, browser, JO)
    old, other = dict(browser.cookies), Browser(desk.listen)
    signed_in(desk, other, JO)
    got = browser.send("/sign-out", "/sign-out")
    assert got.said == "out" and "__Host-docket" not in browser.cookies
    browser.cookies = old
    assert browser.get("/requests").status == 303
    third = Browser(desk.listen)
    signed_in(desk, third, JO)
    assert third.send("/sign-out", "/sign-out", {"everywhere": "1"}).said == "out"
    assert other.get("/requests").status == 303


def test_docketctl_ends_sessions(desk, browser):
    signed_in(desk, browser, JO)
    told = desk.docket.ctl("portal", "sessions", JO).stdout.decode()
    assert "customer" in told and JO in told
    desk.docket.ctl("portal", "revoke", JO)
    assert browser.get("/requests").status == 303
    assert "Nobody is signed in." in desk.docket.ctl("portal", "sessions", JO).stdout.decode()


def test_an_agent_is_one_although_a_customer_too(desk, browser):
    signed_in(desk, browser, AGENT)
    row = desk.row("select * from docket.web_session order by id desc limit 1")
    assert (row["agent"], row["contact"], row["address"]) == ("ana", None, AGENT)


# --- a ticket's link ---

def test_a_tickets_link_reads_and_a_code_writes(desk, browser):
    number, sent = opened(desk, subject="The lift", text="It is stuck between floors.")
    link = link_of(sent)
    assert link.startswith(f"/t/{number}/") and link in sent.html
    page = browser.get(link)
    assert page.status == 200 and "stuck between floors" in page.text
    # Its owner's proof is not in it: the first form asks for a code.
    before = desk.seen()
    assert browser.post(f"{link}/reply", {"text": "No.", "form": "x", "csrf": "x"}).said == "refused"
    assert browser.post(f"{link}/code", {}).said == "mailed"
    _, code = parts(desk.mail(to=JO, but=before))
    thief = Browser(desk.listen)
    assert thief.post(f"{link}/confirm", {"code": code}).said == "late"
    assert browser.post(f"{link}/confirm", {"code": "1"}).said == "code"
    assert browser.post(f"{link}/confirm", {"code": code}).said == ""
    got = browser.send(link, f"{link}/reply", {"text": "It moves again."})
    assert (got.status, got.said) == (303, "done")
    last = desk.entries(number, "mail-in")[-1]
    assert last["author"] == JO and last["body"].strip() == "It moves again."
    assert last["data"]["portal"] == "true" and last["public"]
    assert "moves again" in browser.get(link).text
    assert browser.get("/requests").status == 303, "the link is no sign-in"


def test_links_of_others_lead_nowhere(desk, browser):
    number, sent = opened(desk, subject="One")
    other, _ = opened(desk, "Al <al@acme.example>", subject="Two")
    link = link_of(sent)
    token = link.split("/")[-1]
    assert browser.get(f"/t/{other}/{token}").status in (404, 410)
    for n in range(200):
        forged = token[0] + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))
        assert "One" not in browser.get(f"/t/{number}/{forged}").text
    desk.docket.ctl("portal", "revoke-links", str(number))
    assert browser.get(link).status in (404, 410)
    # The next mail has another one.
    before = desk.seen()
    desk.docket.ctl("do", str(number), "assign", "ana")
    signed_in(desk, staff := Browser(desk.listen), AGENT)
    assert staff.post("/tickets/%d/reply" % number, form_of(staff, {"text": "Look at it."})).said == "done"
    new = link_of(desk.mail(number, JO, but=before))
    assert new != link and browser.get(new).status == 200


def csrf_of(desk_browser, name="__Host-docket"):
    """What its owner's pages carry: an HMAC of the cookie."""
    import base64
    import hashlib
    import hmac
    mac = hmac.new(desk_browser.cookies[name].encode(), b"docket form 1", hashlib.sha256).digest()
    return base64.b32encode(mac[:16]).decode().lower().rstrip("=")


def form_of(browser, fields, **more):
    return {"csrf": csrf_of(browser), "form": secrets.token_hex(16)} | fields | more


def test_the_requester_changed(desk, browser):
    number, sent = opened(desk, subject="Handed over")
    link = link_of(sent)
    assert browser.get(link).status == 200
    desk.docket.ctl("do", str(number), "requester", "al@acme.example")
    assert browser.get(link).status in (404, 410)


def test_spam_has_no_page(desk, browser):
    number, sent = opened(desk, subject="Buy")
    desk.docket.ctl("do", str(number), "spam")
    assert "Buy" not in browser.get(link_of(sent)).text


# --- what is written ---

def test_a_customers_day(desk, browser):
    signed_in(desk, browser, JO)
    got = browser.post("/requests/new", form_of(browser, {
        "subject": "The door", "text": "It does not close.\r\nSince Monday.", "field.severity": "high"}))
    assert (got.status, got.said) == (303, "done"), got.location
    number = int(re.search(r"/requests/(\d+)", got.location).group(1))
    ticket = desk.ticket(number)
    assert ticket["subject"] == "The door" and ticket["project"] == "ACME"
    assert desk.fields(number)["severity"]["value"] == "high"
    assert "Since Monday." in desk.entries(number, "mail-in")[0]["body"]
    # Files go with it; twice sent, it is said once.
    number_of = form_of(browser, {"text": "A picture."})
    page = f"/requests/{number}"
    form = browser.get(page).hidden(f"{page}/reply")
    assert form["csrf"] == number_of["csrf"]
    first = browser.post(f"{page}/reply", form | {"text": "Once."})
    again = browser.post(f"{page}/reply", form | {"text": "Once."})
    assert (first.said, again.said) == ("done", "done")
    assert [e["body"].strip() for e in desk.entries(number, "mail-in")].count("Once.") == 1
    got = browser.upload(page, f"{page}/reply", {"text": "See the file."},
                         [("../a plan.txt", "text/plain", b"plan\n" * 40), ("x.html", "text/html", b"<b>")])
    assert got.said == "done"
    names = desk.rows("select name from docket.attachment a join docket.entry e on e.id = a.entry"
                      " where e.ticket = %s order by a.name", number)
    assert [n["name"].split("/")[-1] for n in names] == ["a plan.txt", "x.html"]


def test_a_foreign_ticket_is_not_written_to(desk, browser):
    other, _ = opened(desk, "Al <al@acme.example>", subject="Al's own")
    signed_in(desk, browser, JO)
    assert browser.post(f"/requests/{other}/reply", form_of(browser, {"text": "Hi."})).said == "refused"
    assert browser.post(f"/tickets/{other}/do", form_of(browser, {"do": "close"})).said == "refused"
    assert len(desk.entries(other, "mail-in")) == 1


def test_an_engineer_answers_and_orders(desk, browser):
    number, sent = opened(desk, subject="For Ana")
    signed_in(desk, browser, AGENT)
    before = desk.seen()
    path = f"/tickets/{number}"
    assert browser.post(f"{path}/reply", form_of(browser, {
        "text": "Have you tried the stairs?", "do": ["assign ana", "severity low"]})).said == "done"
    assert "stairs" in desk.mail(number, JO, but=before).text
    assert desk.ticket(number)["assignee"] == "ana"
    assert desk.fields(number)["severity"]["value"] == "low"
    assert browser.post(f"{path}/note", form_of(browser, {"text": "He is in a wheelchair."})).said == "done"
    assert [e for e in desk.entries(number, "note") if "wheelchair" in e["body"] and not e["public"]]
    assert browser.post(f"{path}/do", form_of(browser, {"verb": "resolve"})).said == "done"
    assert desk.ticket(number)["category"] == "resolved"
    assert browser.post(f"{path}/do", form_of(browser, {"do": "no-such-verb 1"})).said == "refused"
    got = browser.post("/tickets/new", form_of(browser, {
        "subject": "By telephone", "text": "She called.", "requester": "kim@acme.example"}))
    made = desk.ticket(int(re.search(r"/tickets/(\d+)", got.location).group(1)))
    assert made["subject"] == "By telephone"


# --- from elsewhere ---

FORMS = [("csrf", {}), ("csrf", {"csrf": "x"}), ("form", {"form": ""}), ("form", {"form": "x" * 100})]


@pytest.mark.parametrize("what,fields", FORMS)
def test_forms_that_are_not_ours(desk, browser, what, fields):
    number, _ = opened(desk, subject="CSRF")
    signed_in(desk, browser, JO)
    form = {k: v for k, v in form_of(browser, {"text": "Evil."}).items() if k != what} | fields
    assert browser.post(f"/requests/{number}/reply", form).said == "again"
    assert len(desk.entries(number, "mail-in")) == 1


HEADERS = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
           {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1:1"}]


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("path", ["/sign-in", "/in/" + "a" * 52, "/sign-out", "/requests/1/reply",
                                  "/tickets/1/do", "/t/1/" + "a" * 27 + "/code"])
def test_posts_of_other_sites(desk, browser, path, headers):
    assert browser.post(path, {"address": JO}, headers=headers).status == 403


def test_it_goes_back_nowhere_else(desk, browser):
    signed_in(desk, browser, JO)
    number, _ = opened(desk, subject="Back")
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", "javascript:1"):
        got = browser.post(f"/requests/{number}/reply", form_of(browser, {"text": "Hi.", "back": back}))
        assert got.location.startswith(f"/requests/{number}?")
    assert browser.post(f"/requests/{number}/reply", form_of(browser, {
        "text": "Hi.", "back": "/requests?state=open"})).location == "/requests?state=open&said=done"
