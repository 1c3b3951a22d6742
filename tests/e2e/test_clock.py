"""Warnings and breaches, on a clock that the test moves."""
import calendar
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

# A Monday, far enough from every change of the clocks.
START = calendar.timegm((2026, 6, 1, 10, 0, 0))
MINUTE = 60


@pytest.fixture
def desk(world):
    world.fresh()
    world.clock.set(START)
    docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def critical(desk, who="kim@acme.example"):
    """A ticket with 15 minutes to answer, warned at 50% and 75%."""
    raw = mail.letter("All is dark.", sender=who, subject="Dark", headers=[
        ("X-Severity", "critical")])
    ticket = desk.receive(raw, when=START)["ticket"]
    return ticket, desk.mail(ticket, AGENT)


def alarms(desk, ticket, clock="response"):
    return {a["point"]: a["state"] for a in desk.rows(
        "select a.* from docket.alarms a join docket.cycle c on c.id = a.cycle"
        " where a.ticket = %s and c.clock = %s", ticket, clock)}


def told(desk, ticket, seen):
    """Mails to Ana since, without waiting."""
    return [s for s in desk.mails(ticket, AGENT) if s["Message-ID"] not in seen]


def test_warnings_then_breach_each_once(desk):
    ticket, notice = critical(desk)
    desk.quiet()
    assert alarms(desk, ticket) == {"50%": "waiting", "75%": "waiting", "breach": "waiting"}
    seen = desk.seen()
    desk.world.clock.set(START + 7.4 * MINUTE)			# just before half-time
    time.sleep(1.5)
    assert told(desk, ticket, seen) == []
    for minutes, point in ((7.6, "50%"), (11.3, "75%"), (15.1, "breach")):
        desk.world.clock.set(START + minutes * MINUTE)
        warned = desk.mail(ticket, AGENT, but=seen)
        assert warned["Auto-Submitted"] == "auto-generated"
        desk.quiet()
        assert len(told(desk, ticket, seen)) == 1, point
        assert alarms(desk, ticket)[point] == "fired"
        seen = desk.seen()
    assert desk.mail(ticket, LEAD)
    cycle = desk.row("select state, docket.us(breached_at) as us from docket.cycle"
                     " where ticket = %s and clock = 'response'", ticket)
    assert (cycle["state"], cycle["us"]) == ("breached", (START + 15 * MINUTE) * 1_000_000)
    assert desk.ticket(ticket)["status"] == "new"


def test_an_answer_in_time_stops_the_warnings(desk):
    ticket, notice = critical(desk)
    desk.world.clock.set(START + 5 * MINUTE)
    raw = mail.reply(notice.message, "On it.", f"Ana <{AGENT}>")
    desk.receive(raw, when=START + 5 * MINUTE)
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(START + 20 * MINUTE)
    time.sleep(1.5)
    desk.quiet()
    assert told(desk, ticket, seen) == []
    assert desk.cycle(ticket, "response")["state"] == "met"
    assert alarms(desk, ticket) == {}			# none waits, none was told


def test_after_downtime_one_mail_and_all_traces(desk):
    ticket, _ = critical(desk)
    desk.quiet()
    seen = desk.seen()
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + 20 * MINUTE)
    desk.docket.start()
    desk.mail(ticket, AGENT, but=seen)
    desk.quiet()
    assert len(told(desk, ticket, seen)) == 1
    states = alarms(desk, ticket)
    assert states["breach"] == "fired"
    assert set(states.values()) <= {"fired", "passed"}


def test_an_answer_too_late_is_told_once(desk):
    """The breach fell into the downtime, and so did the answer: read first."""
    ticket, notice = critical(desk)
    desk.quiet()
    seen = desk.seen()
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + 20 * MINUTE)
    desk.world.deliver(mail.reply(notice.message, "On it.", f"Ana <{AGENT}>"),
                       START + 18 * MINUTE)
    desk.docket.start()
    desk.world.wait(lambda: desk.cycle(ticket, "response")["state"] == "breached", 20)
    desk.world.wait(lambda: alarms(desk, ticket).get("breach") == "fired", 20)
    desk.quiet()
    late = [s for s in told(desk, ticket, seen) if AGENT in s.recipients]
    assert len(late) == 1


def test_waiting_pauses_the_resolution(desk):
    ticket, notice = critical(desk)
    desk.world.clock.set(START + 5 * MINUTE)
    desk.receive(mail.reply(notice.message, "#wait\n\nWhich building?", f"Ana <{AGENT}>"),
                 when=START + 5 * MINUTE)
    desk.quiet()
    assert desk.ticket(ticket)["status"] == "waiting"
    cycle = desk.cycle(ticket, "resolution")
    assert (cycle["state"], cycle["worked"]) == ("paused", 5 * MINUTE * 1_000_000)
    desk.world.clock.set(START + 65 * MINUTE)
    desk.receive(mail.letter("The north one.", sender="kim@acme.example",
                             subject=f"Re: [desk #{ticket}] Dark"), when=START + 65 * MINUTE)
    desk.quiet()
    cycle = desk.row("select state, docket.us(due_at) as us from docket.cycle"
                     " where ticket = %s and clock = 'resolution'", ticket)
    assert (cycle["state"], cycle["us"]) == (
        "running", (START + (4 * 60 + 60) * MINUTE) * 1_000_000)


def test_a_late_mail_is_breached_when_it_is_read(desk):
    desk.world.clock.set(START + 60 * MINUTE)
    raw = mail.letter("Read late.", sender="slow@acme.example",
                      headers=[("X-Severity", "critical")])
    ticket = desk.receive(raw, when=START)["ticket"]
    desk.mail(ticket, AGENT)
    desk.world.wait(lambda: desk.cycle(ticket, "response")["state"] == "breached", 10)


def test_a_late_mails_breach_names_its_cause(desk):
    desk.world.clock.set(START + 60 * MINUTE)
    ticket = desk.receive(mail.letter("Read late.", sender="slow@acme.example", headers=[
        ("X-Severity", "critical")]), when=START)["ticket"]
    desk.world.wait(lambda: desk.cycle(ticket, "response")["state"] == "breached", 10)
    assert desk.cycle(ticket, "response")["cause"] == "late-ingest"


def test_one_mail_a_person_and_tick(desk):
    """Three tickets fall due together: Ana and Lee get one mail each."""
    tickets = [critical(desk, f"p{i}@acme.example")[0] for i in range(3)]
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(START + 8 * MINUTE)
    desk.world.wait(lambda: all(alarms(desk, t)["50%"] == "fired" for t in tickets), 20)
    desk.quiet()
    new = [s for s in desk.mails() if s["Message-ID"] not in seen]
    assert sorted(s.recipients[0] for s in new) == sorted([AGENT, LEAD])
    for sent in new:
        assert "3" in sent["Subject"] and sent.ticket is None
        for ticket in tickets:
            assert f"#{ticket} Dark" in sent.text and f"%23{ticket}" in sent.text
            assert f"#{ticket} Dark" in sent.html
    # Its ready-made answers prove who answers, each for its ticket.
    found = re.findall(r"Take: mailto:(\S+?)\?subject", [s for s in new if AGENT in s.recipients]
                       [0].text.replace("%2B", "+"))
    assert len(set(found)) == 3 and all("+" in address for address in found)


def test_warnings_wait_for_an_agents_hours(desk):
    """Ana works from 12:00 UTC; critical tickets wake her, others wait."""
    assert desk.docket.stop() == 0
    files = desk.docket.files
    files["calendars.conf"]["calendars"] = Group([
        {"name": "always", "timezone": "UTC", "always": True},
        {"name": "late", "timezone": "UTC", "hours": {"mon": ["12:00-18:00"]}}])
    files["agents.conf"]["agents"][0].update(hours="late", wake=["critical"])
    files["sla.conf"]["slas"][0]["targets"][1].update(response="60m", warn=["50%"])
    desk.docket.write()
    desk.docket.start()
    calm = desk.receive(mail.letter("Slow.", sender="kim@acme.example", subject="Slow"),
                        when=START)["ticket"]
    loud = critical(desk)[0]
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(START + 31 * MINUTE)
    desk.world.wait(lambda: alarms(desk, calm)["50%"] == "fired", 20)
    desk.mail(loud, AGENT, but=seen)
    assert [s for s in told(desk, calm, seen) if AGENT in s.recipients] == []
    row = desk.row("select docket.us(d.due_at) as us from docket.delivery d join docket.entry e"
                   " on e.id = d.entry where e.ticket = %s and d.recipient = %s"
                   " and d.state = 'queued'", calm, AGENT)
    assert row["us"] == (START + 120 * MINUTE) * 1_000_000
    desk.world.clock.set(START + 121 * MINUTE)
    assert desk.mail(calm, AGENT, but=seen)


def test_an_engineer_or_a_rule_chooses_the_policy(desk):
    """#sla by command, `sla` by a rule; a name that is none is refused, nothing done."""
    assert desk.docket.stop() == 0
    files = desk.docket.files
    slow = {"name": "slow", "targets": Group([{"response": "8h"}])}
    files["sla.conf"]["slas"] = Group([*files["sla.conf"]["slas"], slow])
    files["rules.conf"]["rules"] = Group([*files["rules.conf"]["rules"], {
        "name": "a favour", "on": ["created"], "when": {"subject": {"matches": "favour"}},
        "do": Group([{"sla": "slow"}])}])
    desk.docket.write()
    desk.docket.start()
    favour = desk.receive(mail.letter("Please.", sender="kim@acme.example", subject="A favour",
                                      headers=[("X-Severity", "critical")]), when=START)["ticket"]
    assert (desk.ticket(favour)["sla"], desk.cycle(favour, "response")["target"]) == (
        "slow", 8 * 3600)
    assert desk.cycle(favour, "resolution") is None
    ticket, notice = critical(desk)
    desk.receive(mail.reply(notice.message, "#sla slwo", f"Ana <{AGENT}>"), when=START)
    refused = desk.mail(ticket, AGENT, but={notice["Message-ID"]})
    assert "did you mean: #sla slow" in refused.text
    assert desk.ticket(ticket)["sla"] == "standard"
    desk.receive(mail.reply(notice.message, "#sla slow", f"Ana <{AGENT}>"), when=START)
    assert desk.cycle(ticket, "response")["target"] == 8 * 3600
    resolution = desk.cycle(ticket, "resolution")
    assert (resolution["state"], resolution["cause"]) == ("cancelled", "severity-change")
    assert "0 different" in desk.docket.ctl("sla", "verify", "--until",
                                            "2026-06-01T10:00:00Z").stdout.decode()


def test_a_promise_of_a_newer_docket_is_not_guessed(desk):
    """An answer read late is not put in its place; people are told by verify and explain."""
    ticket, notice = critical(desk)
    desk.quiet()
    [entry] = desk.rows(
        "with made as (insert into docket.entry (ticket, at, kind, author)"
        " values (%s, docket.at(%s), 'clock', 'docket') returning *)"
        " insert into docket.change (entry, ticket, at, what, old, new, why, promise)"
        " select id, ticket, at, 'promise', '', '', 'sla-change', '{\"v\": 2, \"terms\": []}'"
        " from made returning entry", ticket, START * 1_000_000)
    told = desk.docket.ctl("sla", "verify", check=False)
    assert told.returncode == 1 and b", 1 different, " in told.stdout
    assert b"#%d: its history has a promise of version 2" % ticket in told.stdout
    told = desk.docket.ctl("sla", "explain", str(ticket), check=False)
    assert told.returncode == 1 and b"a promise of version 2 in its history" in told.stderr
    assert b"promise: of version 2, which this docket does not know" in desk.docket.ctl(
        "show", str(ticket)).stdout
    assert entry["entry"] > 0
    # Of the instant of the promise, and so to be put before it.
    desk.receive(mail.reply(notice.message, "On it.", f"Ana <{AGENT}>"), when=START)
    desk.quiet()
    assert desk.cycle(ticket, "response")["state"] == "met"
    assert "history has a promise that this docket cannot read" in desk.docket.log()


def test_the_opening_promise_is_told_with_the_mail(desk):
    """In no entry of its own."""
    ticket, _ = critical(desk)
    [mailed] = [e for e in desk.entries(ticket) if "promise" in e["data"]]
    assert mailed["kind"] == "mail-in"
    assert mailed["data"]["promise"].startswith("sla=standard; severity=critical; calendar=")
    assert desk.entries(ticket, "clock") == []
    shown = desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert "    promise: sla=standard; severity=critical; " in shown
