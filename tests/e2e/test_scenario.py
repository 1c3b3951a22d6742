"""docketctl sla simulate: what is refused, where, and what would be right."""
import json
import os
import subprocess

import pytest

from world import build_dir

CTL = f"{build_dir()}/daemon/docketctl"
GOOD = """calendars = ( { name = "ber"; timezone = "Europe/Berlin";
  hours = { mon = [ "09:00-17:00" ]; tue = [ "09:00-17:00" ]; }; } );
slas = ( { name = "std"; targets = (
  { calendar = "ber"; response = "60m"; warn = [ "50%" ]; } ); } );
ticket = { sla = "std"; };
events = (
  { at = "2026-06-01T09:00:00+02:00"; is = "created"; severity = "high"; },
  { at = "2026-06-01T09:45:00+02:00"; is = "agent-reply"; }
);
"""

FAULTS = [
    ("an unknown zone", "Europe/Berlin", "Europe/Berlni", "case.conf:1: "),
    ("overlapping spans", '"09:00-17:00" ]; tue', '"09:00-17:00", "16:00-18:00" ]; tue',
     "case.conf:2: spans of mon and mon overlap"),
    ("an empty calendar", '  hours = { mon = [ "09:00-17:00" ]; tue = [ "09:00-17:00" ]; }; ', "",
     "calendar ber is never open: give it hours"),
    ("a target without calendar", 'calendar = "ber"; response', "response",
     "case.conf:4: this target names no calendar, and neither does the ticket"),
    ("a circular union", "} );\nslas", '}, { name = "a"; union = [ "b" ]; }, { name = "b"; '
     'union = [ "a" ]; } );\nslas', "case.conf:2: the union a is made of itself (a, b, a)"),
    ("an impossible point", '"50%"', '"100%"', 'case.conf:4: the point "100%" is not before'),
    ("a point before the start", '"50%"', '"2h"', 'case.conf:4: the point "2h" lies before'),
    ("a calendar that is not there", 'calendar = "ber"; r', 'calendar = "bre"; r',
     "case.conf:4: there is no calendar bre in this scenario (did you mean ber?)"),
    ("a policy that is not there", 'sla = "std"', 'sla = "sdt"',
     "case.conf:5: there is no SLA sdt in this scenario"),
    ("time that goes back", "09:45", "08:45", "case.conf:8: the events are not in the order"),
    ("no instant", "2026-06-01T09:45:00+02:00", "yesterday", "case.conf:8: at is not an instant"),
    ("a day that no month has", "2026-06-01T09:45", "2026-06-31T09:45",
     "case.conf:8: at is not an instant"),
    ("an unknown event", "agent-reply", "agent-replay",
     "case.conf:8: there is no event agent-replay (did you mean agent-reply?)"),
    ("a status that is none", 'is = "agent-reply"', 'is = "status"; to = "asleep"',
     "case.conf:8: there is no status asleep"),
    ("a change to nothing", 'is = "agent-reply"', 'is = "severity"',
     'case.conf:8: a "severity" event needs `to`'),
    ("a key of another event", 'is = "agent-reply"', 'is = "agent-reply"; to = "resolved"',
     'case.conf:8: the event "agent-reply" has no to: that belongs to status, severity or sla'),
    ("an event without a time", 'at = "2026-06-01T09:45:00+02:00"; ', "",
     'case.conf:8: events lacks at: when, "2026-06-01T10:00:00+02:00"'),
    ("a ticket without a policy", 'sla = "std"; ', "", "case.conf:5: ticket lacks sla: the name of"),
    ("a history without a beginning", '"created"; severity = "high"', '"note"',
     'case.conf:7: the first event, and it alone, is "created"'),
    ("a setting that is none", 'severity = "high"', 'severty = "high"',
     "case.conf:7: there is no setting severty in events (did you mean severity?): see"
     " docketctl(8), SCENARIOS"),
    ("a part that is missing", 'ticket = { sla = "std"; };', "",
     "case.conf: ticket is missing: a scenario holds"),
    ("a part that is none", "ticket =", "tickets =", "case.conf:5: there is no part"),
    ("a text that is not closed", '"Europe/Berlin"', '"Europe/Berlin', "case.conf:"),
]


def simulate(path, *args, tz=None):
    environment = dict(os.environ) | ({"TZ": tz} if tz else {})
    return subprocess.run([CTL, "sla", "simulate", str(path), *args], capture_output=True,
                          text=True, check=False, timeout=60, env=environment)


@pytest.mark.parametrize("name,old,new,want", FAULTS, ids=[f[0] for f in FAULTS])
def test_refused(tmp_path, name, old, new, want):
    assert GOOD.count(old) == 1
    path = tmp_path / "case.conf"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    done = simulate(path)
    assert done.returncode == 65 and done.stdout == ""
    assert want in done.stderr, done.stderr


def test_the_same_everywhere(tmp_path):
    """Whatever TZ is, whoever may write the file, from a folder or beside it."""
    path = tmp_path / "case.conf"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0o666)
    want = simulate(path)
    assert want.returncode == 0, want.stderr
    cycle = json.loads(want.stdout)["clocks"][0]
    assert (cycle["state"], cycle["worked_seconds"]) == ("met", 2700)
    for tz in ("Pacific/Apia", "Africa/Casablanca", "nowhere"):
        assert simulate(path, tz=tz).stdout == want.stdout


@pytest.mark.parametrize("until,fired", [
    ("2026-06-01T07:29:59Z", []), ("2026-06-01T07:30:00Z", ["50%"]),
    ("2026-06-01T09:30:00+02:00", ["50%"]), ("2027-01-01T00:00:00Z", ["50%"])])
def test_until(tmp_path, until, fired):
    path = tmp_path / "case.conf"
    path.write_text(GOOD, encoding="utf-8")
    done = simulate(path, "--until", until)
    assert [f["point"] for f in json.loads(done.stdout)["fired"]] == fired


def test_usage(tmp_path):
    assert simulate(tmp_path / "none.conf").returncode == 65
    assert simulate(tmp_path / "none.conf", "--until", "soon").returncode == 64
    assert subprocess.run([CTL, "sla"], capture_output=True, check=False).returncode == 64
