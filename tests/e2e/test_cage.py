"""Mails that crash, bloat or stall parsers, end to end: each costs only itself."""
import time

import pytest

from world import desk as desks, mail, poison

@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.mark.parametrize("make", poison.KINDS, ids=lambda f: f.__name__)
def test_poison_costs_only_itself(desk, make):
    raw = poison.letter(make, make.__name__)
    good = mail.letter("I am next.", sender=f"{make.__name__}@acme.example")
    started = time.monotonic()
    desk.world.deliver(raw)
    entry = desk.receive(good)					# next in line
    assert time.monotonic() - started < 15
    assert entry["kind"] == "mail-in" and entry["ticket"]
    desk.quiet()
    [kept] = desk.rows(
        "select b.bytes, e.kind, e.new_text, e.data from docket.raw r join docket.entry e"
        " on e.raw = r.id join docket.raw_bytes b on b.raw = r.id where r.size = %s", len(raw))
    assert bytes(kept["bytes"]) == raw
    if make in poison.MUST_QUARANTINE:
        assert kept["kind"] == "quarantine"
    assert desk.docket.alive()


def test_a_parser_that_is_killed_costs_one_try(desk):
    for n in range(4):
        desk.docket.kill_role("parse", n)
        ticket = desk.open(f"after kill {n}", sender=f"kill{n}@acme.example")
        assert desk.mail(ticket["id"], f"kill{n}@acme.example")


def test_poison_among_good_mail_in_one_batch(desk):
    def quarantined():
        return desk.world.one("select count(*) from docket.entry where kind = 'quarantine'")

    desk.quiet()
    tickets, held = desk.tickets(), quarantined()
    for n in range(30):
        if n % 10 == 5:
            desk.world.deliver(poison.letter(poison.nested_parts, f"poison{n}"))
        desk.world.deliver(mail.letter(f"good {n}", sender=f"good{n}@acme.example"))
    desk.world.wait(lambda: desk.tickets() >= tickets + 30, 30, "thirty good tickets")
    desk.quiet()
    assert (desk.tickets(), quarantined()) == (tickets + 30, held + 3)
    assert desk.world.one("select count(*) from docket.raw r where not exists"
                          " (select from docket.entry e where e.raw = r.id)") == 0
