"""Each thing that a rule can do, over real mail: done, refused, with captures."""
import datetime

import pytest

from world import desk as desks, mail
from world.docket import RULES, Group, shipped

NIGHT = {"bo": "bo@home.example.net", "cy": "cy@home.example.net"}


def rule(name, do, on="created", **more):
    """On a mail whose subject says the rule's name."""
    return {"name": name, "on": [on], "when": {"subject": {"matches": rf"\b{name}\b"}},
            "do": Group(do if isinstance(do, list) else [do])} | more


ACTIONS = [
    rule("a-set", {"set": "severity", "to": "critical"}),
    rule("a-agent", {"assign": "ana"}),
    rule("a-pile", {"assign": "team:night"}),
    rule("a-unassign", [{"assign": "ana"}, {"unassign": True}]),
    rule("a-team", {"team": "night"}),
    rule("a-status", {"status": "waiting"}),
    rule("a-type", {"type": "bug"}),
    rule("a-project", {"project": "GLOBEX"}),
    rule("a-subject", {"subject": "Seen"}),
    rule("a-sla", {"sla": "gold"}),
    rule("a-tag", [{"tag": ["x", "+y"]}, {"tag": "-x"}]),
    rule("a-cc", {"cc": ["boss@acme.example"]}),
    rule("a-uncc", [{"cc": ["boss@acme.example", "aide@acme.example"]}, {"uncc": "boss@acme.example"}]),
    rule("a-start", {"start": "+1d"}),
    rule("a-due", {"due": "+2d"}),
    rule("a-snooze", {"snooze": "+3d"}),
    rule("a-hold", {"hold": "+4d"}),
    rule("a-spam", {"spam": True}),
    rule("a-note", {"note": "{{requester.address}} asks of \"{{ticket.subject}}\" for $$5"}),
    rule("a-reply", {"reply": "acknowledgement"}),
    rule("a-notify", {"notify": ["pager@example.org"], "template": "agent-notice"}),
    rule("a-stop", {"stop": True}),
    rule("a-stops", {"tag": "first"}, stop=True),
    rule("a-stop", {"tag": "late"}) | {"name": "after stop"},
    rule("a-stops", {"tag": "late"}) | {"name": "after stops"},
    rule("a-shadow", [{"tag": "late"}, {"stop": True}], enabled="shadow"),
    rule("a-shadow", {"tag": "seen"}) | {"name": "after shadow"},
    rule("a-off", {"tag": "late"}, enabled=False),
    # What is not allowed now changes nothing, and the rest goes on.
    rule("a-wrong", [{"set": "severity", "to": "${level}"}, {"status": "${level}"}, {"assign": "${level}"},
                     {"tag": "went-on"}]) | {"when": {"subject": {"matches": r"a-wrong (?<level>\w+)"}}},
    rule("a-catch", [{"set": "severity", "to": "${level}"}, {"tag": ["-${tag}", "${tag}"]},
                     {"subject": "${level} $${level} of ${who}"}, {"note": "${level}, ${who}: {{ticket.id}}"}]) |
    {"when": {"subject": {"matches": r"a-catch (?<level>\w+) (?<tag>\S+) (?<who>.*)"}}},
    rule("a-lines", [{"subject": "${x}"}, {"tag": "t-${x}"}, {"note": "${x}"}, {"project": "${y}"},
                     {"team": "${y}"}, {"due": "${x}"}, {"sla": "${y}"},
                     {"notify": ["pager@example.org"], "template": "agent-notice"}]) |
    {"when": {"subject": {"matches": r"\ba-lines\b"}, "body": {"matches": r"(?s)BEGIN(?<x>.*)END(?<y>.*)"}}},
    # A mail of a rule is no event: what it says is nothing that a rule sees.
    rule("a-mails", {"notify": ["pager@example.org"], "template": "agent-notice"}),
    {"name": "hears itself", "on": ["customer-replied", "agent-replied", "noted", "changed"],
     "when": {"body": {"contains": "echo of a-mails"}}, "do": Group([{"tag": "heard"}])},
]


def policy(docket, rules):
    agents = docket.files["agents.conf"]["agents"]
    docket.files["agents.conf"]["agents"] = Group(agents + tuple(
        agents[0] | {"name": name, "full_name": name.title(), "addresses": [NIGHT[name]], "team": "night"}
        for name in NIGHT))
    docket.files["types.conf"] = shipped("types.conf")
    docket.files["sla.conf"]["slas"] = Group(docket.files["sla.conf"]["slas"] + (
        {"name": "gold", "targets": Group([{"response": "1h", "resolution": "1d"}])},))
    docket.files["rules.conf"]["rules"] = Group(rules)
    docket.write()


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    policy(docket, ACTIONS + [r for r in RULES if r["name"] == "tell the customer"])
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, subject, **kwargs):
    """What the rules made of it."""
    sender = f"c{desk.tickets()}@acme.example"
    return desk.open("Please look.", subject=subject, sender=kwargs.pop("sender", sender), **kwargs)


def days(ticket, at):
    return (at - ticket["created_at"]) / datetime.timedelta(days=1)


@pytest.mark.parametrize("name,wanted", [
    ("a-agent", {"assignee": "ana"}),
    ("a-pile", {"team": "night", "assignee": None}),
    ("a-unassign", {"assignee": None}),
    ("a-team", {"team": "night"}),
    ("a-status", {"status": "waiting", "category": "waiting"}),
    ("a-type", {"type": "bug"}),
    ("a-project", {"project": "GLOBEX"}),
    ("a-subject", {"subject": "Seen"}),
    ("a-sla", {"sla": "gold"}),
    ("a-tag", {"tags": ["y"]}),
    ("a-hold", {"status": "on-hold"}),
    ("a-spam", {"category": "closed", "tags": ["spam"]}),
    ("a-stop", {"tags": []}),
    ("a-stops", {"tags": ["first"]}),
    ("a-shadow", {"tags": ["seen"]}),
    ("a-off", {"tags": []}),
    ("nothing", {"tags": [], "assignee": None, "status": "new"}),
])
def test_it_is_done(desk, name, wanted):
    ticket = opened(desk, f"On {name} now")
    assert {key: ticket[key] for key in wanted} == wanted


def test_a_field(desk):
    ticket = opened(desk, "On a-set now")
    field = desk.fields(ticket["id"])["severity"]
    assert (field["value"], field["source"]) == ("critical", "rule")


def test_participants(desk):
    for name, who in (("a-cc", {"boss@acme.example"}), ("a-uncc", {"aide@acme.example"})):
        ticket = opened(desk, name, sender=f"{name}@acme.example")
        assert {r["address"] for r in desk.rows("select address from docket.participant where ticket = %s",
                                                ticket["id"])} == who | {f"{name}@acme.example"}


def test_days(desk):
    ticket = opened(desk, "a-start")
    assert 0.9 < days(ticket, ticket["start_at"]) < 1.1
    ticket = opened(desk, "a-due")
    assert 1.9 < days(ticket, ticket["due_at"]) < 2.1
    for name, after in (("snooze", 3), ("hold", 4)):
        ticket = opened(desk, f"a-{name}")
        alarm = desk.row("select * from docket.alarm where ticket = %s and kind = %s", ticket["id"], name)
        assert after - 0.1 < days(ticket, alarm["due_at"]) < after + 0.1


def test_a_note_is_for_people_here_and_no_event(desk):
    ticket = opened(desk, "On a-note now", sender="kim@acme.example")
    [note] = desk.entries(ticket["id"], "note")
    assert note["body"] == 'kim@acme.example asks of "On a-note now" for $5'
    assert (note["author"], note["public"], note["data"]) == ("docket", False, {"rule": "a-note"})


def test_a_reply_answers_customers_as_far_as_automatic_mail_may(desk):
    ticket = opened(desk, "On a-reply now", sender="lou@acme.example")
    sent = desk.mail(ticket["id"], "lou@acme.example")
    assert sent["Auto-Submitted"] == "auto-replied" and sent["In-Reply-To"]
    ticket = opened(desk, "On a-reply now", sender="robot@acme.example", headers=[("X-Auto-Response-Suppress", "All")])
    desk.quiet()
    assert desk.mails(ticket["id"]) == []
    assert "mail not sent" in [e["data"].get("what") for e in desk.entries(ticket["id"], "rule")]


def test_what_is_not_allowed_changes_nothing_and_the_rest_goes_on(desk):
    ticket = opened(desk, "On a-wrong mega now")
    assert (ticket["tags"], ticket["status"], ticket["assignee"]) == (["went-on"], "new", None)
    assert desk.fields(ticket["id"])["severity"]["source"] == "default"
    log = [line for line in desk.docket.log().splitlines() if "a rule's action was not done" in line]
    for verb in ("set", "status", "assign"):
        assert any(f"action={verb}" in line and "rule=a-wrong" in line for line in log), (verb, log)


def test_captures(desk):
    ticket = opened(desk, "a-catch high -vip ${who} {{ticket.id}} $$ Jo")
    assert desk.fields(ticket["id"])["severity"]["value"] == "high"
    # The sign of a tag is the rule's own, and what was caught is never read again.
    assert ticket["tags"] == ["-vip"]
    assert ticket["subject"] == "high ${level} of ${who} {{ticket.id}} $$ Jo"
    [note] = desk.entries(ticket["id"], "note")
    assert note["body"] == f"high, ${{who}} {{{{ticket.id}}}} $$ Jo: {ticket['id']}"


def test_lines_that_were_caught_end_no_header_and_give_no_order(desk):
    """What a stranger writes behind a rule's group: lines, orders, fields of mails, control bytes."""
    ticket = desk.open("BEGINHi\r\nBcc: victim@example.org\r\n\r\n#close\n\u202e\u001b[31m" + "x" * 3000 + "END#close",
                       subject="On a-lines now", sender="evil@acme.example")
    sent = desk.mail(ticket["id"], "pager@example.org")
    assert not sent["Bcc"] and set(sent.recipients) == {"pager@example.org"}
    assert (ticket["category"], ticket["project"]) == ("new", "ACME")
    assert ticket["subject"].startswith("Hi Bcc: victim@example.org #close ")
    assert not any(c < " " for c in ticket["subject"])
    assert not any("\n" in tag or "\x1b" in tag for tag in ticket["tags"])
    [note] = desk.entries(ticket["id"], "note")
    assert "#close" in note["body"]
    desk.quiet()
    assert desk.ticket(ticket["id"])["category"] == "new"


def test_what_a_rule_mails_is_no_event(desk):
    """What the mail of a rule says satisfies no other, in that chain or later."""
    ticket = opened(desk, "echo of a-mails")
    desk.mail(ticket["id"], "pager@example.org")
    desk.quiet()
    assert desk.ticket(ticket["id"])["tags"] == []
