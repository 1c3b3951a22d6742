"""Who may do what: the three roles, and a database where there is only one."""
import subprocess

import psycopg2
import psycopg2.errorcodes as code
import pytest

from world import build_dir
from test_plans import STATEMENTS, TYPES

CTL = f"{build_dir()}/daemon/docketctl"

DENIED = (code.INSUFFICIENT_PRIVILEGE,)


def migrate(conninfo):
    done = subprocess.run([CTL, "migrate", "--database", conninfo], capture_output=True,
                          text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(pg):
    migrate(pg.admin)
    return pg


def cursor_of(conninfo):
    connection = psycopg2.connect(conninfo)
    connection.autocommit = True
    return connection.cursor()


@pytest.fixture(scope="module")
def docket(made):
    return cursor_of(made.conninfo)


@pytest.fixture(scope="module")
def reader(made):
    return cursor_of(made.admin.replace("user=postgres", "user=docket_read"))


def test_the_owner_has_all_of_it(made):
    """Tables, indexes, sequences and functions of the schema."""
    rows = made.sql("""
        select relowner::regrole::text from pg_class where relnamespace = 'docket'::regnamespace
        union select proowner::regrole::text from pg_proc
               where pronamespace = 'docket'::regnamespace
        union select nspowner::regrole::text from pg_namespace where nspname = 'docket'""")
    assert rows == [("docket_owner",)]
    assert made.sql("select rolcanlogin, rolsuper from pg_roles where rolname = 'docket_owner'") \
        == [(False, False)]
    assert "already" in migrate(made.admin)


def explain(cursor, name):
    """Plans it and opens its plan, which looks at the privileges."""
    s = STATEMENTS[name]
    types = ", ".join(TYPES[c.type][1] for c in s.ins)
    cursor.execute(f"prepare {name}{'(' + types + ')' if types else ''} as {s.text}"
                   .replace("%", "%%"), ())
    args = f"({', '.join(['null'] * len(s.ins))})" if s.ins else ""
    try:
        cursor.execute(f"explain execute {name}{args}")
    finally:
        cursor.execute(f"deallocate {name}")


# Only who migrates asks these.
OWNERS = {"migration_insert"}


@pytest.mark.parametrize("name", sorted(set(STATEMENTS) - OWNERS))
def test_the_daemon_may_run(docket, name):
    docket.execute("set plan_cache_mode = force_generic_plan")
    explain(docket, name)


@pytest.mark.parametrize("sql", [
    "delete from docket.ticket", "delete from docket.entry", "update docket.entry set body = ''",
    "update docket.entry set raw = null", "update docket.change set new = ''",
    "delete from docket.change",
    "update docket.outbox set body = ''", "delete from docket.raw",
    "update docket.attachment set name = ''", "delete from docket.month",
    "update docket.month_row set n = 0", "delete from docket.contact",
    "delete from docket.project", "delete from docket.agent", "drop table docket.seen",
    "create table docket.x (n int)", "update docket.migration set checksum = ''",
    "delete from docket.time_entry", "update docket.time_entry set agent = ''",
    "update docket.time_entry set corrects = null", "update docket.time_entry set made_by = ''",
    "update docket.time_entry set made_at = now()", "update docket.time_entry set exact = true",
    "delete from docket.time_approval", "update docket.time_approval set approved_by = ''",
    "update docket.time_approval set agent = ''", "update docket.time_approval set until = now()",
    "delete from docket.statement", "update docket.statement set total = 0",
    "update docket.statement set html = ''", "delete from docket.statement_line",
    "update docket.statement_line set amount = 0", "truncate docket.billed",
    "update docket.run set version = ''", "update docket.advice set people = 1",
    "delete from docket.advice", "delete from docket.project_event",
    "truncate docket.alarm", "update docket.alarm set fired_at = null", "alter table docket.raw drop column size"])
def test_the_daemon_may_not(docket, sql):
    with pytest.raises(psycopg2.Error) as error:
        docket.execute(sql)
    assert error.value.pgcode in DENIED


def test_the_reader_reads(reader):
    reader.execute("select count(*) from docket.ticket t join docket.entry e on e.ticket = t.id")
    assert reader.fetchone() == (0,)


@pytest.mark.parametrize("sql", ["insert into docket.seen values ('policy', 'x', 'x')",
                                 "update docket.ticket set subject = ''",
                                 "select nextval('docket.core')"])
def test_the_reader_only_reads(reader, sql):
    with pytest.raises(psycopg2.Error) as error:
        reader.execute(sql)
    assert error.value.pgcode in DENIED


@pytest.fixture(scope="module")
def solo(made):
    """A role that has its database and may make no others."""
    made.sql("create role solo login")
    made.sql("create database solo owner solo")
    return made.admin.replace("dbname=docket user=postgres", "dbname=solo user=solo")


def test_one_role_has_and_does_all(solo):
    assert "now" in migrate(solo)
    assert "already" in migrate(solo)
    with cursor_of(solo) as cursor:
        cursor.execute("select distinct relowner::regrole::text from pg_class"
                       " where relnamespace = 'docket'::regnamespace")
        assert cursor.fetchall() == [("solo",)]
        for name in sorted(STATEMENTS):
            explain(cursor, name)


def test_a_role_that_may_make_roles(made):
    """… and has the database, without being a superuser."""
    made.sql("create role maker login createrole")
    made.sql("create database made owner maker")
    info = made.admin.replace("dbname=docket user=postgres", "dbname=made user=maker")
    made.sql("grant docket_owner to maker")
    assert "now" in migrate(info)
    with cursor_of(info.replace("user=maker", "user=docket")) as cursor:
        cursor.execute("select nspowner::regrole::text from pg_namespace"
                       " where nspname = 'docket'")
        assert cursor.fetchall() == [("docket_owner",)]
