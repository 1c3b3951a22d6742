"""The way out of a mailbox: what its log tells, what stops it, and what goes first."""
import re

import pytest

from world import desk as desks


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def lines(desk, event, **values):
    """Lines of the log of that event in which each key has its value."""
    return [line for line in desk.docket.log().splitlines()
            if f"] {event} " in line
            if all(re.search(rf'\b{key}="?{re.escape(str(value))}"?( |$)', line)
                   for key, value in values.items())]


# The log

def test_each_mail_that_goes_out_is_a_line(desk):
    ticket = desk.open("Where is it?", sender="line@acme.example")
    ack = desk.mail(ticket["id"], "line@acme.example")
    [line] = desk.world.wait(lambda: lines(desk, "mail sent", to="line@acme.example"), 10, "it")
    assert ack["Message-ID"].strip("<>") in line and f"ticket={ticket['id']} " in line
    assert re.search(r' delay_ms=\d+ ', line) and "250 2.0.0 kept" in line
    assert "mailbox=support" in line and "tries=1" in line


def test_a_mail_that_is_not_taken_is_a_line(desk):
    def later(stage, mail):
        return "450 4.2.1 full" if stage == "rcpt" and mail.recipient == "full@acme.example" \
            else None
    desk.world.smtp.reply = later
    desk.open("Full?", sender="full@acme.example")
    [line] = desk.world.wait(lambda: lines(desk, "mail not taken, tried again later", to="full@acme.example"), 10,
                             "it")
    assert "450 4.2.1 full" in line and re.search(r"again_in=1?[0-9]s", line)
    desk.world.smtp.reply = None
