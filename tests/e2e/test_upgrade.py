"""A configuration of an older release, whose templates know nothing of what came since."""
import glob
import os
import shutil

import pytest

from world import ROOT, desk as desks
from world.docket import AGENT, Group

LACKS = {"en": ("alert", "delayed"), "de": ("alert", "held")}


@pytest.fixture(scope="module")
def shipped(world):
    """As installed: nobody else can write it."""
    folder = f"{world.folder}/share"
    shutil.copytree(f"{ROOT}/conf", f"{folder}/conf")
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            os.chmod(f"{place}/{name}", 0o755 if name in folders else 0o644)
    return folder


@pytest.fixture
def docket(world):
    made = world.docket(name=f"docket{len(os.listdir(world.folder))}")
    people = made.files["agents.conf"]["agents"]
    made.files["agents.conf"]["agents"] = Group([people[0] | {"role": "admin"}, *people[1:]])
    made.mailbox()["language"] = "de"
    made.write()
    for language, names in LACKS.items():
        for name in names:
            for file in glob.glob(f"{made.folder}/templates/{language}/{name}.*"):
                os.unlink(file)
    yield made
    made.kill()


def test_it_starts_with_what_came_with_the_program(world, docket, shipped, monkeypatch):
    monkeypatch.setenv("DOCKET_DATADIR", shipped)
    told = docket.ctl("check").stdout.decode()
    for name in ("en/alert", "en/delayed", "de/alert", "de/held"):
        assert f"there is no templates/{name}.txt" in told
    assert f"the one in {shipped}/conf/templates is used" in told and "es/alert" not in told
    docket.start()
    desk = desks.Desk(world, docket)
    ticket = desk.open("It hums.", sender="old@acme.example")
    assert desk.mail(ticket["id"], AGENT)
    docket.ctl("alert", "--test")
    got = world.wait(lambda: [m for m in desk.mails(to=AGENT) if "Das ist eine Probe" in m.text], 20,
                     "the test in German")
    assert "Probe des zweiten Wegs" in got[0]["Subject"]
    assert docket.stop() == 0


def test_what_the_folder_has_is_never_the_programs(docket, shipped, monkeypatch):
    monkeypatch.setenv("DOCKET_DATADIR", shipped)
    path = f"{docket.folder}/templates/en/alert.txt"
    with open(path, "w", encoding="utf-8") as f:
        f.write("Subject: Our own words\n\nTest.\n")
    os.chmod(path, 0o644)
    told = docket.ctl("check").stdout.decode()
    assert "templates/en/alert.txt" not in told and "templates/en/delayed.txt" in told


def test_without_the_programs_it_says_where_to_copy_from(docket, monkeypatch):
    monkeypatch.setenv("DOCKET_DATADIR", "/nowhere")
    got = docket.ctl("check", check=False)
    said = (got.stdout + got.stderr).decode()
    assert got.returncode != 0 and "templates/en/alert.txt" in said
    assert "copy it from" in said and "/docket/conf/templates/en/" in said


def test_one_that_others_can_write_is_not_used(docket, shipped, monkeypatch):
    monkeypatch.setenv("DOCKET_DATADIR", shipped)
    path = f"{shipped}/conf/templates/en/alert.txt"
    os.chmod(path, 0o666)
    try:
        got = docket.ctl("check", check=False)
    finally:
        os.chmod(path, 0o644)
    assert got.returncode != 0 and b"alert.txt" in got.stdout + got.stderr
