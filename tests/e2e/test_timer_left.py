"""A timer that was left running: settings, hours, several daemons, one that is killed, who leaves."""
import time

import pytest

from test_timer import (ANA, HOUR, LEE, MINUTE, START, alarms, entries, fires, last, links, opened,
                        order, running)
from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group


@pytest.fixture
def made(world):
    started = []

    def start(*agents, rules=(), calendars=None, **settings):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["docket.conf"] |= settings
        docket.files["sla.conf"]["slas"] = Group([{"name": "standard", "targets": Group([
            {"response": "300d", "resolution": "300d"}])}])
        for agent in docket.files["agents.conf"]["agents"]:
            agent["transcript"] = "always"
        docket.files["agents.conf"]["agents"] = Group([
            a | more for a, more in zip(docket.files["agents.conf"]["agents"], agents or ({}, {}))])
        if rules:
            docket.files["rules.conf"]["rules"] = Group([*docket.files["rules.conf"]["rules"], *rules])
        if calendars:
            docket.files["calendars.conf"]["calendars"] = Group([
                *docket.files["calendars.conf"]["calendars"], *calendars])
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    world.fresh()
    world.clock.set(START)
    yield start
    for docket in started:
        if docket.process is not None:
            assert docket.stop() == 0


OFFICE = {"name": "office", "timezone": "Europe/Madrid", "hours": {
    day: ["09:00-13:30", "14:30-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}}


def test_the_end_of_the_working_day_is_offered(made):
    desk = made({"hours": "office"}, {}, calendars=[OFFICE])
    number, notice, _ = opened(desk, "a@acme.example")
    order(desk, notice, "#timer start", START)		# noon
    [asked] = fires(desk, START + 4 * HOUR + 1)		# at four people are there
    assert not [label for label in links(asked.text) if label.startswith("Stop at")]
    [asked] = fires(desk, START + 8 * HOUR + 1)
    assert links(asked.text)["Stop at 17:30"] == "#timer stop at 2026-06-01 17:30"
    order(desk, asked, links(asked.text)["Stop at 17:30"], START + 20 * HOUR)
    assert last(desk)["worked"] == 5 * HOUR + 30 * MINUTE and running(desk) == {}
    assert number


def test_the_last_sign_of_life_is_offered_where_nobody_has_hours(made):
    desk = made()
    _, notice, _ = opened(desk, "a@acme.example")
    order(desk, notice, "#timer start", START)
    order(desk, notice, "#note\n\nHalf of it.", START + 2 * HOUR)
    [asked] = fires(desk, START + 4 * HOUR + 1)
    assert links(asked.text)["Stop at 14:00"] == "#timer stop at 2026-06-01 14:00"


def test_a_cut_tells_what_it_booked(made):
    desk = made({"hours": "office"}, {}, calendars=[OFFICE], timer_cut="10h", timer_limit="0s")
    number, notice, _ = opened(desk, "a@acme.example")
    order(desk, notice, "#timer start", START)
    assert fires(desk, START + 10 * HOUR - 5) == []
    [told] = fires(desk, START + 10 * HOUR + 1)
    assert "was stopped" in told.text and "Booked: 5 h 30 min, until 2026-06-01 17:30 CEST" in told.text
    assert links(told.text) == {} and entries(desk) == [(number, 5 * HOUR + 30 * MINUTE, True, False)]
    assert alarms(desk) == {}


def test_rules_hear_of_it_too_and_it_is_asked_once_with_two_daemons(made, world):
    rules = [{"name": "left", "on": ["timer-left-running"],
              "do": Group([{"note": "It runs"}])}]
    desk, _ = made(rules=rules), made(rules=rules)
    numbers = []
    for n in range(2):
        number, ana, lee = opened(desk, f"a{n}@acme.example")
        order(desk, lee if n else ana, "#timer start", START, LEE if n else ANA)
        numbers.append(number)
    asked = fires(desk, START + 4 * HOUR + 1)
    assert sorted(m.recipients[0] for m in asked) == sorted([AGENT, LEAD])
    for number in numbers:
        assert [e["body"] for e in desk.entries(number, "note")] == ["It runs"]


def test_killed_while_it_is_asked(made):
    desk = made()
    number, notice, _ = opened(desk, "a@acme.example")
    order(desk, notice, "#timer start", START)
    desk.docket.kill()
    desk.world.clock.set(START + 5 * HOUR)
    desk.docket.start()
    desk.world.wait(lambda: [m for m in desk.mails() if m["X-Docket-Reason"] == "timer-running"],
                    20, "the question")
    desk.docket.kill()
    desk.docket.start()
    assert fires(desk, START + 5 * HOUR + 60) == []
    assert alarms(desk)[number, "ana"] > START + 8 * HOUR


def test_two_phones_and_two_daemons_start_one(made, world):
    desk, _ = made(), made()
    one, first, _ = opened(desk, "a@acme.example")
    two, second, _ = opened(desk, "b@acme.example")
    seen = desk.seen()
    for n in range(6):
        world.deliver(mail.reply((first, second)[n % 2].message, "#timer start\n", ANA), START + n)
    world.wait(lambda: len(desk.rows("select 1 from docket.entry where kind = 'command' and raw is not null")) >= 6,
               40, "all six")
    desk.quiet()
    assert len(running(desk)) == 1
    told = [m.text for m in desk.mails() if m["Message-ID"] not in seen]
    assert len(told) == 6 and not [t for t in told if "not carried out" in t]
    assert {e[0] for e in entries(desk)} == {one, two}
    assert desk.rows("select * from docket.condition") == []


def test_who_leaves_is_told_to_the_admins(made, world):
    desk = made()
    number, notice, _ = opened(desk, "a@acme.example")
    order(desk, notice, "#timer start", START)
    docket = desk.docket
    agents = [a for a in docket.files["agents.conf"]["agents"] if a["name"] != "ana"]
    docket.files["agents.conf"]["agents"] = Group([a | {"role": "admin"} for a in agents])
    docket.write()
    old = docket.pids()
    docket.reload()
    world.wait(lambda: docket.roles("core") and not set(old) & set(docket.roles("core")), 20, "the new core")
    asked = fires(desk, START + 4 * HOUR + 1)
    assert [m.recipients for m in asked] == [[LEAD]]
    assert "A timer of ana, who is no longer an agent, has been running on this ticket" in asked[0].text
    assert "of ana, who is no longer an agent" in docket.ctl("status").stdout.decode()
    docket.ctl("do", str(number), "timer", "stop", "at", "2026-06-01", "11:00")
    assert last(desk)["worked"] == HOUR
