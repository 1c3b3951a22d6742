#!/usr/bin/python3
"""What a mail writes into the database: rows, WAL records and bytes, by table.

usage: writes.py [--mails N] [--more N] [--json FILE]

Mails of 4 KB come to a desk of two engineers: each is a ticket, and three mails go
out.  Then the same to a desk with --more engineers more: what each of them adds.
Rows are PostgreSQL's own counts, WAL is read by pg_walinspect.  Images of whole pages
are told apart: how often a page is changed first after a checkpoint is the server's.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import intake								# noqa: E402
from wal import COUNTED, LOGGED, Writes					# noqa: E402
from world import World							# noqa: E402
from world.docket import Group, endpoint				# noqa: E402

def total(tables, what):
    return sum(row.get(what, 0) for row in tables.values())


def engineers(docket, count):
    """The desk's team: Ana, who leads nobody, `count` times."""
    docket.files["agents.conf"]["agents"] = Group([
        {"name": f"ana{n}", "full_name": f"Ana {n}", "addresses": [f"ana{n}@home.example.net"],
         "role": "agent", "team": "desk", "timezone": "UTC"} for n in range(count)])


def measure(world, team, mails):
    """By table, all mails together: each a ticket, told to its sender and the team."""
    world.fresh()
    docket = world.docket(name=f"team{team}")
    mute = intake.mute_smtp()
    docket.mailbox()["smtp"] = endpoint(world, "smtp", "none") | {"port": mute.getsockname()[1]}
    docket.files["docket.conf"]["log_level"] = "warning"
    engineers(docket, team)
    docket.write()
    docket.start()					# what a first start writes is no mail's
    assert docket.stop() == 0
    for raw in intake.letters(f"team{team}.", mails):
        world.deliver(raw)
    writes = Writes(world)
    docket.start()
    world.wait(lambda: intake.unseen(world) == 0, 300, "all mail to be flagged")
    assert docket.stop() == 0
    assert world.one("select count(*) from docket.ticket") == mails
    return writes.tables()


def lines(out):
    """The table for README.md, each number a mail."""
    mails = out["mails"]
    yield ("| table | inserted | updated (HOT) | deleted | WAL records | WAL bytes"
           " | of them indexes | images |")
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    few = out["few"]
    rows = sorted(few.items(), key=lambda item: -item[1].get("bytes", 0))
    together = {what: total(few, what) for what in COUNTED + LOGGED}
    for name, row in [*rows, ("all", together)]:
        n = {what: row.get(what, 0) / mails for what in COUNTED + LOGGED}
        yield (f"| {name} | {n['inserted']:.1f} | {n['updated']:.1f} ({n['hot']:.1f})"
               f" | {n['deleted']:.1f} | {n['records']:.1f} | {n['bytes']:.0f}"
               f" | {n['index_bytes']:.0f} | {n['images']:.0f} |")
    each = {what: (total(out["many"], what) - total(few, what)) / mails / out["more"]
            for what in COUNTED + LOGGED}
    yield (f"| each further engineer | {each['inserted']:.1f} | {each['updated']:.1f}"
           f" ({each['hot']:.1f}) | {each['deleted']:.1f} | {each['records']:.1f}"
           f" | {each['bytes']:.0f} | {each['index_bytes']:.0f} | {each['images']:.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--more", type=int, default=4, help="engineers")
    parser.add_argument("--json", help="write all figures to this file")
    args = parser.parse_args()
    intake.build()
    with World() as world:
        out = {"mails": args.mails, "more": args.more,
               "few": measure(world, 2, args.mails),
               "many": measure(world, 2 + args.more, args.mails)}
    intake.tell(out, lines(out), args.json)


if __name__ == "__main__":
    main()
