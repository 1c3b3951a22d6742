"""What comes back: bounces, robots and people at the return path of a mail of ours."""
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group
from world.providers import SENDERS

ADMIN = "adm@home.example.net"

DSN = """\
From: Mail Delivery System <MAILER-DAEMON@{host}>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{id}@{host}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=dsn

--dsn
Content-Type: text/plain

The mail could not be delivered.
--dsn
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}

Final-Recipient: rfc822; {who}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {code}
{original}--dsn--
"""


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["agents.conf"]["agents"] += ({
        "name": "adm", "full_name": "Adm Inn", "addresses": [ADMIN], "role": "admin",
        "timezone": "UTC"},)
    docket.files["agents.conf"]["agents"] = Group(docket.files["agents.conf"]["agents"])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def well(desk, world):
    """Each test begins with nothing known against anybody."""
    world.smtp.reply = None
    yield
    connection = world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("delete from docket.reach")
    connection.close()


COUNT = [0]


def dsn(to, who, status="5.1.1", action="failed", code=None, about=None, host="mx.example.net"):
    """`about`: the Message-ID of the mail that came back."""
    COUNT[0] += 1
    original = "" if about is None else (
        "--dsn\nContent-Type: text/rfc822-headers\n\nFrom: support@example.com\n"
        f"Message-ID: {about}\nSubject: x\n\n")
    return DSN.format(to=to, who=who, status=status, action=action, host=host, original=original,
                      code=code or f"550 {status} said so", id=f"dsn{COUNT[0]}").replace(
                          "\n", "\r\n").encode()


def robot(to, sender, text="I am away.", headers="Auto-Submitted: auto-replied\r\n"):
    COUNT[0] += 1
    subject = "Out of office" if headers else "Your mail"
    return (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{headers}"
            f"Message-ID: <robot{COUNT[0]}@away.example>\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/plain\r\n\r\n{text}\r\n").encode()


def notice(desk, who, **kwargs):
    ticket = desk.open("It is broken.", sender=f"Kim <{who}>", **kwargs)["id"]
    sent = desk.mail(ticket, AGENT)
    desk.quiet()
    return ticket, sent


def reach(desk, address):
    found = desk.rows("select * from docket.reach where address = %s", address)
    return found[0] if found else None


def new(desk, before):
    desk.quiet()
    return [s for s in desk.mails() if s["Message-ID"] not in before]


def test_a_dead_engineer_is_noticed_and_told_once(desk):
    ticket, sent = notice(desk, "kim1@acme.example")
    before = desk.seen()
    entry = desk.receive(dsn(sent.sender, AGENT))
    assert (entry["kind"], entry["ticket"]) == ("bounce", ticket)
    told = new(desk, before)
    assert sorted(s.recipients[0] for s in told) == [ADMIN, LEAD]
    assert all(AGENT in s.text and "5.1.1" in s.text and "#retry-address" in s.text
               and s.ticket == ticket for s in told)
    assert reach(desk, AGENT)["marked"] == "bounce"
    # Again, and of another mail: noted, and nobody hears of it any more.
    before = desk.seen()
    desk.receive(dsn(sent.sender, AGENT))
    assert new(desk, before) == []
    # Those who still read get the notices.
    other = desk.open("Another.", sender="kim1@acme.example")["id"]
    desk.mail(other, LEAD)
    desk.quiet()
    assert desk.mails(other, AGENT) == []


def test_where_nobody_else_would_be_told_leads_and_admins_are(desk):
    _, sent = notice(desk, "kim2@acme.example")
    desk.receive(dsn(sent.sender, AGENT))
    lead = desk.mail(to=LEAD)
    assert lead is not None
    other, mine = notice_to_lead(desk)
    desk.receive(dsn(mine.sender, LEAD))
    desk.quiet()
    assert {reach(desk, a)["marked"] for a in (AGENT, LEAD)} == {"bounce"}
    third = desk.open("Who reads this?", sender="kim2@acme.example")["id"]
    assert desk.mail(third, ADMIN).recipients == [ADMIN]
    assert desk.mails(third, AGENT) == [] and desk.mails(third, LEAD) == []
    assert other


def notice_to_lead(desk):
    ticket = desk.open("One more.", sender="kim2b@acme.example")["id"]
    sent = desk.mail(ticket, LEAD)
    desk.quiet()
    return ticket, sent


def test_two_dead_engineers_are_not_told_of_each_other_for_ever(desk, world):
    """Each notice to either comes back at once."""
    dead = {AGENT, LEAD, ADMIN}

    def bounce(got):
        if got.recipients[0] in dead and "+b-" in got.sender:
            world.deliver(dsn(got.sender, got.recipients[0]))

    world.smtp.on_accept = bounce
    try:
        ticket = desk.open("It is broken.", sender="kim3@acme.example")["id"]
        desk.mail(ticket, "kim3@acme.example")
        seen = -1
        for _ in range(20):
            desk.quiet()
            time.sleep(0.5)
            if len(desk.mails()) == seen:
                break
            seen = len(desk.mails())
        assert len([s for s in desk.mails() if s.ticket == ticket]) <= 8
        assert {reach(desk, a)["marked"] for a in (AGENT, LEAD)} == {"bounce"}
        before = len(desk.mails())
        time.sleep(2)
        assert len(desk.mails()) == before
    finally:
        world.smtp.on_accept = None


@pytest.mark.parametrize("status, action, marked", [
    ("5.1.1", "failed", "bounce"), ("5.2.1", "failed", "bounce"), ("5.4.1", "failed", "bounce"),
    ("5.2.2", "failed", None), ("4.4.1", "failed", None), ("4.4.7", "delayed", None),
    ("5.7.1", "failed", None), ("5.3.4", "failed", None)])
def test_what_may_pass_is_counted_alone(desk, status, action, marked):
    _, sent = notice(desk, "kim4@acme.example")
    entry = desk.receive(dsn(sent.sender, AGENT, status, action))
    assert entry["kind"] == "bounce"
    desk.quiet()
    assert (reach(desk, AGENT)["marked"], reach(desk, AGENT)["failures"]) == (marked, 1)


def test_a_forward_that_fails_is_not_the_readers_fault(desk):
    _, sent = notice(desk, "kim5@acme.example")
    desk.receive(dsn(sent.sender, "ana.second@elsewhere.example"))
    desk.quiet()
    assert reach(desk, AGENT)["marked"] is None


@pytest.mark.parametrize("damage", [
    lambda s: s.replace("+b-", "+b-x"), lambda s: s[:-20] + "aaaa" + s[-16:],
    lambda s: "support@example.com", lambda s: "support+b-a@example.com"])
def test_a_forged_one_does_nothing_and_is_kept(desk, damage):
    _, sent = notice(desk, "kim6@acme.example")
    before = desk.seen()
    entry = desk.receive(dsn(damage(sent.sender), AGENT))
    assert entry["kind"] == "quarantine" and new(desk, before) == []
    assert desk.rows("select * from docket.reach") == []


def test_anothers_token_marks_nobody(desk):
    """Lee has the return path of a notice to himself and names Ana in a bounce to it."""
    ticket, _ = notice(desk, "kim7@acme.example")
    mine = desk.mail(ticket, LEAD)
    desk.receive(dsn(mine.sender, AGENT))
    desk.quiet()
    assert reach(desk, AGENT) is None and reach(desk, LEAD)["marked"] is None


def test_a_token_in_capitals_is_the_same(desk):
    _, sent = notice(desk, "kim8@acme.example")
    desk.receive(dsn(sent.sender.upper(), AGENT))
    desk.quiet()
    assert reach(desk, AGENT)["marked"] == "bounce"
    assert desk.rows("select * from docket.own_address where address like '%%+b-%%'") == []


# Robots and people

def test_a_robot_at_a_return_path_is_noted_and_nothing_else(desk):
    ticket, sent = notice(desk, "kim9@acme.example")
    before, status = desk.seen(), desk.ticket(ticket)["status"]
    entry = desk.receive(robot(sent.sender, AGENT))
    assert (entry["kind"], entry["ticket"], entry["letter_kind"]) == ("mail-in", ticket, "auto")
    assert not entry["public"] and entry["data"]["mail_to"] == AGENT
    assert new(desk, before) == [] and desk.ticket(ticket)["status"] == status


def test_what_a_person_writes_there_is_held_and_told(desk):
    ticket, sent = notice(desk, "kim10@acme.example")
    before = desk.seen()
    entry = desk.receive(robot(sent.sender, f"Ana <{AGENT}>", "#close\r\nI did it.", headers=""))
    assert (entry["kind"], entry["ticket"]) == ("held", ticket)
    told = new(desk, before)
    assert told and all(s.recipients != [AGENT] for s in told)
    assert "I did it." in told[0].text
    assert desk.ticket(ticket)["status"] == "new"
    listed = desk.docket.ctl("held", "list").stdout.decode()
    assert str(entry["id"]) in listed
    desk.docket.ctl("held", "accept", str(entry["id"]))
    desk.world.wait(lambda: desk.entries(ticket, "note"), 20, "the note")
    assert desk.ticket(ticket)["status"] == "new"


def test_robots_that_nothing_gives_away_do_not_keep_each_other_busy(desk, world):
    """Each mail to an engineer is answered at once, at its envelope's sender."""
    def answer(got):
        who = got.recipients[0]
        if who in (AGENT, LEAD, ADMIN) and got.sender:
            world.deliver(robot(got.sender, who, "This mailbox is not read any more.", headers=""))

    world.smtp.on_accept = answer
    try:
        ticket = desk.open("It is broken.", sender="kim11@acme.example")["id"]
        desk.mail(ticket, AGENT)
        for _ in range(6):
            desk.quiet()
            time.sleep(0.5)
        count = len(desk.mails())
        time.sleep(3)
        desk.quiet()
        assert len(desk.mails()) == count
        assert len([s for s in desk.mails() if s.ticket == ticket]) <= 8
    finally:
        world.smtp.on_accept = None


def test_words_at_a_forged_return_path_are_kept(desk):
    tickets = desk.tickets()
    entry = desk.receive(robot("support+b-aabcdefghijklmnopqrstuvwxyz234567@example.com",
                               "jo@acme.example", "Help me.", headers=""))
    assert entry["kind"] == "quarantine" and desk.tickets() == tickets


# Customers

def test_a_dead_customer_gets_no_automatic_mail(desk):
    who = "gone@acme.example"
    ticket, _ = notice(desk, who)
    ack = desk.mail(ticket, who)
    before = desk.seen()
    entry = desk.receive(dsn("support@example.com", who, about=ack["Message-ID"]))
    assert (entry["kind"], entry["ticket"]) == ("bounce", ticket)
    told = new(desk, before)
    assert {s.recipients[0] for s in told} == {AGENT, LEAD}
    assert all("Not delivered" in s.name for s in told)
    assert reach(desk, who)["marked"] == "bounce"
    other = desk.open("Once more.", sender=who)["id"]
    desk.mail(other, AGENT)
    desk.quiet()
    assert desk.mails(other, who) == []
    [kept] = [e for e in desk.entries(other, "rule") if "came back" in e["data"].get("why", "")]
    assert kept["data"]["to"] == who
    text = " ".join(desk.mail(other, AGENT).text.split())
    assert re.search(r"Unreachable mail to there comes back since \S+ \S+ .*5\.1\.1 said so", text)


def speak(desk, language):
    """Another language, and with it another core."""
    core = desk.docket.roles("core")
    desk.docket.mailbox()["language"] = language
    desk.docket.write()
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.roles("core") not in ([], core), 20, "another core")


@pytest.mark.parametrize("language,says", [
    ("de", "E-Mails dorthin kommen zurück seit"), ("es", "el correo a esa dirección vuelve desde"),
    ("fr", "le courrier y est refusé depuis"), ("it", "torna indietro dal"),
    ("pt", "o correio para lá volta desde")])
def test_a_notice_of_a_dead_customers_ticket_says_so(desk, language, says):
    who = f"lost-{language}@acme.example"
    ticket, _ = notice(desk, who)
    ack = desk.mail(ticket, who)
    desk.receive(dsn("support@example.com", who, about=ack["Message-ID"]))
    before = desk.seen()
    speak(desk, language)
    try:
        desk.answer(ack, "Are you there?", who)
        told = desk.mail(ticket, AGENT, but=before | {s["Message-ID"] for s in desk.mails()
                                                      if "dsn" in s.text})
    finally:
        speak(desk, "en")
    assert says in " ".join(told.text.split()) and says in " ".join(told.html.split())


def test_docketctl_lists_marked_addresses_and_clears_one(desk):
    who, other = "listed@acme.example", "full@acme.example"
    ticket, _ = notice(desk, who)
    desk.receive(dsn("support@example.com", who, about=desk.mail(ticket, who)["Message-ID"]))
    ticket2, _ = notice(desk, other)
    desk.receive(dsn("support@example.com", other, status="4.2.2",
                     about=desk.mail(ticket2, other)["Message-ID"]))
    first = reach(desk, who)["since"]
    desk.receive(dsn("support@example.com", who, about=desk.mail(ticket, who)["Message-ID"]))
    rows = {r["address"]: r for r in desk.docket.ctl_json("reach")}
    assert (rows[who]["marked"], rows[who]["failures"], rows[who]["ticket"]) == ("bounce", 2, ticket)
    assert "said so" in rows[who]["why"] and other not in rows
    assert reach(desk, who)["since"] == first < reach(desk, who)["marked_at"]
    rows = {r["address"]: r for r in desk.docket.ctl_json("reach", "list", "--all")}
    assert rows[other]["marked"] is None and rows[other]["failures"] == 1
    text = desk.docket.ctl("reach").stdout.decode()
    assert re.search(rf"^{who} +bounce +\d{{4}}-\S+ \S+ .* 2 +{ticket} ", text, re.M)
    desk.docket.ctl("reach", "clear", who.upper())
    assert reach(desk, who) is None
    again = desk.docket.ctl("reach", "clear", who, check=False)
    assert again.returncode == 1 and b"nothing is known against" in again.stderr
    desk.mail(desk.open("Once more.", sender=who)["id"], who)	# its acknowledgement


def test_what_is_known_of_an_address_goes_with_its_contact(desk):
    who = "erased@acme.example"
    ticket, _ = notice(desk, who)
    desk.receive(dsn("support@example.com", who, about=desk.mail(ticket, who)["Message-ID"]))
    assert reach(desk, who)["marked"] == "bounce"
    desk.world.sql("delete from docket.ticket where requester = (select contact from"
                   " docket.contact_address where address = %s)", who)
    desk.world.sql("delete from docket.contact where id = (select contact from"
                   " docket.contact_address where address = %s)", who)
    assert reach(desk, who) is None


def test_a_mail_to_several_marks_nobody_by_its_message_id(desk):
    """Whoever got it can name the others in a forged bounce."""
    ticket, sent = notice(desk, "one@acme.example")
    desk.answer(sent, "#cc two@acme.example\n", f"Ana <{AGENT}>")
    desk.answer(sent, "We look at it.", f"Ana <{AGENT}>")
    shared = desk.world.wait(lambda: [s for s in desk.mails(ticket, "two@acme.example")], 20)[-1]
    desk.receive(dsn("support@example.com", "one@acme.example", about=shared["Message-ID"]))
    desk.quiet()
    assert (reach(desk, "one@acme.example") or {}).get("marked") is None


def test_where_null_is_refused_an_acknowledgement_comes_back_by_token(desk, world):
    world.smtp.reply = SENDERS["Amazon SES"]
    who = "ses@acme.example"
    ticket, _ = notice(desk, who)
    ack = desk.mail(ticket, who)
    assert re.fullmatch(r"support\+b-[a-z2-7]+@example\.com", ack.sender)
    assert ack["From"].endswith("<support@example.com>") and "+b-" not in ack["Reply-To"]
    assert desk.rows("select * from docket.delivery where state = 'failed'") == []
    before = desk.seen()
    desk.receive(robot(ack.sender, who))
    assert new(desk, before) == []
    desk.receive(dsn(ack.sender, who))
    desk.quiet()
    assert reach(desk, who)["marked"] == "bounce"


def test_a_server_that_refuses_the_recipient_marks_it(desk, world):
    who = "nobody@acme.example"
    world.smtp.reply = lambda stage, got: (
        "550 5.1.1 User unknown" if stage == "rcpt" and got.recipient == who else None)
    ticket = desk.open("Hello?", sender=who)["id"]
    world.wait(lambda: reach(desk, who), 20, "the mark")
    desk.quiet()
    assert reach(desk, who)["marked"] == "bounce"
    assert desk.entries(ticket, "bounce")


def test_a_server_that_refuses_an_engineer_is_told_once(desk, world):
    world.smtp.reply = lambda stage, got: (
        "550 5.1.1 User unknown" if stage == "rcpt" and got.recipient == AGENT else None)
    before = desk.seen()
    ticket = desk.open("Hello?", sender="kim12@acme.example")["id"]
    desk.world.wait(lambda: [s for s in desk.mails(ticket, ADMIN)], 20, "the admin's mail")
    told = [s for s in new(desk, before) if "do not get through" in s.name]
    assert sorted(s.recipients[0] for s in told) == [ADMIN, LEAD]


def test_an_address_is_tried_again_on_request(desk):
    who = "back@acme.example"
    ticket, sent = notice(desk, who)
    ack = desk.mail(ticket, who)
    desk.receive(dsn("support@example.com", who, about=ack["Message-ID"]))
    desk.quiet()
    assert reach(desk, who)["marked"] == "bounce"
    for wrong in ("bakc@acme.example", "nonsense"):
        before = desk.seen()
        desk.answer(sent, f"#retry-address {wrong}\n", f"Ana <{AGENT}>")
        desk.quiet()
        [told] = new(desk, before)
        assert who in told.text and wrong in told.text
    asked = desk.docket.ctl("do", str(ticket), "retry-address", check=False)
    assert who in asked.stderr.decode()
    assert reach(desk, who)["marked"] == "bounce"
    desk.answer(sent, f"#retry-address {who}\n", f"Ana <{AGENT}>")
    desk.quiet()
    assert reach(desk, who) is None
    assert [e["data"]["to"] for e in desk.entries(ticket) if e["data"].get("what") ==
            "retry-address"] == [who]
    other = desk.open("Again.", sender=who)["id"]
    assert desk.mail(other, who)
    desk.receive(dsn("support@example.com", who, about=ack["Message-ID"]))
    desk.quiet()
    desk.docket.ctl("do", str(ticket), "retry-address", who)
    assert reach(desk, who) is None


ARF = """\
From: {provider}
To: support@example.com
Subject: {subject}
Message-ID: <arf{n}@fbl.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=fbl

--fbl
Content-Type: text/plain

This is an email abuse report.
--fbl
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: {agent}
Version: {version}
{rcpt}
--fbl
Content-Type: {original}

From: Example Support <support@example.com>
Message-ID: {about}
Subject: Re: It is broken.

--fbl--
"""


@pytest.mark.parametrize("provider, subject, agent, version, rcpt, original", [
    ("Yahoo! Mail <feedback@arf.mail.yahoo.example>", "FW:Re: It is broken.",
     "Yahoo!-Mail-Feedback/2.0", "0.1", "Original-Rcpt-To: <{who}>", "message/rfc822"),
    ("staff@hotmail.example", "complaint about message from 192.0.2.1", "Hotmail FBL", "1",
     "Original-Rcpt-To: redacted@redacted.invalid", "message/rfc822"),
    ("Amazon SES <complaints@email-abuse.amazonses.example>", "FW:", "Amazon SES Mailbot", "1",
     "", "text/rfc822-headers"),
    ("fbl@isp.example", "FW: spam", "ReturnPathFBL/2.0", "1",
     "Removal-Recipient: xyz@fbl.example", "message/rfc822")])
def test_a_complaint_stops_automatic_mail_and_tells_the_admins(
        desk, provider, subject, agent, version, rcpt, original):
    COUNT[0] += 1
    who = f"angry{COUNT[0]}@acme.example"
    ticket, _ = notice(desk, who)
    ack = desk.mail(ticket, who)
    report = ARF.format(provider=provider, subject=subject, agent=agent, version=version,
                        rcpt=rcpt.format(who=who), original=original, about=ack["Message-ID"],
                        n=COUNT[0]).replace("\n", "\r\n").encode()
    before = desk.seen()
    assert desk.receive(report)["ticket"] == ticket
    told = new(desk, before)
    assert sorted(s.recipients[0] for s in told) == [ADMIN, LEAD]
    assert all("spam" in s.name and who in s.text for s in told)
    assert reach(desk, who)["marked"] == "complaint"
    before = desk.seen()
    desk.receive(report.replace(b"<arf", b"<again"))
    assert new(desk, before) == []
    other = desk.open("Once more.", sender=who)["id"]
    desk.mail(other, AGENT)
    desk.quiet()
    assert desk.mails(other, who) == []


def test_a_complaint_about_no_mail_of_ours_marks_nobody(desk):
    report = ARF.format(provider="fbl@isp.example", subject="FW: x", agent="x", version="1",
                        rcpt="Original-Rcpt-To: <jo@acme.example>", original="message/rfc822",
                        about="<docket.1.0123456789abcdef01234567@example.com>", n="none")
    before = desk.seen()
    desk.receive(report.replace("\n", "\r\n").encode())
    assert new(desk, before) == [] and desk.rows("select * from docket.reach") == []


def test_who_answers_a_dead_address_is_told_and_show_tells_it(desk):
    who = "dead@acme.example"
    ticket, sent = notice(desk, who)
    ack = desk.mail(ticket, who)
    desk.receive(dsn("support@example.com", who, about=ack["Message-ID"]))
    before = desk.seen()
    desk.quiet()
    desk.answer(sent, "We mended it.", f"Ana <{AGENT}>")
    came = new(desk, before)
    assert [s.text for s in came if s.recipients == [who] and "We mended it." in s.text]
    [warned] = [s for s in came if "May not arrive" in s.name]
    assert warned.recipients == [AGENT] and who in warned.text and "5.1.1" in warned.text
    shown = desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert f"reach      {who}: mail comes back: gets no automatic mail (1, last" in shown
