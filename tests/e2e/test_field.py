"""What users of other mail desks complained of, tried here: tests/field/README.md.

Each row has the number that the complaint has there.  All mails are delivered at once,
to one docketd; then each row looks for what became of its own.
"""
import base64
import email.header
import hashlib
import re

import pytest

from world import ROOT, desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"
PROOF = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
CUSTOMERS = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=acme.example")


def b64(data):
    return base64.encodebytes(data if isinstance(data, bytes) else data.encode()).decode()


def part(content_type, body, *fields):
    return "\n".join([f"Content-Type: {content_type}", *fields, "", body])


def file(content_type, data, *fields):
    return part(content_type, b64(data), *fields, "Content-Transfer-Encoding: base64")


def multi(kind, *parts):
    return part(f"multipart/{kind}; boundary=bb",
                "".join(f"--bb\n{p}\n" for p in parts) + "--bb--\n")


TEXT = part("text/plain; charset=utf-8", "See the file.\n")
HTML = "text/html; charset=utf-8"


def raw(number, body, head="", sender=None):
    """A mail as bytes; `body` begins with its own fields."""
    sender = sender or f"Jo Doe <f{number}@acme.example>"
    text = f"From: {sender}\nTo: support@example.com\nMessage-ID: <field-{number}@acme.example>\n"
    text = (text + head + ("" if "Subject:" in head else f"Subject: Field {number}\n")
            + "MIME-Version: 1.0\n").encode()
    return mail.crlf(text + (body if isinstance(body, bytes) else body.encode()))


def said(text):
    """A plain text body."""
    return "Content-Type: text/plain; charset=utf-8\n\n" + text + "\n"


def html(text):
    return part(HTML, text)


def labelled(charset, data):
    return file(f'text/plain; charset="{charset}"', data)


CALENDAR = """\
BEGIN:VCALENDAR
METHOD:{0}
BEGIN:VEVENT
SUMMARY:Lift maintenance
DTSTART:20260302T100000Z
DTEND:20260302T110000Z
LOCATION:Hall 5
END:VEVENT
END:VCALENDAR
"""
INNER = ("--cc\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
         + b64("Der Aufzug hält wieder.\n") + "--cc--\n")
with open(f"{ROOT}/tests/golden/smime-signed.eml", encoding="ascii") as f:
    SIGNED = base64.b64decode(f.read().split("\n\n", 1)[1])
CELLS = "a,b\n1,2\n".encode("utf-16")

# (number, where it was reported, the mail, what must hold)
READING = [
    (25, "Zammad 2227", multi("mixed", TEXT, file(
        "image/jpeg", "J", "Content-Disposition: attachment;\n"
        " filename*=\"us-ascii''Platte%20ohne%20W%F6lbung.jpg\"")),
     {"files": ["Platte ohne Wölbung.jpg"]}),
    (26, "Zammad 928", multi("mixed", TEXT, file(
        "image/jpeg", "J", 'Content-Disposition: attachment; filename="=?utf-8?B?YmV6w7xnbC4=?='
        ' =?utf-8?Q?5_B=C3=BCro.jpg?="')), {"files": ["bezügl.5 Büro.jpg"]}),
    (27, "FreeScout 1833", multi("mixed", TEXT, part(
        "text/plain; charset=utf-8; name*=utf-8''hei%C3%9F.txt", "hot",
        "Content-Disposition: attachment; size=3; filename*=utf-8''hei%C3%9F.txt")),
     {"files": ["heiß.txt"], "lacks": ["hot"]}),
    (28, "Zammad 2491", multi("mixed", TEXT, file(
        "image/jpeg", "J", 'Content-Disposition: inline; filename="=?utf-8?b??="')),
     {"files": ["image.jpg"]}),
    (29, "Zammad 2425", multi("mixed", TEXT, part(
        "message/rfc822", "From: a@b.example\nSubject: Contract\n\nhello\n",
        "Content-Disposition: attachment", "Content-ID: <ee5c@some.example>")),
     {"files": ["message.eml"]}),
    (30, "Zammad 5427", multi("mixed", TEXT, file(
        "text/calendar; method=PUBLISH", CALENDAR.format("PUBLISH"))),
     {"files": ["invitation.ics"]}),
    (31, "Postal 2727", file("application/pdf; name=scan.pdf", "%PDF"), {"files": ["scan.pdf"]}),
    (32, "Zammad 2407", multi("mixed", html("<p>Above the plan.</p>"), file(
        "application/pdf", "%PDF", "Content-Disposition: inline; filename=plan.pdf"),
        html("<p>Below it: page two.</p>")),
     {"has": ["Above the plan.", "Below it: page two."], "files": ["plan.pdf"]}),
    (33, "osTicket 6927", multi("form-data", part(
        "text/plain", "The form says hello.", 'Content-Disposition: form-data; name="t"')),
     {"has": ["The form says hello."]}),
    (37, "FreeScout 351", labelled("1252", "café ’n".encode("cp1252")), {"has": ["café ’n"]}),
    (38, "nextcloud/mail 7376", labelled("utf-8*fr", "café".encode()), {"has": ["café"]}),
    (39, "mailparser 167", labelled("%CHARSET", "café".encode()), {"has": ["café"]}),
    (40, "FreeScout 4051", labelled("windows-1257", "šį".encode("cp1257")), {"has": ["šį"]}),
    (43, "Chatwoot 14546", labelled("utf-8", b"a crash\0 of it"), {"has": ["a crash of it"]}),
    (44, "Zammad 2087", "\n", {"has": [""], "subject": "Field 44"}),
    (45, "Zammad 6141", multi("mixed", TEXT, file(
        "=?utf-8?Q?application/pdf;_name=22a.pdf=22?=", "%PDF",
        "Content-Disposition: attachment; filename=a.pdf")), {"files": ["a.pdf"]}),
    (46, "Odoo 35485",
     b"Content-Type: multipart/mixed; boundary=bb\n\nwielocz\xea\xe6\n--bb\n\nRead me.\n--bb--\n",
     {"has": ["Read me."], "lacks": ["wielo"]}),
    (47, "Odoo 111298", multi("mixed", TEXT, file(
        "text/csv; charset=UTF-16; name=t.csv", CELLS, "Content-Disposition: attachment")),
     {"files": ["t.csv"], "blob": CELLS}),
    (48, "FreeScout 4417", multi("mixed", part(
        "multipart/alternative; boundary=cc", b64(INNER), "Content-Transfer-Encoding: base64")),
     {"has": ["Der Aufzug hält wieder."], "lacks": ["--cc", "Content-Type"]}),
    (49, "MimeKit 719", part("multipart/mixed; boundary=bb", "--bb\n" + TEXT + "\n--bb\n\n"
     'Content-Type: application/xml; name="proof.xml"\n\nContent-Disposition: inline;'
     ' filename="proof.xml"\n\nContent-Transfer-Encoding: base64\n\n' + b64("<p/>") + "--bb--\n"),
     {"has": ["See the file."], "lacks": ["Content-"], "files": ["proof.xml"]}),
    (50, "osTicket 4114", multi("alternative", part("text/plain", ""), html("<p>&nbsp;</p>"), part(
        "text/calendar; method=REQUEST; charset=utf-8", CALENDAR.format("REQUEST"))),
     {"kind": "quarantine", "has": ["Lift maintenance", "Hall 5"]}),
    (51, "Zammad 4742", file("application/octet-stream", SIGNED,
                             "Content-Disposition: attachment; filename=smime.p7m"),
     {"has": ["The export fails, see the log."], "files": ["export.log", "smime.p7m"]}),
    (52, "hypermail 52", multi("alternative", part("text/plain", "See the plan."), part(
        "multipart/mixed; boundary=cc", "--cc\n" + html("<p>See the plan.</p>") + "\n--cc\n" + file(
            "application/pdf; name=plan.pdf", "%PDF") + "\n--cc--\n")),
     {"has": ["See the plan."], "files": ["plan.pdf"]}),
    (53, "Zammad 4223", html('<div style="white-space: pre-wrap">One\nTwo\n  three</div>'),
     {"has": ["One\nTwo\n  three"]}),
    (54, "osTicket 1292", html("<p>Name <jo@acme.example>, vector<int>, <C0-4A-00>, run"
                               " <your name> at <main.c:45><o:p></o:p></p>"),
     {"has": ["Name <jo@acme.example>, vector<int>, <C0-4A-00>, run <your name> at <main.c:45>"]}),
    (55, "FreeScout 2504", html("<p>Send <s>5</s> <span style='text-decoration:line-through'>6"
                                "</span> 7 pieces</p>"), {"has": ["Send ~~5~~ ~~6~~ 7 pieces"]}),
    (56, "alaveteli 2554", html("<p>the 9<sup>th</sup>: 10<sup>6</sup> m<sup>2</sup></p>"),
     {"has": ["the 9th: 10^6 m^2"]}),
    (57, "html-agility-pack 323", html("<p>fine &#55357;&#56832; &#xD83D;&#xDE00;</p>"),
     {"has": ["fine 😀 😀"]}),
    (58, "Zammad 3255", html(
        "<style><!--\n@font-face {font-family:X;}</style><!--[if gte mso 9]><xml><o:x/></xml>"
        "<![endif]--><div>123</div><a href='#D' width='1' height='1'>abc</a></div>"),
     {"has": ["123", "abc"], "lacks": ["font"]}),
    (59, "node-html-to-text 117", html("<ol start=3><li>c<li>d</ol><p>x</p><ol><li value=7>g</ol>"),
     {"has": ["3. c\n4. d", "7. g"]}),
    (60, "Dada Mail 78", part("text/plain; charset=utf-8", b64("The pump stopped again.\n")
     + "\n____________\nUsers mailing list\n", "Content-Transfer-Encoding: base64"),
     {"text": ["The pump stopped again.", "Users mailing list"], "lacks": ["�"]}),
    (61, "FreeScout 5266", multi("mixed", part(
        "text/plain; charset=utf-8", b64("Alles läuft.\n"), "X-Data:\n =?utf-8?B?TklOMjlaRjd1?=\n"
        " =?utf-8?Q?NtKwIx04?=", "Content-Transfer-Encoding: base64")),
     {"has": ["Alles läuft."], "lacks": ["NtKw"]}),
    (63, "Zammad 1881", part("text/plain", "Name     Size\na           1\n"),
     {"has": ["Name     Size\na           1"]}),
    (64, "osTicket-1.7 883", part(
        'multipart/signed; boundary=bb; micalg=sha-256; protocol="application/pkcs7-signature"',
        "--bb\n" + part("text/plain", "Signed words.") + "\n--bb\n" + file(
            "application/pkcs7-signature; name=smime.p7s", "0") + "\n--bb--\n"),
     {"has": ["Signed words."], "files": ["smime.p7s"]}),
]

# (number, where, the header's lines, subject)
SUBJECTS = [
    (34, "FreeScout 3167", "=?ISO-8859-1?Q?Vorgang 53: M=F6chten Sie =E4ndern??=",
     "Vorgang 53: Möchten Sie ändern?"),
    (35, "Zammad 2953", "=?utf-8?B?QmVow7Y=?=\n =?utf-8?B?cmRlbiDD?=\n =?utf-8?B?tms=?=",
     "Behörden ök"),
    (36, "FreeScout 3196", "=?iso-2022-jp-ms?B?GyRCLWokIiQkJCYkKCQqfGIkKxsoQg==?=",
     "㈱あいうえお髙か"),
    (41, "FreeScout 5265", "smile =?utf-8?Q?=ED=A0=BD=ED=B8=80?= end", "smile 😀 end"),
    (42, "Zammad 2456", "=?UTF-8?Q? Personal=C3=A4nderung?=", "Personaländerung"),
    (62, "GLPI 23321", "Störung " + "x" * 1500, ("Störung " + "x" * 1500)[:400]),
]

# (number, where, From, its address, its name)
PEOPLE = [
    (65, "Zammad 4151", '<"faxg3/+4953"@acme.example>', "faxg3/+4953@acme.example", ""),
    (66, "Zammad 4624", "+markus66@acme.example", "+markus66@acme.example", ""),
    (67, "Zammad 3066", "Fabian <f67@acme.example", "f67@acme.example", "Fabian"),
    (68, "Zammad 3303", "Anna <ÜBER@local68.example>", "Über@local68.example", "Anna"),
    (69, "mailflare 39", "Jo <jo@BÜCHER69.example>", "jo@xn--bcher69-n2a.example", "Jo"),
    (70, "osTicket 4884", '"Wolfgang Schönberg" <f70@acme.example>', "f70@acme.example",
     "Wolfgang Schönberg"),
    (71, "aerion 397", '"Müller, Anna" <f71@acme.example>', "f71@acme.example", "Müller, Anna"),
    (72, "FreeScout 351", '"=?UTF-8?B?Kévin?=" <f72@acme.example>', "f72@acme.example", "Kévin"),
    (73, "FreeScout 3254", "=?ks_c_5601-1987?B?rKSs0azarOSs4KzTrNE=?= <f73@acme.example>",
     "f73@acme.example", "Гаитова"),
    (74, "Cerb 1349", "Jo <\u200bf74@acme.example\xa0>", "f74@acme.example", "Jo"),
    (75, "Zammad 2572", "=?UTF-8?Q?Foo_=C5=A0oobar?= <f75@acme.example>", "f75@acme.example",
     "Foo Šoobar"),
]

# (number, where, Message-ID): an answer leads back to it
IDS = [
    (76, "Chatwoot 885", "<field-76@acme.example>"),
    (77, "frappe/helpdesk 2626", "<1234567890.JavaMail.root>"),
    (78, "nextcloud/mail 6618", "<" + "a" * 400 + "@acme.example>"),
    (79, "frappe 32525", '<"x y(1)"@acme.example>'),
]


def every_mail():
    """{number: bytes} of the tables above."""
    found = {n: raw(n, body) for n, _, body, _ in READING}
    found |= {n: raw(n, said("x"), f"Subject: {line}\n") for n, _, line, _ in SUBJECTS}
    found |= {n: raw(n, said("Hello."), sender=who) for n, _, who, _, _ in PEOPLE}
    for n, _, message_id in IDS:
        found[n] = raw(n, said("Hello.")).replace(
            f"<field-{n}@acme.example>".encode(), message_id.encode())
    return found


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"] |= {"verify": "either", "authserv": ["mx.example.com"]}
    docket.mailbox()["display_name"] = "Care Team, Billing"
    docket.write()
    docket.start()
    found = desks.Desk(world, docket)
    mails = every_mail()
    for data in mails.values():
        world.deliver(data)
    world.wait(lambda: world.one("select count(*) from docket.raw where state <> 'pending'")
               >= len(mails), 60, "all mails to be stored")
    found.quiet()
    yield found
    assert docket.stop() == 0


def entry(desk, data):
    return desk.row("select e.* from docket.entry e join docket.raw r on r.id = e.raw"
                    " where r.sha256 = %s", hashlib.sha256(data).digest())


def files(desk, found):
    return desk.rows("select * from docket.attachment where entry = %s order by n", found["id"])


@pytest.mark.parametrize("number, where, body, want", READING,
                         ids=[f"{n}-{w}" for n, w, _, _ in READING])
def test_what_was_written_is_read(desk, number, where, body, want):
    found = entry(desk, raw(number, body))
    assert found["kind"] == want.get("kind", "mail-in")
    assert (found["ticket"] is None) == (found["kind"] == "quarantine")
    new = found["new_text"] if found["new_text"] is not None else found["body"]
    for words in want.get("has", []):
        assert words in new
    for words in want.get("text", []):
        assert words in found["body"]
    for words in want.get("lacks", []):
        assert words not in found["body"]
    kept = files(desk, found)
    if "files" in want:
        assert [f["name"] for f in kept] == want["files"]
    if "blob" in want:
        assert bytes(kept[0]["sha256"]) == hashlib.sha256(want["blob"]).digest()


@pytest.mark.parametrize("number, where, line, want", SUBJECTS,
                         ids=[f"{n}-{w}" for n, w, _, _ in SUBJECTS])
def test_subjects(desk, number, where, line, want):
    found = entry(desk, raw(number, said("x"), f"Subject: {line}\n"))
    ticket = desk.ticket(found["ticket"])
    assert ticket["subject"].startswith(want)
    [ack] = desk.mails(ticket["id"], f"f{number}@acme.example")
    assert want in ack["Subject"] and f"[desk #{ticket['id']}]" in ack["Subject"] or number == 62
    for name, value in ack.message.raw_items():		# RFC 2047: each word of itself
        for word in re.findall(r"=\?[^?]+\?[bBqQ]\?[^?]*\?=", value):
            assert len(word) <= 75
            (text, charset), = email.header.decode_header(word)
            assert text.decode(charset)
    assert all(len(l) <= 998 for l in ack.raw.split(b"\r\n"))


@pytest.mark.parametrize("number, where, sender, address, name", PEOPLE,
                         ids=[f"{n}-{w}" for n, w, *_ in PEOPLE])
def test_who_wrote_can_be_answered(desk, number, where, sender, address, name):
    found = entry(desk, raw(number, said("Hello."), sender=sender))
    assert found["kind"] == "mail-in"
    ticket = desk.ticket(found["ticket"])
    contact = desk.row("select * from docket.contact where id = %s", ticket["requester"])
    assert (contact["address"], contact["name"]) == (address, name)
    if address.isascii():
        [ack] = desk.mails(ticket["id"], address)
        assert mail.addresses(ack.message, "To") == [address]
        assert str(ack.message["From"].addresses[0].display_name) == "Care Team, Billing"


@pytest.mark.parametrize("number, where, message_id", IDS, ids=[f"{n}-{w}" for n, w, _ in IDS])
def test_an_answer_belongs_to_its_mail(desk, number, where, message_id):
    ticket = desk.ticket(entry(desk, every_mail()[number])["ticket"])
    notice = desk.mail(ticket["id"], AGENT)
    before = desk.seen()
    desk.answer(notice, "It is done.", ANA, quote=False)
    answer = desk.mail(ticket["id"], f"f{number}@acme.example", before)
    plain = re.sub(rb"\r\n\s+", b" ", answer.raw)
    stored = message_id.replace(" ", "")
    ids = re.search(rb"\r\nReferences: ([^\r]*)", plain).group(1).decode().split(" ")
    # The conversation's, the mail's, then our acknowledgement's.
    assert ids[0].startswith("<docket.") and ids[1] == stored and len(ids) >= 3
    assert re.search(rb"\r\nIn-Reply-To: ([^\r]*)", plain).group(1).decode() == stored


# --- threads ---

def test_80_nobody_is_told_who_was_not_reached(desk):
    """Zammad 5428, 1026: each notice about a bounce bounced too."""
    ticket = desk.open(sender="f80@acme.example")["id"]
    notice = desk.mail(ticket, AGENT)
    desk.quiet()
    before = desk.seen()
    found = desk.receive(raw(80, DSN.format(who=AGENT, id=notice["Message-ID"]),
                             "Return-Path: <>\n", sender="MAILER-DAEMON@mx.example"))
    assert (found["kind"], found["ticket"]) == ("bounce", ticket)
    desk.quiet()
    told = [s.recipients for s in desk.mails() if s["Message-ID"] not in before]
    assert told == [[LEAD]]
    desk.docket.ctl("do", str(ticket), "retry-address", AGENT, "--as", "lee")
    desk.quiet()


DSN = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=bb

--bb
Content-Type: text/plain

It could not be delivered.
--bb
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {who}
Action: failed
Status: 5.1.1

--bb
Content-Type: text/rfc822-headers

Message-ID: {id}
Subject: x
--bb--
"""


def test_81_a_bounce_on_a_closed_ticket_is_told(desk):
    """Zammad 1198, osTicket 4911."""
    ticket = desk.open(sender="f81@acme.example")["id"]
    ack = desk.mail(ticket, "f81@acme.example")
    desk.docket.ctl("do", str(ticket), "close", "--as", "ana")
    desk.quiet()
    before = desk.seen()
    desk.receive(raw(81, DSN.format(who="f81@acme.example", id=ack["Message-ID"]),
                     "Return-Path: <>\n", sender="MAILER-DAEMON@mx.example"))
    desk.quiet()
    told = [s for s in desk.mails(ticket) if s["Message-ID"] not in before]
    assert sorted(r for s in told for r in s.recipients) == [AGENT, LEAD]
    assert all("f81@acme.example" in s.text for s in told)


THREADS = [
    # number, where, who answers, fields, subject, whether it is the same ticket
    (82, "brimir 397", "c{n}@acme.example", [("In-Reply-To", "<t{n}@acme.example>")], "Re: T{n}",
     True),
    (83, "FreeScout 2086", "copied{n}@else.example", [("References", "<t{n}@acme.example>")],
     "Re: T{n}", True),
    (84, "FreeScout 4020", "c{n}@acme.example", [("In-Reply-To", "<171559.crm@erp-ti>"),
     ("References", "<t{n}@acme.example>")], "Re: T{n}", True),
    (85, "frappe 26307", "c{n}@acme.example", [("In-Reply-To", "t{n}@acme.example")], "Re: T{n}",
     True),
    (86, "FreeScout 1362", "c{n}@acme.example", [],
     "=?UTF-8?Q?=C3=84Issue_received:_ABC1_-_[OTRS_#77]_[desk_#{t}]_Fwd:_T?=", True),
    (87, "Zammad 5064", "stranger{n}@else.example", [], "About [desk #{t}]", False),
    (88, "OTRS-CE 14", "c{n}@acme.example", [], "VS: T [desk #{t}]", True),
    (89, "freeitsm 120", "c{n}@acme.example", [("In-Reply-To", "<t{n}@acme.example>")],
     "Another matter", True),
]


@pytest.mark.parametrize("number, where, who, fields, subject, same", THREADS,
                         ids=[f"{n}-{w}" for n, w, *_ in THREADS])
def test_threads(desk, number, where, who, fields, subject, same):
    ticket = desk.open(sender=f"c{number}@acme.example", message_id=f"<t{number}@acme.example>",
                       subject=f"T{number}", headers=[CUSTOMERS], to="support@example.com, "
                       f"copied{number}@else.example")["id"]
    at = {"n": number, "t": ticket}
    found = desk.receive(mail.letter(
        "One more thing.", sender=who.format(**at), subject=subject.format(**at),
        headers=[(name, value.format(**at)) for name, value in fields]))
    assert (found["ticket"] == ticket) == same
    assert found["kind"] == "mail-in"


def test_90_the_other_desks_tag_stays(desk):
    """RT 324, FreeScout 2791: two desks talk, each knows its own tag alone."""
    ticket = desk.open(sender="f90@acme.example",
                       subject="[ACME #2024032110003504] " + "long " * 40)["id"]
    ack = desk.mail(ticket, "f90@acme.example")
    assert "[ACME #2024032110003504]" in ack["Subject"] and f"[desk #{ticket}]" in ack["Subject"]


def test_91_who_a_customer_forwards_is_not_the_requester(desk):
    """Helpy 1266, FreeScout 2813."""
    text = ("Is this yours?\n\n---------- Forwarded message ---------\nFrom: Eve <eve@else.example>"
            "\nDate: Tue, 3 Mar 2026 at 09:15\nSubject: Buy\nTo: f91@acme.example\n\nBuy now!\n")
    ticket = desk.open(text, sender="f91@acme.example", subject="Fwd: Buy")
    assert desk.row("select address from docket.contact where id = %s",
                    ticket["requester"])["address"] == "f91@acme.example"
    desk.quiet()
    assert desk.mails(to="eve@else.example") == []


def test_92_the_forwards_own_sender_is_the_customer(desk):
    """FreeScout 2497: an address within the text was taken."""
    text = ("---------- Forwarded message ---------\nFrom: Kim <f92@acme.example>\n"
            "Date: Tue, 3 Mar 2026 at 09:15\nSubject: Account\nTo: ana@home.example.net\n\n"
            "Please make an account for From: bo@acme.example, mail bo@acme.example\n")
    found = desk.receive(mail.letter(text, sender=ANA, subject="Fwd: Account", headers=[PROOF]))
    assert desk.row("select c.address from docket.contact c join docket.ticket t"
                    " on t.requester = c.id where t.id = %s",
                    found["ticket"])["address"] == "f92@acme.example"


# --- what goes out ---

ANSWERS = [
    (93, "osTicket 3375", "Set <listen> in <server>.\nWrite &amp; for it."),
    (94, "Zammad 1230", "Look at \\\\storage\\project\\100242\\*.log and C:\\_tmp"),
    (95, "element-web 3273", "Your questions:\n3. yes\n9. no"),
    (96, "Zammad 922", "server:\n  port: 8080\n    name:   x\n# off = 1\non = 1"),
    (97, "nextcloud/mail 2181", "See https://acme.example/" + "long/" * 300 + "end_of_it?a=1&b=2"),
    (98, "poweradmin 798", "word " * 400),
    (99, "xpepermint/smtp-client 9", "One\n.\n..two\n.hidden\nFrom here on\nlast"),
    (100, "FreeScout 4362", "Störung ⭐⭐ größer — „gut“ 日本語 \u05e9\u05dc\u05d5\u05dd"),
    (101, "n8n 12655", "Run src/*.c, 2*3*4, __init__ and [1]: x\n[1]: https://acme.example/log"),
]


@pytest.mark.parametrize("number, where, text", ANSWERS, ids=[f"{n}-{w}" for n, w, _ in ANSWERS])
def test_an_answer_says_what_was_typed(desk, number, where, text):
    ticket = desk.open(sender=f"f{number}@acme.example")["id"]
    notice = desk.mail(ticket, AGENT)
    before = desk.seen()
    desk.answer(notice, text, ANA, quote=False)
    answer = desk.mail(ticket, f"f{number}@acme.example", before)
    assert text.rstrip() in answer.text
    shown = re.sub(r"<[^>]*>", "", answer.html.split("<body", 1)[1])
    for entity, c in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
                      ("&amp;", "&")):
        shown = shown.replace(entity, c)
    for line in text.rstrip().split("\n"):
        assert line.rstrip() in shown
    assert all(len(l) <= 998 for l in answer.raw.split(b"\r\n"))


PICTURE = multi("related", html('<p>I see this: <img src="cid:shot@x"></p>'), file(
    "image/png; name=shot.png", "PNG" * 3000, "Content-ID: <shot@x>",
    "Content-Disposition: inline; filename=shot.png"))
PHOTO = multi("mixed", part("text/plain", "The leak."), file(
    "image/jpeg; name=IMG_1.jpg", "JPG" * 3000,
    "Content-Disposition: inline; filename=IMG_1.jpg"))


@pytest.mark.parametrize("number, where, body", [
    (102, "UVdesk 57, Zammad 2101", PICTURE), (103, "UVdesk 54, FreeScout 381", PHOTO)],
    ids=["102-UVdesk 57", "103-UVdesk 54"])
def test_pictures_reach_the_engineer(desk, number, where, body):
    found = desk.receive(raw(number, body))
    notice = desk.mail(found["ticket"], AGENT)
    [sent] = [p for p in notice.message.walk() if p.get_content_maintype() == "image"]
    assert sent.get_payload(decode=True) in (b"PNG" * 3000, b"JPG" * 3000)
    assert f'src="cid:{sent["Content-ID"].strip("<>")}"' in notice.html


def answering(desk, number, body):
    """An engineer answers with a mail of that body; how it was taken, and what went out."""
    ticket = desk.open(sender=f"f{number}@acme.example")["id"]
    notice = desk.mail(ticket, AGENT)
    desk.quiet()
    before = desk.seen()
    data = raw(number, body, sender=ANA).replace(
        b"To: support@example.com", b"To: " + notice["Reply-To"].encode())
    found = desk.receive(data)
    desk.quiet()
    return found, [s for s in desk.mails(ticket) if s["Message-ID"] not in before]


def test_104_a_file_that_a_program_calls_inline_is_not_dropped(desk):
    """mcp-email-server 152, MimeKit 983: as Apple Mail sends a PDF."""
    found, told = answering(desk, 104, multi("mixed", part("text/plain", "Our offer."), file(
        "application/pdf", "%PDF", "Content-Disposition: inline; filename=offer.pdf")))
    assert found["kind"] == "mail-in"
    [answer] = [s for s in told if "f104@acme.example" in s.recipients]
    [offer] = [p for p in answer.message.walk() if p.get_filename() == "offer.pdf"]
    assert offer.get_payload(decode=True) == b"%PDF"


def test_105_a_signed_answer_goes_out(desk):
    """Znuny 93, osTicket-1.7 883: the signature is no file."""
    found, told = answering(desk, 105, part(
        'multipart/signed; boundary=bb; micalg=pgp-sha256; protocol="application/pgp-signature"',
        "--bb\n" + part("text/plain", "It is mended.") + "\n--bb\n" + part(
            "application/pgp-signature; name=signature.asc", "-----BEGIN PGP SIGNATURE-----")
        + "\n--bb--\n"))
    assert found["kind"] == "mail-in"
    [answer] = [s for s in told if "f105@acme.example" in s.recipients]
    assert "It is mended." in answer.text


def test_106_an_address_beyond_ascii_is_answered(desk):
    """Chatwoot 9450: an address that few mail servers take (test_utf8.py: none does)."""
    found = entry(desk, raw(68, said("Hello."), sender="Anna <ÜBER@local68.example>"))
    notice = desk.mail(found["ticket"], AGENT)
    before = desk.seen()
    desk.answer(notice, "Hello Anna.", ANA, quote=False)
    answer = desk.mail(found["ticket"], "Über@local68.example", before)
    assert "Hello Anna." in answer.text


# --- odd headers ---

@pytest.mark.parametrize("number, where, head, who", [
    (107, "nextcloud/mail 2652", "Cc: undisclosed-recipients:;\n", set()),
    (108, "alpine 25", "Cc: undisclosed-recipients:;@MIT.example, A:;, @localhost\n", set()),
    (109, "symfony 65771", "Cc: Board: chair109@else.example, Ann <cfo109@else.example>;\n",
     {"chair109@else.example", "cfo109@else.example"}),
    (110, "bodhi 778", "Date: Fri, 31 Dec 9999 23:59:60 +9900\n", set()),
    (111, "osTicket 2975", "Date: Thu, 01 Jan 1970 00:00:00 +0000\n", set()),
], ids=lambda v: v if isinstance(v, int) else "")
def test_odd_headers(desk, number, where, head, who):
    found = desk.receive(raw(number, said("Hello."), ": ".join(CUSTOMERS) + "\n" + head))
    ticket = desk.ticket(found["ticket"])
    assert abs((ticket["created_at"] - found["at"]).total_seconds()) < 60
    others = {p["address"] for p in desk.rows(
        "select address from docket.participant where ticket = %s", ticket["id"])}
    assert others - {f"f{number}@acme.example"} == who


def test_112_a_group_before_the_mailbox(desk):
    """osTicket 1079, UVdesk 233, GLPI 3493: the desk's address is a group of Google's."""
    found = desk.receive(raw(112, said("The lift is stuck."), "Precedence: list\n"
                             "Mailing-list: list support@example.com; contact x@example.com\n"
                             "List-ID: <support.example.com>\nX-Google-Group-Id: 1\n"
                             "List-Post: <https://g.example>, <mailto:support@example.com>\n"))
    assert (found["kind"], found["letter_kind"]) == ("mail-in", "human")
    assert desk.mail(found["ticket"], "f112@acme.example")
