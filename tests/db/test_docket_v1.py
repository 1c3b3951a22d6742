"""docket_v1, the views for reports and dashboards: they stay, say what they are, and tell no secrets."""
import os
import subprocess

import psycopg2
import psycopg2.errorcodes as code
import pytest

from test_roles import cursor_of, migrate
from world import ROOT

KEPT = f"{ROOT}/tests/db/docket_v1.txt"
SECRETS = ("a-note", "held-words", "doubted-words", "home@private.example", "a-command", "TOKENTOKENTOKENTOKEN",
           "mark-of-the-thread", "quoted-words")

FILL = """
insert into docket.project (key) values ('ACME'), ('GLOBEX');
insert into docket.agent (name, full_name) values ('ana', 'Ana Alba'), ('lee', '');
with a as (
    insert into docket.contact_address (address, contact) values ('jo@acme.example',
        nextval('docket.contact_id_seq')) returning *)
insert into docket.contact (id, address, project) overriding system value
select contact, address, 'ACME' from a;
insert into docket.ticket (subject, mark, status, category, project, mailbox, requester, created_at, start_at,
    due_at, assignee) values
    ('Lift', 'mark-of-the-thread', 'open', 'open', 'ACME', 'support', 1, now(), now(), now(), 'ana'),
    ('Crane', 'x', 'closed', 'closed', 'GLOBEX', 'support', 1, now(), null, null, null);
insert into docket.relation values ('parent', 1, 2, 'ana', now());
insert into docket.field (ticket, name, value, raw, source, found_in, verified)
values (1, 'severity', 'high', 'high', 'body', 'x', true);
insert into docket.raw (mailbox, sha256, size, arrived_at, stored_at)
select 'support', sha256(n::text::bytea), 1, now(), now() from generate_series(1, 9) n;
insert into docket.entry (ticket, at, kind, author, by_agent, public, raw, body, new_text) values
    (1, now(), 'mail-in', 'jo@acme.example', false, true, 1,
     'said https://desk.example/t/1/TOKENTOKENTOKENTOKEN here', null),
    (1, now(), 'mail-in', 'ana', true, true, 2, 'answer quoted-words', 'answer'),
    (1, now(), 'mail-in', 'home@private.example', true, true, 3, 'more', null),
    (1, now(), 'mail-in', 'jo@acme.example', false, false, 4, 'doubted-words', null),
    (1, now(), 'note', 'ana', true, false, 5, 'a-note', null),
    (1, now(), 'held', 'x@acme.example', false, true, 6, 'held-words', null),
    (1, now(), 'command', 'ana', true, true, 7, 'a-command', null),
    (1, now(), 'mail-out', 'docket', false, true, null, '', null);
insert into docket.change (entry, ticket, at, what, field, old, new, why)
values (7, 1, now(), 'field', 'severity', 'low', 'high', '#severity high');
insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic, mailbox,
    from_address)
select 8, at, 1, 2, false, true, 'support', 'support@example.com' from docket.entry where id = 8;
insert into docket.delivery (id, entry, mailbox, recipient, automatic) overriding system value
values (1, 8, 'support', 'jo@acme.example', true);
insert into docket.sent (id, entry, recipient, automatic, attempts, due_at, reply, created_at, done_at)
values (2, 8, 'kim@acme.example', true, 1, now(), '250 Ok', now(), now());
insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, started_at, state, due_at,
    stopped_at) values
    (1, 'response', 1, 'gold', 'high', 'week', 60, now() - interval '1 hour', 'running', now() - interval '1 min', null),
    (1, 'resolution', 1, 'gold', 'high', 'week', 60, now(), 'running', now() + interval '1 day', null),
    (2, 'response', 1, 'gold', 'high', 'week', 60, now(), 'met', now() + interval '1 day', now());
insert into docket.time_entry (ticket, number, project, agent, started_at, exact, made_at, made_by, counts_at,
    stopped_at, worked) values (1, 1, 'ACME', 'ana', now(), true, now(), 'ana', now(), now(), 90);
insert into docket.run (project, product, environment, version, key, since, source, author, decided, told_at)
values ('ACME', 'w', 'prod', '1', '1', now() - interval '2 days', 'agent', 'ana', true, now()),
    ('ACME', 'w', 'prod', '2', '2', now() - interval '1 day', 'agent', 'ana', true, now()),
    ('ACME', 'w', 'prod', '3', '3', now() + interval '1 day', 'agent', 'ana', true, now());
"""

COLUMNS = """
select c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod),
    coalesce(col_description(c.oid, a.attnum), '')
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
 where c.relnamespace = 'docket_v1'::regnamespace order by c.relname, a.attnum
"""


@pytest.fixture(scope="module")
def made(pg):
    migrate(pg.admin)
    pg.psql(FILL)
    return pg


@pytest.fixture(scope="module")
def reader(made):
    return cursor_of(made.admin.replace("user=postgres", "user=docket_read"))


@pytest.fixture(scope="module")
def outsider(made):
    """Who was given these views and no more."""
    made.psql("create role board login; grant usage on schema docket_v1 to board;"
              "grant select on all tables in schema docket_v1 to board;")
    return cursor_of(made.admin.replace("user=postgres", "user=board"))


def views(pg):
    return [name for name, in pg.sql("select relname from pg_class where relkind = 'v'"
                                     " and relnamespace = 'docket_v1'::regnamespace order by 1")]


def rows(cursor, sql):
    cursor.execute(sql)
    return cursor.fetchall()


def test_it_is_only_added_to(made):
    """What was there once is there, of the same type; what is new is written down, too."""
    with open(KEPT, encoding="utf-8") as f:
        kept = f.read().splitlines()
    now = [line for line, _ in made.sql(COLUMNS)]
    assert len(kept) > 90
    assert [line for line in kept if line not in now] == [], "gone, or of another type"
    assert [line for line in now if line not in kept] == [], "new: add it to docket_v1.txt"


def test_all_is_explained(made):
    assert [line for line, said in made.sql(COLUMNS) if not said] == []
    assert made.sql("select relname from pg_class where relnamespace = 'docket_v1'::regnamespace"
                    " and obj_description(oid, 'pg_class') is null") == []
    assert views(made) == ["cycles", "deliveries", "entries_public", "events", "tickets", "time", "versions"]
    with open(f"{ROOT}/sql/README.md", encoding="utf-8") as f:
        text = f.read()
    assert [name for name in views(made) if f"`{name}`" not in text] == []


def test_no_secrets_and_no_bytes(made, reader):
    assert made.sql("select 1 from pg_attribute where atttypid = 'bytea'::regtype and attrelid in"
                    " (select oid from pg_class where relnamespace = 'docket_v1'::regnamespace)") == []
    text = "\n".join(str(row) for view in views(made) for row in rows(reader, f"select * from docket_v1.{view}"))
    for secret in ("mark-of-the-thread", "TOKENTOKENTOKENTOKEN", "a-note", "held-words", "doubted-words"):
        assert secret not in text
    assert "Lift" in text and "#severity high" in text and "250 Ok" in text


def test_what_customers_may_read(reader):
    got = rows(reader, "select side, author, text, ticket, project from docket_v1.entries_public order by id")
    assert got == [("customer", "jo@acme.example", "said https://desk.example/t/… here", 1, "ACME"),
                   ("agent", "Ana Alba", "answer", 1, "ACME"), ("agent", "", "more", 1, "ACME")]
    assert [s for s in SECRETS if s in str(rows(reader, "select * from docket_v1.entries_public"))] == []


def test_a_condition_sees_no_hidden_row(made, outsider):
    """One that tells what it looks at is asked after the view's own."""
    made.psql("create schema spy; grant usage on schema spy to board;"
              "create function spy.looks(t text) returns bool language plpgsql cost 0.0000001 as"
              " $$ begin raise notice '%', t; return true; end $$;")
    outsider.connection.notices.clear()
    rows(outsider, "select id from docket_v1.entries_public where spy.looks(text) and spy.looks(subject)")
    told = "".join(outsider.connection.notices)
    assert "answer" in told and [s for s in SECRETS if s in told] == []


def test_the_values(reader):
    assert rows(reader, "select number, open, severity, assignee, requester, parent, breached, worked_s, fields,"
                        " start_at is null, do_by is null, due_at < now() from docket_v1.tickets order by 1") == [
        (1, True, "high", "ana", "jo@acme.example", None, True, 90, {"severity": "high"}, False, False, True),
        (2, False, None, None, "jo@acme.example", 1, False, 0, None, True, True, None)]
    assert rows(reader, "select ticket, clock, open, late, project from docket_v1.cycles order by id") == [
        (1, "response", True, True, "ACME"), (1, "resolution", True, False, "ACME"),
        (2, "response", False, False, "GLOBEX")]
    assert rows(reader, "select version, now, until is null from docket_v1.versions order by id") == [
        ("1", False, False), ("2", True, False), ("3", False, True)]
    assert rows(reader, "select id, ticket, state, mailbox, kind from docket_v1.deliveries order by id") == [
        (1, 1, "queued", "support", "mail"), (2, 1, "sent", "support", "mail")]
    assert rows(reader, "select ticket, what, old, new, author from docket_v1.events") == [
        (1, "severity", "low", "high", "ana")]
    assert rows(reader, "select ticket, agent, worked_s, billed, runs from docket_v1.time") == [
        (1, "ana", 90, False, False)]


def test_who_has_these_alone_needs_nothing_else(made, outsider):
    for view in views(made):
        assert rows(outsider, f"select count(*) from docket_v1.{view}")[0][0] > 0
    with pytest.raises(psycopg2.Error) as error:
        outsider.execute("select 1 from docket.ticket")
    assert error.value.pgcode == code.INSUFFICIENT_PRIVILEGE


@pytest.mark.parametrize("view", ["tickets", "time", "entries_public"])
def test_nothing_is_written_through_them(reader, view):
    with pytest.raises(psycopg2.Error):
        reader.execute(f"delete from docket_v1.{view}")


def test_the_reader_has_its_time(made, reader):
    assert rows(reader, "show statement_timeout") == [("1min",)]
    assert rows(reader, "show lock_timeout") == [("5s",)]
    assert rows(cursor_of(made.conninfo), "show statement_timeout") == [("0",)]
    reader.execute("set statement_timeout = '50ms'")
    with pytest.raises(psycopg2.errors.QueryCanceled):
        reader.execute("select pg_sleep(9)")
    reader.execute("reset statement_timeout")
    made.psql("alter role docket_read in database docket reset all;"
              "alter role docket_read in database docket set statement_timeout = '7s'")
    migrate(made.admin)				# what an admin said stays
    assert rows(cursor_of(made.admin.replace("user=postgres", "user=docket_read")), "show statement_timeout") == [
        ("7s",)]
