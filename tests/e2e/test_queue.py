"""The way out of a mailbox: what its log tells, what stops it, and what goes first."""
import os
import re
import time

import pytest

from world import desk as desks
from world.docket import AGENT
from world.smtpd import DROP


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def lines(desk, event, **values):
    """Lines of the log of that event in which each key has its value."""
    return [line for line in desk.docket.log().splitlines()
            if f"] {event} " in line
            if all(re.search(rf'\b{key}="?{re.escape(str(value))}"?( |$)', line)
                   for key, value in values.items())]


# The log

def test_each_mail_that_goes_out_is_a_line(desk):
    ticket = desk.open("Where is it?", sender="line@acme.example")
    ack = desk.mail(ticket["id"], "line@acme.example")
    [line] = desk.world.wait(lambda: lines(desk, "mail sent", to="line@acme.example"), 10, "it")
    assert ack["Message-ID"].strip("<>") in line and f"ticket={ticket['id']} " in line
    assert re.search(r' delay_ms=\d+ ', line) and "250 2.0.0 kept" in line
    assert "mailbox=support" in line and "tries=1" in line


def test_a_mail_that_is_not_taken_is_a_line(desk):
    def later(stage, mail):
        return "450 4.2.1 full" if stage == "rcpt" and mail.recipient == "full@acme.example" \
            else None
    desk.world.smtp.reply = later
    desk.open("Full?", sender="full@acme.example")
    [line] = desk.world.wait(lambda: lines(desk, "mail not taken, tried again later", to="full@acme.example"), 10,
                             "it")
    assert "450 4.2.1 full" in line and re.search(r"again_in=1?[0-9]s", line)
    desk.world.smtp.reply = None


# A queue that stops

QUOTA = "554 5.2.0 SubmissionQuotaExceeded; the limit is 30 messages a day"
STOPS = [						# a reply, where it is said, what mends it
    (QUOTA, "data", "a higher limit helps"),
    ("550 5.7.60 Client does not have permissions to send as this sender", "data", "send as"),
    ("501 5.1.7 Invalid MAIL FROM address provided", "mail", "send as"),
    ("452 4.3.1 Insufficient system storage", "data", ""),
    ("421 4.3.2 Service shutting down", "rcpt", ""),
]


@pytest.fixture
def calm(desk):
    """Nothing of an earlier test is under way, and nothing stands still."""
    desk.world.smtp.reply = None
    end_stop(desk)
    desk.world.wait(lambda: queued(desk) == 0, 30, "an empty queue")
    desk.world.smtp.clear()
    yield desk
    desk.world.smtp.reply = None
    end_stop(desk)


def end_stop(desk):
    desk.world.sql("update docket.condition set retry_at = now()")
    desk.world.sql("update docket.delivery set due_at = now() where state = 'queued'")
    desk.world.sql("select pg_notify('docket', '')")


def queued(desk):
    return desk.world.one("select count(*) from docket.delivery where state in ('queued', 'sending')")


def stopped(desk):
    found = desk.rows("select * from docket.condition where kind = 'queue-stopped'"
                      " and over_at is null")
    return found[0] if found else None


def tries(desk, stage):
    return [who for at, who in desk.world.smtp.attempts if at == stage]


@pytest.mark.parametrize("line,stage,mend", STOPS, ids=[s[0][:9] for s in STOPS])
def test_a_refusal_of_us_stops_the_queue_and_fails_nothing(calm, line, stage, mend):
    desk, name = calm, f"stop{STOPS.index((line, stage, mend))}"
    desk.world.smtp.reply = lambda at, mail: line if at == stage else None
    for n in range(6):
        desk.open("Help!", sender=f"{name}-{n}@acme.example")
    row = desk.world.wait(lambda: stopped(desk), 10, "the stop")
    assert line in row["text"] and mend in row["mend"] and row["mailbox"] == "support"
    assert row["retry_at"] > row["last_at"]
    time.sleep(1)					# of three lanes, with three senders each
    before = len(tries(desk, "mail"))
    time.sleep(2)					# nobody else is tried
    assert len(tries(desk, "mail")) == before <= 9
    assert desk.world.one("select count(*) from docket.delivery where state = 'failed'") == 0
    [told] = lines(desk, "queue stops: its mail waits", reply=line[:30]) or [""]
    desk.world.smtp.reply = None
    end_stop(desk)
    desk.world.wait(lambda: queued(desk) == 0, 20, "all to go")
    assert stopped(desk) is None
    got = [m for m in desk.mails() if any(name in to for to in m.recipients)]
    assert len(got) == 6 == len({m["Message-ID"] for m in got})
    assert "queue goes on mailbox=support" in desk.docket.log()


def test_it_stays_stopped_when_docketd_is_started_anew(calm):
    """… and one mail a pause goes out to see."""
    desk = calm
    desk.world.smtp.reply = lambda at, mail: QUOTA if at == "data" else None
    for n in range(5):
        desk.open("Still there?", sender=f"anew{n}@acme.example")
    desk.world.wait(lambda: stopped(desk), 10, "the stop")
    assert desk.docket.stop() == 0
    desk.world.smtp.clear()
    desk.docket.start()
    time.sleep(3)
    assert tries(desk, "mail") == []
    row = stopped(desk)
    end_stop(desk)
    desk.world.wait(lambda: stopped(desk)["count"] == row["count"] + 1, 20, "one try")
    time.sleep(1)
    assert len(tries(desk, "data")) == 1
    assert stopped(desk)["since"] == row["since"]
    desk.world.smtp.reply = None
    end_stop(desk)
    desk.world.wait(lambda: queued(desk) == 0, 20, "all to go")
    assert len([m for m in desk.mails() if m.recipients[0].startswith("anew")]) == 5


def test_two_daemons_make_one_try_a_pause(calm):
    desk = calm
    desk.world.smtp.reply = lambda at, mail: QUOTA if at == "data" else None
    other = desk.world.docket("other")
    other.start()
    for n in range(6):
        desk.open("Twice?", sender=f"twice{n}@acme.example")
    row = desk.world.wait(lambda: stopped(desk), 10, "the stop")
    time.sleep(6)					# both have read it
    for n in range(3):
        before = len(tries(desk, "data"))
        count = stopped(desk)["count"]
        end_stop(desk)
        desk.world.wait(lambda c=count: stopped(desk)["count"] > c, 20, "the try")
        time.sleep(1.5)
        assert len(tries(desk, "data")) == before + 1, n
    assert stopped(desk)["since"] == row["since"]
    desk.world.smtp.reply = None
    end_stop(desk)
    desk.world.wait(lambda: queued(desk) == 0, 30, "all to go")
    got = [m for m in desk.mails() if m.recipients[0].startswith("twice")]
    assert len(got) == 6 == len({m["Message-ID"] for m in got})
    assert other.stop() == 0


def test_the_pauses_grow(calm):
    desk = calm
    desk.world.smtp.reply = lambda at, mail: QUOTA if at == "data" else None
    desk.open("Slower?", sender="grow@acme.example")
    pauses = []
    for n in range(1, 5):
        row = desk.world.wait(lambda n=n: (stopped(desk) or {"count": 0})["count"] == n
                              and stopped(desk), 20, f"try {n}")
        pauses.append((row["retry_at"] - row["last_at"]).total_seconds())
        end_stop(desk)
    for pause, want in zip(pauses, (60, 300, 900, 1800)):
        assert 0.75 * want <= pause <= 1.21 * want	# stored a moment after


def test_a_mail_that_stops_it_again_and_again_is_at_fault_itself(calm):
    """The others go on around it."""
    desk = calm
    desk.world.smtp.reply = lambda at, mail: \
        QUOTA if at == "data" and "poison@acme.example" in mail.recipients else None
    desk.open("Me first.", sender="poison@acme.example")
    for n in range(5):
        if n < 3:
            desk.world.wait(lambda: stopped(desk), 20, f"stop {n + 1}")
        desk.open("And me.", sender=f"around{n}@acme.example")
        desk.world.sql("update docket.condition set retry_at = now()")
        desk.world.sql("select pg_notify('docket', '')")
        desk.mail(to=f"around{n}@acme.example", seconds=30)
        desk.world.wait(lambda: stopped(desk) is None, 20, "the others to go on")
        desk.world.sql("update docket.delivery set due_at = now() where recipient like 'poison%%'")
    assert desk.world.one("select stops from docket.delivery where recipient like 'poison%%'") == 3
    assert stopped(desk) is None
    desk.world.sql("delete from docket.delivery")


def test_a_server_that_is_away_stops_it_too(calm):
    """It goes on within 30 s of the server's return, without a hand."""
    desk = calm
    desk.world.smtp.stop()
    desk.world.smtp.reply = lambda at, mail: DROP
    desk.open("Nobody?", sender="away@acme.example")
    desk.world.wait(lambda: stopped(desk), 10, "the stop")
    desk.world.smtp.start()
    desk.world.smtp.reply = None
    assert desk.mail(to="away@acme.example", seconds=30)
    desk.world.wait(lambda: stopped(desk) is None, 5, "the end of it")


def test_people_pause_a_queue_and_hold_a_mail(calm):
    desk = calm
    desk.docket.ctl("queue", "pause", "support")
    desk.open("Paused?", sender="paused@acme.example")
    time.sleep(2)
    assert desk.world.smtp.attempts == [] and queued(desk) > 0
    number = desk.world.one("select id from docket.delivery where recipient = 'paused@acme.example'")
    desk.docket.ctl("queue", "hold", str(number))
    desk.docket.ctl("queue", "retry", "support")
    desk.world.wait(lambda: queued(desk) == 0, 20, "the others to go")
    assert desk.mails(to="paused@acme.example") == []
    desk.docket.ctl("queue", "retry", str(number))
    assert desk.mail(to="paused@acme.example")


@pytest.mark.parametrize("language,says", [
    ("en", "still being tried"), ("de", "weiter versucht"), ("es", "se sigue intentando"),
    ("fr", "en cours d'essai"), ("it", "si continua a tentare"), ("pt", "continua a ser tentado")])
def test_the_author_of_a_mail_that_waits_is_told_once(calm, language, says):
    if time.gmtime(time.time() - 5 * 3600).tm_mon != time.gmtime().tm_mon:
        pytest.skip("in a month's first hours there is no partition for a draft of hours ago")
    desk, who = calm, f"late-{language}@acme.example"
    ticket = desk.open("When?", sender=who)
    notice = desk.mail(ticket["id"], AGENT)
    desk.world.wait(lambda: queued(desk) == 0, 20, "its notices")
    desk.docket.mailbox()["language"] = language
    desk.docket.write()
    desk.docket.reload()
    desk.world.smtp.reply = lambda at, mail: \
        "450 4.2.2 full" if at == "rcpt" and mail.recipient == who else None
    desk.answer(notice, "Tomorrow.", AGENT)
    desk.world.wait(lambda: desk.rows("select from docket.delivery where recipient = %s"
                                      " and reply <> ''", who), 20, "the refusal")
    # As if it were four hours later; its draft has the same instant.
    desk.world.sql("with late as (update docket.delivery set created_at = created_at - interval"
                   " '4 hours 1 minute' where recipient = %s returning entry)"
                   " update docket.outbox set stored_at = stored_at - interval '4 hours 1 minute'"
                   " where entry in (select entry from late)", who)
    told = desk.world.wait(lambda: [m for m in desk.mails(ticket["id"], AGENT) if says in " ".join(m.text.split())],
                           70, "the word to its author")
    assert len(told) == 1 and who in told[0].text and "450 4.2.2 full" in told[0].text
    assert desk.row("select told_late from docket.delivery where recipient = %s", who)["told_late"]
    desk.world.sql("delete from docket.delivery where recipient = %s", who)


# What goes first

@pytest.mark.parametrize("template,priority", [
    ("acknowledgement", 2), ("agent-notice", 3), ("customer-reply", 1)])
def test_each_kind_of_mail_has_its_priority(calm, template, priority):
    desk = calm
    desk.world.smtp.reply = lambda at, mail: "450 4.2.1 later" if at == "rcpt" else None
    ticket = desk.open("Which first?", sender=f"{template}@acme.example")
    if template == "customer-reply":
        desk.world.smtp.reply = None
        end_stop(desk)
        notice = desk.mail(ticket["id"], AGENT, seconds=30)
        desk.world.smtp.reply = lambda at, mail: "450 4.2.1 later" if at == "rcpt" else None
        desk.answer(notice, "We look.", AGENT)
    found = desk.world.wait(lambda: desk.rows(
        "select d.priority from docket.delivery d join docket.entry e on e.id = d.entry"
        " where e.ticket = %s and e.data->>'template' = %s", ticket["id"], template), 20, template)
    assert {row["priority"] for row in found} == {priority}


DIGESTS = int(os.environ.get("DOCKET_DIGESTS", "2000"))


def test_a_breach_leaves_before_all_digests(calm):
    """DOCKET_DIGESTS=50000 for the full count; each digest takes the server 20 ms."""
    desk = calm
    ticket = desk.open("A digest.", sender="digest@acme.example")
    desk.world.wait(lambda: queued(desk) == 0, 20, "its acknowledgement")
    desk.world.sql("alter table docket.entry disable trigger user")
    desk.world.sql(
        "insert into docket.entry (ticket, at, kind, author, message_id, subject)"
        " select %s, now(), 'mail-out', 'docket', 'digest-' || n || '@example.com', 'All of it'"
        " from generate_series(1, %s) n", ticket["id"], DIGESTS)
    desk.world.sql(
        "insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal,"
        " automatic, mailbox, from_address, shown, body, text_size) select id, at, id, id, false,"
        " true, 'support', 'support@example.com', array['', 'digest@acme.example'], 'All of it.',"
        " 10 from docket.entry"
        " where message_id like 'digest-%%'")
    desk.world.smtp.reply = lambda at, mail: 0.02 if at == "data" else None
    desk.world.sql(
        "insert into docket.delivery (entry, created_at, mailbox, priority, automatic, recipient)"
        " select id, at, 'support', 4, true, 'digest@acme.example' from docket.entry"
        " where message_id like 'digest-%%'")
    desk.world.sql("select pg_notify('docket', '')")
    desk.world.wait(lambda: len(desk.world.smtp.mails()) > 20, 20, "digests under way")
    start = time.monotonic()
    before = desk.seen()
    desk.world.sql("update docket.cycle set due_at = now(), last_due_at = now(), next_at = now(),"
                   " point_at = array_fill(null::timestamptz, array[cardinality(point_at) - 1])"
                   " || now() where ticket = %s and clock = 'response'", ticket["id"])
    desk.world.sql("select pg_notify('docket', '')")
    told = desk.mail(ticket["id"], AGENT, but=before, seconds=10)
    assert time.monotonic() - start < 2 and told["X-Docket-Reason"] == "sla-breach"
    assert queued(desk) > DIGESTS / 2			# they have not gone before it
    desk.world.sql("delete from docket.delivery where priority = 4")
