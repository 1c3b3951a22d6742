"""Calendars that people subscribe to: what is in them, for whom, and when it is another."""
import calendar
import re
import subprocess

import pytest

from world import built, desk as desks, mail
from world.docket import AGENT, Group

ANA = f"Ana <{AGENT}>"
START = calendar.timegm((2026, 6, 1, 10, 0, 0))
HOUR, DAY = 3600, 86400
OPEN = {"category": ["new", "open", "waiting", "on-hold"]}


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    docket.files["sla.conf"]["slas"] = Group([
        {"name": "standard", "targets": Group([{"response": "300d", "resolution": "300d"}])}])
    docket.files["docket.conf"]["portal"] = {"url": "https://desk.example.com", "protocol": "scgi",
                                             "socket": f"{docket.folder}/web.sock"}
    docket.files["views.conf"] = {"views": Group([
        {"name": "mine", "where": {"assignee": "$me"} | OPEN, "columns": ["number", "status", "due", "subject"],
         "layout": "calendar"},
        {"name": "lee-alone", "where": OPEN, "columns": ["number"], "show_to": ["lee"]},
        {"name": "ours", "where": OPEN, "columns": ["number", "status", "due", "subject"],
         "layout": "calendar", "customers": True}])}
    for project in docket.files["projects.conf"]["projects"]:
        project["portal_due"] = project["key"] == "ACME"
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def get(desk, url, now=None):
    """(status, ETag, body), as the role that only reads is answered."""
    path = url.removeprefix("https://desk.example.com")
    reader = desk.docket.files["docket.conf"]["database"].replace("user=docket", "user=docket_read")
    done = subprocess.run([built("tests/e2e/feedprobe"), desk.docket.conf, reader, path,
                           str(now or desk.world.clock.now())], capture_output=True, check=True, timeout=30)
    head, body = done.stdout.decode().split("\n\n", 1)
    status, kind, etag = (head.split(" ", 1) + [""])[0], head.split(" ", 1)[1].rsplit(" ", 1)[0], head.split(" ")[-1]
    assert status != "200" or kind == "text/calendar; charset=utf-8"
    return int(status), etag, body


def events(body):
    """{ticket: {name: value}}, read as RFC 5545 has it."""
    assert body.startswith("BEGIN:VCALENDAR\r\n") and body.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    out = {}
    for text in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", body.replace("\r\n ", ""), re.S):
        event = dict(line.split(":", 1) for line in text.strip().split("\r\n"))
        out[int(re.fullmatch(r"ticket-(\d+)-due@desk\.example\.com", event["UID"])[1])] = event
    return out


def added(desk, *args):
    return desk.docket.ctl_json("feed", "add", *args)["url"]


def opened(desk, sender, subject="The lift"):
    number = desk.receive(mail.letter("It is stuck.", sender=sender, subject=subject),
                          when=desk.world.clock.now())["ticket"]
    return number, desk.mail(number, AGENT)


def order(desk, notice, text):
    return desk.receive(mail.reply(notice.message, text + "\n", ANA), when=desk.world.clock.now())


def test_an_event_moves_and_ends(desk):
    number, notice = opened(desk, "moves@acme.example", "Crane, 2; broken\\")
    other, _ = opened(desk, "other@acme.example", "Not hers")
    order(desk, notice, "#take\n#due fri 17:00")
    url = added(desk, "mine", "--for", "ana")
    assert re.fullmatch(r"https://desk\.example\.com/feed/[0-9a-f]{64}\.ics", url)
    status, etag, body = get(desk, url)
    [event] = events(body).values()
    assert status == 200 and other not in events(body)
    assert event["SUMMARY"] == f"#{number} Crane\\, 2\\; broken\\\\"
    assert (event["DTSTART"], event["DTEND"]) == ("20260605T150000Z", "20260605T151500Z")
    assert event["STATUS"] == "CONFIRMED" and "X-WR-CALNAME:mine" in body and "VALARM" not in body
    assert get(desk, url, desk.world.clock.now() + HOUR)[1:] == (etag, body)	# nothing changed
    desk.world.clock.set(START + HOUR)
    order(desk, notice, "#due tomorrow 9:00")
    _, anew, body = get(desk, url)
    moved = events(body)[number]
    assert anew != etag and moved["UID"] == event["UID"] and moved["DTSTART"] == "20260602T070000Z"
    assert int(moved["SEQUENCE"]) > int(event["SEQUENCE"]) and moved["DTSTAMP"] > event["DTSTAMP"]
    order(desk, notice, "#resolve")
    gone = events(get(desk, url)[2])[number]
    assert gone["STATUS"] == "CANCELLED" and gone["DTSTART"] == moved["DTSTART"]
    assert int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
    assert events(get(desk, url, START + 9 * DAY)[2]) == {}
    desk.world.clock.set(START)


def test_customers_see_what_is_theirs_to_see(desk):
    number, notice = opened(desk, "jo@acme.example", "Ours")
    order(desk, notice, "#take\n#subject For us: he never pays\n#due fri 17:00\n#team desk")
    order(desk, notice, "#note\nplanted words")
    foreign = desk.receive(mail.letter("It is stuck.", sender="x@globex.example", subject="Foreign"),
                           when=START)["ticket"]
    inner, notice = opened(desk, "spam@acme.example", "Spammed")
    order(desk, notice, "#spam")
    url = added(desk, "ours", "--for", "project:ACME")
    status, _, body = get(desk, url)
    event = events(body)[number]
    promised = desk.row("select min(due_at) as at from docket.cycle where ticket = %s and stopped_at is null",
                        number)["at"]
    assert status == 200 and event["SUMMARY"] == f"#{number} Ours"
    assert event["DTSTART"] == promised.strftime("%Y%m%dT%H%M%SZ")	# not what we mean to
    assert foreign not in events(body) and inner not in events(body)
    assert [w for w in ("pays", "planted", "ana", AGENT, "Foreign", "Assignee", "20260605") if w in body] == []


def test_revoked_forged_and_nobodys(desk):
    url = added(desk, "mine", "--for", "ana")
    [row, *_] = desk.docket.ctl_json("feed", "list")
    token = url.rpartition("/")[2].removesuffix(".ics")
    assert (row["view"], row["agent"], row["made_by"]) == ("mine", "ana", "docketctl")
    assert token not in str(desk.rows("select * from docket.feed")) and get(desk, url)[0] == 200
    assert token not in str(desk.docket.ctl_json("feed", "list", "--all"))
    bad = "f" * 64
    for path in (f"/feed/{bad}.ics", f"/feed/{token}", f"/feed/{token[:-1]}.ics", f"/feed/{token.upper()}.ics",
                 f"/feed/{token}.ics.ics", f"/feed/../{token}.ics"):
        status, _, body = get(desk, path)
        assert status == 404 and "VCALENDAR" not in body
    desk.docket.ctl("feed", "revoke", str(row["id"]), "--as", "lee")
    assert get(desk, url)[0] == 404
    assert desk.docket.ctl("feed", "revoke", str(row["id"]), check=False).returncode == 1
    text = desk.docket.ctl("feed", "list", "--all").stdout.decode()
    assert "revoked by lee" in text and "project:ACME" in text


@pytest.mark.parametrize("args,says", [
    (["nine", "--for", "ana"], "nine"), (["mine"], "--for"), (["mine", "--for", "nobody"], "nobody"),
    (["lee-alone", "--for", "ana"], "not shown to ana"), (["mine", "--for", "project:ACME"], "not for customers"),
    (["ours", "--for", "project:GLOBEX"], "portal_due"), (["ours", "--for", "project:NONE"], "NONE")])
def test_refused(desk, args, says):
    done = desk.docket.ctl("feed", "add", *args, check=False)
    assert done.returncode != 0 and says in done.stderr.decode()


def test_what_the_configuration_takes_away(desk):
    """Without a view, or a right to it, its address leads nowhere; a start of docket is not wanted."""
    url = added(desk, "mine", "--for", "ana")
    views = desk.docket.files["views.conf"]["views"]
    try:
        views[0]["show_to"] = ["lee"]
        desk.docket.write()
        assert get(desk, url)[0] == 404
        del views[0]["show_to"]
        desk.docket.files["docket.conf"]["portal"]["agents"] = False
        desk.docket.write()
        assert get(desk, url)[0] == 404
    finally:
        views[0].pop("show_to", None)
        desk.docket.files["docket.conf"]["portal"].pop("agents", None)
        desk.docket.write()
    assert get(desk, url)[0] == 200
