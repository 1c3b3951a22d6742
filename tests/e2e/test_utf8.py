"""Addresses in letters beyond ASCII (RFC 6531): to servers that offer SMTPUTF8, and no other."""
import email.header
import re

import pytest

from world import desk as desks
from world.docket import AGENT, LEAD, Group

WIRE_DOMAIN = "xn--fsqu00a.example"			# 例子.example
ZOE = "zoë@example.com"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    agents = docket.files["agents.conf"]["agents"]
    docket.files["agents.conf"]["agents"] = Group([*agents, {
        "name": "zoe", "full_name": "Zoë Ŵyn", "addresses": [ZOE], "role": "agent",
        "team": "far", "timezone": "UTC"}])
    docket.files["rules.conf"]["rules"] = Group([*docket.files["rules.conf"]["rules"], {
        "name": "far", "on": ["created"], "when": {"subject": {"matches": "^far"}},
        "do": Group([{"notify": ["team:far"], "template": "agent-notice"}])}])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def offering(desk, world):
    """Each test begins with a server that offers it, and a connection of its own."""
    offer(desk, True)
    yield
    offer(desk, True)


def offer(desk, offers):
    """The server offers it or not; docket comes anew."""
    desk.docket.settle()
    desk.world.smtp.offers_utf8 = offers
    desk.docket.kill_role("send")
    desk.docket.settle()


def taken(desk, to):
    """The transaction of one mail to that address."""
    return desk.world.wait(lambda: [m for m in desk.world.smtp.mails() if to in m.recipients],
                           20, f"a mail to {to}")[-1]


def header(raw):
    return raw.partition(b"\r\n\r\n")[0]


def test_a_customer_is_answered(desk):
    who = f"用户@{WIRE_DOMAIN}"
    ticket = desk.open("Help", sender="小明 <用户@例子.example>")
    got = taken(desk, who)
    assert "SMTPUTF8" in got.options and got.recipients == [who]
    assert f"To: {who}\r\n".encode() in header(got.data)
    seen = {desk.mail(ticket["id"], who)["Message-ID"]}
    notice = desk.mail(ticket["id"], AGENT)
    assert header(notice.raw).isascii()			# an engineer's server may be any
    desk.answer(notice, "Press the red button.", AGENT)
    answer = desk.mail(ticket["id"], who, but=seen)
    assert "red button" in answer.text
    entry = desk.answer(answer, "It works.", f"小明 <用户@例子.example>")
    assert entry["ticket"] == ticket["id"]


def test_who_shares_a_mail_gets_it_in_ascii(desk):
    ticket = desk.open("Help", sender="Bø <bø@acme.example>")
    notice = desk.mail(ticket["id"], AGENT)
    desk.answer(notice, "#cc al@acme.example\n\nIs it on?", AGENT)
    plain, other = taken(desk, "al@acme.example"), taken(desk, "bø@acme.example")
    assert "SMTPUTF8" not in plain.options and plain.data.isascii()
    shown = re.search(rb"^To: (.*?):;", plain.data, re.M | re.S).group(1).decode()
    assert str(email.header.make_header(email.header.decode_header(shown))) \
        == "Bø <bø@acme.example>"
    assert "SMTPUTF8" in other.options and "<bø@acme.example>".encode() in header(other.data)
    assert desk.mails(ticket["id"], "al@acme.example")[-1].text \
        == desk.mails(ticket["id"], "bø@acme.example")[-1].text


def test_a_server_that_does_not_offer_it(desk):
    ticket = desk.open("Help", sender="Ça <ça@acme.example>")
    taken(desk, "ça@acme.example")
    notice = desk.mail(ticket["id"], AGENT)
    offer(desk, False)
    seen = desk.seen()
    attempts = len(desk.world.smtp.attempts)
    desk.answer(notice, "#cc ed@acme.example\n\nIs it on?", AGENT)
    assert "Is it on?" in desk.mail(ticket["id"], "ed@acme.example").text
    told = desk.world.wait(lambda: [m for m in desk.mails(ticket["id"], LEAD)
                                    if "SMTPUTF8" in m.text], 20, "word of it")[-1]
    assert "ça@acme.example" in told.text and told["Message-ID"] not in seen
    bounce = desk.entries(ticket["id"], "bounce")[-1]
    assert "does not offer SMTPUTF8" in bounce["new_text"]
    who = [who for _, who in desk.world.smtp.attempts[attempts:]]
    assert who and not [w for w in who if not w.isascii()]	# it never left


def test_a_domain_alone_needs_nothing(desk):
    offer(desk, False)
    ticket = desk.open("Help", sender="Jo <jo@bücher.example>")
    got = taken(desk, "jo@xn--bcher-kva.example")
    assert "SMTPUTF8" not in got.options and got.data.isascii()
    assert desk.entries(ticket["id"], "bounce") == []


def test_an_engineer_out_of_reach(desk):
    desk.open("One", subject="far away")
    notice = taken(desk, ZOE)
    assert f"<{ZOE}>".encode() in header(notice.data)
    offer(desk, False)
    ticket = desk.open("Two", subject="far and wide")
    told = desk.world.wait(lambda: [m for m in desk.mails(ticket["id"], LEAD)
                                    if "SMTPUTF8" in m.text], 20, "word to the lead")[-1]
    assert ZOE in told.text


def test_what_is_no_letter_is_no_address(desk):
    """Bytes that are no UTF-8, controls, what turns the text around: nobody is written to."""
    offer(desk, True)
    before = len(desk.world.smtp.attempts)
    for sender in ("a\u202eb@acme.example", "a\u0085b@acme.example", "a\u3000b@acme.example"):
        desk.open("Help", sender=f"X <{sender}>")
    desk.docket.settle()
    sent = [who for _, who in desk.world.smtp.attempts[before:]]
    assert sent and all(who.isascii() for who in sent)
