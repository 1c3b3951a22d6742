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
