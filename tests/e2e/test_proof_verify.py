"""What proves an engineer, as `verify` has it, and whose word of DMARC is believed."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT

HERE = "home.example.net"
OUTLOOK = "outlook.office365.com"

# What our own mail server says of a mail.
NONE, PASS, FAIL = "", "dmarc=pass header.from=" + HERE, "dmarc=fail header.from=" + HERE

# {verify: which of a mail's proofs (token, our server's word) are enough}
ENOUGH = {"token": lambda token, word: token, "dmarc": lambda token, word: word,
          "either": lambda token, word: token or word, "both": lambda token, word: token and word}

BORDER = ("from mx.home.example.net (192.0.2.7) by D1.mail.protection.outlook.com (10.152.1.2)"
          " with Microsoft SMTP Server id 15.20 via Frontend Transport")
STEPS = ("from A1.eurprd05.prod.outlook.com (2603:10a6:10:1::5) by B1.eurprd05.prod.outlook.com"
         " with HTTPS",
         "from D1.eop-eur05.prod.protection.outlook.com (2603:10a6:10:cafe::1) by"
         " C1.outlook.office365.com (2603:10a6:10:2::7) with Microsoft SMTP Server id 15.20")


def start(docket, **settings):
    """Runs it with other settings."""
    if docket.alive():
        assert docket.stop() == 0
    conf = docket.files["docket.conf"]
    for name in ("verify", "authserv"):
        conf.pop(name, None)
    conf |= settings
    docket.write()
    docket.start()


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    if docket.alive():
        assert docket.stop() == 0


@pytest.fixture(scope="module")
def outlook(world, desk):
    """Another docket, whose mailbox is at Microsoft's: over TLS, by its name."""
    assert desk.docket.stop() == 0
    docket = world.docket("outlook")
    docket.hosts = (OUTLOOK,)
    docket.mailbox()["imap"]["host"] = OUTLOOK
    start(docket, verify="either", authserv="microsoft365")
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def order(desk, sent, to, headers):
    """`#close` in the engineer's name; what its entry is."""
    raw = mail.letter("#close", to=to, sender=f"Ana <{AGENT}>", subject="Re: Hum", headers=[
        *headers, ("In-Reply-To", mail.bare_id(sent.message))])
    return desk.receive(raw)["kind"]


def told(word, server="mx.example.com; "):
    return [("Authentication-Results", server + word)] if word else []


def ticket(desk):
    """A new one, and what the engineer got of it."""
    n = desk.tickets() + 1
    number = desk.open("It hums.", sender=f"jo{n}@acme.example", subject=f"Hum {n}")["id"]
    return desk.mail(number, AGENT)


@pytest.mark.parametrize("verify", ENOUGH)
def test_what_is_enough(desk, verify):
    start(desk.docket, verify=verify, authserv=["mx.example.com"])
    for word in (NONE, PASS, FAIL):
        for has_token in (False, True):
            sent = ticket(desk)
            [signed] = mail.addresses(sent.message, "Reply-To")
            kind = order(desk, sent, signed if has_token else "support@example.com", told(word))
            is_proven = word != FAIL and ENOUGH[verify](has_token, word == PASS)
            assert (kind == "command") == is_proven, (verify, word, has_token)
            status = desk.ticket(sent.ticket)["status"]
            assert status == ("closed" if is_proven else "new"), (verify, word, has_token)


def test_the_older_name_is_read_and_check_says_how_it_is_written_now(desk):
    docket = desk.docket
    start(docket, trust_dmarc=True, authserv_ids=["mx.example.com"])
    try:
        sent = ticket(desk)
        assert order(desk, sent, "support@example.com", told(PASS)) == "command"
        said = docket.ctl("check").stdout.decode()
        assert "trust_dmarc is called verify now: write verify = \"either\";" in said
        assert "authserv_ids is called authserv now" in said
    finally:
        for name in ("trust_dmarc", "authserv_ids"):
            del docket.files["docket.conf"][name]


def test_google_signs_by_its_name(desk):
    start(desk.docket, verify="dmarc", authserv="google")
    for server, kind in (("mx.google.com; ", "command"), ("google; ", "held"), ("", "held")):
        sent = ticket(desk)
        assert order(desk, sent, "support@example.com", told(PASS, server)) == kind, server


def received(*lines):
    return [("Received", line) for line in lines]


# {what stands above the mail: (what a mail without token is, with one)}
def exchange():
    said = told("spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=home.example.net;"
                f"dmarc=pass action=none header.from={HERE};compauth=pass reason=100", "")
    failed = told("spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=evil.example;"
                  f"dmarc=fail action=none header.from={HERE};compauth=pass reason=100", "")
    only = told("spf=pass smtp.mailfrom=x; compauth=pass reason=100", "")
    done, kept = "command", "held"
    return [
        ("as it comes", received(*STEPS) + said + received(BORDER), done, done),
        ("above all of Microsoft's", said + received(BORDER), done, done),
        ("compauth alone", received(*STEPS) + only + received(BORDER), kept, done),
        ("the sender's own, below the border", received(*STEPS, BORDER) + said, kept, done),
        ("the sender's own, with a border below", received(BORDER) + said + received(BORDER), kept, done),
        ("by no server of Microsoft's", received("from x by mx.example.com") + said, kept, done),
        ("a fail", received(*STEPS) + failed + received(BORDER), kept, kept),
        ("a fail above a pass", received(*STEPS) + failed + said + received(BORDER), kept, kept),
        ("nothing", [], kept, done)]


def test_microsoft_signs_by_the_place(outlook):
    for name, headers, without, with_token in exchange():
        for has_token, kind in ((False, without), (True, with_token)):
            sent = ticket(outlook)
            [signed] = mail.addresses(sent.message, "Reply-To")
            to = signed if has_token else "support@example.com"
            assert order(outlook, sent, to, headers) == kind, (name, has_token)


def test_what_is_piped_in_did_not_come_from_microsoft(outlook):
    """And a mailbox that is elsewhere cannot say that it is there."""
    sent = ticket(outlook)
    headers = exchange()[0][1]
    raw = mail.letter("#close", sender=f"Ana <{AGENT}>", subject="Re: Hum", headers=[
        *headers, ("In-Reply-To", mail.bare_id(sent.message))])
    outlook.docket.ctl("deliver", "support", data=raw)
    outlook.quiet()
    assert outlook.ticket(sent.ticket)["status"] == "new"
    assert outlook.entries(sent.ticket)[-1]["kind"] == "held"
    conf = outlook.docket.files["docket.conf"]
    outlook.docket.mailbox()["imap"]["host"] = "localhost"
    try:
        outlook.docket.write()
        done = outlook.docket.ctl("check", check=False)
        assert done.returncode != 0 and b"outlook.office365.com" in done.stdout + done.stderr
        assert conf["authserv"] == "microsoft365"
    finally:
        outlook.docket.mailbox()["imap"]["host"] = OUTLOOK
        outlook.docket.write()
