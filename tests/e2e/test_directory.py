"""The directory: who reads in which language, who belongs to which team and project, and why."""
import calendar

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"	# reads German; reads what the mailbox says
START = calendar.timegm((2026, 2, 2, 10, 0, 0))


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    ana, lee = docket.files["agents.conf"]["agents"]
    ana["language"] = "de"
    docket.files["agents.conf"]["agents"] = Group([ana, lee])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender, text="It hums."):
    raw = mail.letter(text, sender=sender, subject="The lift")
    number = desk.receive(raw, when=START)["ticket"]
    return number, desk.mail(number, AGENT), desk.mail(number, LEAD)


def answered(desk, notice, text, sender):
    seen = desk.seen()
    desk.receive(mail.reply(notice.message, text + "\n", sender), when=desk.world.clock.now())
    return desk.mail(to=AGENT if sender == ANA else LEAD, but=seen)


def test_each_reads_in_their_language(desk):
    number, german, english = opened(desk, "words@acme.example")
    assert "noch bei niemandem" in german.text and "Übernehmen" in german.html
    assert "nobody has taken" in english.text and "Take" in english.html
    customer = desk.mail(number, "words@acme.example")
    assert "has reached" in customer.text


@pytest.mark.parametrize("line, german, english", [
    ("#show", "Beteiligte", "People"), ("#help take", "weist", "assigns it to you"),
    ("#assign nobody", "es gibt niemanden", "there is no agent"),
])
def test_answers_and_refusals_are_in_it(desk, line, german, english):
    _, ana, lee = opened(desk, f"{line[1:5]}@acme.example")
    assert german in answered(desk, ana, line, ANA).text
    assert english in answered(desk, lee, line, LEE).text


def test_days_are_read_by_it(desk):
    number, ana, lee = opened(desk, "days@acme.example")
    refused = answered(desk, lee, "#due 3/4", LEE)
    assert "two ways" in refused.text and desk.ticket(number)["due_at"] is None
    desk.receive(mail.reply(ana.message, "#due 3/4\n", ANA), when=START)
    assert desk.ticket(number)["due_at"].strftime("%m-%d") == "04-03"
