#!/usr/bin/python3
"""docketctl rules try over a stored history, beside a docketd that goes on working; and what
traces add to a mail.

usage: try.py [--events N] [--mails N] [--rounds N] [--rules N] [--no-traces] [--json FILE]

Needs docketd built without sanitizers: DOCKET_BUILD names the build, else build-bench is made.
Everything runs on private servers; fsync is on.
"""
import argparse
import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from commands import Clock, row						# noqa: E402
from intake import build, letters, tell					# noqa: E402
from wal import Writes							# noqa: E402
from world import World							# noqa: E402
from world.docket import RULES, Group, libconfig			# noqa: E402

# Four events a ticket: it comes, is answered by an engineer, answered by the customer, changed.
FILL = """
set synchronous_commit = off;
alter table docket.ticket disable trigger user;
with a as (
    insert into docket.contact_address (address, contact)
    values ('old@acme.example', nextval('docket.contact_id_seq')) returning *)
insert into docket.contact (id, address, project) overriding system value
select contact, address, 'ACME' from a;
with made as (
    insert into docket.ticket (subject, status, category, project, mailbox, requester, created_at, updated_at)
    select case n %% 50 when 0 then 'Outage in hall ' || n else 'The crane, number ' || n end, 'open', 'open',
        'ACME', 'support', (select contact from docket.contact_address where address = 'old@acme.example'),
        now() - interval '29 days' + n * interval '1 second', now() - interval '1 day'
      from generate_series(1, %(n)s) n returning id, subject, created_at)
insert into docket.entry (ticket, at, kind, author, by_agent, public, letter_kind, subject, body)
select m.id, m.created_at + e.n * interval '1 hour', e.kind, e.author, e.by_agent, true, e.letter, m.subject,
    case when e.letter is null then '' else repeat('It hums and shakes and nobody knows why it does. ', 20) end
  from made m cross join (values (0, 'mail-in', 'old@acme.example', false, 'human'),
    (1, 'mail-in', 'ana', true, 'human'), (2, 'mail-in', 'old@acme.example', false, 'human'),
    (3, 'command', 'ana', true, null)) e(n, kind, author, by_agent, letter);
insert into docket.change (entry, ticket, at, what, old, new, why)
select id, ticket, at, 'status', 'new', 'open', '#open' from docket.entry where kind = 'command';
insert into docket.field (ticket, name, value, raw, source, found_in, verified)
select id, 'severity', 'medium', 'medium', 'default', '', true from docket.ticket;
alter table docket.ticket enable trigger user;
analyze docket.ticket, docket.entry, docket.change, docket.field;
"""


def rules(count, word="outage"):
    """The desk's own, and these: a pattern in the subject, one in the body, and what is compared."""
    kinds = [{"on": ["created"], "when": {"subject": {"matches": f"(?i)\\b({word})\\b"}}},
             {"on": ["customer-replied"], "when": {"body": {"contains": ["urgent", "at once"]}}},
             {"on": ["created", "changed"], "when": {"project": ["GLOBEX"], "severity": {"at_least": "high"}}},
             {"on": ["agent-replied", "changed"], "when": {"status": "waiting", "tags": ["vip"]}},
             {"on": ["customer-replied"], "when": {"body": {"matches": "(?i)down since \\d+"}}}]
    return RULES + [{"name": f"rule {n}", "do": Group([{"tag": [f"r{n}"]}])} | kinds[n % len(kinds)]
                    for n in range(count)]


def started(world, name, made_rules, **settings):
    docket = world.docket(name)
    docket.files["docket.conf"] |= {"log_level": "warning"} | settings
    docket.files["rules.conf"]["rules"] = Group(made_rules)
    docket.write()
    docket.start()
    world.wait(lambda: world.one("select count(*) from docket.conf") > 0, 30, "its configuration")
    return docket


# rules try

def try_once(docket, folder):
    start = time.monotonic()
    done = docket.ctl_json("rules", "try", "--last", "30d", "--rules", folder)
    return done, time.monotonic() - start


LAST = "select (select coalesce(max(id), 0) from docket.sent), (select coalesce(max(id), 0) from docket.raw)"
SINCE = """
select extract(epoch from max(stored_at) - min(stored_at)),
    extract(epoch from (select max(done_at) from docket.sent where id > %s) - min(stored_at)),
    (select count(*) from docket.sent where id > %s)
  from docket.raw where id > %s"""


def send_in(world, docket, prefix, count):
    """Seconds a mail until it is stored, and a mail out until it is sent, of so many at once."""
    last_sent, last_raw = row(world, LAST)
    for raw in letters(prefix, count):
        world.deliver(raw)
    docket.settle(600)
    stored, sent, out = row(world, SINCE, last_sent, last_sent, last_raw)
    return float(stored) / count, float(sent) / out


def beside(world, docket, folder, mails, rounds):
    """The same mails alone and while rules are tried all the time: (alone, beside) of each round."""
    found = {"intake": [], "claims": []}
    for n in range(rounds):
        alone = send_in(world, docket, f"alone{n}-", mails)
        over, tries = threading.Event(), []

        def go_on():
            while not over.is_set():
                tries.append(try_once(docket, folder)[1])
        thread = threading.Thread(target=go_on)
        thread.start()
        time.sleep(0.5)
        both = send_in(world, docket, f"both{n}-", mails)
        over.set()
        thread.join()
        for i, name in enumerate(found):
            found[name].append((1000 * alone[i], 1000 * both[i]))
    return found


def history(args):
    with World() as world:
        docket = started(world, "docket", rules(args.rules))
        folder = f"{docket.folder}/new"
        os.mkdir(folder)
        with open(f"{folder}/rules.conf", "w", encoding="utf-8") as f:
            f.write(f"rules = {libconfig(Group(rules(args.rules, 'outage|crane')))};\n")
        connection = world.pg.connect()
        with connection, connection.cursor() as cursor:
            cursor.execute(FILL, {"n": args.events // 4})
        connection.close()
        done, seconds = try_once(docket, folder)
        assert done["events"] >= args.events * 0.99 and done["differs"], done["events"]
        out = {"events": done["events"], "rules": len(done["rules"]), "seconds": seconds}
        if args.mails:
            out |= beside(world, docket, folder, args.mails, args.rounds)
        assert docket.stop() == 0
        return out


# traces

def traced(args, keep):
    """Of a mail: milliseconds of core and its session, and what is written."""
    with World() as world:
        docket = started(world, "docket", rules(args.rules), trace_keep=keep)
        send_in(world, docket, "warm", 50)
        clock, writes = Clock(world, docket), Writes(world)
        start = clock.read()
        send_in(world, docket, "measured", args.mails)
        used = clock.read()
        _, wal = writes.total()
        assert docket.stop() == 0
        return ((used["core"] - start["core"]) / args.mails,
                (used["database"] - start["database"]) / args.mails, wal / args.mails)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--mails", type=int, default=500, help="beside it; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rules", type=int, default=20, help="beside the desk's seven")
    parser.add_argument("--no-traces", action="store_true")
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = history(args)
    table = [f"{out['events']} events, {out['rules']} rules, both sets: {out['seconds']:.1f} s", ""]
    if args.mails:
        table += ["| | ms a mail alone | beside rules try | ratio |", "| --- | --- | --- | --- |"]
        for name in ("intake", "claims"):
            alone, both = (statistics.median(v) for v in zip(*out[name]))
            table.append(f"| {name} | {alone:.2f} | {both:.2f} | {both / alone:.2f} |")
    if not args.no_traces and args.mails:
        found = {keep: [traced(args, keep) for _ in range(args.rounds)] for keep in ("0s", "30d")}
        out["traces"] = found
        table += ["", "| trace_keep | core, ms a mail | its session | WAL, bytes |", "| --- | --- | --- | --- |"]
        medians = {keep: [statistics.median(v) for v in zip(*rows)] for keep, rows in found.items()}
        for keep, (core, session, wal) in medians.items():
            table.append(f"| {keep} | {core:.2f} | {session:.2f} | {wal:.0f} |")
        table.append("| ratio | " + " | ".join(f"{b / a:.2f}" for a, b in zip(*medians.values())) + " |")
    tell(out, table, args.json)


if __name__ == "__main__":
    main()
