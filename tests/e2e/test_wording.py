"""What people are shown: in their language, of their ticket, with a way out."""
import email.utils
import re
import time
import urllib.parse

import pytest

from world import desk as desks, mail, poison
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module", params=["en", "de"])
def docket(world, request):
    made = world.docket(name=f"docket-{request.param}")
    made.language = request.param
    made.files["docket.conf"]["mailboxes"][0].update(
        language=request.param, quote={"en": "none", "de": "last"}[request.param],
        signature=["Example Ltd", "Tel. <1>"])
    if request.param == "de":
        made.mailbox()["accent"] = "#0b5fff"
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


LABELS = {"en": ["Take", "Resolve", "Wait for customer", "Note", "Start timer"],
          "de": ["Übernehmen", "Als gelöst melden", "Auf Kunden warten", "Notiz", "Zeit starten"]}
STATUS = {"en": "new", "de": "neu"}


def labels(sent):
    return re.findall(r'<a href="mailto:[^"]*" class="button"[^>]*>([^<]*)</a>', sent.html)


def test_who_has_it_is_not_offered_it(desk, docket):
    number = desk.open(f"Broken {time.monotonic_ns()}", subject="Lamp")["id"]
    words = LABELS[docket.language]
    notice = desk.mail(number, AGENT)
    assert labels(notice) == words and STATUS[docket.language] in notice.text
    desk.answer(notice, "#take\n", AGENT)
    customer = desk.entries(number)[0]["author"]
    seen = [m["Message-ID"] for m in desk.mails(number, AGENT)]
    desk.receive(mail.letter("More.", sender=customer, to="support@example.com",
                             subject=notice["Subject"],
                             headers=[("In-Reply-To", desk.entries(number)[0]["message_id"])]))
    assert labels(desk.mail(number, AGENT, but=seen)) == words[1:]


def test_each_mail_is_text_and_html(desk):
    number = desk.open(f"Broken {time.monotonic_ns()}", subject="Lamp")["id"]
    desk.answer(desk.mail(number, AGENT), "#clsoe\n", AGENT)
    for sent in desk.mails(number):
        assert sent.message.get_body(("plain",)) and sent.message.get_body(("html",))
        assert "<html lang=" in sent.html and "</html>" in sent.html
        assert ("background:#0b5fff" in sent.html) == (desk.docket.language == "de")


def test_replies_go_to_somebody(desk):
    number = desk.open("Broken", subject="Lamp")["id"]
    name, address = email.utils.parseaddr(desk.mail(number, AGENT)["Reply-To"])
    assert name and "+" in address


def test_a_refusal_tells_what_would_do(desk):
    number = desk.open("Broken", subject="Lamp")["id"]
    notice = desk.mail(number, AGENT)
    desk.answer(notice, "#clsoe\n#severity hihg\n#assign anna\n#wait for jo\n", AGENT)
    refused = desk.mail(number, AGENT, but=[notice["Message-ID"]])
    lines = [line.strip() for line in refused.text.splitlines()]
    for want in {"en": ["there is no command #clsoe", "did you mean: #close",
                        'severity cannot be "hihg"', "it can be: low, medium, high, critical",
                        "did you mean: #severity high", "there is no agent anna",
                        "did you mean: #assign ana",
                        "#wait takes no value; other text goes below it"],
                 "de": ["es gibt keinen Befehl #clsoe", "meinten Sie: #close",
                        "severity kann nicht „hihg“ sein",
                        "möglich sind: low, medium, high, critical",
                        "meinten Sie: #severity high", "es gibt niemanden mit dem Namen anna",
                        "meinten Sie: #assign ana",
                        "#wait nimmt keinen Wert; anderer Text steht darunter"],
                 }[desk.docket.language]:
        assert want in lines
    assert "<code>#severity high</code>" in refused.html
    assert "cannot be" in desk.entries(number, "held")[0]["data"]["refused_2"]


def test_a_note_has_a_text(desk):
    number = desk.open("Broken", subject="Lamp")["id"]
    before = len(desk.entries(number))
    desk.answer(desk.mail(number, AGENT), "#note\n\n", AGENT)
    desk.quiet()
    assert not desk.entries(number, "command") and not desk.entries(number, "note")
    says = {"en": "no note in this mail", "de": "keine Notiz: Schreiben Sie sie"}[desk.docket.language]
    desk.world.wait(lambda: any(says in m.text for m in desk.mails(number, AGENT)), 20)
    assert len(desk.entries(number)) >= before


def test_a_mail_in_ones_name_is_shown_with_a_way_out(desk):
    number = desk.open(f"Broken {time.monotonic_ns()}", subject="Lamp")["id"]
    first = desk.entries(number)[0]
    desk.receive(mail.letter("It was the fuse <F1>.\n#close", sender=f"Lee <{LEAD}>",
                             to="support@example.com", subject="Re: Lamp",
                             headers=[("In-Reply-To", first["message_id"])]))
    told = desk.world.wait(lambda: [m for m in desk.mails(to=LEAD)
                                    if "> It was the fuse <F1>." in m.text], 20)[-1]
    link = re.search(r"mailto:(\S+?)\?(\S+)", told.text)
    assert "+a.confirm." in urllib.parse.unquote(link[1])
    desk.receive(mail.letter("", sender=f"Lee <{LEAD}>", to=urllib.parse.unquote(link[1]),
                             subject="Re: Lamp"))
    desk.world.wait(lambda: [e for e in desk.entries(number, "mail-in") if e["author"] == "lee"
                             and "fuse" in e["new_text"]], 20, "what it said to be done")


def test_filters_know_what_a_notice_is_about(desk):
    number = desk.open("Severity: high\n\nBroken", sender="Fay <fay@acme.example>",
                       subject="Lamp")["id"]
    ticket = desk.ticket(number)
    notice = desk.mail(number, AGENT)
    assert notice["List-Id"] == f"<{ticket['project'].lower()}.example.com>"
    assert (notice["X-Docket-Ticket"], notice["X-Docket-Project"], notice["X-Docket-Reason"],
            notice["X-Docket-Severity"]) == (str(number), ticket["project"], "agent-notice", "high")
    customer = desk.mail(number, desk.entries(number)[0]["author"])
    assert not customer["List-Id"] and not customer["X-Docket-Reason"]


def test_the_last_public_mail_is_below_an_answer(desk, docket):
    """And the desk's signature; but never a note."""
    number = desk.open("It is <broken>.", sender="Gil <gil@acme.example>", subject="Lamp")["id"]
    notice = desk.mail(number, AGENT)
    desk.answer(notice, "#note\n\nHe never pays.", AGENT, quote=False)
    desk.answer(notice, "A new fuse.", AGENT, quote=False)
    sent = desk.world.wait(lambda: next(
        (m for m in desk.mails(number, "gil@acme.example") if "fuse" in m.text), None), 20)
    assert "\nExample Ltd\nTel. <1>\n" in sent.text and "Tel. &lt;1&gt;" in sent.html
    assert "never pays" not in sent.text + sent.html
    quotes = docket.language == "de"
    assert ("> It is <broken>." in sent.text) == quotes
    assert ("It is &lt;broken&gt;." in sent.html) == quotes


WHY = {"en": {"parts": "over the limit ", "stranger": "not a participant of this ticket"},
       "de": {"parts": "über der Grenze ", "stranger": "an diesem Ticket nicht beteiligt"}}


@pytest.mark.parametrize("way", ["parts", "stranger"])
def test_why_a_mail_waits_is_said_in_the_readers_language(desk, docket, way):
    name = f"{way}-{time.monotonic_ns()}"
    opened = desk.receive(mail.letter(f"Broken {name}", subject="Lamp"))
    desk.quiet()
    desk.forget_told()
    desk.world.deliver(poison.letter(poison.many_parts, name) if way == "parts" else
                       mail.letter(f"Mine too: {name}.", sender="kim@elsewhere.example",
                                   headers=[("In-Reply-To", opened["message_id"])]))
    [told] = desk.world.wait(lambda: [m for m in desk.mails(to=LEAD) if name in m.text
                                      and "docketctl" in m.text], 60, "the mail of a reader")
    other = WHY["en" if docket.language == "de" else "de"][way]
    for part in (re.sub(r"\s+", " ", told.text), told.html):
        assert WHY[docket.language][way] in part and other not in part
