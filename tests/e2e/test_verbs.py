"""Verbs by mail, one after another: done, refused, not allowed, delivered again."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT

ANA = f"Ana <{AGENT}>"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender):
    """A customer's ticket, and the notice of it that ana can answer."""
    ticket = desk.open("It is stuck.", sender=sender, subject="The lift")
    return ticket["id"], desk.mail(ticket["id"], AGENT)


def history(desk, number):
    return [(e["kind"], e["author"], e["data"]) for e in desk.entries(number)]


def refused(desk, number, notice, text):
    """The mail is sent back whole: what its author is told."""
    seen, before = desk.seen(), desk.ticket(number)
    entry = desk.answer(notice, text, ANA)
    assert entry["kind"] == "held"
    told = desk.mail(number, AGENT, but=seen)
    assert desk.ticket(number) == before
    return told.text


def test_set_by_mail(desk):
    number, notice = opened(desk, "set@acme.example")
    desk.answer(notice, "#set severity critical\n#set version 2.4.1\n", ANA)
    desk.quiet()
    fields = desk.fields(number)
    assert (fields["severity"]["value"], fields["version"]["value"]) == ("critical", "2.4.1")
    assert fields["version"]["found_in"] == "#set version 2.4.1"
    assert desk.mails(number, "set@acme.example")[1:] == []
    before = history(desk, number)
    raw = mail.reply(notice.message, "#set severity high\n", ANA)
    desk.receive(raw)
    once = history(desk, number)
    desk.receive(raw)
    desk.quiet()
    again = [e for e in history(desk, number) if e[0] != "duplicate"]
    assert len(once) > len(before) and again == once
    assert desk.fields(number)["severity"]["value"] == "high"


@pytest.mark.parametrize("line, says", [
    ("#set", "#set needs a value: #set FIELD VALUE"),
    ("#set severity", "#set needs a value: #set severity VALUE"),
    ("#set severty high", "did you mean severity?"),
    ("#set severity enormous", "critical"),
])
def test_set_refused(desk, line, says):
    number, notice = opened(desk, "noset@acme.example")
    assert says in refused(desk, number, notice, f"#take\n{line}\n")
