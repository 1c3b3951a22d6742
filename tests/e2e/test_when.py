"""What conditions see: the mail, its people, working hours, what an event changed; targets."""
import calendar
import email.policy
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, RULES, Group

# A Monday in June: the desk's hours are those of "office" below, in UTC.
START = calendar.timegm((2026, 6, 1, 10, 0, 0))
HOUR = 3600
JO = "jo@acme.example"
ANA = f"Ana <{AGENT}>"


def rule(tag, when, on=("created",)):
    return {"name": tag, "on": list(on), "when": when, "do": Group([{"tag": [tag]}])}


CHANGED = ("changed", "assigned", "customer-replied", "agent-replied", "noted")
OWN = [
    rule("score", {"header": {"X-Spam-Score": {"contains": "**"}}}),
    rule("text", {"header": {"X-Note": "grün"}}),
    rule("pdf", {"attachment": {"name": {"matches": r"\.pdf$"}}, "attachments": {"at_most": 1}}),
    rule("image", {"attachment": {"type": {"contains": "image/"}}}),
    rule("ours", {"recipient": {"contains": "+sales@"}}),
    rule("acme", {"requester_domain": "acme.example", "author": "customer"}),
    rule("unproven", {"proven": False, "dmarc": ""}),
    rule("late", {"calendar": {"office": "closed"}}),
    rule("both", {"any": Group([{"subject": {"contains": "ÜBER"}, "none": {"tags": "late"}},
                                {"recipient": {"contains": "kim@"},
                                 "participants": {"at_most": 1}}])}),
    rule("raised", {"severity": {"was": "low", "to": ["high", "critical"]}}, CHANGED),
    rule("touched", {"severity": {"changed": True}}, CHANGED),
    rule("followed", {"tags": {"to": "raised"}}, CHANGED),
    rule("older", {"version": {"below": "2.10"}}, ("created", *CHANGED)),
    {"name": "chain", "on": list(CHANGED), "when": {"severity": {"to": "critical"}},
     "do": Group([{"assign": "lee"}])},
    rule("given", {"assignee": {"was": "", "to": "lee"}, "severity": {"changed": False}},
         ("assigned",)),
]
SLAS = [{"name": "standard", "targets": Group([
    {"when": {"tags": "vip", "severity": {"at_least": "high"}}, "response": "1h"},
    {"when": {"type": "incident"}, "response": "2h"},
    {"when": {"field": {"order": {"is_set": True}}}, "response": "3h"},
    {"when": {"requester": JO}, "response": "4h"},
    {"response": "8h"}])}]
STATUSES = ("new", "open", "waiting", "on-hold", "resolved", "closed")
TYPES = [{"name": name, "initial": "new", "statuses": Group([
    {"name": n, "category": n} for n in STATUSES]),
    "transitions": Group([{"to": n} for n in STATUSES])}
    for name in ("question", "incident")]


@pytest.fixture(scope="module")
def docket(world):
    world.clock.set(START)
    made = world.docket(name=f"docket-{time.monotonic_ns()}", clock=True)
    made.files["rules.conf"]["rules"] = Group([*RULES, *OWN])
    made.files["sla.conf"] = {"slas": Group(SLAS)}
    made.files["types.conf"] = {"types": Group(TYPES)}
    made.files["calendars.conf"]["calendars"] = Group([
        *made.files["calendars.conf"]["calendars"],
        {"name": "office", "timezone": "UTC", "hours": {
            day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}])
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    world.clock.set(START)
    return desks.Desk(world, docket)


def opened(desk, raw, when=START):
    number = desk.receive(raw, when=when)["ticket"]
    return number, set(desk.ticket(number)["tags"])


def target(desk, number):
    return desk.cycle(number, "response")["target"] // HOUR


def test_what_a_mail_is(desk):
    """Header fields, files, recipients, who wrote and whether that is proven."""
    _, tags = opened(desk, mail.letter("It hums.", subject="über Nacht", headers=[
        ("X-Spam-Score", "a"), ("X-Spam-Score", "**"), ("X-Note", "=?utf-8?q?gr=C3=BCn?=")]))
    assert tags == {"score", "text", "acme", "unproven", "both"}
    _, tags = opened(desk, mail.letter("It hums.", to="support+sales@example.com", headers=[
        ("X-Note", "grau"), ("Cc", "kim@acme.example")]))
    assert tags == {"ours", "acme", "unproven", "both"}
    message = mail.read(mail.letter("See there.", sender="Bo <bo@globex.example>"))
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="bill.PDF.pdf")
    _, tags = opened(desk, message.as_bytes(policy=email.policy.SMTP))
    assert tags == {"pdf", "unproven"}
    message.add_attachment(b"y", maintype="image", subtype="png", filename="a.png")
    message.replace_header("Message-ID", "<two.files@client.example>")
    _, tags = opened(desk, message.as_bytes(policy=email.policy.SMTP))
    assert tags == {"image", "unproven"}


def test_working_hours_are_those_of_its_arrival(desk):
    """At 08:00 UTC nobody works, whenever docket reads it."""
    _, tags = opened(desk, mail.letter("Early.", sender="bo@globex.example"), START - 2 * HOUR)
    assert tags == {"late", "unproven"}
    _, tags = opened(desk, mail.letter("In time.", sender="bo@globex.example"), START - HOUR)
    assert tags == {"unproven"}


def commanded(desk, notice, text):
    seen = desk.seen()
    desk.receive(mail.reply(notice.message, text + "\n", ANA), when=START)
    desk.quiet()
    return seen


def test_what_an_event_changed(desk):
    """Old and new values of a mail's orders, and of a rule's own action; another's are no cause."""
    number, tags = opened(desk, mail.letter("It hums.", sender="bo@globex.example", headers=[
        ("X-Severity", "low"), ("X-Docket-Version", "2.9.1")]))
    assert tags == {"unproven", "older"}
    notice = desk.mail(number, AGENT)
    commanded(desk, notice, "#tag +x")
    assert set(desk.ticket(number)["tags"]) == {"unproven", "older", "x"}
    commanded(desk, notice, "#severity medium")
    assert set(desk.ticket(number)["tags"]) == {"unproven", "older", "x", "touched"}
    commanded(desk, notice, "#severity low\n#version 2.10.1")
    assert set(desk.ticket(number)["tags"]) == {"unproven", "older", "x", "touched"}
    commanded(desk, notice, "#severity critical")
    ticket = desk.ticket(number)
    assert ticket["assignee"] == "lee"
    assert {"raised", "given"} <= set(ticket["tags"]) and "followed" not in ticket["tags"]


def test_a_target_is_chosen_by_any_condition(desk):
    """By requester, field, type, tag and severity; a change of one moves the ticket."""
    number, _ = opened(desk, mail.letter("It hums.", sender=JO))
    assert target(desk, number) == 4
    other, _ = opened(desk, mail.letter("It hums.", sender="bo@globex.example"))
    assert target(desk, other) == 8
    notice = desk.mail(other, AGENT)
    for order, hours in (("#set order 4711", 3), ("#type incident", 2), ("#tag +vip", 2),
                         ("#severity high", 1), ("#tag -vip", 2), ("#type question", 3)):
        commanded(desk, notice, order)
        assert (order, target(desk, other)) == (order, hours)
    assert "0 different" in desk.docket.ctl("sla", "verify").stdout.decode()


def test_list_where(desk):
    """Tickets for which tests hold, by what is stored; what cannot be asked there is told."""
    raw = mail.letter("It hums.", subject="Die Straße brennt", headers=[("X-Severity", "high")])
    number = desk.receive(raw)["ticket"]

    def listed(where, *more):
        return {t["id"] for t in desk.docket.ctl_json("list", "--where", where, *more)}
    assert number in listed('severity = { at_least = "high"; }; subject = { contains = "STRASSE"; };')
    assert number not in listed('none = { severity = "high"; };')
    assert number not in listed('any = ( { tags = "none"; }, { age = { above = "2d"; }; } );')
    assert number in listed('assignee = "";', "--project", desk.ticket(number)["project"])
    for where, told in (
            ('severity = "hihg";', "--where:1: there is no severity hihg (did you mean high?)"),
            ('subject = { matches = "x"; };', "--where:1: a pattern cannot be tried here"),
            ('body = "x";', "--where:1: body is of what happens"),
            ('severity = { changed = true; };', "--where:1: changed is of what happens"),
            ('calendar.always = "open";', "--where:1: a list does not go by the time of day"),
            ('severity "x";', "--where:1: ")):
        ran = desk.docket.ctl("list", "--where", where, check=False)
        assert ran.returncode == 64 and told in ran.stderr.decode(), where
