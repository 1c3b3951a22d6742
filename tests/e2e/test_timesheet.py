"""docketctl timesheet and #timesheet: what was worked, net of corrections, with sums that add up."""
import collections
import datetime
import json
import random
import re
import unicodedata

import pytest

from test_button import ANA
from world import books, desk as desks, mail
from world.books import Books, seconds
from world.docket import AGENT, LEAD, Group

HOUR = 3600


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket(clock=True)
    made.files["docket.conf"]["authserv"] = ["mx.example.com"]
    made.files["calendars.conf"]["calendars"] = Group([
        {"name": "always", "timezone": "UTC", "always": True},
        {"name": "ber", "timezone": "Europe/Berlin", "always": True}])
    made.files["projects.conf"]["projects"][1]["calendar"] = "ber"
    made.write()
    world.clock.set(datetime.datetime(2026, 11, 5, 12, tzinfo=datetime.timezone.utc).timestamp())
    made.start()
    world.wait(lambda: world.one("select count(*) from docket.project where key = 'ACME'"), 20, "the registry")
    yield made
    assert made.stop() == 0


@pytest.fixture
def sheet(world, docket):
    made = Books(world, docket)
    made.clear()
    return made


def october(sheet, *argv):
    return json.loads(sheet.said("timesheet", "--month", "2026-10", "--as", "json", *argv))


def test_net_of_corrections(sheet):
    t = sheet.ticket()
    one = sheet.time(t, "2026-10-05 10:00+00", 2 * HOUR)
    sheet.time(t, "2026-10-05 10:00+00", -1800, corrects=one)
    gone = sheet.time(t, "2026-10-06 10:00+00", HOUR)
    sheet.time(t, "2026-10-06 10:00+00", -HOUR, corrects=gone)
    old = sheet.time(t, "2026-09-05 10:00+00", HOUR)
    sheet.time(t, "2026-09-05 10:00+00", -900, corrects=old, counts_at="2026-10-08 10:00+00")
    said = october(sheet, "--project", "ACME")
    assert [(e["date"], e["worked_seconds"], e["late"]) for e in said["entries"]] == [
        ("2026-09-05", -900, True), ("2026-10-05", 5400, False), ("2026-10-06", 0, False)]
    assert said["worked_seconds"] == 4500
    assert json.loads(sheet.said("timesheet", "--month", "2026-09", "--as", "json"))["worked_seconds"] == HOUR


@pytest.mark.parametrize("at,month", [
    ("2026-09-30 21:59:59+00", "2026-09"), ("2026-09-30 22:00:00+00", "2026-10"),
    ("2026-10-31 22:59:59+00", "2026-10"), ("2026-10-31 23:00:00+00", "2026-11")])
def test_a_month_is_cut_in_the_projects_zone(sheet, at, month):
    sheet.time(sheet.ticket(), at, HOUR)
    for m in ("2026-09", "2026-10", "2026-11"):
        said = json.loads(sheet.said("timesheet", "--project", "ACME", "--month", m, "--as", "json"))
        assert (said["worked_seconds"], said["timezone"]) == (HOUR if m == month else 0, "Europe/Berlin")


def test_timers_that_run_are_told_and_in_no_sum(sheet):
    t = sheet.ticket()
    sheet.time(t, "2026-10-05 10:00+00", 600, stopped_at=None, resumed_at="2026-10-05 10:00+00")
    said = october(sheet)
    assert said["entries"] == [] and said["worked_seconds"] == 0
    assert [r["ticket"] for r in said["running"]] == [t]
    assert "is not stopped: it is in no sum" in " ".join(sheet.said("timesheet", "--month", "2026-10").split())


def test_names_that_there_are_not(sheet):
    assert sheet.ctl("timesheet", "--project", "ACMEE", check=False).returncode == 1
    assert sheet.ctl("timesheet", "--agent", "anna", check=False).returncode == 1
    assert sheet.ctl("timesheet", "--month", "2026-13", check=False).returncode == 64
    assert sheet.ctl("timesheet", "--as", "html", check=False).returncode == 64
    assert "Nothing was worked." in sheet.said("timesheet", "--agent", "ana", "--month", "2020-01")


EVIL = ['=HYPERLINK("x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", 'a "quote", and\na line',
        "\x1b[31mred", "‮drow", "ü" * 300, ""]


def test_hostile_texts(sheet):
    for n, text in enumerate(EVIL):
        t = sheet.ticket(subject=text or "x")
        sheet.time(t, f"2026-10-05 1{n % 10}:00+00", HOUR, text=text)
    got = sheet.table("timesheet", "--month", "2026-10", "--as", "csv")
    assert len(got) == len(EVIL)
    for r in got:
        for cell in (r["text"], r["subject"]):
            assert not cell.strip(" ").startswith(tuple("=+-@\t\r＝")), cell
    assert {r["text"].removeprefix("'") for r in got} == set(EVIL)
    text = sheet.said("timesheet", "--month", "2026-10")
    assert "\x1b" not in text and "‮" not in text
    assert wide(text) <= 80


def wide(text):
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
               for line in text.splitlines())


@pytest.mark.parametrize("seed", range(6))
def test_sums_add_up_in_every_form(sheet, seed):
    rng = random.Random(seed)
    tickets = [(sheet.ticket(p, f"Work {n} " + "x" * rng.randrange(90)), p) for n in range(5)
               for p in ("ACME", "GLOBEX")]
    made = []
    for _ in range(40):
        t, p = rng.choice(tickets)
        at = f"2026-10-{rng.randrange(1, 31):02}T{rng.randrange(24):02}:{rng.randrange(60):02}:00+00:00"
        made.append((sheet.time(t, at, rng.randrange(1, 9 * HOUR), rng.choice(["ana", "lee"]), p,
                                billable=rng.random() < 0.8, text="x y " * rng.randrange(40)), t, p))
    for entry, t, p in rng.sample(made, 8):
        sheet.time(t, "2026-10-30T10:00:00+00:00", -1, project=p, corrects=entry)
    said = october(sheet)
    total = sheet.world.one("select sum(worked) from docket.time_entry")
    got = sheet.table("timesheet", "--month", "2026-10", "--as", "csv")
    assert said["worked_seconds"] == total == sum(int(r["worked_seconds"]) for r in got)
    assert len(got) == len(said["entries"]) == 40
    sums = {k: collections.Counter() for k in ("day", "ticket", "project")}
    for r in got:
        assert seconds(r["worked"]) == int(r["worked_seconds"])
        for name, key in (("day", r["date"]), ("ticket", r["ticket"]), ("project", r["project"])):
            sums[name][key] += int(r["worked_seconds"])
            assert int(r[f"{name}_seconds"]) == sums[name][key]
    assert int(got[-1]["total_seconds"]) == total
    for name, key in (("days", "name"), ("projects", "name"), ("agents", "name"), ("tickets", "ticket")):
        assert sum(s["worked_seconds"] for s in said[name]) == total
        if name != "agents":
            assert {str(s[key]): s["worked_seconds"] for s in said[name]} == sums[name[:-1]]
    text = sheet.said("timesheet", "--month", "2026-10")
    lines = text.splitlines()
    assert seconds(lines[-1].split()[-1]) == total and wide(text) <= 80
    assert sum(seconds(x.split()[-1]) for x in lines if " in all " in x) == total
    spans = [x for x in lines if re.match(r"  \d\d:\d\d-\d\d:\d\d +#", x)]
    assert len(spans) == 40 and sum(seconds(x.split()[-1]) for x in spans) == total


# ---- by mail

@pytest.fixture
def desk(world, docket, sheet):
    return desks.Desk(world, docket)


def asked(desk, raw, who=AGENT):
    seen = desk.seen()
    desk.receive(raw)
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.report_wanted") == 0, 20, "the report")
    desk.quiet()
    new = [s for s in desk.mails(None, who) if s["Message-ID"] not in seen]
    return ([s for s in new if s["X-Docket-Reason"] == "report-timesheet"],
            [s for s in new if s["X-Docket-Reason"] in ("transcript", "control")])


def notice(desk, who=AGENT):
    number = desk.open("It hums.", sender=f"r{desk.tickets()}@acme.example", subject="Hum")["id"]
    return desk.mail(number, who)


def test_ones_own_by_mail(desk, sheet):
    told = notice(desk)
    sheet.time(told.ticket, "2026-10-05 10:00+00", 5400, text="=1+1")
    sheet.time(told.ticket, "2026-10-05 12:00+00", HOUR, agent="lee")
    [sent], _ = asked(desk, mail.reply(told.message, "#timesheet october", ANA))
    assert sent.recipients == [AGENT] and "Timesheet 2026-10" in sent["Subject"]
    assert f"#{told.ticket} Hum: 1:30:00" in sent.text and "2026-10-05: 1:30:00" in sent.text
    [part] = list(sent.message.iter_attachments())
    assert part.get_filename() == "timesheet-2026-10.csv"
    data = part.get_payload(decode=True)
    assert data.startswith(b"\xef\xbb\xbf") and [r["text"] for r in books.rows(data)] == ["'=1+1"]
    assert data[3:] == sheet.ctl("timesheet", "--agent", "ana", "--month", "2026-10", "--as", "csv").stdout
    [sent], _ = asked(desk, mail.reply(told.message, "#timesheet", ANA))
    assert "2026-11" in sent["Subject"] and "Nothing was worked" in sent.text


def test_anothers_is_for_leads(desk, sheet):
    told = notice(desk)
    sheet.time(told.ticket, "2026-10-05 10:00+00", 5400)
    sent, [refused] = asked(desk, mail.reply(told.message, "#timesheet lee 2026-10", ANA))
    assert not sent and "for leads" in refused.text
    lead = desk.mail(told.ticket, LEAD)
    [sent], _ = asked(desk, mail.reply(lead.message, "#timesheet ana 2026-10", f"Lee <{LEAD}>"), LEAD)
    assert sent.recipients == [LEAD] and "Ana López" in sent.text and "1:30:00" in sent.text


@pytest.mark.parametrize("said", ["#timesheet soon", "#timesheet 2999-01", "#timesheet ana soon"])
def test_what_is_no_month(desk, said):
    sent, [refused] = asked(desk, mail.reply(notice(desk).message, said, ANA))
    assert not sent and "is no month" in refused.text and "#timesheet 20" in refused.text
