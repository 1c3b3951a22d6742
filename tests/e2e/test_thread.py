"""One conversation a ticket, in every mail program, whatever is written in it."""
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT

PROOF = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
JO, KIM = "jo@acme.example", "kim@acme.example"


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"] |= {"trust_dmarc": True, "authserv_ids": ["mx.example.com"]}
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def ids(text):
    return re.findall(r"<[^>]*>", text)


def raw_field(sent, name):
    """A header field as it travels, with its folds."""
    found = re.search(rb"^" + name.encode() + rb":(.*(?:\r\n[ \t].*)*)\r\n", sent.raw, re.M)
    return found.group(1).decode() if found else ""


def test_references_through_a_long_ticket(desk):
    """Our own first one leads them all; engineers' own Message-IDs are in none."""
    mine, theirs = [], []
    number = desk.open("Broken", sender=JO, subject="Long lamp", message_id="<open@acme.example>")["id"]
    asked = "<open@acme.example>"
    ack = desk.mail(number, JO)
    assert ack["In-Reply-To"] == asked
    seen = desk.seen()
    for n in range(12):
        notice = [s for s in desk.mails(number, AGENT)][-1]
        mine.append(f"<private{n}@engineer.example>")
        desk.receive(mail.reply(notice.message, f"Try {n}.", AGENT, message_id=mine[-1]))
        answer = desk.mail(number, JO, but=seen)
        assert answer["In-Reply-To"] == asked
        asked = f"<customer{n}@acme.example>"
        theirs.append(asked)
        seen = desk.seen()
        desk.receive(mail.reply(answer.message, f"No, {n}.", JO, message_id=asked))
        desk.mail(number, AGENT, but=seen)
        seen = desk.seen()
    to_customer = desk.mails(number, JO)
    assert len(to_customer) == 13
    [root] = {ids(s["References"])[0] for s in to_customer}
    assert root not in {s["Message-ID"] for s in desk.mails(number)}
    for sent in to_customer:
        listed = ids(sent["References"])
        assert len(listed) <= 20 and len(set(listed)) == len(listed)
        assert not set(listed) & set(mine) and "private" not in sent.raw.decode()
        folded = raw_field(sent, "References")
        assert "=?" not in folded and all(len(line) < 100 for line in folded.split("\r\n"))
    last = ids(to_customer[-1]["References"])
    assert len(last) == 20 and theirs[-2] in last and to_customer[-2]["Message-ID"] in last
    to_engineer = desk.mails(number, AGENT)
    [first] = {s["References"] for s in to_engineer}
    assert {s["In-Reply-To"] for s in to_engineer} == {first}


def test_the_first_reference_alone_leads_back(desk):
    """A provider rewrites our Message-IDs, a program drops the reply address: what is left."""
    number = desk.open("Broken", sender=JO, subject="Root lamp")["id"]
    root = ids(desk.mail(number, JO)["References"])[0]

    def answer(reference, sender=JO):
        return desk.receive(mail.letter("And more.", sender=sender, subject="Fire",
                                        headers=[("References", reference)]))["ticket"]
    assert answer(root) == number
    assert answer(root.replace(f".{number}.", f".{number + 1}.")) != number
    mark = root.split(".")[2].split("@")[0]
    assert answer(root.replace(mark, ("1" if mark[0] == "0" else "0") + mark[1:])) != number
    assert answer("<docket.99999999999999999999.%s@example.com>" % mark) != number


def test_who_forwards_a_mail_stays_private(desk):
    """An engineer passes a customer's mail on: that mail's Message-ID is the engineer's."""
    raw = mail.letter(
        "---------- Forwarded message ---------\nFrom: Lee <lee@acme.example>\n"
        "Date: Tue, 3 Mar 2026 at 09:15\nSubject: Stuck door\nTo: Ana <ana@home.example.net>\n\n"
        "The door is stuck.\n", sender=AGENT, subject="Fwd: Stuck door",
        message_id="<forward@engineer.example>", headers=[PROOF])
    number = desk.receive(raw)["ticket"]
    ack = desk.mail(number, "lee@acme.example")
    assert "forward@engineer" not in ack.raw.decode()
    desk.answer(desk.mail(number, AGENT), "Push.", AGENT)
    answer = desk.mail(number, "lee@acme.example", but={ack["Message-ID"]})
    assert "engineer.example" not in answer.raw.decode()
    assert ids(answer["References"]) == [*ids(ack["References"]), ack["Message-ID"]]
