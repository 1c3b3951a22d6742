"""What the Python suites share: the package `world` and one world a module."""
import os
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from world import World					# noqa: E402


@pytest.fixture(scope="module")
def world():
    """Private servers for the tests of one file."""
    with World() as w:
        yield w
