#!/usr/bin/python3
"""How fast mail becomes tickets, beside what the servers alone could do.

usage: intake.py [--mails N] [--full N] [--singles N] [--json FILE]

Needs docketd built without sanitizers: DOCKET_BUILD names the build, else
build-bench is made.  Everything runs on private servers; fsync is on.
"""
import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import ROOT, World, desk as desks, mail			# noqa: E402
from world.docket import endpoint					# noqa: E402
from wal import Writes							# noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
FLOOR_ROWS = 26							# a mail, see floor.c
BATCH = 50							# the floor's mails a commit
SIZE = 4096
WORDS = ("the printer on floor two prints every page twice since the update and the "
         "log says nothing about it while the queue grows all the time ").split()


def body(number, size):
    """Words, different in each mail."""
    text, length = [], 0
    while length < size:
        line = " ".join(WORDS[(number + i * 7 + length) % len(WORDS)] for i in range(12))
        text.append(line)
        length += len(line) + 2
    return "\n".join(text)


def letters(prefix, count):
    for n in range(count):
        raw = mail.letter(body(n, SIZE - 450), sender=f"Someone <{prefix}{n}@acme.example>",
                          subject=f"Printing twice, number {n}")
        yield raw


# What /proc knows

def cpu(pids):
    """Seconds of CPU of these and of their children that have ended."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
                fields = f.read().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(v) for v in fields[11:15])
    return total / TICK


def pss(pids):
    """Proportional memory in MB."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
            total += sum(int(line.split()[1]) for line in f if line.startswith("Pss:"))
    return total / 1024


class Meter:
    """CPU of docket, PostgreSQL and Dovecot since it was made."""

    def __init__(self, world, docket):
        self.parts = {"docket": docket.pids, "postgres": world.pg.pids,
                      "dovecot": world.imap.pids}
        self.start = {name: cpu(pids()) for name, pids in self.parts.items()}

    def read(self):
        return {name: cpu(pids()) - self.start[name] for name, pids in self.parts.items()}


# The runs

def mute_smtp():
    """A server that takes connections and never speaks: acknowledgements stay queued."""
    return socket.create_server(("127.0.0.1", 0), backlog=512)


def intake(world, docket, prefix, count):
    """`count` mails wait; docket is started and reads them all."""
    for raw in letters(prefix, count):
        world.deliver(raw)
    imap_rate = imap_floor(world, count)			# also lets Dovecot index them
    writes = Writes(world)
    last = world.one("select coalesce(max(id), 0) from docket.ticket")
    docket.start()
    idle = pss(docket.pids())
    connection = world.pg.connect()
    cursor = connection.cursor()
    start, meter = time.monotonic(), Meter(world, docket)
    done = 0
    while done < count:
        cursor.execute("select count(*) from docket.ticket where id > %s", (last,))
        done = cursor.fetchone()[0]
        if time.monotonic() - start > 600:
            raise TimeoutError(f"{done} of {count} tickets after ten minutes")
        time.sleep(0.05)
    tickets = time.monotonic() - start
    world.wait(lambda: unseen(world) == 0, 60, "all mail to be flagged")
    flagged = time.monotonic() - start
    used, memory = meter.read(), pss(docket.pids())
    connection.close()
    assert docket.stop() == 0
    rows, wal = writes.total()
    return {"mails": count, "tickets_per_s": count / tickets, "flagged_per_s": count / flagged,
            "imap_per_s": imap_rate, "rows": rows / count, "wal": wal / count,
            "pss_idle_mb": idle, "pss_after_mb": memory,
            "cpu_ms": {name: 1000 * seconds / count for name, seconds in used.items()}}


def unseen(world):
    """Mails that are not flagged yet: Dovecot keeps flags in the files' names."""
    path = world.imap.maildir()
    return len(os.listdir(f"{path}/new")) + sum(
        "S" not in name.partition(":2,")[2] for name in os.listdir(f"{path}/cur"))


def imap_floor(world, count):
    """Mails a second that Dovecot streams to a client that throws them away."""
    with socket.create_connection(("127.0.0.1", world.imap.port)) as s:
        s.sendall(f"a LOGIN {world.imap.user} {world.imap.password}\r\n"
                  "b SELECT INBOX\r\n".encode())
        read_to(s, b"b OK")
        best = 0
        for tag in (b"c", b"d"):				# the second is without indexing
            start = time.monotonic()
            s.sendall(tag + b" UID FETCH 1:* (UID RFC822.SIZE INTERNALDATE BODY.PEEK[])\r\n")
            read_to(s, b"\r\n" + tag + b" OK")
            best = max(best, count / (time.monotonic() - start))
        return best


def read_to(s, end):
    tail = b""
    while end not in tail:
        more = s.recv(1 << 18)
        if not more:
            raise EOFError("Dovecot went away")
        tail = tail[-64:] + more


def compiled(world, name, *flags):
    """The program of tests/bench/NAME.c."""
    program = f"{world.folder}/{name}"
    if not os.path.exists(program):
        subprocess.run(["cc", "-O2", f"-I{ROOT}", "-o", program,
                        f"{ROOT}/tests/bench/{name}.c", *flags], check=True)
    return program


def database_floor(world, count):
    """The first release's rows by pipelined prepared statements, into tables of their own."""
    include = subprocess.run(["pg_config", "--includedir"], capture_output=True, text=True,
                             check=True).stdout.strip()
    program = compiled(world, "floor", f"-I{include}", "-lpq")
    world.sql("create database floor")
    conninfo = world.pg.admin.replace("dbname=docket", "dbname=floor")
    subprocess.run([f"{world.pg.bin}/psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", conninfo,
                    "-f", f"{ROOT}/tests/bench/floor.sql"], check=True)
    start = cpu(world.pg.pids())
    done = subprocess.run([program, conninfo, str(count), str(BATCH)],
                          capture_output=True, text=True, check=True)
    used = cpu(world.pg.pids()) - start
    world.sql("drop database floor")
    return count / float(done.stdout), 1000 * used / count


# One mail at a time

class Proxy:
    """Between docket and Dovecot: notes when an EXISTS passes."""

    def __init__(self, port):
        self.target = port
        self.exists = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.target))
            for s in (client, server):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pump, args=(server, client, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(client, server, False), daemon=True).start()

    def _pump(self, source, sink, note):
        while True:
            try:
                data = source.recv(65536)
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                if note and re.search(rb"^\* \d+ EXISTS", data, re.M):
                    self.exists.append(time.time())
                sink.sendall(data)
            except OSError:
                return


class Sink:
    """sink.c: an SMTP server in C; `took` is {recipient: when its mail was there}."""

    def __init__(self, world):
        self.took = {}
        self.process = subprocess.Popen([compiled(world, "sink")], stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline())
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            when, recipient = line.split()
            self.took[recipient] = float(when)

    def close(self):
        self.process.terminate()
        self.process.wait()


def single(world, docket, count):
    """Milliseconds from EXISTS on the wire to the SMTP server's having the mail."""
    proxy, sink = Proxy(world.imap.port), Sink(world)
    box = docket.mailbox()
    box["imap"] = endpoint(world, "imap", "none") | {
        "port": proxy.port, "folder": "INBOX", "poll": "60s", "since": "3650d"}
    box["smtp"] = endpoint(world, "smtp", "none") | {"port": sink.port}
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    desk.open("warm up", sender="warm@acme.example")
    desk.quiet()
    took = []
    for n, raw in enumerate(letters("single", count)):
        who = f"single{n}@acme.example"
        before = len(proxy.exists)
        world.deliver(raw)
        at = world.wait(lambda: sink.took.get(who), 20)
        took.append(1000 * (at - proxy.exists[before]))
        time.sleep(0.15)
    assert docket.stop() == 0
    sink.close()
    took.sort()
    return {"p50_ms": statistics.median(took), "p95_ms": took[int(len(took) * 0.95)],
            "max_ms": took[-1], "count": count}


def fill(world, count):
    """A database with `count` tickets of an ordinary life behind them."""
    world.pg.psql(FILL.replace(":n", str(count)))
    world.pg.sql("vacuum analyze")


FILL = """
with made as (
  insert into docket.contact_address (address, contact)
    select 'old' || i || '@acme.example', nextval('docket.contact_id_seq')
    from generate_series(1, :n / 4) i returning *)
insert into docket.contact (id, address, name, project) overriding system value
  select contact, address, 'Old ' || contact, 'ACME' from made;
with made as (
  insert into docket.ticket (subject, project, mailbox, requester, sla, status, category, created_at)
    select 'Old ticket ' || i, 'ACME', 'support',
      (select min(id) from docket.contact where address like 'old%') + i % (:n / 4), 'standard',
      case when i % 20 = 0 then 'open' else 'closed' end,
      case when i % 20 = 0 then 'open' else 'closed' end, now() - i * interval '1 minute'
    from generate_series(1, :n) i returning id)
insert into docket.entry (ticket, at, kind, author, public, subject, body, new_text, message_id)
  select id, now(), 'mail-in', 'old@acme.example', true, 'Old ticket', repeat('old words ', 50),
    repeat('old words ', 50), 'old' || id || '.' || n || '@acme.example'
  from made, generate_series(1, 3) n;
insert into docket.field (ticket, name, value, raw, source, found_in, verified)
  select id, 'severity', 'medium', 'medium', 'default', '', true from docket.ticket
  on conflict do nothing;
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at,
    resumed_at, due_at, state, stopped_at)
  select id, 'response', 1, 'standard', 'medium', 'always', 14400, created_at, null,
    created_at, 'met', now() from docket.ticket t
   where not exists (select from docket.cycle c where c.ticket = t.id);
insert into docket.sent (id, entry, recipient, automatic, attempts, due_at, reply, created_at,
    done_at)
  select nextval('docket.delivery_id_seq'), id, 'old' || (id % 50000) || '@acme.example', true, 1,
    now(), '', now() - id * interval '1 minute', now()
  from docket.entry where message_id like 'old%.1@%' order by id;
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic,
    mailbox, from_address, body)
  select s.entry, e.at, s.id, s.id, false, true, 'support', 'support@example.com',
    repeat('bytes ', 300)
  from docket.sent s join docket.entry e on e.id = s.entry where s.recipient like 'old%';
insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at)
  select 'old', 1, id, sha256(id::text::bytea), 1000, now(), now() from docket.ticket;
insert into docket.raw_bytes select id, stored_at, convert_to(repeat(uid::text || ' ', 120), 'UTF8')
  from docket.raw;
"""


# The report

def bench(args):
    out = {}
    with World() as world:
        docket = world.docket()
        mute = mute_smtp()
        docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {
            "port": mute.getsockname()[1]}
        docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
        docket.files["docket.conf"]["log_level"] = "warning"
        docket.write()
        for name, prefix, count in (("empty", "a", args.mails), ("long", "b", 2 * args.mails)):
            world.imap.empty()
            run = out[name] = intake(world, docket, prefix, count)
            # At once, so that both see the same machine.
            run["floor_per_s"], run["floor_cpu_ms"] = database_floor(world, count)
            run["ratio"] = run["flagged_per_s"] / run["floor_per_s"]
        if args.full:
            world.imap.empty()
            fill(world, args.full)
            out["full"] = intake(world, docket, "c", args.mails)
            out["full"]["tickets_before"] = args.full
        if args.singles:
            world.fresh()
            docket.migrate()
            out["single"] = single(world, docket, args.singles)
    return out


def lines(out):
    """The table for README.md."""
    yield "| measured | value | aim |"
    yield "| --- | --- | --- |"
    for name, title in (("empty", "empty database"), ("long", "twice as many"),
                        ("full", f"{out.get('full', {}).get('tickets_before', 0):,} tickets there before")):
        if name not in out:
            continue
        run = out[name]
        used = run["cpu_ms"]
        yield (f"| {title}: {run['mails']} mails to flagged tickets"
               f" | {run['flagged_per_s']:.0f}/s (tickets {run['tickets_per_s']:.0f}/s) | |")
        yield (f"| CPU a ticket: docket, PostgreSQL, Dovecot | {used['docket']:.2f},"
               f" {used['postgres']:.2f}, {used['dovecot']:.2f} ms | docket + PostgreSQL < 2 ms |")
        yield (f"| memory of all roles (PSS) idle, after | {run['pss_idle_mb']:.1f},"
               f" {run['pss_after_mb']:.1f} MB | < 30, < 60 MB |")
        yield (f"| written a mail: rows, WAL | {run['rows']:.1f}, {run['wal'] / 1000:.1f} KB | |")
        yield f"| bare IMAP stream | {run['imap_per_s']:.0f}/s | |"
        if "ratio" in run:
            yield (f"| floor: the first release's {FLOOR_ROWS} rows a mail, pipelined,"
                   f" {BATCH} a commit | {run['floor_per_s']:.0f}/s, {run['floor_cpu_ms']:.2f} ms of"
                   " PostgreSQL's CPU | |")
            yield f"| docket beside the floor | {run['ratio']:.2f} | 0.4 |"
    if "single" in out:
        yield (f"| one mail, EXISTS to SMTP acceptance, p50 (p95) |"
               f" {out['single']['p50_ms']:.1f} ms ({out['single']['p95_ms']:.1f}) | 5 ms |")


def build():
    """A build without sanitizers, unless one is named."""
    if "DOCKET_BUILD" not in os.environ:
        path = f"{ROOT}/build-bench"
        if not os.path.isdir(path):
            subprocess.run(["meson", "setup", path, "-Dbuildtype=release"], cwd=ROOT, check=True)
        subprocess.run(["ninja", "-C", path, "daemon/docketd", "daemon/docketctl"], check=True)
        os.environ["DOCKET_BUILD"] = path


def tell(out, table, path):
    """The table for README.md; all figures to a file, if one is named."""
    print("\n".join(table))
    if path:
        with open(path, "w", encoding="utf-8") as f:
            json.dump(out, f, indent=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--full", type=int, default=200_000, help="tickets there before; 0: skip")
    parser.add_argument("--singles", type=int, default=100, help="single mails; 0: skip")
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = bench(args)
    tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
