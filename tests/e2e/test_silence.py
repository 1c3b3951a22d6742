"""docketctl silence: rules keep quiet for a while, and the history says so."""
import json

import pytest

from world import desk as desks
from world.docket import AGENT, LEAD, Group
from world.webhook import Webhook

WHERE = 'project = "ACME"; severity = "low";'
LOW = "Severity: low\n\nIt hums."


class Desk(desks.Desk):
    def __init__(self, world):
        self.server = Webhook(world.certs.good())
        world.on_close(self.server.close)
        docket = world.docket("silent", clock=True)
        files = docket.files
        files["webhooks.conf"] = {"webhooks": Group([
            {"name": "own", "url": f"https://localhost:{self.server.port}/own", "ca_file": world.certs.ca,
             "allow_private": True}])}
        files["rules.conf"] = {"rules": Group(list(files["rules.conf"]["rules"]) + [
            {"name": "post", "on": ["created", "agent-replied"], "do": Group([{"webhook": ["own"]}])}])}
        files["agents.conf"]["agents"] = Group(tuple(files["agents.conf"]["agents"]) + (
            {"name": "root", "full_name": "The Admin", "addresses": ["root@home.example.net"],
             "role": "admin", "team": "desk", "timezone": "Europe/Madrid"},))
        docket.write()
        super().__init__(world, docket.start())

    def add(self, *more, where=WHERE, until="+2h", why="planned maintenance", check=True):
        return self.docket.ctl("silence", "add", "--where", where, "--until", until, "--why", why, *more,
                               check=check)

    def in_force(self):
        return self.docket.ctl_json("silence", "list")

    def new(self, text=LOW, sender=None, **more):
        n = self.tickets() + 1
        number = self.open(text, sender=sender or f"jo{n}@acme.example", subject=f"Hum {n}", **more)["id"]
        self.quiet()
        return number

    def withheld(self, number):
        return [e["data"] for e in self.entries(number, "rule") if e["data"].get("what") == "not told"]

    def posts(self, number):
        return [p for p in self.server.posts if p.json["ticket"]["id"] == number]


@pytest.fixture(scope="module")
def desk(world):
    made = Desk(world)
    yield made
    if made.docket.alive():
        assert made.docket.stop() == 0


@pytest.fixture(autouse=True)
def loud(desk):
    for silence in desk.in_force():
        desk.docket.ctl("silence", "end", str(silence["id"]))


def test_what_is_silenced_is_withheld_and_told_in_the_history(desk):
    desk.add()
    [silence] = desk.in_force()
    number = desk.new()
    assert not desk.mails(number, AGENT) and not desk.mails(number, LEAD) and not desk.posts(number)
    assert desk.mails(number, f"jo{number}@acme.example")		# customers are answered
    told = desk.withheld(number)
    assert [t["why"] for t in told] == [f"silenced by {silence['id']}: planned maintenance"] * 2
    assert {t.get("to") or t["webhook"] for t in told} == {"team:desk", "own"}
    assert f"silenced by {silence['id']}" in desk.docket.ctl("show", str(number)).stdout.decode()
    # Another severity, another project: nothing of them is quiet.
    for other in (desk.new("Severity: high\n\nIt burns."), desk.new(sender="x@globex.example")):
        assert desk.mails(other, AGENT) and desk.posts(other) and not desk.withheld(other)


def test_what_people_wrote_goes_whatever_is_silenced(desk):
    number = desk.new()
    notice = desk.mail(number, AGENT)
    desk.add()
    answer = desk.answer(notice, "We are on it.", AGENT)
    assert answer["by_agent"]
    got = desk.mail(number, f"jo{number}@acme.example", but={
        m["Message-ID"] for m in desk.mails(number, f"jo{number}@acme.example") if "on it" not in m.text})
    assert "We are on it." in got.text
    desk.world.wait(lambda: [p for p in desk.posts(number) if p.json["event"] == "agent-replied"], 10, "the post")
    assert not desk.withheld(number)


def test_it_ends_by_hand_or_by_itself_and_both_are_kept(desk):
    desk.add("--as", "root", why="first")
    [first] = desk.in_force()
    assert first["author"] == "root" and first["in_force"]
    assert desk.withheld(desk.new())
    desk.docket.ctl("silence", "end", str(first["id"]), "--as", "root")
    assert not desk.in_force() and not desk.withheld(desk.new())
    again = desk.docket.ctl("silence", "end", str(first["id"]), check=False)
    assert again.returncode == 1 and b"in force" in again.stderr
    desk.add(until="+10m", why="second")
    assert desk.withheld(desk.new())
    desk.world.clock.advance(601)
    assert not desk.in_force() and not desk.withheld(desk.new())
    past = {s["why"]: s for s in desk.docket.ctl_json("silence", "list", "--all")}
    assert past["first"]["ended_by"] == "root" and past["second"]["ended_at"] is None
    assert not past["second"]["in_force"]
    text = desk.docket.ctl("silence", "list", "--all").stdout.decode()
    assert "ended by root" in text and "over" in text


def test_it_survives_a_restart_and_every_daemon_knows_it(world, desk):
    desk.add()
    number = desk.new()
    assert desk.withheld(number)
    desk.docket.kill_role("core")
    world.wait(lambda: desk.docket.roles("core"), 20, "another core")
    assert desk.withheld(desk.new())
    # docketctl runs rules too.
    desk.docket.ctl("do", str(number), "reopen", "--as", "ana", check=False)
    desk.docket.ctl("do", str(number), "close", "--as", "ana")
    desk.docket.ctl("do", str(number), "reopen", "--as", "ana")
    assert len(desk.withheld(number)) > 2


def test_status_lists_it(desk):
    desk.add(why="the <move>")
    done = desk.docket.ctl("status", check=False).stdout.decode()
    assert "silence " in done and "the <move>" in done and 'severity = "low"' in done
    assert [s["why"] for s in json.loads(desk.docket.ctl("--json", "status", check=False).stdout)["silences"]] == ["the <move>"]


@pytest.mark.parametrize("where, says", [
    ('project = "NONE";', "NONE"), ('severity = "lwo";', "did you mean low"), ("", "write tests"),
    ('subject = { matches = "x"; };', "where"), ('event = "created";', "only the ticket"),
    ('severity = ', "where"), ('severity = "low"; }; on = { a = 1;', "write tests"),
    ('severty = "low";', "severity"), ('sla = { clock = "response"; };', "only the ticket"),
])
def test_a_condition_that_cannot_be_asked_is_refused(desk, where, says):
    done = desk.add(where=where, check=False)
    assert done.returncode == 65 and says in done.stderr.decode(), done.stderr
    assert not desk.in_force()


@pytest.mark.parametrize("more, says", [
    (("--until", "2020-01-01 9:00"), b"over"), (("--until", "soon"), b"no time"), (("--why", " "), b"--why"),
    (("--as", "ana"), b"no admin"), (("--as", "nobody"), b"nobody"),
])
def test_who_and_until_when_are_checked(desk, more, says):
    done = desk.add(*more, check=False)
    assert done.returncode != 0 and says in done.stderr, done.stderr
    assert not desk.in_force()


def test_groups_of_tests_are_taken(desk):
    desk.add(where='any = ( { severity = "low"; tags = "vip"; }, { project = "ACME"; none = { severity = '
                   '{ at_least = "high"; }; }; } );')
    assert desk.withheld(desk.new()) and not desk.withheld(desk.new("Severity: high\n\nIt burns."))


def test_one_that_the_configuration_outgrew_silences_nothing(world, desk):
    desk.add()
    world.sql("update docket.silence set condition = 'project = \"GONE\";' where ended_at is null")
    desk.docket.kill_role("core")
    world.wait(lambda: "a silence is of no use" in desk.docket.log(), 20, "the log")
    number = desk.new()
    assert desk.mails(number, AGENT) and not desk.withheld(number)
