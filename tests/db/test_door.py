"""daemon/db/db.c on a real PostgreSQL: each test of door.c, its points counted."""
import re
import subprocess

import psycopg2
import pytest

from world import ROOT, built

DOOR = built("tests/db/db-door")
TYPED = built("tests/db/db-typed")


@pytest.fixture(scope="module")
def conninfo(pg):
    """Of a database that the test `migrate` makes, with a name to be quoted."""
    info = pg.admin.replace("dbname=docket", r"""dbname='a "door\'s"'""")
    points(run(info, "migrate").communicate(timeout=60)[0])
    return info


def run(conninfo, test):
    return subprocess.Popen([DOOR, conninfo, test], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)


def points(text):
    """All points are good, and as many as were planned."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if line.startswith("not ok")] == [], text
    assert lines and lines[-1] == f"1..{len(lines) - 1}" and len(lines) > 3, text


@pytest.mark.parametrize("test", ["values", "errors", "big", "stale", "notify"])
def test_door(conninfo, test):
    door = run(conninfo, test)
    out = door.communicate(timeout=120)[0]
    assert door.returncode == 0, out
    points(out)


def test_declared_types(conninfo):
    """Of parameters and columns of every statement: as the server says."""
    typed = subprocess.run([TYPED, conninfo], capture_output=True, text=True, check=False)
    assert typed.returncode == 0, typed.stdout + typed.stderr
    points(typed.stdout)


WRONG = [
    ("docket.field alter value drop not null",
     "ticket_fields", "column value may be null: write a ?"),
    ("docket.participant alter name type varchar",
     "ticket_participants", "column name is of type 1043, not 25"),
    ("docket.delivery rename reply to last_reply",
     "delivery_failed", 'the server says: column "reply" of relation "delivery" does not exist'),
    ("docket.seen alter name type int8 using 1",
     "seen_same", "the server says: operator does not exist: bigint = text"),
    ("docket.attachment alter n type text",
     "attachment_insert", "parameter n is of type 25 for the server"),
]


def test_wrong_types_are_told_with_their_line(pg, conninfo):
    """The check above can fail: what a changed table no longer gives."""
    assert conninfo
    pg.sql("create database wrong")
    info = pg.admin.replace("dbname=docket", "dbname=wrong")
    points(run(info, "race").communicate(timeout=60)[0])
    with psycopg2.connect(info) as connection, connection.cursor() as cursor:
        for change, _, _ in WRONG:
            cursor.execute(f"alter table {change}")
    typed = subprocess.run([TYPED, info], capture_output=True, text=True, check=False)
    bad = re.findall(r"^not ok \d+ - sql/(\w+\.sql):(\d+): (.*)$", typed.stdout, re.M)
    for _, statement, fault in WRONG:
        assert [text for _, _, text in bad if text.startswith(f"{statement}; ")
                and f"; {fault}" in text], (fault, bad)
    for name, line, text in bad:
        with open(f"{ROOT}/sql/{name}", encoding="utf-8") as f:
            assert f.read().splitlines()[int(line) - 1] == f"-- name: {text.split(';')[0]}"


@pytest.mark.parametrize("mode", ["immediate", "fast"])
def test_server_restarts(pg, conninfo, mode):
    """An idle and a busy connection, and opening anew."""
    door = run(conninfo, "lost")
    lines = []
    while not lines or lines[-1] != "# ready\n":
        lines.append(door.stdout.readline())
        assert lines[-1], lines
    pg.restart(mode)
    out = door.communicate("\n", timeout=60)[0]
    assert door.returncode == 0, out
    points("".join(lines) + out)


def test_migration_outside_a_transaction(pg):
    pg.sql("create database outside")
    info = pg.admin.replace("dbname=docket", "dbname=outside")
    points(run(info, "race").communicate(timeout=60)[0])
    points(run(info, "outside").communicate(timeout=60)[0])
    with psycopg2.connect(info) as connection, connection.cursor() as cursor:
        cursor.execute("select indisvalid from pg_index"
                       " where indexrelid = 'docket.ticket_team'::regclass")
        assert cursor.fetchall() == [(True,)]


def test_a_changed_migration_is_told(pg):
    pg.sql("create database changed")
    info = pg.admin.replace("dbname=docket", "dbname=changed")
    points(run(info, "race").communicate(timeout=60)[0])
    with psycopg2.connect(info) as connection, connection.cursor() as cursor:
        cursor.execute("update docket.migration set checksum = repeat('0', 64)")
    out = run(info, "race").communicate(timeout=60)[0]
    assert "001_base.sql" in out and "was changed after" in out, out


def test_migrations_race(pg, conninfo):
    """Four at once: each is told that all is well, each migration was done once."""
    assert conninfo
    pg.sql("create database race")
    info = pg.admin.replace("dbname=docket", "dbname=race")
    doors = [run(info, "race") for _ in range(4)]
    for door in doors:
        points(door.communicate(timeout=60)[0])
    with psycopg2.connect(info) as connection, connection.cursor() as cursor:
        cursor.execute("select version from docket.migration order by version")
        versions = [version for version, in cursor.fetchall()]
    assert versions == list(range(1, len(versions) + 1)) and versions
