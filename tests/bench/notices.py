#!/usr/bin/python3
"""What a notice to many engineers costs core: CPU a mail out, over numbers of engineers.

usage: notices.py BUILD [BUILD …] [--mails N] [--engineers 1,10,50] [--rounds N]

Several builds (made without sanitizers) take turns in one run, so that the ratio of the
last to the first means something on a noisy machine.  Everything runs on private servers.
"""
import argparse
import os
import statistics
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World						# noqa: E402
from intake import letters					# noqa: E402


def core_ms(docket):
    """Milliseconds of CPU of the core role."""
    (pid,) = docket.roles("core")
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as f:
        return int(f.read().split()[0]) / 1e6


def engineers(count):
    return [{"name": f"e{i}", "full_name": f"Engineer Number {i}",
             "addresses": [f"engineer{i}@example.com"], "role": "agent", "team": "desk",
             "timezone": "Europe/Madrid"} for i in range(count)]


def run(build, count, mails):
    """Core's milliseconds for a mail out; the rest of its work is in it."""
    os.environ["DOCKET_BUILD"] = build
    with World() as world:
        docket = world.docket()
        docket.files["docket.conf"]["log_level"] = "warning"
        lead = docket.files["agents.conf"]["agents"][1]
        lead["team"] = "leads"
        docket.files["agents.conf"]["agents"] = type(
            docket.files["agents.conf"]["agents"])(engineers(count) + [lead])
        docket.write()
        for raw in letters("n", 5):
            world.deliver(raw)
        docket.start()
        warm = 5 * (count + 1)
        world.wait(lambda: len(world.smtp.mails()) >= warm, 120, "the first notices")
        start = core_ms(docket)
        for raw in letters("m", mails):
            world.deliver(raw)
        world.wait(lambda: len(world.smtp.mails()) >= warm + mails * (count + 1), 300,
                   "the notices")
        used = core_ms(docket) - start
        assert docket.stop() == 0
        return used / (mails * (count + 1))


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("builds", nargs="+")
    ask.add_argument("--mails", type=int, default=20)
    ask.add_argument("--engineers", default="1,10,50")
    ask.add_argument("--rounds", type=int, default=3)
    want = ask.parse_args()
    print("| engineers | ms of core's CPU a mail out, each build | last / first |")
    print("| --- | --- | --- |")
    for count in (int(n) for n in want.engineers.split(",")):
        got = {build: [] for build in want.builds}
        for _ in range(want.rounds):
            for build in want.builds:
                got[build].append(run(build, count, want.mails))
        median = [statistics.median(got[build]) for build in want.builds]
        print(f"| {count} | {', '.join(f'{ms:.3f}' for ms in median)} | "
              f"{median[-1] / median[0]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
