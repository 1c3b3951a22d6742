"""By turns: each of a team as many as the others, whoever gives; who is away is left out."""
import collections

import pytest

from world import desk as desks, mail
from world.docket import Group, endpoint

NIGHT = {"bo": "bo@home.example.net", "cy": "cy@home.example.net"}


def policy(docket, rules):
    agents = docket.files["agents.conf"]["agents"]
    docket.files["agents.conf"]["agents"] = Group(agents + tuple(
        agents[0] | {"name": name, "full_name": name.title(), "addresses": [NIGHT[name]], "team": "night"}
        for name in NIGHT))
    docket.files["rules.conf"]["rules"] = Group(rules)
    docket.write()


def opened(desk, subject):
    return desk.open("Please look.", subject=subject, sender=f"c{desk.tickets()}@acme.example")


def two_daemons(world, how, rules, count):
    """… at one database, each with a mailbox of its own, which get the mails at once."""
    world.fresh()
    made = []
    for number, name in enumerate(("support", "sales")):
        docket = world.docket(f"docket-{name}-{how}")
        settings = docket.files["docket.conf"]
        [support] = settings["mailboxes"]
        settings["mailboxes"] = type(settings["mailboxes"])([support, support | {
            "name": "sales", "address": "sales@example.com",
            "imap": endpoint(world, "imap") | {"user": "sales", "poll": "2s", "since": "3650d"}}])
        settings["mailboxes"][1 - number].pop("imap")
        policy(docket, rules)
        made.append(docket)
    for docket in made:
        docket.start()
    for n in range(count):
        world.imap.deliver(mail.letter(f"Hum {n}", sender=f"jo{n}@acme.example", subject=f"Turn {n}"),
                           user=("support", "sales")[n % 2])
    desk = desks.Desk(world, made[0])
    world.wait(lambda: desk.tickets() == count, 60, "all of it")
    return made, desk


@pytest.mark.parametrize("how", ["round-robin", "least-busy"])
def test_two_daemons_take_turns_as_one(world, how):
    made, desk = two_daemons(world, how, [{"name": "turns", "on": ["created"],
                                      "do": Group([{"assign": f"{how}:night"}, {"assign": f"{how}:desk"}])}], 200)
    given = collections.Counter(r["assignee"] for r in desk.rows("select assignee from docket.ticket"))
    assert set(given) == {"ana", "lee"} and abs(given["ana"] - given["lee"]) <= 1, given
    # The first of the two was given, too: as fairly.
    first = collections.Counter(r["new"] for r in desk.rows(
        "select new from docket.change where what = 'assignee' and new in ('bo', 'cy')"))
    assert sum(first.values()) == 200 and abs(first["bo"] - first["cy"]) <= 1, first
    for docket in made:
        assert docket.stop() == 0


def test_who_is_away_is_left_out(world):
    world.fresh()
    docket = world.docket("docket-away")
    policy(docket, [{"name": "turns", "on": ["created"], "do": Group([{"assign": "round-robin:night"}])}])
    docket.start()
    desk = desks.Desk(world, docket)
    assert [opened(desk, f"Lift {n}")["assignee"] for n in range(3)] == ["bo", "cy", "bo"]
    docket.ctl("agent", "away", "cy", "+2d")
    assert [opened(desk, f"Door {n}")["assignee"] for n in range(2)] == ["bo", "bo"]
    docket.ctl("agent", "away", "bo", "+2d")
    ticket = opened(desk, "Stairs")
    assert (ticket["assignee"], ticket["team"]) == (None, "night")
    assert "all of the team are away" in docket.log()
    docket.ctl("agent", "away", "cy", "none")
    docket.ctl("agent", "away", "bo", "none")
    assert opened(desk, "Roof")["assignee"] == "cy"
    assert docket.stop() == 0
