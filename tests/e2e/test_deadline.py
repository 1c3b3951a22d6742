"""A mail that takes too long to read is kept, held and told, and read no second time."""
import time

import pytest

from world import desk as desks, mail
from world.docket import LEAD

HEAD = ("From: {sender}\r\nTo: support@example.com\r\nSubject: {subject}\r\n"
        "Message-ID: <{subject}@acme.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>")
# Cells of tables in tables, all left open: no mail costs its reader more.
COSTLY = "<td><table><i>x\r\n"
REASON = "reading it took longer than parse_deadline"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"] |= {"parse_workers": 2, "parse_deadline": "100ms"}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def over(desk):
    return desk.docket.log().count("parser over its deadline")


def test_a_mail_over_the_deadline(desk):
    head = HEAD.format(sender="slow@acme.example", subject="slow")
    raw = (head + COSTLY * (48 * 1000 * 1000 // len(COSTLY))).encode()
    entry = desk.receive(raw, seconds=60)
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)
    kept = desk.row("select b.bytes from docket.raw_bytes b where b.raw = %s", entry["raw"])
    assert bytes(kept["bytes"]) == raw
    [held] = desk.docket.ctl_json("quarantine", "list")
    assert held["reason"] == REASON
    told = desk.mail(to=LEAD)
    assert REASON in " ".join(told.text.split())
    assert over(desk) == 1
    # Others go on, and nothing reads it again: no restart, no time that passes.
    ticket = desk.open("a lamp", sender="quick@acme.example")
    assert desk.mail(ticket["id"], "quick@acme.example")
    assert desk.docket.stop() == 0
    desk.docket.start()
    ticket = desk.open("a pump", sender="quick@acme.example")
    assert desk.mail(ticket["id"], "quick@acme.example")
    time.sleep(2)
    assert over(desk) == 1
    assert desk.world.one("select count(*) from docket.entry where kind = 'quarantine'") == 1
    # By hand it is tried once more, and held as before.
    desk.docket.ctl("quarantine", "retry", str(held["id"]))
    desk.world.wait(lambda: over(desk) == 2, 60, "a second try")
    desk.quiet()
    [again] = desk.docket.ctl_json("quarantine", "list")
    assert again["reason"] == REASON
