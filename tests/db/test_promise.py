"""What was promised, as the history keeps it: read back by C, told by SQL."""
import subprocess

from test_door import points
from world import built

PROMISES = built("tests/db/db-promises")
ONE = """
insert into docket.project (key) values ('ACME');
insert into docket.ticket (subject, project, mailbox, created_at)
values ('one', 'ACME', 'support', now());
"""


def test_there_and_back(schema):
    schema.psql(ONE)
    ran = subprocess.run([PROMISES, schema.admin, "2000"], capture_output=True, text=True,
                         check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    points(ran.stdout)
