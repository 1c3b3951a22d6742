"""docketctl rules try: what other rules would have done with what happened; rules list."""
import contextlib
import os
import pty
import re
import shutil
import subprocess

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, RULES, Group, libconfig

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"

OWN = [
    {"name": "outages", "on": ["created"], "when": {"subject": {"matches": "(?i)outage"}},
     "note": "Lee wants them.", "do": Group([{"assign": "lee"}, {"tag": ["outage"]}])},
    {"name": "loud", "on": ["customer-replied"], "when": {"body": {"matches": "URGENT"}},
     "do": Group([{"tag": ["loud"]}])},
    {"name": "high ones", "on": ["changed"], "when": {"severity": {"at_least": "high"}},
     "do": Group([{"notify": ["leads"], "template": "agent-notice"}])},
    {"name": "watched", "enabled": "shadow", "on": ["created"], "do": Group([{"tag": ["seen"]}])},
    {"name": "put away", "enabled": False, "on": ["created"], "do": Group([{"tag": ["away"]}])},
]


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["rules.conf"]["rules"] = Group(RULES + OWN)
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture(scope="module")
def desk(world, docket):
    return desks.Desk(world, docket)


@pytest.fixture(scope="module")
def tickets(desk):
    """An outage; one that is loud and becomes severe; one that nothing is to be done for."""
    first = desk.open("It is dark.", sender="jo@acme.example", subject="Outage in hall 3")["id"]
    second = desk.open("It hums.", sender="al@acme.example", subject="The crane")["id"]
    third = desk.open("Hello.", sender="bo@globex.example", subject="Thanks")["id"]
    sent = desk.mail(second, "al@acme.example")
    desk.answer(sent, "URGENT now.\n", "al@acme.example")
    desk.docket.ctl("do", str(second), "severity", "critical")
    desk.docket.ctl("do", str(second), "severity", "low")
    desk.docket.ctl("do", str(third), "assign", "ana")
    desk.quiet()
    return first, second, third


def folder(docket, name, rules):
    path = f"{docket.folder}/{name}"
    os.makedirs(path, exist_ok=True)
    with open(f"{path}/rules.conf", "w", encoding="utf-8") as f:
        f.write(f"rules = {libconfig(Group(RULES + rules))};\n")
    return path


def tried(desk, rules=None, *how):
    where = () if rules is None else ("--rules", folder(desk.docket, "new", rules))
    done = desk.docket.ctl_json("rules", "try", *where, *how)
    return {r["rule"]: r for r in done["rules"]}, done


def changed(**how):
    """OWN with other settings of the rules that are named."""
    return [r | how.get(r["name"].replace(" ", "_"), {}) for r in OWN]


def test_the_same(desk, tickets):
    rules, done = tried(desk)
    assert not done["differs"]
    assert {(u["rule"], u["set"]) for u in done["not_tried"]} == {
        ("unreadable", "before"), ("unreadable", "after")}
    assert {n: (r["fired_before"], r["fired_after"]) for n, r in rules.items()
            if r["fired_before"]} == {
        "acknowledge": (3, 3), "tell the desk": (4, 4), "outages": (1, 1), "loud": (1, 1),
        "high ones": (1, 1), "watched": (3, 3)}
    assert "put away" not in rules
    # … and what really happened, by the traces.
    really = {r["rule"]: r["fired"] + r["would_have_fired"] for r in desk.docket.ctl_json("rules", "list")}
    assert {n: r["fired_before"] for n, r in rules.items()} == {
        n: fired for n, fired in really.items() if n != "put away"}
    assert b"would have been the same" in desk.docket.ctl("rules", "try", "--fail-on-change").stdout


ROWS = [
    ("a pattern that finds more", {"outages": {"when": {"subject": {"matches": "(?i)outage|crane"}}}},
     "outages", {"fired_before": 1, "fired_after": 2, "changes_more": 2, "changes_less": 0}, (1,)),
    ("another assignee", {"outages": {"do": Group([{"assign": "ana"}, {"tag": ["outage"]}])}},
     "outages", {"fired_before": 1, "fired_after": 1, "changes_more": 1, "changes_less": 1}, (0,)),
    ("as the severity was then", {"high_ones": {"when": {"severity": {"at_most": "low"}}}},
     "high ones", {"fired_before": 1, "fired_after": 1, "mails_more": 1, "mails_less": 1}, (1,)),
    ("on another event", {"high_ones": {"on": ["assigned"], "when": {"project": "GLOBEX"}}},
     "high ones", {"fired_before": 1, "fired_after": 1, "mails_more": 1, "mails_less": 1}, (1, 2)),
    ("what an event changed", {"high_ones": {"when": {"severity": {"was": "critical"}}}},
     "high ones", {"fired_before": 1, "fired_after": 1, "mails_more": 1, "mails_less": 1}, (1,)),
    ("off", {"loud": {"enabled": False}},
     "loud", {"fired_before": 1, "fired_after": 0, "changes_more": 0, "changes_less": 1}, (1,)),
    ("out of the shadow", {"watched": {"enabled": True}},
     "watched", {"fired_before": 3, "fired_after": 3, "changes_more": 3, "changes_less": 0}, (0, 1, 2)),
    ("the text of a mail", {"loud": {"when": {"body": {"matches": "(?i)now"}}}},
     "loud", {"fired_before": 1, "fired_after": 1, "differs": 0}, ()),
]


@pytest.mark.parametrize("name,how,rule,want,where", ROWS, ids=[r[0] for r in ROWS])
def test_differs(desk, tickets, name, how, rule, want, where):
    rules, done = tried(desk, changed(**how))
    assert {k: rules[rule][k] for k in want} == want
    assert sorted(rules[rule]["tickets"]) == sorted(tickets[i] for i in where)
    assert done["differs"] == bool(where)
    assert {n for n, r in rules.items() if r["differs"]} == ({rule} if where else set())


def test_exit_status(desk, tickets):
    new = folder(desk.docket, "other", changed(loud={"enabled": False}))
    assert desk.docket.ctl("rules", "try", "--rules", new).returncode == 0
    done = desk.docket.ctl("rules", "try", "--rules", new, "--fail-on-change", check=False)
    assert done.returncode == 1
    assert f"loud: 1 otherwise, as of #{tickets[1]}".encode() in done.stdout
    assert desk.docket.ctl("rules", "try", "--rules", new, "--old", new,
                           "--fail-on-change").returncode == 0


def test_what_is_not_known_is_counted(desk, tickets):
    rules, done = tried(desk, changed(loud={"when": {"dmarc": "pass"}},
                                      watched={"on": ["quarantined"], "enabled": True, "when": {},
                                               "do": Group([{"notify": ["leads"], "template": "quarantine"}])}))
    untried = {u["rule"]: u for u in done["not_tried"] if u["set"] == "after"}
    assert {n: u["events"] for n, u in untried.items()} == {
        "loud": 1, "watched": 0, "unreadable": 0}
    assert "dmarc" in untried["loud"]["why"]
    text = re.sub(r"\s+", " ", desk.docket.ctl("rules", "try").stdout.decode())
    assert text.count("not tried: unreadable (") == 1 and "not tried, " not in text	# the same files
    _, done = tried(desk, changed(loud={"when": {"header.X-Big": "y"}}))
    assert "looks at header.X-Big, which" in {u["rule"]: u["why"] for u in done["not_tried"]}["loud"]
    assert rules["loud"]["fired_after"] == 0


def test_faults_of_the_new_rules(desk, tickets):
    new = folder(desk.docket, "bad", changed(loud={"when": {"no-such": "x"}}))
    done = desk.docket.ctl("rules", "try", "--rules", new, check=False)
    assert done.returncode == 78 and b"no-such" in done.stderr and b"rules.conf:" in done.stderr
    assert desk.docket.ctl("rules", "try", "--last", "yes", check=False).returncode == 64
    assert desk.docket.ctl("rules", "try", "--rules", "/nonexistent", check=False).returncode == 65


def test_nothing_is_written(desk, tickets):
    def state():
        return desk.rows("select (select max(id) from docket.entry) as entry,"
                         " (select count(*) from docket.trace) as traces,"
                         " (select count(*) from docket.delivery) as mails,"
                         " (select sum(xmin::text::int8) from docket.ticket) as tickets")
    before = state()
    tried(desk, changed(outages={"do": Group([{"assign": "ana"}, {"cc": "x@acme.example"}, {"hold": "+1d"},
                                              {"start": "+1d"}, {"due": "+2d"}, {"subject": "Anew"}])}))
    assert state() == before


def test_list(desk, tickets):
    rows = {r["rule"]: r for r in desk.docket.ctl_json("rules", "list")}
    assert (rows["outages"]["fired"], rows["acknowledge"]["fired"], rows["time is up"]["fired"]) == (1, 3, 0)
    assert (rows["watched"]["fired"], rows["watched"]["would_have_fired"]) == (0, 3)
    assert [r["n"] for r in rows.values()] == list(range(1, len(rows) + 1))
    assert (rows["put away"]["state"], rows["watched"]["state"], rows["loud"]["state"]) == (
        "off", "shadow", "on")
    assert rows["outages"]["note"] == "Lee wants them." and rows["outages"]["last"]
    assert rows["time is up"]["last"] is None
    text = desk.docket.ctl("rules", "list").stdout.decode()
    assert re.search(r"\n *\d+  on +1  .*  outages\n    rules\.conf:\d+, on created[^;]*; Lee wants them\.\n", text)


def test_list_on_eighty_columns(desk, tickets):
    """… has the whole name of each rule, and where it stands."""
    ctl = [f"{desk.docket.build}/daemon/docketctl", *desk.docket.options()]
    master, slave = pty.openpty()
    subprocess.run([*ctl, "rules", "list"], stdout=slave, check=True, env=os.environ | {"COLUMNS": "80"})
    os.close(slave)
    text = b""
    with contextlib.suppress(OSError):			# the end of a terminal
        while more := os.read(master, 4096):
            text += more
    os.close(master)
    lines = text.decode().replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 80 and "…" not in text.decode()
    for rule in desk.docket.ctl_json("rules", "list"):
        at = next(i for i, line in enumerate(lines) if line.endswith(f"  {rule['rule']}"))
        assert lines[at + 1].startswith(f"    {rule['place']}, on ")


def test_list_without_a_database(desk, tickets):
    """… tells what it knows, and that it does not know the rest."""
    path = f"{desk.docket.folder}/alone"
    os.makedirs(path, exist_ok=True)
    for name in os.listdir(desk.docket.folder):
        if name.endswith(".conf"):
            with open(f"{desk.docket.folder}/{name}", encoding="utf-8") as f:
                text = f.read().replace(desk.world.pg.conninfo, "host=/nonexistent dbname=docket")
            with open(f"{path}/{name}", "w", encoding="utf-8") as f:
                f.write(text)
    shutil.copytree(f"{desk.docket.folder}/templates", f"{path}/templates")
    done = desk.docket.ctl("-c", f"{path}/docket.conf", "rules", "list")
    assert b"outages" in done.stdout and b"when rules fired is not known" in done.stderr
