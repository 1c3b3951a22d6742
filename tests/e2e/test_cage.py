"""Mails that crash, bloat or stall parsers, end to end: each costs only itself."""
import time

import pytest

from world import desk as desks, mail

HEAD = ("From: Mallory <mallory@elsewhere.example>\r\nTo: support@example.com\r\n"
        "Subject: {name}\r\nMessage-ID: <{name}@elsewhere.example>\r\nMIME-Version: 1.0\r\n")


def quote_boundary():
    return ('Content-Type: multipart/mixed; boundary="\r\n\r\n--"\r\n\r\ntext\r\n--"--\r\n')


def quote_boundary_escaped():
    return ('Content-Type: multipart/mixed; boundary="\\""\r\n\r\n--"\r\n\r\ntext\r\n--"--\r\n')


def nested_parts():
    return "".join(f'Content-Type: multipart/mixed; boundary="n{i}"\r\n\r\n--n{i}\r\n'
                   for i in range(10_000)) + "\r\ntext\r\n"


def nested_messages():
    return "Content-Type: message/rfc822\r\n\r\n" * 10_000 + "\r\ntext\r\n"


def many_parts():
    return ('Content-Type: multipart/mixed; boundary="p"\r\n\r\n'
            + "--p\r\n\r\nx\r\n" * 100_000 + "--p--\r\n")


def long_header_line():
    return f"X-Long: {'a' * 1_000_000}\r\n\r\ntext\r\n"


def many_groups():
    """Address groups nest in the grammar of a parser, not in RFC 5322."""
    return f"Cc: {'a:' * 100_000}\r\n\r\ntext\r\n"


def many_headers():
    return "X-A: b\r\n" * 200_000 + "\r\ntext\r\n"


def deep_html():
    return ("Content-Type: text/html; charset=utf-8\r\n\r\n" + "<div>" * 100_000
            + "text" + "\r\n")


def charset_soup():
    return "".join(f"X-{i}: =?x-no-such-{i}?Q?=FF=FE?= =?utf-7?B?/////w==?=\r\n"
                   for i in range(500)) + "Content-Type: text/plain; charset=utf-16\r\n\r\nx\r\n"


def bytes_only():
    """Every byte that IMAP can carry."""
    line = "".join(chr(i) for i in range(1, 256) if chr(i) not in "\r\n")
    return "\r\n" + f"{line}\r\n" * 300


POISON = [quote_boundary, quote_boundary_escaped, nested_parts, nested_messages, many_parts,
          long_header_line, many_groups, many_headers, deep_html, charset_soup, bytes_only]
MUST_QUARANTINE = {nested_parts, many_parts, long_header_line}


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.mark.parametrize("make", POISON, ids=lambda f: f.__name__)
def test_poison_costs_only_itself(desk, make):
    raw = (HEAD.format(name=make.__name__) + make()).encode("latin-1")
    good = mail.letter("I am next.", sender=f"{make.__name__}@acme.example")
    started = time.monotonic()
    desk.world.deliver(raw)
    entry = desk.receive(good)					# next in line
    assert time.monotonic() - started < 15
    assert entry["kind"] == "mail-in" and entry["ticket"]
    desk.quiet()
    [kept] = desk.rows(
        "select b.bytes, e.kind, e.new_text, e.data from docket.raw r join docket.entry e"
        " on e.raw = r.id join docket.raw_bytes b on b.raw = r.id where r.size = %s", len(raw))
    assert bytes(kept["bytes"]) == raw
    if make in MUST_QUARANTINE:
        assert kept["kind"] == "quarantine"
    assert desk.docket.alive()


def test_a_parser_that_is_killed_costs_one_try(desk):
    for n in range(4):
        desk.docket.kill_role("parse", n)
        ticket = desk.open(f"after kill {n}", sender=f"kill{n}@acme.example")
        assert desk.mail(ticket["id"], f"kill{n}@acme.example")


def test_poison_among_good_mail_in_one_batch(desk):
    def quarantined():
        return desk.world.one("select count(*) from docket.entry where kind = 'quarantine'")

    desk.quiet()
    tickets, held = desk.tickets(), quarantined()
    for n in range(30):
        if n % 10 == 5:
            desk.world.deliver((HEAD.format(name=f"poison{n}") + nested_parts()).encode())
        desk.world.deliver(mail.letter(f"good {n}", sender=f"good{n}@acme.example"))
    desk.world.wait(lambda: desk.tickets() >= tickets + 30, 30, "thirty good tickets")
    desk.quiet()
    assert (desk.tickets(), quarantined()) == (tickets + 30, held + 3)
    assert desk.world.one("select count(*) from docket.raw r where not exists"
                          " (select from docket.entry e where e.raw = r.id)") == 0
