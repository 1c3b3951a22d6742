"""#timer: time that is measured while it is worked, one timer an engineer; one left running is asked about."""
import calendar
import time
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"	# in Madrid, and in UTC
START = calendar.timegm((2026, 6, 1, 10, 0, 0))	# Monday noon in Madrid
MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture(scope="module")
def docket(world):
    world.clock.set(START)
    made = world.docket(clock=True)
    made.files["sla.conf"]["slas"] = Group([
        {"name": "standard", "targets": Group([{"response": "300d", "resolution": "300d"}])}])
    for agent in made.files["agents.conf"]["agents"]:
        agent["transcript"] = "always"
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    """No timer is left of what another test did."""
    connection = world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.time_entry set stopped_at = greatest(now(), started_at),"
                       " resumed_at = null where stopped_at is null")
        cursor.execute("update docket.alarm set state = 'dropped' where kind = 'timer'"
                       " and state = 'waiting'")
    connection.close()
    return desks.Desk(world, docket)


def opened(desk, sender, at=START, subject="The lift"):
    """A ticket's number, and the notices of it to ana and lee."""
    desk.world.clock.set(at)
    number = desk.receive(mail.letter("It is stuck.", sender=sender, subject=subject),
                          when=at)["ticket"]
    return number, desk.mail(number, AGENT), desk.mail(number, LEAD)


def order(desk, notice, text, at, sender=ANA):
    """What a mail of that instant is answered with; "": nothing."""
    desk.world.clock.set(at)
    seen = desk.seen()
    desk.receive(mail.reply(notice.message, text + "\n", sender, quote=False), when=at)
    desk.quiet()
    told = [m for m in desk.mails() if m["Message-ID"] not in seen
            and m["X-Docket-Reason"] == "transcript"]
    return told[-1].text if told else ""


def entries(desk, agent="ana"):
    return [(e["number"], e["worked"], e["stopped_at"] is not None, e["resumed_at"] is not None)
            for e in desk.rows("select * from docket.time_entry where agent = %s"
                               " order by id", agent)]


def last(desk, agent="ana"):
    return desk.rows("select * from docket.time_entry where agent = %s order by id", agent)[-1]


def running(desk):
    return {e["agent"]: e["number"] for e in desk.rows(
        "select agent, number from docket.time_entry where stopped_at is null")}


def alarms(desk):
    return {(r["ticket"], r["point"]): int(r["due_at"].timestamp()) for r in desk.rows(
        "select ticket, point, due_at from docket.alarm where kind = 'timer'"
        " and state = 'waiting'")}


def links(text):
    """Of the actions of a mail: what stands in the mail that each opens."""
    out = {}
    for line in text.splitlines():
        label, _, url = line.strip().partition(": mailto:")
        if url:
            out[label] = urllib.parse.parse_qs(url.partition("?")[2]).get("body", [""])[0].strip()
    return out


def test_start_pause_and_stop(desk):
    number, notice, _ = opened(desk, "a@acme.example")
    assert links(notice.text)["Start timer"] == "#timer start"
    told = order(desk, notice, "#timer start", START + MINUTE)
    assert "timer: – → running" in told and running(desk) == {"ana": number}
    assert alarms(desk) == {(number, "ana"): START + MINUTE + 4 * HOUR}
    told = order(desk, notice, "#timer pause", START + 31 * MINUTE)
    assert "timer: running → paused" in told and alarms(desk) == {}
    told = order(desk, notice, "#timer start", START + 60 * MINUTE)
    assert "timer: paused → running" in told
    assert alarms(desk) == {(number, "ana"): START + 60 * MINUTE + 4 * HOUR - 30 * MINUTE}
    told = order(desk, notice, "#timer stop changed the belt", START + 110 * MINUTE)
    assert "1h 20m" in told and "changed the belt" in told
    entry = last(desk)
    assert entry["worked"] == 80 * MINUTE and entry["text"] == "changed the belt"
    assert int(entry["started_at"].timestamp()) == START + MINUTE
    assert int(entry["stopped_at"].timestamp()) == START + 110 * MINUTE
    assert running(desk) == {} and alarms(desk) == {}
    history = [e["data"] for e in desk.entries(number, "command") if "to" in e["data"]]
    assert [e["to"] for e in history if e["what"] == "timer"] == ["running", "paused", "running"]


def test_a_start_elsewhere_stops_the_first_there(desk):
    one, first, _ = opened(desk, "b@acme.example", subject="The lift")
    two, second, _ = opened(desk, "c@acme.example", subject="The crane")
    order(desk, first, "#timer start oiling", START)
    told = order(desk, second, "#timer start", START + 90 * MINUTE)
    assert f"your timer on ticket #{one} (The lift) was stopped: 1 h 30 min were booked there" in told
    assert running(desk) == {"ana": two}
    assert alarms(desk) == {(two, "ana"): START + 90 * MINUTE + 4 * HOUR}
    booked = desk.row("select * from docket.time_entry where number = %s", one)
    assert booked["worked"] == 90 * MINUTE and booked["text"] == "oiling"
    [there] = [e for e in desk.entries(one, "command") if e["data"].get("what") == "time"]
    assert there["data"]["why"] == f"#{two}: #timer start" and "1h 30m" in there["data"]["to"]
    assert [e["data"]["to"] for e in desk.entries(two, "command")
            if e["data"].get("what") == "timer"] == ["running"]


def test_a_second_start_changes_nothing(desk):
    number, notice, _ = opened(desk, "d@acme.example")
    order(desk, notice, "#timer start", START)
    told = order(desk, notice, "#timer start", START + HOUR)
    assert "it was so already" in told and "1 h so far" in told
    assert "Your timer has been running on" in told and entries(desk)[-1] == (number, 0, False, True)
    assert int(last(desk)["resumed_at"].timestamp()) == START
    # A text that is new is no loss.
    order(desk, notice, "#timer start the belt", START + HOUR)
    order(desk, notice, "#timer start the belt", START + HOUR)
    order(desk, notice, "#timer stop and the rope", START + 2 * HOUR)
    assert last(desk)["text"] == "the belt; and the rope" and last(desk)["worked"] == 2 * HOUR


def test_the_same_mail_again_starts_none(desk):
    number, notice, _ = opened(desk, "e@acme.example")
    raw = mail.reply(notice.message, "#timer start\n", ANA)
    desk.receive(raw, when=START)
    desk.receive(raw, when=START)
    assert running(desk) == {"ana": number}
    order(desk, notice, "#timer stop", START + HOUR)
    desk.receive(raw, when=START)
    assert running(desk) == {}


REFUSED = (
    # before, the line, what is told, and the line that it offers
    ("", "#timer stop", "no timer of yours runs", None),
    ("", "#timer pause", "no timer of yours runs", None),
    ("", "#timer keep", "no timer of yours runs", None),
    ("", "#timer drop", "no timer of yours runs", None),
    ("", "#timer", "#timer needs a value: #timer start|stop|pause [TEXT]", None),
    ("", "#timer begin", "a timer knows no begin", None),
    ("", "#timer strat", "a timer knows no strat", "#timer start"),
    ("other", "#timer stop done", "your timer is on ticket #{other} (Other), not on #{n}",
     "#timer stop #{other} done"),
    ("other", "#timer pause", "your timer is on ticket #{other} (Other), not on #{n}",
     "#timer pause #{other}"),
    ("here", "#timer stop 11:00", "cannot stop before that", None),
    ("here", "#timer stop at 2026-06-01 23:00", "has not come yet", None),
    ("here", "#timer stop at the door", "is no time", None),
    ("", "#timer start #{other}", "a timer starts on the ticket that the mail belongs to", None),
    ("", "#timer start\n#timer stop", "the timer starts with this very mail", None),
)


@pytest.mark.parametrize("before, line, says, offers", REFUSED)
def test_what_is_refused_changes_nothing(desk, before, line, says, offers):
    number, notice, _ = opened(desk, "f@acme.example")
    other, elsewhere, _ = opened(desk, "g@acme.example", subject="Other")
    if before:
        order(desk, notice if before == "here" else elsewhere, "#timer start", START)
    was, names = desk.rows("select * from docket.time_entry order by id"), {"n": number, "other": other}
    told = order(desk, notice, line.format(**names), START + HOUR)
    assert says.format(**names) in told and "not carried out" in told
    if offers:
        assert f"did you mean: {offers.format(**names)}" in told
        order(desk, notice, offers.format(**names), START + HOUR)
        assert desk.rows("select * from docket.time_entry order by id") != was
    else:
        assert "did you mean" not in told
        assert desk.rows("select * from docket.time_entry order by id") == was


@pytest.mark.parametrize("text, worked, kept", [
    ("#timer stop 17:30 the rope", 5 * HOUR + 30 * MINUTE, "the rope"),
    ("#timer stop at 17:30", 5 * HOUR + 30 * MINUTE, ""),
    ("#timer stop at yesterday 18:00 the rope", 6 * HOUR, "the rope"),
    ("#timer stop at 2026-06-01 13:00", HOUR, ""),
    ("#timer stop 2026-06-01 13:00 x", HOUR, "x"),
    ("#timer stop 3 of 4 done", 21 * HOUR, "3 of 4 done"),
])
def test_stop_at_an_instant_that_is_over(desk, text, worked, kept):
    """It began at noon, and ana finds it the next morning at nine."""
    _, notice, _ = opened(desk, "h@acme.example")
    order(desk, notice, "#timer start", START)
    order(desk, notice, text, START + 21 * HOUR)
    assert (last(desk)["worked"], last(desk)["text"]) == (worked, kept)
    assert int(last(desk)["stopped_at"].timestamp()) == START + worked


@pytest.mark.parametrize("first, hours", [
    ((2026, 3, 29, 0, 30), 1), ((2026, 10, 24, 23, 30), 3), ((2026, 6, 1, 20, 0), 8)])
def test_over_midnight_and_changes_of_the_clock(desk, first, hours):
    """Local 01:30 to 03:30 in Madrid on the two days, and over midnight."""
    at = calendar.timegm((*first, 0))
    _, notice, _ = opened(desk, "i@acme.example", at=at)
    order(desk, notice, "#timer start", at)
    order(desk, notice, "#timer stop", at + hours * HOUR)
    assert last(desk)["worked"] == hours * HOUR


def test_stop_at_a_local_time_after_the_clock_changed(desk):
    at = calendar.timegm((2026, 10, 24, 23, 30, 0))
    _, notice, _ = opened(desk, "j@acme.example", at=at)
    order(desk, notice, "#timer start", at)
    order(desk, notice, "#timer stop 3:30", at + 9 * HOUR)
    assert last(desk)["worked"] == 3 * HOUR


def test_a_stop_that_came_earlier_is_no_negative_time(desk):
    _, notice, _ = opened(desk, "k@acme.example")
    order(desk, notice, "#timer start", START + HOUR)
    desk.receive(mail.reply(notice.message, "#timer stop\n", ANA), when=START + HOUR - 90)
    desk.quiet()
    assert last(desk)["worked"] == 0 and last(desk)["stopped_at"] == last(desk)["started_at"]


def test_a_start_elsewhere_that_came_earlier(desk):
    _, first, _ = opened(desk, "l@acme.example")
    two, second, _ = opened(desk, "m@acme.example")
    order(desk, first, "#timer start", START + HOUR)
    desk.receive(mail.reply(second.message, "#timer start\n", ANA), when=START + HOUR - 90)
    desk.quiet()
    assert running(desk) == {"ana": two} and last(desk)["started_at"].timestamp() == START + HOUR


def test_one_an_engineer(desk):
    number, ana, lee = opened(desk, "n@acme.example")
    order(desk, ana, "#timer start", START)
    order(desk, lee, "#timer start", START, LEE)
    assert running(desk) == {"ana": number, "lee": number}
    order(desk, lee, "#timer stop", START + HOUR, LEE)
    assert running(desk) == {"ana": number}


def test_docketctl_and_a_dry_run(desk):
    number, notice, _ = opened(desk, "o@acme.example")
    ctl = desk.docket.ctl
    told = order(desk, notice, "#dry-run\n#timer start", START)
    assert "timer: – → running" in told and running(desk) == {}
    assert ctl("do", str(number), "timer", "start", check=False).returncode == 65
    assert ctl("do", str(number), "timer", "stop", check=False).returncode == 65
    ctl("do", str(number), "timer", "start", "--as", "ana", "--dry-run")
    assert running(desk) == {}
    ctl("do", str(number), "timer", "start", "--as", "ana")
    assert running(desk) == {"ana": number}
    out = ctl("show", str(number)).stdout.decode()
    assert "ana" in out and "timer" in out
    assert "timer" in ctl("who", AGENT).stdout.decode()
    assert "1 timer" in ctl("status").stdout.decode()
    ctl("do", str(number), "timer", "stop", "by", "hand")
    assert running(desk) == {} and last(desk)["text"] == "by hand"


# ---- what its owner sees, and is asked ----

def test_each_notice_of_its_owner_says_so(desk):
    one, notice, _ = opened(desk, "p@acme.example", subject="The lift")
    order(desk, notice, "#timer start", START)
    desk.world.clock.set(START + 80 * MINUTE)
    _, ana, lee = opened(desk, "q@acme.example", START + 80 * MINUTE, "The crane")
    says = f"Your timer has been running on #{one} The lift since 2026-06-01 12:00 CEST: 1 h 20 min so far."
    assert says in ana.text and says in ana.html and "Your timer" not in lee.text
    assert links(ana.text)["Stop timer"] == f"#timer stop #{one}"
    assert links(ana.text)["Start timer"] == "#timer start"
    told = order(desk, ana, "#show", START + 90 * MINUTE)
    assert told.count("Your timer has been running on") == 1
    assert f"Your timer has been running on #{one}" in order(desk, ana, "#list", START + 90 * MINUTE)
    # The button of one ticket's notice stops it on the other.
    order(desk, ana, links(ana.text)["Stop timer"], START + 2 * HOUR)
    assert (last(desk)["number"], last(desk)["worked"]) == (one, 2 * HOUR)
    # Nobody else hears of it: neither the customer nor other engineers.
    for m in desk.mails(one) + desk.mails(ana.ticket):
        assert AGENT in m.recipients or "timer" not in m.text.lower().replace("start timer", "") \
            .replace("%23timer%20start", "")


def test_its_own_ticket_offers_to_stop_or_resume_it(desk):
    _, notice, _ = opened(desk, "r@acme.example")
    order(desk, notice, "#take\n#timer start", START)
    told = order(desk, notice, "#show", START + HOUR)
    assert links(told)["Stop timer"] == "#timer stop"


def fires(desk, at):
    """What the owner is asked by when the clock stands there."""
    seen = desk.seen()
    desk.world.clock.set(at)
    time.sleep(1.5)
    desk.quiet()
    return [m for m in desk.mails() if m["Message-ID"] not in seen
            and m["X-Docket-Reason"] == "timer-running"]


def test_one_left_running_is_asked_about_once_a_limit(desk):
    number, notice, _ = opened(desk, "s@acme.example")
    order(desk, notice, "#timer start", START)
    assert fires(desk, START + 4 * HOUR - 5) == []
    [asked] = fires(desk, START + 4 * HOUR + 1)
    assert asked.recipients == [AGENT] and asked.name.startswith("Timer")
    assert "Your timer has been running on this ticket since 2026-06-01 12:00 CEST: 4 h so far." in asked.text
    assert list(links(asked.text))[:2] == ["Keep", "Stop now"] and "Drop" in links(asked.text)
    assert "Your timer has been running on #" not in asked.text and running(desk) == {"ana": number}
    assert fires(desk, START + 5 * HOUR) == []
    assert len(fires(desk, START + 8 * HOUR + 2)) == 1
    assert "asked again at 2026-06-02 02:00" in order(desk, asked, links(asked.text)["Keep"],
                                                        START + 10 * HOUR)
    assert fires(desk, START + 13 * HOUR) == [] and len(fires(desk, START + 14 * HOUR + 1)) == 1
    order(desk, asked, links(asked.text)["Stop now"], START + 15 * HOUR)
    assert last(desk)["worked"] == 15 * HOUR and fires(desk, START + 30 * HOUR) == []
    [trace, *_] = [e for e in desk.entries(number, "clock") if "timer" in e["data"]]
    assert trace["data"]["timer"] == "ana"


def test_drop_books_nothing(desk):
    at = START + 60 * DAY			# the only time of that day
    number, notice, _ = opened(desk, "t@acme.example", at)
    order(desk, notice, "#timer start", at)
    told = order(desk, notice, "#timer drop", at + 90 * MINUTE)
    assert "1 h 30 min were thrown away: nothing is booked" in told
    assert entries(desk)[-1] == (number, 0, True, False) and alarms(desk) == {}
    sheet = desk.docket.ctl_json("timesheet", "--agent", "ana", "--month", "2026-07")
    assert number not in [e["ticket"] for e in sheet["entries"]]
    # Nor is it in the way of what was worked instead.
    told = order(desk, notice, "#time 1h @31.7. 12:15", at + 2 * HOUR)
    assert "1h @2026-07-31 12:15-13:15 billable" in told and "overlaps with 0m" not in told


def test_a_ticket_that_is_done_asks_soon(desk):
    number, notice, lee = opened(desk, "u@acme.example")
    order(desk, notice, "#timer start", START)
    told = order(desk, notice, "#resolve", START + HOUR)
    assert "your timer is still on it, 1 h so far: #timer stop books that" in told
    [asked] = fires(desk, START + HOUR + 301)
    assert "The ticket is resolved, and your timer has been running on it" in asked.text
    order(desk, asked, links(asked.text)["Keep"], START + 2 * HOUR)
    assert alarms(desk) == {(number, "ana"): START + 6 * HOUR}
    order(desk, lee, "#reopen", START + 2 * HOUR, LEE)
    order(desk, notice, "#timer stop\n#close", START + 3 * HOUR)
    assert fires(desk, START + 4 * HOUR) == [] and last(desk)["worked"] == 3 * HOUR


def test_it_goes_with_a_ticket_that_is_merged(desk):
    one, first, _ = opened(desk, "v@acme.example")
    two, second, _ = opened(desk, "v@acme.example", subject="The crane")
    order(desk, first, "#timer start", START)
    order(desk, first, f"#merge {two}", START + HOUR, ANA)
    assert running(desk) == {"ana": two}
    [asked] = fires(desk, START + 4 * HOUR + 1)
    assert asked.ticket == two
    order(desk, second, "#timer stop", START + 5 * HOUR)
    assert (last(desk)["number"], last(desk)["worked"]) == (two, 5 * HOUR)
    assert one != two


def test_it_moves_with_its_ticket_to_another_project(desk):
    number, notice, _ = opened(desk, "w@acme.example")
    order(desk, notice, "#timer start", START)
    order(desk, notice, "#project GLOBEX", START + HOUR)
    order(desk, notice, "#timer stop", START + 2 * HOUR)
    assert (last(desk)["number"], last(desk)["project"]) == (number, "GLOBEX")


def test_split_leaves_it(desk):
    number, notice, _ = opened(desk, "x@acme.example")
    order(desk, notice, "#timer start", START)
    order(desk, notice, "#split", START + HOUR)
    assert running(desk) == {"ana": number}
