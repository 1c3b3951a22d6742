"""An engineer's mail that nothing proves: held, asked about, and done once when they say so."""
import re
import threading
import urllib.parse

import pytest

from test_button import ANA, opened, robots, to_button
from world import desk as desks, mail
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def asked_anew(desk):
    """Each test has the hour's questions for itself."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("delete from docket.tally where key like '%%ana%%'")
    connection.close()


class Question:
    """What docket asked about an unproven mail."""

    def __init__(self, desk, number, text="We come at noon.\n", headers=(), **how):
        seen = desk.seen()
        t = desk.ticket(number) if number else {"subject": "Hum"}
        subject = f"Re: {t['subject']} [desk #{number}]" if number else "Hum"
        self.entry = desk.receive(mail.letter(text, sender=ANA, subject=subject, headers=headers,
                                              **how))
        self.sent = desk.mail(number, AGENT, but=seen)
        assert "Is this yours?" in self.sent.name
        [self.link] = re.findall(r"mailto:\S+confirm\S+", self.sent.text)
        self.code = re.search(r"code at the top: (\S+)", self.sent.text)[1]
        self.address = mail.addresses(self.sent.message, "Reply-To")[0]


def new(desk, name):
    number = desk.open("It hums.", sender=f"{name}@acme.example", subject=f"Hum {name}")["id"]
    desk.mail(number, AGENT)
    desk.quiet()
    return number


def answers(desk, number):
    """What the customer got by it."""
    jo = desk.entries(number)[0]["author"]
    return [s for s in desk.mails(number, jo) if "We come at noon." in s.text]


def is_done(desk, number):
    desk.world.wait(lambda: answers(desk, number), 20, "the text to go out")
    desk.quiet()
    assert len(answers(desk, number)) == 1
    assert len([e for e in desk.entries(number, "mail-in") if e["author"] == "ana"]) == 1


def is_not_done(desk, number):
    desk.quiet()
    assert not answers(desk, number)
    assert not [e for e in desk.entries(number) if e["kind"] == "mail-in" and e["by_agent"]]


BODIES = {"kept": None, "emptied": "", "a break": "<BR>", "a signature": "-- \nAna",
          "a phone": "Sent from my iPhone"}


@pytest.mark.parametrize("how", BODIES)
def test_the_button_does_it_once(desk, how):
    number = new(desk, f"button.{how.replace(' ', '.')}")
    q = Question(desk, number, "#resolve\nWe come at noon.\n")
    is_not_done(desk, number)
    raw = opened(q.link, BODIES[how])
    desk.receive(raw)
    is_done(desk, number)
    assert desk.ticket(number)["status"] == "resolved"
    desk.receive(raw)				# redelivered
    again = desk.receive(opened(q.link))	# and pressed once more
    is_done(desk, number)
    assert again["kind"] == "quarantine" and "decided before" in str(again["data"])


def test_the_code_in_an_answer_does_it(desk):
    number = new(desk, "code")
    q = Question(desk, number)
    assert re.fullmatch(r"support\+q\.[a-z2-7]+@example\.com", q.address)
    desk.answer(q.sent, f"Yes, mine: {q.code.upper()}", ANA)
    is_done(desk, number)


def test_what_stood_beside_a_dead_button_stays_unsent(desk):
    """It was theirs, and is a button's all the same."""
    number = new(desk, "button")
    live = re.search(r"support%2Ba\.take\.[a-z2-7]+@example\.com", desk.mail(number, AGENT).text)[0]
    q = Question(desk, number, to=live.replace("%2B", "+").replace("a.take.", "a.wait."))
    seen = desk.seen()
    desk.receive(mail.letter(q.code, sender=ANA, to=q.address, subject="Re: Hum"))
    assert "this button is good no more" in desk.mail(number, AGENT, but=seen).text
    is_not_done(desk, number)


def test_without_its_code_nothing_is_confirmed(desk):
    number = new(desk, "nocode")
    q = Question(desk, number)
    texts = ("Yes, that is mine.", "", q.sent.text, f"a\nb\nc\nd\n{q.code}",
             f"I am away.\n\n{q.sent.text}")
    for text in texts:
        seen = desk.seen()
        desk.answer(q.sent, text, ANA)
        last = desk.mail(None, AGENT, but=seen)
        assert "nothing was confirmed" in last.text, text
        assert "Correct it" not in last.text and "Correct it" not in last.html
        if text is texts[-1]:
            break		# so often an hour: it may be a machine that answers
        told = last
        assert f"this code at the top: {q.code}" in told.text and q.code in told.html
        assert mail.addresses(told.message, "Reply-To") == [q.address]
    assert q.address not in last["Reply-To"]
    is_not_done(desk, number)
    desk.answer(told, q.code, ANA)
    is_done(desk, number)
    seen = desk.seen()
    desk.answer(told, "Is it done?", ANA)
    over = desk.mail(None, AGENT, but=seen)
    assert "it was decided before" in over.text and q.code not in over.text
    assert "Correct it" not in over.text and "code at the top" not in over.text


def test_no_other_address_confirms(desk):
    number = new(desk, "elsewhere")
    q = Question(desk, number)
    notice = desk.mails(number, AGENT)[0]
    for to in ("support@example.com", q.address.replace("q.", "c."), q.address.replace("q.", ""),
               q.address.replace("q.", "a.confirm.")):
        desk.receive(mail.letter(q.code, sender=ANA, to=to, subject=f"Re: x [desk #{number}]"))
    is_not_done(desk, number)
    # The plain reply address: it is an answer, and no confirmation.
    desk.answer(notice, q.code, ANA)
    is_not_done_but(desk, number)


def is_not_done_but(desk, number):
    desk.quiet()
    assert not answers(desk, number)


def test_nobody_else_confirms(desk):
    number = new(desk, "others")
    q = Question(desk, number)
    for sender in (f"Lee <{LEAD}>", "Kim <kim@evil.example>", f"Kim <kim@evil.example>, {ANA}"):
        desk.receive(opened(q.link, sender=sender))
        desk.receive(mail.letter(q.code, sender=sender, to=q.address, subject="Re: x"))
    is_not_done(desk, number)
    desk.receive(opened(q.link))
    is_done(desk, number)


def test_robots_confirm_nothing(desk):
    """… that quote the whole of it above what they say."""
    number = new(desk, "robots")
    q = Question(desk, number)
    button = urllib.parse.unquote(q.link.removeprefix("mailto:").partition("?")[0])
    tried = 0
    for name, raw in robots():
        for to in (q.address, button):
            tried += 1
            entry = desk.receive(to_button(raw, to, 1000 + tried))
            assert "confirmed" not in entry["data"], name
    for header in (("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"),
                   ("List-Id", "<x.example>"), ("Precedence", "auto_reply")):
        desk.receive(mail.letter(f"{q.code}\n\n{q.sent.text}", sender=ANA, to=q.address,
                                 headers=[header]))
        entry = desk.receive(mail.letter("", sender=ANA, to=button, headers=[header]))
        assert "confirmed" not in entry["data"], header
    assert tried >= 50
    is_not_done(desk, number)


def test_people_and_its_author_decide_it_once(desk):
    """docketctl held and the button at once: one of them is it."""
    for n, action in enumerate(("accept", "drop", "ticket", "accept")):
        number = new(desk, f"race{n}")
        q = Question(desk, number)
        desk.world.deliver(opened(q.link))
        done = threading.Thread(target=desk.docket.ctl, args=("held", action, str(q.entry["id"])),
                                kwargs={"check": False})
        done.start()
        done.join()
        desk.world.wait(lambda q=q: desk.rows(
            "select from docket.held where entry = %s and decision is not null", q.entry["id"]))
        desk.world.wait(lambda: not desk.world.one(
            "select count(*) from docket.raw where state = 'pending'"), 20, "it to be read again")
        desk.quiet()
        decision = desk.row("select decision from docket.held where entry = %s", q.entry["id"])
        kinds = [e["kind"] for e in desk.entries(number) if e["raw"] == q.entry["raw"]]
        want = {"confirm": ["held", "mail-in"], "accept": ["held", "note"], "drop": ["held"],
                "ticket": ["held"]}[decision["decision"]]
        assert kinds == want and len(answers(desk, number)) == (decision["decision"] == "confirm")
        shown = desk.docket.ctl("held", "show", str(q.entry["id"])).stdout.decode()
        assert "waits" not in shown


def test_a_fault_in_it_is_told_then(desk):
    number = new(desk, "fault")
    q = Question(desk, number, "#severity purple\nWe come at noon.\n")
    seen = desk.seen()
    desk.receive(opened(q.link))
    assert "purple" in desk.mail(number, AGENT, but=seen).text
    is_not_done(desk, number)


def test_a_mail_that_reads_two_ways_is_not_asked_about(desk):
    number = new(desk, "twoways")
    seen = desk.seen()
    desk.receive(mail.letter("We come at noon.", sender=ANA, subject=f"x [desk #{number}]",
                             headers=[("From", "Kim <kim@evil.example>")]))
    desk.quiet()
    assert not [s for s in desk.mails(None, AGENT) if s["Message-ID"] not in seen
                and "confirm" in s.text]


def test_a_fault_in_what_is_confirmed_is_told_to_its_writer(desk, broken):
    number = new(desk, "faulty")
    asked = Question(desk, number, "#tag odd\n\nWe come at noon.\n")
    broken("ticket", f"new.id = {number}")
    seen = desk.seen()
    desk.world.deliver(opened(asked.link))
    desk.quiet()
    told = [m for m in desk.mails(None, AGENT) if m["Message-ID"] not in seen]
    assert any("a fault kept docket from doing it" in flat(m) and "We come at noon." in m.text for m in told)
    assert desk.ticket(number)["tags"] == [] and answers(desk, number) == []
    assert str(asked.entry["raw"]) in desk.docket.ctl("quarantine", "list").stdout.decode()
    assert desk.docket.ctl("verify").returncode == 0


def flat(message):
    return re.sub(r"\s+", " ", message.text)
