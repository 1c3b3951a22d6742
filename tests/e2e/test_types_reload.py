"""Statuses that types.conf has no more, while tickets stand in them and mail comes in."""
import os
import time

import pytest

from world import desk as desks, mail
from world.docket import shipped

from test_types import does, opened, state

TRIAGE = '{ name = "triage"; category = "open"; },'
WAY_IN = '{ from = [ "new", "waiting", "on-hold", "fixed", "closed", "no-bug" ]; to = "open"; },'


def with_triage(text):
    """The sample, whose bugs can be triaged."""
    head, bug = text.split('name = "bug";')
    bug = bug.replace("statuses = (", f"statuses = ( {TRIAGE}", 1)
    bug = bug.replace("transitions = (", 'transitions = ( { from = [ "new" ]; to = "triage"; },'
                      '{ from = [ "triage" ]; to = "closed"; },', 1)
    return f'{head}name = "bug";{bug}'


@pytest.fixture(scope="module")
def triaging(world):
    docket = world.docket()
    docket.files["types.conf"] = with_triage(shipped("types.conf"))
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def removes(desk, text, says):
    """Reloads with it; waits for the log's word."""
    at = len(desk.docket.log())
    desk.docket.files["types.conf"] = text
    desk.docket.write()
    desk.docket.reload()
    desk.world.wait(lambda: says in desk.docket.log()[at:], 30, says)
    return desk.docket.log()[at:]


def triaged(desk, n):
    """Tickets, made by hand, of which each stands in triage."""
    desk.world.sql(
        "insert into docket.ticket (subject, type, status, category, project, mailbox, created_at)"
        " select 'bug ' || n, 'bug', 'triage', 'open', 'ACME', 'support', now()"
        "   from generate_series(1, %s) n", n)


def test_a_status_with_tickets_is_not_removed(triaging):
    desk = triaging
    number, notice = opened(desk, "tri@acme.example")
    does(desk, number, notice, "#type bug\n#status triage\n")
    assert state(desk.ticket(number)) == ("bug", "triage", "open")
    log = removes(desk, shipped("types.conf"), "configuration not changed")
    assert "1 tickets of type bug stand in status triage" in log
    checked = desk.docket.ctl("check", check=False)
    assert checked.returncode != 0 and b"status triage" in checked.stdout
    # What runs is what was there before.
    does(desk, number, notice, "#status closed\n")
    does(desk, number, notice, "#open\n#hold\n#open\n")
    other, _ = opened(desk, "tri2@acme.example")
    triaged(desk, 30)
    mapped = shipped("types.conf").replace('map = { approval = "on-hold";',
                                           'map = { triage = "waiting"; approval = "on-hold";', 1)
    removes(desk, mapped, "tickets stand as types.conf says")
    rows = desk.rows("select id, status, category from docket.ticket where subject like 'bug %%'")
    assert len(rows) == 30 and {(r["status"], r["category"]) for r in rows} == {("waiting", "waiting")}
    for row in rows:
        assert [(e["author"], e["data"]) for e in desk.entries(row["id"])] == [
            ("docket", {"what": "status", "from": "triage", "to": "waiting", "why": "types.conf"})]
    assert desk.ticket(other)["status"] == "new"
    assert desk.docket.ctl("check").returncode == 0


def test_mail_comes_in_while_tickets_are_mapped(triaging):
    """DOCKET_MAPPED tickets (100000 for the long count) go from a status that is no more."""
    desk, n = triaging, int(os.environ.get("DOCKET_MAPPED", "600"))
    removes(desk, with_triage(shipped("types.conf")), "tickets stand as types.conf says")
    triaged(desk, n)
    first = desk.world.one("select min(id) from docket.ticket where status = 'triage'")
    mapped = shipped("types.conf").replace('map = { approval = "on-hold";',
                                           'map = { triage = "on-hold"; approval = "on-hold";', 1)
    at = len(desk.docket.log())
    desk.docket.files["types.conf"] = mapped
    desk.docket.write()
    desk.docket.reload()
    sent = 0
    while "tickets stand as types.conf says" not in desk.docket.log()[at:]:
        desk.world.deliver(mail.letter(f"Bug {sent}.", sender=f"m{sent}@acme.example",
                                       subject=f"While it maps {sent}"))
        done = desk.docket.ctl("do", str(first + n - 1 - sent % n), "tag", f"t{sent}", check=False)
        assert done.returncode == 0, done.stderr
        sent += 1
        time.sleep(0.2)
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.ticket where subject"
                                           " like 'While it maps%%'") == sent, 120, "all mails")
    assert desk.world.one("select count(*) from docket.ticket where status = 'triage'") == 0
    assert desk.world.one("select count(*) from docket.ticket where category = 'on-hold' and status = 'on-hold'"
                          " and id >= %s and subject like 'bug %%'", first) == n
    assert desk.world.one("select count(*) from docket.change where what = 'status'"
                          " and old = 'triage' and new = 'on-hold' and why = 'types.conf'") == n
    assert desk.world.one("select count(*) from docket.raw where state <> 'read'") == 0
    assert desk.docket.ctl("verify").returncode == 0
