"""An engineer passes on a customer's mail: the ticket is the customer's."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"
PROOF = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
FORWARDED = """{cover}---------- Forwarded message ---------
From: {sender}
Date: Tue, 3 Mar 2026 at 09:15
Subject: {subject}
To: Ana <ana@home.example.net>

{text}
"""


def forward(sender="Kim Roe <kim@acme.example>", cover="", text="The lift is stuck.",
            subject="Lift stuck", proven=True, headers=(), **kwargs):
    """What the engineer's mail client makes of it."""
    text = FORWARDED.format(cover=f"{cover}\n\n" if cover else "", sender=sender,
                            subject=subject, text=text)
    return mail.letter(text, sender=ANA, subject=f"Fwd: {subject}",
                       headers=[*([PROOF] if proven else []), *headers], **kwargs)


def forward_as_file(sender):
    """The same, as mutt and Outlook do it when they are told to."""
    inner = mail.letter("The lift is stuck.", sender=sender, subject="Lift stuck")
    head, _ = mail.letter("", sender=ANA, subject="Fwd: Lift stuck",
                          headers=[PROOF]).split(b"\r\n\r\n", 1)
    head = head.replace(b"Content-Type: text/plain; charset=utf-8",
                        b"Content-Type: multipart/mixed; boundary=f")
    return b"\r\n".join([head, b"", b"--f", b"", b"#severity high", b"Be quick.", b"--f",
                         b"Content-Type: message/rfc822", b"", inner, b"--f--", b""])


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"] |= {"verify": "either", "authserv": ["mx.example.com"]}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def requester(desk, ticket):
    return desk.row("select address, name, project from docket.contact where id = %s",
                    ticket["requester"])


def test_the_ticket_is_its_senders(desk):
    entry = desk.receive(forward())
    ticket = desk.ticket(entry["ticket"])
    assert requester(desk, ticket) == {
        "address": "kim@acme.example", "name": "Kim Roe", "project": "ACME"}
    assert (ticket["subject"], ticket["project"], ticket["status"]) == (
        "Lift stuck", "ACME", "new")
    assert (entry["kind"], entry["author"], entry["by_agent"], entry["public"]) == (
        "mail-in", "kim@acme.example", False, True)
    assert entry["data"]["forwarded_by"] == "ana"
    assert "The lift is stuck." in entry["new_text"]
    ack = desk.mail(ticket["id"], "kim@acme.example")
    assert ack["Auto-Submitted"].startswith("auto-replied")
    assert desk.mail(ticket["id"], LEAD)
    desk.quiet()
    assert len(desk.mails(ticket["id"], "kim@acme.example")) == 1
    assert not any(m["Auto-Submitted"].startswith("auto-replied")
                   for m in desk.mails(ticket["id"], AGENT))	# who passed it on gets no receipt


def test_the_customer_goes_on_from_there(desk):
    ticket = desk.ticket(desk.receive(forward(sender="Lou <lou@acme.example>"))["ticket"])
    ack = desk.mail(ticket["id"], "lou@acme.example")
    entry = desk.answer(ack, "It moves again.", "Lou <lou@acme.example>")
    assert (entry["ticket"], entry["kind"]) == (ticket["id"], "mail-in")


def test_the_cover_is_a_note_and_its_commands_are_done(desk):
    entry = desk.receive(forward(sender="Mo <mo@acme.example>",
                                 cover="#severity high\nBeware, they are angry."))
    ticket = desk.ticket(entry["ticket"])
    [customers] = desk.entries(ticket["id"], "mail-in")
    [note] = desk.entries(ticket["id"], "note")
    assert "angry" not in customers["new_text"] and "#severity" not in customers["new_text"]
    assert (note["new_text"].strip(), note["public"], note["author"]) == (
        "Beware, they are angry.", False, "ana")
    assert desk.fields(ticket["id"])["severity"]["value"] == "high"
    desk.quiet()
    told = desk.mails(to="mo@acme.example")
    assert told and not [m for m in told if "angry" in m.text + m.html]


def test_a_mail_that_is_forwarded_as_a_file(desk):
    ticket = desk.ticket(desk.receive(forward_as_file("Kit <kit@acme.example>"))["ticket"])
    assert requester(desk, ticket)["address"] == "kit@acme.example"
    assert ticket["subject"] == "Lift stuck"
    [customers] = desk.entries(ticket["id"], "mail-in")
    [note] = desk.entries(ticket["id"], "note")
    assert "The lift is stuck." in customers["new_text"]
    assert note["new_text"].strip() == "Be quick."
    assert desk.fields(ticket["id"])["severity"]["value"] == "high"


def test_a_fault_in_the_commands_opens_nothing(desk):
    before = desk.tickets()
    entry = desk.receive(forward(sender="nan@acme.example", cover="#sevrity high"))
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)
    assert desk.tickets() == before
    desk.quiet()
    assert desk.mails(to="nan@acme.example") == []


def test_an_unproven_engineer_opens_a_ticket_for_nobody_else(desk):
    entry = desk.receive(forward(sender="oz@acme.example", proven=False))
    assert requester(desk, desk.ticket(entry["ticket"]))["address"] == AGENT
    desk.quiet()
    assert desk.mails(to="oz@acme.example") == []
    assert not desk.rows("select from docket.contact where address = 'oz@acme.example'")


def test_a_proof_for_another_domain_is_none(desk):
    entry = desk.receive(forward(sender="pat@acme.example", proven=False, headers=[
        ("Authentication-Results", "mx.example.com; dmarc=pass header.from=evil.example")]))
    assert requester(desk, desk.ticket(entry["ticket"]))["address"] == AGENT


def test_a_customer_who_forwards_keeps_their_ticket(desk):
    raw = mail.letter(FORWARDED.format(cover="", sender="Third <third@else.example>",
                                       subject="An offer", text="Buy!"),
                      sender="quinn@acme.example", subject="Fwd: An offer")
    entry = desk.receive(raw)
    assert requester(desk, desk.ticket(entry["ticket"]))["address"] == "quinn@acme.example"
    desk.quiet()
    assert desk.mails(to="third@else.example") == []


@pytest.mark.parametrize("sender", ["support@example.com", f"Lee <{LEAD}>", "nobody at all"])
def test_no_loop_through_our_own_addresses(desk, sender):
    entry = desk.receive(forward(sender=sender, subject=f"Own {sender[:4]}"))
    assert requester(desk, desk.ticket(entry["ticket"]))["address"] == AGENT


def test_a_robots_mail_gets_no_acknowledgement(desk):
    ticket = desk.ticket(desk.receive(forward(sender="Shop <noreply@acme.example>"))["ticket"])
    assert requester(desk, ticket)["address"] == "noreply@acme.example"
    desk.quiet()
    assert desk.mails(to="noreply@acme.example") == []


def test_an_answer_to_nobody_is_refused(desk):
    """And stops no clock; once somebody who reads takes part, it goes out."""
    number = desk.receive(forward(sender="Shop <noreply@acme.example>"))["ticket"]
    notice = desk.mail(number, AGENT)
    desk.answer(notice, "It is on its way.", AGENT)
    refused = desk.world.wait(lambda: [s for s in desk.mails(number, AGENT)
                                       if "nobody would get it" in s.text], 20)[0]
    assert refused.name.startswith("Nothing done") and "It is on its way." in refused.text
    assert desk.mails(to="noreply@acme.example") == []
    assert desk.cycle(number, "response")["stopped_at"] is None
    desk.answer(notice, "#cc kim@acme.example\n", AGENT)
    desk.answer(notice, "It is on its way now.", AGENT)
    assert "on its way now" in desk.mail(number, "kim@acme.example").text
    assert desk.cycle(number, "response")["stopped_at"] is not None


def test_what_belongs_to_a_ticket_goes_there(desk):
    """The customer answered the engineer alone, who passes it on to the desk."""
    first = desk.open("Door", sender="ray@acme.example", message_id="<door@acme.example>")
    reply = desk.receive(forward(sender="Ray <ray@acme.example>", text="It is the hinge.",
                                 headers=[("References", "<door@acme.example>")]))
    assert (reply["ticket"], reply["author"], reply["by_agent"]) == (
        first["id"], "ray@acme.example", False)
    desk.quiet()
    told = desk.mails(to="ray@acme.example")
    assert told and not [m for m in told if "hinge" in m.text]


def test_an_answer_with_another_mail_in_it_stays_an_answer(desk):
    ticket = desk.open("Gate", sender="sue@acme.example")
    notice = desk.mail(ticket["id"], AGENT)
    entry = desk.receive(forward(sender="Vendor <vendor@parts.example>", cover="See below.",
                                 text="The part is on its way.",
                                 to=notice["Reply-To"] or notice["From"]))
    assert (entry["ticket"], entry["author"]) == (ticket["id"], "ana")
    answer = desk.mail(ticket["id"], "sue@acme.example",
                       but={m["Message-ID"] for m in desk.mails(to="sue@acme.example")
                            if "on its way" not in m.text})
    assert "on its way" in answer.text
