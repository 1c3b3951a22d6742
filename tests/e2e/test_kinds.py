"""Complaints, challenges and invitations: none opens a ticket, none is answered."""
import pytest

from world import desk as desks, mail
from world.docket import LEAD

INVITATION = """\
From: {sender}
To: support@example.com
Subject: Call about the export
Message-ID: <{id}@client.example>
{more}MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=cal

--cal
Content-Type: text/plain

Shall we talk on Tuesday?
--cal
Content-Type: text/calendar; method=REQUEST; charset=utf-8

BEGIN:VCALENDAR
METHOD:REQUEST
END:VCALENDAR
--cal--
"""

COMPLAINT = """\
From: feedback@isp.example
To: support@example.com
Subject: FW: your mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=fbl

--fbl
Content-Type: text/plain

Somebody called this spam.
--fbl
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Loop/1.0
Version: 1
--fbl
Content-Type: message/rfc822

From: support@example.com
Message-ID: {id}
Subject: x

x
--fbl--
"""


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def test_a_complaint_is_tied_to_the_mail_that_it_is_about(desk):
    ticket = desk.open(sender="amy@acme.example")["id"]
    ack = desk.mail(ticket, "amy@acme.example")
    desk.quiet()
    before, tickets = desk.seen(), desk.tickets()
    entry = desk.receive(mail.crlf(COMPLAINT.format(id=ack["Message-ID"]).encode()))
    assert (entry["ticket"], entry["letter_kind"]) == (ticket, "complaint")
    desk.quiet()
    told = [s for s in desk.mails() if s["Message-ID"] not in before]
    assert [(s.recipients, "spam" in s.name) for s in told] == [([LEAD], True)]
    assert desk.tickets() == tickets


def test_a_complaint_about_no_mail_of_ours_belongs_to_no_ticket(desk):
    entry = desk.receive(mail.crlf(COMPLAINT.format(id="<never@sent.example>").encode()))
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)


def test_a_challenge_is_kept_and_not_answered(desk):
    desk.quiet()
    before, tickets = desk.seen(), desk.tickets()
    entry = desk.receive(mail.letter(
        "Answer once, and your message will be delivered.", subject="Please confirm your message",
        sender="bo-confirm-1.17@acme.example", headers=[("X-Delivery-Agent", "TMDA/1.1")]))
    assert (entry["kind"], entry["letter_kind"]) == ("quarantine", "challenge")
    desk.quiet()
    assert (desk.seen(), desk.tickets()) == (before, tickets)


def test_an_invitation_is_shown_to_people_and_not_answered(desk):
    before, tickets = desk.seen(), desk.tickets()
    entry = desk.receive(mail.crlf(INVITATION.format(
        sender="cal@acme.example", id="c1", more="").encode()))
    assert (entry["kind"], entry["letter_kind"]) == ("quarantine", "calendar")
    told = desk.mail(to=LEAD, but=before)
    assert "invitation" in told.text
    desk.quiet()
    assert desk.mails(to="cal@acme.example") == []
    assert desk.tickets() == tickets


def test_an_invitation_to_a_ticket_is_shown_on_it(desk):
    ticket = desk.open(sender="dan@acme.example")["id"]
    ack = desk.mail(ticket, "dan@acme.example")
    before = desk.seen()
    entry = desk.receive(mail.crlf(INVITATION.format(
        sender="dan@acme.example", id="c2",
        more=f"In-Reply-To: {ack['Message-ID']}\n").encode()))
    assert (entry["ticket"], entry["kind"]) == (ticket, "mail-in")
    assert "Shall we talk" in entry["new_text"]
    # Somebody waits for an answer to it.
    assert "Shall we talk" in desk.mail(ticket, LEAD, before).text


GROUP = [("List-Id", "<support.example.com>"), ("Precedence", "list"),
         ("Mailing-List", "list support@example.com; contact support+owners@example.com"),
         ("List-Post", "<https://groups.example.com/support>, <mailto:support@example.com>")]
LIST = [("List-Id", "<dev.acme.example>"), ("List-Post", "<mailto:dev@acme.example>"),
        ("Precedence", "list")]


def test_mail_through_a_group_in_front_of_the_mailbox_is_peoples(desk):
    entry = desk.receive(mail.letter("The crane is stuck.", sender="ida@acme.example",
                                     headers=GROUP))
    assert (entry["kind"], entry["letter_kind"]) == ("mail-in", "human")
    assert desk.mail(entry["ticket"], "ida@acme.example")		# who gets an answer


def test_mail_of_somebody_elses_list_is_kept_and_not_answered(desk):
    desk.quiet()
    tickets = desk.tickets()
    entry = desk.receive(mail.letter("News.", sender="jon@acme.example", headers=LIST))
    assert (entry["kind"], entry["letter_kind"]) == ("quarantine", "list")
    desk.quiet()
    assert desk.mails(to="jon@acme.example") == [] and desk.tickets() == tickets


def test_an_answer_that_came_through_a_list_is_peoples(desk):
    ticket = desk.open(sender="lea@acme.example")["id"]
    ack = desk.mail(ticket, "lea@acme.example")
    before = desk.seen()
    entry = desk.receive(mail.reply(ack.message, "It burns now.", "lea@acme.example", headers=LIST))
    assert (entry["ticket"], entry["kind"]) == (ticket, "mail-in")
    assert "It burns now." in desk.mail(ticket, LEAD, before).text
    # Of somebody who is not known to the ticket it is held, and told, like any other.
    entry = desk.receive(mail.reply(ack.message, "Me too.", "zoe@elsewhere.example",
                                    headers=LIST))
    assert (entry["ticket"], entry["kind"]) == (ticket, "held")


@pytest.mark.parametrize("name, field", [
    ("fay", ("X-Auto-Response-Suppress", "All")), ("gus", ("Precedence", "bulk")),
    # Mail services add it to all that they send, an order's question as well.
    ("hal", ("List-Unsubscribe", "<https://esp.example/u/9>, <mailto:u9@esp.example>"))])
def test_a_person_whose_program_wants_no_automatic_answer(desk, name, field):
    sender = f"{name}@acme.example"
    entry = desk.receive(mail.letter("The invoice lacks the tax line.", sender=sender,
                                     headers=[field]))
    assert (entry["kind"], entry["letter_kind"]) == ("mail-in", "human")
    assert entry["ticket"] is not None
    desk.quiet()
    assert desk.mails(to=sender) == []


BULK = [("List-Unsubscribe", "<https://shop.example/u>")]


@pytest.mark.parametrize("name, field", [
    ("news1", ("Precedence", "bulk")), ("news2", ("X-Campaign-Id", "july"))])
def test_bulk_mail_that_can_be_unsubscribed_is_a_lists(desk, name, field):
    desk.quiet()
    tickets = desk.tickets()
    entry = desk.receive(mail.letter("Buy now.", sender=f"{name}@shop.example",
                                     headers=[*BULK, field]))
    assert (entry["kind"], entry["letter_kind"]) == ("quarantine", "list")
    desk.quiet()
    assert desk.mails(to=f"{name}@shop.example") == [] and desk.tickets() == tickets


def test_a_car_is_no_automatic_answer(desk):
    """"Auto" begins a robot's subject, and a person's; the text tells."""
    entry = desk.receive(mail.letter("Der Motor startet nicht.", sender="ivo@acme.example",
                                     subject="Auto: Motor startet nicht"))
    assert (entry["kind"], entry["letter_kind"]) == ("mail-in", "human")
    desk.quiet()
    tickets = desk.tickets()
    entry = desk.receive(mail.letter("Ich bin bis Montag im Urlaub.", sender="kai@acme.example",
                                     subject="Auto: Pumpe"))
    assert (entry["kind"], entry["letter_kind"]) == ("quarantine", "auto")
    desk.quiet()
    assert desk.tickets() == tickets
