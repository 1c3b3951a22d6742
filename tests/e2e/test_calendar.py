"""docketctl calendar and check's warnings: what the configured hours come to."""
import datetime
import re

import pytest

from world.docket import Group

TODAY = datetime.datetime(2026, 7, 1, 10, tzinfo=datetime.timezone.utc)	# a Wednesday
WEEK = ("mon", "tue", "wed", "thu", "fri")
CALENDARS = [
    {"name": "always", "timezone": "UTC", "always": True},
    {"name": "ber", "timezone": "Europe/Berlin", "holidays": ["2026-12-25"],
     "hours": {d: ["09:00-12:00", "13:00-17:00"] for d in WEEK}},
    {"name": "nyc", "timezone": "America/New_York", "hours": {d: ["09:00-17:00"] for d in WEEK},
     "holidays": ["2026-12-24..2026-12-26"]},
    {"name": "both", "union": ["ber", "nyc"]},
    {"name": "night", "timezone": "Europe/Berlin", "hours": {"mon": ["22:00-06:00"]},
     "holidays": ["2026-06-02", "2026-06-08"]},
    {"name": "sunday", "timezone": "Europe/Berlin", "hours": {"sun": ["00:00-24:00"]}},
    {"name": "apia", "timezone": "Pacific/Apia",
     "hours": {d: ["09:00-10:00"] for d in WEEK + ("sat", "sun")}},
]


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("calendar", clock=True)
    world.clock.set(TODAY.timestamp())
    made.files["calendars.conf"] = {"calendars": Group(CALENDARS)}
    made.write()
    return made


def days(docket, name, first, last):
    """{day: (what is open, worked, note)} of the table; under None what it says of all."""
    lines = docket.ctl("calendar", name, "--from", first, "--to",
                       last).stdout.decode().splitlines()
    out = {None: lines[-1]}
    for line in lines[2:-1]:
        row = re.match(r"\w{3} (\S{10})  ([^, ]+(?:, [^, ]+)*) +(\S+)(?:  (.*))?$", line)
        out[row[1]] = (row[2], row[3], row[4] or "")
    return out


@pytest.mark.parametrize("name,day,want", [
    ("ber", "2026-12-24", ("09:00-12:00, 13:00-17:00", "7h", "")),
    ("ber", "2026-12-25", ("closed", "-", "holiday")),
    ("ber", "2026-12-26", ("closed", "-", "")),
    ("always", "2026-12-26", ("00:00-24:00", "24h", "")),
    # In the first member's zone; New York opens at 15:00 in Berlin.
    ("both", "2026-12-23", ("09:00-12:00, 13:00-23:00", "13h", "")),
    ("both", "2026-12-24", ("09:00-12:00, 13:00-17:00", "7h", "holiday of nyc")),
    ("both", "2026-12-25", ("closed", "-", "holiday of ber, nyc")),
    # A holiday takes the spans that start on it, and only those.
    ("night", "2026-06-01", ("22:00-24:00", "2h", "")),
    ("night", "2026-06-02", ("00:00-06:00", "6h", "holiday")),
    ("night", "2026-06-08", ("closed", "-", "holiday")),
    ("night", "2026-06-09", ("closed", "-", "")),
    ("sunday", "2026-03-29", ("00:00-24:00", "23h", "")),
    ("sunday", "2026-10-25", ("00:00-24:00", "25h", "")),
])
def test_a_day(docket, name, day, want):
    assert days(docket, name, day, day)[day] == want


def test_totals_and_the_day_that_never_was(docket):
    got = days(docket, "apia", "2011-12-28", "2011-12-31")
    assert sorted(k for k in got if k) == ["2011-12-28", "2011-12-29", "2011-12-31"]
    assert got[None] == "3h of worked time"
    assert days(docket, "sunday", "2026-06-01", "2026-06-06")[None] == "none of worked time"


def test_json(docket):
    got = docket.ctl_json("calendar", "both", "--from", "2026-12-23", "--to", "2026-12-24")
    assert (got["timezone"], got["union"]) == ("Europe/Berlin", ["ber", "nyc"])
    first, second = got["days"]
    assert first == {"day": "2026-12-23", "holiday_of": [], "worked_seconds": 13 * 3600, "open": [
        {"from": "2026-12-23T08:00:00Z", "to": "2026-12-23T11:00:00Z"},
        {"from": "2026-12-23T12:00:00Z", "to": "2026-12-23T22:00:00Z"}]}
    assert second["holiday_of"] == ["nyc"] and got["worked_seconds"] == 20 * 3600


def test_two_weeks_from_today(docket):
    got = docket.ctl_json("calendar", "always")
    assert [day["day"] for day in got["days"]] == [
        f"2026-07-{day:02d}" for day in range(1, 15)]
    assert len(docket.ctl_json("calendar", "ber", "--from", "2026-02-20")["days"]) == 14


def test_all_calendars(docket):
    text = docket.ctl("calendar").stdout.decode()
    assert "union of ber, nyc" in text and "always open" in text
    rows = {c["name"]: c for c in docket.ctl_json("calendar")}
    assert list(rows) == [c["name"] for c in CALENDARS]
    assert (rows["always"]["open"], rows["always"]["changes_at"]) == (True, None)
    assert rows["both"]["timezone"] == "Europe/Berlin"
    assert (rows["ber"]["open"], rows["ber"]["changes_at"]) == (False, "2026-07-01T11:00:00Z")
    assert (rows["nyc"]["open"], rows["nyc"]["changes_at"]) == (False, "2026-07-01T13:00:00Z")


@pytest.mark.parametrize("argv,status", [
    (["nowhere"], 1), (["ber", "nyc"], 64), (["--from", "2026-01-01"], 64),
    (["ber", "--from", "2026-02-30"], 64), (["ber", "--from", "tomorrow"], 64),
    (["ber", "--from", "2026-02-02", "--to", "2026-02-01"], 64),
    (["ber", "--from", "2026-02-02", "--to", "2046-02-01"], 64),
])
def test_bad_questions(docket, argv, status):
    assert docket.ctl("calendar", *argv, check=False).returncode == status


def ics(day):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\nBEGIN:VEVENT\r\nUID:1\r\n"
            f"DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nSUMMARY:Off\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("ahead,warned", [(-400, "past"), (-1, "past"), (1, "newer"), (85, "newer"),
                                          (100, ""), (400, "")])
def test_check_warns_of_a_holiday_file_that_ends(world, ahead, warned):
    docket = world.docket(f"ics{ahead}", clock=True)
    world.clock.set(TODAY.timestamp())
    last = TODAY.date() + datetime.timedelta(ahead)
    docket.files["calendars.conf"] = {"calendars": Group(CALENDARS + [
        {"name": "off", "timezone": "UTC", "hours": {"mon": ["09:00-17:00"]}, "ics": "off.ics"}])}
    docket.files["off.ics"] = ics(last)
    docket.write()
    text = docket.ctl("check").stdout.decode()
    lines = [line.strip() for line in text.splitlines() if "warning:" in line]
    holidays = next(c for c in docket.ctl_json("check")["checks"] if c["name"] == "holidays")
    assert len(lines) == len(holidays["warnings"]) == (1 if warned else 0) and holidays["ok"]
    if warned:
        assert lines[0].startswith("warning: calendar off: the last holiday in off.ics is "
                                   f"{last.isoformat()}") and warned in lines[0]
    assert text.endswith("warnings.\n" if warned else "All is well.\n")
