"""docketctl statement: a month's bill: reckoned, closed once, kept as it was, taken back, sent."""
import concurrent.futures
import datetime
import hashlib
import html.parser
import json
import os
import random
import re
import signal
import subprocess
import time
import unicodedata

import pytest

from world import books, desk as desks
from world.books import Books, seconds
from world.docket import Group

HOUR = 3600
BILLING = "billing@acme.example"
CALENDARS = [
    {"name": "always", "timezone": "UTC", "always": True},
    {"name": "ber", "timezone": "Europe/Berlin", "always": True},
    {"name": "night", "timezone": "Europe/Berlin",
     "hours": {d: ["22:00-24:00"] for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},
]
RATES = """
currency = "EUR";
rounding = { to = "15m"; how = "up"; per = "entry"; };
services = (
  { name = "support"; label = "Support"; },
  { name = "onsite"; label = "On <site>"; },
  { name = "goodwill"; label = "Goodwill"; billable = false; }
);
rates = (
  { service = "support"; amount = "100.25"; },
  { service = "onsite"; amount = 120; },
  { service = "goodwill"; amount = 100; },
  { amount = "15000"; currency = "JPY"; }
);
"""


def projects(**acme):
    """Of projects.conf; `acme`: what ACME's billing has besides, or instead."""
    contract = acme.pop("contract", None)
    made = [
        {"key": "WALK-IN", "name": "Everybody else", "language": "en", "calendar": "always", "sla": "standard"},
        {"key": "ACME", "name": "ACME <Ltd.> & Co", "domains": ["acme.example"], "language": "en", "calendar": "ber",
         "sla": "standard", "billing": {"currency": "EUR", "service": "support", "contact": [BILLING]} | acme},
        {"key": "GLOBEX", "name": "Globex España", "domains": ["globex.example"], "language": "es",
         "calendar": "always", "sla": "standard", "billing": {"currency": "EUR", "service": "support"}},
        {"key": "TOKYO", "name": "東京株式会社", "language": "en", "calendar": "always", "sla": "standard",
         "billing": {"currency": "JPY"}}]
    if contract:
        made[1]["contract"] = contract
    return {"projects": Group(made)}


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket(clock=True)
    made.files["calendars.conf"]["calendars"] = Group(CALENDARS)
    made.files["rates.conf"] = RATES
    made.files["projects.conf"] = projects()
    made.write()
    now(world, 2026, 11, 5)
    made.ctl("check")
    return made


def now(world, year, month, day, hour=12):
    world.clock.set(datetime.datetime(year, month, day, hour, tzinfo=datetime.timezone.utc).timestamp())


@pytest.fixture
def st(world, docket):
    docket.files["rates.conf"], docket.files["projects.conf"] = RATES, projects()
    docket.write()
    now(world, 2026, 11, 5)
    made = Statements(world, docket)
    made.clear()
    return made


class Statements(Books):
    def conf(self, rates=RATES, **acme):
        self.docket.files["rates.conf"], self.docket.files["projects.conf"] = rates, projects(**acme)
        self.docket.write()

    def make(self, project="ACME", month="2026-10"):
        return json.loads(self.said("statement", "make", project, "--month", month, "--as", "json"))

    def close(self, project="ACME", month="2026-10", *more):
        """What comes of it; None: there was nothing to bill."""
        made, = json.loads(self.said("--json", "statement", "close", project, "--month", month, *more))
        return made if made["statement"] else None

    def kept(self, number, form="json"):
        data = self.ctl("statement", "show", number, "--as", form).stdout
        return json.loads(data) if form == "json" else data.decode()

    def beside(self, number):
        return " ".join(self.ctl("statement", "show", number, "--as", "json").stderr.decode().split())

    def credit(self, number, *more):
        return json.loads(self.said("--json", "statement", "credit", number, "--why", "it was wrong", *more))

    def refused(self, *argv):
        done = self.ctl("statement", *argv, check=False)
        assert done.returncode != 0 and done.stdout == b""
        return " ".join(done.stderr.decode().split())


def lines(made):
    return [x for t in made["tickets"] for x in t["lines"]]


def cents(text):
    """Of "-12.50", in the currency's smallest unit."""
    return int(text.replace(".", ""))


class Page(html.parser.HTMLParser):
    """The figures of a page: rows of data-v, by the class of the row."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.tags, self.foreign = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.foreign += [v for k, v in attrs.items() if k in ("src", "href", "onclick", "onload")]
        if tag == "tr":
            self.rows.append((attrs.get("class", ""), []))
        if "data-v" in attrs:
            self.rows[-1][1].append(int(attrs["data-v"]))

    def of(self, kind):
        return [v for k, v in self.rows if k == kind and v]


# ---- what is in it

def test_a_draft_stores_nothing(st):
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", 3660, text="Fuse replaced")
    made = st.make()
    assert made["draft"] and made["statement"] == "draft" and made["currency"] == "EUR"
    line, = lines(made)
    assert (line["worked_seconds"], line["billed_seconds"], line["rate"], line["amount"]) == (
        3660, 4500, "100.25", "125.31")
    assert (line["date"], line["who"], line["service"], line["text"]) == (
        "2026-10-05", "Ana López", "Support", "Fuse replaced")
    assert made["total"] == "125.31"
    text = st.said("statement", "make", "ACME", "--month", "2026-10")
    assert "This is a draft" in text and "not an invoice" in text and "125.31" in text
    for table in ("statement", "statement_line", "billed"):
        assert st.world.one(f"select count(*) from docket.{table}") == 0


def test_four_quarters_of_an_hour_print_their_difference(st):
    """4 × 0.25 h × 100.25: each line is rounded by itself, and the difference is told."""
    t = st.ticket()
    for n in range(4):
        st.time(t, f"2026-10-0{n + 1} 10:00+00", 900)
    made = st.make()
    assert [x["amount"] for x in lines(made)] == ["25.06"] * 4
    assert (made["total"], made["apart"]) == ("100.24", "-0.01")
    assert "would differ by 0.01." in " ".join(st.said("statement", "make", "ACME", "--month", "2026-10").split())


def test_what_is_not_in_it_is_told(st):
    st.conf(approval=True)
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR)
    st.time(t, "2026-10-06 10:00+00", HOUR, agent="lee")
    st.time(t, "2026-10-07 10:00+00", 0, stopped_at=None, resumed_at="2026-10-07 10:00+00")
    st.time(t, "2026-09-05 10:00+00", HOUR)
    st.approve("ana", "2026-09-30 22:00+00", "2026-10-31 23:00+00")
    done = st.ctl("statement", "make", "ACME", "--month", "2026-10", "--as", "json")
    assert [x["who"] for x in lines(json.loads(done.stdout))] == ["Ana López"]
    told = " ".join(done.stderr.decode().split())
    assert "1 entry of lee (1:00:00) is not approved" in told
    assert f"the timer of ana on #{t} has been running since 2026-10-07" in told
    assert "1 entry of earlier months (1:00:00, the first counts in 2026-09)" in told


def test_an_entry_without_a_rate_is_left_out_and_told(st):
    st.conf(rates=RATES.replace('{ service = "onsite"; amount = 120; },', ""))
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR)
    bad = st.time(t, "2026-10-06 10:00+00", HOUR, service="onsite")
    done = st.ctl("statement", "make", "ACME", "--month", "2026-10", "--as", "json")
    assert len(lines(json.loads(done.stdout))) == 1 and f"entry {bad} (#{t}, ana, 1:00:00)" in " ".join(
        done.stderr.decode().split())
    closed = st.close()
    assert closed["lines"] == 1 and any(f"entry {bad} " in x for x in closed["left"])
    st.conf()
    assert st.close()["total"] == "120.00"


def test_what_is_not_billable_is_a_line_of_nothing(st):
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR, billable=False)
    st.time(t, "2026-10-05 12:00+00", HOUR, service="goodwill")
    made = st.make()
    assert [(x["amount"], x["billable"]) for x in lines(made)] == [("0.00", False)] * 2
    assert made["total"] == "0.00" and "not billable" in st.said("statement", "make", "ACME", "--month", "2026-10")


@pytest.mark.parametrize("at,month", [
    ("2026-09-30 22:00:00+00", "2026-10"), ("2026-10-31 22:59:59+00", "2026-10"),
    ("2026-10-31 23:00:00+00", "2026-11"),				# Berlin left summer time on 25 October
    ("2026-02-28 23:00:00+00", "2026-03"), ("2026-03-31 21:59:59+00", "2026-03"),
    ("2026-03-31 22:00:00+00", "2026-04")])
def test_a_month_is_cut_in_the_projects_zone(st, at, month):
    st.time(st.ticket(), at, HOUR)
    got = [m for m in ("2026-02", "2026-03", "2026-04", "2026-09", "2026-10", "2026-11") if lines(st.make(month=m))]
    assert got == [month]


def test_the_tickets_as_the_customer_knows_them(st):
    st.time(st.ticket(subject="Grumpy customer again", mail_subject="Printer hums"), "2026-10-05 10:00+00", HOUR)
    gone = st.ticket(subject="Secret")
    st.time(gone, "2026-10-05 10:00+00", HOUR)
    st.world.sql("delete from docket.ticket where id = %s", gone)
    assert [t["subject"] for t in st.make()["tickets"]] == ["Printer hums", None]
    assert "(erased)" in st.said("statement", "make", "ACME", "--month", "2026-10")


def test_names_and_months_that_there_are_not(st):
    assert "with billing there are: ACME, GLOBEX, TOKYO" in st.refused("make", "ACMEE", "--month", "2026-10")
    assert "has no billing" in st.refused("make", "WALK-IN", "--month", "2026-10")
    assert "is no month" in st.refused("make", "ACME", "--month", "2026-13")
    assert "say --month" in st.refused("close", "ACME")
    assert "there is no statement 2026-9" in st.refused("show", "2026-9")
    assert "say a statement's number" in st.refused("show", "9")
    assert "make has no --send" in st.refused("make", "ACME", "--month", "2026-10", "--send")
    assert "ana is no lead" in st.refused("close", "ACME", "--month", "2026-10", "--as", "ana")


# ---- closing

def test_closed_once_and_again_only_what_is_unbilled(st):
    t = st.ticket()
    first = [st.time(t, f"2026-10-0{n} 10:00+00", HOUR) for n in (1, 2)]
    done = st.close("ACME", "2026-10", "--as", "lee")
    assert (done["statement"], done["total"], done["lines"]) == ("2026-1", "200.50", 2)
    assert st.close() is None
    late = st.time(t, "2026-10-03 10:00+00", HOUR)
    again = st.close()
    assert (again["statement"], again["total"]) == ("2026-2", "100.25")
    assert st.world.sql("select entry, statement - (select min(id) from docket.statement) from docket.billed"
                         " order by 1") == [(first[0], 0), (first[1], 0), (late, 1)]
    assert st.world.one("select closed_by from docket.statement where n = 1") == "lee"
    assert '"100.25"' in st.world.one("select rules from docket.statement where n = 1")


def test_a_month_that_is_not_over(st):
    st.time(st.ticket(), "2026-11-02 10:00+00", HOUR)
    assert "2026-11 is not over for ACME" in st.refused("close", "ACME", "--month", "2026-11")
    assert st.close("ACME", "2026-11", "--early")["total"] == "100.25"
    now(st.world, 2026, 10, 31, 22)					# 23:00 in Berlin
    assert "is not over" in st.refused("close", "ACME", "--month", "2026-10")


def test_it_is_kept_as_it_was(st):
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR, text="Fuse")
    number = st.close()["statement"]
    before = {f: st.kept(number, f) for f in ("text", "csv", "html", "json")}
    assert json.loads(json.dumps(before["json"]))["statement"] == number and not before["json"]["draft"]
    row = st.world.sql("select csv, csv_sha256, html, html_sha256, json, json_sha256 from docket.statement")[0]
    for text, digest in zip(row[::2], row[1::2]):
        assert hashlib.sha256(text.encode()).digest() == bytes(digest)
    assert st.beside(number) == ""
    st.conf(rates=RATES.replace("100.25", "110.00").replace('to = "15m"', 'to = "30m"'))
    told = st.beside(number)
    assert "By today's entries and rules its entries would come to 110.00 EUR" in told
    assert "and not to 100.25 EUR" in told and "nothing is changed" in told
    st.world.sql("update docket.ticket set subject = 'Other'")
    after = {f: st.kept(number, f) for f in ("csv", "html", "json")}
    assert after == {k: before[k] for k in after}
    assert st.kept(number, "text").startswith(before["text"].partition("\nClosed by")[0])
    assert "nothing is changed" in " ".join(st.kept(number, "text").split())


def test_a_changed_row_is_told(st):
    st.time(st.ticket(), "2026-10-05 10:00+00", HOUR)
    number = st.close()["statement"]
    st.world.sql("update docket.statement set csv = replace(csv, '100.25', '900.25')")
    assert "csv is not what was kept when it was closed" in st.refused("show", number, "--as", "csv")


def test_numbers_begin_anew_each_year(st):
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR)
    st.time(t, "2026-12-05 10:00+00", HOUR)
    assert st.close()["statement"] == "2026-1"
    now(st.world, 2026, 12, 31, 23)				# it is 2027 in Berlin
    assert st.close("ACME", "2026-12")["statement"] == "2027-1"


def test_files_into_a_folder(st, tmp_path):
    st.time(st.ticket(), "2026-10-05 10:00+00", HOUR)
    st.ctl("statement", "make", "ACME", "--month", "2026-10", "--dir", str(tmp_path))
    assert sorted(os.listdir(tmp_path)) == [f"statement-ACME-2026-10.{x}" for x in ("csv", "html", "json", "txt")]
    number = st.close("ACME", "2026-10", "--dir", str(tmp_path))["statement"]
    assert (tmp_path / f"statement-{number}.csv").read_bytes() == st.ctl(
        "statement", "show", number, "--as", "csv").stdout
    assert st.ctl("statement", "make", "ACME", "--month", "2026-10", "--dir", f"{tmp_path}/none",
                  check=False).returncode == 1


def test_all_projects_and_no_sum_of_two_currencies(st):
    for project, n in (("ACME", 2), ("GLOBEX", 1), ("TOKYO", 1), ("WALK-IN", 1)):
        t = st.ticket(project)
        for k in range(n):
            st.time(t, f"2026-10-0{k + 1} 10:00+00", HOUR, project=project)
    done = st.ctl("statement", "close", "--all", "--month", "2026-10")
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "All in EUR: 300.75 EUR" in out and "All in JPY: 15000 JPY" in out and out.count("All in") == 2
    assert "[1/3] ACME" in err and "[3/3] TOKYO" in err and "WALK-IN has time about that month, and no billing" in err
    again = st.said("statement", "close", "--all", "--month", "2026-10")
    assert again.count("nothing to bill") == 3
    assert [r["statement"] for r in json.loads(st.said("--json", "statement", "list"))] == ["2026-3", "2026-2", "2026-1"]
    assert "Extracto de servicios" in st.kept("2026-2", "html") and "100,25" in st.kept("2026-2", "text")
    assert "15000" in st.kept("2026-3", "csv") and "2026-2" in st.said("statement", "list", "--project", "GLOBEX")


# ---- credits and corrections

def test_a_credit_frees_what_it_takes_back(st):
    t = st.ticket()
    one = st.time(t, "2026-10-05 10:00+00", HOUR)
    two = st.time(t, "2026-10-06 10:00+00", HOUR)
    st.time(t, "2026-10-06 10:00+00", -1800, corrects=two)
    assert st.close()["total"] == "150.37"
    credit = st.credit("2026-1", "--entry", str(two))
    assert (credit["statement"], credit["credits"], credit["total"]) == ("2026-2", "2026-1", "-50.12")
    assert st.world.sql("select entry from docket.billed") == [(one,)]
    kept = st.kept("2026-2")
    assert kept["credits"] == "2026-1" and kept["reason"] == "it was wrong"
    assert [x["worked_seconds"] for x in lines(kept)] == [-1800]
    assert "was credited before" in st.refused("credit", "2026-1", "--why", "x", "--entry", str(two))
    assert "does not bill entry 999" in st.refused("credit", "2026-1", "--why", "x", "--entry", "999")
    assert "is a credit itself" in st.refused("credit", "2026-2", "--why", "x")
    assert "say --why" in st.refused("credit", "2026-1")
    st.conf(rates=RATES.replace("100.25", "110.00"))
    assert st.close()["total"] == "55.00"				# anew, by today's rules
    assert st.credit("2026-1")["total"] == "-100.25"			# what was left of it, as it was billed
    assert "nothing of statement 2026-1 is left" in st.refused("credit", "2026-1", "--why", "x")
    assert st.close()["total"] == "110.00"
    assert st.world.sql("select n from docket.statement order by n") == [(n,) for n in range(1, 6)]
    assert st.world.one("select sum(total) from docket.statement") == 16500


def test_a_late_correction_goes_by_the_rate_of_then(st):
    t = st.ticket()
    entry = st.time(t, "2026-10-05 10:00+00", HOUR)
    assert st.close()["total"] == "100.25"
    st.conf(rates=RATES.replace("100.25", "200.00"))
    for at, worked in (("10", -600), ("11", -600)):
        st.time(t, "2026-10-05 10:00+00", worked, corrects=entry, counts_at=f"2026-11-{at} 10:00+00")
    now(st.world, 2026, 12, 5)
    made = st.make(month="2026-11")
    assert [(x["date"], x["worked_seconds"], x["billed_seconds"], x["amount"], x["late"]) for x in lines(made)] == [
        ("2026-10-05", -600, -600, "-16.71", True)] * 2
    assert st.close("ACME", "2026-11")["total"] == "-33.42"
    st.time(t, "2026-10-05 10:00+00", -2400, corrects=entry, counts_at="2026-12-02 10:00+00")
    now(st.world, 2027, 1, 5)
    assert st.close("ACME", "2026-12")["total"] == "-66.83"		# the rest: nothing was worked at all
    assert st.world.one("select sum(total) from docket.statement") == 0


def test_a_correction_takes_back_what_rounding_added(st):
    t = st.ticket()
    entry = st.time(t, "2026-10-05 10:00+00", 300)
    assert st.close()["total"] == "25.06"
    st.time(t, "2026-10-05 10:00+00", -300, corrects=entry, counts_at="2026-11-10 10:00+00")
    now(st.world, 2026, 12, 5)
    assert st.close("ACME", "2026-11")["total"] == "-25.06"


def test_in_the_month_itself_a_correction_is_no_line(st):
    t = st.ticket()
    entry = st.time(t, "2026-10-05 10:00+00", 2 * HOUR)
    part = st.time(t, "2026-10-05 10:00+00", -HOUR, corrects=entry)
    gone = st.time(t, "2026-10-06 10:00+00", HOUR)
    st.time(t, "2026-10-06 10:00+00", -HOUR, corrects=gone)
    assert [x["worked_seconds"] for x in lines(st.make())] == [HOUR]
    assert st.close()["total"] == "100.25" and st.close() is None
    assert st.world.sql("select entry from docket.billed order by 1") == [(entry,), (part,)]


# ---- the contract's hours

def test_prepaid_hours_are_drawn_down(st):
    contract = {"from": "2026-10-01", "until": "2026-12-31", "prepaid": "3h"}
    st.conf(contract=contract)
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", 2 * HOUR)
    st.time(t, "2026-11-05 10:00+00", 2 * HOUR)
    st.time(t, "2026-10-06 10:00+00", HOUR, billable=False)
    made = st.close()
    assert made["total"] == "0.00"
    assert st.kept("2026-1")["prepaid"] == {
        "before_seconds": 3 * HOUR, "used_seconds": 2 * HOUR, "left_seconds": HOUR}
    now(st.world, 2026, 12, 5)
    st.close("ACME", "2026-11")
    kept = st.kept("2026-2")
    assert kept["prepaid"] == {"before_seconds": HOUR, "used_seconds": HOUR, "left_seconds": 0}
    assert [(x["prepaid_seconds"], x["amount"]) for x in lines(kept)] == [(HOUR, "100.25")]
    assert st.credit("2026-1")["total"] == "0.00"
    assert st.kept("2026-3")["prepaid"]["left_seconds"] == 2 * HOUR
    assert "Prepaid hours: before 0:00:00, used here -2:00:00, left 2:00:00" in st.kept("2026-3", "text")


# ---- promises

def test_how_promises_were_kept(st):
    st.time(st.ticket(), "2026-10-05 10:00+00", HOUR)
    for due, state in (("2026-10-10", "met"), ("2026-10-11", "breached")):
        st.world.sql("with t as (insert into docket.ticket (subject, project, mailbox, status, category, created_at)"
                     " values ('x', 'ACME', 'support', 'closed', 'closed', '2026-01-01') returning id)"
                     " insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, worked,"
                     " started_at, last_due_at, state, breached_at, stopped_at, pause)"
                     " select id, 'resolution', 1, 'p', 'high', 'always', 3600, 3600000000, '2026-01-01', %s, %s,"
                     " %s, %s, '{}' from t", due, state, due if state == "breached" else None, due)
    made = st.make()["service_levels"]
    assert [(g["clock"], g["severity"], g["met"], g["breached"]) for g in made] == [("resolution", "high", 1, 1)]
    assert "50.0 %" in st.said("statement", "make", "ACME", "--month", "2026-10")


# ---- every form has the same figures

EVIL = ["=1+1", '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "&amp; </td></table>", "\x1b[31mred",
        "a\r\nb,\"c\"", "‮evil", "x" * 300, "🙂" * 60, "-"]


def wide(text):
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))
               for line in text.splitlines())


def test_hostile_texts(st):
    for text in EVIL:
        st.time(st.ticket(subject=text), "2026-10-05 10:00+00", HOUR, text=text)
    number = st.close()["statement"]
    page = st.kept(number, "html")
    got = Page(page)
    assert not {"script", "img", "iframe", "link"} & set(got.tags) and got.foreign == []
    assert "\x1b" not in page and "‮" not in page and "ACME &lt;Ltd.&gt; &amp; Co" in page
    assert got.tags.count("table") == 1
    table = books.rows(st.ctl("statement", "show", number, "--as", "csv").stdout)
    assert [r["text"].removeprefix("'") for r in table] == EVIL
    assert not any(r[k].startswith(tuple("=+-@\t\r")) for r in table for k in ("text", "subject", "who", "service"))
    text = st.kept(number, "text")
    assert "\x1b" not in text and "‮" not in text and wide(text) <= 80
    assert [x["text"] for x in lines(st.kept(number))] == EVIL


@pytest.mark.parametrize("seed", range(8))
def test_printed_lines_add_up_to_the_printed_total(st, seed):
    rng = random.Random(seed)
    st.conf(rates=RATES.replace("100.25", f"{rng.randrange(1, 30000) / 100:.2f}").replace(
        'per = "entry"', f'per = "{rng.choice(["entry", "ticket-day", "ticket", "statement"])}"').replace(
        'how = "up"', f'how = "{rng.choice(["up", "nearest", "down"])}"'),
            **({"contract": {"until": "2026-12-31", "prepaid": "5h"}} if seed % 2 else {}))
    tickets = [st.ticket(subject=f"Work {n}") for n in range(6)]
    for _ in range(60):
        t = rng.choice(tickets)
        at = f"2026-10-{rng.randrange(1, 31):02} {rng.randrange(24):02}:{rng.randrange(60):02}+00"
        entry = st.time(t, at, rng.randrange(1, 5 * HOUR), rng.choice(["ana", "lee"]),
                        service=rng.choice(["", "support", "onsite", "goodwill"]), billable=rng.random() < 0.9)
        if rng.random() < 0.2:
            st.time(t, at, -1, corrects=entry)
    number = st.close()["statement"]
    made, table = st.kept(number), books.rows(st.ctl("statement", "show", number, "--as", "csv").stdout)
    page, text = Page(st.kept(number, "html")), st.kept(number, "text")
    total = cents(made["total"])
    assert total == sum(cents(x["amount"]) for x in lines(made)) == sum(cents(r["amount"]) for r in table)
    assert total == sum(cents(t["amount"]) for t in made["tickets"])
    assert page.of("sum") == [[made["worked_seconds"], made["billed_seconds"], total]]
    assert [[x["worked_seconds"], x["billed_seconds"], round(float(x["rate"]) * 10000), cents(x["amount"])]
            for x in lines(made)] == [v for v in page.of("") if len(v) == 4]
    for name in ("worked", "billed"):
        assert made[f"{name}_seconds"] == sum(x[f"{name}_seconds"] for x in lines(made)) == sum(
            int(r[f"{name}_seconds"]) for r in table)
        assert all(seconds(r[name]) == int(r[f"{name}_seconds"]) for r in table)
    shown = [x.split() for x in text.splitlines() if re.match(r"  2026-\d\d-\d\d ", x)]
    assert sum(cents(x[-1]) for x in shown) == total == cents(
        next(x for x in text.splitlines() if "Total (EUR)" in x).split()[-1])
    assert wide(text) <= 80 and len(shown) == len(lines(made)) == len(table)
    if seed % 2:
        assert made["prepaid"]["used_seconds"] == sum(x["prepaid_seconds"] for x in lines(made)) <= 5 * HOUR


# ---- several at once, and broken off

def test_two_who_close_at_once(st):
    for project in ("ACME", "GLOBEX", "TOKYO"):
        t = st.ticket(project)
        for n in range(30):
            st.time(t, f"2026-10-05 1{n % 10}:00+00", HOUR, project=project)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda p: st.docket.ctl("--json", "statement", "close", p, "--month", "2026-10",
                                                     check=False), ["ACME", "GLOBEX", "TOKYO"] * 2))
    assert all(d.returncode == 0 for d in done), [d.stderr for d in done]
    made = sorted(x["statement"] for d in done for x in json.loads(d.stdout) if x["statement"])
    assert made == ["2026-1", "2026-2", "2026-3"]
    assert st.world.one("select count(*) from docket.billed") == 90


def test_killed_in_the_middle(st):
    """No number is lost, nothing is billed twice, and the same call again goes on."""
    for project in ("ACME", "GLOBEX", "TOKYO"):
        t = st.ticket(project)
        for n in range(40):
            st.time(t, f"2026-10-05 1{n % 10}:00+00", HOUR, project=project)
    command = [f"{st.docket.build}/daemon/docketctl", *st.docket.options(), "statement", "close", "--all", "--month",
               "2026-10"]
    for n in range(8):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            time.sleep(0.02 + 0.03 * n)
            child.send_signal(signal.SIGKILL)
    st.ctl("statement", "close", "--all", "--month", "2026-10")
    assert st.world.sql("select n from docket.statement order by n") == [(1,), (2,), (3,)]
    assert st.world.one("select count(*) from docket.billed") == 120
    assert st.world.one("select count(*) from docket.statement_line") == 120


# ---- the mail

def test_sent_to_the_billing_contact_alone(st):
    st.docket.start()
    try:
        st.time(st.ticket(), "2026-10-05 10:00+00", HOUR)
        done = st.close("ACME", "2026-10", "--send", "--as", "lee")
        assert done["sent_to"] == BILLING
        desk = desks.Desk(st.world, st.docket)
        sent = st.world.wait(lambda: [s for s in desk.mails() if BILLING in s.recipients], 20, "the statement")[-1]
        assert sent.recipients == [BILLING] and "2026-1" in sent["Subject"] and "100.25 EUR" in sent.text
        files = {p.get_filename(): p.get_payload(decode=True) for p in sent.message.iter_attachments()}
        assert sorted(files) == ["statement-2026-1.csv", "statement-2026-1.html"]
        assert files["statement-2026-1.html"].decode() == st.kept("2026-1", "html")
        assert files["statement-2026-1.csv"].decode("utf-8-sig") == st.ctl(
            "statement", "show", "2026-1", "--as", "csv").stdout.decode()
        at, to = st.world.sql("select sent_at, sent_to from docket.statement")[0]
        assert at is not None and to == BILLING
        assert "goes to billing@acme.example" in st.said("statement", "send", "2026-1")
        st.world.wait(lambda: len([s for s in desk.mails() if BILLING in s.recipients]) == 2, 20, "it again")
    finally:
        assert st.docket.stop() == 0


def test_nobody_to_send_it_to(st):
    st.time(st.ticket("GLOBEX"), "2026-10-05 10:00+00", HOUR, project="GLOBEX")
    assert "no billing contact" in st.refused("close", "GLOBEX", "--month", "2026-10", "--send")
    assert st.world.one("select count(*) from docket.statement") == 0


def test_by_billing_send(st):
    st.conf(send=True)
    t = st.ticket()
    st.time(t, "2026-10-05 10:00+00", HOUR)
    assert st.close()["sent_to"] == BILLING
    assert st.credit("2026-1", "--no-send")["sent_to"] is None
