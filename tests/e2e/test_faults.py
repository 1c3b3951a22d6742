"""What becomes of a mail, whatever goes wrong between its server and us, and wherever.

Promises R7 and R8: it is sent at least once under one Message-ID; what passes is tried again,
what is final is recorded once, and neither is what the server refuses of ourselves.
DOCKET_SENDS=10000 for the full count of random faults (default 150).
"""
import collections
import os
import random
import re
import time

import pytest

from world.faultysmtp import GARBAGE, STALL, USUAL, FaultySmtp, Late
from world.smtpd import DROP

SENDS = int(os.environ.get("DOCKET_SENDS", "150"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))
TIMEOUT = 2				# seconds; five times that at the end
TOO_LATE = TIMEOUT + 2			# it is looked at once a second

WAITS, STOPS, FAILS, GOES = "waits", "the queue stops", "fails", "goes"

# The stages before a mail is begun tell of the server alone.
CODES = {
    "banner": {"421 4.3.2 busy": STOPS, "554 5.3.2 no service": STOPS, DROP: STOPS},
    "ehlo": {"421 4.3.2 busy": STOPS, "550 5.7.1 who are you": STOPS, DROP: STOPS},
    "starttls": {"454 4.7.0 not now": STOPS, "502 5.5.1 no such thing": STOPS, DROP: STOPS},
    "tls": {DROP: STOPS, GARBAGE: STOPS},
    "auth": {"454 4.7.0 not now": STOPS, "535 5.7.8 no": STOPS, "535 5.7.139 disabled": STOPS,
             DROP: STOPS},
    "mail": {"421 4.3.2 going down": STOPS, "451 4.3.0 later": STOPS, "452 4.3.1 no room": STOPS,
             "501 5.1.7 bad sender": STOPS, "530 5.7.57 log in": STOPS,
             "550 5.7.60 may not send as": STOPS, DROP: WAITS},
    "rcpt": {"421 4.3.2 going down": STOPS, "450 4.2.0 greylisted": WAITS,
             "452 4.2.2 full": WAITS, "550 5.1.1 nobody": FAILS, "552 5.2.2 full": FAILS,
             "554 5.7.1 relay access denied": STOPS, DROP: WAITS},
    "data": {"421 4.3.2 going down": STOPS, "451 4.4.1 later": WAITS, "554 5.5.1 no": FAILS,
             DROP: WAITS},
    "end": {"421 4.3.2 going down": STOPS, "451 4.7.1 later": WAITS,
            "452 4.3.1 no room": STOPS, "552 5.3.4 too big": FAILS,
            "550 5.7.1 spam": FAILS, "554 5.2.0 SubmissionQuotaExceeded": STOPS,
            "299 hm": WAITS, DROP: WAITS},
}
# Who is silent takes no mail: nothing else is tried meanwhile.
STALLS = ("banner", "ehlo", "starttls", "tls", "auth", "mail", "rcpt", "data", "end")
CASES = [(stage, line) for stage, codes in CODES.items() for line in codes] + [
    (stage, STALL) for stage in STALLS]
FIRST = ("banner", "ehlo", "starttls", "tls", "auth")	# a kept connection has passed them
UNKNOWN = [("end", DROP), ("end", "299 hm"), ("end", STALL)]


@pytest.fixture(scope="module")
def faulty(world):
    server = FaultySmtp(world.certs)
    yield server
    server.close()


@pytest.fixture(scope="module")
def docket(world, faulty):
    made = world.docket()
    made.mailbox()["smtp"] = made.mailbox()["smtp"] | {
        "port": faulty.port, "tls": "starttls", "timeout": f"{TIMEOUT}s"}
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


QUEUE = (
    "with n as (select n from generate_series(%s, %s) n),"
    " e as (insert into docket.entry (at, kind, author, message_id, subject) select now(),"
    "     'mail-out', 'docket', 'fault-' || n || '@example.com', 'Fault ' || n from n"
    "     returning id, at, message_id),"
    " o as (insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal,"
    "     automatic, mailbox, from_address, shown, body, text_size) select id, at, id, id, false,"
    "     false, 'support', 'support@example.com', array['', 'jo@acme.example'], 'Text.', 5 from e)"
    " insert into docket.delivery (entry, created_at, mailbox, priority, automatic, recipient)"
    " select id, at, 'support', 3, false, split_part(message_id, '@', 1) || '@acme.example' from e")


def queue(world, first, last):
    world.sql(QUEUE, first, last)
    world.sql("select pg_notify('docket', '')")


def go_on(world):
    world.sql("update docket.condition set retry_at = now()")
    world.sql("update docket.delivery set due_at = now() where state = 'queued' and due_at > now()")
    world.sql("select pg_notify('docket', '')")


def calm(world, faulty):
    """All is well, and nothing is known of an earlier test."""
    faulty.faults = {}
    go_on(world)
    world.wait(lambda: not world.sql("select from docket.condition"), 30, "all to be well")
    faulty.accepted, faulty.stages = [], []
    faulty.unknown.clear()


def fate(world, who):
    """(state, stopped) once something came of it; None before."""
    rows = world.sql("select state::text, reply from docket.delivery where recipient = %s"
                     " union all select 'sent', reply from docket.sent where recipient = %s",
                     who, who)
    if not rows or rows[0][0] == "sending" or rows[0][1] == "":
        return None
    stops = world.one("select count(*) from docket.condition where kind = 'queue-stopped'"
                      " and over_at is null")
    return {"failed": FAILS, "sent": GOES}.get(rows[0][0]) or (STOPS if stops else WAITS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: " ".join(CASES[n]))
def test_each_fault_at_each_stage(world, docket, faulty, number):
    stage, line = CASES[number]
    who = f"fault-{1000 + number}@acme.example"
    calm(world, faulty)
    faulty.faults = {stage: line}
    if stage in FIRST:
        assert docket.kill_role("send")
    queue(world, 1000 + number, 1000 + number)
    got = world.wait(lambda: fate(world, who), 30, "what comes of it")
    assert got == (STOPS if line == STALL else CODES[stage][line])
    assert stage == "tls" or stage in faulty.stages
    faulty.faults = {}
    go_on(world)
    if got in (WAITS, STOPS):
        world.wait(lambda: fate(world, who) == GOES, 30, "it to go")
    copies = [data for to, data in faulty.accepted if to == who]
    taken = 2 if (stage, line) in UNKNOWN else 1
    assert len(copies) == (0 if got == FAILS else taken)
    assert {re.search(rb"^Message-ID: <(.*?)>", data, re.M | re.I)[1] for data in copies} == (
        set() if got == FAILS else {f"fault-{1000 + number}@example.com".encode()})
    assert world.one("select count(*) from docket.sent where recipient = %s", who) == (
        0 if got == FAILS else 1)
    if got == FAILS:					# once, recorded
        assert line in world.one("select new_text from docket.entry where kind = 'bounce'"
                                 " order by id desc limit 1")


# The reply to one mail, and what another is told at RCPT meanwhile: (stage, late, early).
LATES = [("mail", "250 2.1.0 ok", "550 5.1.1 nobody"), ("rcpt", "250 2.1.5 ok", "550 5.1.1 nobody"),
         ("rcpt", "550 5.1.1 nobody", None), ("data", "354 go ahead", "550 5.1.1 nobody"),
         ("data", "554 5.5.1 no", None), ("end", "250 2.0.0 kept", "550 5.1.1 nobody"),
         ("end", "554 5.7.1 spam", None)]


@pytest.mark.parametrize("number", range(len(LATES)), ids=lambda n: " ".join(LATES[n][:2]))
def test_a_late_reply_answers_no_other_mail(world, docket, faulty, number):
    """… nor its own, which is sent again."""
    stage, line, early = LATES[number]
    late, other = (f"fault-{2000 + 2 * number + i}@acme.example" for i in range(2))
    calm(world, faulty)
    seconds = TOO_LATE + (4 * TIMEOUT if stage == "end" else 0)
    faulty.faults = {stage: Late(line, seconds)}
    queue(world, 2000 + 2 * number, 2000 + 2 * number)
    assert world.wait(lambda: fate(world, late), 30, "the time to be over") == STOPS
    faulty.faults = {"rcpt": early} if early else {}
    queue(world, 2001 + 2 * number, 2001 + 2 * number)
    world.sql("update docket.delivery set due_at = now() + interval '1 day' where recipient = %s", late)
    world.sql("update docket.condition set retry_at = now()")
    world.sql("select pg_notify('docket', '')")
    assert world.wait(lambda: fate(world, other), 30, "the other's fate") == (FAILS if early else GOES)
    faulty.faults = {}
    go_on(world)
    world.wait(lambda: fate(world, late) == GOES, 30, "it to go")
    copies = [to for to, _ in faulty.accepted]
    taken = 2 if stage == "end" and line[0] == "2" else 1
    assert (copies.count(late), copies.count(other)) == (taken, 0 if early else 1)
    assert world.one("select count(*) from docket.sent where recipient = %s", late) == 1


def test_a_server_that_does_not_read_is_left(world, docket, faulty):
    """More than sockets hold."""
    calm(world, faulty)
    faulty.faults = {"body": STALL}
    world.sql("with big as (select repeat(repeat('y', 70) || E'\\n', 150000) as t), "
              + QUEUE.removeprefix("with ").replace("'Text.', 5 from e", "t, length(t) from e, big"),
              3000, 3000)
    world.sql("select pg_notify('docket', '')")
    assert world.wait(lambda: fate(world, "fault-3000@acme.example"), 30, "it to be left") == STOPS
    faulty.faults = {}
    go_on(world)
    world.wait(lambda: fate(world, "fault-3000@acme.example") == GOES, 30, "it to go")
    [(_, data)] = faulty.accepted
    assert len(data) > 10_000_000


@pytest.mark.parametrize("line", ["421 bye", "500 what", DROP, STALL])
def test_no_goodbye_holds_docket_up(world, docket, faulty, line):
    calm(world, faulty)
    faulty.faults = {"quit": line}
    number = 4000 + ["421 bye", "500 what", DROP, STALL].index(line)
    queue(world, number, number)
    world.wait(lambda: fate(world, f"fault-{number}@acme.example") == GOES, 30, "it to go")
    start = time.monotonic()
    assert docket.stop() == 0
    assert time.monotonic() - start < 8 and "quit" in faulty.stages
    docket.start()
    assert len(faulty.accepted) == 1


class Chance(dict):
    """Faults that come and go: a refusal or a drop at one stage in ten (of many mails in fifty:
    most stop the queue), a silence or a late reply at one in a thousand."""

    def __init__(self, seed):
        super().__init__()
        self.random = random.Random(seed)
        self.rate = 0.1 if SENDS < 1000 else 0.02
        self.given = collections.Counter()

    def get(self, stage, default=None):
        lines = [line for line, what in CODES.get(stage, {}).items() if what != FAILS]
        if not lines:
            return default
        chance = self.random.random()
        if chance >= self.rate:
            return default
        what = ("silence" if chance < 0.001 and stage in STALLS else
                "late reply" if chance < 0.002 and stage in USUAL else "refusal or drop")
        self.given[what] += 1
        if what == "silence":
            return STALL
        if what == "late reply":
            return Late(USUAL[stage], self.random.choice((0.3, TOO_LATE)))
        return self.random.choice(lines)


def test_random_faults_lose_nothing(world, docket, faulty):
    calm(world, faulty)
    faulty.faults = Chance(SEED)
    queue(world, 100001, 100000 + SENDS)
    left = "select count(*) from docket.delivery where recipient like 'fault-1_____@%%'"

    def done():
        time.sleep(0.1)
        go_on(world)
        return world.one(left) == 0
    world.wait(done, 60 + SENDS / 5, "all to go")
    given, faulty.faults = dict(faulty.faults.given), {}
    ids = {}
    for to, data in faulty.accepted:
        found = re.search(rb"^Message-ID:\s*<(.*?)>", data, re.M | re.I)
        assert found, data
        found = found[1].decode()
        ids.setdefault(to.split("@")[0], []).append(found.split("@")[0])
    assert set(ids) == {f"fault-{n}" for n in range(100001, 100001 + SENDS)}
    assert all(set(found) == {to} for to, found in ids.items())
    # A double only after an unknown outcome.
    for name, found in ids.items():
        assert len(found) - 1 <= faulty.unknown[f"{name}@acme.example"], name
    doubled = sum(len(found) - 1 for found in ids.values())
    assert doubled < SENDS / 5
    print(f"{SENDS} sends, {given}, {len(faulty.accepted)} taken, {doubled} doubled, 0 lost")
