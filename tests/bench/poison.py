#!/usr/bin/python3
"""Promise R5: how long good mail waits for bad mail that lies among it.

usage: poison.py [--mails N] [--json FILE]

N good mails wait and are read; then N good ones with a bad one before each, of the
kinds in tests/world/poison.py.  The k-th good ticket of the second run is compared with
the k-th of the first.  While the second goes on, good mails arrive one by one.
Needs docketd built without sanitizers: DOCKET_BUILD names the build.
"""
import argparse
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World, mail, poison					# noqa: E402
from world.docket import endpoint					# noqa: E402

LIVE = 20							# that arrive meanwhile


def good(name):
    return mail.letter("The lamp is out.", sender=f"{name}@acme.example", subject=name)


class Watch:
    """When each good ticket was there, looked at every 20 ms."""

    def __init__(self, world):
        self.connection = world.pg.connect()
        self.start = time.monotonic()
        self.seen = {"waits": [], "live": []}

    def look(self):
        time.sleep(0.02)
        with self.connection.cursor() as cursor:
            cursor.execute("select count(*) filter (where subject like 'waits%%'),"
                           " count(*) filter (where subject like 'live%%') from docket.ticket")
            for prefix, count in zip(self.seen, cursor.fetchone()):
                at = self.seen[prefix]
                at += [time.monotonic() - self.start] * (count - len(at))


def run(world, count, bad):
    """Seconds from the start to each good ticket, and what those took that arrive later."""
    world.fresh()
    docket = world.docket(name=f"docket-{bad}")
    docket.mailbox()["imap"] |= endpoint(world, "imap", "none")
    docket.files["docket.conf"]["log_level"] = "warning"
    docket.write()
    for n in range(count):
        if bad:
            kind = poison.KINDS[n % len(poison.KINDS)]
            world.deliver(poison.letter(kind, f"bad{n}"))
        world.deliver(good(f"waits{n}"))
    docket.start()
    watch = Watch(world)
    waits, lives = watch.seen["waits"], watch.seen["live"]
    sent = []
    while len(waits) < count or len(lives) < (LIVE if bad else 0):
        if bad and len(sent) == len(lives) and len(sent) < LIVE:
            world.deliver(good(f"live{len(sent)}"))
            sent.append(time.monotonic() - watch.start)
        watch.look()
        if time.monotonic() - watch.start > 600:
            raise TimeoutError(f"{len(waits)} tickets after ten minutes")
    total = count * (2 if bad else 1) + len(sent)
    world.wait(lambda: world.one("select count(*) from docket.raw r where exists"
                                 " (select from docket.entry e where e.raw = r.id)") == total,
               600, "an entry of each mail")
    entries = world.one("select count(distinct raw) from docket.entry where raw is not null")
    done = time.monotonic() - watch.start
    watch.connection.close()
    assert docket.stop() == 0
    return {"entries": entries, "all_s": done, "at": waits,
            "live": [at - when for when, at in zip(sent, lives)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--json")
    args = parser.parse_args()
    with World() as world:
        alone = run(world, args.mails, False)
        among = run(world, args.mails, True)
    late = sorted(b - a for a, b in zip(alone["at"], among["at"]))
    figures = {
        "mails": args.mails, "entries": among["entries"], "all_s": among["all_s"],
        "alone_s": alone["at"][-1], "among_s": among["at"][-1],
        "late_median_s": late[len(late) // 2], "late_max_s": late[-1],
        "live_max_s": max(among["live"])}
    print(f"{args.mails} good mails alone: the last after {alone['at'][-1]:.2f} s")
    print(f"among as many bad ones: {among['at'][-1]:.2f} s, later by {late[len(late) // 2]:.2f} s"
          f" (middle) and {late[-1]:.2f} s (most); all {among['entries']} entries"
          f" after {among['all_s']:.1f} s")
    print(f"of {LIVE} that arrived meanwhile the slowest took {max(among['live']):.2f} s")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump(figures, f, indent=1)


if __name__ == "__main__":
    main()
