"""What is wrong for longer than one mail, as people and monitoring see it."""
import json

import pytest

ROW = ("insert into docket.condition (kind, mailbox, since, last_at, text, mend, count, retry_at,"
       " told_at, over_at) values (%s, 'support', now() - interval '1 hour', now(),"
       " E'535 5.7.8 no\\x1b[31m', 'check the login of this mailbox', 3,"
       " now() + interval '10 minutes', null, %s)")


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("conditions")
    connection = world.pg.connect()				# as if a docketd ran
    connection.cursor().execute("select pg_advisory_lock(docket.lock_core(), 1)")
    yield made
    connection.close()


@pytest.fixture(autouse=True)
def none_before(world, docket):
    world.sql("delete from docket.condition")


def test_nothing_is_wrong(docket):
    got = docket.ctl("status")
    assert b"since" not in got.stdout and b"docket_condition_age_seconds{" not in docket.ctl(
        "metrics").stdout
    assert docket.ctl_json("status")["conditions"] == []


@pytest.mark.parametrize("kind", ["queue-stopped", "queue-paused", "mailbox-silent",
                                  "token-dead", "server-refusing"])
def test_each_is_told_with_its_mend(world, docket, kind):
    world.sql(ROW, kind, None)
    got = docket.ctl("status", check=False)
    said = got.stdout.decode()
    assert got.returncode == 1 and f"support: {kind} since " in said
    assert "to mend it: check the login of this mailbox" in said
    assert "next try in 9m" in said and "\x1b" not in said and "\\x1b[31m" in said
    metrics = docket.ctl("metrics").stdout.decode()
    assert f'docket_condition_age_seconds{{kind="{kind}",mailbox="support"}} 36' in metrics
    got = docket.ctl("--json", "status", check=False)
    [row] = json.loads(got.stdout)["conditions"]
    assert got.returncode == 1 and (row["kind"], row["count"]) == (kind, 3)


def test_one_that_has_passed_is_no_fault(world, docket):
    world.sql(ROW, "queue-stopped", "now")
    assert b"queue-stopped" not in docket.ctl("status").stdout
