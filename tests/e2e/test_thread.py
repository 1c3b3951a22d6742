"""One conversation a ticket, in every mail program, whatever is written in it."""
import base64
import re

import pytest

from world import desk as desks, mail
from world.threads import outlook
from world.docket import AGENT

PROOF = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
JO, KIM = "jo@acme.example", "kim@acme.example"


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"] |= {"verify": "either", "authserv": ["mx.example.com"]}
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
        notice = desk.mail(number, AGENT)
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


def index(sent):
    """Its Thread-Index as bytes."""
    return base64.b64decode(sent["Thread-Index"].replace(" ", ""), validate=True)


def rounds(desk, number, who, reply):
    """An engineer answers, they answer, three times: the mails to them."""
    seen = desk.seen()
    for n in range(3):
        desk.answer(desk.mail(number, AGENT), f"Try {n}.", AGENT)
        answer = desk.mail(number, who, but=seen)
        desk.receive(reply(answer, n))
        desk.mail(number, AGENT, but=seen | {answer["Message-ID"]})
        seen = desk.seen()
    return desk.mails(number, who)


def test_outlooks_own_conversation_goes_on(desk):
    head = b"\x01\x01\xdd\x80\x5d\xbe" + b"outlook-of-a-cus"
    topic = "Größe der Lampe ist falsch, und zwar im ganzen Haus, von oben bis unten, seit Wochen schon"
    encoded = "=?utf-8?B?" + base64.b64encode(topic.encode()).decode() + "?="
    number = desk.open("Broken", sender="out@acme.example", subject=encoded, headers=[
        ("Thread-Topic", encoded), ("Thread-Index", base64.b64encode(head).decode())])["id"]
    sent = rounds(desk, number, "out@acme.example",
                  lambda answer, n: outlook(answer.message, f"No, {n}.", "out@acme.example"))
    assert {s["Thread-Topic"] for s in sent} == {topic}
    assert [len(index(s)) for s in sent] == [27, 27, 37, 47]
    for s in sent:
        assert index(s).startswith(head)
    stored = base64.b64decode(desk.ticket(number)["thread_index"])
    assert stored == index(sent[-1]) + b"\0\1\2\3\4"
    to_engineer = desk.mails(number, AGENT)
    assert len({index(s)[:22] for s in to_engineer}) == 1 and index(to_engineer[0])[:22] != head
    assert {s["Thread-Topic"] for s in to_engineer} == {topic}


def test_one_outlook_conversation_where_none_was(desk):
    """Opened by another program: Outlook's users read one conversation all the same."""
    number = desk.open("Broken", sender=KIM, subject="Grey lamp")["id"]

    def answer(sent, n):
        if n == 1:	# a colleague's Outlook began one of its own
            return outlook(sent.message, "Mine!", KIM, b"\x01\x01\xdd\x80\x5d\xbe" + b"another-one-here")
        return outlook(sent.message, "No.", KIM) if n == 0 else mail.reply(sent.message, "Well.", KIM)
    sent = rounds(desk, number, KIM, answer)
    assert len({index(s)[:22] for s in sent}) == 1 and {s["Thread-Topic"] for s in sent} == {"Grey lamp"}
    assert [len(index(s)) for s in sent] == [27, 27, 37, 37]
    assert index(sent[0])[:1] == b"\1" and all(b"\r\nThread-Index: " in s.raw for s in sent)


@pytest.mark.parametrize("value", [
    "AQHb" * 2000, "not base64 at all", base64.b64encode(b"\x02" + b"x" * 21).decode(), "AQ==",
    base64.b64encode(b"\x01" + b"x" * 21 + b"yyyyy" * 500).decode(),
    base64.b64encode(b"\x01" + b"x" * 23).decode(), "=?utf-8?Q?AQHb=0D=0ABcc:_eve@else.example?="])
def test_an_index_that_is_none(desk, value):
    who = f"h{abs(hash(value))}@acme.example"
    number = desk.open("Broken", sender=who, subject="Odd lamp", headers=[
        ("Thread-Index", value), ("Thread-Topic", "=?utf-8?Q?Topic=0D=0ABcc:_eve@else.example?=")])["id"]
    ack = desk.mail(number, who)
    assert len(index(ack)) == 27 and ack["Thread-Topic"] == "Odd lamp"
    assert desk.ticket(number)["thread_index"] == ""
    assert "eve@else.example" not in ack.raw.decode() and ack.message["Bcc"] is None


def test_a_hostile_topic(desk):
    head = base64.b64encode(b"\x01\x01\xdd\x80\x5d\xbe" + b"hostile-outlooks").decode()
    for n, (topic, want) in enumerate([
            ("=?utf-8?Q?Lamp=0D=0ABcc:_eve@else.example?=", None), ("x" * 990, "x" * 898), ("=?utf-8?Q?=00=01?=", "Odd lamp")]):
        who = f"topic{n}@acme.example"
        number = desk.open("Broken", sender=who, subject="Odd lamp", headers=[
            ("Thread-Topic", topic), ("Thread-Index", head)])["id"]
        ack = desk.mail(number, who)
        assert ack.message["Bcc"] is None and len(ack.message.get_all("Thread-Topic")) == 1
        assert want is None or ack["Thread-Topic"] == want


def test_no_topic_of_a_stranger(desk):
    """Whose address somebody else may have used: their mail shows nobody's words."""
    number = desk.open("Buy!", sender="victim@three.example", subject="Cheap pills", headers=[
        ("Thread-Topic", "Cheap pills"), ("Thread-Index", base64.b64encode(b"\1" * 22).decode())])["id"]
    ack = desk.mail(number, "victim@three.example")
    assert ack["Thread-Topic"] == "" and "Cheap" not in ack.raw.decode() and len(index(ack)) == 27


def test_a_mail_tried_again_is_the_same(desk):
    """What waits in the table is composed anew: with the same fields."""
    def later(stage, sent):
        return "451 4.3.0 later" if stage == "rcpt" and sent.recipient == "wait@acme.example" else None
    desk.world.smtp.reply = later
    number = desk.open("Broken", sender="wait@acme.example", subject="Slow lamp")["id"]
    waits = desk.world.wait(lambda: desk.rows(
        "select d.id, o.thread, o.refs from docket.delivery d join docket.outbox o on o.entry = d.entry"
        " where d.recipient = 'wait@acme.example' and d.reply <> ''"), 20, "the first try")[0]
    desk.world.smtp.reply = None
    desk.docket.ctl("queue", "retry", str(waits["id"]))
    ack = desk.mail(number, "wait@acme.example")
    assert [ack["In-Reply-To"].strip("<>"), ack["Thread-Index"], ack["Thread-Topic"]] == waits["thread"]
    assert [i.strip("<>") for i in ids(ack["References"])] == waits["refs"]
    assert all(waits["thread"]) and len(waits["refs"]) == 2
