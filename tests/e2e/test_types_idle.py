"""A status may end by itself: when nothing has happened for long (idle_close)."""
from world import desk as desks
from world.docket import shipped

from test_types import does, opened, state
from test_types_reload import removes


DAY = 86400


def test_idle_tickets_are_closed(world):
    """What is fixed is closed a month after the last word, not after the first."""
    docket = world.docket(clock=True)
    docket.files["types.conf"] = shipped("types.conf")
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    number, notice = opened(desk, "idle@acme.example")
    does(desk, number, notice, "#type bug\n#version 2.4.1\n#resolve\n")
    world.clock.advance(20 * DAY)
    does(desk, number, notice, "#note\nStill there?\n")
    world.clock.advance(20 * DAY)
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.alarm where kind = 'idle'"
                                           " and state = 'dropped'") == 1, 20, "the alarm to be put off")
    assert state(desk.ticket(number)) == ("bug", "fixed", "resolved")
    world.clock.advance(11 * DAY)
    desk.world.wait(lambda: desk.ticket(number)["status"] == "closed", 20, "it to be closed")
    assert desk.entries(number)[-1]["data"] == {"what": "status", "from": "fixed", "to": "closed",
                                                "why": "idle_close"}
    # One that stood there before the setting was made has an alarm, too.
    world.sql("insert into docket.ticket (subject, type, status, category, project, mailbox, created_at, updated_at)"
              " values ('old', 'incident', 'resolved', 'resolved', 'ACME', 'support', now() - interval '1 year',"
              " now() - interval '1 year')")
    old = world.one("select id from docket.ticket where subject = 'old'")
    removes(desk, shipped("types.conf").replace(
        '{ name = "resolved"; category = "resolved"; }',
        '{ name = "resolved"; category = "resolved"; idle_close = "90d"; }', 1), "tickets stand as types.conf says")
    desk.world.wait(lambda: desk.ticket(old)["status"] == "closed", 20, "the old one to be closed")
    assert docket.stop() == 0
