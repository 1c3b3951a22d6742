"""A closed month's report never changes (sla.md rule 12), on a clock that the test moves."""
import datetime
import hashlib
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

DAY = 86400
CUSTOMER = "kim@acme.example"


def at(text):
    """Seconds since 1970 of "10-31 20:00" UTC in 2026."""
    return datetime.datetime.strptime(f"2026-{text} +0000", "%Y-%m-%d %H:%M %z").timestamp()


def calendars(zone):
    return {"calendars": Group([{"name": "cal", "timezone": zone, "always": True},
                                {"name": "always", "timezone": "UTC", "always": True}])}


def configure(docket, zone="Europe/Berlin"):
    docket.files["calendars.conf"] = calendars(zone)
    docket.files["sla.conf"] = {"slas": Group([{"name": "standard", "targets": Group([
        {"when": {"severity": ["critical"]}, "response": "1h", "resolution": "2h",
         "pause": ["waiting"]},
        {"response": "1h", "resolution": "8h", "pause": ["waiting"]}])}])}
    for project in docket.files["projects.conf"]["projects"]:
        project["calendar"] = "cal" if project["key"] == "ACME" else "always"
    docket.write()


@pytest.fixture
def make(world):
    """make() gives a running desk; all are stopped at the end."""
    world.fresh()
    world.clock.set(at("10-05 10:00"))
    made = []

    def make(name="one", start=True):
        docket = world.docket(name=f"{name}-{time.monotonic_ns()}", clock=True)
        configure(docket)
        made.append(docket)
        if start:
            docket.start()
        return desks.Desk(world, docket)
    yield make
    for docket in made:
        if docket.process is not None:
            assert docket.stop() == 0


@pytest.fixture
def desk(make):
    return make()


def opened(desk, when, severity="low"):
    """A ticket and the notice that Ana got of it."""
    desk.world.clock.set(at(when))
    ticket = desk.receive(mail.letter("Dark.", sender=CUSTOMER, subject="Dark", headers=[
        ("X-Severity", severity)]), when=at(when))["ticket"]
    return desk.mail(ticket, AGENT)


def agent(desk, notice, when, text):
    desk.receive(mail.reply(notice.message, text, f"Ana <{AGENT}>"), when=at(when))


def answered(desk, notice, when, text):
    desk.world.clock.set(at(when))
    agent(desk, notice, when, text)


def fired(desk, when):
    """The clock goes on, and what is due has fired."""
    desk.world.clock.set(at(when))
    desk.world.wait(lambda: not desk.rows(
        "select from docket.alarms where state = 'waiting' and docket.us(due_at) <= %s",
        int(at(when) * 1e6)), 20, "what is due")


def closed(desk):
    return desk.rows("select project, to_char(month, 'YYYY-MM') as month, zone, closed_at"
                     " from docket.month order by month, project")


def wait_closed(desk, month, project="ACME"):
    desk.world.wait(lambda: [r for r in closed(desk) if (r["project"], r["month"]) ==
                             (project, month)], 20, f"{month} to be closed")


def said(desk):
    """The report of October in all its shapes, byte for byte."""
    return [desk.docket.ctl(*shape, "sla", "report", "--month", "2026-10", "--project", "ACME",
                            *last).stdout
            for shape, last in (((), ()), (("--json",), ()), ((), ("--csv",)))]


def counts(desk, month, project="ACME", until="2026-11-30T00:00:00Z"):
    """{clock: (met, breached, open)} of all severities together."""
    out = {}
    for g in desk.docket.ctl_json("sla", "report", "--month", month, "--project", project,
                                  "--until", until)["groups"]:
        have = out.get(g["clock"], (0, 0, 0))
        out[g["clock"]] = tuple(a + g[k] for a, k in zip(have, ("met", "breached", "open")))
    return out


def october(desk):
    """Five tickets in October, and one whose resolution is due in November."""
    names = {"resolved": opened(desk, "10-28 10:00"), "breached": opened(desk, "10-28 10:01"),
             "waiting": opened(desk, "10-28 10:02")}
    answered(desk, names["waiting"], "10-28 10:03", "#wait\n\nWhich one?")
    answered(desk, names["resolved"], "10-28 10:30", "#resolve\n\nThere is light.")
    fired(desk, "10-31 19:00")
    names["late"] = opened(desk, "10-31 20:00")
    fired(desk, "10-31 21:30")
    return names


def test_nothing_moves_a_closed_month(desk):
    names = october(desk)
    state, = desk.docket.ctl_json("sla", "report", "--month", "2026-10", "--project",
                                  "ACME")["projects"]
    assert state == {"project": "ACME", "month": "2026-10", "timezone": "Europe/Berlin",
                     "closed": False, "closed_at": None, "closes_at": "2026-11-01T23:00:00Z"}
    assert b"is due to close since 2026-11-02 00:00 CET" in said(desk)[0] or \
        b"moves until it closes at 2026-11-02 00:00 CET" in said(desk)[0]
    fired(desk, "11-01 22:59")
    time.sleep(1)
    assert closed(desk) == []			# a day after its end in Berlin, not before
    desk.world.clock.set(at("11-01 23:00"))
    wait_closed(desk, "2026-10")
    first = said(desk)
    assert b"closed since 2026-11-02 00:00 CET" in first[0]
    assert b'"closed_at":"2026-11-01T23:00:00Z"' in first[1].replace(b'": ', b'":')
    assert first[2].split(b"\r\n")[1].endswith(b"2026-11-01T23:00:00Z,")
    assert counts(desk, "2026-10") == {"response": (2, 2, 0), "resolution": (1, 1, 1)}

    desk.world.clock.set(at("11-03 10:00"))
    # A reply of October comes in November and takes a breach back.
    agent(desk, names["late"], "10-31 20:30", "Look again.")
    assert desk.cycle(names["late"].ticket, "response")["state"] == "met"
    assert said(desk) == first
    # A mail of October comes in November: its response was due in a closed month.
    desk.receive(mail.letter("Lost for days.", sender=CUSTOMER), when=at("10-31 20:45"))
    assert said(desk) == first
    # A cycle that was met goes on, and is breached in November: it was counted.
    desk.receive(mail.letter("Dark again.", sender=CUSTOMER, subject=f"Re: [desk "
                 f"#{names['resolved'].ticket}] Dark"), when=at("11-03 10:00"))
    assert desk.cycle(names["resolved"].ticket, "resolution")["state"] == "running"
    assert said(desk) == first
    # A breached one that runs gets another severity.
    agent(desk, names["breached"], "11-03 10:00", "#severity critical")
    assert desk.cycle(names["breached"].ticket, "resolution")["severity"] == "critical"
    assert said(desk) == first
    # One that stood still, and was told as open, is met in November.
    agent(desk, names["waiting"], "11-03 10:01", "#resolve")
    assert said(desk) == first
    fired(desk, "11-05 10:00")
    assert counts(desk, "2026-11") == {"response": (0, 1, 0), "resolution": (1, 2, 0)}

    # The project of a ticket, and the zone of a project's calendar.
    desk.world.pg.sql("update docket.ticket set project = 'GLOBEX' where id = %s",
                      names["resolved"].ticket)
    assert said(desk) == first
    configure(desk.docket, "America/New_York")
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count("database open") == 2, 20, "the reload")
    assert said(desk) == first
    fired(desk, "11-05 11:00")
    assert counts(desk, "2026-10", "GLOBEX") == {}
    november, = desk.docket.ctl_json("sla", "report", "--month", "2026-11", "--project",
                                     "ACME", "--until", "2026-11-05T12:00:00Z")["projects"]
    assert november["closes_at"] == "2026-12-02T05:00:00Z"
    desk.world.clock.set(at("12-02 05:00"))
    wait_closed(desk, "2026-11")
    assert [(r["zone"]) for r in desk.rows(
        "select zone from docket.month where project = 'ACME' order by month")] == [
            "Europe/Berlin", "America/New_York"]
    assert not desk.rows("select from docket.month a join docket.month b on a.project = b.project"
                         " and b.month = (a.month + interval '1 month')::date"
                         " where a.until <> b.since")
    assert said(desk) == first


def test_months_are_caught_up_and_the_first_run_closes_the_past(desk):
    october(desk)
    assert desk.docket.stop() == 0
    desk.world.clock.set(at("11-10 10:00") + 92 * DAY)
    desk.docket.start()
    time.sleep(1.5)
    assert closed(desk) == []			# what waited for docket comes first
    desk.world.clock.advance(15 * 60)
    wait_closed(desk, "2027-01")
    assert [r["month"] for r in closed(desk) if r["project"] == "ACME"] == [
        "2026-10", "2026-11", "2026-12", "2027-01"]
    assert counts(desk, "2026-10") == {"response": (2, 2, 0), "resolution": (1, 1, 1)}
    assert counts(desk, "2026-11") == {"resolution": (0, 1, 0)}
    # A project that leaves the configuration is closed on, in the zone it had; one
    # that comes starts where the others are.
    projects = desk.docket.files["projects.conf"]["projects"]
    desk.docket.files["projects.conf"]["projects"] = Group(
        [p for p in projects if p["key"] != "ACME"] + [dict(projects[0], key="NEW")])
    desk.docket.write()
    desk.docket.reload()
    desk.world.wait(lambda: [r for r in closed(desk) if r["project"] == "NEW"], 20, "NEW")
    assert [r["month"] for r in closed(desk) if r["project"] == "NEW"] == ["2027-01"]
    time.sleep(1)
    desk.world.clock.advance(28 * DAY)
    wait_closed(desk, "2027-02")
    assert {r["project"]: r["zone"] for r in closed(desk) if r["month"] == "2027-02"} == {
        "ACME": "Europe/Berlin", "GLOBEX": "UTC", "NEW": "UTC", "WALK-IN": "UTC"}


def test_two_daemons_close_a_month_once(make):
    desk = make()
    other = make("two")
    october(desk)
    for month, day in (("2026-10", "11-03 10:00"), ("2026-11", "12-03 10:00")):
        fired(desk, day)
        wait_closed(desk, month)
    time.sleep(1)
    lines = [line for d in (desk, other) for line in d.docket.log().splitlines()
             if "month closed" in line]
    assert sorted(line.partition("month=")[2][:7] for line in lines) == ["2026-10", "2026-11"]
    assert counts(desk, "2026-10") == {"response": (2, 2, 0), "resolution": (1, 1, 1)}
    for d in (desk, other):
        assert "not closed" not in d.docket.log()


@pytest.mark.parametrize("table", ["month", "month_row"])
def test_kill_in_the_middle(desk, table):
    october(desk)
    with desk.world.pg.connect() as holder, holder.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute(f"lock table docket.{table} in exclusive mode")
        fired(desk, "11-03 10:00")
        desk.world.wait(lambda: desk.rows(
            "select from pg_locks where not granted and relation ="
            " %s::regclass", f"docket.{table}"), 20, "closing to be under way")
        # Mail does not wait for it.
        assert opened(desk, "11-03 10:01")
        assert desk.docket.kill_role("core")
        cursor.execute("rollback")
    desk.world.wait(lambda: desk.docket.log().count("database open") == 2, 20, "a new core")
    if table == "month":		# else the COMMIT may have been on its way
        time.sleep(1)
        assert closed(desk) == []
    desk.world.clock.set(at("11-03 11:00"))
    wait_closed(desk, "2026-10")
    assert counts(desk, "2026-10") == {"response": (2, 2, 0), "resolution": (1, 1, 1)}


@pytest.mark.parametrize("table", ["month", "month_row"])
def test_mail_of_a_month_that_closes_gives_way_to_it(desk, table):
    """Core does not wait for what only core itself can bring to an end."""
    october(desk)
    # Its response was due in October.
    late = mail.letter("Lost for days.", sender=CUSTOMER)

    def stored():
        return desk.rows("select from docket.raw where sha256 = %s and state = 'read'",
                         hashlib.sha256(late).digest())
    with desk.world.pg.connect() as holder, holder.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute(f"lock table docket.{table} in exclusive mode")
        fired(desk, "11-03 10:00")
        desk.world.wait(lambda: desk.rows(
            "select from pg_locks where not granted and relation ="
            " %s::regclass", f"docket.{table}"), 20, "closing to be under way")
        desk.world.deliver(late, at("10-31 20:45"))
        desk.world.wait(lambda: "mail handed over mailbox=support uid=7" in desk.docket.log(), 20,
                        "the mail to be fetched")
        time.sleep(1)
        assert not stored()
        cursor.execute("rollback")
    desk.world.wait(stored, 5, "the mail to be stored")
    wait_closed(desk, "2026-10")
    assert counts(desk, "2026-10") == {"response": (2, 2, 0), "resolution": (1, 1, 1)}
    assert "database away" not in desk.docket.log() and "not closed" not in desk.docket.log()
