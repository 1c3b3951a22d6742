"""What a reload would change, and one that is refused."""
import pytest

from world import desk as desks
from world.docket import Group


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket("reload")
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture
def files(desk):
    """May be changed; are as before in the end."""
    docket = desk.docket
    before = {name: docket.files[name] for name in ("agents.conf", "rules.conf", "docket.conf")}
    docket.files["rules.conf"] = {"rules": Group(
        dict(r) for r in before["rules.conf"]["rules"])}
    docket.files["docket.conf"] = dict(before["docket.conf"])
    yield docket.files
    docket.files.update(before)
    docket.write()


def reloaded(desk, text):
    before = desk.docket.log().count(text)
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count(text) > before, 20, text)


def test_nothing_would_change(desk):
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.conf"), 20, "its files to be stored")
    said = desk.docket.ctl("diff").stdout.decode()
    assert "docketd read its files last at " in said and said.endswith(
        "A reload would change nothing.\n")
    assert desk.docket.ctl_json("diff")["changes"] == []


def test_what_would_change_is_told_and_then_has_changed(desk, files):
    rules = files["rules.conf"]["rules"]
    rules[0]["when"] = {"severity": "high"}
    files["rules.conf"]["rules"] = Group([*rules[:-1], {
        "name": "another", "on": "closed", "do": Group([{"tag": "over"}])}])
    files["docket.conf"]["parse_workers"] = 3
    desk.docket.write()
    said = desk.docket.ctl("diff").stdout.decode()
    assert f'rule "{rules[0]["name"]}" changed\n    when ' in said
    assert '-> "high"\n' in said and 'rule "another" added\n' in said
    assert f'rule "{rules[-1]["name"]}" removed\n' in said
    assert "docket.conf: changed\n    parse_workers " in said and "-> 3\n" in said
    assert said.splitlines()[-1] == "docket.conf: 1 changed; rule: 1 added, 1 removed, 1 changed"
    got = {(c["what"], c["kind"], c["name"]) for c in desk.docket.ctl_json("diff")["changes"]}
    assert ("added", "rule", "another") in got and len(got) == 4
    reloaded(desk, "database open")
    assert desk.docket.ctl_json("diff")["changes"] == []
    [last] = desk.rows("select fingerprint from docket.conf order by loaded_at desc limit 1")
    kept = desk.rows("select name, text from docket.conf_file join docket.conf_text using (hash)"
                     " where fingerprint = %s", last["fingerprint"])
    assert any(f["name"] == "rules.conf" and "another" in f["text"] for f in kept)


def test_the_admins_are_told_of_a_refused_reload_until_one_is_taken(desk, files):
    files["agents.conf"] = {"agents": files["agents.conf"]["agents"], "no_such_setting": 1}
    desk.docket.write()
    got = desk.docket.ctl("diff", check=False)
    assert got.returncode == 78 and b"no_such_setting" in got.stderr
    for _ in range(2):
        reloaded(desk, "configuration not changed")
    [row] = desk.rows("select * from docket.condition")
    assert row["kind"] == "reload-refused" and row["count"] == 2
    assert "agents.conf:" in row["text"] and "no_such_setting" in row["text"]
    files["agents.conf"] = {"agents": files["agents.conf"]["agents"]}
    desk.docket.write()
    reloaded(desk, "database open")
    assert desk.docket.ctl_json("status")["conditions"] == []


def with_rules(files, *more):
    files["rules.conf"]["rules"] = Group([*files["rules.conf"]["rules"], *more])


def test_a_warning_shows_a_ticket_and_stops_nothing(desk, files):
    with_rules(files, {"name": "one", "on": "created", "when": {"project": "ACME"},
                       "do": Group([{"assign": "lee"}])},
               {"name": "two", "on": "created", "when": {"severity": "high"},
                "do": Group([{"assign": "ana"}])})
    desk.docket.write()
    said = desk.docket.ctl("check").stdout.decode()
    assert 'rule "two" sets the assignee to ana and "one" (rules.conf:' in said
    assert 'a ticket with project="ACME" severity="high"' in said
    assert said.endswith("All is well but for the warnings.\n")
    got = desk.docket.ctl_json("check")
    assert got["ok"] and any('"two"' in w for c in got["checks"] for w in c["warnings"])
    reloaded(desk, "database open")
    assert desk.open("both", sender="both@acme.example")["assignee"] == "lee"


def test_a_rule_that_can_never_fire_is_refused_everywhere(desk, files):
    with_rules(files, {"name": "never", "on": "created", "do": Group([{"tag": "x"}]),
                       "when": {"severity": {"at_least": "high", "below": "medium"}}})
    desk.docket.write()
    got = desk.docket.ctl("check", check=False)
    assert got.returncode == 78 and b'rule "never" can never fire: severity at_least "high" and ' \
        b'severity below "medium" are never both so' in got.stdout
    reloaded(desk, "configuration not changed")
    assert "can never fire" in desk.docket.log()
    assert desk.rows("select kind from docket.condition") == [{"kind": "reload-refused"}]
