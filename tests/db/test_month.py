"""Which cycles a closed month has counted, and that closing and moving cannot miss each other."""
import threading

import pytest

CYCLE = """insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target,
    started_at, state, last_due_at, breached_at, stopped_at)
values (%s, 'resolution', 1, 'p', 'high', 'utc', 60, '2026-01-01', %s, %s, %s, %s) returning id"""
CLOSE = """insert into docket.month (project, month, zone, since, until, closed_at)
values (%s, '2026-10-01', 'UTC', '2026-10-01', '2026-11-01', '2026-11-02')"""


@pytest.fixture
def cursor(schema):
    connection = schema.connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("set timezone = 'UTC'; truncate docket.ticket, docket.cycle, docket.month"
                       " cascade; insert into docket.project (key) values ('A'), ('B')"
                       " on conflict do nothing")
        yield cursor
    connection.close()


def one(cursor, text, *args):
    cursor.execute(text, args)
    return cursor.fetchone()[0] if cursor.description else None


def ticket(cursor, project="A"):
    return one(cursor, "insert into docket.ticket (subject, project, mailbox, created_at)"
               " values ('x', %s, 'm', '2026-01-01') returning id", project)


def cycle(cursor, number, state="met", due="2026-10-10", breached=None, stopped="2026-10-09"):
    return one(cursor, CYCLE, number, state, due, breached, stopped)


def booked(cursor, number):
    return one(cursor, "select coalesce(booked_at::text, 'own') from docket.cycle where id = %s",
               number)


@pytest.mark.parametrize("row,want", [
    (("met",), "-infinity"),
    (("met", "2026-12-10"), "own"),
    (("breached", "2026-12-10", "2026-10-31 23:59:59", None), "-infinity"),
    (("running", "2026-10-10", None, None), "-infinity"),	# past due: it was breached there
    (("running", "2026-11-01", None, None), "own"),
    (("paused", "2026-10-10", None, None), "own"),		# told as open
    (("cancelled", "2026-10-10"), "-infinity"),
])
def test_what_a_closed_month_holds_is_counted(cursor, row, want):
    number = ticket(cursor)
    cursor.execute(CLOSE, ("A",))
    at = cycle(cursor, number, *row)
    cursor.execute("select docket.month_keep(%s)", (number,))
    cursor.execute("select docket.month_keep(%s)", (number,))
    assert booked(cursor, at) == want


@pytest.mark.parametrize("row,want", [
    (("met",), "2026-11-01 00:00:00+00"),			# the first that is open
    (("met", "2026-10-10", None, "2026-11-05"), "own"),
    (("cancelled", "2026-10-10", None, "2026-11-05"), "2026-11-05 00:00:00+00"),
    (("breached", "2026-10-10", "2026-10-10", None), "2026-11-01 00:00:00+00"),
    (("running", "2026-10-10", None, None), "2026-11-01 00:00:00+00"),
    (("running", "2026-11-10", None, None), "own"),
    (("paused", "2026-10-10", None, None), "own"),
])
def test_what_comes_late_counts_in_an_open_month(cursor, row, want):
    number = ticket(cursor)
    at = cycle(cursor, number, *row)
    cursor.execute("select docket.month_book(%s)", (number,))
    assert booked(cursor, at) == "own"				# nothing is closed
    cursor.execute(CLOSE, ("A",))
    cursor.execute("select docket.month_book(%s)", (number,))
    assert booked(cursor, at) == want
    # Set right, it counts by its own instants again.
    cursor.execute("update docket.cycle set state = 'running', last_due_at = '2026-12-01'")
    cursor.execute("select docket.month_book(%s)", (number,))
    assert booked(cursor, at) == "own"


@pytest.mark.parametrize("closed,want", [
    (["A"], "-infinity"),		# it leaves a closed month
    (["B"], "2026-11-01 00:00:00+00"),	# it comes into one that did not have it
    (["A", "B"], "-infinity"), ([], "own")])
def test_a_ticket_that_changes_its_project_counts_once(cursor, closed, want):
    number = ticket(cursor)
    at = cycle(cursor, number)
    for project in closed:
        cursor.execute(CLOSE, (project,))
    cursor.execute("update docket.ticket set project = 'B'")
    assert booked(cursor, at) == want


def test_a_change_waits_for_the_month_that_closes(cursor, schema):
    number = ticket(cursor)
    at = cycle(cursor, number)
    cursor.execute("begin")
    cursor.execute("select pg_advisory_xact_lock(docket.lock_month(), 0)")
    cursor.execute(CLOSE, ("A",))
    moved = threading.Event()

    def move():
        with schema.connect() as connection, connection.cursor() as other:
            other.execute("select docket.month_keep(%s)", (number,))
            other.execute("update docket.cycle set state = 'running', last_due_at = '2026-12-01'")
        connection.close()
        moved.set()
    thread = threading.Thread(target=move)
    thread.start()
    assert not moved.wait(0.5)
    cursor.execute("commit")
    thread.join(10)
    assert moved.is_set() and booked(cursor, at) == "-infinity"
