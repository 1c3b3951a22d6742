"""Warnings are told once, whatever happens to the daemons and to the clock.

DOCKET_SCHEDULES points and breaches (default 240) of tickets come due while two
docketd share the database, the clock jumps forward and back, and either is killed
or restarted.  At the end each has fired once (rule 13, promise R9), in the order of
its cycle, and every mail about it went into the outbox with it.
"""
import calendar
import os
import random
import time

from world import World, mail
from world.docket import AGENT, Group, LEAD

SCHEDULES = int(os.environ.get("DOCKET_SCHEDULES", "240"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))
START = calendar.timegm((2026, 3, 27, 9, 0, 0))		# over the change of the clocks
POINTS = ["25%", "50%", "75%", "10m"]
A_TICKET = 2 * (len(POINTS) + 1)			# of two clocks


def policy(docket):
    docket.files["calendars.conf"] = {"calendars": Group([
        {"name": "always", "timezone": "Europe/Berlin", "hours": {
            day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}])}
    docket.files["sla.conf"] = {"slas": Group([{"name": "standard", "targets": Group([
        {"response": "90m", "resolution": "30h", "warn": POINTS}])}])}
    docket.files["docket.conf"]["mailboxes"][0]["imap"]["poll"] = "2s"
    docket.write()


def open_tickets(world, count):
    for n in range(count):
        world.deliver(mail.letter(f"Number {n}.", sender=f"s{n}@acme.example",
                                  subject=f"Schedule {n}"), START)
    world.wait(lambda: world.one("select count(*) from docket.ticket") == count, 120,
               "the tickets")


def waiting(world, now):
    return world.one("select count(*) from docket.alarms where state = 'waiting'"
                     " and docket.us(due_at) <= %s", int(now * 1e6))


def disturb(world, dockets, rng):
    """Kills core, or the whole daemon, of either; now and then both."""
    for docket in dockets:
        what = rng.random()
        if what < 0.35:
            docket.kill_role("core")
        elif what < 0.5:
            docket.kill()
            docket.start()


def test_each_point_once(tmp_path):
    rng = random.Random(SEED)
    with World() as world:
        world.clock.set(START)
        dockets = [world.docket(name=f"docket{i}", clock=True) for i in range(2)]
        for docket in dockets:
            policy(docket)
            docket.start()
        tickets = max(1, SCHEDULES // A_TICKET)
        open_tickets(world, tickets)
        now, end = START, START + 31 * 3600
        while now < end:
            now = min(end, now + rng.choice([60, 600, 3600, 5 * 3600]))
            world.clock.set(now)
            disturb(world, dockets, rng)
            if rng.random() < 0.7:		# else more falls due meanwhile
                world.wait(lambda: waiting(world, now) == 0, 120, "what is due to fire")
            if rng.random() < 0.3:
                world.clock.set(now - rng.randrange(7200))	# it jumps back …
                time.sleep(0.2)
                world.clock.set(now)				# … and again
        world.wait(lambda: waiting(world, now) == 0, 120, "everything to fire")
        check(world, tickets)
        for docket in dockets:
            docket.stop()


def check(world, tickets):
    states = dict(world.sql("select state, count(*) from docket.alarms group by state"))
    assert set(states) <= {"fired", "passed"}, states
    assert sum(states.values()) == tickets * A_TICKET
    traces = world.sql(
        "select ticket, data->>'clock', data->>'cycle', data->>'point', count(*)"
        " from docket.entry where kind = 'clock' and data->>'point' is not null"
        " group by 1, 2, 3, 4")
    assert len(traces) == tickets * A_TICKET
    assert all(row[4] == 1 for row in traces), "told twice"
    # Of a clock, each later trace is of a later point: none after the breach.
    assert world.one(
        "select count(*) from docket.alarm a join docket.cycle c on c.id = a.cycle"
        " where a.point <> 'breach' and a.due_at > c.breached_at") == 0
    assert world.one("select count(*) from docket.cycle where state = 'breached'") == 2 * tickets
    # At most one mail a person and tick (of 100 points at most); nobody was left out.
    most = 1 + tickets * A_TICKET // 100
    for address in (AGENT, LEAD):
        ticks, mails = world.sql(
            "select (select count(distinct fired_at) from docket.alarm where state = 'fired'),"
            " (select count(*) from docket.outbox o join (select entry, recipient"
            " from docket.delivery union all select entry, recipient from docket.sent) d"
            " on d.entry = o.entry join docket.entry e on e.id = o.entry where d.recipient = %s"
            " and e.data->>'template' like 'sla-%%')", address)[0]
        assert 0 < mails <= ticks * most, (address, ticks, mails)
