"""#due, #snooze and #hold UNTIL: read in the engineer's zone, told once when it comes."""
import calendar
import datetime
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"	# in Madrid, and in UTC
START = calendar.timegm((2026, 6, 1, 10, 0, 0))	# Monday noon in Madrid
HOUR, DAY = 3600, 86400


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    docket.files["sla.conf"]["slas"] = Group([
        {"name": "standard", "targets": Group([{"response": "300d", "resolution": "300d"}])}])
    docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
        {"name": "later", "on": ["changed"], "when": {"severity": "low"},
         "do": Group([{"snooze": "+2d"}])},))
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender):
    desk.world.clock.set(START)
    raw = mail.letter("It is stuck.", sender=sender, subject="The lift")
    number = desk.receive(raw, when=START)["ticket"]
    return number, desk.mail(number, AGENT), desk.mail(number, LEAD)


def order(desk, notice, text, sender=ANA):
    """At its own instant: the clock of the servers may be another."""
    return desk.receive(mail.reply(notice.message, text + "\n", sender), when=desk.world.clock.now())


def waits(desk, number):
    return {(r["kind"], r["point"]): int(r["due_at"].timestamp()) for r in desk.rows(
        "select kind, point, due_at from docket.alarm where ticket = %s and cycle is null"
        " and state = 'waiting'", number)}


def told(desk, number, at, *who):
    """The reminders at an instant, of those who get one; nobody else, and once."""
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(at - 5)
    time.sleep(1.2)
    assert [m for m in desk.mails(number) if m["Message-ID"] not in seen] == []
    desk.world.clock.set(at + 1)
    mails = [desk.mail(number, one, but=seen) for one in who]
    desk.quiet()
    desk.world.clock.set(at + HOUR)
    time.sleep(1.2)
    desk.quiet()
    new = [m for m in desk.mails(number) if m["Message-ID"] not in seen]
    assert sorted(m.recipients[0] for m in new) == sorted(who)
    return mails


def test_due_is_told_to_who_has_it_beside_the_sla(desk):
    number, notice, _ = opened(desk, "due@acme.example")
    promised = desk.cycle(number, "response")["due_at"]
    order(desk, notice, "#take\n#due fri 17:00")
    friday = calendar.timegm((2026, 6, 5, 15, 0, 0))
    assert waits(desk, number) == {("due", ""): friday}
    assert int(desk.ticket(number)["due_at"].timestamp()) == friday
    assert desk.cycle(number, "response")["due_at"] == promised
    assert "2026-06-05" in desk.docket.ctl("show", str(number)).stdout.decode()
    assert desk.docket.ctl_json("show", str(number))["do_by"].startswith("2026-06-05T15:00")
    [tell] = told(desk, number, friday, AGENT)
    assert "2026-06-05 17:00 CEST (#due)" in tell.text and "Do by" in tell.text
    assert waits(desk, number) == {}


@pytest.mark.parametrize("verb", ["resolve", "close"])
def test_a_day_that_is_kept_is_told_to_nobody(desk, verb):
    number, notice, _ = opened(desk, f"{verb}d@acme.example")
    order(desk, notice, f"#take\n#due fri 17:00\n#{verb}")
    told(desk, number, calendar.timegm((2026, 6, 5, 15, 0, 0)))
    assert waits(desk, number) == {}
    order(desk, notice, "#due +2d")			# a day for what is to be looked at again
    order(desk, notice, "#reopen")
    told(desk, number, int(desk.ticket(number)["due_at"].timestamp()), AGENT)


def test_due_moves_and_ends(desk):
    number, notice, lee = opened(desk, "moves@acme.example")
    raw = mail.reply(notice.message, "#due mañana 9:00\n", ANA)
    desk.receive(raw, when=START)
    desk.receive(raw, when=START)
    assert waits(desk, number) == {("due", ""): START + 21 * HOUR}
    order(desk, lee, "#due 3.6. 9:00", LEE)
    assert waits(desk, number) == {("due", ""): START + 47 * HOUR}
    order(desk, notice, "#due none")
    assert waits(desk, number) == {} and desk.ticket(number)["due_at"] is None
    assert [e["data"]["to"] for e in desk.entries(number, "command")
            if "to" in e["data"]] == [
        "2026-06-02T09:00:00+02:00", "2026-06-03T09:00:00+00:00", ""]


def test_a_start_is_said_and_reminds_of_nothing(desk):
    """One that is over, too; the alarms are others'."""
    number, notice, lee = opened(desk, "starts@acme.example")
    order(desk, notice, "#start yesterday\n#due fri 17:00")
    friday = calendar.timegm((2026, 6, 5, 15, 0, 0))
    assert waits(desk, number) == {("due", ""): friday}
    assert int(desk.ticket(number)["start_at"].timestamp()) == START - 27 * HOUR
    assert "2026-05-31" in desk.docket.ctl("show", str(number)).stdout.decode()
    assert desk.docket.ctl_json("show", str(number))["start_at"].startswith("2026-05-31T07:00")
    order(desk, lee, "#start none", LEE)
    assert desk.ticket(number)["start_at"] is None
    assert desk.entries(number, "command")[-1]["data"] == {
        "what": "start", "from": "2026-05-31T07:00:00Z", "to": "", "why": "#start none"}
    desk.docket.ctl("do", str(number), "start", "2026-06-08")
    assert int(desk.ticket(number)["start_at"].timestamp()) == START + 7 * DAY - HOUR
    order(desk, notice, "#due none")


def test_each_snoozes_for_themself(desk):
    number, ana, lee = opened(desk, "snooze@acme.example")
    order(desk, ana, "#snooze 90")
    order(desk, lee, "#snooze +2d", LEE)
    assert waits(desk, number) == {("snooze", "ana"): START + 5400, ("snooze", "lee"): START + 2 * DAY}
    [tell] = told(desk, number, START + 5400, AGENT)
    assert "(#snooze)" in tell.text and desk.ticket(number)["status"] == "new"
    told(desk, number, START + 2 * DAY, LEAD)


def test_hold_until_is_open_again(desk):
    number, notice, _ = opened(desk, "hold@acme.example")
    order(desk, notice, "#take\n#hold tomorrow")
    assert desk.ticket(number)["status"] == "on-hold"
    tomorrow = START + 21 * HOUR
    assert waits(desk, number) == {("hold", ""): tomorrow}
    [tell] = told(desk, number, tomorrow, AGENT)
    assert "on hold until 2026-06-02 09:00 CEST, and is open now" in tell.text
    assert desk.ticket(number)["status"] == "open"
    assert [(e["author"], e["data"]["to"]) for e in desk.entries(number, "change")
            if e["data"].get("what") == "status"] == [("docket", "open")]


def test_a_hold_that_ended_before_wakes_nobody(desk):
    number, notice, _ = opened(desk, "early@acme.example")
    order(desk, notice, "#hold tomorrow")
    order(desk, notice, "#open")
    order(desk, notice, "#hold")
    assert waits(desk, number) == {}
    told(desk, number, START + 21 * HOUR)
    assert desk.ticket(number)["status"] == "on-hold"


def test_after_a_pause_it_is_told_once(desk):
    number, notice, _ = opened(desk, "late@acme.example")
    order(desk, notice, "#take\n#due +2h\n#snooze +3h")
    desk.quiet()
    seen = desk.seen()
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + DAY)
    desk.docket.start()
    desk.world.wait(lambda: waits(desk, number) == {}, 20, "the alarms")
    desk.quiet()
    new = [m for m in desk.mails(number) if m["Message-ID"] not in seen]
    assert [m.recipients for m in new] == [[AGENT], [AGENT]]


def test_rules_snooze(desk):
    number, notice, _ = opened(desk, "rule@acme.example")
    order(desk, notice, "#severity low")
    assert waits(desk, number) == {("snooze", ""): START + 2 * DAY}
    told(desk, number, START + 2 * DAY, LEAD)	# nobody has it, and no team


def test_refused(desk):
    number, notice, _ = opened(desk, "refused@acme.example")
    for line, says in (
            ("#start 2016-01-01", "more than five years ago"),
            ("#due", "#due needs a value: #due WHEN"), ("#snooze soon", '"soon" is no time'),
            ("#due 3/4", "can be read in two ways"), ("#due 30 feb", "no such time"),
            ("#due today 9:00", '"today 9:00" is 2026-06-01 09:00 CEST, which is over'),
            ("#snooze -1h", "which is over"), ("#hold yesterday", "which is over"),
            ("#hold 2062-01-01", "more than five years")):
        seen = desk.seen()
        order(desk, notice, f"#take\n{line}")
        assert says in desk.mail(number, AGENT, but=seen).text, line
        assert waits(desk, number) == {} and desk.ticket(number)["assignee"] is None, line


def test_by_docketctl(desk):
    number, _, _ = opened(desk, "hand@acme.example")
    ctl = desk.docket.ctl
    assert b"due: none -> 2026-06-05T17:00:00+02:00" in ctl(
        "do", str(number), "due", "fri", "17:00", "--as", "ana").stdout
    ctl("do", str(number), "snooze", "+2h")
    ctl("do", str(number), "hold", "+3h")
    assert set(waits(desk, number)) == {("due", ""), ("snooze", ""), ("hold", "")}
    assert ctl("do", str(number), "due", "soon", check=False).returncode == 65
    assert str(datetime.date(2026, 6, 5)) in ctl("show", str(number)).stdout.decode()
