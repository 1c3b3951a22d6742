"""A ticket's subject is one for its whole life, in every language."""
import calendar

import pytest

from world import desk as desks, mail
from world.docket import AGENT

START = calendar.timegm((2026, 6, 1, 10, 0, 0))
LANGUAGES = ["en", "de", "es", "fr", "it", "pt"]


@pytest.fixture(scope="module", params=LANGUAGES)
def speaking(world, request):
    world.fresh()
    world.clock.set(START)
    made = world.docket(name=f"docket-{request.param}", clock=True)
    made.files["projects.conf"]["projects"][1]["language"] = request.param
    made.files["docket.conf"]["mailboxes"][0]["language"] = request.param
    made.write()
    made.start()
    yield desks.Desk(world, made)
    assert made.stop() == 0


def test_one_subject_whatever_happens(speaking):
    """Gmail makes another conversation of another subject: what happened is told by its sender's name."""
    desk, who = speaking, speaking.docket.mailbox()["language"] + "@acme.example"
    subject = "Über Café ☕ – 50 % of the lamps of the second floor are dark since Monday's storm"
    number = desk.receive(mail.letter("Broken", sender=who, subject=subject, headers=[
        ("X-Severity", "critical")]), when=START)["ticket"]
    notice, ack = desk.mail(number, AGENT), desk.mail(number, who)
    desk.docket.ctl("do", str(number), "assign", "ana")
    desk.quiet()
    seen = desk.seen()

    def told(but):
        sent = desk.mail(number, AGENT, but=but)
        return sent, desk.seen()
    desk.answer(notice, "#clsoe", AGENT)			# refused
    refused, seen = told(seen)
    desk.receive(mail.letter("#close", sender=AGENT, subject=notice["Subject"]))	# unproven
    unproven, seen = told(seen)
    desk.receive(mail.letter("Me, too.", sender="eve@else.example", subject="Fire",
                             headers=[("In-Reply-To", ack["Message-ID"])]))	# held
    held, seen = told(seen)
    desk.answer(notice, "Look.", AGENT)
    answer = desk.mail(number, who, but=seen)
    seen = desk.seen()
    desk.receive(mail.reply(answer.message, "No.", who, headers=[("X-Mailer", "x")]).replace(
        b"Subject: Re: ", b"Subject: AW: New words about "))
    more, seen = told(seen)
    late = []
    for hours in (2.1, 5):						# warned, and overdue
        desk.world.clock.set(START + hours * 3600)
        sent, seen = told(seen)
        late.append(sent)
    sent = desk.mails(number)
    assert len(sent) >= 8
    assert {s["Subject"].removeprefix("Re: ") for s in sent} == {f"{subject} [desk #{number}]"}
    names = [s.name for s in (refused, unproven, held, more, *late)]
    assert len(set(names)) == 6 and sum(n.endswith(" (Example Support)") for n in names) == 5
