"""The main job: a customer's mail in, ticket, acknowledgement, the engineer's
reply out, all on real servers.

One docketd serves most tests here; each test writes from addresses of its own.
"""
import hashlib
import re
import time

import pytest

from world import ROOT, desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana at home <{AGENT}>"
SUPPORT = "support@example.com"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def template_line(language, name):
    """A line of a template that has no variable in it, to know the mail by."""
    with open(f"{ROOT}/conf/templates/{language}/{name}.txt", encoding="utf-8") as f:
        lines = [line.strip() for line in f.read().split("\n\n", 1)[1].splitlines()]
    return max((line for line in lines if "{{" not in line), key=len)


def flat(text):
    return re.sub(r"\s+", " ", text)


# A customer's mail

def test_a_mail_becomes_a_ticket(desk):
    raw = mail.letter("The lift is stuck.", sender="Jo Doe <jo1@acme.example>",
                      subject="Lift stuck", message_id="<lift@acme.example>")
    entry = desk.receive(raw, when=time.time() - 90)
    ticket = desk.ticket(entry["ticket"])
    assert (ticket["subject"], ticket["status"], ticket["project"], ticket["mailbox"]) == (
        "Lift stuck", "new", "ACME", "support")
    assert (entry["kind"], entry["author"], entry["public"], entry["by_agent"]) == (
        "mail-in", "jo1@acme.example", True, False)
    assert entry["new_text"].strip() == "The lift is stuck."
    assert entry["message_id"] == "lift@acme.example"
    contact = desk.row("select * from docket.contact where id = %s", ticket["requester"])
    assert (contact["address"], contact["name"], contact["project"]) == (
        "jo1@acme.example", "Jo Doe", "ACME")

    assert desk.rows("select address from docket.contact_address where contact = %s",
                     contact["id"]) == [{"address": "jo1@acme.example"}]


def test_each_address_of_a_contact_is_that_contact(desk):
    """… who gets mail at the preferred one, and may write from all."""
    first = desk.open("from work", sender="Two <two@acme.example>")
    desk.world.sql("insert into docket.contact_address values ('two@other.example', %s)",
                   first["requester"])
    second = desk.open("from home", sender="two@other.example")
    assert (second["requester"], second["project"]) == (first["requester"], "ACME")
    ack = desk.mail(second["id"], "two@acme.example")
    assert not desk.mails(to="two@other.example")
    answer = desk.answer(ack, "more", "two@other.example")
    assert (answer["ticket"], answer["kind"]) == (second["id"], "mail-in")
    assert desk.world.one("select count(*) from docket.contact where id = %s or address ~ '^two@'",
                          first["requester"]) == 1


def test_the_raw_mail_is_kept_byte_for_byte(desk):
    raw = mail.letter("Raw \u00e9 bytes,\ttabs  and a dot:\n.\n", sender="jo2@acme.example")
    entry = desk.receive(raw)
    kept = desk.row("select b.bytes, size, sha256 from docket.raw r join docket.raw_bytes b"
                    " on (b.raw, b.stored_at) = (r.id, r.stored_at) where id = %s", entry["raw"])
    assert bytes(kept["bytes"]) == raw
    assert kept["size"] == len(raw)
    assert bytes(kept["sha256"]) == hashlib.sha256(raw).digest()


def test_arrival_is_the_servers_time_not_the_senders(desk):
    when = int(time.time()) - 3600
    raw = mail.letter("late", sender="jo3@acme.example").replace(b"Date: ", b"X-Was: ", 1)
    raw = b"Date: Fri, 01 Jan 1999 00:00:00 +0000\r\n" + raw
    entry = desk.receive(raw, when=when)
    arrived = desk.row("select docket.us(arrived_at) as us from docket.raw where id = %s",
                       entry["raw"])["us"]
    assert arrived == when * 1_000_000
    cycle = desk.row("select docket.us(started_at) as us from docket.cycle where ticket = %s"
                     " and clock = 'response'", entry["ticket"])
    assert cycle["us"] == when * 1_000_000


def test_a_stranger_goes_to_the_default_project(desk):
    ticket = desk.open("hello", sender="somebody@nowhere.example")
    assert ticket["project"] == "WALK-IN"


def test_stored_mail_is_flagged_on_the_server(desk):
    before = set(desk.world.imap.flags())
    desk.open("flag me", sender="jo4@acme.example")
    desk.world.wait(lambda: [flags for uid, flags in desk.world.imap.flags().items()
                             if uid not in before and "\\Seen" in flags], 10,
                    "the new mail to be flagged")


# The acknowledgement

def test_acknowledgement_threads_and_is_marked_automatic(desk):
    ticket = desk.open("please", sender="Jo Doe <jo5@acme.example>", subject="A question",
                       message_id="<question5@acme.example>")
    ack = desk.mail(ticket["id"], "jo5@acme.example")
    assert ack.sender == ""					# null envelope sender
    assert ack.recipients == ["jo5@acme.example"]
    assert mail.addresses(ack.message, "From") == [SUPPORT]
    assert "Example Support" in ack["From"]
    assert ack["Auto-Submitted"] == "auto-replied"
    assert ack["In-Reply-To"] == "<question5@acme.example>"
    assert "<question5@acme.example>" in ack["References"]
    assert re.fullmatch(r"<[^<>@\s]+@example\.com>", ack["Message-ID"])
    assert f"[desk #{ticket['id']}]" in ack["Subject"]
    assert "A question" in ack["Subject"]
    assert ack.message.get_content_type() == "multipart/alternative"
    assert ack.text.strip() and "<" in ack.html
    assert re.match(r"support(\+[a-z0-9]+)?@example\.com$",
                    mail.addresses(ack.message, "Reply-To")[0])


def test_acknowledgement_goes_out_once(desk):
    ticket = desk.open("once", sender="jo6@acme.example")
    first = desk.mail(ticket["id"], "jo6@acme.example")
    desk.answer(first, "and one more thing", "jo6@acme.example")
    desk.quiet()
    assert len(desk.mails(ticket["id"], "jo6@acme.example")) == 1


def test_outgoing_mail_is_canonical(desk):
    ticket = desk.open("caf\u00e9", sender="J\u00f6 <jo7@acme.example>", subject="caf\u00e9 \u2615")
    ack = desk.mail(ticket["id"], "jo7@acme.example")
    assert b"\n" not in ack.raw.replace(b"\r\n", b"")	# no bare LF
    assert max(len(line) for line in ack.raw.split(b"\r\n")) <= 998
    assert all(byte < 128 for byte in ack.raw)		# no raw 8-bit


def test_acknowledgement_speaks_the_projects_language(desk):
    entry = desk.receive(mail.sample("spanish"))
    ack = desk.mail(entry["ticket"], "lucia@globex.example")
    assert flat(template_line("es", "acknowledgement")) in flat(ack.text)


# Fields

def test_pseudo_headers_in_spanish(desk):
    raw = mail.sample("spanish").replace(b"7f21@", b"7f22@").replace(b"lucia@", b"lucia2@")
    fields = desk.fields(desk.receive(raw)["ticket"])
    got = {n: (f["value"], f["raw"], f["source"]) for n, f in fields.items()}
    assert got["version"] == ("2.4.1", "v2.4.1", "pseudo-header")
    assert got["severity"] == ("high", "alta", "pseudo-header")
    assert fields["severity"]["found_in"].lower() == "gravedad"


def test_severity_in_a_header_sets_its_clock(desk):
    when = int(time.time()) - 30
    entry = desk.receive(mail.sample("severity-header"), when=when)
    severity = desk.fields(entry["ticket"])["severity"]
    assert (severity["value"], severity["source"]) == ("critical", "header")
    due = desk.row("select docket.us(due_at) as us from docket.cycle where ticket = %s"
                   " and clock = 'response'", entry["ticket"])["us"]
    assert due == (when + 15 * 60) * 1_000_000
    # Nothing proves who wrote it: whom its author copied is named, and an engineer's to add.
    people = {p["address"] for p in
              desk.rows("select * from docket.participant where ticket = %s", entry["ticket"])}
    assert people == {"priya@acme.example"}
    assert "night@acme.example" in desk.mail(entry["ticket"], AGENT).text


def test_version_in_prose(desk):
    entry = desk.receive(mail.sample("version-prose"))
    fields = desk.fields(entry["ticket"])
    assert (fields["version"]["value"], fields["version"]["source"]) == (
        "2.4.1-rc2", "pattern")
    assert (fields["severity"]["value"], fields["severity"]["source"]) == (
        "medium", "default")


def test_html_is_readable_and_its_attachment_listed(desk):
    raw = mail.sample("html-attachment")
    entry = desk.receive(raw)
    text = flat(entry["body"])
    assert "print spooler" in text and "first floor \u2013 lp0" in text
    for hidden in ("alert(", "MsoNormal", "Preview text", "<p"):
        assert hidden not in entry["body"]
    [kept] = desk.rows("select * from docket.attachment where entry = %s", entry["id"])
    part = next(p for p in mail.read(raw).walk() if p.get_filename())
    content = part.get_payload(decode=True)
    assert (kept["name"], kept["type"], kept["size"], bytes(kept["sha256"])) == (
        "sp\u00f6oler.log", "text/plain", len(content), hashlib.sha256(content).digest())
    assert desk.ticket(entry["ticket"])["subject"] == "Print spooler stops \u2013 all floors"


def test_words_beside_inline_elements_stay_apart(desk):
    raw = mail.sample("html-attachment").replace(b"AM0PR08MB31@", b"AM0PR08MB32@")
    assert "the print spooler stops" in flat(desk.receive(raw)["body"])


def test_an_engineer_gets_the_customers_files(desk):
    raw = mail.sample("html-attachment").replace(b"AM0PR08MB31@", b"AM0PR08MB33@").replace(
        b"zoe.mueller@", b"zoe.maier@")
    ticket = desk.receive(raw)["ticket"]
    notice = desk.mail(ticket, AGENT)
    [part] = [p for p in notice.message.walk() if p.get_filename()]
    sent = next(p for p in mail.read(raw).walk() if p.get_filename())
    assert (part.get_filename(), part.get_payload(decode=True)) == (
        "sp\u00f6oler.log", sent.get_payload(decode=True))
    ack = desk.mail(ticket, "zoe.maier@acme.example")
    assert not [p for p in ack.message.walk() if p.get_filename()]


# A reply finds its ticket

def by_reply_address(ack, ticket):
    return {"to": ack["Reply-To"] or ack["From"], "subject": "something else"}


def by_in_reply_to(ack, ticket):
    return {"to": SUPPORT, "subject": "something else",
            "headers": [("In-Reply-To", ack["Message-ID"])]}


def by_references(ack, ticket):
    return {"to": SUPPORT, "subject": "something else",
            "headers": [("References", f"<x@y.example> {ack['Message-ID']}")]}


def by_own_message(ack, ticket):
    return {"to": SUPPORT, "subject": "something else",
            "headers": [("In-Reply-To", ack["In-Reply-To"])]}


def by_subject_tag(ack, ticket):
    return {"to": SUPPORT, "subject": f"AW: [desk #{ticket}] Thread"}


@pytest.mark.parametrize("n,how", enumerate(
    [by_reply_address, by_in_reply_to, by_references, by_own_message, by_subject_tag]),
    ids=lambda v: getattr(v, "__name__", ""))
def test_a_reply_finds_its_ticket(desk, n, how):
    who = f"thread{n}@acme.example"
    ticket = desk.open("first", sender=who, subject="Thread")["id"]
    ack = desk.mail(ticket, who)
    notice = desk.mail(ticket, AGENT)
    entry = desk.receive(mail.letter("second", sender=who, **how(ack, ticket)))
    assert (entry["ticket"], entry["kind"]) == (ticket, "mail-in")
    desk.mail(ticket, AGENT, but={notice["Message-ID"]})	# the desk is told


def test_a_stranger_with_the_tag_opens_another_ticket(desk):
    ticket = desk.open("private", sender="owner@acme.example", subject="Secret matter")["id"]
    desk.mail(ticket, "owner@acme.example")
    entry = desk.receive(mail.letter("let me in", sender="eve@elsewhere.example",
                                     subject=f"Re: [desk #{ticket}] Secret matter"))
    assert entry["ticket"] != ticket
    desk.quiet()
    assert not [s for s in desk.mails(ticket) if "let me in" in s.text]
    assert "private" not in "".join(s.text for s in desk.mails(to="eve@elsewhere.example"))


def test_a_colleague_with_the_tag_is_believed(desk):
    ticket = desk.open("ours", sender="one@acme.example", subject="Shared")["id"]
    entry = desk.receive(mail.letter("me too", sender="two@acme.example",
                                     subject=f"Re: [desk #{ticket}] Shared"))
    assert entry["ticket"] == ticket


def test_quoted_text_commands_nothing(desk):
    first = desk.receive(mail.sample("version-prose").replace(b"d41d8", b"d41d9"))
    ack = desk.mail(first["ticket"], "peter@initech.example")
    entry = desk.receive(mail.sample(
        "reply", reply_to=ack["Reply-To"] or ack["From"], subject=ack["Subject"],
        in_reply_to=ack["Message-ID"]))
    assert entry["ticket"] == first["ticket"]
    assert "restart of the indexer" in entry["new_text"]
    assert "we have your request" not in entry["new_text"]
    assert "we have your request" in entry["body"]
    assert desk.ticket(first["ticket"])["status"] != "closed"
    assert desk.fields(first["ticket"])["version"]["value"] == "2.4.1-rc2"


# Mail that no person wrote

def test_a_vacation_notice_gets_no_answer(desk):
    ticket = desk.open("urgent", sender="Priya Raman <priya@acme.example>")["id"]
    ack = desk.mail(ticket, "priya@acme.example")
    desk.quiet()
    before = len(desk.mails(to="priya@acme.example"))
    entry = desk.receive(mail.sample("vacation", subject=ack["Subject"],
                                     in_reply_to=ack["Message-ID"]))
    assert (entry["ticket"], entry["letter_kind"]) == (ticket, "auto")
    desk.quiet()
    assert len(desk.mails(to="priya@acme.example")) == before
    assert desk.ticket(ticket)["status"] == "new"


def test_automatic_mail_opens_no_ticket(desk):
    before = desk.tickets()
    desk.receive(mail.letter("I am a robot", sender="robot@acme.example",
                             headers=[("Auto-Submitted", "auto-generated")]))
    desk.quiet()
    assert desk.tickets() == before
    assert desk.mails(to="robot@acme.example") == []


def test_a_bounce_shows_on_its_ticket(desk):
    who = "gone@acme.example"
    ticket = desk.open("reach me", sender=who)["id"]
    ack = desk.mail(ticket, who)
    seen = {s["Message-ID"] for s in desk.mails(ticket, AGENT)} or {
        desk.mail(ticket, AGENT)["Message-ID"]}
    entry = desk.receive(mail.sample("bounce", recipient=who, subject=ack["Subject"],
                                     original_id=ack["Message-ID"]))
    assert (entry["ticket"], entry["kind"]) == (ticket, "bounce")
    told = desk.mail(ticket, AGENT, but=seen)
    assert who in told.text and "mailbox is full" in told.text
    desk.quiet()
    assert not [s for s in desk.mails() if "mailer-daemon" in " ".join(s.recipients).lower()]
    assert len(desk.mails(ticket, who)) == 1


def test_a_broken_mail_is_quarantined_whole(desk):
    raw = mail.sample("broken")
    before = desk.tickets()
    entry = desk.receive(raw)
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)
    kept = desk.row("select bytes from docket.raw_bytes where raw = %s", entry["raw"])
    assert bytes(kept["bytes"]) == raw
    assert desk.tickets() == before
    assert b"Scanned document" in desk.docket.ctl("quarantine", "list").stdout
    told = desk.mail(to=LEAD)
    assert "Scanned document" in told.text + told["Subject"]


def test_the_same_bytes_again_are_a_duplicate(desk):
    raw = mail.letter("again and again", sender="twice@acme.example")
    ticket = desk.receive(raw)["ticket"]
    desk.mail(ticket, "twice@acme.example")
    before = desk.tickets()
    desk.receive(raw)
    desk.quiet()
    assert desk.tickets() == before
    assert len(desk.mails(to="twice@acme.example")) == 1
    assert len(desk.entries(ticket, "mail-in")) == 1
    digest = hashlib.sha256(raw).digest()
    rows = desk.rows("select duplicate_of, bytes from docket.raw left join docket.raw_bytes"
                     " on raw = id where sha256 = %s order by id", digest)
    assert [row["duplicate_of"] is None for row in rows] == [True, False]
    assert rows[1]["bytes"] is None


# The engineer

def opened(desk, who, **kwargs):
    """A ticket and the notice that Ana got of it."""
    ticket = desk.open("It is broken.", sender=f"Kim <{who}>", **kwargs)["id"]
    return ticket, desk.mail(ticket, AGENT)


def test_a_notice_carries_a_proof_for_one_agent(desk):
    ticket, notice = opened(desk, "kim1@acme.example")
    other = desk.mail(ticket, LEAD)
    assert notice["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"support\+b-[a-z2-7]{20,}@example\.com", notice.sender)
    assert notice.recipients == [AGENT] and notice["Return-Path"] == ""
    mine, theirs = (mail.addresses(s.message, "Reply-To")[0] for s in (notice, other))
    assert re.fullmatch(r"support\+[a-z0-9-]{20,}@example\.com", mine)
    assert mine != theirs
    assert f"[desk #{ticket}]" in notice["Subject"]
    assert "It is broken." in notice.text
    assert "mailto:" in notice.text + notice.html


def test_an_engineers_reply_reaches_the_customer(desk):
    who = "kim2@acme.example"
    ticket, notice = opened(desk, who, subject="Broken", message_id="<broken2@acme.example>")
    ack = desk.mail(ticket, who)
    desk.answer(notice, "#severity high\n#close\n\nDear Kim,\n\nplease turn it off and on.\n", ANA)
    reply = desk.mail(ticket, who, but={ack["Message-ID"]})
    assert reply.recipients == [who]
    assert reply.sender != "" and reply.sender.endswith("@example.com")
    assert mail.addresses(reply.message, "From") == [SUPPORT]
    assert "Ana" in reply["From"]
    assert not reply["Auto-Submitted"]
    assert "please turn it off and on." in flat(reply.text)
    assert "please turn it off and on." in flat(reply.html)
    assert reply["In-Reply-To"] in ("<broken2@acme.example>", ack["Message-ID"])
    assert "<broken2@acme.example>" in reply["References"]
    assert f"[desk #{ticket}]" in reply["Subject"] and "Broken" in reply["Subject"]
    whole = reply.raw.decode("ascii") + reply.text + reply.html
    for private in ("home.example.net", "#severity", "#close", "Ana at home", "mailto:"):
        assert private not in whole
    assert desk.ticket(ticket)["status"] == "closed"
    severity = desk.fields(ticket)["severity"]
    assert (severity["value"], severity["source"]) == ("high", "command")


def test_an_answer_stops_the_response_clock_at_its_arrival(desk):
    ticket, notice = opened(desk, "kim3@acme.example")
    assert desk.cycle(ticket, "response")["state"] == "running"
    entry = desk.answer(notice, "We look into it.", ANA)
    arrived = desk.row("select docket.us(arrived_at) as us from docket.raw where id = %s",
                       entry["raw"])["us"]
    cycle = desk.row("select state, docket.us(stopped_at) as us from docket.cycle"
                     " where ticket = %s and clock = 'response'", ticket)
    assert (cycle["state"], cycle["us"]) == ("met", arrived)
    assert desk.cycle(ticket, "resolution")["state"] == "running"


def test_commands_alone_are_no_answer(desk):
    who = "kim4@acme.example"
    ticket, notice = opened(desk, who)
    desk.answer(notice, "#assign lee\n", ANA)
    desk.quiet()
    assert desk.ticket(ticket)["assignee"] == "lee"
    assert desk.cycle(ticket, "response")["state"] == "running"
    assert len(desk.mails(ticket, who)) == 1			# the acknowledgement


def test_a_note_stays_inside(desk):
    who = "kim5@acme.example"
    ticket, notice = opened(desk, who)
    desk.answer(notice, "#note\nThis customer shouts; be brief.\n", ANA)
    desk.quiet()
    assert "shouts" not in "".join(s.text for s in desk.mails(to=who))
    [note] = desk.entries(ticket, "note")
    assert not note["public"] and "be brief" in note["new_text"]
    assert desk.cycle(ticket, "response")["state"] == "running"


def test_a_bad_command_refuses_the_whole_mail(desk):
    who = "kim6@acme.example"
    ticket, notice = opened(desk, who)
    desk.quiet()
    seen = desk.seen()
    desk.answer(notice, "#severity critical\n#clsoe\n\nDone, good-bye.\n", ANA)
    refused = desk.mail(ticket, AGENT, but=seen)
    assert "#clsoe" in refused.text and "#close" in refused.text
    desk.quiet()
    assert desk.fields(ticket)["severity"]["value"] == "medium"
    assert desk.ticket(ticket)["status"] == "new"
    assert "good-bye" not in "".join(s.text for s in desk.mails(to=who))
    assert len(desk.mails(ticket, who)) == 1


def spoof(desk, ticket, notice):
    return mail.letter("#close\n\nBye.", sender=ANA, to=SUPPORT,
                       subject=f"Re: [desk #{ticket}] Printer on fire")


def unproven(message_id):
    """An engineer's copy's has a proof in it."""
    return re.sub(r"\+[^@]*@", "@", message_id)


def reference(desk, ticket, notice):
    return mail.letter("#close\n\nBye.", sender=ANA, to=SUPPORT,
                       headers=[("In-Reply-To", unproven(notice["Message-ID"]))])


def forge(desk, ticket, notice):
    address = mail.addresses(notice.message, "Reply-To")[0]
    at = address.index("@") - 1
    forged = address[:at] + ("b" if address[at] == "a" else "a") + address[at + 1:]
    return mail.letter("#close\n\nBye.", sender=ANA, to=forged,
                       headers=[("In-Reply-To", unproven(notice["Message-ID"]))])


def borrow(desk, ticket, notice):
    """With the proof that was given to the customer."""
    ack = next(s for s in desk.mails(ticket) if AGENT not in s.recipients
               and LEAD not in s.recipients)
    return mail.letter("#close\n\nBye.", sender=ANA, to=ack["Reply-To"] or SUPPORT,
                       headers=[("In-Reply-To", ack["Message-ID"])])


@pytest.mark.parametrize("n,how", enumerate([spoof, reference, forge, borrow]),
                         ids=lambda v: getattr(v, "__name__", ""))
def test_without_proof_nothing_is_applied(desk, n, how):
    who = f"lou{n}@acme.example"
    ticket, notice = opened(desk, who)
    desk.quiet()
    raw = how(desk, ticket, notice)
    seen = desk.seen()
    entry = desk.receive(raw)
    assert entry["kind"] == "held"
    asked = desk.mail(to=AGENT, but=seen)			# the real one is asked
    assert asked.recipients == [AGENT]
    desk.quiet()
    assert desk.ticket(ticket)["status"] == "new"
    assert len(desk.mails(ticket, who)) == 1


def test_a_customers_commands_are_text(desk):
    ticket = desk.open("#close\n#severity critical\nwhat is this?", sender="sly@acme.example")
    assert ticket["status"] == "new"
    assert desk.fields(ticket["id"])["severity"]["value"] == "medium"


# The daemon

def test_a_bad_reload_keeps_the_running_policy(desk):
    docket = desk.docket
    agents = docket.files["agents.conf"]
    docket.files["agents.conf"] = {"agents": agents["agents"], "no_such_setting": 1}
    docket.write()
    try:
        docket.reload()
        desk.world.wait(lambda: re.search(r"agents\.conf:\d+: ", docket.log()), 10,
                        "the fault in the log")
        ticket = desk.open("still there?", sender="after@acme.example")
        assert desk.mail(ticket["id"], "after@acme.example")
        assert docket.ctl("check", check=False).returncode == 78
    finally:
        docket.files["agents.conf"] = agents
        docket.write()


def test_a_good_reload_takes_effect(desk):
    docket = desk.docket
    before = docket.pids()[0]
    docket.mailbox()["display_name"] = "Renamed Desk"
    docket.write()
    docket.reload()
    for n in range(20):
        ticket = desk.open(f"who are you? {n}", sender=f"curious{n}@acme.example")
        if "Renamed Desk" in desk.mail(ticket["id"], f"curious{n}@acme.example")["From"]:
            break
    else:
        raise AssertionError("the new name never came")
    assert docket.pids()[0] == before


def test_stop_and_start_lose_nothing(desk):
    docket = desk.docket
    assert docket.stop() == 0
    for n in range(5):
        desk.world.deliver(mail.letter(f"while away {n}", sender=f"away{n}@acme.example"))
    docket.start()
    for n in range(5):
        sent = desk.mail(to=f"away{n}@acme.example")
        assert sent.ticket
    assert desk.world.one("select count(*) from docket.contact where address ~ '^away'") == 5
