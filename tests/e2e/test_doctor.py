"""docketctl doctor: each fault of what docket needs is a row, with what to do."""
import itertools
import json
import os
import re
import time

import pytest

from world import mail
from world.dns import Dns
from world.fakeimap import FakeImap
from world.providers import SENDERS


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("doctor", null_sender="auto")
    made.dns = Dns()
    made.start()
    yield made
    made.dns.close()
    assert made.stop() == 0


def rows(docket):
    """All of it: {name: (result, what, mend)}, and the status."""
    got = docket.ctl("--json", "doctor", "--dns", docket.dns.address, check=False)
    return {r["name"]: (r["result"], r["what"], r["mend"])
            for r in json.loads(got.stdout)}, got.returncode


def doctor(docket):
    """What is not ok."""
    found, status = rows(docket)
    return {name: row for name, row in found.items() if row[0] != "ok"}, status


@pytest.fixture(autouse=True)
def well(world, docket):
    docket.dns.silent = False
    docket.dns.zones = {"example.com": [("MX", 10, "localhost.")]}
    world.smtp.reply = None
    world.sql("delete from docket.condition")
    docket.write()


def test_all_is_well_but_that_nobody_hears_of_it(world, docket):
    faults, status = doctor(docket)
    assert set(faults) == {"alert"} and status == 0
    text = docket.ctl("doctor", "--dns", docket.dns.address).stdout.decode()
    assert "ok    mx support" in text and "ok    address support" in text
    assert "ok    version" in text and "ok    disk" in text
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
    world.smtp.reply = SENDERS[provider] if provider else \
        lambda stage, _: "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
    faults, status = doctor(docket)
    assert faults["smtp support"][0] == result and status == (result == "FAIL")
    assert "MAIL FROM:<" in faults["smtp support"][1] and faults["smtp support"][2]


@pytest.mark.parametrize("records,result,word", [
    ([("MX", 10, "localhost.")], "ok", "goes to localhost"),
    ([("MX", 20, "far.example."), ("MX", 10, "LOCALHOST.")], "ok", "goes to localhost"),
    ([("MX", 10, "mx1.elsewhere.example.")], "warn", "goes to mx1.elsewhere.example"),
    ([("MX", 0, ".")], "FAIL", "no mail server"),
    ([("A", "192.0.2.1")], "warn", "goes to example.com"),
    ([], "FAIL", "no mail server"), (None, "FAIL", "no mail server")])
def test_where_the_domains_mail_goes(docket, records, result, word):
    docket.dns.zones = {} if records is None else {"example.com": records}
    found, status = rows(docket)
    assert found["mx support"][0] == result and word in found["mx support"][1]
    assert (found["mx support"][2] != "") == (result != "ok") and status == (result == "FAIL")


def test_a_name_server_that_says_nothing_is_a_warning(docket):
    docket.dns.silent = True
    start = time.monotonic()
    faults, status = doctor(docket)
    assert faults["mx support"][0] == "warn" and "--dns" in faults["mx support"][2] and status == 0
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("said,result", [
    ("550 5.1.1 <support+docket-doctor@example.com>: no such user", "FAIL"),
    ("450 4.2.0 greylisted", "warn")])
def test_an_address_with_a_detail_that_leads_nowhere(world, docket, said, result):
    world.smtp.reply = lambda stage, mail: said if stage == "rcpt" and "+docket-doctor@" in \
        mail.recipient else None
    faults, status = doctor(docket)
    assert faults["address support"][0] == result and said in faults["address support"][1]
    assert "address+anything" in faults["address support"][2] and status == (result == "FAIL")
    assert world.smtp.mails() == []


@pytest.mark.parametrize("addressing,tried,result,mend", [
    ("plus", ["support+docket-doctor@example.com"], "FAIL", "address+anything"),
    ("catchall", ["support-docket-doctor@example.com"], "FAIL", "address-anything"),
    ("none", [], "ok", "")])
def test_the_address_is_tried_as_the_mailbox_is_addressed(world, docket, addressing, tried,
                                                          result, mend):
    asked = []

    def refuse(stage, mail):
        if stage == "rcpt":
            asked.append(mail.recipient)
            return f"550 5.1.1 <{mail.recipient}>: no such user"
    world.smtp.reply = refuse
    docket.mailbox()["addressing"] = addressing
    docket.write()
    del docket.mailbox()["addressing"]
    found, status = rows(docket)
    assert asked == tried and found["address support"][0] == result
    assert mend in found["address support"][2] and status == (result == "FAIL")
    assert ('addressing = "none"' in found["address support"][1]) == (addressing == "none")


@pytest.mark.parametrize("capabilities,select,result,word", [
    ("IMAP4rev1 IDLE MOVE", None, "ok", "IDLE"), ("IMAP4rev1 UIDPLUS", None, "ok", "no IDLE"),
    ("IMAP4rev1 IDLE", None, "warn", "neither MOVE nor UIDPLUS"),
    ("IMAP4rev1 IDLE MOVE", b"[READ-ONLY]", "FAIL", "may only be read")])
def test_what_the_imap_server_can(docket, capabilities, select, result, word):
    fake = FakeImap(capabilities=capabilities)
    if select:
        fake.before["SELECT"] = lambda tag, _: b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n" + \
            f"{tag} OK ".encode() + select + b" done\r\n"
    before = docket.mailbox()["imap"]
    docket.mailbox()["imap"] = {k: v for k, v in before.items() if k != "ca_file"} | {
        "port": fake.port, "tls": "none", "done_folder": "Done"}
    docket.write()
    docket.mailbox()["imap"] = before
    found, status = rows(docket)
    fake.close()
    assert found["imap support"][0] == result and word in found["imap support"][1]
    assert status == (result == "FAIL")


def test_another_version_that_runs_is_told(world, docket):
    other = world.pg.connect()
    other.cursor().execute("set application_name = 'docketd/0.0.9'")
    other.cursor().execute("set session authorization docket")
    faults, status = doctor(docket)
    other.close()
    assert faults["version"][0] == "warn" and "docketd/0.0.9 runs" in faults["version"][1]
    assert faults["version"][2] == "systemctl restart docketd" and status == 0


def test_the_room_of_the_databases_disk(world, docket):
    """… is seen where its folder may be known: never by our own role, unless it is granted."""
    found, _ = rows(docket)
    assert "not to be seen from here" in found["disk"][1]
    world.sql("grant pg_read_all_settings to docket")
    try:
        found, _ = rows(docket)
    finally:
        world.sql("revoke pg_read_all_settings from docket")
    assert re.search(r"has \d+ MB, its disk room for \d+ MB more", found["disk"][1])


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


# Who checks the mail

@pytest.fixture
def inbox(world, docket):
    """The settings, and a mailbox of its own to put mails in: (header fields of each)."""
    conf, group = docket.files["docket.conf"], docket.mailbox()["imap"]
    user = f"proof{next(numbers)}"

    def fill(*mails):
        for fields in mails:
            world.imap.deliver(mail.letter(headers=fields), user=user)
        docket.write()
        return rows(docket)[0]["authserv support"]
    group["user"] = user
    yield conf, fill
    group["user"] = world.imap.user
    for name in ("authserv", "verify"):
        conf.pop(name, None)


numbers = itertools.count(1)
OURS = [("Authentication-Results", "MX.example.com; dmarc=pass header.from=acme.example")]
FORGED = [("Authentication-Results", "mx.evil.example; dmarc=pass header.from=acme.example")]
NAMELESS = [("Authentication-Results", "spf=pass smtp.mailfrom=acme.example;dmarc=pass")]
GOOGLES = [("Authentication-Results", "mx.google.com; spf=pass smtp.mailfrom=jo@acme.example")]


def test_an_empty_mailbox_shows_nobody(inbox):
    _, fill = inbox
    assert fill()[0] == "ok"


def test_who_checks_most_mails_is_named_with_what_to_write(inbox):
    conf, fill = inbox
    result, what, mend = fill(OURS, OURS, FORGED + OURS, [], OURS)
    assert result == "warn" and "mx.example.com in 3" in what and "none in 1" in what
    assert "mx.evil.example in 1" in what and "of the last 5 mails" in what
    assert mend == 'if that is your own server: authserv = "mx.example.com";'
    conf["authserv"] = "mx.example.com"
    assert fill()[0] == "ok"
    conf |= {"authserv": "mx.other.example", "verify": "both"}
    assert fill()[0] == "FAIL"


def test_the_newest_twenty_are_looked_at(inbox):
    _, fill = inbox
    result, what, mend = fill(*[OURS] * 15, *[GOOGLES] * 20)
    assert "mx.google.com in 20 of the last 20 mails" in what and "mx.example.com" not in what
    assert (result, mend) == ("warn", 'if that is your own server: authserv = "google";')


def test_what_a_few_senders_wrote_is_no_advice(inbox):
    conf, fill = inbox
    result, what, mend = fill(FORGED, FORGED, [], [], [])
    assert result == "ok" and "mx.evil.example in 2" in what and mend == ""
    conf |= {"authserv": "mx.example.com", "verify": "dmarc"}
    result, what, mend = fill()
    assert result == "FAIL" and mend.startswith('verify = "token"')


def test_one_without_a_name_is_microsofts_only(inbox):
    """This mailbox is not there: nothing can be believed in it."""
    _, fill = inbox
    result, what, mend = fill(NAMELESS, NAMELESS)
    assert result == "ok" and "one without a name in 2" in what and mend == ""


def test_at_microsofts_it_is_the_preset(world, docket):
    """Over TLS, by its name; docketd is not needed for it."""
    other = world.docket("outlook")
    other.hosts, other.dns = ("outlook.office365.com",), docket.dns
    other.mailbox()["imap"] |= {"host": "outlook.office365.com", "user": "outlook"}
    other.write()
    world.imap.deliver(mail.letter(headers=NAMELESS), user="outlook")
    result, what, mend = rows(other)[0]["authserv support"]
    assert (result, mend) == ("warn", 'if that is your own server: authserv = "microsoft365";')
    other.files["docket.conf"] |= {"authserv": "microsoft365", "verify": "either"}
    other.write()
    assert rows(other)[0]["authserv support"][0] == "ok"
