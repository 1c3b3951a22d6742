"""The portal from a customer's side: what is written there is a mail and goes the mail's way."""
import re

import pytest

from test_button import ANA
from world import base, desk as desks, mail
from world.docket import AGENT
from world.web import Browser

JO, ROB = "jo@acme.example", "rob@globex.example"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.port = base.free_port()
    docket.files["docket.conf"]["portal"] = {
        "url": f"http://127.0.0.1:{docket.port}", "protocol": "http", "listen": f"127.0.0.1:{docket.port}",
        "mails_per_hour": 100, "forms_per_hour": 1000}
    docket.files["docket.conf"]["auto_per_hour"] = 1000
    for project in docket.files["projects.conf"]["projects"]:
        project["customer_commands"] = ["close", "reopen", "severity"]
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    made.open("Who are you?", sender=f"Jo Doe <{JO}>", subject="Hello")
    made.open("And who are you?", sender=f"Rob <{ROB}>", subject="Hello from Rob")
    made.quiet()
    yield made
    assert docket.stop() == 0


def sign_in(desk, who):
    """A browser that came by the mailed link."""
    browser, seen = Browser(desk.docket.port), desk.seen()
    page = browser.get("/sign-in")
    page = browser.submit(page.form("/sign-in"), {"address": who})
    assert "Look into your mail" in page.text
    sent = desk.mail(to=who, but=seen)
    [link] = set(re.findall(rf"{browser.origin}/in/[a-z2-7]+", sent.text))
    page = browser.get(link)
    page = browser.submit(page.form(link.replace(browser.origin, "")))
    assert page.path.startswith("/requests"), (page.path, page.text)
    return browser


@pytest.fixture(scope="module")
def jo(desk):
    return sign_in(desk, JO)


def opened(desk, jo, subject, text="It hums.", files=(), **fields):
    """A request that was opened in the portal: its number and its page."""
    form = jo.get("/requests/new").form("/requests/new")
    page = jo.submit(form, {"subject": subject, "text": text, **fields}, files)
    ticket = desk.row("select id from docket.ticket where subject = %s", subject)["id"]
    assert re.match(rf"/requests/{ticket}\b", page.path), page.path
    return ticket, page


def test_from_the_first_word_to_the_last(desk, jo):
    seen = desk.seen()
    ticket, page = opened(desk, jo, "Steam", "The press steams <b>a lot</b>.\n\nPlease help.",
                          [("a \u00fc.log", "text/plain", b"17:00 steam\n")], **{"field.severity": "high"})
    assert "The press steams <b>a lot</b>." in page.text and "a \u00fc.log" in page.text
    [entry] = desk.entries(ticket, "mail-in")
    assert entry["author"] == JO and entry["public"] and entry["raw"]
    assert desk.fields(ticket)["severity"]["value"] == "high"
    notice = desk.mail(ticket, AGENT, but=seen)
    assert "The press steams" in notice.text
    # An engineer answers by mail.
    desk.answer(notice, "Open the valve.", ANA)
    page = jo.get(f"/requests/{ticket}")
    assert "Open the valve." in page.text and "Ana L\u00f3pez" in page.text
    # The customer replies, closes, and opens it again.
    seen = desk.seen()
    page = jo.submit(page.form("/reply"), {"text": "Thank you, it is open.\n#close\nAnd dry."})
    assert "Thank you, it is open." in page.text and "#close" in page.text
    assert "Thank you, it is open." in desk.mail(ticket, AGENT, but=seen).text
    assert desk.ticket(ticket)["category"] not in ("closed", "resolved")
    page = jo.submit(page.form("/close"), {"text": "All is well."})
    assert desk.ticket(ticket)["category"] == "closed" and "closed" in page.text
    page = jo.submit(page.form("/reopen"), {"text": "It steams again."})
    assert desk.ticket(ticket)["category"] not in ("closed", "resolved")
    [file] = [a for a in page.links if "/files/" in a]
    got = jo.get(file)
    assert got.body == b"17:00 steam\n" and got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_the_severity_is_theirs_to_say(desk, jo):
    ticket, page = opened(desk, jo, "Hiss")
    jo.submit(page.form("/severity"), {"severity": "critical"})
    assert desk.fields(ticket)["severity"]["value"] == "critical"


def test_a_form_that_comes_twice_is_taken_once(desk, jo):
    ticket, page = opened(desk, jo, "Twice")
    form = page.form("/reply")
    for _ in range(3):
        jo.submit(form, {"text": "Only once."})
    desk.quiet()
    assert len([e for e in desk.entries(ticket, "mail-in") if "Only once." in e["body"]]) == 1


@pytest.mark.parametrize("how", ("csrf", "form", "origin", "site", "cookie", "other"))
def test_a_form_from_elsewhere_is_not_taken(desk, jo, how):
    ticket, page = opened(desk, jo, f"From {how}")
    form, headers, browser = page.form("/reply"), {}, jo
    if how in ("csrf", "form"):
        form.fields = [[n, "" if n == how else v] for n, v in form.fields]
    elif how == "origin":
        headers = {"Origin": "https://evil.example"}
    elif how == "site":
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "null"}
    elif how == "cookie":
        browser = Browser(desk.docket.port)
    else:
        browser = sign_in(desk, ROB)		# who is somebody, and has a form of somebody else's
    answer = browser.post(form, {"text": "Stolen words."}, headers=headers)
    assert answer.status in (303, 403) and "said=done" not in answer.headers.get("Location", "")
    desk.quiet()
    assert not desk.rows("select from docket.entry where ticket = %s and body like '%%Stolen words%%'", ticket)


def test_a_tickets_link_reads_and_writes_by_a_code(desk):
    who = "al@acme.example"
    ticket = desk.open("It hums.", sender=f"Al Ray <{who}>", subject="By link")["id"]
    ack = desk.mail(ticket, who)
    [link] = set(re.findall(rf"/t/{ticket}/[a-z2-7]+", ack.text))
    browser = Browser(desk.docket.port)
    page = browser.get(link)
    assert "It hums." in page.text and not [f for f in page.forms if f.action.endswith("/reply")]
    assert browser.get("/requests").path == "/sign-in" and browser.get(f"{link}a").status == 404
    seen = desk.seen()
    page = browser.submit(page.form("/code"))
    code = re.search(r"\b\d{4}[ -]?\d{4}\b", desk.mail(to=who, but=seen).text)[0]
    page = browser.submit(page.form("/confirm"), {"code": "00000000" if code != "00000000" else "1" * 8})
    assert "not the code" in page.text
    page = browser.submit(page.form("/confirm"), {"code": code})
    page = browser.submit(page.form("/reply"), {"text": "Written by link."})
    assert "Written by link." in page.text
    assert [e["author"] for e in desk.entries(ticket, "mail-in") if "Written by link." in e["body"]] == [who]


def test_signing_out(desk):
    browser = sign_in(desk, JO)
    old = dict(browser.cookies)
    page = browser.submit(browser.get("/sign-out").form("/sign-out"))
    assert browser.get("/requests").path == "/sign-in" and page.status == 200
    browser.cookies = old
    assert browser.get("/requests").path == "/sign-in"


def test_what_web_adds_to_each_page(desk, jo):
    for path in ("/sign-in", "/requests", "/nowhere", "/style.css"):
        page = jo.ask("GET", path)
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "script-src" not in page.headers["Content-Security-Policy"].replace("script-src 'self'", "")
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "no-referrer"
