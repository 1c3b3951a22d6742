"""Mail that is held on a ticket, decided by an engineer's answer to its notice."""
import re
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture
def ticket(desk):
    """A ticket of ana's whose notices come at once."""
    n = desk.tickets() + 1
    opened = desk.open("It hums.", sender=f"jo{n}@acme.example", subject=f"Hum {n}")
    desk.docket.ctl("do", str(opened["id"]), "assign", "ana")
    desk.quiet()
    desk.forget_told()
    return opened["id"]


def hold(desk, number, sender="Kim <kim@elsewhere.example>", text="Production is down!"):
    """A stranger's mail that is held, and its notice."""
    desk.forget_told()
    seen = desk.seen()
    opening = desk.entries(number, "mail-in")[0]["message_id"].strip("<>")
    entry = desk.receive(mail.letter(text, sender=sender, subject="URGENT", headers=[
        ("In-Reply-To", f"<{opening}>")]))
    assert entry["kind"] == "held"
    return entry, desk.mail(number, AGENT, but=seen)


def decision(desk, entry):
    return desk.row("select decision, decided_by from docket.held where entry = %s", entry["id"])


def settled(desk):
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20,
                    "the mail to be read again")
    desk.quiet()


def button(sent, label):
    """The mail that the button opens: its address and its body."""
    [link] = re.findall(rf"{label}: (mailto:\S+)", sent.text)
    address, _, rest = link[len("mailto:"):].partition("?")
    return urllib.parse.unquote(address), dict(urllib.parse.parse_qsl(rest, keep_blank_values=True))


def press(desk, sent, label, sender=AGENT):
    to, parts = button(sent, label)
    return desk.receive(mail.letter(parts.get("body", ""), sender=sender, to=to,
                                    subject=parts.get("subject", "Re: x"), headers=[
                                        ("In-Reply-To", str(sent.message["Message-ID"]))]))


def test_the_button_takes_the_mail_as_the_customers(desk, ticket):
    entry, notice = hold(desk, ticket)
    seen = desk.seen()
    assert press(desk, notice, "Accept")["kind"] == "command"
    settled(desk)
    assert decision(desk, entry) == {"decision": "accept", "decided_by": "ana"}
    taken = [e for e in desk.entries(ticket, "mail-in") if "Production" in e["body"]]
    assert [e["author"] for e in taken] == ["kim@elsewhere.example"]
    told = desk.mails(ticket, AGENT)
    assert any("Production is down!" in s.text for s in told if s["Message-ID"] not in seen)


def merged(desk, number, into):
    desk.docket.ctl("do", str(number), "merge", str(into))
    desk.quiet()


@pytest.mark.parametrize("label, left", [("Accept", "accept"), ("Accept always", "accept"),
                                         ("New ticket", "ticket")])
def test_what_waits_goes_into_the_other_ticket_too(desk, label, left):
    """Its ticket was merged, and that one again, before somebody decides."""
    chain = [desk.open("It hums.", sender=f"jo{n}{label[-2:]}@acme.example", subject=f"Hum {n}")["id"]
             for n in range(3)]
    desk.docket.ctl("do", str(chain[0]), "assign", "ana")
    sender = f"kim{label.replace(' ', '').lower()}@elsewhere.example"
    entry, notice = hold(desk, chain[0], sender)
    merged(desk, chain[0], chain[1])
    merged(desk, chain[1], chain[2])
    press(desk, notice, label)
    settled(desk)
    assert decision(desk, entry) == {"decision": left, "decided_by": "ana"}
    taken = desk.row("select ticket from docket.entry where kind = 'mail-in' and author = %s", sender)
    assert (taken["ticket"] == chain[2]) == (left == "accept") and taken["ticket"] not in chain[:2]
    assert "no mail waits on this ticket" in refused(desk, notice, f"#accept {entry['id']}", ticket=chain[2])
    if label == "Accept always":
        assert desk.rows("select from docket.contact_address a join docket.ticket t on"
                         " t.requester = a.contact where t.id = %s and a.address = %s", chain[2], sender)


def test_a_ticket_of_its_own(desk, ticket):
    entry, notice = hold(desk, ticket)
    before = desk.tickets()
    press(desk, notice, "New ticket")
    settled(desk)
    assert decision(desk, entry)["decision"] == "ticket"
    assert desk.tickets() == before + 1
    [new] = desk.rows("select t.* from docket.ticket t order by id desc limit 1")
    assert new["subject"] == "URGENT" and new["id"] != ticket
    assert not [e for e in desk.entries(ticket, "mail-in") if "Production" in e["body"]]


def test_always_makes_the_address_the_requesters(desk, ticket):
    sender = f"kim{ticket}@elsewhere.example"
    entry, notice = hold(desk, ticket, sender)
    press(desk, notice, "Accept always")
    settled(desk)
    assert decision(desk, entry)["decision"] == "accept"
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    again = desk.receive(mail.letter("Still down.", sender=sender, headers=[
        ("In-Reply-To", f"<{opening}>")]))
    assert (again["kind"], again["ticket"]) == ("mail-in", ticket)


def test_words_without_a_number_and_an_answer_below(desk, ticket):
    entry, notice = hold(desk, ticket)
    seen = desk.seen()
    reply = desk.answer(notice, "#Accept.\n\nWe look at it.", AGENT)
    assert reply["kind"] == "mail-in"
    settled(desk)
    assert decision(desk, entry)["decision"] == "accept"
    jo = desk.entries(ticket, "mail-in")[0]["author"]
    assert "We look at it." in desk.mail(ticket, jo, but=seen).text


def refused(desk, notice, text, sender=AGENT, to=AGENT, ticket=None):
    seen = desk.seen()
    desk.answer(notice, text, sender)
    return desk.mail(ticket or notice.ticket, to, but=seen).text


def test_what_cannot_be_decided_is_told(desk, ticket):
    one, notice = hold(desk, ticket)
    two, _ = hold(desk, ticket, "Max <max@elsewhere.example>", "Me too.")
    told = refused(desk, notice, "#accept\n\nHello.")
    assert "several mails wait" in told and f"{one['id']}" in told and f"{two['id']}" in told
    assert "no mail waits as 999" in refused(desk, notice, "#accept 999")
    assert "there is no mail x on this ticket" in refused(desk, notice, "#split x")
    assert [decision(desk, e)["decision"] for e in (one, two)] == [None, None]
    desk.answer(notice, f"#accept {one['id']}\n#split {two['id']}", AGENT)
    settled(desk)
    assert [decision(desk, e)["decision"] for e in (one, two)] == ["accept", "ticket"]
    assert "no mail waits on this ticket" in refused(desk, notice, "#accept")


def test_an_engineers_and_another_customers_address_stay_theirs(desk, ticket):
    other = desk.open("Mine.", sender=f"max{ticket}@elsewhere.example", subject="Mine")
    assert other["id"] != ticket
    entry, notice = hold(desk, ticket, f"max{ticket}@elsewhere.example")
    assert "another customer's" in refused(desk, notice, "#accept-always")
    assert decision(desk, entry)["decision"] is None
    desk.answer(notice, "#accept", AGENT)
    settled(desk)
    assert decision(desk, entry)["decision"] == "accept"


def test_only_a_proven_engineer_decides(desk, ticket):
    entry, notice = hold(desk, ticket)
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    for sender, to in ((f"Ana <{AGENT}>", "support@example.com"), ("kim@elsewhere.example", "support@example.com"),
                       ("kim@elsewhere.example", button(notice, "Accept")[0])):
        desk.receive(mail.letter(f"#accept {entry['id']}", sender=sender, to=to, headers=[
            ("In-Reply-To", f"<{opening}>")]))
    assert decision(desk, entry)["decision"] is None


def test_a_redelivery_and_a_decision_by_hand(desk, ticket):
    entry, notice = hold(desk, ticket)
    raw = mail.reply(notice.message, f"#accept {entry['id']}", AGENT)
    desk.receive(raw)
    settled(desk)
    history = len(desk.entries(ticket))
    desk.receive(raw)
    settled(desk)
    taken = [e for e in desk.entries(ticket, "mail-in") if "Production" in e["body"]]
    assert len(taken) == 1 and len(desk.entries(ticket)) <= history + 1
    two, notice = hold(desk, ticket)
    desk.docket.ctl("held", "drop", str(two["id"]))
    assert "no mail waits on this ticket" in refused(desk, notice, f"#accept {two['id']}")
    assert decision(desk, two)["decision"] == "drop"


def test_buttons_are_in_the_readers_mail_alone(desk, ticket):
    _, notice = hold(desk, ticket)
    for label in ("Accept", "Accept always", "New ticket"):
        assert button(notice, label)[1]["body"].startswith("#")
        assert f">{label}</a>" in notice.html
    assert "Resolve: mailto" not in notice.text
    assert LEAD not in notice.recipients
