"""An engineer's reply address that somebody else has had proves nothing any more."""
import email.message
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"
LEE = f"Lee <{LEAD}>"
DEAD = "proves nothing any more"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def address_of(sent):
    [address] = mail.addresses(sent.message, "Reply-To")
    return address


def withdrawn(desk, number):
    """{agent: serial} of a ticket."""
    return {r["agent"]: r["serial"] for r in desk.rows(
        "select agent, serial from docket.withdrawn where ticket = %s", number)}


def send(desk, text, sender, to, **kwargs):
    return desk.receive(mail.letter(text, sender=sender, to=to, subject="Re: Hum", **kwargs))


def check_dead(desk, notice, seen):
    """It is dead, its owner was told and has another that works."""
    number = notice.ticket
    assert withdrawn(desk, number) == {"ana": 1}
    [told] = [s for s in desk.quiet() if s["Message-ID"] not in seen
              and "withdrawn" in s.name]
    assert told.ticket == number and DEAD in told.text
    assert told.recipients == [AGENT]
    old, new = address_of(notice), address_of(told)
    assert re.match(r"support\+[a-z2-7]+@example\.com$", new) and new != old
    forged = send(desk, "#close", ANA, old)
    assert forged["kind"] == "held" and DEAD in forged["data"]["reason"]
    assert desk.ticket(number)["status"] == "new"
    [entry] = [e for e in desk.entries(number, "rule")
               if e["data"].get("what") == "reply address withdrawn"]
    assert entry["data"]["agent"] == "ana"
    assert f"reply address withdrawn ticket={number}" in desk.docket.log()
    good = send(desk, "#close", ANA, new)
    assert (good["kind"], good["author"]) == ("command", "ana")
    return told


@pytest.mark.parametrize("how", ["to", "cc", "text", "link", "reply-to", "delivered-to", "elsewhere"])
def test_in_anybody_elses_mail_it_dies(desk, notice, how):
    number, address = notice.ticket, address_of(notice)
    jo = desk.entries(number)[0]["author"]
    seen = desk.seen()
    to, headers, text = "support@example.com", [], "Thanks!"
    if how == "to":
        to = address
    elif how == "elsewhere":
        to = address.replace("support", "kim").replace("example.com", "evil.example")
    elif how in ("text", "link"):
        text += "\n\nOn Monday Ana wrote:\n> " + {
            "text": f"{address} wrote:", "link": f"Take: mailto:{address.replace('+', '%2B')}?x"}[how]
    else:
        headers = [(how.title(), address)]
    if how in ("text", "link", "reply-to"):
        headers.append(("In-Reply-To", f"<{desk.entries(number)[0]['message_id'].strip('<>')}>"))
    send(desk, text, jo, to, headers=headers)
    check_dead(desk, notice, seen)


def with_part(text, kind, content, encoding="7bit", named=False, mixed=False, **fields):
    """A mail whose second part has what its plain text does not show."""
    whole = email.message.EmailMessage()
    whole["From"], whole["Subject"], whole["To"] = fields["sender"], "Re: Hum", "support@example.com"
    whole["Date"], whole["Message-ID"] = "Mon, 2 Mar 2026 09:00:00 +0000", fields["message_id"]
    for name, value in fields.get("headers", ()):
        whole[name] = value
    whole.set_content(text)
    part = email.message.EmailMessage()
    if kind == "message/rfc822":
        part.set_content(email.message_from_string(content))
    else:
        part.set_content(content, subtype=kind.partition("/")[2], cte=encoding)
    if named:
        part.add_header("Content-Disposition", "attachment", filename="notes.txt")
    (whole.make_mixed if mixed else whole.make_alternative)()
    whole.attach(part)
    return mail.crlf(whole.as_bytes())


PARTS = {
    "a link": ("text/html", "<p>Thanks!</p><a href=\"mailto:{}\">Take</a>", {}),
    "… in quoted-printable": ("text/html", "<p>Thanks!</p><a href=\"mailto:{}\">Take</a>",
                              {"encoding": "quoted-printable"}),
    "… in base64": ("text/html", "<p>Thanks!</p><a href='mailto:{}?subject=x'>Take</a>",
                    {"encoding": "base64"}),
    "… encoded": ("text/html", "<p>Thanks!</p><a href='mailto:{%}'>Take</a>", {}),
    "… that a filter rewrote": ("text/html", "<p>Thanks!</p><a href='https://links.filter.example/?"
                                "url=mailto%3A{%%}&amp;x=1'>Take</a>", {}),
    "… with a numbered sign": ("text/html", "<p>Thanks!</p><a href='mailto:{#}'>Take</a>", {}),
    "a picture": ("text/html", "<p>Thanks!</p><img src='https://x.example/{%}.png'>", {}),
    "a comment": ("text/html", "<p>Thanks!</p><!-- {} -->", {}),
    "enriched": ("text/enriched", "<bold>Thanks!</bold> {}", {}),
    "a text that is attached": ("text/plain", "from {}", {"named": True, "mixed": True}),
    "a page that is attached": ("text/html", "<a href='mailto:{}'>", {"named": True, "mixed": True}),
    "a mail that is attached": ("message/rfc822", "Subject: x\nReply-To: {}\n\nx\n", {"mixed": True}),
}


def part_of(name, address):
    kind, content, how = PARTS[name]
    for sign, plus in (("{}", "+"), ("{%}", "%2B"), ("{%%}", "%252b"), ("{#}", "&#43;")):
        content = content.replace(sign, address.replace("+", plus))
    return kind, content, how


@pytest.mark.parametrize("name", PARTS)
def test_where_only_the_reader_of_its_html_finds_it(desk, notice, name):
    jo = desk.entries(notice.ticket)[0]["author"]
    kind, content, how = part_of(name, address_of(notice))
    seen = desk.seen()
    desk.receive(with_part("Thanks!", kind, content, sender=jo, message_id=f"<{hash(name)}@x.example>",
                           headers=[("In-Reply-To", str(notice["Message-ID"]))], **how))
    check_dead(desk, notice, seen)


@pytest.mark.parametrize("name", ["a link", "… encoded", "enriched"])
def test_what_its_owner_sends_in_html(desk, notice, name):
    """To docket alone it shows nobody anything; with a customer in copy it does."""
    jo = desk.entries(notice.ticket)[0]["author"]
    kind, content, how = part_of(name, address_of(notice))
    for n, headers in enumerate(([], [("Cc", jo)])):
        raw = with_part("We look at it.", kind, content, sender=ANA, headers=headers,
                        message_id=f"<{n}{hash(name)}@home.example>", **how)
        entry = desk.receive(raw.replace(b"To: support@example.com",
                                         b"To: " + address_of(notice).encode()))
        assert (entry["kind"], entry["author"]) == ("mail-in", "ana"), entry["data"]
        assert withdrawn(desk, notice.ticket) == ({"ana": 1} if headers else {})


@pytest.mark.parametrize("sender, verdict", [
    ("Kim <kim@evil.example>", None), ("Ana <ana.lopez@phone.example>", None),
    (f'"{AGENT}" <x@evil.example>', None), ("ana+phone@home.example.net", None),
    (ANA, "fail"), ("", None), (f"{ANA}, kim@evil.example", None)])
def test_whoever_it_is_that_is_not_the_owner(desk, notice, sender, verdict):
    headers = [("Authentication-Results", f"mx.example.com; dmarc={verdict} header.from="
                f"home.example.net")] if verdict else []
    seen = desk.seen()
    raw = mail.letter("#close", sender=sender, to=address_of(notice), subject="Re: Hum",
                      headers=headers)
    entry = desk.receive(raw.replace(b"From: \r\n", b""))
    assert entry["kind"] not in ("command", "note")
    told = [s for s in desk.quiet() if s["Message-ID"] not in seen and AGENT in s.recipients
            and "withdrawn" in s.name]
    assert len(told) == 1
    assert withdrawn(desk, notice.ticket) == {"ana": 1}
    assert send(desk, "#close", ANA, address_of(told[0]))["kind"] == "command"


def test_a_colleague_has_had_it_too(desk, notice):
    """Lee's own proof stands, Ana's, which Lee quotes, does not."""
    number = notice.ticket
    [lees] = desk.mails(number, LEAD)
    seen = desk.seen()
    entry = send(desk, "#note\n\nI look.\n\nOn Monday Ana wrote:\n> " + address_of(notice),
                 LEE, address_of(lees))
    assert (entry["kind"], entry["author"]) == ("note", "lee")
    check_dead(desk, notice, seen)
    assert withdrawn(desk, number) == {"ana": 1}


def test_both_in_one_mail(desk, notice):
    [lees] = desk.mails(notice.ticket, LEAD)
    entry = send(desk, "#note\n\nI look.", LEE, f"{address_of(notice)}, {address_of(lees)}")
    assert (entry["kind"], entry["author"]) == ("note", "lee")
    assert withdrawn(desk, notice.ticket) == {"ana": 1}


def test_who_shows_it_to_a_customer(desk, notice):
    """The engineer's answer counts, and the address that the customer has got is dead."""
    number, jo = notice.ticket, desk.entries(notice.ticket)[0]["author"]
    for field in ("Cc", "text"):
        desk.quiet()
        seen = desk.seen()
        headers, quote = [("Cc", jo)], f"\n\nOn Monday docket wrote:\n> {address_of(notice)}"
        entry = send(desk, "We look at it." + (quote if field == "text" else ""), ANA,
                     address_of(notice), headers=headers)
        assert (entry["kind"], entry["author"]) == ("mail-in", "ana")
        told = [s for s in desk.quiet() if s["Message-ID"] not in seen
                and "withdrawn" in s.name]
        assert len(told) == 1 and jo in told[0].text
        forged = send(desk, "#close", ANA, address_of(notice))
        assert forged["kind"] == "held"
        notice = told[0]
    assert desk.ticket(number)["status"] == "open"


def test_what_stays_among_the_team_shows_nothing(desk, notice):
    for headers in ([("Cc", LEAD)], [("Cc", "support@example.com")], [("Bcc", "jo@acme.example")],
                    [("Cc", "undisclosed-recipients:;")]):
        assert send(desk, "#note\n\nx", ANA, address_of(notice), headers=headers)["kind"] == "note"
    assert withdrawn(desk, notice.ticket) == {}


def test_nobody_without_it_can_have_it_withdrawn(desk, notice):
    """Forged, cut, a customer's own, another ticket's: Ana's stays good."""
    number, address = notice.ticket, address_of(notice)
    jo = desk.entries(number)[0]["author"]
    [ack] = [s for s in desk.mails(number, jo) if s["Reply-To"]]
    flipped = address.replace("+a", "+b")
    for wrong in (flipped, address[:20] + ("a" if address[20] != "a" else "b") + address[21:],
                  address[:-14] + "@example.com", address_of(ack),
                  "support+ana@example.com", "support+" + "a" * 41 + "@example.com"):
        send(desk, f"x {wrong} mailto:{wrong.replace('+', '%2B')}", "Kim <kim@evil.example>", wrong)
    assert withdrawn(desk, number) == {}
    assert send(desk, "#close", ANA, address)["kind"] == "command"


def test_a_bounce_gives_back_what_was_its_owners(desk, notice):
    bounce = mail.sample("bounce", recipient=AGENT, subject="Undelivered",
                         original_id=notice["Message-ID"])
    raw = bounce.replace(b"\r\n\r\n", b"\r\n\r\nReply-To: " + address_of(notice).encode()
                         + b"\r\n\r\n", 1)
    assert desk.receive(raw)["kind"] == "bounce"
    assert withdrawn(desk, notice.ticket) == {}


def test_a_robot_that_answers_makes_no_loop(desk, notice):
    """Each of its mails kills what it was sent; the owner gets one notice of it."""
    number, now, seen = notice.ticket, notice, desk.seen()
    for n in range(4):
        send(desk, f"I am away {n}.", "Ana <ana@private.example>", address_of(now),
             headers=[("Auto-Submitted", "auto-replied")] if n % 2 else [])
        desk.docket.ctl("do", str(number), "close")
        desk.docket.ctl("do", str(number), "reopen")
        desk.quiet()
        fresh = [s for s in desk.mails(number, AGENT) if s["Message-ID"] not in seen]
        assert len([s for s in fresh if "withdrawn" in s.name]) == 1
        now = [s for s in fresh if "withdrawn" not in s.name][-1]
    assert withdrawn(desk, number) == {"ana": 4}
    assert send(desk, "#close", ANA, address_of(now))["kind"] == "command"


def test_within_one_batch(desk, notice):
    """Who leaks it and who uses it may come at once."""
    docket, address = desk.docket, address_of(notice)
    assert docket.stop() == 0
    for sender, text in (("Kim <kim@evil.example>", "hm"), (ANA, "#close")):
        docket.ctl("deliver", "support", data=mail.letter(text, sender=sender, to=address))
    docket.start()
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20,
                    "both to be stored")
    assert desk.ticket(notice.ticket)["status"] == "new"
    assert withdrawn(desk, notice.ticket) == {"ana": 1}
