"""docketctl rate on rows of time as the daemon leaves them: which rate won, and why."""
import json

import pytest

from world.docket import Group

CALENDARS = [
    {"name": "ber", "timezone": "Europe/Berlin", "hours": {d: ["09:00-17:00"] for d in ("mon", "tue", "wed", "thu", "fri")}},
    {"name": "night", "timezone": "Europe/Berlin",
     "hours": {d: ["22:00-06:00"] for d in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},
]
RATES = {
    "currency": "EUR",
    "rounding": {"to": "15m", "per": "ticket-day"},
    "services": Group([{"name": "support"}, {"name": "onsite"}]),
    "rates": Group([
        {"amount": 95},
        {"service": "onsite", "amount": "120.50"},
        {"project": "BER", "amount": "88.50", "until": "2026-12-31"},
        {"project": "BER", "amount": "90.00", "from": "2027-01-01"},
        {"currency": "USD", "amount": "100.25"},
        {"project": "BER", "hours": "night", "amount": "99"},
    ]),
    "surcharges": Group([{"name": "night", "calendar": "night", "percent": 25}]),
}


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("rate")
    made.files["calendars.conf"] = {"calendars": Group(
        tuple(made.files["calendars.conf"]["calendars"]) + tuple(CALENDARS))}
    made.files["projects.conf"]["projects"] = Group(tuple(made.files["projects.conf"]["projects"]) + (
        {"key": "BER", "name": "Berlin", "calendar": "ber", "billing": {"currency": "EUR", "service": "support"}},
        {"key": "CHF", "name": "Bern", "calendar": "ber", "billing": {"currency": "CHF"}},
        {"key": "NONE", "name": "None", "calendar": "ber"}))
    made.files["rates.conf"] = RATES
    made.write()
    made.ctl("check")
    with world.pg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("insert into docket.project (key) select unnest(%s) on conflict do nothing",
                       (["BER", "CHF", "NONE", "GONE"],))
        cursor.execute("insert into docket.agent (name) values ('ana') on conflict do nothing")
    return made


@pytest.fixture
def book(world, docket):
    """Books time; what is not said is an hour on a Monday morning."""
    with world.pg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("truncate docket.time_entry cascade")

    def add(at="2026-06-01 10:00+02", worked=3600, project="BER", **more):
        row = {"number": 7, "project": project, "agent": "ana", "started_at": at, "exact": True, "stopped_at": at,
               "worked": worked, "made_at": at, "made_by": "ana", "counts_at": at} | more
        with world.pg.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"insert into docket.time_entry ({', '.join(row)}) values"
                           f" ({', '.join(['%s'] * len(row))}) returning id", list(row.values()))
            return cursor.fetchone()[0]
    return add


def explain(docket, entry, status=0):
    got = docket.ctl("rate", "explain", str(entry), "--json", check=False)
    assert got.returncode == status, got.stderr
    return json.loads(got.stdout)


def won(answer, what="rates"):
    return [v["what"] for v in answer[what] if v["wins"]]


def test_the_most_specific_wins_and_each_says_why(docket, book):
    said = explain(docket, book(service="onsite"))
    why = {v["what"]: v["why"] for v in said["rates"]}
    assert won(said) == ["88.50 EUR"]
    assert why["95.00 EUR"] == why["120.50 EUR"] == "is less specific"
    assert (why["90.00 EUR"], why["100.25 USD"], why["99.00 EUR"]) == (
        "begins later", "is in USD", "is not open then")
    assert said["alone"]["amount"] == "88.50" and said["alone"]["billed"] == 3600
    assert said["service"] == "onsite" and said["statement"] is None


def test_a_night_is_a_piece_of_its_own(docket, book):
    said = explain(docket, book(at="2026-06-01 21:30+02"))
    assert won(said) == ["88.50 EUR", "99.00 EUR"] and won(said, "surcharges") == ["+25 %"]
    assert [(p["worked"], p["rate"], p["amount"]) for p in said["alone"]["lines"]] == [
        (1800, "88.50", "44.25"), (1800, "123.75", "61.88")]


def test_rounding_alone_and_with_its_month(docket, book):
    first = book(worked=300)
    book(at="2026-06-01 12:00+02", worked=300)
    book(at="2026-07-01 12:00+02", worked=300)
    said = explain(docket, first)
    assert said["alone"]["billed"] == 900 and said["in_month"]["billed"] == 450
    assert said["month"] == "2026-06"
    assert "0:10:00 is billed as 0:15:00 (up to 15m per ticket-day)" in said["in_month"]["lines"][0]["why"]


def test_the_month_is_the_projects(docket, book):
    assert explain(docket, book(at="2026-06-30 23:30+00"))["month"] == "2026-07"


def test_a_correction_is_counted_with_what_it_corrects(docket, book):
    first = book(worked=3600)
    other = book(worked=-1800, corrects=first)
    assert explain(docket, first)["worked"] == 1800
    got = docket.ctl("rate", "explain", str(other), check=False)
    assert got.returncode == 1 and f"docketctl rate explain {first}" in got.stderr.decode()
    late = book(worked=-900, corrects=first, counts_at="2026-07-02 10:00+02", at="2026-07-02 10:00+02")
    assert explain(docket, late)["alone"]["amount"] == "-22.12"
    assert explain(docket, first)["worked"] == 1800


def test_what_no_rate_covers_is_not_free(docket, book):
    entry = book(project="CHF")
    said = explain(docket, entry, status=1)
    assert said["alone"] is None and said["in_month"] is None and won(said) == []
    assert "no rate of rates.conf covers it" in said["fault"] and 'project = "CHF"' in said["fault"]
    assert all(v["why"].startswith(("is in ", "is for ")) for v in said["rates"])


def test_what_cannot_be_billed_says_what_would_be_right(docket, book):
    for project, want in ("NONE", "has no billing"), ("GONE", "is not in projects.conf any more"):
        got = docket.ctl("rate", "explain", str(book(project=project)), check=False)
        assert got.returncode == 1 and want in got.stderr.decode()
    got = docket.ctl("rate", "explain", "999999", check=False)
    assert got.returncode == 1 and "there is no entry of time 999999" in got.stderr.decode()
    got = docket.ctl("rate", "explain", str(book(stopped_at=None)), check=False)
    assert got.returncode == 1 and "is not stopped" in got.stderr.decode()
    assert docket.ctl("rate", "explain", "x", check=False).returncode == 64
    assert docket.ctl("rate", check=False).returncode == 64


def test_only_the_day_is_known(docket, book):
    said = explain(docket, book(at="2026-06-01 23:00+02", exact=False))
    assert won(said) == ["88.50 EUR"] and won(said, "surcharges") == []
    assert "its hours are not known" in said["alone"]["lines"][0]["why"]


def test_text_for_people_fits_80_columns(docket, book):
    entry = book(at="2026-06-01 21:30+02", worked=2000, text="\x1b[31mred")
    for args in ("explain", str(entry)), ("list",):
        text = docket.ctl("rate", *args).stdout.decode()
        assert all(len(line) <= 80 for line in text.splitlines()), text
        assert "\x1b" not in text and "rates.conf:" in text
    text = docket.ctl("rate", "explain", str(entry)).stdout.decode()
    assert "wins for" in text and "alone: 0:45:00 billed" in text and "with all of 2026-06:" in text


def test_list(docket):
    said = json.loads(docket.ctl("rate", "list", "--json").stdout)
    assert [r["amount"] for r in said["rates"]] == ["99.00", "90.00", "88.50", "120.50", "95.00", "100.25"]
    currencies = {p["project"]: p["currency"] for p in said["projects"]}
    assert (currencies["BER"], currencies["CHF"]) == ("EUR", "CHF") and "NONE" not in currencies
    assert said["surcharges"][0]["percent"] == "25" and [s["name"] for s in said["services"]] == ["support", "onsite"]
