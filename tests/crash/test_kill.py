"""kill -9 of everything at random moments: nothing lost, nothing doubled.

DOCKET_KILLS says how many kills (default 100), DOCKET_SEED which ones.  Mail
waits in rounds of 200, so that the kills hit a docket at work; what is counted
at the end is every mail of every round.
"""
import os
import random
import time

import psycopg2
import pytest

from world import World, build_dir, mail

KILLS = int(os.environ.get("DOCKET_KILLS", "100"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))
ROUND = 200
VICTIMS = ["fetch", "parse", "core", "send"]
STALL = 60						# seconds without any progress: hung


def letters(prefix, count):
    """{sender: raw}; everybody writes once, so that all are acknowledged."""
    return {f"{prefix}{n}@acme.example": mail.letter(
        f"This is number {n}.", sender=f"{prefix}{n}@acme.example",
        subject=f"{prefix} {n}") for n in range(count)}


def progress(world):
    return world.sql("select (select count(*) from docket.ticket),"
                     " (select count(*) from docket.sent)")[0]


HELD = ("from (select distinct on (e.raw) e.raw, e.data from docket.entry e join docket.raw r"
        " on r.id = e.raw where e.kind = 'quarantine' and r.state <> 'read'"
        " order by e.raw, e.id desc) held")


def is_done(world, expected):
    """All mail is a ticket or held, and whatever has to go out has gone."""
    return world.sql(f"select (select count(*) from docket.ticket) + (select count(*) {HELD})"
                     " >= %s and not exists (select from docket.delivery"
                     " where state in ('queued', 'sending'))", expected)[0][0]


def wait_done(world, expected, seconds):
    """Patience as long as something moves."""
    last, since = None, time.monotonic()
    end = time.monotonic() + seconds
    while not is_done(world, expected):
        now = progress(world)
        if now != last:
            last, since = now, time.monotonic()
        if time.monotonic() - since > STALL or time.monotonic() > end:
            raise AssertionError(f"stuck at {now[0]} tickets, {now[1]} mails of {expected}")
        time.sleep(0.1)


def retry_held(world, docket):
    """A mail that was being read at two kills of the parser counts as poison: it is
    held, and a human lets it in.  Gives how many."""
    held = world.sql(f"select raw, data->>'reason' {HELD} order by raw")
    for raw, reason in held:
        assert reason == "the parser died of it twice"
        docket.ctl("quarantine", "retry", str(raw))
    world.wait(lambda: world.one(f"select count(*) {HELD}") == 0, 30, "held mail to be read")
    return len(held)


def check_all(world, sent_in):
    """Every mail is one ticket with one acknowledgement; gives how many doubles
    of one Message-ID the receivers had to drop."""
    expected = len(sent_in)
    assert world.one("select count(*) from docket.ticket") == expected
    assert world.one("select count(*) from docket.raw where duplicate_of is null") == expected
    assert world.one("select count(distinct sha256) from docket.raw") == expected
    assert world.one("select count(*) from docket.entry where kind = 'mail-in'") == expected
    assert world.one(f"select count(*) {HELD}") == 0
    owners = dict(world.sql("select c.address, count(*) from docket.ticket t"
                            " join docket.contact c on c.id = t.requester group by 1"))
    assert owners == {sender: 1 for sender in sent_in}
    acks, doubles = {}, 0
    for got in world.smtp.mails():
        for recipient in got.recipients:
            if recipient in sent_in:
                message_id = mail.read(got.data)["Message-ID"]
                doubles += recipient in acks
                assert acks.setdefault(recipient, message_id) == message_id
    assert sorted(set(sent_in) - set(acks)) == []
    return doubles


def start_again(docket):
    """The whole daemon dies; its roles must not outlive it; then it is started."""
    roles = docket.pids()[1:]
    docket.process.kill()
    docket.process.wait()
    docket.world.wait(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in roles), 10,
                      "the roles to end with their supervisor")
    docket.start()


@pytest.fixture
def docket(world):
    world.fresh()
    made = world.docket(name=f"docket-{time.monotonic_ns()}")
    yield made
    made.kill()
    made.check_log()


def test_kills_lose_and_double_nothing(world, docket):
    rng = random.Random(SEED)
    # Each answer takes a moment, so that the send role can die with one open.
    world.smtp.reply = lambda stage, _mail: 0.005 if stage == "data" else None
    sent_in, killed, misses = {}, dict.fromkeys([*VICTIMS, "docketd"], 0), 0
    docket.start()
    while sum(killed.values()) < KILLS or not sent_in:
        more = letters(f"r{len(sent_in) // ROUND}-", ROUND)
        sent_in |= more
        for raw in more.values():
            world.deliver(raw)
        while sum(killed.values()) < KILLS and not is_done(world, len(sent_in)):
            time.sleep(rng.uniform(0, 0.15))
            victim = "docketd" if rng.random() < 0.04 else rng.choice(VICTIMS)
            if victim == "docketd":
                start_again(docket)
                killed[victim] += 1
            elif docket.kill_role(victim, rng.randrange(8)):
                killed[victim] += 1
            else:
                misses += 1				# not up again yet
                assert misses < 100 * KILLS
            assert docket.alive(), docket.log()[-3000:]
        wait_done(world, len(sent_in), 300)
    held = retry_held(world, docket)
    wait_done(world, len(sent_in), 60)
    doubles = check_all(world, sent_in)
    line = (f"{sum(killed.values())} kills ({', '.join(f'{k} {v}' for k, v in killed.items())}):"
            f" {len(sent_in)} mails, 0 lost, 0 doubled, {held} held as poison until retried,"
            f" {doubles} acknowledgements sent twice with the same Message-ID (seed {SEED})")
    docket.ctl("verify")				# nothing points nowhere
    with open(f"{build_dir()}/kills.txt", "a", encoding="ascii") as f:
        f.write(line + "\n")
    assert min(killed[v] for v in VICTIMS) > 0 or KILLS < 20
    assert docket.stop() == 0


def halves(world, prefix, count=ROUND):
    """Mail in two parts: one that waits, one for after the trouble."""
    mails = letters(prefix, count)
    items = list(mails.items())
    for _, raw in items[:count // 2]:
        world.deliver(raw)
    return mails, [raw for _, raw in items[count // 2:]]


def at_work(world, docket, prefix):
    """A docket in the middle of its first half."""
    world.smtp.reply = lambda stage, _mail: 0.005 if stage == "data" else None
    mails, rest = halves(world, prefix)
    docket.start()
    world.wait(lambda: progress(world)[0] >= 10, 30, "the first tickets")
    return mails, rest


def goes_on(world, mails, rest):
    """After recovery: the rest arrives, and all is done within 30 s of mail moving."""
    recovered = time.monotonic()
    for raw in rest:
        world.deliver(raw)
    before = progress(world)[0]
    if before < len(mails):
        world.wait(lambda: progress(world)[0] > before, 30, "work to go on")
    assert time.monotonic() - recovered < 30
    wait_done(world, len(mails), 120)
    check_all(world, mails)


def test_postgres_dies_in_the_middle(world, docket):
    mails, rest = at_work(world, docket, "pg-")
    world.pg.restart("immediate")
    goes_on(world, mails, rest)
    assert docket.stop() == 0


def test_numbers_that_a_crash_took_back_are_not_used():
    """What nextval() gave is durable only with a commit: PostgreSQL dies while a batch
    that has taken numbers waits for a lock, and gives the same numbers out again."""
    with World(pg_settings=["wal_writer_delay=10000ms"]) as world:
        docket = world.docket()
        docket.start()
        # Numbers are taken by 64: the next mail is the one that takes more.
        sent_in = letters("first-", 64)
        for raw in sent_in.values():
            world.deliver(raw)
        wait_done(world, len(sent_in), 60)
        lock = psycopg2.connect(world.pg.admin)
        lock.cursor().execute("lock table docket.raw in exclusive mode")
        more = letters("more-", 120)
        sent_in |= more
        for raw in more.values():
            world.deliver(raw)
        world.wait(lambda: world.one("select count(*) from pg_stat_activity"
                                     " where wait_event_type = 'Lock'") > 0, 30,
                   "a batch that waits for the lock")
        world.pg.stop("immediate")
        world.pg.start()
        wait_done(world, len(sent_in), 120)
        check_all(world, sent_in)
        assert "batch failed" not in docket.log()
        assert docket.stop() == 0


def test_postgres_is_away_for_a_while(world, docket):
    mails, rest = at_work(world, docket, "away-")
    world.pg.stop("immediate")
    time.sleep(5)
    for raw in rest[:10]:
        world.deliver(raw)
    assert docket.alive()
    world.pg.start()
    goes_on(world, mails, rest[10:])
    assert docket.stop() == 0


def test_dovecot_dies_in_the_middle(world, docket):
    mails, rest = at_work(world, docket, "imap-")
    world.imap.restart()
    goes_on(world, mails, rest)
    assert docket.stop() == 0


def test_the_smtp_server_is_away_for_a_while(world, docket):
    mails, rest = at_work(world, docket, "smtp-")
    world.smtp.stop()
    for raw in rest:
        world.deliver(raw)
    world.wait(lambda: progress(world)[0] == len(mails), 60, "tickets without SMTP")
    world.smtp.start()
    # Retries follow a growing schedule: do not wait for it, ask for it now.
    world.sql("update docket.delivery set due_at = now() where state = 'queued'")
    docket.kill_role("send")
    wait_done(world, len(mails), 120)
    check_all(world, mails)
    assert docket.stop() == 0


def test_sigterm_in_the_middle_finishes_and_loses_nothing(world, docket):
    mails, rest = at_work(world, docket, "term-")
    for _ in range(3):
        assert docket.stop() == 0
        docket.start()
        time.sleep(0.3)
    goes_on(world, mails, rest)
    assert docket.stop() == 0
