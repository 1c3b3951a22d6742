"""What core stores, case by case: tables in C on a real PostgreSQL (desk.h)."""
import os
import random
import subprocess

import pytest

from test_door import points
from world import built

PROGRAMS = ["alarm", "clockrows", "digest", "held", "notify"]


@pytest.mark.parametrize("name", PROGRAMS)
def test_desk(schema, name):
    ran = subprocess.run([built(f"tests/db/db-{name}"), schema.admin], capture_output=True,
                         text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    points(ran.stdout)


def test_conditions_agree(schema):
    """DOCKET_PAIRS pairs of a condition and a ticket, of a seed that is told when they do not."""
    pairs, seed = os.environ.get("DOCKET_PAIRS", "20000"), str(random.randrange(1, 2**31))
    ran = subprocess.run([built("tests/db/db-where"), schema.admin, pairs, seed], capture_output=True,
                         text=True, check=False, timeout=3600)
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout}{ran.stderr}"


def test_views_agree(schema):
    """50 views over DOCKET_VIEW_TICKETS tickets, of a seed that is told when one is wrong."""
    tickets, seed = os.environ.get("DOCKET_VIEW_TICKETS", "300"), str(random.randrange(1, 2**31))
    ran = subprocess.run([built("tests/db/db-views"), schema.admin, tickets, "50", seed], capture_output=True,
                         text=True, check=False, timeout=3600)
    assert ran.returncode == 0, f"seed {seed}\n{ran.stdout}{ran.stderr}"
