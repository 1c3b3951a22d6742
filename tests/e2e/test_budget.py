"""Budgets of projects: each point once a period, in the project's own months, however time is booked."""
import calendar
import threading
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

ANA = f"Ana <{AGENT}>"
BOSS = "boss@desk.example"
# An afternoon of November in New York, where the project is; Ana is in Madrid.
START = calendar.timegm((2026, 11, 16, 18, 0, 0))
MIDNIGHT = calendar.timegm((2026, 12, 1, 5, 0, 0))		# in New York
HOUR, DAY = 3600, 86400


@pytest.fixture
def made(world):
    world.fresh()
    world.clock.set(START)
    started = []

    def start(budget="10h/month", **more):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["sla.conf"]["slas"] = Group([
            {"name": "standard", "targets": Group([{"response": "300d", "resolution": "300d"}])}])
        docket.files["calendars.conf"]["calendars"] = Group(docket.files["calendars.conf"]["calendars"] + (
            {"name": "nyc", "timezone": "America/New_York",
             "hours": {d: ["00:00-24:00"] for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},))
        acme = [p for p in docket.files["projects.conf"]["projects"] if p["key"] == "ACME"][0]
        acme |= {"calendar": "nyc", "billing": {"currency": "USD", "budget": budget}} | more
        docket.files["projects.conf"]["projects"] = Group(docket.files["projects.conf"]["projects"] + (
            {"key": "OTHER", "name": "Another", "language": "en", "calendar": "nyc",
             "billing": {"currency": "USD", "budget": "9h/month"}},))
        docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
            {"name": "budget", "on": ["budget"], "do": Group([{"notify": [BOSS], "template": "budget"}])},))
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    yield start
    for docket in started:
        if docket.process is not None:
            assert docket.stop() == 0


def opened(desk, subject="The lift"):
    raw = mail.letter("It is stuck.", sender="Jo <jo@acme.example>", subject=subject)
    number = desk.receive(raw, when=desk.world.clock.now())["ticket"]
    return desk.mail(number, AGENT)


def book(desk, notice, *lines):
    desk.receive(mail.reply(notice.message, "\n".join(lines) + "\n", ANA), when=desk.world.clock.now())
    desk.quiet()
    time.sleep(1.2)
    desk.quiet()


def told(desk):
    """What the boss was told: subjects, in order."""
    return [m["Subject"] for m in desk.mails(to=BOSS)]


def points(desk):
    return [(r["what"], r["point"], r["passed"]) for r in desk.rows(
        "select what, point, passed from docket.project_event order by id, point")]


def at(desk, instant):
    desk.world.clock.set(instant)
    time.sleep(2.5)
    desk.quiet()


def test_each_point_comes_once_with_what_was_booked(made):
    desk = made()
    ana = opened(desk)
    book(desk, ana, "#time 7h @14.11. 10:00")
    assert told(desk) == []
    book(desk, ana, "#time 30m @15.11. 10:00")			# 75 %, to the second
    [first] = desk.mails(to=BOSS)
    assert "75 %" in first["Subject"] and "2026-11" in first["Subject"]
    text = " ".join(first.text.split())
    assert "7h 30m of the 10h" in text and "2h 30m are left" in text and f"ticket #{ana.ticket}" in text
    assert "--month 2026-11" in text
    book(desk, ana, "#time 10m @15.11. 12:00")
    assert len(told(desk)) == 1
    assert "7h 40m of 10h used in 2026-11" in " ".join(desk.docket.ctl("who", "jo@acme.example").stdout.decode().split())
    # Much at once: the furthest alone is told.
    book(desk, ana, "#time 3h @15.11. 14:00")
    assert len(told(desk)) == 2 and "106 %" in told(desk)[1]
    assert "40m too much" in " ".join(desk.mails(to=BOSS)[1].text.split())
    assert sorted(points(desk)) == [("2026-11 of 10h", 75, False), ("2026-11 of 10h", 90, True),
                                    ("2026-11 of 10h", 100, False)]


def test_what_goes_below_and_above_again_is_not_told_twice(made):
    desk = made()
    ana = opened(desk)
    book(desk, ana, "#time 8h @14.11. 10:00")
    assert len(told(desk)) == 1
    book(desk, ana, "#time -6h mistaken")
    book(desk, ana, "#time 6h @15.11. 10:00")
    assert len(told(desk)) == 1


def test_time_that_goes_along_to_another_project_counts_there_at_once(made):
    desk = made("100h/month")
    ana = opened(desk)
    book(desk, ana, "#time 8h @14.11. 10:00")
    assert told(desk) == []
    desk.docket.ctl("do", str(ana.ticket), "project", "OTHER")
    desk.quiet()
    time.sleep(1.2)
    desk.quiet()
    assert [s.split(":")[0] for s in told(desk)] == ["Another"] and "88 %" in told(desk)[0]


def test_what_is_not_billable_counts_in_no_budget(made):
    desk = made()
    ana = opened(desk)
    book(desk, ana, "#time 12h @14.11. 8:00 nonbillable")
    assert told(desk) == [] and points(desk) == []


def test_months_are_those_of_the_project(made):
    desk = made()
    at(desk, MIDNIGHT - 2 * HOUR)			# the first of December in Madrid
    ana = opened(desk)
    # Three in the morning in Madrid is the last of November in New York.
    book(desk, ana, "#time 8h @30.11. 9:00")
    assert len(told(desk)) == 1 and "2026-11" in told(desk)[0]
    book(desk, ana, "#time 1h @1.12. 2:00")
    assert "2026-11" in told(desk)[1] and "90 %" in told(desk)[1]
    # Its own December begins with nothing booked.
    at(desk, MIDNIGHT + 3 * HOUR)
    assert len(told(desk)) == 2
    book(desk, ana, "#time 1h @1.12. 6:30")
    assert len(told(desk)) == 2
    notice = opened(desk, "Another")
    assert "1h of 10h used in 2026-12" in " ".join(notice.text.split())


def test_another_budget_begins_anew_and_the_look_finds_it(made):
    desk = made()
    ana = opened(desk)
    book(desk, ana, "#time 8h @14.11. 10:00")
    assert len(told(desk)) == 1
    for p in desk.docket.files["projects.conf"]["projects"]:
        if p["key"] == "ACME":
            p["billing"]["budget"] = "9h/month"
    desk.docket.write()
    assert desk.docket.stop() == 0
    desk.docket.start()
    at(desk, START + HOUR)
    assert len(told(desk)) == 2 and "88 %" in told(desk)[1]
    assert "9h" in desk.mails(to=BOSS)[1].text


def test_a_week_a_quarter_and_all_there_is(made):
    for n, (budget, name) in enumerate((("10h/week", "2026-W46"), ("10h/quarter", "2026-Q4"), ("10h", ""))):
        desk = made(budget) if n == 0 else desk
        if n > 0:
            for p in desk.docket.files["projects.conf"]["projects"]:
                if p["key"] == "ACME":
                    p["billing"]["budget"] = budget
            desk.docket.write()
            assert desk.docket.stop() == 0
            desk.docket.start()
        if n == 0:
            ana = opened(desk)
            book(desk, ana, "#time 8h @14.11. 12:00")			# a Saturday: the week before
        else:
            at(desk, START + n * HOUR)
        assert len(told(desk)) == n + 1, budget
        assert name in told(desk)[n]


def test_two_engineers_at_once_and_the_same_mail_again(made):
    desk = made()
    ana = opened(desk)
    raw = mail.reply(ana.message, "#time 8h @14.11. 10:00\n", ANA)
    desk.receive(raw, when=desk.world.clock.now())
    desk.quiet()
    desk.world.deliver(raw)
    time.sleep(2)
    desk.quiet()
    assert len(told(desk)) == 1
    assert [r["worked"] for r in desk.rows("select worked from docket.time_entry")] == [8 * HOUR]


def test_two_who_book_at_once_miss_no_point(made):
    """Neither alone is past it: the second waits for the first, and adds up both."""
    desk = made("2h/month")
    notice = opened(desk)
    db = desk.world.pg.connect()
    db.autocommit = False
    first = db.cursor()
    first.execute("select pg_advisory_xact_lock(docket.lock_time(), hashtext('budget:ACME'))")
    first.execute("insert into docket.time_entry (number, project, agent, started_at, exact, stopped_at, worked,"
                  " made_at, made_by, counts_at) select 1, 'ACME', name, at, false, at, 3900, at, 'lee', at"
                  "  from docket.agent, docket.at(%s) at where name = 'lee'", (START * 1000000,))
    second = threading.Thread(target=book, args=(desk, notice, "#time 1h"))
    second.start()
    waits = "select count(*) as n from pg_locks where locktype = 'advisory' and not granted"
    until = time.monotonic() + 30
    while desk.row(waits)["n"] == 0 and time.monotonic() < until and second.is_alive():
        time.sleep(0.05)
    waited = desk.row(waits)["n"]
    db.commit()
    db.close()
    second.join()
    assert waited == 1
    assert ("2026-11 of 2h", 100, False) in points(desk)
