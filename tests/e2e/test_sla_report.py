"""docketctl sla report on rows as the daemon leaves them: what counts, where and when."""
import csv
import io

import pytest

from world.docket import Group

WEEK = {d: ["09:00-17:00"] for d in ("mon", "tue", "wed", "thu", "fri")}
CALENDARS = [
    {"name": "ber", "timezone": "Europe/Berlin", "hours": WEEK},
    {"name": "nyc", "timezone": "America/New_York", "hours": WEEK},
    {"name": "both", "union": ["ber", "nyc"]},
    {"name": "utc", "timezone": "UTC", "always": True},
]
PROJECTS = {"BER": "ber", "NYC": "nyc", "BOTH": "both", "UTC": "utc"}
NOW = "2026-11-20T12:00:00Z"
HOUR = 3_600_000_000


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("report")
    made.files["calendars.conf"] = {"calendars": Group(CALENDARS)}
    made.files["projects.conf"]["projects"] = Group(
        made.files["projects.conf"]["projects"][:1] +
        tuple({"key": k, "name": k, "language": "en", "calendar": c, "sla": "standard"}
              for k, c in PROJECTS.items()))
    made.files["projects.conf"]["projects"][0]["calendar"] = "utc"
    made.files["sla.conf"]["slas"][0]["targets"] = Group([{"response": "1h", "calendar": "utc"}])
    made.write()
    made.ctl("check")
    return made


@pytest.fixture
def desk(world, docket):
    """An empty database; cycle() adds a ticket with one cycle."""
    with world.pg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("truncate docket.ticket, docket.cycle, docket.entry cascade")
        cursor.execute("insert into docket.project (key) select unnest(%s)"
                       " on conflict do nothing", (["ACME", "GONE", *PROJECTS],))
    return Rows(world, docket)


class Rows:
    def __init__(self, world, docket):
        self.world, self.docket = world, docket

    def sql(self, text, *args):
        with self.world.pg.connect() as connection, connection.cursor() as cursor:
            cursor.execute(text, args)
            return cursor.fetchone()[0] if cursor.description else None

    def cycle(self, project="UTC", due="2026-10-10T12:00:00Z", state="met", **more):
        ticket = self.sql(
            "insert into docket.ticket (subject, project, mailbox, created_at)"
            " values ('x', %s, 'support', '2026-01-01') returning id", project)
        row = {"ticket": ticket, "clock": "resolution", "n": 1, "policy": "p",
               "severity": "high", "calendar": "utc", "target": 3600, "worked": HOUR,
               "started_at": "2026-01-01T00:00:00Z", "last_due_at": due, "state": state,
               "breached_at": due if state == "breached" else None,
               "stopped_at": None if state in ("running", "paused") else due,
               "pause": []} | more
        self.sql(f"insert into docket.cycle ({', '.join(row)})"
                 f" values ({', '.join(['%s'] * len(row))})", *row.values())
        return ticket

    def status(self, ticket, *changes):
        for at, to in changes:
            self.sql("with made as (insert into docket.entry (ticket, at, kind, author)"
                     " values (%s, %s, 'change', 'ana') returning *)"
                     " insert into docket.change select id, ticket, at, 'status', null, '', %s, ''"
                     " from made", ticket, at, to)

    def report(self, *argv, month="2026-10", until=NOW):
        return self.docket.ctl_json("sla", "report", "--month", month, "--until", until,
                                    *argv)["groups"]


# What a cycle counts as in October (UTC), asked in November.
CASES = [
    ("met", {}, ("met", 1)),
    ("breached", {"state": "breached"}, ("breached", 1)),
    ("breached and still running", {"state": "breached", "stopped_at": None}, ("breached", 1)),
    ("running past due", {"state": "running"}, ("breached", 1)),
    ("paused", {"state": "paused"}, ("open", 1)),
    ("cancelled", {"state": "cancelled"}, ("cancelled", 1)),
    ("due in September", {"due": "2026-09-30T23:59:59Z"}, None),
    ("due as October begins", {"due": "2026-10-01T00:00:00Z"}, ("met", 1)),
    ("due in its last second", {"due": "2026-10-31T23:59:59.999999Z"}, ("met", 1)),
    ("due as November begins", {"due": "2026-11-01T00:00:00Z"}, None),
    ("resolved long before due", {"stopped_at": "2026-08-01T00:00:00Z"}, ("met", 1)),
    # Neither month may change after it has ended.
    ("resolved while waiting, after the month", {"stopped_at": "2026-11-02T00:00:00Z"}, None),
    ("resolved while waiting, due before", {"due": "2026-09-10T00:00:00Z",
                                            "stopped_at": "2026-10-02T00:00:00Z"}, ("met", 1)),
    ("breached, lowered in November", {
        "state": "breached", "due": "2026-11-20T00:00:00Z",
        "breached_at": "2026-10-10T00:00:00Z", "cause": "reclassified"}, ("breached", 1)),
    # Months are the project's.
    ("Berlin's November", {"project": "BER", "due": "2026-10-31T23:00:00Z"}, None),
    ("Berlin's October", {"project": "BER", "due": "2026-10-31T22:59:59Z"}, ("met", 1)),
    ("Berlin's October begins", {"project": "BER", "due": "2026-09-30T22:00:00Z"}, ("met", 1)),
    ("New York's October", {"project": "NYC", "due": "2026-11-01T03:59:59Z"}, ("met", 1)),
    ("New York's November", {"project": "NYC", "due": "2026-11-01T04:00:00Z"}, None),
    ("a union's first member", {"project": "BOTH", "due": "2026-10-31T23:00:00Z"}, None),
    ("a project that is gone", {"project": "GONE", "due": "2026-10-31T23:59:59Z"}, ("met", 1)),
]


@pytest.mark.parametrize("name,row,want", CASES, ids=[c[0] for c in CASES])
def test_what_counts(desk, name, row, want):
    desk.cycle(**row)
    groups = desk.report()
    if want is None:
        assert groups == []
        return
    counts = {k: groups[0][k] for k in ("met", "breached", "open", "cancelled") if groups[0][k]}
    assert counts == {want[0]: want[1]}
    assert groups[0]["percent"] == {"met": 100.0, "breached": 0.0}.get(want[0])
    # Two months hence it says the same.
    assert [g["met"] for g in groups] == [
        g["met"] for g in desk.report(until="2027-01-20T00:00:00Z")]


def test_running_before_its_due_instant_is_open(desk):
    desk.cycle(state="running", due="2026-11-20T12:00:01Z")
    group, = desk.report(month="2026-11")
    assert (group["open"], group["breached"], group["percent"]) == (1, 0, None)
    group, = desk.report(month="2026-11", until="2026-11-20T12:00:02Z")
    assert (group["open"], group["breached"], group["percent"]) == (0, 1, 0.0)


def test_groups_and_worked_time(desk):
    for hours in range(1, 11):
        desk.cycle(worked=hours * HOUR, severity="low")
    desk.cycle(state="cancelled", worked=99 * HOUR, severity="low")
    desk.cycle(state="breached", stopped_at=None, worked=99 * HOUR, severity="low")
    desk.cycle(state="breached", worked=5 * HOUR, cause="severity-change")
    desk.cycle(state="breached", worked=7 * HOUR, clock="response", cause="late-ingest")
    desk.cycle("BER")
    groups = {(g["project"], g["clock"], g["severity"]): g for g in desk.report()}
    assert list(groups) == [("BER", "resolution", "high"), ("UTC", "resolution", "high"),
                            ("UTC", "resolution", "low"), ("UTC", "response", "high")]
    low = groups["UTC", "resolution", "low"]
    assert (low["met"], low["breached"], low["cancelled"]) == (10, 1, 1)
    assert low["percent"] == 90.9			# of 10 / 11: cut, never rounded up
    assert [low[f"{k}_seconds"] // 3600 for k in ("median", "p90", "worst")] == [5, 9, 10]
    assert low["causes"] == {"overdue": 1}
    assert groups["UTC", "resolution", "high"]["causes"] == {"severity-change": 1}
    assert groups["UTC", "response", "high"]["causes"] == {"late-ingest": 1}
    assert {g["project"] for g in desk.report("--project", "BER")} == {"BER"}


@pytest.mark.parametrize("clock,pause,changes,want", [
    ("resolution", ["waiting"], [("10-02 00:00", "waiting"), ("10-02 05:00", "open")],
     {"waiting": 5}),
    ("resolution", ["waiting", "on-hold"], [
        ("10-02 00:00", "waiting"), ("10-02 05:00", "on-hold"), ("10-02 06:00", "open"),
        ("10-03 00:00", "waiting"), ("10-03 01:00", "open")], {"waiting": 6, "on-hold": 1}),
    ("resolution", ["waiting"], [("10-02 00:00", "on-hold"), ("10-02 05:00", "open")], {}),
    ("response", ["waiting"], [("10-02 00:00", "waiting"), ("10-02 05:00", "open")], {}),
    # Only within the cycle's life, 10-01 to 10-10 12:00.
    ("update", ["waiting"], [("09-30 22:00", "waiting"), ("10-01 03:00", "open"),
                             ("10-10 11:00", "waiting"), ("10-10 18:00", "open")], {"waiting": 4}),
    ("update", ["waiting"], [("10-10 10:00", "waiting")], {"waiting": 2}),
    ("update", ["waiting"], [("10-11 10:00", "waiting"), ("10-12 00:00", "open")], {}),
], ids=["one", "two", "no pause", "response", "cut", "open end", "after"])
def test_paused_time(desk, clock, pause, changes, want):
    ticket = desk.cycle(clock=clock, pause=pause, started_at="2026-10-01T00:00:00Z")
    desk.status(ticket, *((f"2026-{at}:00Z", to) for at, to in changes))
    group, = desk.report()
    assert group["paused_seconds"] == {k: h * 3600 for k, h in want.items()}


def test_csv_is_rfc_4180(desk):
    desk.cycle(severity='so "high", really', state="breached", cause="reclassified")
    out = desk.docket.ctl("sla", "report", "--month", "2026-10", "--csv").stdout.decode()
    assert out.endswith("\r\n") and out.count("\n") == 2
    row, = csv.DictReader(io.StringIO(out, newline=""), strict=True)
    assert row["severity"] == 'so "high", really' and row["month"] == "2026-10"
    assert (row["percent"], row["worst_seconds"], row["causes"]) == ("0.0", "3600",
                                                                     "reclassified=1")


def test_table_for_people(desk):
    out = desk.docket.ctl("sla", "report", "--month", "2026-10").stdout.decode()
    assert out == "2026-10: none to count\n"
    desk.cycle()
    desk.cycle(state="breached")
    desk.cycle("BER", state="cancelled", severity="\x1b[31m")
    out = desk.docket.ctl("sla", "report", "--month", "2026-10").stdout.decode()
    lines = out.splitlines()
    assert lines[0].split()[:5] == ["PROJECT", "CLOCK", "SEVERITY", "MET", "BREACHED"]
    assert "none" in lines[1] and "\x1b" not in out
    assert "50.0" in lines[2] and "overdue 1" in lines[2]
    assert lines[-1] == "50.0% in time: 1 of 2 cycles due in 2026-10"
    assert desk.docket.ctl("sla", "report").stdout		# this month's


def test_the_present_month_is_each_projects_own(desk):
    desk.cycle("NYC", due="2026-11-01T03:00:00Z", state="running", stopped_at=None)
    desk.cycle("UTC", due="2026-11-01T03:00:00Z", state="running", stopped_at=None)
    until = ("--until", "2026-11-01T02:00:00Z")
    said = desk.docket.ctl_json("sla", "report", *until)
    assert said["month"] is None
    assert {g["project"]: (g["month"], g["open"]) for g in said["groups"]} == {
        "NYC": ("2026-10", 1), "UTC": ("2026-11", 1)}
    assert {p["project"]: p["month"] for p in said["projects"]} == {
        "NYC": "2026-10", "UTC": "2026-11"}
    lines = desk.docket.ctl("sla", "report", *until).stdout.decode().splitlines()
    # A day is 24 hours, also on the day that has 25.
    assert lines[-3:] == ["NYC: 2026-10 moves until it closes at 2026-11-01 23:00 EST",
                          "UTC: 2026-11 moves until it closes at 2026-12-02 00:00 UTC",
                          "2026-10 or 2026-11: none to count"]


@pytest.mark.parametrize("argv,status", [
    (["report", "--month", "2026-13"], 64), (["report", "--month", "october"], 64),
    (["report", "--month", "2026-1"], 64), (["report", "10"], 64),
    (["report", "--project", "NONE"], 1), (["verify", "--csv"], 64),
])
def test_bad_questions(desk, argv, status):
    assert desk.docket.ctl("sla", *argv, check=False).returncode == status
