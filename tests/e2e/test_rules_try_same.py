"""The same mail through the running daemon and through docketctl rules test: the same ticket,
the same rules, the same mails; and an event of a ticket that the daemon has."""
import json
import os
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, RULES, Group

MORE = [
    {"name": "hurry", "on": ["created", "changed"],
     "when": {"severity": {"at_least": "high"}, "project": ["ACME", "GLOBEX"]},
     "do": Group([{"tag": ["hurry"]}, {"assign": "lee"},
                  {"notify": ["leads"], "template": "agent-notice"}])},
    {"name": "printers", "on": ["created"],
     "when": {"any": Group([{"subject": {"matches": r"(?i)print|export"}},
                            {"body": {"contains": "toner"}}])},
     "do": Group([{"tag": ["printer"]}, {"assign": "ana"}])},
    {"name": "whose it is", "on": ["assigned"],
     "do": Group([{"notify": ["assignee"], "template": "agent-notice"}])},
]


# Each from a sender of its own; @…@ is only in those that answer something.
MAILS = [
    ("html-attachment", mail.sample("html-attachment")),
    ("severity-header", mail.sample("severity-header")),
    ("spanish", mail.sample("spanish")),
    ("version-prose", mail.sample("version-prose")),
    ("broken", mail.sample("broken")),
    ("bounce", mail.sample("bounce", recipient="no@acme.example", subject="x", original_id="<x@y.example>")),
    ("vacation", mail.sample("vacation", subject="x", in_reply_to="<x@y.example>")),
    ("the body alone", mail.letter("The toner is out.", sender="t1@acme.example", subject="Hello")),
    ("no rule's", mail.letter("Severity: low\n\nThanks.", sender="t2@acme.example", subject="Thanks")),
    ("critical", mail.letter("Severity: critical\n\nIt prints fire.", sender="t3@globex.example",
                        subject="Printer")),
    ("a stranger", mail.letter("Severity: critical\n\nHo.", sender="t4@nowhere.example", subject="Ho")),
    ("in the name of an engineer", mail.letter("Ho.", sender=f"Ana <{AGENT}>", subject="From Ana")),
    ("automatic", mail.letter("I am away.", sender="t5@acme.example", subject="Out of office")
     .replace(b"Subject:", b"Auto-Submitted: auto-replied\r\nSubject:", 1)),
    ("no answer is wanted", mail.letter("Print.", sender="t6@acme.example", subject="Print it")
     .replace(b"Subject:", b"Precedence: bulk\r\nSubject:", 1)),
]


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["rules.conf"]["rules"] = Group(RULES + MORE)
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def even(text):
    """Without what differs each time: numbers of tickets, instants, proofs."""
    text = re.sub(r"#\d+|%23\d+|n\.º \d+", "#N", text)
    text = re.sub(r"(docketctl quarantine \w+) \d+", r"\1 N", text)
    text = re.sub(r"\+[a-z0-9.]*[0-9a-z]{16,}", "+PROOF", text)
    text = re.sub(r"[0-9a-f]{24}", "MARK", text)
    return re.sub(r"\d{4}-\d\d-\d\d|\d\d?:\d\d( [A-Z]+)?", "T", text)


def of_daemon(desk, entry):
    number = entry["ticket"]
    told = desk.rows(
        "select e.subject, e.data->>'template' as template, array(select d.recipient"
        " from (select entry, recipient, id from docket.delivery union all"
        " select entry, recipient, id from docket.sent) d where d.entry = e.id order by d.id) as recipients,"
        " convert_from(substring(convert_to(o.body, 'UTF8') for o.text_size), 'UTF8') as text from docket.entry e"
        " join docket.outbox o on o.entry = e.id where e.id > %s and e.kind = 'mail-out'"
        " and e.ticket is not distinct from %s order by e.id", entry["id"], number)
    mails = [(m["template"], sorted(m["recipients"]), even(m["subject"]), even(m["text"])) for m in told]
    if number is None:
        return None, None, mails
    t = desk.ticket(number)
    ticket = {k: t[k] for k in ("subject", "project", "mailbox", "type", "status", "assignee",
                                "team", "sla")} | {"tags": t["tags"]}
    fields = {name: f["value"] for name, f in desk.fields(number).items() if f["value"]}
    explained = json.loads(desk.docket.ctl("--json", "explain", str(number)).stdout)
    fired = [(ev["event"], r["rule"]) for ev in explained["events"] for r in ev["rules"]
             if r["outcome"] in ("fired", "unchanged")]
    return (ticket, fields), fired, mails


def of_trial(desk, path):
    made = json.loads(desk.docket.ctl("--json", "rules", "test", path, "--full").stdout)
    mails = [(m["template"], sorted(m["to"]), even(m["subject"]), even(m["text"])) for m in made["mails"]]
    if not made["tickets"]:
        return None, None, mails
    t = made["tickets"][0]
    ticket = {k: t[k] for k in ("subject", "project", "mailbox", "type", "status", "assignee",
                                "team", "sla")} | {"tags": t["tags"]}
    fields = {k: v for k, v in t["fields"].items() if v}
    return (ticket, fields), [(r["event"], r["rule"]) for r in made["rules"] if r["fired"]], mails


@pytest.mark.parametrize("name, raw", MAILS, ids=[name for name, _ in MAILS])
def test_a_mail(desk, tmp_path, name, raw):
    path = f"{tmp_path}/mail.eml"
    with open(path, "wb") as f:
        f.write(raw)
    before = of_trial(desk, path)
    entry = desk.receive(raw)
    desk.quiet()
    real, fired, mails = of_daemon(desk, entry)
    if name == "critical":
        assert ("created", "hurry") in fired and mails	# it compares something
    if name == "the body alone":
        assert real[0]["tags"] == ["printer"]
    assert before == (real, fired, mails)


def text(value):
    return json.dumps(value, ensure_ascii=False)


def test_a_conversation(desk):
    """What the daemon made of three mails and a command is what a test may expect, exactly."""
    folder = f"{desk.docket.folder}/tests.d"
    first = mail.letter("Severity: high\n\nIt prints twice.", sender="twice@acme.example",
                        subject="Print", message_id="<twice-1@acme.example>")
    more = mail.letter("And once more.", sender="twice@acme.example", subject="Re: Print",
                       message_id="<twice-2@acme.example>",
                       headers=[("In-Reply-To", "<twice-1@acme.example>")])
    entry = desk.receive(first)
    number = entry["ticket"]
    desk.receive(more)
    desk.quiet()
    notice = desk.mail(number, AGENT)
    desk.answer(notice, "It is the duplex unit.", sender=f"Ana <{AGENT}>")
    desk.docket.ctl("do", str(number), "close")
    desk.quiet()
    (ticket, fields), fired, mails = of_daemon(desk, entry)
    assert ticket["status"] == "closed" and ("agent-replied", "tell the customer") in fired
    os.mkdir(folder)
    for name, raw in (("first", first), ("more", more),
                      ("answer", mail.letter("It is the duplex unit.", sender=f"Ana <{AGENT}>",
                                             subject="Re: Print", message_id="<twice-3@x.example>",
                                             headers=[("In-Reply-To", "<twice-2@acme.example>")]))):
        with open(f"{folder}/{name}.eml", "wb") as f:
            f.write(raw)
    rules = {r["name"] for r in RULES + MORE}
    did = {name for _, name in fired}
    wanted = "".join(f'{{ to = "{to}"; template = "{template}"; }},'
                     for template, readers, _, _ in mails for to in readers)[:-1]
    values = "".join(f"{k} = {text(v)}; " for k, v in (ticket | fields).items() if v)
    with open(f"{folder}/same.conf", "w", encoding="utf-8") as f:
        f.write(f"""tests = ( {{ name = "same"; mail = "first.eml";
            events = ( {{ at = "+1s"; mail = "more.eml"; }},
                {{ at = "+1s"; mail = "answer.eml"; by = "ana"; }}, {{ at = "+1s"; do = "close"; }} );
            expect = {{ fired = {text(sorted(did))}; not_fired = {text(sorted(rules - did))};
                ticket = {{ {values} }}; tickets = 1; mails = ( {wanted} ); mails_exact = true; }}; }} );""")
    got = desk.docket.ctl("rules", "test", check=False)
    assert got.returncode == 0, got
    assert b"1 passed" in got.stdout


def test_an_event_of_a_real_ticket(desk):
    """As it is now, and nothing of it is left in the database."""
    ticket = desk.open("Severity: high\n\nIt hums.", sender="hum@acme.example", subject="Hum")
    number = str(ticket["id"])
    desk.quiet()
    desk.docket.ctl("do", number, "severity", "critical")
    desk.docket.ctl("do", number, "tag", "vip")
    desk.quiet()
    counts = "select (select count(*) from docket.entry), (select count(*) from docket.delivery)," \
        " (select count(*) from docket.trace), (select max(id) from docket.entry)"
    before = desk.world.sql(counts), len(desk.mails())
    made = json.loads(desk.docket.ctl("--json", "rules", "test", "--ticket", number, "--event",
                                      "customer-replied", "--text", "Louder now", "--full").stdout)
    t = made["tickets"][0]
    assert (t["id"], t["fields"]["severity"], t["assignee"]) == (ticket["id"], "critical", "lee")
    assert t["tags"] == ["hurry", "vip"] and t["from"] == "hum@acme.example"
    assert ("tell the desk", True) in [(r["rule"], r["fired"]) for r in made["rules"]]
    told = [m for m in made["mails"] if AGENT in m["to"]]
    assert told and "Louder now" in told[0]["text"] and f"#{number}" in told[0]["subject"]
    desk.quiet()
    assert (desk.world.sql(counts), len(desk.mails())) == before
    text = desk.docket.ctl("rules", "test", "--ticket", number, "--event", "sla-warning", "--clock",
                           "resolution", "--point", "75%").stdout.decode()
    assert "rule      time is short (sla-warning): it fired" in text
    changed = desk.docket.ctl("rules", "test", "--ticket", f"#{number}", "--event", "changed").stdout.decode()
    assert "hurry (changed): it fired" in changed


@pytest.mark.parametrize("argv, status, says", [
    (["--ticket", "999999", "--event", "created"], 1, "there is no ticket 999999"),
    (["--ticket", "x", "--event", "created"], 64, "'x' is no ticket's number"),
    (["--ticket", "1"], 64, "--ticket and --event go together"),
    (["--event", "created"], 64, "--ticket and --event go together"),
    (["--ticket", "1", "--event", "craeted"], 65, "created"),
])
def test_what_cannot_be_tried(desk, argv, status, says):
    got = desk.docket.ctl("rules", "test", *argv, check=False)
    assert got.returncode == status and says in got.stderr.decode(), got
