"""The supervisor and its roles as processes: cages, watchdog, reload, ends."""
import json
import os
import re
import signal
import socket
import subprocess
import time

import pytest

from world import desk as desks, mail
from world.docket import ROLES, Group


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"] |= {
        "parse_workers": 2, "parse_deadline": "1s",
        "portal": {"url": "https://desk.example.com", "socket": f"{world.folder}/daemon.sock"}}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def docketd(docket, *argv, data=b"", env=None):
    return subprocess.run([f"{docket.build}/daemon/docketd", *argv], input=data,
                          capture_output=True, check=False, timeout=60,
                          env=docket._environment() | (env or {}))


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return dict(line.rstrip("\n").split(":\t", 1) for line in f)


# Cages

@pytest.mark.parametrize("role", ROLES)
def test_a_running_role_is_caged(desk, role):
    for pid in desk.world.wait(lambda: desk.docket.roles(role), 10, role):
        status = status_of(pid)
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
        with open(f"/proc/{pid}/limits", encoding="ascii") as f:
            assert re.search(r"^Max core file size +0 +0 ", f.read(), re.M)


def test_only_those_who_need_it_hold_a_connection(desk):
    """What a process has open, apart from its log: sockets to other roles."""
    for pid in desk.world.wait(lambda: desk.docket.roles("parse"), 10, "the parsers"):
        opened = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
        others = [name for name in opened if not name.startswith("socket:")]
        assert sorted(others) == sorted(["/dev/null"] + 2 * [desk.docket.log_file])
        assert len(opened) - len(others) == 2			# the supervisor, core


# Parse workers

def test_a_parser_past_its_deadline_is_replaced(desk):
    docket = desk.docket
    before = docket.roles("parse")
    assert len(before) == 2
    for pid in before:
        os.kill(pid, signal.SIGSTOP)
    raw = mail.letter("slow", sender="slow@acme.example")
    entry = desk.receive(raw)
    assert entry["kind"] == "quarantine"
    ticket = desk.open("next, please", sender="next@acme.example")
    assert desk.mail(ticket["id"], "next@acme.example")
    desk.world.wait(lambda: len(docket.roles("parse")) == 2, 10, "two parsers again")
    for pid in before:
        if os.path.exists(f"/proc/{pid}"):
            os.kill(pid, signal.SIGCONT)


# Reload

def test_a_reload_forks_what_the_new_configuration_says(desk):
    docket = desk.docket
    for workers in (4, 2):
        old = docket.pids()[1:]
        docket.files["docket.conf"]["parse_workers"] = workers
        docket.write()
        docket.reload()
        desk.world.wait(lambda: len(docket.roles("parse")) == workers
                        and not set(old) & set(docket.pids()), 20, f"{workers} new parsers")
    ticket = desk.open("new parsers", sender="reloaded@acme.example")
    assert desk.mail(ticket["id"], "reloaded@acme.example")


def test_a_reload_asked_for_during_a_reload_is_done_after_it(desk):
    """What was saved while the roles were still ending is in force at last."""
    docket = desk.docket
    core, = docket.roles("core")
    os.kill(core, signal.SIGSTOP)		# its end takes as long as this test wants
    before = docket.log().count("reloading")
    for workers, told in ((4, 1), (3, 1)):
        docket.files["docket.conf"]["parse_workers"] = workers
        docket.write()
        docket.reload()
        desk.world.wait(lambda: docket.log().count("reloading") == before + told, 20,
                        "the first reload")
    os.kill(core, signal.SIGCONT)
    desk.world.wait(lambda: len(docket.roles("parse")) == 3, 20, "what was saved last")
    docket.files["docket.conf"]["parse_workers"] = 2
    docket.write()
    docket.reload()
    desk.world.wait(lambda: len(docket.roles("parse")) == 2, 20, "two parsers again")


def registered(desk, table, key):
    return {r[key]: (r["name"] if table == "project" else r["full_name"],
                     r["archived_at"] is not None)
            for r in desk.rows(f"select * from docket.{table}")}


def test_projects_and_agents_are_registered_and_never_forgotten(desk):
    """What has gone from the files is archived, what is back is not, tickets keep theirs."""
    docket = desk.docket
    projects, agents = (docket.files[f"{n}.conf"][n] for n in ("projects", "agents"))
    ticket = desk.open("whose is it", sender="kept@acme.example")
    docket.ctl("do", str(ticket["id"]), "assign", "ana")
    assert registered(desk, "project", "key")["ACME"] == ("ACME Ltd.", False)
    assert registered(desk, "agent", "name")["ana"] == ("Ana López", False)

    def reloaded(new_projects, new_agents, wanted):
        docket.files["projects.conf"]["projects"] = Group(new_projects)
        docket.files["agents.conf"]["agents"] = Group(new_agents)
        docket.write()
        docket.reload()
        desk.world.wait(lambda: (registered(desk, "project", "key")["ACME"],
                                 registered(desk, "agent", "name")["ana"]) == wanted,
                        20, "the registries to be filled")

    gone = [p for p in projects if p["key"] != "ACME"]
    reloaded(gone, [a for a in agents if a["name"] != "ana"],
             (("ACME Ltd.", True), ("Ana López", True)))
    kept = desk.ticket(ticket["id"])
    assert (kept["project"], kept["assignee"]) == ("ACME", "ana")
    again = desk.open("and now", sender="kept@acme.example")
    assert again["project"] == "ACME"			# the contact's, archived or not
    reloaded([p | ({"name": "Acme SE"} if p["key"] == "ACME" else {}) for p in projects],
             agents, (("Acme SE", False), ("Ana López", False)))
    reloaded(projects, agents, (("ACME Ltd.", False), ("Ana López", False)))


# The watchdog

def watched(docket, usec, path):
    """A docketd that is watched, and the socket where it tells."""
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(path)
    notify.settimeout(0.1)
    process = subprocess.Popen(
        [f"{docket.build}/daemon/docketd", "-c", docket.conf], stderr=subprocess.DEVNULL,
        env=docket._environment() | {"NOTIFY_SOCKET": path, "WATCHDOG_USEC": str(usec)})
    return process, notify


def told(notify, seconds):
    got, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            got.append(notify.recv(4096).decode())
        except socket.timeout:
            pass
    return got


def test_the_watchdog_is_fed_while_all_roles_live(desk):
    docket = desk.docket
    assert docket.stop() == 0
    docket.process, notify = watched(docket, 4_000_000, f"{docket.folder}/watchdog")
    try:
        got = told(notify, 6)
        assert [line for line in got if line.startswith("READY=1\nSTATUS=1 mailboxes")]
        assert 3 <= got.count("WATCHDOG=1") <= 8
        [core] = docket.roles("core")
        os.kill(core, signal.SIGSTOP)
        told(notify, 3)
        assert "WATCHDOG=1" not in told(notify, 3)
        os.kill(core, signal.SIGCONT)
        assert "WATCHDOG=1" in told(notify, 4)
        docket.process.terminate()
        assert docket.process.wait(20) == 0
        assert any(line.startswith("STOPPING=1") for line in told(notify, 0.5))
    finally:
        notify.close()
        docket.kill()
        docket.start()


# Without a daemon

def test_check_says_what_is_wrong_and_where(desk):
    docket = desk.docket
    assert docketd(docket, "-c", docket.conf, "--check").returncode == 0
    docket.files["docket.conf"]["parse_worker"] = 3
    docket.write()
    try:
        for argv in (["--check"], []):
            got = docketd(docket, "-c", docket.conf, *argv)
            assert got.returncode == 78
            assert re.search(rb"docket\.conf:\d+: .*parse_worker", got.stderr)
    finally:
        del docket.files["docket.conf"]["parse_worker"]
        docket.write()


def test_a_role_that_can_never_work_ends_docketd(desk):
    docket = desk.docket
    key = docket.files["docket.conf"]["token_key_file"]
    docket.files["docket.conf"]["token_key_file"] = f"{docket.folder}/no-such-key"
    docket.write()
    try:
        got = docketd(docket, "-c", docket.conf)
        assert got.returncode == 78
        assert b"no-such-key" in got.stderr
    finally:
        docket.files["docket.conf"]["token_key_file"] = key
        docket.write()


@pytest.mark.parametrize("argv", [["--no-such"], ["extra"], ["--role", "supervisor"],
                                  ["--role", "nobody"], ["--test-clock", "/no/such"]])
def test_wrong_usage(desk, argv):
    got = docketd(desk.docket, *argv)
    assert got.returncode == 64 and got.stderr and not got.stdout


def test_a_mail_can_be_read_by_hand(desk):
    raw = mail.letter("Version: v2.4\n\nIt fails.", sender="hand@acme.example",
                      subject="by hand")
    for argv in (["-c", desk.docket.conf], []):
        got = docketd(desk.docket, *argv, "--role", "parse", data=raw)
        letter = json.loads(got.stdout)
        assert got.returncode == 0
        assert (letter["subject"], letter["fields"]["version"]) == ("by hand", "2.4.0")
