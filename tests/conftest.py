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
