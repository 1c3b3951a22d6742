"""Who runs what: versions whose support ends, and what docketctl versions lists."""
import calendar
import csv
import io
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


# ---- docketctl versions ----

@pytest.fixture(scope="module")
def listed(world):
    """Three projects, from a file."""
    world.fresh()
    world.clock.set(START)
    docket = world.docket(name="docket-list", clock=True)
    docket.files["products.conf"] = PRODUCTS
    docket.files["projects.conf"]["projects"] = Group(list(docket.files["projects.conf"]["projects"]) + [
        {"key": "BETA", "name": "Beta", "domains": ["beta.example"], "language": "en", "calendar": "always",
         "sla": "standard"}])
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    got = read(desk, GOOD)
    assert (got.returncode, got.stdout) == (0, b"5 lines read\n"), got.stderr
    yield desk
    assert docket.stop() == 0


GOOD = """\ufeffproject,product,environment,version,since
ACME,widget,prod,2.2.1,2026-01-10
acme,widget,test,"2.4.1",2026-10-01
GLOBEX,,,v2.3,2026-03-01
BETA,widget,prod,2.0.0,
GLOBEX,widget,prod,2.2.0,2025-03-01
"""


def read(desk, text, *more):
    path = f"{desk.world.folder}/runs.csv"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return desk.docket.ctl("versions", "runs", path, *more, check=False)


def lines(desk, *options):
    got = desk.docket.ctl("versions", "--as", "csv", *options)
    return [line.split(",") for line in got.stdout.decode().splitlines()][1:]


def test_who_runs_what_and_what_of_it_is_supported(listed):
    desk = listed
    rows = {(p, e): (v, since, support, until) for p, _, e, v, since, support, until, _ in lines(desk)}
    assert rows == {
        ("ACME", "prod"): ("2.2.1", "2026-01-10", "yes", "2026-12-15"),
        ("ACME", "test"): ("2.4.1", "2026-10-01", "yes", ""),
        ("BETA", "prod"): ("2.0.0", "2026-11-20", "no", "2025-06-30"),
        ("GLOBEX", "prod"): ("2.3.0", "2026-03-01", "yes", "")}


@pytest.mark.parametrize("options, want", [
    (["--on", "2.2"], ["ACME"]), (["--on", "2.4.1"], ["ACME"]), (["--on", "2.3"], ["GLOBEX"]),
    (["--on", "9"], []), (["--below", "2.3.0"], ["ACME", "BETA"]), (["--below", "v2.4"], ["ACME", "BETA", "GLOBEX"]),
    (["--unsupported"], ["BETA"]), (["--project", "ACME", "--below", "2.4"], ["ACME"])])
def test_who_is_still_on(listed, options, want):
    assert [r[0] for r in lines(listed, *options)] == want


def test_it_fits_a_terminal_of_eighty_columns(listed):
    text = listed.docket.ctl("versions").stdout.decode()
    assert max(map(len, text.splitlines())) <= 80 and "2.2.1" in text


def test_open_tickets_by_version(listed):
    desk = listed
    desk.open("Version: 2.2.1\nSeverity: critical\n\nHelp", sender="jo@acme.example")
    desk.open("Version: v2.2.1\n\nHelp", sender="jo@acme.example")
    closed = desk.open("Version: 2.2.1\n\nHelp", sender="jo@acme.example")["id"]
    desk.docket.ctl("do", str(closed), "close")
    desk.open("Version: 2.4.0\nSeverity: critical\n\nHelp", sender="jo@elsewhere.example")
    got = {r[1]: r[4:] for r in lines(desk, "--tickets")}
    assert got["2.2.1"] == ["1", "2", "1"]
    assert got["2.4.0"] == ["0", "1", "1"], "one that only a ticket says"
    assert got["2.0.0"] == ["1", "0", "0"]
    assert [r[-1] for r in lines(desk, "--project", "ACME", "--on", "2.2")] == ["2"]


def test_a_projects_history(listed):
    assert [(r[0], r[3], r[4]) for r in lines(listed, "--project", "GLOBEX", "--history")] == [
        ("2026-03-01", "2.3.0", "import"), ("2025-03-01", "2.2.0", "import")]


def test_the_same_file_once_more_changes_nothing(listed):
    before = listed.rows("select count(*) as n from docket.run")
    assert read(listed, GOOD.replace("2.0.0,", "2.0.0,2026-11-20")).returncode == 0
    again = listed.rows("select count(*) as n from docket.run")
    assert read(listed, GOOD.replace("2.0.0,", "2.0.0,2026-11-20")).returncode == 0
    assert listed.rows("select count(*) as n from docket.run") == again
    assert again[0]["n"] - before[0]["n"] <= 1, "the day began before the first file was read"


@pytest.mark.parametrize("name, text, want", [
    ("no such project", "project,version\nACMEE,2.4.1\n", '2: there is no project "ACMEE": did you mean ACME?'),
    ("no such version", "project,version\nACME,two\n", '2: there is no version "two"'),
    ("no such environment", "project,version,environment\nACME,2.4.1,prd\n",
     '2: there is no environment "prd": did you mean prod?'),
    ("no such product", "project,version,product\nACME,2.4.1,gadget\n", '2: there is no product "gadget"'),
    ("no such day", "project,version,since\nACME,2.4.1,31.12.2026\n", 'since "31.12.2026" is no day such as'),
    ("no such column", "project,version,colour\nACME,2.4.1,red\n", '1: there is no column "colour"'),
    ("no names", "ACME,2.4.1\n", '1: there is no column "ACME"'),
    ("two at once", "project,version,since\nACME,2.4.1,2026-06-01\nACME,2.4.0,2026-06-01\n",
     "3: line 2 says that ACME ran 2.4.1 then"),
    ("an empty file", "", "1: ")])
def test_a_fault_is_told_with_its_line_and_nothing_is_stored(listed, name, text, want):
    before = listed.rows("select * from docket.run order by id")
    good = text.startswith("project,version\n")
    got = read(listed, text.replace("\n", "\nACME,2.4.0\n", 1) if good else text)
    told = got.stderr.decode()
    assert got.returncode == 65 and "nothing was stored" in told
    assert (want.replace("2:", "3:", 1) if good else want) in told
    assert listed.rows("select * from docket.run order by id") == before


@pytest.mark.parametrize("said, want", [("=1+1", "'=1+1"), ("\uff1d1+1", "'\uff1d1+1"), ("a=1", "a=1"),
                                        ('=A1,"x"', "'=A1,\"x\"")])
def test_what_customers_write_is_no_formula_in_a_spreadsheet(listed, said, want):
    ticket = listed.open("Help", sender="ida@globex.example")["id"]
    listed.world.sql("insert into docket.field (ticket, name, value, raw, source, found_in, verified)"
                     " values (%s, 'version', %s, '', 'pseudo', 'label', false)", ticket, said)
    text = listed.docket.ctl("versions", "--tickets", "--as", "csv").stdout.decode()
    listed.world.sql("delete from docket.field where ticket = %s", ticket)
    found = [r["version"] for r in csv.DictReader(io.StringIO(text, newline=""))]
    found = [v for v in found if "=" in v or "\uff1d" in v]
    assert found == [want]


def test_doubts_are_listed(listed):
    desk = listed
    ticket = desk.open("Version: 2.0.0\n\nHelp", sender="ida@globex.example")["id"]
    got = [r for r in lines(desk, "--doubts", "--project", "GLOBEX")]
    assert [(r[0], r[1], r[4], r[5]) for r in got] == [(str(ticket), "GLOBEX", "2.0.0", "2.3.0")]
    desk.docket.ctl("do", str(ticket), "runs", "keep")
    assert lines(desk, "--doubts", "--project", "GLOBEX") == []


@pytest.mark.parametrize("options, status, want", [
    (["--history"], 64, "--project"), (["--project", "ACMEE"], 65, "ACME"), (["--product", "wodget"], 65, "widget"),
    (["--below", "soon"], 65, "has an order for"), (["--as", "xml"], 64, "text, json and csv"),
    (["--doubts", "--tickets"], 64, "lists of their own")])
def test_what_is_asked_in_vain_is_told(listed, options, status, want):
    got = listed.docket.ctl("versions", *options, check=False)
    assert got.returncode == status and want in got.stderr.decode()


def test_semicolons_of_a_spreadsheet_do(listed):
    got = read(listed, "project;version;since\r\nACME;2.4.0;2026-02-02\r\n\r\n")
    assert (got.returncode, got.stdout) == (0, b"1 line read\n"), got.stderr
    assert ("2026-02-02", "2.4.0") in [(r[0], r[3]) for r in lines(listed, "--project", "ACME", "--history")]


def test_what_is_erased_leaves_no_address(listed):
    desk = listed
    ticket = desk.open("It hums.", sender="eva@beta.example")["id"]
    desk.docket.ctl("do", str(ticket), "runs", "2.4.1")
    desk.world.sql(f"update docket.run set author = 'eva@beta.example' where ticket = {ticket}")
    assert len(desk.rows("select 1 from docket.run where author like %s", "eva@%")) == 1
    desk.docket.ctl("do", str(ticket), "erase", str(ticket))
    assert desk.rows("select 1 from docket.run where author like %s", "eva@%") == []
    assert ["BETA", "2.4.1"] in [[r[0], r[3]] for r in lines(desk)]
