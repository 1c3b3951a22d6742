"""A PostgreSQL alone, without the rest of the world."""
import glob
import os

import pytest

from world import ROOT
from world.pg import Postgres


@pytest.fixture(scope="module")
def pg(tmp_path_factory):
    """With an empty database `docket`."""
    folder = tmp_path_factory.mktemp("pg")
    for path in (folder, folder.parent, folder.parent.parent):
        os.chmod(path, 0o755)				# the server is another user
    server = Postgres(f"{folder}/pg")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def schema(pg):
    """The same, with the tables of sql/."""
    for path in sorted(glob.glob(f"{ROOT}/sql/[0-9][0-9][0-9]_*.sql")):
        with open(path, encoding="utf-8") as f:
            pg.psql(f.read())
    return pg
