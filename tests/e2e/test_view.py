"""Views in a terminal, by #list NAME and on schedule: the same tickets in every form, each reader their own, told
once with two daemons and after a kill, and what cannot be made is told."""
import calendar
import csv
import io
import json
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"
START = calendar.timegm((2026, 6, 1, 5, 0, 0))	# Monday, 07:00 in Madrid
HOUR, DAY = 3600, 86400
EVIL = '=HYPERLINK("http://x") \u202egnp <b>bold</b>'
OPEN = ["new", "open", "waiting", "on-hold"]


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    people = docket.files["agents.conf"]["agents"]
    people[0]["transcript"], people[0]["language"] = "errors", "de"
    docket.files["views.conf"] = {"views": Group([
        {"name": "all-open", "title": {"en": "All open", "de": "Alle offenen"}, "where": {"category": OPEN},
         "group": ["severity"], "sort": ["number"], "columns": ["number", "severity", "created", "subject"]},
        {"name": "mine", "where": {"assignee": "$me"}, "columns": ["number", "subject"],
         "mail": {"at": "0 8 * * mon", "zone": "Europe/Madrid", "to": ["ana", "lee"]}},
        {"name": "none", "where": {"subject": "nothing is called so"},
         "mail": {"at": "0 8 * * mon", "zone": "Europe/Madrid", "to": ["lee"], "if_empty": "send"}},
        {"name": "leads", "where": {"category": OPEN}, "show_to": ["leads"]},
    ])}
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    for n, subject in enumerate(("It hums", EVIL, "机器嗡嗡作响")):
        made.receive(mail.letter("It is stuck.", sender=f"c{n}@acme.example", subject=subject), when=START)
    made.quiet()
    yield made
    assert docket.stop() == 0


def asked(desk, text, sender=ANA, who=AGENT):
    """The views that come of it, and the transcripts."""
    seen, number = desk.seen(), desk.rows("select min(id) as id from docket.ticket")[0]["id"]
    notice = desk.mail(number, who)
    desk.receive(mail.reply(notice.message, text + "\n", sender), when=desk.world.clock.now())
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.report_wanted") == 0, 20, "the views")
    desk.quiet()
    new = [s for s in desk.mails(None, who) if s["Message-ID"] not in seen]
    return ([s for s in new if s["X-Docket-Reason"] == "report-view"],
            [s for s in new if s["X-Docket-Reason"] in ("transcript", "control")])


def html(sent):
    return sent.message.get_body(("html",)).get_content()


def numbers(text):
    return {int(n) for n in re.findall(r"#(\d+)", text)}


def open_ones(desk):
    return {r["id"] for r in desk.rows("select id from docket.ticket where category = any(%s)", OPEN)}


def test_the_same_tickets_in_every_form(desk):
    [sent], [told] = asked(desk, "#list all-open")
    assert sent.recipients == [AGENT] and "eigenen E-Mail" in told.text
    [part] = list(sent.message.iter_attachments())
    rows = list(csv.DictReader(io.StringIO(part.get_payload(decode=True).decode("utf-8-sig"))))
    printed = list(csv.DictReader(io.StringIO(desk.docket.ctl("view", "all-open", "--as", "csv").stdout.decode())))
    shown = json.loads(desk.docket.ctl("--json", "view", "all-open").stdout)
    want = open_ones(desk)
    assert len(want) >= 3 and part.get_filename() == "all-open-2026-06-01.csv"
    assert {int(r["number"]) for r in rows} == {int(r["number"]) for r in printed} == want
    assert {r["ticket"] for r in shown["rows"]} == want and shown["total"]["count"] == len(want)
    assert numbers(desk.docket.ctl("view", "all-open").stdout.decode()) == want
    assert numbers(sent.text) == {int(n) for n in re.findall(r">#(\d+)<", html(sent))} == want


def test_a_mail_of_it_is_in_the_readers_language_and_zone(desk):
    [sent], _ = asked(desk, "#list all-open")
    assert "Alle offenen" in sent.text and "Alle offenen" in html(sent) and "CEST" in sent.text
    assert "Die Tabelle liegt bei (CSV)." in sent.text and "2026-06-01 07:00" in sent.text
    assert "docketctl view" not in sent.text
    assert b"All open" in desk.docket.ctl("view", "all-open").stdout
    assert "Alle offenen".encode() in desk.docket.ctl("view", "all-open", "--as-agent", "ana").stdout


def test_hostile_subjects_are_text_alone(desk):
    [sent], _ = asked(desk, "#list all-open")
    [part] = list(sent.message.iter_attachments())
    assert b"'=HYPERLINK" in part.get_payload(decode=True) and b"\n=" not in part.get_payload(decode=True)
    assert "\u202e" not in sent.text and "<b>bold" not in html(sent) and "&lt;b&gt;bold" in html(sent)
    assert "\u202e" not in desk.docket.ctl("view", "all-open").stdout.decode()
    assert "<script" not in html(sent) and "<svg" not in html(sent) and " src=" not in html(sent)


def test_as_a_page_a_calendar_and_a_picture(desk):
    page = desk.docket.ctl("view", "all-open", "--as", "html").stdout.decode()
    assert page.startswith("<!DOCTYPE html>") and "<h1" in page and "data:text/css;base64," in page
    assert {int(n) for n in re.findall(r"#(\d+)<", page)} == open_ones(desk)
    assert "<b>bold" not in page and "<script" not in page
    cal = desk.docket.ctl("view", "all-open", "--as", "ics").stdout.decode()
    assert cal.startswith("BEGIN:VCALENDAR\r\n") and cal.endswith("END:VCALENDAR\r\n") and "@example.com" in cal
    got = desk.docket.ctl("view", "all-open", "--as", "svg", check=False)
    assert got.returncode != 0 and not got.stdout and b"no picture" in got.stderr


def test_narrowed(desk):
    number = min(open_ones(desk))
    desk.docket.ctl("do", str(number), "severity", "critical", "--as", "ana")
    for argv in (["severity=critical"], ["--set", "severity=critical"], ["--set=severity=critical,critical"]):
        found = json.loads(desk.docket.ctl("view", "all-open", *argv, "--as", "json").stdout)
        assert [r["ticket"] for r in found["rows"]] == [number], argv
    [sent], _ = asked(desk, "#list all-open severity=critical")
    assert numbers(sent.text) == {number}
    one = json.loads(desk.docket.ctl("view", "all-open", "--rows", "1", "--as", "json").stdout)
    assert len(one["rows"]) == 1 and one["total"]["not_shown"] == len(open_ones(desk)) - 1
    assert b"more, not shown" in desk.docket.ctl("view", "all-open", "--rows", "1").stdout


@pytest.mark.parametrize("argv,said", [
    (["all-opne"], b"did you mean all-open"), (["mine"], b"--as-agent"), (["leads", "--as-agent", "ana"], b"leads"),
    (["all-open", "--as", "pdf"], b"text, csv, json"), (["all-open", "--rows", "0"], b"--rows"),
    (["all-open", "severty=x"], b"severity"), (["all-open", "severity=hihg"], b"high"),
    (["all-open", "--set", "x"], b"WORD=VALUE"), (["mine", "--as-agent", "nobody"], b"nobody")])
def test_what_docketctl_refuses(desk, argv, said):
    got = desk.docket.ctl("view", *argv, check=False)
    assert got.returncode != 0 and not got.stdout and said in got.stderr, got.stderr


def test_docketctl_lists_them(desk):
    text = desk.docket.ctl("view").stdout.decode()
    assert re.search(r"^leads +leads +leads$", text, re.M) and "0 8 * * mon Europe/Madrid" in text
    assert [v["name"] for v in json.loads(desk.docket.ctl("--json", "view").stdout)] == [
        "all-open", "mine", "none", "leads"]


@pytest.mark.parametrize("line,said,instead", [
    ("#list all-opne", "all-opne", "#list all-open"), ("#list leads", "leads", ""),
    ("#list all-open severty=high", "severity", ""), ("#list all-open high", "WORD=VALUE", "")])
def test_what_a_mail_is_refused(desk, line, said, instead):
    sent, [told] = asked(desk, line)
    assert not sent and said in told.text and instead in told.text


def test_list_alone_tells_which_there_are(desk):
    sent, [told] = asked(desk, "#list\n#show")
    assert not sent and "all-open (Alle offenen), mine (mine), none (none)" in told.text
    assert "leads" not in told.text.split("#list NAME:")[1]
    _, [told] = asked(desk, "#list", LEE, LEAD)
    assert "leads (leads)" in told.text


def digests(desk, seen):
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.report_wanted") == 0, 30, "the digests")
    desk.quiet()
    return sorted((s.recipients[0], s["Subject"]) for s in desk.mails()
                  if s["Message-ID"] not in seen and s["X-Docket-Reason"] == "report-view")


def test_on_schedule_each_their_own_once_with_two_daemons_and_a_kill(desk):
    number = min(open_ones(desk))
    desk.docket.ctl("do", str(number), "assign", "ana", "--as", "ana")
    desk.quiet()
    seen = desk.seen()
    desk.world.clock.set(START + HOUR - 60)
    time.sleep(1.2)
    assert digests(desk, seen) == []
    second = desk.world.docket(name="second", clock=True)
    second.files = desk.docket.files
    second.write()
    second.start()
    desk.world.clock.set(START + HOUR + 1)
    desk.docket.kill_role("core")
    due = "select count(*) from docket.schedule where next_at <= '2026-06-01 06:00:01+00'"
    desk.world.wait(lambda: desk.world.one(due) == 0, 30, "the schedule")
    # Lee has nothing: no mail of `mine`, but one of `none`, which asks for it.
    assert digests(desk, seen) == [(AGENT, "mine"), (LEAD, "none")]
    desk.world.clock.set(START + 2 * HOUR)
    time.sleep(1.2)
    assert len(digests(desk, seen)) == 2
    assert second.stop() == 0


def test_away_means_no_digest_and_a_pause_one(desk):
    """Two weeks of pause are made up for by one mail each."""
    seen = desk.seen()
    asked(desk, "#away 2027-01-01")
    desk.world.clock.set(START + 14 * DAY + 2 * HOUR)
    due = "select count(*) from docket.schedule where next_at <= '2026-06-15 06:00:01+00'"
    desk.world.wait(lambda: desk.world.one(due) == 0, 30, "the schedule")
    assert digests(desk, seen) == [(LEAD, "none")]


def test_one_that_cannot_be_made_is_told_to_the_admins(desk):
    admins = [a["addresses"][0] for a in desk.docket.files["agents.conf"]["agents"] if a.get("role") == "admin"]
    seen = desk.seen()
    desk.world.sql("insert into docket.report_wanted (agent, mailbox, what, month, whose, at, next_at)"
                   " values ('lee', 'support', 'digest', 0, 'gone', now(), '2026-06-01')")
    for _ in range(12):
        desk.world.sql("update docket.report_wanted set next_at = '2026-06-01', attempts = 4")
        if desk.world.one("select count(*) from docket.report_wanted") == 0:
            break
        desk.docket.ctl("view")
        time.sleep(0.5)
    desk.quiet()
    told = {s.recipients[0]: s.text for s in desk.mails() if s["Message-ID"] not in seen
            and s["X-Docket-Reason"] == "report-failed"}
    assert set(told) == {LEAD, *admins}
    assert all("gone" in t and "#list gone" in t for t in told.values())
