"""Who runs what: versions whose support ends, and what docketctl versions lists."""
import calendar
import time

import pytest

from world import desk as desks
from world.docket import LEAD, Group

START = calendar.timegm((2026, 11, 20, 11, 0, 0))
DAY, QUARTER = 86400, 900

PRODUCTS = {"products": Group([{
    "name": "widget", "label": "Widget Server", "environments": ["prod", "test"], "branches": Group([
        {"name": "main", "releases": ["2.3.0", "2.4.0", "2.4.1"]},
        {"name": "2.2", "releases": ["2.2.0", "2.2.1"], "support_until": "2026-12-15",
         "security_until": "2027-03-10"},
        {"name": "2.0", "releases": ["2.0.0"], "support_until": "2025-06-30"}])}])}


@pytest.fixture
def made(world):
    world.fresh()
    world.clock.set(START)
    started = []

    def start():
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["products.conf"] = PRODUCTS
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    yield start
    for docket in started:
        if docket.process is not None:
            assert docket.stop() == 0


def at(desk, instant):
    """The clock stands there; what is due is done."""
    desk.world.clock.set(instant)
    time.sleep(2.5)
    desk.quiet()


def told(desk, project="ACME"):
    """[(last day, days before)] that rules ran on, in their order."""
    return [(e["what"].split()[-1], e["point"]) for e in desk.rows(
        "select what, point from docket.project_event where kind = 'version-eol' and not passed"
        " and told_at is not null and project = %s order by at, what", project)]


def runs(desk, sender, *line):
    ticket = desk.open("It hums.", sender=sender)["id"]
    desk.docket.ctl("do", str(ticket), "runs", " ".join(line))
    return ticket


def test_ends_are_told_once_each_until_the_project_upgrades(made):
    desk = made()
    made()		# a second daemon
    ticket = runs(desk, "jo@acme.example", "2.2.1 since=2026-11-01")
    at(desk, START + QUARTER)
    assert told(desk) == [("2026-12-15", 30), ("2027-03-10", 180)]
    first = [m for m in desk.mails(to=LEAD) if "support of widget 2.2.1 ends on 2026-12-15" in m["Subject"]]
    assert len(first) == 1
    for part in (first[0].text, first[0].html):
        assert "Faults of security are mended until 2027-03-10." in part
        assert "Version 2.4.1 is supported." in part
    at(desk, START + 2 * QUARTER)
    assert len(told(desk)) == 2
    desk.docket.kill()
    at(desk, calendar.timegm((2027, 1, 8, 12, 0, 0)))		# the last day fell into the pause
    assert told(desk)[2:] == [("2026-12-15", 0), ("2027-03-10", 90)]
    desk.docket.start()
    desk.docket.ctl("do", str(ticket), "runs", "2.4.1 since=2027-01-09")
    at(desk, calendar.timegm((2027, 3, 10, 12, 0, 0)))
    assert len(told(desk)) == 4


def test_one_that_is_over_is_told_at_once_and_once(made):
    desk = made()
    runs(desk, "jo@globex.example", "2.0.0 env=test since=2026-11-01")
    at(desk, START + QUARTER)
    assert told(desk, "GLOBEX") == [("2025-06-30", 0)]
    at(desk, START + 30 * DAY)
    assert told(desk, "GLOBEX") == [("2025-06-30", 0)]
