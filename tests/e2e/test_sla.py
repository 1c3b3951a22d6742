"""Cases of sla.md through the running daemon, on a clock that the test moves.

Each is a scenario of `docketctl sla simulate`; the same history is made by mail
(customers write, Ana answers and commands), and the daemon's cycles and fired
points must be what simulate says, and what the history gives when it is replayed.
"""
import datetime
import json
import time
import zoneinfo

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group, libconfig

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
CUSTOMER = "kim@acme.example"
WEEK = ["mon", "tue", "wed", "thu", "fri"]
RESPONSES = {"response": "8h", "next_response": "2h", "update": "4h"}
COMMANDS = {"waiting": "#wait", "on-hold": "#hold", "resolved": "#resolve", "open": "#open",
            "closed": "#close"}

CALENDARS = [
    {"name": "ber", "timezone": "Europe/Berlin", "hours": {d: ["09:00-17:00"] for d in WEEK}},
    {"name": "xmas", "timezone": "Europe/Berlin", "hours": {d: ["09:00-17:00"] for d in WEEK},
     "holidays": ["2026-12-25"]},
    {"name": "long", "timezone": "Europe/Berlin", "hours": {d: ["08:00-18:00"] for d in WEEK}},
    {"name": "always", "timezone": "UTC", "always": True},
]


def sla(calendar="ber", critical=None, warn=(), pause=("waiting",), **rest):
    """A policy of 8 h, or what is given, and another target for critical tickets."""
    targets = []
    if critical:
        targets.append({"when": {"severity": ["critical"]}, "calendar": calendar,
                        "warn": list(warn), "pause": list(pause)} | critical)
    policy = {k: rest.pop(k) for k in ("carry", "reopen") if k in rest}
    targets.append({"calendar": calendar, "warn": list(warn), "pause": list(pause)}
                   | ({"resolution": "8h"} | rest))
    return {"name": "std", "targets": Group(targets)} | policy


# name, policy, [(at, what, value)], until, clock, {column: value} or None for simulate alone
CASES = [
    ("2", sla(resolution="60m"), [("2026-03-28 10:00", "created", "low")], "2026-03-28 11:00",
     "resolution", {"state": "running", "due": "2026-03-30 10:00"}),
    ("3, a reply at the due instant", sla(response="60m"),
     [("2026-06-03 16:00", "created", "low"), ("2026-06-03 17:00", "agent-reply", None)],
     "2026-06-03 17:00", "response", {"state": "met", "stopped": "2026-06-03 17:00"}),
    ("10, waiting over a holiday", sla("xmas", resolution="4h"),
     [("2026-12-24 15:00", "created", "low"), ("2026-12-24 16:00", "agent-reply", "waiting"),
      ("2026-12-28 10:00", "customer-reply", None)], "2026-12-28 10:00", "resolution",
     {"state": "running", "due": "2026-12-28 13:00"}),
    ("13", sla(), [("2026-06-01 10:00", "created", "low"),
                   ("2026-06-01 12:00", "agent-reply", "waiting"),
                   ("2026-06-02 11:00", "customer-reply", None)], "2026-06-02 11:00",
     "resolution", {"state": "running", "due": "2026-06-02 17:00"}),
    ("14", sla(resolution="4h", pause=["waiting", "on-hold"]),
     [("2026-06-06 10:00", "created", "low"), ("2026-06-08 09:00", "status", "on-hold"),
      ("2026-06-08 11:00", "status", "open")], "2026-06-08 11:00", "resolution",
     {"state": "running", "due": "2026-06-08 15:00"}),
    ("15 at 12:00", sla(critical={"resolution": "4h"}, warn=["75%"]),
     [("2026-06-01 09:00", "created", "low"), ("2026-06-01 12:00", "severity", "critical")],
     "2026-06-01 12:00", "resolution", {"state": "running", "due": "2026-06-01 13:00"}),
    ("15 at 14:00", sla(critical={"resolution": "4h"}, warn=["75%"]),
     [("2026-06-01 09:00", "created", "low"), ("2026-06-01 14:00", "severity", "critical")],
     "2026-06-01 14:30", "resolution",
     {"state": "breached", "due": "2026-06-01 14:00", "cause": "severity-change"}),
    ("17", sla(critical={"resolution": "4h"}),
     [("2026-06-01 09:00", "created", "low"), ("2026-06-01 10:00", "status", "waiting"),
      ("2026-06-03 10:00", "status", "open"), ("2026-06-03 10:00", "severity", "critical")],
     "2026-06-03 10:00", "resolution", {"state": "running", "due": "2026-06-03 13:00"}),
    ("18, carry", sla(critical={"resolution": "4h", "calendar": "always"}),
     [("2026-06-05 15:00", "created", "low"), ("2026-06-06 10:00", "severity", "critical")],
     "2026-06-06 10:00", "resolution", {"state": "running", "due": "2026-06-06 12:00"}),
    ("18, replay", sla(critical={"resolution": "4h", "calendar": "always"}, carry="replay"),
     [("2026-06-05 15:00", "created", "low"), ("2026-06-06 10:00", "severity", "critical")],
     "2026-06-06 11:00", "resolution", {"state": "breached", "cause": "severity-change"}),
    ("19, lowered after the breach", sla(resolution="24h", critical={"resolution": "4h"}),
     [("2026-06-01 09:00", "created", "critical"), ("2026-06-01 14:00", "severity", "low")],
     "2026-06-01 14:00", "resolution",
     {"state": "breached", "due": "2026-06-03 17:00", "cause": "reclassified"}),
    ("19, warned and lowered", sla(critical={"resolution": "4h"}, warn=["75%"]),
     [("2026-06-01 09:00", "created", "critical"), ("2026-06-01 12:30", "severity", "low")],
     "2026-06-01 16:00", "resolution", {"state": "running", "due": "2026-06-01 17:00"}),
    ("20, none while waiting", sla(warn=["75%"]),
     [("2026-06-01 09:00", "created", "low"), ("2026-06-01 14:00", "status", "waiting"),
      ("2026-06-02 10:00", "customer-reply", None)], "2026-06-02 11:30", "resolution",
     {"state": "running", "due": "2026-06-02 13:00"}),
    ("21", sla("long", resolution="4h", warn=["1h"]), [("2026-06-01 17:00", "created", "low")],
     "2026-06-02 10:30", "resolution", {"state": "running", "due": "2026-06-02 11:00"}),
    ("24", sla(**RESPONSES), [
        ("2026-06-01 10:00", "created", "low"), ("2026-06-01 11:00", "agent-reply", None),
        ("2026-06-01 16:30", "customer-reply", None), ("2026-06-01 16:50", "customer-reply", None),
        ("2026-06-01 17:20", "customer-reply", None)], "2026-06-01 17:20", "next_response",
     {"state": "running", "start": "2026-06-01 16:30", "due": "2026-06-02 10:30"}),
    ("25, resume", sla(), [
        ("2026-06-01 09:00", "created", "low"), ("2026-06-01 15:00", "status", "resolved"),
        ("2026-06-03 10:00", "customer-reply", None)], "2026-06-03 10:00", "resolution",
     {"state": "running", "due": "2026-06-03 12:00", "cycle": 1}),
    ("25, new cycle", sla(reopen="new-cycle"), [
        ("2026-06-01 09:00", "created", "low"), ("2026-06-01 15:00", "status", "resolved"),
        ("2026-06-03 10:00", "customer-reply", None)], "2026-06-03 10:00", "resolution",
     {"state": "running", "due": "2026-06-04 10:00", "cycle": 2}),
    ("an answer read after a question of its instant", sla(**RESPONSES), [
        ("2026-06-01 10:00", "created", "low"), ("2026-06-01 11:00", "agent-reply", None),
        ("2026-06-01 12:00", "customer-reply", None), ("2026-06-01 12:00", "agent-reply", None)],
     "2026-06-01 13:00", "next_response",
     {"state": "running", "start": "2026-06-01 12:00", "due": "2026-06-01 14:00"}),
    ("the same after a breach", sla(resolution="1h", **RESPONSES), [
        ("2026-06-01 10:00", "created", "low"), ("2026-06-01 12:00", "customer-reply", None),
        ("2026-06-01 12:00", "agent-reply", None)], "2026-06-01 13:00", "resolution",
     {"state": "breached", "due": "2026-06-01 11:00", "cause": None}),
    ("an answer read after a resolving of its instant", sla(**RESPONSES), [
        ("2026-06-01 10:00", "created", "low"), ("2026-06-01 11:00", "status", "resolved"),
        ("2026-06-01 11:00", "agent-reply", None)], "2026-06-01 12:00", "response",
     {"state": "met", "stopped": "2026-06-01 11:00", "due": "2026-06-02 10:00"}),
    ("all four clocks", sla(critical={"resolution": "4h"} | RESPONSES, warn=["50%", "30m"],
                            pause=["waiting", "on-hold"], **RESPONSES), [
        ("2026-06-01 09:00", "created", "low"), ("2026-06-01 10:00", "agent-reply", "waiting"),
        ("2026-06-01 11:00", "customer-reply", None), ("2026-06-01 11:30", "note", None),
        ("2026-06-01 12:00", "severity", "critical"), ("2026-06-01 14:00", "agent-reply", None),
        ("2026-06-01 15:00", "auto", None), ("2026-06-01 16:00", "agent-reply", "resolved"),
        ("2026-06-02 10:00", "customer-reply", None), ("2026-06-02 12:00", "status", "resolved")],
     "2026-06-02 12:00", "next_response", {"state": "cancelled", "cause": "resolved"}),
]


def instant(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)


def utc(text):
    return instant(text).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def scenario(policy, events):
    """The case in the words of docketctl(8), SCENARIOS."""
    out = []
    for at, what, value in events:
        event = {"at": instant(at).isoformat(), "is": what}
        key = {"created": "severity", "agent-reply": "status"}.get(what, "to")
        out.append(event | ({key: value} if value else {}))
    parts = {"calendars": Group(CALENDARS), "slas": Group([policy]), "ticket": {"sla": "std"},
             "events": Group(out)}
    return "".join(f"{name} = {libconfig(value)};\n" for name, value in parts.items())


class History:
    """Makes the events of a case by mail."""

    def __init__(self, desk):
        self.desk = desk
        self.ticket = self.notice = None
        self.n = 0

    def do(self, at, what, value):
        when = instant(at).timestamp()
        self.desk.world.clock.set(when)
        if self.ticket:
            # What fell due before fires first, as it would have in time.
            self.desk.world.wait(lambda: not self.desk.rows(
                "select from docket.alarms where state = 'waiting' and docket.us(due_at) < %s",
                int(when * 1e6)), 20, "what is due")
        getattr(self, "_" + what.replace("-", "_"))(when, value)

    def _created(self, when, severity):
        raw = mail.letter("All is dark.", sender=CUSTOMER, subject="Dark",
                          headers=[("X-Severity", severity)])
        self.ticket = self.desk.receive(raw, when=when)["ticket"]
        self.notice = self.desk.mail(self.ticket, AGENT)

    def _agent(self, when, text):
        self.desk.receive(mail.reply(self.notice.message, text, f"Ana <{AGENT}>"), when=when)

    def _agent_reply(self, when, status):
        self.n += 1
        command = f"{COMMANDS[status]}\n\n" if status else ""
        self._agent(when, f"{command}Answer {self.n}.")

    def _customer_reply(self, when, _):
        self.n += 1
        self.desk.receive(mail.letter(f"And {self.n}?", sender=CUSTOMER,
                                      subject=f"Re: [desk #{self.ticket}] Dark"), when=when)

    def _status(self, when, to):
        self._agent(when, COMMANDS[to])

    def _severity(self, when, to):
        self._agent(when, f"#severity {to}")

    def _note(self, when, _):
        self._agent(when, "#note\n\nNo light at all.")

    def _auto(self, when, _):
        self.desk.receive(mail.letter("Back on Monday.", sender=CUSTOMER, headers=[
            ("Auto-Submitted", "auto-replied")], subject=f"Re: [desk #{self.ticket}] Dark"),
            when=when)


@pytest.fixture
def desk(world, request):
    world.fresh()
    case = request.node.callspec.params["case"]
    world.clock.set(instant(case[2][0][0]).timestamp())
    docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    docket.files["calendars.conf"] = {"calendars": Group(CALENDARS)}
    docket.files["sla.conf"] = {"slas": Group([case[1]])}
    for project in docket.files["projects.conf"]["projects"]:
        project["sla"] = "std"
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def rows(desk, ticket):
    """The daemon's cycles, as simulate writes them."""
    def text(value):
        return value and value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {(r["clock"], r["n"]): {
        "clock": r["clock"], "cycle": r["n"], "start": text(r["started_at"]),
        "target_seconds": r["target"], "due": text(r["due_at"]), "state": r["state"],
        "stopped": text(r["stopped_at"]),
        "cause": None if r["cause"] == "late-ingest" else r["cause"]}
        for r in desk.rows("select * from docket.cycle where ticket = %s", ticket)}


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_the_daemon_does_what_simulate_says(desk, tmp_path, case):
    _, policy, events, until, clock, want = case
    path = tmp_path / "case.conf"
    path.write_text(scenario(policy, events), encoding="utf-8")
    said = json.loads(desk.docket.ctl("sla", "simulate", str(path), "--until",
                                      utc(until)).stdout)
    clocks = {(c["clock"], c["cycle"]): c for c in said["clocks"]}
    last = clocks[max(k for k in clocks if k[0] == clock)]
    for name, value in want.items():
        value = utc(value) if name in ("due", "start", "stopped") else value
        assert last[name] == value, (name, last)

    history = History(desk)
    for event in events:
        history.do(*event)
    desk.world.clock.set(instant(until).timestamp())
    fired = {(f["clock"], f["cycle"], f["point"], f["planned"]) for f in said["fired"]}

    def told():
        return {(r["clock"], r["n"], r["point"], r["due"].astimezone(
            datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")) for r in desk.rows(
                "select c.clock, c.n, a.point, a.due_at as due from docket.alarm a"
                " join docket.cycle c on c.id = a.cycle where a.state in ('fired', 'passed')")}

    due_now = events[-1][0] == until	# what falls due with an event may fire before it
    desk.world.wait(lambda: told() >= fired, 20, f"{fired} to be told")
    if not due_now:
        assert told() == fired
    for c in clocks.values():
        c.pop("worked_seconds")
    assert rows(desk, history.ticket) == clocks
    assert "0 different" in desk.docket.ctl("sla", "verify", "--until", utc(until)).stdout.decode()
    explain = ["sla", "explain", str(history.ticket), "--until", utc(until)]
    text = desk.docket.ctl(*explain).stdout.decode()
    assert "promised:" in text and "otherwise" not in text
    by_change = [c for c in clocks.values()
                 if (c["state"], c["cause"]) == ("breached", "severity-change")]
    assert text.count("breached by the change") == len(by_change)
    again = json.loads(desk.docket.ctl(*explain, "--json").stdout)
    assert {(f["clock"], f["cycle"], f["point"], f["planned"]) for f in again["fired"]} == fired
