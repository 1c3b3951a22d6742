#!/usr/bin/python3
"""How fast queued mail goes out, beside libcurl alone, and what a full queue costs.

usage: send.py [--mails N] [--rounds N] [--queued N] [--digests N] [--json FILE]

Needs docketd built without sanitizers: DOCKET_BUILD names the build, else
build-bench is made.  Everything runs on private servers; fsync is on.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))), "sql"))

from embed import TYPES, Embed						# noqa: E402
from intake import Meter, Sink, body, build, compiled, tell		# noqa: E402
from world import ROOT, World, desk as desks				# noqa: E402
from world.docket import AGENT, endpoint				# noqa: E402

FEW = 100
CLAIMS = 100							# timed, of each queue

QUEUE = """
with e as (
  insert into docket.entry (ticket, at, kind, author, message_id, subject)
  select %(ticket)s, now(), 'mail-out', 'docket', %(name)s || n || '@example.com', 'All of it'
    from generate_series(1, %(n)s) n returning *),
o as (
  insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic,
      mailbox, from_address, shown, body, text_size)
  select id, at, id, id, false, true, 'support', 'support@example.com',
      array['', %(name)s || '@acme.example'], %(body)s, length(%(body)s) from e)
insert into docket.delivery (entry, created_at, mailbox, priority, automatic, recipient)
select id, at, 'support', 4, true, %(name)s || '@acme.example' from e order by id"""


def put(cursor, ticket, name, count):
    cursor.execute(QUEUE, {"ticket": ticket, "name": name, "n": count, "body": body(1, 3000)})


def queue(world, ticket, name, count):
    """Mails that wait; nobody is told of them."""
    world.sql("alter table docket.entry disable trigger user")
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        put(cursor, ticket, name, count)
    connection.close()
    world.sql("vacuum analyze docket.delivery")


# The rate

class Counter(Sink):
    """sink.c, of which only the number of mails matters and when each was there."""

    def _read(self):
        self.took = []
        for line in self.process.stdout:
            self.took.append(float(line.split()[0]))


def floor(world, sink, count, letter):
    done = subprocess.run([compiled(world, "bare", "-lcurl"), str(sink.port), str(count)],
                          input=letter, capture_output=True, check=True)
    return count / float(done.stdout)


def drain(world, docket, sink, ticket, count):
    """All are queued, and one goes first so that the connection is there."""
    docket.ctl("queue", "pause", "support")
    queue(world, ticket, "rate", count)
    sink.took.clear()
    meter = Meter(world, docket)
    docket.ctl("queue", "retry", "support")
    world.wait(lambda: len(sink.took) == count, 300, "all of them")
    used = meter.read()
    return (count - 1) / (sink.took[-1] - sink.took[0]), used


def rate(world, docket, desk, args):
    letter = one_letter(world, docket, desk)
    sink = Counter(world)
    out = {"mails": args.mails, "bytes": len(letter)}
    for lanes in (1, 3):
        docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {
            "port": sink.port, "max_connections": lanes}
        docket.write()
        docket.start()
        ticket = world.one("select max(id) from docket.ticket")
        drain(world, docket, sink, ticket, 200)				# all is warm
        runs = []
        for _ in range(args.rounds):
            bare = floor(world, sink, args.mails, letter)
            docket_rate, used = drain(world, docket, sink, ticket, args.mails)
            runs.append({"bare": bare, "docket": docket_rate, "ratio": docket_rate / bare,
                         "cpu_ms": {k: 1000 * v / args.mails for k, v in used.items()}})
        assert docket.stop() == 0
        out[f"lanes{lanes}"] = sorted(runs, key=lambda r: r["ratio"])[len(runs) // 2]
        out[f"lanes{lanes}"]["all"] = [r["ratio"] for r in runs]
    sink.close()
    return out


def one_letter(world, docket, desk):
    """What the queue's mails are, composed, for the floor to send."""
    docket.start()
    ticket = desk.open("It hums.", sender="hum@acme.example")
    desk.quiet()
    queue(world, ticket["id"], "one", 1)
    world.sql("select pg_notify('docket', '')")
    raw = desk.mail(to="one@acme.example").raw
    assert docket.stop() == 0
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


# The claim

def claim_ms(world, ticket):
    """[milliseconds] of claims of 64 as core asks them, each behind the one before; what was
    claimed goes, and as many come."""
    embed = Embed()
    embed.read(f"{ROOT}/sql/outbox.sql")
    s = embed.statements["delivery_claim"]
    types = ", ".join(TYPES[c.type][1] for c in s.ins)
    took, mark = [], (0, 0)
    connection = world.pg.connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("set plan_cache_mode = force_generic_plan")
        cursor.execute(f"prepare claim({types}) as {s.text}".replace("%", "%%"), ())
        for _ in range(CLAIMS):
            start = time.perf_counter()
            cursor.execute("execute claim(1, now(), 64, array['support'], array[4::int8],"
                           " array[%s::int8], array[%s::int8], array[64::int8])", mark)
            took.append(1000 * (time.perf_counter() - start))
            assert cursor.rowcount == 64
            cursor.execute("with gone as (delete from docket.delivery where state = 'sending'"
                           " returning due_at, id) select docket.us(due_at), id from gone"
                           " order by due_at desc, id desc limit 1")
            mark = cursor.fetchone()
            put(cursor, ticket, "more", 64)
    connection.close()
    return took


def claims(world, ticket, many):
    out = {"queued": many}
    for name, count in (("few", FEW), ("many", many - FEW)):
        queue(world, ticket, name, count)
        took = claim_ms(world, ticket)
        out[name] = {"min_ms": min(took), "p50_ms": statistics.median(took)}
    world.sql("truncate docket.delivery")
    return out


# What is urgent

def breach(world, docket, desk, count):
    """Seconds from a breach's being due to its mail's being taken, `count` digests queued."""
    sink = Sink(world)
    docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {"port": sink.port}
    docket.write()
    docket.start()
    ticket = desk.open("Time?", sender="breach@acme.example")["id"]
    docket.settle()
    queue(world, ticket, "digest", count)
    world.sql("select pg_notify('docket', '')")
    world.wait(lambda: "digest@acme.example" in sink.took, 20, "digests under way")
    sink.took.pop(AGENT)
    start = time.time()
    world.sql("update docket.cycle set due_at = now(), last_due_at = now(), next_at = now(),"
              " point_at = array_fill(null::timestamptz, array[cardinality(point_at) - 1]) || now()"
              " where ticket = %s and clock = 'response'", ticket)
    world.sql("select pg_notify('docket', '')")
    world.wait(lambda: AGENT in sink.took, 30, "the breach's mail")
    left = world.one("select count(*) from docket.delivery where priority = 4")
    assert docket.stop() == 0
    sink.close()
    world.sql("truncate docket.delivery")
    return {"digests": count, "seconds": sink.took[AGENT] - start, "left": left}


def bench(args):
    with World() as world:
        docket = world.docket()
        docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
        docket.files["docket.conf"]["log_level"] = "warning"
        docket.write()
        desk = desks.Desk(world, docket)
        out = {"rate": rate(world, docket, desk, args)}
        out["claim"] = claims(world, world.one("select max(id) from docket.ticket"), args.queued)
        out["breach"] = breach(world, docket, desk, args.digests)
    return out


def lines(out):
    """The table for README.md."""
    r, c, b = out["rate"], out["claim"], out["breach"]
    yield "| measured | value | aim |"
    yield "| --- | --- | --- |"
    for lanes, title in ((1, "one kept connection"), (3, "three")):
        run = r[f"lanes{lanes}"]
        yield (f"| {r['mails']} queued mails of {r['bytes'] / 1000:.1f} KB by {title}"
               f" | {run['docket']:.0f}/s | |")
        yield (f"| CPU a mail: docket, PostgreSQL | {run['cpu_ms']['docket']:.2f},"
               f" {run['cpu_ms']['postgres']:.2f} ms | |")
        yield f"| floor: libcurl alone, one kept connection | {run['bare']:.0f}/s | |"
        yield f"| docket beside the floor | {run['ratio']:.2f} | {'0.6' if lanes == 1 else ''} |"
    yield (f"| a claim of 64, {FEW} and {c['queued']:,} queued: p50 | {c['few']['p50_ms']:.2f} and"
           f" {c['many']['p50_ms']:.2f} ms | the same |")
    yield (f"| a breach, {b['digests']:,} digests queued ({b['left']:,} left): due to taken |"
           f" {b['seconds']:.2f} s | 2 s |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queued", type=int, default=100_000)
    parser.add_argument("--digests", type=int, default=50_000)
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = bench(args)
    tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
