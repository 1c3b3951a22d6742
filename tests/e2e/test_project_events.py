"""What happens to a project, without a ticket: each point once, with two daemons, after a kill and after
a pause; and what rules can say of it."""
import calendar
import json
import time

import pytest

from world import desk as desks
from world.docket import LEAD, Group

START = calendar.timegm((2026, 11, 20, 11, 0, 0))		# noon in Madrid
DAY = 86400
QUARTER = 900


def rule(name, on, do, **more):
    return {"name": name, "on": [on] if isinstance(on, str) else on, "do": Group([do])} | more


@pytest.fixture
def made(world):
    world.fresh()
    world.clock.set(START)
    started = []

    def start(rules=(), project=(), begin=True):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
        docket.files["rules.conf"]["rules"] = Group(rules)
        acme = [p for p in docket.files["projects.conf"]["projects"] if p["key"] == "ACME"][0]
        acme |= dict(project)
        docket.write()
        if begin:
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


def told(desk):
    return [(e["kind"], e["point"], e["passed"]) for e in desk.rows(
        "select kind, point, passed from docket.project_event where told_at is not null order by kind, point")]


def said(got):
    return (got.stdout + got.stderr).decode()


def mails(desk):
    """[(to, subject)] of mails of no ticket, sorted."""
    return sorted((",".join(m.recipients), m["Subject"]) for m in desk.mails() if m.ticket is None)


SLEEPS = "select 1 from pg_stat_activity where wait_event = 'PgSleep'"
ENDS = {"contract": {"until": "2026-12-20", "sla": "standard"}}			# in thirty days


def test_who_no_rule_tells_the_leads_tell(made):
    desk = made(project=ENDS)
    at(desk, START + QUARTER)
    assert told(desk) == [("contract-ending", 30, False), ("contract-ending", 60, True)]
    [(to, subject)] = mails(desk)
    assert LEAD in to and "2026-12-20" in subject


def test_a_rule_tells_whom_it_names_and_nobody_else(made):
    desk = made([rule("far", "contract-ending", {"notify": ["leads"], "template": "contract-ending"},
                      when={"point": {"at_least": "60"}}),
                 rule("near", "contract-ending", {"notify": ["boss@desk.example"], "template": "contract-ending"},
                      when={"point": {"at_most": "30"}, "project": "ACME", "billing": ""})], ENDS)
    at(desk, START + QUARTER)
    [(to, _)] = mails(desk)
    assert "boss@desk.example" in to
    at(desk, START + 2 * DAY)
    assert len(mails(desk)) == 1


def test_a_webhook_says_of_which_project_and_what(made):
    desk = made(project=ENDS, begin=False)
    docket = desk.docket
    docket.files["webhooks.conf"] = {"webhooks": Group([{"name": "chat", "url": "https://127.0.0.1:9/x",
                                                        "allow_private": True}])}
    docket.files["rules.conf"]["rules"] = Group([rule("x", "contract-ending", {"webhook": ["chat"]})])
    docket.write()
    docket.start()
    try:
        desk.world.clock.set(START + QUARTER)	# nobody listens there: it is never quiet
        [row] = desk.world.wait(lambda: desk.rows("select body from docket.outbox where body like '%contract-ending%'"),
                                20, "the post")
        body = json.loads(row["body"])
        assert body["event"] == "contract-ending" and body["summary"] == "contract of ACME: until 2026-12-20"
        assert body["happened"] == {"project": "ACME", "what": "2026-12-20", "point": "30"}
    finally:
        assert docket.stop() == 0


def test_two_daemons_tell_it_once(made, world):
    rules = [rule("x", "contract-ending", {"notify": ["boss@desk.example"], "template": "contract-ending"})]
    desk, other = made(rules, ENDS), made(rules, ENDS)
    at(desk, START + QUARTER)
    at(desk, START + 20 * DAY)
    assert other.docket.alive() and len(mails(desk)) == 1
    at(desk, START + 30 * DAY)
    world.wait(lambda: len(mails(desk)) == 2, 30, "the last day")
    at(desk, START + 40 * DAY)
    assert len(mails(desk)) == 2
    assert [p for _, p, _ in told(desk)] == [0, 30, 60]


def test_a_kill_between_what_is_found_and_what_is_told_loses_nothing(made, world):
    desk = made([rule("x", "contract-ending", {"notify": ["boss@desk.example"], "template": "contract-ending"})], ENDS)
    world.sql("create function public.refused() returns trigger language plpgsql as $$ begin"
              " perform pg_sleep(3); return new; end $$")
    world.sql("create trigger refused before update on docket.project_event for each row"
              " execute function public.refused()")
    try:
        desk.world.clock.set(START + QUARTER)
        world.wait(lambda: desk.rows("select 1 from docket.project_event where told_at is null"), 20, "it is found")
        world.wait(lambda: desk.rows(SLEEPS), 20, "it is being told")
        desk.docket.kill()
        # What was sent to the server would go on, to the COMMIT.
        desk.rows(SLEEPS.replace("select 1", "select pg_terminate_backend(pid)"))
        world.wait(lambda: not desk.rows(SLEEPS), 20, "nothing is under way")
    finally:
        world.sql("drop trigger refused on docket.project_event; drop function public.refused()")
    assert [r["n"] for r in desk.rows("select count(*) as n from docket.project_event where told_at is null")] == [1]
    desk.docket.start()
    at(desk, START + QUARTER + 60)
    world.wait(lambda: len(mails(desk)) == 1, 20, "it is told")
    at(desk, START + 2 * QUARTER)
    assert len(mails(desk)) == 1


def test_one_that_cannot_be_told_keeps_no_other_and_is_said(made, world):
    desk = made([rule("x", "contract-ending", {"notify": ["boss@desk.example"], "template": "contract-ending"})],
                {"contract": {"until": "2027-06-01"}})
    world.sql("insert into docket.project_event (project, kind, what, point, used, allowed, ticket, product, version,"
              " environment, day, at) select 'ACME', 'contract-ending', w, 30, 0, 0, 0, '', '', '', 20807,"
              " to_timestamp(1) from unnest(array['bad', 'good']) w")
    world.sql("create function public.refused() returns trigger language plpgsql as $$ begin"
              " if (select count(*) from docket.project_event where told_at is null) = 2 then"
              " raise 'not this one'; end if; return new; end $$")
    world.sql("create trigger refused before insert on docket.outbox for each row execute function public.refused()")
    try:
        at(desk, START + QUARTER)
        world.wait(lambda: len(mails(desk)) == 1, 30, "the other is told")
    finally:
        world.sql("drop trigger refused on docket.outbox; drop function public.refused()")
    lines = [line for line in desk.docket.log().splitlines() if "was not told" in line]
    assert len(lines) == 1 and "not this one" in lines[0], lines


def test_a_clock_that_was_a_year_ahead_makes_no_project_wait(made, world):
    desk = made(project={"contract": {"until": "2029-12-20"}})
    at(desk, START + 365 * DAY)
    world.clock.set(START + 3600)
    world.wait(lambda: desk.rows("select 1 from docket.project_look where next_at <= to_timestamp(%s)",
                                 START + 3600 + QUARTER), 30, "the next look")


FAULTS = [
    ("a ticket's subject", rule("x", "budget", {"stop": True}, when={"severity": "high"}),
     "severity is of a ticket, and there is none on budget: test project, support_level or point"),
    ("what only a budget has", rule("x", "contract-ending", {"stop": True}, when={"budget.used": {"above": "1h"}}),
     "budget.used is known only on budget, which this rule is not on"),
    ("a point of a ticket's event", rule("x", "created", {"tag": ["x"]}, when={"point": "75"}),
     "point is known only on budget, version-eol, contract-ending"),
    ("an action on a ticket", rule("x", "budget", {"tag": ["x"]}),
     "tag needs a ticket, and there is none on budget: notify, webhook and stop go without"),
    ("a note", rule("x", "version-eol", {"note": "x"}), "note needs a ticket, and there is none on version-eol"),
    ("the assignee", rule("x", "contract-ending", {"notify": ["assignee"], "template": "contract-ending"}),
     "assignee is of a ticket, and there is none on contract-ending: write lead, leads, admins"),
    ("a point that never comes", rule("x", "budget", {"stop": True}, when={"point": "80"}),
     "can never fire: point = \"80\" is never so"),
    ("a point of another event", rule("x", "contract-ending", {"stop": True}, when={"point": {"at_least": "75"}}),
     "can never fire: point at_least \"75\" is never so"),
]


@pytest.mark.parametrize("wrong, message", [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_what_needs_a_ticket_is_a_fault(made, wrong, message):
    desk = made([wrong], begin=False)
    got = desk.docket.ctl("check", check=False)
    assert got.returncode != 0 and message in said(got), got


def test_rules_list_shows_them_and_try_leaves_them_out_by_name(made):
    desk = made([rule("x", "contract-ending", {"notify": ["leads"], "template": "contract-ending"})], ENDS)
    assert "contract-ending" in said(desk.docket.ctl("rules", "list"))
    got = desk.docket.ctl("rules", "try", "--last", "30d", check=False)
    assert "contract-ending" in said(got), got
