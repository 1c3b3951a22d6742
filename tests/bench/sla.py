#!/usr/bin/python3
"""What SLA clocks cost when there are a million of them.

usage: sla.py [--clocks N] [--few N] [--fire N] [--verify N] [--json FILE]

One ticket is made by mail, and copied with its history and clocks as often as it
takes.  Needs docketd built without sanitizers, as intake.py.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

from intake import build, mute_smtp, tell

from world import ROOT, World, desk as desks
from world.docket import endpoint

sys.path.insert(0, f"{ROOT}/sql")
from embed import TYPES, Embed							# noqa: E402

TICKS = 2000
FIRED_AT_ONCE = 100							# tickets a transaction, as docketd
CLOCKS = 2								# of each ticket


# Many tickets from one

COPIED = {								# but for keys, what differs
    "ticket": {"id": "t"},
    "entry": {"ticket": "t", "raw": "null", "message_id": "null"},
    "field": {"ticket": "t"},
    "cycle": {"ticket": "t"},
}


def grow(world, tickets):
    """Copies ticket 1 until there are that many."""
    have = world.one("select max(id) from docket.ticket")
    script = ["begin", "set local session_replication_role = replica"]
    for table, changed in COPIED.items():
        key = "id" if table == "ticket" else "ticket"
        names = [r[0] for r in world.pg.sql(
            "select column_name::text from information_schema.columns where table_name = %s"
            " and table_schema = 'docket' and (column_name <> 'id' or table_name = 'ticket')"
            " order by ordinal_position", table)]
        script.append(
            f"insert into docket.{table} ({', '.join(names)}) overriding system value"
            f" select {', '.join(changed.get(n, n) for n in names)} from docket.{table} o,"
            f" generate_series({have + 1}, {tickets}) t where o.{key} = 1"
            + (" and kind <> 'mail-out'" if table == "entry" else "") + " order by t")
    script.append(					# a copy's entries come in their order
        "insert into docket.change (entry, ticket, at, what, field, old, new, why, promise)"
        " select e.id, e.ticket, e.at, h.what, h.field, h.old, h.new, h.why, h.promise"
        " from (select *, row_number() over (partition by ticket order by id) as n"
        " from docket.entry where kind <> 'mail-out') o join docket.change h on h.entry = o.id"
        " join (select *, row_number() over (partition by ticket order by id) as n"
        f" from docket.entry where kind <> 'mail-out' and ticket > {have}) e on e.n = o.n"
        " where o.ticket = 1")
    script.append(f"select setval('docket.ticket_id_seq', {tickets})")
    script.append("commit")
    world.pg.psql(";\n".join(script) + ";")
    world.pg.sql("vacuum analyze")


# What is measured

def tick(world):
    """Median microseconds of the two questions of a tick with nothing due, planned as
    the core has them planned, and of one that reads nothing: in turn, since the machine
    is not equally fast at all times."""
    embed = Embed()
    embed.read(f"{ROOT}/sql/clock.sql")
    embed.check()
    assert embed.faults == []
    asked = {"alarm_next": "", "alarm_tickets": "(now())", "nothing": ""}
    times = {name: [] for name in asked}
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("set plan_cache_mode = force_generic_plan")
        for name in asked:
            s = embed.statements.get(name)
            types = ", ".join(TYPES[c.type][1] for c in s.ins) if s else ""
            cursor.execute(f"prepare {name}{f'({types})' if types else ''} as "
                           f"{s.text if s else 'select 1'}")
        for _ in range(TICKS):
            for name, args in asked.items():
                start = time.perf_counter()
                cursor.execute(f"execute {name}{args}")
                cursor.fetchall()
                times[name].append(1e6 * (time.perf_counter() - start))
    connection.close()
    return {name: statistics.median(took) for name, took in times.items()}


def waiting(cursor):
    cursor.execute("select count(*) from docket.cycle where next_at <= now()")
    return cursor.fetchone()[0]


def fire(world, docket, count):
    """Breaches a second through the daemon: `count` tickets are due at once."""
    docket.start()
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("create temp table due as select id from docket.cycle"
                       " where clock = 'response' and ticket > 1 order by id limit %s", (count,))
        cursor.execute("update docket.cycle c set due_at = now(), last_due_at = now(),"
                       " next_at = now(), point_at = array_fill(null::timestamptz,"
                       " array[cardinality(warn)]) || now() from due where c.id = due.id")
        cursor.execute("notify docket")
        cursor.execute("commit")
        start = time.monotonic()
        while waiting(cursor) > 0:
            if time.monotonic() - start > 600:
                raise TimeoutError("alarms still wait after ten minutes")
            time.sleep(0.05)
        took = time.monotonic() - start
    connection.close()
    assert docket.stop() == 0
    fired = world.one("select count(*) from docket.alarm where state = 'fired'"
                      " and kind = 'sla-breach'")
    assert fired == count, f"{fired} fired of {count}"
    return count / took


def fire_floor(world, count):
    """As many cycles whose points go, and the rows of what was told: a statement a row,
    and no more."""
    ids = [r[0] for r in world.pg.sql(
        "select id from docket.cycle where next_at is not null order by id desc limit %s", count)]
    text = ("prepare fire as with gone as (update docket.cycle set point_at = '{}', next_at = null"
            " where id = $1 returning *) insert into docket.alarm (kind, ticket, cycle, point,"
            " epoch, due_at, fired_at, state) select 'sla-breach', ticket, id, 'breach', epoch,"
            " due_at, now(), 'fired' from gone;\n")
    for i in range(0, len(ids), FIRED_AT_ONCE):
        text += "begin;\n" + "".join(f"execute fire({n});\n" for n in ids[i:i + FIRED_AT_ONCE])
        text += "commit;\n"
    start = time.monotonic()
    world.pg.psql(text)
    return count / (time.monotonic() - start)


# A month in which every cycle came to its end; every tenth ticket waited for a day.
MONTH = """
begin;
update docket.cycle set started_at = '2026-09-01', stopped_at = m.at, last_due_at = m.at,
    due_at = m.at, resumed_at = null,
    state = case when id % 20 = 0 then 'breached' else 'met' end,
    breached_at = case when id % 20 = 0 then m.at end, worked = id % 90000 * 1000000,
    severity = (array['low', 'medium', 'high', 'critical'])[1 + id % 4]
  from (select id as cycle, '2026-10-01'::timestamptz + id % 2600000 * interval '1 second' as at
	  from docket.cycle) m
 where m.cycle = id;
with made as (
	insert into docket.entry (ticket, at, kind, author)
	select id, '2026-09-02'::timestamptz + n * interval '1 day', 'change', 'ana'
	  from docket.ticket, generate_series(1, 2) n where id % 10 = 0
	returning id, ticket, at)
insert into docket.change (entry, ticket, at, what, old, new, why)
select id, ticket, at, 'status', '',
    case when at < '2026-09-04' then 'waiting' else 'open' end, '' from made;
commit;
vacuum analyze;
"""


# What any report must do: find the month's cycles and their projects, and count them.
REPORT_FLOOR = """
select t.project, c.clock, c.severity, c.state, count(*)
  from docket.cycle c join docket.ticket t on t.id = c.ticket
 where docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at, c.booked_at)
	>= '2026-10-01'
   and docket.counted_at(c.state, c.last_due_at, c.breached_at, c.stopped_at, c.booked_at)
	< '2026-11-01'
 group by 1, 2, 3, 4"""


def report_floor(world):
    start = time.monotonic()
    world.pg.sql(REPORT_FLOOR)
    return time.monotonic() - start


def timed(docket, *argv):
    start = time.monotonic()
    out = docket.ctl("--json", *argv).stdout
    return time.monotonic() - start, json.loads(out)


def deadline():
    """{what: nanoseconds} of deadline.c."""
    folder = os.environ["DOCKET_BUILD"]
    subprocess.run(["ninja", "-C", folder, "tests/bench/deadline"], check=True,
                   capture_output=True)
    done = subprocess.run([f"{folder}/tests/bench/deadline"], check=True, capture_output=True,
                          text=True)
    return {name: int(ns) for name, ns in map(str.split, done.stdout.splitlines())}


def bench(args):
    out = {"clocks": args.clocks, "few": args.few, "ns": deadline()}
    with World() as world:
        docket = world.docket()
        docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
        docket.files["docket.conf"]["log_level"] = "warning"
        docket.write()
        docket.start()
        desk = desks.Desk(world, docket)
        assert desk.open("All is dark", sender="kim@acme.example")["id"] == 1
        desk.quiet()
        assert docket.stop() == 0
        mute = mute_smtp()
        docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {
            "port": mute.getsockname()[1]}
        docket.write()

        grow(world, args.few // CLOCKS)
        out["tick_few"] = tick(world)
        grow(world, args.verify)
        took, said = timed(docket, "sla", "verify")
        assert said["different"] == 0, said
        out["verify_per_s"] = said["tickets"] / took
        grow(world, args.clocks // CLOCKS)
        out["tick"] = tick(world)
        out["fire_per_s"] = fire(world, docket, args.fire)
        out["floor_per_s"] = fire_floor(world, args.fire)
        world.pg.psql(MONTH)
        took, said = timed(docket, "sla", "report", "--month", "2026-10")
        out["report_s"] = took
        out["report_floor_s"] = report_floor(world)
        out["reported"] = sum(g["met"] + g["breached"] for g in said["groups"])
    return out


def lines(out):
    """The table for README.md."""
    def sums(took):
        return (f"{took['alarm_next']:.0f} + {took['alarm_tickets']:.0f} µs, a question that"
                f" reads nothing {took['nothing']:.0f} µs")

    def above(took):
        """Of both questions, beside as many that read nothing."""
        return (took["alarm_next"] + took["alarm_tickets"]) / (2 * took["nothing"])

    few, many = f"{out['few']:,}", f"{out['clocks']:,}"
    yield "| measured | value | aim |"
    yield "| --- | --- | --- |"
    yield (f"| idle tick, {few} open clocks | {sums(out['tick_few'])}:"
           f" {above(out['tick_few']):.2f} of it | |")
    yield (f"| idle tick, {many} open clocks | {sums(out['tick'])}: {above(out['tick']):.2f} of it"
           " | the same |")
    yield (f"| breaches fired and told | {out['fire_per_s']:.0f}/s | |")
    yield (f"| floor: bare updates of as many cycles, with a row of what was told | {out['floor_per_s']:.0f}/s; docket"
           f" {out['fire_per_s'] / out['floor_per_s']:.2f} of it | |")
    yield (f"| one deadline; all points of a cycle | {out['ns']['deadline'] / 1000:.1f},"
           f" {out['ns']['points'] / 1000:.1f} µs | < 20 µs |")
    yield f"| sla report over {out['reported']:,} cycles | {out['report_s']:.1f} s | seconds |"
    yield (f"| floor: a bare count of them, by project, clock, severity and state |"
           f" {out['report_floor_s']:.1f} s; docket"
           f" {out['report_s'] / out['report_floor_s']:.1f} times that | |")
    yield f"| sla verify | {out['verify_per_s']:.0f} tickets/s | |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--clocks", type=int, default=1_000_000)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--fire", type=int, default=5000, help="tickets due at once")
    parser.add_argument("--verify", type=int, default=20_000, help="tickets to verify")
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = bench(args)
    tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
