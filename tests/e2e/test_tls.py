"""No credential and no mail goes to a server that cannot prove who it is.

One docketd has a mailbox for each kind of bad server, beside good ones: the
bad ones cost only themselves.
"""
import re

import pytest

from world import World, desk as desks, mail
from world.certs import BAD
from world.docket import Group, endpoint
from world.recorder import Recorder

CASES = [(protocol, mode, cert, None)
         for protocol in ("imap", "smtp") for mode in ("implicit", "starttls")
         for cert in BAD]
CASES += [("imap", "starttls", "good", "preauth"),
          ("imap", "starttls", "good", "inject"), ("smtp", "starttls", "good", "inject"),
          ("imap", "starttls", "good", "bare"), ("smtp", "starttls", "good", "bare")]
CONTROL = [(protocol, mode, "good", None)
           for protocol in ("imap", "smtp") for mode in ("implicit", "starttls")]


def name_of(case):
    return "-".join(filter(None, case)).replace("_", "-")


@pytest.fixture(scope="module")
def strangers(world):
    """{case: Recorder}, with a docketd that was told to use all of them."""
    docket = world.docket()
    found, boxes = {}, [docket.mailbox()]
    for case in CASES + CONTROL:
        protocol, mode, cert, manner = case
        pair = world.certs.good() if cert == "good" else world.certs.bad(cert)
        found[case] = Recorder(protocol, mode, pair, manner)
        boxes.append(box(world, docket, case, found[case].port))
    docket.files["docket.conf"]["mailboxes"] = Group(boxes)
    docket.write()
    for case in CASES + CONTROL:
        if case[0] == "smtp":
            world.deliver(mail.letter("hello", sender=f"{name_of(case)}@acme.example",
                                      to=address_of(case)), user=name_of(case))
    docket.start()
    yield found, desks.Desk(world, docket)
    for recorder in found.values():
        recorder.close()
    assert docket.stop() == 0


def address_of(case):
    """Short, for the proofs that stand behind it."""
    return f"box{(CASES + CONTROL).index(case)}@example.com"


def box(world, docket, case, port):
    """A mailbox whose IMAP or SMTP server is the recorder; the other one is good."""
    protocol, mode, _, _ = case
    settings = dict(docket.mailbox()) | {"name": name_of(case),
                                         "address": address_of(case)}
    for kind in ("imap", "smtp"):
        settings[kind] = dict(settings[kind]) | {"user": name_of(case)}
    settings["smtp"] = endpoint(world, "smtp")
    settings[protocol] = settings[protocol] | {"port": port, "tls": mode}
    return settings


def wait_tried(desk, recorder, case):
    """Until docket has talked to the server and recorded that it could not."""
    if case[0] == "imap":
        desk.world.wait(lambda: desk.world.one(
            "select fault from docket.mailbox where name = %s", name_of(case)), 30,
            f"a fault of mailbox {name_of(case)}")
    else:
        desk.world.wait(lambda: desk.world.one(
            "select d.reply <> '' from docket.delivery d join docket.outbox o"
            " on o.entry = d.entry where o.mailbox = %s and d.attempts > 0 limit 1",
            name_of(case)), 30, f"a try to send by {name_of(case)}")
    assert recorder.connections > 0


def secrets(lines):
    """Lines that no stranger should see."""
    return [line for line in lines if re.match(
        r"(\S+ )?(LOGIN|AUTHENTICATE|AUTH|MAIL FROM|SELECT|EXAMINE|LIST)\b", line, re.I)]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_nothing_is_told_to_a_stranger(strangers, world, case):
    recorders, desk = strangers
    wait_tried(desk, recorders[case], case)
    assert secrets(recorders[case].lines()) == []
    everything = " ".join(recorders[case].lines())
    assert world.imap.password not in everything and world.smtp.password not in everything


@pytest.mark.parametrize("case", CONTROL, ids=name_of)
def test_a_proven_server_gets_the_login(strangers, case):
    recorders, desk = strangers
    wait_tried(desk, recorders[case], case)
    assert secrets(recorders[case].secret) != []		# the recorder does see logins
    assert secrets(recorders[case].clear) == []


def test_the_good_mailbox_works_beside_them(strangers):
    _, desk = strangers
    ticket = desk.open("among strangers", sender="kim@acme.example")
    assert desk.mail(ticket["id"], "kim@acme.example")


@pytest.mark.parametrize("protocol", ["imap", "smtp"])
def test_plain_is_refused_beyond_loopback(world, protocol):
    docket = world.docket(name=f"plain-{protocol}")
    docket.mailbox()[protocol] = endpoint(world, protocol, "none") | {"host": "mail.example.com"}
    docket.write()
    done = docket.ctl("check", check=False)
    assert done.returncode == 78
    assert b"docket.conf:" in done.stdout + done.stderr


@pytest.mark.parametrize("mode", ["starttls", "none"])
def test_the_other_ways_to_connect_work(mode):
    with World() as own:				# the mailbox is nobody else's here
        docket = own.docket(
            smtp=endpoint(own, "smtp", mode),
            imap=endpoint(own, "imap", mode) | {"folder": "INBOX", "poll": "2s",
                                                "since": "3650d"})
        docket.start()
        desk = desks.Desk(own, docket)
        ticket = desk.open("by another way", sender="kim@acme.example")
        desk.mail(ticket["id"], "kim@acme.example")
        [got] = [m for m in own.smtp.mails() if m.recipients == ["kim@acme.example"]]
        assert got.tls == (mode != "none")
        assert docket.stop() == 0
