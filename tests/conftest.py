"""What the Python suites share: the package `world` and one world a module."""
import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from world import World					# noqa: E402
from world.docket import AGENT				# noqa: E402


@pytest.fixture(scope="module")
def world():
    """Private servers for the tests of one file."""
    with World() as w:
        yield w


@pytest.fixture
def notice(desk):
    """What the engineer got of a new ticket; `desk` is the file's own."""
    n = desk.tickets() + 1
    number = desk.open("It hums.", sender=f"jo{n}@acme.example", subject=f"Hum {n}")["id"]
    got = desk.mail(number, AGENT)
    desk.quiet()
    return got


@pytest.fixture
def broken(desk):
    """Makes a statement on a table's row fail, as SQLSTATE says."""
    def make(table, when, state="P0001", on="update"):
        n = desk.world.one("select count(*) from pg_trigger where tgname like 'broken%%'")
        desk.world.sql("create or replace function docket.broken() returns trigger language plpgsql as"
                       f" $$ begin raise 'broken' using errcode = '{state}'; end $$")
        desk.world.sql(f"create trigger broken{n} before {on} on docket.{table} for each row"
                       f" when ({when}) execute function docket.broken()")
    yield make
    desk.world.sql("drop function if exists docket.broken() cascade")
