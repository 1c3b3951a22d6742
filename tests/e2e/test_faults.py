"""What becomes of a mail, whatever goes wrong between its server and us, and wherever.

Promises R7 and R8: it is sent at least once under one Message-ID; what passes is tried again,
what is final is recorded once, and neither is what the server refuses of ourselves.
DOCKET_SENDS=10000 for the full count of random faults (default 150).
"""
import os
import random
import re
import time

import pytest

from world.faultysmtp import FaultySmtp
from world.smtpd import DROP

SENDS = int(os.environ.get("DOCKET_SENDS", "150"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))

WAITS, STOPS, FAILS, GOES = "waits", "the queue stops", "fails", "goes"

# The stages before a mail is begun tell of the server alone.
CODES = {
    "banner": {"421 4.3.2 busy": STOPS, "554 5.3.2 no service": STOPS, DROP: STOPS},
    "ehlo": {"421 4.3.2 busy": STOPS, "550 5.7.1 who are you": STOPS, DROP: STOPS},
    "starttls": {"454 4.7.0 not now": STOPS, "502 5.5.1 no such thing": STOPS, DROP: STOPS},
    "tls": {DROP: STOPS},
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
    "quit": {"421 bye": GOES, "500 what": GOES, DROP: GOES},
}
CASES = [(stage, line) for stage, codes in CODES.items() for line in codes]


@pytest.fixture(scope="module")
def faulty(world):
    server = FaultySmtp(world.certs)
    yield server
    server.close()


@pytest.fixture(scope="module")
def docket(world, faulty):
    made = world.docket()
    made.mailbox()["smtp"] = made.mailbox()["smtp"] | {"port": faulty.port, "tls": "starttls"}
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
    world.sql("update docket.delivery set due_at = now() where state = 'queued'")
    world.sql("select pg_notify('docket', '')")


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
    faulty.faults, faulty.accepted = {}, []
    go_on(world)
    world.wait(lambda: not world.sql("select from docket.condition"), 30, "all to be well")
    faulty.faults = {stage: line}
    # A kept connection has passed the first stages.
    for pid in docket.roles("send") if stage in ("banner", "ehlo", "starttls", "tls", "auth") else []:
        assert docket.kill_role("send") and pid
    queue(world, 1000 + number, 1000 + number)
    got = world.wait(lambda: fate(world, who), 30, "what comes of it")
    assert got == CODES[stage][line]
    faulty.faults = {}
    go_on(world)
    if got in (WAITS, STOPS):
        world.wait(lambda: fate(world, who) == GOES, 30, "it to go")
    copies = [data for to, data in faulty.accepted if to == who]
    taken = 2 if (stage, line) in (("end", DROP), ("end", "299 hm")) else 1
    assert len(copies) == (0 if got == FAILS else taken)
    assert {re.search(rb"^Message-ID: <(.*?)>", data, re.M | re.I)[1] for data in copies} == (
        set() if got == FAILS else {f"fault-{1000 + number}@example.com".encode()})
    assert world.one("select count(*) from docket.sent where recipient = %s", who) == (
        0 if got == FAILS else 1)
    if got == FAILS:					# once, recorded
        assert line in world.one("select new_text from docket.entry where kind = 'bounce'"
                                 " order by id desc limit 1")


class Chance(dict):
    """Faults that come and go: one stage in ten."""

    def __init__(self, seed):
        super().__init__()
        self.random = random.Random(seed)

    def get(self, stage, default=None):
        lines = [line for line, what in CODES.get(stage, {}).items() if what != FAILS]
        return self.random.choice(lines) if lines and self.random.random() < 0.1 else default


def test_random_faults_lose_nothing(world, docket, faulty):
    faulty.accepted, faulty.faults = [], {}
    go_on(world)
    world.wait(lambda: not world.sql("select from docket.condition"), 30, "all to be well")
    faulty.faults = Chance(SEED)
    queue(world, 100001, 100000 + SENDS)
    left = "select count(*) from docket.delivery where recipient like 'fault-1_____@%%'"

    def done():
        time.sleep(0.3)
        go_on(world)
        return world.one(left) == 0
    world.wait(done, 60 + SENDS / 10, "all to go")
    faulty.faults = {}
    ids = {}
    for to, data in faulty.accepted:
        found = re.search(rb"^Message-ID:\s*<(.*?)>", data, re.M | re.I)
        assert found, data
        found = found[1].decode()
        ids.setdefault(to.split("@")[0], []).append(found.split("@")[0])
    assert set(ids) == {f"fault-{n}" for n in range(100001, 100001 + SENDS)}
    assert all(set(found) == {to} for to, found in ids.items())
    doubled = sum(len(found) - 1 for found in ids.values())
    assert doubled < SENDS / 5
    print(f"{SENDS} sends, {len(faulty.accepted)} taken, {doubled} doubled, 0 lost")
