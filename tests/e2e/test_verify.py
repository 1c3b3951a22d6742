"""docketctl verify: each check finds what it is for, and nothing after ordinary work."""
import json
import re

import pytest

from world import ROOT, desk as desks, mail

# Beside a world at work: what a hand that may do everything can break.
ORPHANS = [
    ("entry-ticket",
     "insert into docket.entry (ticket, at, kind, author) values (999999, now(), 'note', 'jo')"),
    ("entry-raw",
     "insert into docket.entry (ticket, at, kind, author, raw)"
     " values ({ticket}, now(), 'mail-in', 'jo', 999999)"),
    ("change-entry",
     "insert into docket.change (entry, ticket, at, what, old, new, why)"
     " values (999999, {ticket}, now(), 'status', 'new', 'open', '')"),
    ("change-entry",					# its entry is another ticket's
     "insert into docket.change (entry, ticket, at, what, old, new, why)"
     " select id, 999999, now(), 'status', 'new', 'open', '' from docket.entry"
     " where kind = 'mail-in' order by id desc limit 1"),
    ("raw-entry",
     "insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at)"
     " values ('support', 1, 999999, sha256('lost'), 1, now(), now())"),
    ("raw-entry",
     "update docket.raw set state = 'quarantine' where id = (select min(id) from docket.raw)"),
    ("raw-bytes",
     "insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at,"
     " state) values ('support', 1, 999999, sha256('lost'), 1, now(), now(), 'pending')"),
    ("raw-bytes",					# a duplicate has none of its own
     "insert into docket.raw_bytes (raw, stored_at, bytes) select id, stored_at, 'x'"
     " from docket.raw where duplicate_of is not null"),
    ("bytes-raw",
     "insert into docket.raw_bytes (raw, stored_at, bytes) values (999999, now(), 'x')"),
    ("draft-entry",
     "insert into docket.outbox (entry, first_delivery, last_delivery, personal, automatic,"
     " mailbox, from_address) values (999999, 1, 1, true, true, 'support', 'a@b.example')"),
    ("delivery-draft",
     "insert into docket.delivery (entry, automatic, mailbox, recipient)"
     " values (999999, true, 'support', 'a@b')"),
    ("sent-draft",
     "insert into docket.sent (id, entry, recipient, automatic, attempts, due_at, reply,"
     " created_at, done_at) values (999999, 999999, 'a@b', true, 1, now(), '', now(), now())"),
    ("relation",					# as by a restore without its keys
     "alter table docket.relation disable trigger all;"
     " insert into docket.relation values ('blocks', {ticket}, 999999, 'ana', now());"
     " alter table docket.relation enable trigger all"),
    ("merged",						# it is not closed
     "update docket.ticket set merged_into = {ticket} where id = (select min(id) from docket.ticket)"),
    ("control",
     "insert into docket.control (entry, raw, mailbox, agent, at, fresh, subject, next_at)"
     " values (999999, 999999, 'support', 'ana', now(), true, 'x', now())"),
    ("report",
     "insert into docket.report_wanted (what, agent, mailbox, month, at, next_at)"
     " values ('sla', 'nobody', 'support', 1, now(), now())"),
]



@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.start()
    desk = desks.Desk(world, made)
    ticket = desk.open("the lift is stuck")
    again = mail.letter("another", sender="jo@acme.example", subject="another")
    world.deliver(again)
    world.deliver(again)				# a duplicate
    world.deliver(b"From: a@b.example\r\nSubject: none\r\nAuto-Submitted: auto-replied\r\n\r\nx\r\n")
    desk.quiet()
    world.wait(lambda: world.one("select count(*) from docket.raw") == 4, 30, "all mail")
    desk.quiet()
    assert made.stop() == 0
    made.ticket = getattr(ticket, "id", ticket)
    return made


def findings(docket):
    done = docket.ctl("--json", "verify", check=False)
    assert done.stderr == b""
    return done.returncode, {c["check"]: c for c in json.loads(done.stdout)}


def test_nothing_after_ordinary_work(docket):
    status, found = findings(docket)
    assert status == 0
    assert {c["found"] for c in found.values()} == {0}
    assert len(found) == len({name for name, _ in ORPHANS})
    text = docket.ctl("verify").stdout.decode()
    assert all(line.startswith("0 ") for line in text.splitlines())
    assert len(text.splitlines()) == len(found)


@pytest.mark.parametrize("check,sql", ORPHANS, ids=[f"{n}{i}" for i, (n, _) in enumerate(ORPHANS)])
def test_each_check_finds_its_orphan(world, docket, check, sql):
    number = world.one("select max(id) from docket.ticket")
    kept = {t: world.one(f"select coalesce(max({'entry' if t == 'change' else 'id'}), 0)"
                         f" from docket.{t}") for t in ("entry", "raw")}
    changes = world.sql("select entry, ticket from docket.change")
    states = world.sql("select id, state from docket.raw")
    world.sql(sql.format(ticket=number))
    try:
        status, found = findings(docket)
        assert status == 1
        assert {name for name, c in found.items() if c["found"]} >= {check}
        assert found[check]["found"] == 1 and found[check]["first"] > 0
        done = docket.ctl("verify", check=False)
        assert done.returncode == 1
        assert re.search(rf"^1 .*, the first: \w+ {found[check]['first']}$",
                         done.stdout.decode(), re.M)
    finally:
        for raw, state in states:
            world.sql("update docket.raw set state = %s where id = %s", state, raw)
        world.sql("delete from docket.entry where id > %s", kept["entry"])
        world.sql("delete from docket.raw where id > %s", kept["raw"])
        world.sql("delete from docket.raw_bytes b using docket.raw r"
                  " where b.raw = r.id and r.duplicate_of is not null")
        world.sql("delete from docket.raw_bytes where raw = 999999")
        world.sql("delete from docket.control")
        world.sql("delete from docket.report_wanted")
        world.sql("delete from docket.relation where b = 999999")
        world.sql("update docket.ticket set merged_into = null")
        for table in ("outbox", "delivery", "sent"):
            world.sql(f"delete from docket.{table} where entry = 999999")
        world.sql("delete from docket.change where (entry, ticket) not in (select unnest(%s),"
                  " unnest(%s))", [e for e, _ in changes] or [0], [t for _, t in changes] or [0])
    assert findings(docket)[0] == 0


def test_the_role_that_only_reads_may(docket):
    kept = docket.files["docket.conf"]["database"]
    docket.files["docket.conf"]["database"] = kept.replace("user=docket", "user=docket_read")
    docket.write()
    try:
        assert findings(docket)[0] == 0
    finally:
        docket.files["docket.conf"]["database"] = kept
        docket.write()


def test_pages_go_through_a_whole_table(world, docket):
    """Pages made small: the last row of many is found, a ticket's changes stay together."""
    with open(f"{ROOT}/sql/verify.sql", encoding="utf-8") as f:
        text = f.read()
    statements = re.split(r"^-- name: (\w+)\n", text, flags=re.M)[1:]
    world.sql("insert into docket.entry (ticket, at, kind, author) values (999999, now(), 'note', 'jo')")
    world.sql("insert into docket.delivery (entry, created_at, automatic, mailbox, recipient)"
              " select entry, stored_at, true, mailbox, 'waits@acme.example' from docket.outbox limit 2")
    world.sql("insert into docket.ticket (subject, project, mailbox, created_at, status, category, merged_into)"
              " select 'went', project, mailbox, now(), 'closed', 'closed', id"
              "   from (select * from docket.ticket order by id limit 1) t, generate_series(1, 3)")
    world.sql("insert into docket.relation select 'link', lag(id) over (order by id), id, 'ana', now()"
              "   from docket.ticket order by id offset 1")
    world.sql("insert into docket.control (entry, raw, mailbox, agent, at, fresh, subject, next_at)"
              " select e.id, r.id, 'support', 'ana', now(), true, 'x', now() from docket.raw r"
              "   join docket.entry e on e.raw = r.id limit 2")
    world.sql("insert into docket.report_wanted (what, agent, mailbox, month, at, next_at)"
              " select 'sla', 'ana', 'support', 1, now(), now() from generate_series(1, 2)")
    for name, body in zip(statements[::2], statements[1::2]):
        sql = "\n".join(line for line in body.splitlines() if not line.startswith("--"))
        after, pages, found = 0, 0, 0
        while after is not None:
            after, n, _ = world.sql(sql.replace("1000", "1").replace("$after", str(after)))[0]
            pages, found = pages + 1, found + n
        assert pages > 2, name
        assert found == (name == "verify_entry_ticket")
    world.sql("delete from docket.control")
    world.sql("delete from docket.report_wanted")
    world.sql("delete from docket.ticket where subject = 'went'")
    world.sql("delete from docket.entry where ticket = 999999")
    world.sql("delete from docket.delivery where recipient = 'waits@acme.example'")
