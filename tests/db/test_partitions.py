"""The months' partitions: made by the runtime role, which owns none of them."""
import datetime
import subprocess
import threading
import time

import psycopg2
import psycopg2.errorcodes as code
import pytest

from test_roles import cursor_of, migrate

UTC = datetime.timezone.utc


def month(year, number):
    return datetime.datetime(year, number, 1, tzinfo=UTC)


def within(year, number):
    """An instant in the middle of that month."""
    return month(year, number) + datetime.timedelta(days=14)


@pytest.fixture(scope="module")
def made(pg):
    migrate(pg.admin)
    return pg


@pytest.fixture
def docket(made):
    cursor = cursor_of(made.conninfo)
    yield cursor
    cursor.connection.close()


def make(cursor, at):
    """(until, made, fault)"""
    cursor.execute("select until, made, fault from docket.months_make(%s)", (at,))
    return cursor.fetchone()


def partitions(made, year):
    return [name for name, in made.sql(
        "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid"
        " where i.inhparent = 'docket.raw_bytes'::regclass and c.relname ~ %s order by 1",
        f"_{year}_")]


RAW = ("with made as (insert into docket.raw (mailbox, sha256, size, arrived_at, stored_at)"
       " values ('support', sha256(%(bytes)s), 1, %(at)s, %(at)s) returning id, stored_at)"
       " insert into docket.raw_bytes select id, stored_at, %(bytes)s from made")


def test_migrate_made_this_months_and_the_next_three(made, docket):
    now = datetime.datetime.now(UTC)
    names = [name for year in (now.year, now.year + 1) for name in partitions(made, year)]
    assert names[0] == f"raw_bytes_{now:%Y_%m}" and len(names) == 4
    assert make(docket, now)[1:] == (0, "")


def test_the_runtime_role_makes_them(made, docket):
    """… month after month, and after a sleep of four of them."""
    assert make(docket, within(2031, 1)) == (month(2031, 5), 4, "")
    assert make(docket, within(2031, 1)) == (month(2031, 5), 0, "")
    assert make(docket, month(2031, 2)) == (month(2031, 6), 1, "")
    assert make(docket, within(2031, 7)) == (month(2031, 11), 4, "")
    assert partitions(made, 2031) == [f"raw_bytes_2031_{n:02}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10)]
    assert made.sql("select distinct relowner::regrole::text from pg_class"
                    " where relname ~ '^raw_bytes_'") == [("docket_owner",)]


@pytest.mark.parametrize("at,partition", [
    (month(2032, 2), "raw_bytes_2032_02"),
    (month(2032, 3) - datetime.timedelta(microseconds=1), "raw_bytes_2032_02"),
    (month(2032, 3), "raw_bytes_2032_03")])
def test_a_mail_goes_to_the_month_of_its_storing(docket, at, partition):
    """By the right on the parent alone; and the zone of the session is no matter."""
    docket.execute("set timezone = 'Pacific/Auckland'")
    make(docket, at)
    docket.execute("begin")
    docket.execute(RAW, {"bytes": b"a", "at": at})
    docket.execute("select relname::text from docket.raw_bytes b join pg_class c on c.oid = b.tableoid"
                   " where stored_at = %s", (at,))
    assert docket.fetchone() == (partition,)
    docket.execute("rollback")


def test_without_a_partition_nothing_is_stored(docket):
    with pytest.raises(psycopg2.Error) as error:
        docket.execute(RAW, {"bytes": b"a", "at": within(2040, 1)})
    assert error.value.pgcode == code.CHECK_VIOLATION
    docket.execute("select count(*) from docket.raw where stored_at = %s", (within(2040, 1),))
    assert docket.fetchone() == (0,)


def test_the_right_on_the_parent_is_enough(made, docket):
    make(docket, within(2033, 1))
    made.sql("revoke all on docket.raw_bytes_2033_01 from docket")
    docket.execute(RAW, {"bytes": b"parent", "at": within(2033, 1)})
    docket.execute("select bytes from docket.raw_bytes where stored_at = %s", (within(2033, 1),))
    assert bytes(docket.fetchone()[0]) == b"parent"


@pytest.mark.parametrize("sql", [
    "insert into docket.raw_bytes_2031_01 values (1, '2031-01-02', 'x')",
    "update docket.raw_bytes set bytes = ''", "delete from docket.raw_bytes",
    "drop table docket.raw_bytes_2031_01"])
def test_the_runtime_role_may_not(docket, sql):
    make(docket, within(2031, 1))
    with pytest.raises(psycopg2.Error) as error:
        docket.execute(sql)
    assert error.value.pgcode == code.INSUFFICIENT_PRIVILEGE


def test_the_reader_makes_none_and_reads_all(made, docket):
    reader = cursor_of(made.admin.replace("user=postgres", "user=docket_read"))
    with pytest.raises(psycopg2.Error) as error:
        make(reader, within(2034, 1))
    assert error.value.pgcode == code.INSUFFICIENT_PRIVILEGE
    make(docket, within(2034, 1))
    docket.execute(RAW, {"bytes": b"dumped", "at": within(2034, 1)})
    reader.execute("select bytes from docket.raw_bytes where stored_at = %s", (within(2034, 1),))
    assert bytes(reader.fetchone()[0]) == b"dumped"
    reader.connection.close()
    dump = subprocess.run([f"{made.bin}/pg_dump", "-n", "docket", "-d",
                           made.admin.replace("user=postgres", "user=docket_read")],
                          capture_output=True, text=True, check=False, timeout=60)
    assert dump.returncode == 0, dump.stderr
    assert b"dumped".hex() in dump.stdout


def test_who_reads_and_who_stores_is_waited_for_by_nobody(made, docket):
    """An old snapshot that holds what a dump holds, and a mail whose commit is not yet."""
    make(docket, within(2035, 1))
    old, busy = psycopg2.connect(made.admin), psycopg2.connect(made.conninfo)
    old.set_session("repeatable read")
    old.cursor().execute("select count(*) from docket.raw join docket.raw_bytes on raw = id")
    old.cursor().execute("lock table docket.raw_bytes, docket.raw in access share mode")
    busy.cursor().execute(RAW, {"bytes": b"busy", "at": within(2035, 1)})
    started = time.monotonic()
    assert make(docket, within(2035, 5)) == (month(2035, 9), 4, "")
    docket.execute(RAW, {"bytes": b"at once", "at": within(2035, 5)})
    busy.cursor().execute(RAW, {"bytes": b"more", "at": within(2035, 6)})
    assert time.monotonic() - started < 1
    busy.commit()
    busy.close()
    old.close()


def test_who_is_in_the_way_is_not_waited_for_long(made, docket):
    """What is there is told, and later all is made."""
    make(docket, within(2036, 1))
    owner = psycopg2.connect(made.admin)
    owner.cursor().execute("lock table docket.raw_bytes in share row exclusive mode")
    started = time.monotonic()
    until, n, fault = make(docket, within(2036, 2))
    assert time.monotonic() - started < 5
    assert (until, n) == (month(2036, 5), 0)
    assert fault.startswith("raw_bytes_2036_05: ") and "lock timeout" in fault
    until, n, fault = make(docket, within(2036, 7))
    assert until == month(2036, 7) and n == 0 and fault
    owner.close()
    assert make(docket, within(2036, 7)) == (month(2036, 11), 4, "")


def test_a_name_that_is_taken_is_told(made, docket):
    made.sql("create table docket.raw_bytes_2037_03 (n int)")
    until, n, fault = make(docket, within(2037, 1))
    assert (until, n) == (month(2037, 3), 2)
    assert "raw_bytes_2037_03" in fault and "already exists" in fault
    made.sql("drop table docket.raw_bytes_2037_03")
    assert make(docket, within(2037, 1)) == (month(2037, 5), 2, "")


def test_two_daemons_at_the_turn_of_the_month(made):
    got = []

    def one(n):
        cursor = cursor_of(made.conninfo)
        got.append(make(cursor, within(2038 + n % 2, 1)))
        cursor.connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(until, fault) for until, _, fault in got} == {(month(2038, 5), ""), (month(2039, 5), "")}
    for year in (2038, 2039):
        assert partitions(made, year) == [f"raw_bytes_{year}_{n:02}" for n in (1, 2, 3, 4)]


def test_a_month_goes_and_comes_back(made, docket):
    """As sql/README.md says, while a mail is being stored."""
    make(docket, within(2041, 1))
    docket.execute(RAW, {"bytes": b"archived", "at": within(2041, 1)})
    made.sql("alter table docket.raw_bytes detach partition docket.raw_bytes_2041_01 concurrently")
    docket.execute("select count(*) from docket.raw_bytes where stored_at = %s", (within(2041, 1),))
    assert docket.fetchone() == (0,)
    made.sql("alter table docket.raw_bytes attach partition docket.raw_bytes_2041_01 for values"
             " from ('2041-01-01 00:00+00') to ('2041-02-01 00:00+00')")
    docket.execute("select bytes from docket.raw_bytes where stored_at = %s", (within(2041, 1),))
    assert bytes(docket.fetchone()[0]) == b"archived"
