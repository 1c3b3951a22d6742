"""docketctl doctor: each fault of what docket needs is a row, with what to do."""
import json
import os
import time

import pytest

from world import smtpd


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("doctor", null_sender="auto")
    made.start()
    yield made
    assert made.stop() == 0


def doctor(docket):
    """{name: (result, what, mend)} of what is not ok, and the status."""
    got = docket.ctl("--json", "doctor", check=False)
    rows = json.loads(got.stdout)
    return {r["name"]: (r["result"], r["what"], r["mend"]) for r in rows
            if r["result"] != "ok"}, got.returncode


@pytest.fixture(autouse=True)
def well(world, docket):
    world.smtp.reply = None
    world.sql("delete from docket.condition")
    docket.write()


def test_all_is_well_but_that_nobody_hears_of_it(world, docket):
    faults, status = doctor(docket)
    assert set(faults) == {"alert"} and status == 0
    text = docket.ctl("doctor").stdout.decode()
    assert "ok    imap support" in text and "ok    smtp support" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert world.smtp.mails() == [] and world.smtp.password not in text


@pytest.mark.parametrize("group,key,value,name,word", [
    ("imap", "folder", "Nowhere", "imap support", "Nowhere"),
    ("imap", "port", 9, "imap support", "localhost"),
    ("imap", "password_file", "../smtp.password", "imap support", "localhost"),
    ("imap", "ca_file", None, "imap support", "certificate"),
    ("smtp", "port", 9, "smtp support", "no connection"),
    ("smtp", "user", "stranger", "smtp support", "535"),
    ("smtp", "ca_file", None, "smtp support", "certificate"),
])
def test_a_server_that_does_not_serve_fails(docket, group, key, value, name, word):
    settings = docket.mailbox()[group]
    before = settings[key]
    settings[key] = value
    if value is None:
        del settings[key]
    docket.write()
    settings[key] = before
    faults, status = doctor(docket)
    result, what, mend = faults[name]
    assert (result, status) == ("FAIL", 1) and word in what and mend


@pytest.mark.parametrize("provider,result", [("Amazon SES", "warn"), (None, "FAIL")])
def test_a_sender_that_is_not_taken_is_told(world, docket, provider, result):
    world.smtp.reply = smtpd.SENDERS[provider] if provider else \
        lambda stage, _: "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
    faults, status = doctor(docket)
    assert faults["smtp support"][0] == result and status == (result == "FAIL")
    assert "MAIL FROM:<" in faults["smtp support"][1] and faults["smtp support"][2]


def test_secrets_of_others_and_old_ones(world, docket):
    path = f"{world.folder}/smtp.password"
    os.utime(path, (time.time() - 400 * 86400,) * 2)
    faults, _ = doctor(docket)
    assert faults["secret"][0] == "warn" and "older than a year" in faults["secret"][1]
    os.utime(path)
    os.chmod(path, 0o644)
    faults, status = doctor(docket)
    os.chmod(path, 0o600)
    assert faults["secret"][0] == "FAIL" and status == 1


def test_what_is_wrong_at_present_fails(world, docket):
    world.sql("insert into docket.condition (kind, mailbox, since, last_at, text, mend)"
              " values ('token-dead', 'support', now(), now(), 'AADSTS50173', 'log in again')")
    faults, status = doctor(docket)
    assert faults["support"][2] == "log in again" and status == 1


def test_no_database_is_one_row(world, docket):
    settings = docket.files["docket.conf"]
    before = settings["database"]
    settings["database"] = before.replace(world.pg.folder, "/nowhere") \
        if world.pg.folder in before else "host=/nowhere dbname=docket"
    docket.write()
    settings["database"] = before
    faults, status = doctor(docket)
    assert faults["database"][0] == "FAIL" and status == 1
