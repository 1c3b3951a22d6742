"""Hostile names, subjects, addresses and file names on their way through docket.

What arrives at an SMTP server has the header fields that a harmless mail's has and no other,
goes to whom it shall and nobody else, and tells what was meant.  DOCKET_HOSTILE=10000 for the
full count of mails (default 500), DOCKET_SEED for other ones.
"""
import email.header
import email.utils
import os
import random
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD
from world.hostile import EVIL, address, filename, is_clean, phrase, seen, unstructured

COUNT = int(os.environ.get("DOCKET_HOSTILE", "500"))
SEED = int(os.environ.get("DOCKET_SEED", "20261130"))
AT_ONCE = 250						# mails
LONG = 50						# one in so many has a field of 100 KB
# Where the mail's own Message-ID is none; to a stranger, who gets nothing of a subject.
MAY_LACK = {"In-Reply-To", "References", "Thread-Topic"}


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["agents.conf"]["agents"][1]["team"] = "leads"
    docket.files["docket.conf"]["log_level"] = "warning"
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0
    docket.check_log()


class Case:
    """One mail and what shall become of it."""

    def __init__(self, rng, number):
        long = rng.randrange(LONG) == 0
        self.number = number
        self.name, self.meant_name = phrase(rng, long)
        self.subject, self.meant_subject = unstructured(rng, long)
        raw, self.address = address(rng, number)
        self.file, self.meant_file = filename(rng)
        name = self.name + b" " if raw.startswith("<") else b""
        if not name or not raw.endswith(">") or "AUTH" in raw:
            self.meant_name = None			# there is none, or more belongs to it
        self.raw = b"\r\n".join([
            b"From: " + name + raw.encode(), b"To: support@example.com",
            b"Subject: " + self.subject, b"Date: Mon, 30 Nov 2026 08:00:00 +0000",
            b"Message-ID: " + rng.choice([b"<h%d@acme.example>", b"<h%d\0x@acme.example>",
                                          b"<h%d\r\n X-Evil: 1@acme.example>", b"h%d",
                                          b"<h%d@" + b"m" * 2000 + b">"]) % number,
            b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=cut", b"", b"--cut",
            b"Content-Type: text/plain; charset=utf-8", b"", b"Number %d." % number, b"--cut",
            b"Content-Type: application/pdf", b"Content-Transfer-Encoding: base64",
            b"Content-Disposition: attachment; " + self.file, b"", b"JVBERi0=", b"--cut--", b""])


def fields(raw):
    """(name, unfolded bytes) of each header field, told from the bytes alone."""
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.count(b"\r") == head.count(b"\n") == head.count(b"\r\n"), head
    found = []
    for line in head.split(b"\r\n"):
        assert 0 < len(line) <= 998 and b"\0" not in line, line
        if line[:1] in b" \t":
            assert line.strip(), line		# RFC 5322: no fold of blanks alone
            found[-1][1] += line
        else:
            name, colon, value = line.partition(b":")
            assert colon and re.fullmatch(rb"[A-Za-z-]+", name), line
            found.append([name.decode(), value])
    return [(name, value.strip()) for name, value in found]


def decoded(value):
    text = str(email.header.make_header(email.header.decode_header(value.decode())))
    assert is_clean(text), ascii(text)
    return text


def shown_name(value):
    """A From field's display name, without the mailbox behind it."""
    text = value.decode().rpartition("<")[0].strip()
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return decoded(text.encode())


def names_of(sent):
    return [name for name, _ in fields(sent.raw)]


def agrees(got, meant):
    """What is seen of it is what was meant; of a long one, its beginning."""
    got, meant = seen(got), seen(meant)
    return got == meant or (len(got) > 60 and meant.startswith(got[:60])) \
        or (len(got) > 25 and got.endswith("…") and meant.startswith(got[:-1]))


def check_form(case, sent, want):
    names = names_of(sent)
    assert [n for n in names if n not in MAY_LACK] == want, (case.number, names)
    assert len(set(names)) == len(names)
    assert all(len(line) <= 998 for line in sent.raw.split(b"\r\n"))
    assert sent.sender == "" or sent.sender.startswith("support+b-")
    assert EVIL not in sent.sender and len(sent.recipients) == 1


def check_notice(case, sent):
    head = dict(fields(sent.raw))
    assert sent.recipients == [AGENT] and head["To"] == f'=?utf-8?B?QW5hIEzDs3Bleg==?= <{AGENT}>'.encode()
    subject = decoded(head["Subject"])
    tag = re.search(r" ?\[desk #\d+\]$", subject)
    assert tag, ascii(subject)
    if case.meant_subject is not None:
        assert agrees(subject[:tag.start()], case.meant_subject), \
            (ascii(subject), ascii(case.meant_subject))
    if case.meant_name is not None and case.address is not None:
        name = shown_name(head["From"])
        assert name.endswith(" (Example Support)"), name
        assert agrees(name[:-len(" (Example Support)")], case.meant_name), \
            (ascii(name), ascii(case.meant_name))
    [part] = [p for p in sent.message.walk() if p.get_content_disposition() == "attachment"]
    assert part.get_payload(decode=True) == b"%PDF-"
    assert set(part.keys()) == {"Content-Type", "Content-Disposition", "Content-Transfer-Encoding"}
    got = part.get_filename()
    assert is_clean(got) and "/" not in got, re.search(rb"Content-Disposition: .*?JVBER", sent.raw, re.S).group()
    if case.meant_file is not None:
        assert agrees(got, re.split(r"[/\\]", case.meant_file)[-1]), \
            (ascii(got), ascii(case.meant_file))


def notices(desk, after):
    """{number: notice} of what the engineer got since."""
    found = {}
    for sent in desk.mails(to=AGENT)[after:]:
        number = re.search(r"^(?:> )?Number (\d+)\.", sent.text, re.M)
        assert number, sent.text
        assert int(number.group(1)) not in found
        found[int(number.group(1))] = sent
    return found


def test_hostile_values(desk):
    rng = random.Random(SEED)
    desk.receive(mail.letter("Number 0.", sender="jo@acme.example", subject="word"))
    desk.world.wait(lambda: len(desk.world.smtp.mails()) == 2, 20, "a harmless mail")
    want = {sent.recipients[0] == AGENT: [n for n in names_of(sent) if n not in MAY_LACK]
            for sent in desk.mails()}
    assert set(want) == {True, False}
    faults, answered, quarantined, is_told = [], 0, 0, False
    for start in range(1, COUNT + 1, AT_ONCE):
        cases = [Case(rng, n) for n in range(start, min(start + AT_ONCE, COUNT + 1))]
        desk.world.smtp.clear()
        before = desk.world.one("select count(*) from docket.raw where state <> 'pending'")
        for case in cases:
            desk.world.deliver(case.raw)
        desk.world.wait(lambda: desk.world.one("select count(*) from docket.raw where state"
                                               " <> 'pending'") == before + len(cases), 120, "mails")
        desk.docket.settle(120)
        told = notices(desk, 0)
        allowed = {case.address: case for case in cases if case.address is not None}
        kept = desk.world.one("select count(*) from docket.raw where state = 'quarantine'")
        unread = [c for c in cases if c.number not in told]
        if len(unread) != kept - quarantined:
            faults.append(f"{[c.number for c in unread]} are lost, {kept} are kept")
        quarantined = kept
        is_told |= any("Held" in m["Subject"] for m in desk.mails(to=LEAD))
        for case in cases:
            if case in unread:
                continue
            try:
                check_form(case, told[case.number], want[True])
                check_notice(case, told[case.number])
            except (AssertionError, KeyError, ValueError, IndexError, TypeError) as fault:
                faults.append(f"{fault!r}"[:500] + f" of {case.raw[:200]!r}")
        for sent in desk.mails():
            if sent.recipients[0] in (AGENT, LEAD):
                continue
            answered += 1
            if sent.recipients[0] not in allowed:
                faults.append(f"written to {sent.recipients[0]}: {sent['Subject']} {sent.text[:900]!r}"
                              + "".join(ascii(c.raw.partition(b"To: ")[0]) for c in cases if f"jo{c.number}@" in sent.recipients[0]))
                continue
            check_form(allowed[sent.recipients[0]], sent, want[False])
    print(f"{COUNT} mails of seed {SEED}: {answered} authors answered, {quarantined} over a limit,"
          f" {len(faults)} faults")
    assert faults == [], "\n".join(faults)
    assert answered > COUNT / 3 and (is_told or not quarantined)
