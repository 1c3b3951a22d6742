"""Random scenarios: docketctl sla simulate says what the model says, in any time zone.

    DOCKET_SCENARIOS=10000 DOCKET_SEED=0 DOCKET_BUILD=$PWD/build \\
        /usr/bin/python3 -m pytest -q tests/model/test_property.py

A failure names its seeds and shows the smallest scenario for which the two still differ.
"""
import itertools
import os
import random

import pytest

import clocks
import engine
import hours
from generate import generate
from shrink import shrink

COUNT = int(os.environ.get("DOCKET_SCENARIOS", "200"))
SEED = int(os.environ.get("DOCKET_SEED", "0"))
BATCH = 100
KEPT = (6532, 7717, 8024, 30285)	# differed once
ZONES = ("UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe",
         "XYZ-13:45", "nonsense", "")


def run(scenario, until, path, zones):
    """The answers under two values of TZ; the processes run at the same time."""
    path.write_text(engine.text(scenario), encoding="ascii")
    return [engine.finish(process)
            for process in [engine.start(path, until, tz) for tz in zones]]


def differences(scenario, until, path, zones, want=None):
    one, other = run(scenario, until, path, zones)
    out = engine.differences(scenario, until, one, want)
    if one != other:
        out.append(f"TZ={zones[0]}: {one}")
        out.append(f"TZ={zones[1]}: {other}")
    return out


def smallest(scenario, until, path, zones):
    """As differing, with as little as can be; one that is refused does not count."""
    def holds(less):
        found = differences(less, until, path, zones)
        return found and not found[0].startswith("refused")

    refused = differences(scenario, until, path, zones)[0].startswith("refused")
    return scenario if refused else shrink(scenario, holds)


def report(seed, path, zones):
    scenario, until, _ = generate(seed)
    less = smallest(scenario, until, path, zones)
    return "\n".join([f"seed {seed}, --until {until}, TZ {zones}", engine.text(less)]
                     + differences(less, until, path, zones))


@pytest.mark.parametrize("seeds", [KEPT] + [
    range(first, min(first + BATCH, SEED + COUNT)) for first in range(SEED, SEED + COUNT, BATCH)],
    ids=lambda seeds: f"from {seeds[0]}")
def test_scenarios(tmp_path, seeds):
    path = tmp_path / "scenario.conf"
    failed = []
    for seed in seeds:
        scenario, until, want = generate(seed)
        zones = random.Random(seed).sample(ZONES, 2)
        if differences(scenario, until, path, zones, want):
            failed.append((seed, zones))
    if failed:
        pytest.fail("\n\n".join([f"{len(failed)} differ: seeds {[seed for seed, _ in failed]}"]
                                + [report(seed, path, zones) for seed, zones in failed[:2]]),
                    pytrace=False)


def test_generator_reaches():
    """What the scenarios are for does occur in them; else the rest proves little."""
    seen = set()
    for seed in range(200):
        for row in generate(seed)[2]["clocks"]:
            seen |= {row["state"], row["cause"], (row["clock"], row["state"])}
    assert {"severity-change", "reclassified", "merged", "resolved"} <= seen
    timed = ("resolution", "update")
    wanted = set(itertools.product(clocks.CLOCKS, ("running", "met", "breached", "cancelled")))
    assert wanted - {("resolution", "cancelled")} | {(c, "paused") for c in timed} <= seen


def test_gaps_and_folds():
    """The model's own wall clock, on what the specification says of it."""
    for zone, wall, utc in (
            ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00Z"),	# gap: 03:30
            ("Europe/Berlin", "2026-10-25T02:15", "2026-10-25T00:15:00Z"),	# the first
            ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:40:00Z"),
            ("America/Havana", "2026-03-08T00:00", "2026-03-08T05:00:00Z"),
            ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00:00Z")):	# 31st, 09:00
        seconds = clocks.instant(wall + "Z")
        assert clocks.rfc3339(hours.instant_of(seconds, zone)) == utc
