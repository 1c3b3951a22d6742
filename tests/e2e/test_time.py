"""#time: what was worked is booked, corrected and added up, in the engineer's own zone."""
import calendar
import datetime
import threading
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
    docket.files["agents.conf"]["agents"][1]["transcript"] = "always"
    docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
        {"name": "told no time", "on": ["reply-without-time"], "do": Group([{"tag": ["untimed"]}])},))
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, at=START, subject="The lift"):
    desk.world.clock.set(at)
    raw = mail.letter("It is stuck.", sender="Jo <jo@acme.example>", subject=subject)
    number = desk.receive(raw, when=at)["ticket"]
    return number, desk.mail(number, AGENT), desk.mail(number, LEAD)


def order(desk, notice, text, sender=ANA):
    seen = desk.seen()
    entry = desk.receive(mail.reply(notice.message, text + "\n", sender),
                         when=desk.world.clock.now())
    desk.quiet()
    return entry, [m for m in desk.mails(entry["ticket"]) if m["Message-ID"] not in seen]


def rows(desk, number):
    out = desk.rows("select started_at, stopped_at, worked, exact, billable, service, text,"
                    " corrects, entry, late, agent, project from docket.time_entry"
                    " where number = %s order by id", number)
    for row in out:
        for name in ("started_at", "stopped_at"):
            row[name] = row[name].astimezone(datetime.timezone.utc).strftime("%m-%d %H:%M")
    return out


def told_to(mails, who):
    """The last of the mails to somebody; empty: they got none."""
    return ([m.text for m in mails if m.recipients == [who]] or [""])[-1]


def worked(desk, number):
    return [(r["started_at"], r["worked"]) for r in rows(desk, number)]


def test_booked_with_the_reply_and_alone(desk):
    number, ana, _ = opened(desk)
    entry, told = order(desk, ana, "#time 1h30m @yesterday 14:00 nonbillable Belt\n\nIt runs.")
    row, = rows(desk, number)
    assert (row["started_at"], row["stopped_at"]) == ("05-31 12:00", "05-31 13:30")
    assert row["worked"] == 5400 and row["exact"] and not row["billable"]
    assert (row["text"], row["agent"], row["project"]) == ("Belt", "ana", "ACME")
    assert row["entry"] == entry["id"] and not row["late"]
    customers = told_to(told, "jo@acme.example")
    assert "It runs." in customers and "1h 30m" not in customers and "Belt" not in customers
    entry, told = order(desk, ana, "#time 90 @1.6. 10:00 - 2.4.1 upgrade")
    row = rows(desk, number)[1]
    assert (row["started_at"], row["worked"], row["text"]) == ("06-01 08:00", 5400, "2.4.1 upgrade")
    assert "this was understood: 1h 30m @2026-06-01 10:00-11:30 billable: 2.4.1 upgrade" in told_to(told, AGENT)
    assert row["entry"] == entry["id"]
    whys = [e["data"]["why"] for e in desk.entries(number, "command") if "why" in e["data"]]
    assert "#time 90 @1.6. 10:00 - 2.4.1 upgrade" in whys


@pytest.mark.parametrize("line, want", [
    ("1h", ("06-01 09:00", 3600, False)),		# it ended when the mail came
    ("1:30", ("06-01 08:30", 5400, False)),
    ("1,5 Stunden @gestern", ("05-31 07:00", 5400, False)),
    ("1h30 @29.5.", ("05-29 07:00", 5400, False)),
    ("2 heures @hier à 14h", ("05-31 12:00", 7200, True)),
    ("45 @ayer a las 23:30", ("05-31 21:30", 2700, True)),
    ("1 ora @24.12. 17:00", ("12-24 16:00", 3600, True)),		# the last such: in winter
    ("30m @today", ("06-01 07:00", 1800, False)),
    ("4h @today", ("06-01 06:00", 14400, False)),		# it did not end yet at 13:00
    ("1h @2026-05-30T10:00:00Z", ("05-30 10:00", 3600, True)),
])
def test_read_as_people_write(desk, line, want):
    number, ana, _ = opened(desk)
    order(desk, ana, f"#time {line}")
    row, = rows(desk, number)
    assert (row["started_at"], row["worked"], row["exact"]) == want


@pytest.mark.parametrize("line, why", [
    ("1,5", "hours are 1,5h"), ("fixed it", "is no time"), ("0", "there is no time in that"),
    ("25h @2026-05-30 00:00", "more than a day has"), ("2d", "more than a day has"),
    ("1h @tomorrow", "2026-06-02 10:00, which is yet to come"),
    ("1h @today 11:30", "2026-06-01 12:30, which is yet to come"),
    ("13h @today", "yet to come"),
    ("17h @30.5.", "#force"), ("1h @30.2.", "no such time"), ("1h @ana", "is no day"),
    ("1h 2.4.1 upgrade", "may be the day, or text"), ("1h 30", "may be minutes"),
    ("1h call @yesterday", "may be the day, or text"), ("-1h", "0m is left"),
])
def test_refused_with_why(desk, line, why):
    number, ana, _ = opened(desk)
    _, told = order(desk, ana, f"#time {line}\n\nText for you.")
    assert rows(desk, number) == []
    assert why in " ".join(told_to(told, AGENT).split())
    assert told_to(told, "jo@acme.example") == ""


def test_too_much_of_a_day_wants_force(desk):
    number, ana, _ = opened(desk)
    order(desk, ana, "#time 10h @27.5. 00:00")
    order(desk, ana, "#time 5h @27.5. 10:00")
    _, told = order(desk, ana, "#time 2h @27.5. 22:30")		# half an hour of it is the next day's
    assert "16h 30m on 2026-05-27" in " ".join(told_to(told, AGENT).split())
    _, told = order(desk, ana, "#time 1h30m @27.5. 23:00")
    assert worked(desk, number)[2:] == [("05-27 21:00", 5400)]
    order(desk, ana, "#time 2h @27.5. 20:00\n#force")
    assert worked(desk, number)[3:] == [("05-27 18:00", 7200)]
    _, told = order(desk, ana, "#force")
    assert "beside a #time line" in told_to(told, AGENT)
    _, told = order(desk, ana, "#time 9h @26.5.\n#time 8h @26.5.")	# each line sees the one above
    assert "17h on 2026-05-26" in " ".join(told_to(told, AGENT).split())
    assert len(rows(desk, number)) == 4


def test_overlap_is_booked_and_told(desk):
    number, ana, _ = opened(desk)
    other, its, lee = opened(desk, subject="The stairs")
    order(desk, ana, "#time 1h @25.5. 14:00")
    _, told = order(desk, its, "#time 1h @25.5. 14:30")
    assert f"overlaps with 1h on ticket #{number}, from 2026-05-25 14:00" in told_to(told, AGENT)
    assert worked(desk, other) == [("05-25 12:30", 3600)]
    _, told = order(desk, its, "#time 1h @25.5. 15:30")		# right behind it
    assert "overlaps" not in told_to(told, AGENT)
    _, told = order(desk, its, "#time 1h @25.5.")		# nobody said when
    assert "overlaps" not in told_to(told, AGENT)
    _, told = order(desk, lee, "#time 1h @25.5. 12:00", LEE)	# another's
    assert "overlaps" not in told_to(told, LEAD)


def test_corrections_go_back_from_the_newest(desk):
    number, ana, lee = opened(desk)
    order(desk, ana, "#time 1h @20.5. 10:00 nonbillable")
    order(desk, ana, "#time 2h @21.5. 10:00")
    order(desk, lee, "#time 3h @22.5. 10:00", LEE)
    entry, told = order(desk, ana, "#time -2h30m mistaken")
    after = rows(desk, number)[3:]
    assert [(r["started_at"], r["worked"], r["billable"], r["text"]) for r in after] == [
        ("05-21 08:00", -7200, True, "mistaken"), ("05-20 08:00", -1800, False, "mistaken")]
    assert [r["corrects"] is not None and r["entry"] == entry["id"] for r in after] == [True] * 2
    _, told = order(desk, ana, "#time -31m")
    assert "* is left".replace("*", "30m") in " ".join(told_to(told, AGENT).split())
    _, told = order(desk, ana, "#time -10m @21.5.")
    assert "0m is left" in " ".join(told_to(told, AGENT).split())
    order(desk, ana, "#time -10m @20.5.\n#time -20m")		# the second sees the first
    assert sum(r["worked"] for r in rows(desk, number) if r["agent"] == "ana") == 0
    _, told = order(desk, ana, "#time -10m\n#time -10m")
    assert "0m is left" in " ".join(told_to(told, AGENT).split())
    assert sum(r["worked"] for r in rows(desk, number)) == 3 * HOUR


def test_a_dry_run_books_nothing(desk):
    number, ana, _ = opened(desk)
    _, told = order(desk, ana, "#dry-run\n#time 1h @19.5. 10:00")
    assert "1h @2026-05-19 10:00-11:00" in told_to(told, AGENT)
    assert rows(desk, number) == []


def test_the_same_mail_again_books_once(desk):
    number, ana, _ = opened(desk)
    raw = mail.reply(ana.message, "#time 1h @18.5. 10:00\n", ANA)
    for _ in range(2):
        desk.receive(raw, when=START)
    # As a relay hands it over once more: the same mail with another trace.
    desk.receive(b"Received: from relay.example by mx.example; Mon, 1 Jun 2026 10:00:01 +0000\r\n"
                 + raw, when=START)
    desk.quiet()
    assert worked(desk, number) == [("05-18 08:00", 3600)]


def test_days_of_the_change_of_clocks(desk):
    """01:30 to 03:30 in Madrid is one hour in spring and three in autumn."""
    number, ana, _ = opened(desk)
    order(desk, ana, "#time 1h @2026-03-29 01:30")
    row, = rows(desk, number)
    assert (row["started_at"], row["stopped_at"]) == ("03-29 00:30", "03-29 01:30")
    order(desk, ana, "#time 3h @2025-10-26 01:30")
    row = rows(desk, number)[1]
    assert (row["started_at"], row["stopped_at"]) == ("10-25 23:30", "10-26 02:30")


def test_totals_are_told_to_engineers_alone(desk):
    number, ana, lee = opened(desk)
    order(desk, ana, "#time 2h @17.5. 10:00")
    order(desk, ana, "#time 30m @17.5. 13:00 nonbillable")
    _, told = order(desk, lee, "#show", LEE)
    assert "Worked       2h 30m (not billable: 30m)" in told_to(told, LEAD)
    _, told = order(desk, ana, "#history")
    assert "2h @2026-05-17 10:00-12:00 billable" in told_to(told, AGENT)
    shown = desk.docket.ctl("show", str(number)).stdout.decode()
    assert "2h 30m (not billable: 30m)" in shown
    assert (desk.docket.ctl_json("show", str(number))["worked"],
            desk.docket.ctl_json("show", str(number))["nonbillable"]) == (9000, 1800)
    _, told = order(desk, ana, "Fine now.")
    assert "Worked" not in told_to(told, "jo@acme.example") and told_to(told, "jo@acme.example")


def test_a_reply_without_time_is_an_event(desk):
    number, ana, lee = opened(desk)
    order(desk, ana, "#note\n\nNobody hears this.")
    assert desk.ticket(number)["tags"] == []
    order(desk, ana, "#time 1h @16.5. 10:00\n\nIt runs.")
    assert desk.ticket(number)["tags"] == []
    order(desk, ana, "It runs, as I said.")		# nothing since the answer before
    assert desk.ticket(number)["tags"] == ["untimed"]
    order(desk, ana, "#tag -untimed")
    order(desk, ana, "#time 10m @16.5. 12:00")
    order(desk, ana, "Once more.")			# told by itself, in between
    assert desk.ticket(number)["tags"] == []
    order(desk, lee, "I say so, too.", LEE)		# another's time is not theirs
    assert desk.ticket(number)["tags"] == ["untimed"]


def closed(n, since, until):
    """A statement of ACME for that time."""
    return ("insert into docket.statement (year, n, project, month, zone, since, until, currency, digits, total,"
            " raw, billed, apart, rules, closed_at, closed_by, text, csv, html, json, text_sha256, csv_sha256,"
            f" html_sha256, json_sha256) values (2026, {n}, 'ACME', 24312, 'UTC', '{since}', '{until}', 'EUR', 2,"
            " 0, 0, 0, 0, '', now(), 'lee', '', '', '', '', '', '', '', '')")


def test_time_goes_along_to_another_project(desk):
    number, ana, _ = opened(desk)
    order(desk, ana, "#time 1h @15.5. 10:00")
    order(desk, ana, "#time 20m @15.5. 12:00")
    billed, free = rows_of(desk, number)
    with desk.world.pg.connect() as db, db.cursor() as cursor:
        cursor.execute(closed(1, "2026-05-15", "2026-05-16") + " returning id")
        cursor.execute("insert into docket.billed values (%s, %s)", (billed, cursor.fetchone()[0]))
    _, told = order(desk, ana, "#project GLOBEX")
    assert "not billed goes along: 20m" in told_to(told, AGENT)
    assert [r["project"] for r in rows(desk, number)] == ["ACME", "GLOBEX"]
    # What is billed is corrected where it was: late, and there.
    _, told = order(desk, ana, "#time -1h20m")
    assert "this is late" in " ".join(told_to(told, AGENT).split())
    assert [(r["worked"], r["project"], r["late"]) for r in rows(desk, number)[2:]] == [
        (-1200, "GLOBEX", False), (-3600, "ACME", True)]
    # An entry of a closed month is late for the project whose month it is.
    other, its, _ = opened(desk)
    order(desk, its, "#time 1h @15.5. 15:00")
    assert [r["late"] for r in rows(desk, other)] == [True]


def rows_of(desk, number):
    return [r["id"] for r in desk.rows("select id from docket.time_entry where number = %s"
                                       " order by id", number)]


def test_time_goes_along_into_another_ticket(desk):
    number, ana, _ = opened(desk)
    other, _, _ = opened(desk)
    order(desk, ana, "#time 1h @14.5. 10:00")
    _, told = order(desk, ana, f"#merge {other}")
    assert "its time goes along: 1h" in told_to(told, AGENT)
    assert rows(desk, number) == [] and worked(desk, other) == [("05-14 08:00", 3600)]
    assert desk.docket.ctl("verify").returncode == 0


PASSED_ON = """#time 15m @13.5. 10:00 Call

---------- Forwarded message ---------
From: Jo Doe <jo@acme.example>
Date: Mon, 11 May 2026 at 10:00
Subject: It hums
To: Ana <ana@home.example.net>

It hums.
"""


@pytest.mark.parametrize("subject, text", [
    ("A call", "#new\n#requester jo@acme.example\n#time 15m @13.5. 10:00 Call\n\nThey called."),
    ("Fwd: It hums", PASSED_ON)])
def test_a_ticket_that_opens_with_time(desk, subject, text):
    """Of one's own, or above a mail that is passed on: the entry is the ticket's from the start."""
    desk.world.clock.set(START)
    own = desk.docket.ctl_json("agent", "address", "ana")["addresses"]["support"]
    number = desk.receive(mail.letter(text, sender=ANA, to=own, subject=subject), when=START)["ticket"]
    desk.quiet()
    assert worked(desk, number) == [("05-13 08:00", 900)]
    assert rows(desk, number)[0]["text"] == "Call"


def ctl(desk, *args, code=0):
    done = desk.docket.ctl("time", *args, check=False)
    assert done.returncode == code, (done.stdout, done.stderr)
    return (done.stdout + done.stderr).decode()


def test_docketctl_books_and_lists(desk):
    number, _, _ = opened(desk)
    said = ctl(desk, str(number), "1h30m", "@2026-04-20 14:00", "nonbillable", "Call", "--as", "ana")
    assert "1h 30m @2026-04-20 14:00-15:30 nonbillable: Call" in said
    assert "whose" in ctl(desk, str(number), "1h", code=65)
    assert "--force" in ctl(desk, str(number), "17h", "@2026-04-21", "--as", "ana", code=65)
    ctl(desk, str(number), "17h", "@2026-04-21", "--as", "ana", "--dry-run", "--force")
    ctl(desk, str(number), "17h", "@2026-04-21", "--as", "ana", "--force")
    ctl(desk, str(number), "-2h", "--as", "ana")
    assert worked(desk, number) == [("04-20 12:00", 5400), ("04-21 07:00", 61200),
                                    ("04-21 07:00", -7200)]
    listed = ctl(desk, "list", "--month", "2026-04", "--agent", "ana", "--ticket", str(number))
    assert "16h 30m" in listed and "open, nonbillable" in listed and "2026-04-20" in listed
    assert all(len(line) <= 80 for line in listed.splitlines())
    rows_ = desk.docket.ctl_json("time", "list", "--project", "ACME", "--ticket", str(number))
    assert sum(r["worked"] for r in rows_) == 59400 and not rows_[0]["late"]
    assert "No time is booked" in ctl(desk, "list", "--month", "2026-03", "--ticket", str(number))
    ctl(desk, "list", "--month", "someday", code=65)
    ctl(desk, "list", "--project", "NOBODY", code=65)


def test_what_is_approved_is_locked(desk):
    number, ana, lee = opened(desk)
    order(desk, ana, "#time 1h @2025-09-03 10:00")
    _, told = order(desk, ana, "#approve-time ana 2025-09")
    assert "#approve-time" in told_to(told, AGENT) and "not carried out" in told_to(told, AGENT)
    assert "not over: it ends on 2026-07-01" in ctl(desk, "approve", "ana", "2026-06", code=65)
    assert "there is no agent anna" in ctl(desk, "approve", "anna", "2025-09", code=65)
    assert "nobody approves their own" in ctl(desk, "approve", "lee", "2025-09", "--as", "lee", code=65)
    said = ctl(desk, "approve", "ana", "2025-09")
    assert "2025-09 of ana is approved: 1h" in said
    assert "docketctl approved 2025-09 of ana before" in ctl(desk, "approve", "ana", "september")
    assert len(desk.rows("select from docket.time_approval where agent = 'ana'"
                         " and period = '2025-09' and undone_at is null")) == 1
    _, told = order(desk, ana, "#time 2h @2025-09-04 10:00")
    assert "this is late, and counts on 2026-06-01" in " ".join(told_to(told, AGENT).split())
    _, told = order(desk, ana, "#time -10m @2025-09-03")
    assert "this is late" in " ".join(told_to(told, AGENT).split())
    assert [r["late"] for r in rows(desk, number)] == [False, True, True]
    seen = desk.seen()
    assert "why" in ctl(desk, "unapprove", "ana", "2025-09", code=64)
    ctl(desk, "unapprove", "ana", "2025-09", "--why", "Friday was booked twice")
    mailed = desk.mail(to=AGENT, but=seen)
    assert "Friday was booked twice" in mailed.text and "2025-09" in mailed["Subject"]
    assert "was not approved" in ctl(desk, "unapprove", "ana", "2025-09", "--why", "again", code=65)
    order(desk, ana, "#time 3h @2025-09-05 10:00")
    assert [r["late"] for r in rows(desk, number)] == [False, True, True, False]
    row = desk.row("select undone_by, reason from docket.time_approval where agent = 'ana'")
    assert (row["undone_by"], row["reason"]) == ("docketctl", "Friday was booked twice")
    assert lee


def test_a_lead_approves_by_mail_without_a_ticket(desk):
    number, ana, lee = opened(desk)
    order(desk, ana, "#time 1h @2025-11-03 10:00")
    order(desk, lee, "#dry-run\n#approve-time ana 2025-W45", LEE)
    assert not desk.rows("select from docket.time_approval where period = '2025-W45'")
    _, told = order(desk, lee, "#approve-time ana 2025-W45", LEE)
    assert "2025-W45 of ana is approved: 1h" in told_to(told, LEAD)
    _, told = order(desk, ana, "#time 1h @2025-11-04 10:00")
    assert "this is late" in " ".join(told_to(told, AGENT).split())
    _, told = order(desk, lee, "#unapprove-time ana 2025-W45", LEE)
    assert "say why" in told_to(told, LEAD)
    seen = desk.seen()
    _, told = order(desk, lee, "#unapprove-time ana 2025-W45 Tuesday is missing", LEE)
    mailed = desk.mail(to=AGENT, but=seen)
    assert "Tuesday is missing" in mailed.text and "Lee" in mailed.text
    assert "can be changed again" in told_to(told, LEAD)
    assert desk.row("select undone_by from docket.time_approval where period = '2025-W45'"
                    )["undone_by"] == "lee"
    assert number


def holding(desk, lock):
    """A session that has somebody's time for itself, as who approves or closes has."""
    db = desk.world.pg.connect()
    db.autocommit = False
    db.cursor().execute("select pg_advisory_xact_lock(docket.lock_time(), hashtext(%s))", (lock,))
    return db


def booked_beside(desk, notice, line, db, statement):
    """A mail that is read while another session closes its period: after that has committed."""
    raw = mail.reply(notice.message, line + "\n", ANA)
    reading = threading.Thread(target=desk.receive, args=(raw,), kwargs={"when": START})
    reading.start()
    time.sleep(1.5)
    db.cursor().execute(statement)
    db.commit()
    db.close()
    reading.join()
    desk.quiet()


def test_an_approval_that_comes_in_between_makes_it_late(desk):
    number, ana, _ = opened(desk)
    booked_beside(desk, ana, "#time 1h @2026-02-03 10:00", holding(desk, "agent:ana"),
                  "insert into docket.time_approval (agent, period, since, until, approved_at,"
                  " approved_by) values ('ana', '2026-02', '2026-01-31 23:00Z', '2026-02-28 23:00Z',"
                  " now(), 'lee')")
    assert [r["late"] for r in rows(desk, number)] == [True]


def test_a_statement_that_comes_in_between_makes_it_late(desk):
    number, ana, _ = opened(desk)
    booked_beside(desk, ana, "#time 1h @2026-01-13 10:00", holding(desk, "project:ACME"),
                  closed(2, "2026-01-01", "2026-02-01"))
    assert [r["late"] for r in rows(desk, number)] == [True]


def test_who_approves_waits_for_who_books(desk):
    number, ana, _ = opened(desk)
    order(desk, ana, "#time 1h @2025-08-03 10:00")
    db = holding(desk, "agent:ana")
    db.cursor().execute("update docket.time_entry set worked = 7200, stopped_at = stopped_at"
                        " + interval '1 h' where number = %s", (number,))
    said = []
    approving = threading.Thread(target=lambda: said.append(ctl(desk, "approve", "ana", "2025-08")))
    approving.start()
    time.sleep(1.5)
    assert said == []
    db.commit()
    db.close()
    approving.join()
    assert "2025-08 of ana is approved: 2h" in said[0]
