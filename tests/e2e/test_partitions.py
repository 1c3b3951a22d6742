"""Raw mail by the month: what comes in when the clock goes on, and what is archived."""
import base64
import calendar
import time

import psycopg2
import pytest

from world import desk as desks, mail

DAY = 86400
START = calendar.timegm((2026, 6, 15, 10, 0, 0))
SLEEP = 125 * DAY				# to the middle of October


@pytest.fixture
def desk(world):
    world.fresh()
    world.clock.set(START)
    docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def kept(desk, raw_id):
    """The bytes, and the partition they are in."""
    row = desk.row("select bytes, c.relname::text as part from docket.raw r join docket.raw_bytes b"
                   " on (b.raw, b.stored_at) = (r.id, r.stored_at)"
                   " join pg_class c on c.oid = b.tableoid where r.id = %s", raw_id)
    return bytes(row["bytes"]), row["part"]


def comes_in(desk, text):
    """A mail is read, flagged and kept whole; gives its partition."""
    raw = mail.letter(text, sender="kim@acme.example")
    entry = desk.receive(raw)
    assert entry["kind"] == "mail-in"
    octets, part = kept(desk, entry["raw"])
    assert octets == raw
    desk.world.wait(lambda: all("\\Seen" in f for f in desk.world.imap.flags().values()), 10,
                    "the mail to be flagged")
    return part


def test_four_months_asleep_while_it_runs(desk):
    assert comes_in(desk, "before") == "raw_bytes_2026_06"
    desk.world.clock.set(START + SLEEP)
    assert comes_in(desk, "after") == "raw_bytes_2026_10"
    desk.world.clock.set(START)				# an admin sets it right
    assert comes_in(desk, "back") == "raw_bytes_2026_06"
    assert "cannot be stored" not in desk.docket.log()


def test_four_months_asleep_and_then_started(desk):
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + SLEEP)
    raw = mail.letter("waited in the mailbox", sender="kim@acme.example")
    desk.world.deliver(raw)
    desk.docket.start()
    assert comes_in(desk, "after") == "raw_bytes_2026_10"
    desk.quiet()
    assert desk.tickets() == 2


def test_delivered_while_no_daemon_ran_for_months(desk):
    assert desk.docket.stop() == 0
    desk.world.clock.set(START + SLEEP)
    raw = mail.letter("by the pipe", sender="pipe@acme.example")
    for _ in range(2):					# the second is a duplicate
        desk.docket.ctl("deliver", "support", data=raw)
    rows = desk.rows("select id, duplicate_of, state from docket.raw order by id")
    assert [(r["duplicate_of"], r["state"]) for r in rows] == [(None, "pending"), (rows[0]["id"], "read")]
    assert kept(desk, rows[0]["id"]) == (raw, "raw_bytes_2026_10")
    assert desk.world.one("select count(*) from docket.raw_bytes") == 1
    desk.docket.start()
    assert desk.mail(to="pipe@acme.example")
    assert desk.tickets() == 1


def test_a_dump_that_runs_stops_no_mail(desk):
    """Nor does the month's turn."""
    old = psycopg2.connect(desk.world.pg.admin)
    old.set_session("repeatable read")
    old.cursor().execute("select count(*) from docket.raw_bytes")
    desk.world.clock.set(START + SLEEP)
    assert comes_in(desk, "beside it") == "raw_bytes_2026_10"
    old.close()


def test_two_daemons_at_the_turn(desk):
    other = desk.world.docket(name=f"other-{time.monotonic_ns()}", clock=True)
    other.start()
    for month in range(1, 5):
        desk.world.clock.set(START + month * SLEEP)
        comes_in(desk, f"turn {month}")
    assert other.stop() == 0
    for docket in (desk.docket, other):
        assert "not made" not in docket.log() and "mail waits" not in docket.log()


def test_mail_waits_until_there_is_a_partition(desk):
    """What is in the way is told, and when it is gone the mail goes on by itself."""
    comes_in(desk, "before")
    desk.world.sql("create table docket.raw_bytes_2026_10 (n int)")
    desk.world.clock.set(START + SLEEP)
    desk.world.wait(lambda: "mail waits" in desk.docket.log(), 20, "the log to tell it")
    raw = mail.letter("waits", sender="kim@acme.example")
    desk.world.deliver(raw)
    time.sleep(3)
    assert desk.tickets() == 1
    assert sum("\\Seen" not in f for f in desk.world.imap.flags().values()) == 1
    assert "raw_bytes_2026_10" in desk.docket.log() and "already exists" in desk.docket.log()
    status = desk.docket.ctl("status", check=False)
    assert status.returncode == 1
    assert b"none for this month, so mail waits" in status.stdout
    late = desk.docket.ctl("deliver", "support", data=raw + b"x", check=False)
    assert late.returncode == 75 and b"no partition" in late.stderr
    desk.world.sql("drop table docket.raw_bytes_2026_10")
    desk.world.wait(lambda: desk.tickets() == 2, 20, "the mail that waited")
    assert comes_in(desk, "after") == "raw_bytes_2026_10"
    assert b"until 2027-02-01" in desk.docket.ctl("status").stdout
    assert desk.rows("select from docket.entry where kind = 'quarantine'") == []


def test_a_partition_taken_away_is_made_anew(desk):
    """Its mail is not held for it."""
    comes_in(desk, "before")
    desk.world.sql("drop table docket.raw_bytes_2026_06")
    assert comes_in(desk, "after") == "raw_bytes_2026_06"
    assert desk.rows("select from docket.entry where kind = 'quarantine'") == []


def test_an_archived_month_is_told(desk):
    """What lies in quarantine is neither shown nor read again, and nothing breaks."""
    entry = desk.receive(mail.sample("broken"))
    number = str(entry["raw"])
    assert entry["kind"] == "quarantine"
    got = desk.docket.ctl_json("quarantine", "show", number)
    assert base64.b64decode(got["bytes_base64"]) == mail.sample("broken") and got["archived"] is None
    desk.world.clock.set(START + SLEEP)
    comes_in(desk, "later")
    desk.world.sql("alter table docket.raw_bytes detach partition docket.raw_bytes_2026_06 concurrently")
    assert b"The raw mail of 2026-06 was archived." in desk.docket.ctl("quarantine", "show", number).stdout
    got = desk.docket.ctl_json("quarantine", "show", number)
    assert got["bytes_base64"] is None and got["archived"] == "2026-06"
    retry = desk.docket.ctl("quarantine", "retry", number, check=False)
    assert retry.returncode == 1 and b"the raw mail of 2026-06 was archived" in retry.stderr
    # Put back by hand all the same: it is held again, with the reason.
    desk.world.sql("update docket.raw set state = 'pending' where id = %s", entry["raw"])
    desk.world.wait(lambda: "archived" in desk.docket.ctl_json("quarantine")[0]["reason"], 20,
                    "it to be held again")
    assert desk.docket.alive()
