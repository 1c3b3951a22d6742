"""Fields that an admin defined: read from mail, asked for, filled by the answer."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

FIELDS = [
    {"name": "severity", "default": "medium"},
    {"name": "version", "catalogue": ["2.4.0", "2.4.1"]},
    {"name": "order", "type": "text", "required": True, "matches": r"\d{4,}",
     "example": "4711",
     "labels": {"en": ["Order number", "order"], "de": ["Bestellnummer"]}},
    {"name": "seats", "type": "number", "min": "1", "max": "500"},
    {"name": "since", "type": "date", "labels": ["Seit", "Since"]},
    {"name": "outage", "type": "duration", "patterns": [r"down for (?<outage>\d+ ?\w+)"]},
    {"name": "paid", "type": "bool", "headers": ["X-Paid"]},
    {"name": "boss", "type": "email"},
    {"name": "plan", "type": "text", "values": ["Gold", "Silver"],
     "words": Group([["oro", "Gold"]])},
]


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["fields.conf"] = {"fields": Group(FIELDS)}
    docket.files["projects.conf"]["projects"] = Group(
        list(docket.files["projects.conf"]["projects"])
        + [{"key": "BETA", "name": "Beta", "domains": ["beta.example"], "language": "de"}])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def value(desk, ticket, name):
    """Value, whether it is verified, and its source."""
    field = desk.fields(ticket).get(name)
    return field and (field["value"], field["verified"], field["source"])


def test_a_missing_required_field_is_asked_for_and_the_answer_fills_it(desk):
    ticket = desk.open("It does not print.", sender="amy@acme.example")["id"]
    assert value(desk, ticket, "order") is None
    ack = desk.mail(ticket, "amy@acme.example")
    assert "which Order number is it?" in ack.text
    assert "Order number: 4711" in ack.text and "Order number: 4711" in ack.html
    desk.answer(ack, "Order number: 4712\n\nThere you are.", "amy@acme.example")
    assert value(desk, ticket, "order") == ("4712", True, "pseudo-header")
    [change] = desk.entries(ticket, "change")
    assert (change["data"]["what"], change["data"]["to"]) == ("order", "4712")


def test_it_is_asked_for_in_the_customers_language(desk):
    ticket = desk.open("Es druckt nicht.", sender="uli@beta.example")["id"]
    ack = desk.mail(ticket, "uli@beta.example")
    assert "Bestellnummer: 4711" in ack.text
    desk.answer(ack, "Bestellnummer: 4713", "uli@beta.example")
    assert value(desk, ticket, "order") == ("4713", True, "pseudo-header")


def test_nothing_is_asked_that_was_told(desk):
    ticket = desk.open("Order: 4711\nVersion: 2.4\n\nHelp", sender="bea@acme.example")["id"]
    assert value(desk, ticket, "version") == ("2.4.0", True, "pseudo-header")
    ack = desk.mail(ticket, "bea@acme.example")
    assert "which" not in ack.text


def test_an_unknown_version_is_kept_and_asked_for_with_the_catalogue(desk):
    ticket = desk.open("Order: 4711\nVersion: 9.9\n\nHelp", sender="cal@acme.example")["id"]
    assert value(desk, ticket, "version") == ("9.9", False, "pseudo-header")
    ack = desk.mail(ticket, "cal@acme.example")
    assert '"9.9" is not one that we know' in ack.text
    assert "2.4.0, 2.4.1" in ack.text and "2.4.0, 2.4.1" in ack.html
    desk.answer(ack, "Version: v2.4.1", "cal@acme.example")
    assert value(desk, ticket, "version") == ("2.4.1", True, "pseudo-header")


@pytest.mark.parametrize("line, name, want", [
    ("Seats: 40 users", "seats", ("40", True, "pseudo-header")),
    ("Seats: 501", "seats", ("501", False, "pseudo-header")),
    ("Seit: 31. M\u00e4rz 2026", "since", ("2026-03-31", True, "pseudo-header")),
    ("Since: 3/4/2026", "since", ("3/4/2026", False, "pseudo-header")),
    ("We are down for 90 minutes", "outage", ("1h30m", True, "pattern")),
    ("Boss: Kim <kim@Acme.Example>", "boss", ("kim@acme.example", True, "pseudo-header")),
    ("Plan: ORO", "plan", ("Gold", True, "pseudo-header")),
    ("@plan Bronze", "plan", ("Bronze", False, "pseudo-header")),
])
def test_types(desk, line, name, want):
    ticket = desk.open(f"{line}\n\nThank you", sender="dan@acme.example")["id"]
    assert value(desk, ticket, name) == want


def test_a_header_field(desk):
    entry = desk.receive(mail.letter(sender="eve@acme.example", headers=[("X-Paid", "s\u00ed")]))
    assert value(desk, entry["ticket"], "paid") == ("yes", True, "header")


def test_an_engineers_word_stands(desk):
    """Neither a mail client's button nor a label undoes a command."""
    ticket = desk.open("Severity: high\n\nHelp", sender="fay@acme.example")["id"]
    ack = desk.mail(ticket, "fay@acme.example")
    desk.answer(desk.mail(ticket, AGENT), "#severity low", AGENT)
    assert value(desk, ticket, "severity") == ("low", True, "command")
    desk.answer(ack, "Severity: critical\n\nPlease!", "fay@acme.example")
    assert value(desk, ticket, "severity") == ("low", True, "command")


def test_a_label_is_not_undone_by_a_mail_client(desk):
    ticket = desk.open("Severity: low\n\nHelp", sender="gil@acme.example")["id"]
    ack = desk.mail(ticket, "gil@acme.example")
    raw = mail.reply(ack.message, "Any news?", "gil@acme.example")
    desk.receive(b"X-Priority: 1\r\n" + raw)
    assert value(desk, ticket, "severity") == ("low", True, "pseudo-header")
