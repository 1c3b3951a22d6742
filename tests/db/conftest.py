"""A PostgreSQL alone, without the rest of the world."""
import glob
import os
import shutil
import tempfile

import pytest

from world import ROOT
from world.pg import Postgres


@pytest.fixture(scope="module")
def pg():
    """With an empty database `docket`."""
    # Not in pytest's own folder: the server is another user, and each new
    # session of pytest closes that folder to others.
    folder = tempfile.mkdtemp(prefix="docket-db-")
    os.chmod(folder, 0o755)
    server = Postgres(f"{folder}/pg")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def schema(pg):
    """The same, with the tables of sql/."""
    for path in sorted(glob.glob(f"{ROOT}/sql/[0-9][0-9][0-9]_*.sql")):
        with open(path, encoding="utf-8") as f:
            pg.psql(f.read())
    pg.sql("select docket.months_make(now())")
    return pg
