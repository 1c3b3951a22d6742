"""What core stores, case by case: tables in C on a real PostgreSQL (desk.h)."""
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
