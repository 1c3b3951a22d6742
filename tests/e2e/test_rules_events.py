"""Each event that rules can be on, over real mail; and those that come with time: idle and
schedule, once, late after a pause, and with two daemons."""
import calendar
import datetime
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, RULES, Group

START = calendar.timegm((2026, 6, 1, 7, 0, 0))		# Monday, nine in Madrid
HOUR, DAY = 3600, 86400
EVENTS = ["created", "customer-replied", "agent-replied", "noted", "changed", "assigned", "resolved",
          "closed", "reopened", "sla-warning", "sla-breach", "bounce", "held", "blocked", "unblocked",
          "merged"]


def rule(name, on, do, **more):
    return {"name": name, "on": [on], "do": Group([do])} | more


@pytest.fixture
def made(world):
    world.fresh()
    world.clock.set(START)
    started = []

    def start(rules, settings=()):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["docket.conf"] |= dict(settings)
        docket.files["rules.conf"]["rules"] = Group(rules)
        docket.files["sla.conf"]["slas"] = Group([{"name": "standard", "targets": Group([
            {"response": "300d", "resolution": "300d"}])}])
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    yield start
    for docket in started:
        if docket.process is not None:
            assert docket.stop() == 0


def opened(desk, n=0, **kwargs):
    kwargs.setdefault("sender", f"c{n}@acme.example")
    return desk.receive(mail.letter("It is stuck.", subject=f"Lift {n}", **kwargs), when=desk.world.clock.now())["ticket"]


def at(desk, instant):
    """The clock stands there; what is due is done."""
    desk.world.clock.set(instant)
    time.sleep(2.5)
    desk.quiet()


def notes(desk, ticket):
    return [e["body"] for e in desk.entries(ticket, "note") if e["author"] == "docket"]


def writes(desk, ticket, sender, text="Hello?"):
    ack = desk.mail(ticket, sender)
    desk.receive(mail.reply(ack.message, text, sender), when=desk.world.clock.now())


# ---- idle ----

def test_idle_fires_once_after_people_were_silent(made):
    desk = made([RULES[0], rule("short", "idle", {"note": "a day"}, idle="1d"),
                 rule("long", "idle", {"status": "closed"}, idle="3d"),
                 rule("said", "closed", {"note": "closed"})])
    ticket, other = opened(desk, 1), opened(desk, 2)
    at(desk, START + 20 * HOUR)
    writes(desk, other, "c2@acme.example")
    at(desk, START + DAY + HOUR)
    assert (notes(desk, ticket), notes(desk, other)) == (["a day"], [])
    # What docket does is no word of people: it stays one silence, told once.
    at(desk, START + DAY + 21 * HOUR)
    assert (notes(desk, ticket), notes(desk, other)) == (["a day"], ["a day"])
    at(desk, START + 3 * DAY + HOUR)
    assert (notes(desk, ticket), notes(desk, other)) == (["a day", "closed"], ["a day"])
    assert desk.ticket(ticket)["status"] == "closed"
    at(desk, START + 9 * DAY)
    assert notes(desk, ticket) == ["a day", "closed"]
    assert notes(desk, other) == ["a day", "closed"]


def test_idle_begins_anew_with_a_word(made):
    desk = made([RULES[0], rule("short", "idle", {"note": "a day"}, idle="1d")])
    ticket = opened(desk, 1)
    at(desk, START + DAY + HOUR)
    at(desk, START + 2 * DAY)
    assert notes(desk, ticket) == ["a day"]
    writes(desk, ticket, "c1@acme.example")
    at(desk, START + 2 * DAY + 20 * HOUR)
    assert notes(desk, ticket) == ["a day"]
    at(desk, START + 3 * DAY + HOUR)
    assert notes(desk, ticket) == ["a day"] * 2


def test_idle_after_downtime_comes_once_and_says_so(made):
    desk = made([rule("short", "idle", {"note": "a day"}, idle="1d"),
                 rule("off", "idle", {"note": "never"}, idle="1d", enabled=False)])
    ticket = opened(desk, 1)
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + 5 * DAY)
    desk.docket.start()
    at(desk, START + 5 * DAY + 60)
    assert notes(desk, ticket) == ["a day"]
    [entry] = [e for e in desk.entries(ticket, "rule") if e["data"].get("what") == "idle"]
    assert entry["data"]["late"] == "yes" and entry["data"]["planned"].startswith("2026-06-02T07:00")


def test_idle_counts_working_time(made):
    desk = made([])
    docket = desk.docket
    assert docket.stop() == 0
    docket.files["calendars.conf"]["calendars"] += (
        {"name": "office", "timezone": "UTC", "hours": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}},)
    docket.files["calendars.conf"]["calendars"] = Group(docket.files["calendars.conf"]["calendars"])
    docket.files["rules.conf"]["rules"] = Group([
        rule("eight", "idle", {"note": "a working day"}, idle="8h", idle_calendar="office")])
    docket.write()
    docket.start()
    desk.world.clock.set(START + 4 * DAY + 9 * HOUR)	# Friday, 16:00: an hour is left
    ticket = opened(desk, 1)
    at(desk, START + 7 * DAY + 8 * HOUR)		# Monday, 15:00
    assert notes(desk, ticket) == []
    at(desk, START + 7 * DAY + 9 * HOUR + 60)
    assert notes(desk, ticket) == ["a working day"]


def test_tickets_of_before_the_rule_have_their_alarm(made):
    desk = made([rule("tag", "created", {"tag": "x"})])
    ticket = opened(desk, 1)
    docket = desk.docket
    docket.files["rules.conf"]["rules"] = Group([rule("short", "idle", {"note": "a day"}, idle="1d")])
    docket.write()
    docket.reload()
    desk.world.wait(lambda: desk.rows("select id from docket.alarm where kind = 'quiet'"), 20, "its alarm")
    at(desk, START + DAY + HOUR)
    assert notes(desk, ticket) == ["a day"]


def test_a_rule_that_comes_later_comes_to_tickets_that_wait_for_none_or_for_a_later_one(made):
    first = [rule("short", "idle", {"note": "a day"}, idle="1d")]
    desk = made(first + [rule("last", "idle", {"note": "a month"}, idle="30d")])
    ticket = opened(desk, 1)
    at(desk, START + DAY + HOUR)
    docket = desk.docket
    new = [rule("new", "idle", {"note": "three days"}, idle="3d"), rule("past", "idle", {"note": "late"}, idle="23h")]
    for sets, rules in ((2, first), (3, first + new)):
        docket.files["rules.conf"]["rules"] = Group(rules)
        docket.write()
        docket.reload()
        desk.world.wait(lambda n=sets: desk.world.one("select count(*) from docket.policy") == n, 20, "the rules")
        time.sleep(1.5)
    desk.quiet()
    assert notes(desk, ticket) == ["a day"]
    at(desk, START + 3 * DAY + HOUR)
    assert notes(desk, ticket) == ["a day", "three days"]


# ---- schedule ----

MORNING = {"schedule": "0 9 * * mon-fri", "zone": "Europe/Madrid"}


def test_a_schedule_runs_over_open_tickets_that_meet_it(made):
    desk = made([rule("daily", "schedule", {"note": "morning"}, when={"severity": "high"}, **MORNING),
                 rule("done", "schedule", {"note": "done"}, when={"category": "closed"}, **MORNING)])
    one, two, done = (opened(desk, n, headers=[("X-Severity", "high")] * (n != 2)) for n in (1, 2, 3))
    desk.docket.ctl("do", str(done), "close")
    desk.quiet()
    at(desk, START + 12 * HOUR)
    assert notes(desk, one) == []
    at(desk, START + DAY + 30)
    assert (notes(desk, one), notes(desk, two), notes(desk, done)) == (["morning"], [], ["done"])
    # The pause over the week-end, and what was missed: once.
    at(desk, START + 4 * DAY + 30)
    assert notes(desk, one) == ["morning"] * 2
    at(desk, START + 6 * DAY)
    assert notes(desk, one) == ["morning"] * 2
    at(desk, START + 7 * DAY + 30)
    assert notes(desk, one) == ["morning"] * 3


def test_two_daemons_run_it_once_over_each_ticket(made, world):
    rules = [rule("daily", "schedule", {"note": "morning"}, **MORNING),
             rule("idle", "idle", {"note": "idle"}, idle="1d")]
    desk, other = made(rules), made(rules)
    assert other.docket.alive()
    tickets = [opened(desk, n) for n in range(120)]
    at(desk, START + DAY + 60)
    world.wait(lambda: len(desk.rows("select id from docket.entry where kind = 'note'")) >= 240, 60, "all of them")
    at(desk, START + DAY + 120)
    assert all(sorted(notes(desk, t)) == ["idle", "morning"] for t in tickets)


def test_a_ticket_that_it_cannot_run_over_delays_no_other(made, world):
    desk = made([rule("daily", "schedule", {"note": "morning"}, **MORNING)])
    one = opened(desk, 1)
    world.sql("select setval(pg_get_serial_sequence('docket.ticket', 'id'), 100000)")	# far behind the first
    two, three = opened(desk, 2), opened(desk, 3)
    assert two > one + 50000
    world.sql("create function public.refused() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$")
    world.sql("create trigger refused before insert on docket.entry for each row"
              f" when (new.ticket = {two} and new.kind = 'note') execute function public.refused()")
    try:
        at(desk, START + DAY + 30)
        world.wait(lambda: notes(desk, three), 20, "the ticket behind it")
        assert (notes(desk, one), notes(desk, two), notes(desk, three)) == (["morning"], [], ["morning"])
        told = [line for line in desk.docket.log().splitlines() if "did not run over" in line]
        assert len(told) == 1 and f"ticket={two}" in told[0], told
    finally:
        world.sql("drop trigger refused on docket.entry; drop function public.refused()")
    at(desk, START + 2 * DAY + 30)
    assert (notes(desk, two), notes(desk, three)) == (["morning"], ["morning"] * 2)


def waits_until(desk, instant):
    """The rule's next time, once docketd has reckoned it."""
    desk.world.wait(lambda: desk.rows("select extract(epoch from next_at)::int8 as at from docket.schedule")
                    == [{"at": instant}], 30, "the next time")


def test_a_schedule_is_on_time_again_after_the_clock_was_a_year_ahead(made):
    desk = made([rule("daily", "schedule", {"note": "morning"}, **MORNING)])
    ticket = opened(desk)
    at(desk, START + 365 * DAY)
    assert notes(desk, ticket) == ["morning"]
    # Put right while docketd is at work …
    desk.world.clock.set(START + HOUR)
    waits_until(desk, START + DAY)
    at(desk, START + DAY + 30)
    assert notes(desk, ticket) == ["morning"] * 2
    # … and while it is not.
    at(desk, START + 365 * DAY + 60)
    assert notes(desk, ticket) == ["morning"] * 3
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + DAY + HOUR)
    desk.docket.start()
    waits_until(desk, START + 2 * DAY)
    at(desk, START + 2 * DAY + 30)
    assert notes(desk, ticket) == ["morning"] * 4


def test_a_schedule_that_a_daemon_did_not_know_comes_back(made):
    desk = made([rule("daily", "schedule", {"note": "morning"}, **MORNING)])
    ticket = opened(desk)
    assert desk.docket.stop() == 0
    # As schedule.c leaves a rule that its configuration has not.
    desk.rows("update docket.schedule set next_at = null returning rule")
    desk.docket.start()
    waits_until(desk, START + DAY)
    at(desk, START + DAY + 30)
    assert notes(desk, ticket) == ["morning"]


# ---- what happens by mail and by orders ----

def test_each_event_of_mail_and_orders(made):
    desk = made([RULES[0], RULES[1], RULES[2]] + [rule(f"on {event}", event, {"note": f"on {event}"}) for event in EVENTS])
    ticket, other = opened(desk, 1), opened(desk, 2)
    seen = set()

    def happens(*events, number=ticket):
        desk.quiet()
        found = set(notes(desk, number)) - seen
        assert {f"on {e}" for e in events} <= found, (events, found)
        seen.update(found)

    happens("created")
    writes(desk, ticket, "c1@acme.example")
    happens("customer-replied")
    notice = desk.mail(ticket, AGENT)
    desk.answer(notice, "We look at it.", f"Ana <{AGENT}>", when=desk.world.clock.now())
    happens("agent-replied")
    desk.answer(desk.mail(ticket, AGENT), "#note\n\nFor us.", f"Ana <{AGENT}>", when=desk.world.clock.now())
    happens("noted")
    desk.docket.ctl("do", str(ticket), "severity", "high")
    happens("changed")
    desk.docket.ctl("do", str(ticket), "assign", "lee")
    happens("assigned")
    desk.docket.ctl("do", str(ticket), "blocked-by", str(other))
    desk.docket.ctl("do", str(other), "resolve")
    happens("resolved", number=other)
    at(desk, desk.world.clock.now() + 5)
    happens("unblocked")
    desk.docket.ctl("do", str(ticket), "close")
    happens("closed")
    desk.docket.ctl("do", str(ticket), "reopen")
    happens("reopened")
    ack = desk.mail(ticket, "c1@acme.example")
    desk.receive(mail.reply(ack.message, "Me, too.", "eve@elsewhere.example"), when=desk.world.clock.now())
    happens("held")
    desk.docket.ctl("do", str(other), "merge", str(ticket))
    at(desk, desk.world.clock.now() + 5)
    happens("merged")
