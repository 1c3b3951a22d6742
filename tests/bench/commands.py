#!/usr/bin/python3
"""What commands add to the cost of an engineer's mail, beside the same mail without them.

usage: commands.py [--mails N] [--rounds N] [--json FILE]

Needs docketd built without sanitizers: DOCKET_BUILD names the build, else
build-bench is made.  Everything runs on private servers; fsync is on.
"""
import argparse
import os
import random
import re
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from intake import body, build, letters, tell				# noqa: E402
from world import World, desk as desks, mail				# noqa: E402
from world.docket import Group, endpoint				# noqa: E402

QUIET, TOLD = "quiet@example.com", "told@example.com"		# who gets no transcript, and who does
TEXT = body(1, 1200)
LIKE = "#include <stdio.h>\n# A title\n#1 is out\n#hashtag of the day\n##\n"
SAME = "#take\n#severity high\n#tag +kept\n#set order A1\n#version 2.4.0\n"
CHANGES = "#assign {3}\n#severity {0}\n#tag {1}a\n#set order A{2}\n#version 2.4.{2}\n"

# What is sent in: its title, what it is compared with, who writes, and what stands above the text.
KINDS = {
    "customer": ("a customer's answer", "customer", None, ""),
    "customer-like": ("a customer's, lines like commands", "customer", None, LIKE),
    "plain": ("an engineer's answer", "plain", QUIET, ""),
    "like": ("lines like commands", "plain", QUIET, LIKE),
    "one-same": ("one command that changes nothing", "plain", QUIET, "#tag +kept\n"),
    "five-same": ("five that change nothing", "plain", QUIET, SAME),
    "forty-same": ("forty that change nothing", "plain", QUIET, "#tag +kept\n" * 40),
    "one": ("one that changes something", "plain", QUIET, "#tag {1}a\n"),
    "five": ("five that change something", "plain", QUIET, CHANGES),
    "note": ("a note, which goes to nobody: what a mail out costs", "plain", QUIET, "#note\n"),
    "plain-told": ("an engineer's answer, who gets transcripts", "plain", TOLD, ""),
    "one-told": ("one that changes nothing, and its transcript", "plain-told", TOLD,
                 "#tag +kept\n"),
    "five-told": ("five that change nothing, and their transcript", "plain-told", TOLD, SAME),
}
PARTS = ("core", "parse", "database")


def agents():
    def agent(name, address, role, transcript):
        return {"name": name, "full_name": f"{name.title()} Chan", "addresses": [address],
                "role": role, "team": "desk" if role == "agent" else "leads", "timezone": "UTC",
                "transcript": transcript}
    return Group([agent("quiet", QUIET, "agent", "errors"), agent("told", TOLD, "agent", "always"),
                  agent("lee", "lee@example.com", "lead", "never")])


def block(lines, turn):
    """What stands above the text: values that change do so each time."""
    odd = turn % 2
    return lines.format(("low", "high")[odd], "+-"[odd], odd, ("lee", "quiet")[odd])


# What is measured

def ms(pids):
    """Milliseconds of CPU of these processes, which have one thread each."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as f:
            total += int(f.read().split()[0]) / 1e6
    return total


class Clock:
    """What core, the parsers and core's session have used."""

    def __init__(self, world, docket):
        sessions = world.one("select array_agg(pid) from pg_stat_activity"
                             " where usename = 'docket' and datname = current_database()")
        self.pids = dict(zip(PARTS, (docket.roles("core"), docket.roles("parse"), sessions)))

    def read(self):
        return {part: ms(pids) for part, pids in self.pids.items()}


LAST = """
select (select coalesce(max(id), 0) from docket.sent),
    (select coalesce(max(id), 0) from docket.raw)"""
SINCE = """
select extract(epoch from greatest((select max(done_at) from docket.sent where id > %s),
        max(stored_at)) - min(stored_at)),
    (select count(*) from docket.sent where id > %s)
  from docket.raw where id > %s"""


def row(world, text, *args):
    connection = world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(text, args)
        found = cursor.fetchone()
    connection.close()
    return found


def send_in(world, docket, clock, mails):
    """CPU, time and mails out of one of these mails, from the first one's storage to the last
    mail out."""
    last_sent, last_raw = row(world, LAST)
    start = clock.read()
    for raw in mails:
        world.deliver(raw)
    docket.settle()
    used = clock.read()
    wall, out = row(world, SINCE, last_sent, last_sent, last_raw)
    figures = {part: (used[part] - start[part]) / len(mails) for part in PARTS}
    return figures | {"cpu": sum(figures.values()), "wall": 1000 * float(wall) / len(mails),
                      "out": out / len(mails)}


def statements(world, send):
    """What core asks of the database while these are sent in, by its server's own log: no load
    changes it."""
    def say(what):
        connection = world.pg.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"alter system set log_statement = '{what}'")
            cursor.execute("select pg_reload_conf()")
        connection.close()
        time.sleep(0.3)							# until the sessions have it

    path = f"{world.folder}/pg/log"
    say("all")
    start = os.path.getsize(path)
    send()
    say("none")
    with open(path, encoding="utf-8", errors="replace") as f:
        f.seek(start)
        return len(re.findall(r"execute \w+:", f.read()))


# The rounds

def opened(world, docket, desk, count):
    """{kind: [mails to answer]}: each kind has tickets of its own."""
    for raw in letters("open", count * len(KINDS)):
        world.deliver(raw)
    docket.settle(120)
    out = {}
    for n, (kind, (_, _, who, _)) in enumerate(KINDS.items()):
        mine = range(n * count, (n + 1) * count)
        if who is None:
            out[kind] = [desk.mail(to=f"open{i}@acme.example").message for i in mine]
            continue
        told = {re.search(r"number (\d+)", s["Subject"])[1]: s.message for s in desk.mails(to=who)}
        out[kind] = [told[str(i)] for i in mine]
    return out


def answers(messages, kind, turn):
    _, _, who, lines = KINDS[kind]
    for message in messages:
        yield mail.reply(message, block(lines, turn) + "\n" + TEXT,
                         who or mail.addresses(message, "To")[0], quote=False)


def check(world, mails):
    """All that should be done was, and nothing else."""
    assert world.one("select count(*) from docket.entry where data ? 'reason'") == 0
    kept = world.one("select count(*) from docket.ticket where 'kept' = any(tags)")
    assert kept == mails * sum("+kept" in lines for _, _, _, lines in KINDS.values()), kept


def bench(args):
    with World() as world:
        docket = world.docket()
        docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
        docket.mailbox()["smtp"] = endpoint(world, "smtp", "none")
        docket.files["docket.conf"]["log_level"] = "warning"
        docket.files["agents.conf"]["agents"] = agents()
        docket.write()
        docket.start()
        to = opened(world, docket, desks.Desk(world, docket), args.mails)
        clock = Clock(world, docket)
        runs = {kind: [] for kind in KINDS}
        for turn in range(args.rounds + 1):
            for kind in random.sample(list(KINDS), len(KINDS)):
                mails = list(answers(to[kind], kind, turn))
                runs[kind].append(send_in(world, docket, clock, mails))
        check(world, args.mails)
        asks = {kind: statements(world, lambda kind=kind: send_in(
            world, docket, clock, list(answers(to[kind], kind, args.rounds + 1)))) / args.mails
                for kind in KINDS}
        assert docket.stop() == 0
    return {kind: {"statements": asks[kind], "rounds": run[1:]}		# the first warms up
            for kind, run in runs.items()}


def beside(mine, theirs, what):
    """The middle ratio of the rounds' pairs, and those that a quarter lies below and above."""
    ratios = [m[what] / t[what] for m, t in zip(mine, theirs)]
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def lines(out):
    """The table for README.md."""
    yield ("| mail | core + parse + database, ms of CPU | beside | ms a mail | beside"
           " | statements | mails out |")
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind, (title, other, _, _) in KINDS.items():
        mine, theirs = out[kind]["rounds"], out[other]["rounds"]
        middle = {w: statistics.median(r[w] for r in mine) for w in mine[0]}
        cpu = " + ".join(f"{middle[part]:.2f}" for part in PARTS)
        wall = f"{middle['wall']:.1f} | {beside(mine, theirs, 'wall')}" if middle["out"] else " | "
        yield (f"| {title} | {cpu} | {beside(mine, theirs, 'cpu')} | {wall}"
               f" | {out[kind]['statements']:.1f} | {middle['out']:.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mails", type=int, default=20, help="of each kind, a round")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    build()
    out = bench(args)
    tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
