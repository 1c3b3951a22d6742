"""Edits of calendars and policies, and the clocks that run (sla.md rule 12)."""
import calendar
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

START = calendar.timegm((2026, 6, 1, 8, 0, 0))		# Monday 10:00 in Berlin
HOUR = 3600
WEEK = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def configure(docket, holidays=(), applies="new", resolution="8h"):
    docket.files["calendars.conf"] = {"calendars": Group([
        {"name": "ber", "timezone": "Europe/Berlin", "hours": WEEK, "holidays": list(holidays)},
        {"name": "both", "union": ["ber"]}, {"name": "always", "timezone": "UTC",
                                             "always": True}])}
    docket.files["sla.conf"] = {"slas": Group([
        {"name": "standard", "applies": applies, "targets": Group([
            {"when": {"severity": ["critical"]}, "calendar": "both", "resolution": "8h",
             "warn": ["50%"]},
            {"calendar": "ber", "resolution": resolution, "warn": ["50%"]}])}])}
    docket.write()


@pytest.fixture
def desk(world):
    world.fresh()
    world.clock.set(START)
    docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    configure(docket)
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def open_ticket(desk, severity):
    raw = mail.letter("Help.", sender=f"{severity}@acme.example", subject=severity,
                      headers=[("X-Severity", severity)])
    return desk.receive(raw, when=START)["ticket"]


def due(desk, ticket):
    """Hours from the start to the due instant of the resolution clock."""
    us = desk.row("select docket.us(due_at) as us from docket.cycle where ticket = %s"
                  " and clock = 'resolution'", ticket)["us"]
    return (us / 1e6 - START) / HOUR


def reload(desk, message):
    """Reloads and waits until the log says it once more."""
    before = desk.docket.log().count(message)
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count(message) > before, 20, message)


def test_a_holiday_more_moves_open_clocks_and_no_closed_one(desk):
    open_one, union, closed = (open_ticket(desk, s) for s in ("low", "critical", "high"))
    notice = desk.mail(closed, AGENT)
    desk.receive(mail.reply(notice.message, "#close", f"Ana <{AGENT}>"), when=START)
    assert [due(desk, t) for t in (open_one, union, closed)] == [24, 24, 24]
    configure(desk.docket, holidays=["2026-06-02"])
    reload(desk, 'calendar=both tickets=1')
    assert [due(desk, t) for t in (open_one, union, closed)] == [48, 48, 24]
    assert desk.row("select docket.us(due_at) as us from docket.alarms a where ticket = %s"
                    " and point = 'breach' and state = 'waiting'", open_one)["us"] == int(
                        (START + 48 * HOUR) * 1e6)
    assert desk.docket.log().count("reckoned again") == 2
    desk.docket.reload()			# nothing was edited since
    time.sleep(2)
    assert desk.docket.log().count("reckoned again") == 2


@pytest.mark.parametrize("before,applies,hours", [
    ("new", "new", 24), ("open", "open", 4), ("new", "open", 4), ("open", "new", 24)])
def test_an_edit_of_a_policy(desk, before, applies, hours):
    done = {"new": "database open", "open": "policy=standard tickets=1"}
    ticket = open_ticket(desk, "low")
    if before == "open":
        configure(desk.docket, applies=before)
        reload(desk, done[before])
    desk.world.clock.set(START + HOUR)
    configure(desk.docket, applies=applies, resolution="4h")
    reload(desk, done[applies])
    assert due(desk, open_ticket(desk, "medium")) == 4	# so the reload is over
    assert due(desk, ticket) == hours


def test_verify_says_which_ended_clocks_an_edit_left_behind(desk):
    ended = open_ticket(desk, "high")
    notice = desk.mail(ended, AGENT)
    desk.world.clock.set(START + 23 * HOUR)		# Tuesday 09:00
    desk.receive(mail.reply(notice.message, "#close", f"Ana <{AGENT}>"), when=START + 23 * HOUR)
    desk.world.clock.set(START + 24 * HOUR)
    configure(desk.docket, holidays=["2026-06-01"])	# on which all of it was worked
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count("up to date") == 2, 20, "the reload")
    until = ("--until", "2026-06-03T10:00:00Z")
    told = desk.docket.ctl("sla", "verify", *until).stdout.decode()
    assert f"#{ended} resolution 1: not comparable, calendar ber was edited at 2026-06-02T" in told
    assert "1 tickets, 1 cycles, 0 different, 1 not comparable" in told
    desk.world.pg.sql("update docket.cycle set target = target + 1")
    desk.world.pg.sql("update docket.seen set seen_at = '2026-05-01'")
    assert b"1 different, 0 not comparable" in desk.docket.ctl(
        "sla", "verify", *until, check=False).stdout
