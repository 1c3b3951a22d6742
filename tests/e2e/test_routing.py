"""Rules on `arrived`: where a mail goes that would open a ticket, and whether one comes of it."""
import hashlib
import signal

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, ROOT, Group, endpoint, shipped

ANA = f"Ana <{AGENT}>"
OUR_MX = "mx.example.com"
TOP = "Delivered-To: {0}\r\nReceived: from out.example by mx.example.com with ESMTPS id {1};" \
    " Mon, 2 Mar 2026 09:00:00 +0000\r\n"
ways = iter(range(100000))


def rule(name, when, *do, **more):
    return {"name": name, "on": ["arrived"], "when": when, "do": Group(do)} | more


ROUTES = [
    rule("junk", {"subject": {"matches": "(?i)cheap pills"}}, {"drop": True},
         note="nobody here buys pills"),
    rule("lottery", {"body": {"contains": "you have won"}}, {"spam": True}, {"tag": ["lottery"]}),
    rule("lawyers", {"from": "law@elsewhere.example"}, {"held": True},
         note="legal reads it first"),
    rule("billing", {"recipient": "support+billing@example.com"},
         {"project": "GLOBEX"}, {"team": "desk"}, {"tag": ["billing"]}),
    rule("monitoring", {"header.X-Monitor": {"matches": "^(?<host>[a-z]+)/"}},
         {"type": "bug"}, {"set": "severity", "to": "critical"}, {"assign": "ana"},
         {"tag": ["host-${host}"]}),
    rule("sales", {"mailbox": "sales"}, {"project": "GLOBEX"}, stop=True),
    rule("a customer by any address", {"subject": {"contains": "for acme"}, "dmarc": "pass"},
         {"project": "ACME"}),
    rule("never seen by sales", {"subject": {"contains": "quote"}}, {"tag": ["quote"]}),
    {"name": "born critical", "on": ["created"], "when": {"severity": "critical"},
     "do": Group([{"tag": ["born-critical"]}])},
    {"name": "no change is told of it", "on": ["changed", "assigned"],
     "do": Group([{"tag": ["changed"]}])},
]


def configure(docket):
    world, settings = docket.world, docket.files["docket.conf"]
    [support] = settings["mailboxes"]
    support = support | {"aliases": ["help@example.com"]}
    settings["mailboxes"] = Group([support, support | {
        "name": "sales", "address": "sales@example.com", "display_name": "Sales", "aliases": [],
        "imap": endpoint(world, "imap") | {"user": "sales", "poll": "2s", "since": "3650d"}}])
    settings["authserv"] = [OUR_MX]
    docket.files["types.conf"] = shipped("types.conf")
    rules = docket.files["rules.conf"]["rules"]
    docket.files["rules.conf"]["rules"] = Group([*ROUTES, *rules])
    docket.write()


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    configure(docket)
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0
    assert docket.ctl("verify").returncode == 0
    assert b" 0 different" in docket.ctl("sla", "verify").stdout


def by(raw, to="support@example.com"):
    """As our mail server hands it over."""
    return TOP.format(to, next(ways)).encode() + raw


def comes(desk, raw, user=None):
    """Delivered to a mailbox and stored: its newest entry."""
    where = (hashlib.sha256(raw).digest(), user or "support")
    desk.world.imap.deliver(raw, user=user)
    desk.world.wait(lambda: desk.rows(
        "select from docket.raw where sha256 = %s and mailbox = %s and state <> 'pending'", *where),
        20, "the mail to be stored")
    return desk.row("select e.* from docket.entry e join docket.raw r on r.id = e.raw"
                    " where r.sha256 = %s and r.mailbox = %s order by e.id desc limit 1", *where)


def opened(desk, raw, user=None):
    entry = comes(desk, raw, user)
    assert (entry["kind"], entry["ticket"] is None) == ("mail-in", False)
    return desk.ticket(entry["ticket"])


def state(desk, raw):
    return desk.row("select state from docket.raw where id = %s", raw)["state"]


def went(desk, seen):
    """What went out since, by recipient."""
    return [r for m in desk.quiet() if m["Message-ID"] not in seen for r in m.recipients]


def dropped(desk):
    return {row["id"]: row for row in desk.docket.ctl_json("quarantine", "--dropped")}


# Values that a ticket begins with

def test_without_a_rule_all_is_as_before(desk):
    t = opened(desk, by(mail.letter("It hums.", sender="jo@acme.example")))
    assert (t["project"], t["type"], t["team"], t["tags"]) == ("ACME", "incident", None, [])
    t = opened(desk, by(mail.letter("It hums.", sender="jo@nowhere.example")))
    assert (t["project"], t["mailbox"]) == ("WALK-IN", "support")


@pytest.mark.parametrize("how", ["to", "cc", "delivered"])
def test_by_the_address_that_it_was_sent_to(desk, how):
    billing, other = "support+billing@example.com", "support@example.com"
    raw = mail.letter("My invoice.", sender=f"jo-{how}@acme.example", to=billing if how == "to" else
                      other, headers=[("Cc", billing)] if how == "cc" else [])
    t = opened(desk, by(raw, billing if how == "delivered" else other))
    assert (t["project"], t["team"], t["tags"]) == ("GLOBEX", "desk", ["billing"])
    assert t["sla"] == "standard" and t["requester"] is not None
    seen = [(e["data"].get("what"), e["data"].get("to"), e["data"].get("why")) for e in
            desk.entries(t["id"], "rule")]
    assert ("project", "GLOBEX", "billing") in seen and ("team", "desk", "billing") in seen


def test_by_a_header_and_the_ticket_begins_so(desk):
    """Rules on created and the SLA's clocks see it as if it had always been that."""
    t = opened(desk, by(mail.letter("Disk is full.", sender="mon@acme.example",
                                    headers=[("X-Monitor", "crane/disk")])))
    assert (t["type"], t["status"], t["assignee"]) == ("bug", "new", "ana")
    assert sorted(t["tags"]) == ["born-critical", "host-crane"]		# and not "changed"
    assert desk.fields(t["id"])["severity"]["value"] == "critical"
    [clock] = desk.rows("select target from docket.cycle where ticket = %s and clock = 'response'",
                        t["id"])
    assert clock["target"] == 15 * 60
    told = desk.docket.ctl("explain", str(t["id"])).stdout.decode()
    assert "arrived" in told and "monitoring" in told


def test_by_the_mailbox_and_stop(desk):
    t = opened(desk, by(mail.letter("A quote, please.", subject="quote"), "sales@example.com"), "sales")
    assert (t["project"], t["mailbox"], t["tags"]) == ("GLOBEX", "sales", [])
    t = opened(desk, by(mail.letter("A quote, please!", subject="quote")))
    assert (t["project"], t["tags"]) == ("ACME", ["quote"])


@pytest.mark.parametrize("name", ["plain", "charset-lies", "pgp-signed", "winmail", "names", "no-from",
                                  "japanese", "html-stand-in", "raw-8bit-headers"])
def test_real_mails(desk, name):
    with open(f"{ROOT}/tests/golden/{name}.eml", "rb") as f:
        raw = by(b"X-Monitor: hoist/" + name.encode() + b"\r\n" + mail.crlf(f.read()))
    t = desk.ticket(comes(desk, raw)["ticket"])
    assert "host-hoist" in t["tags"] and t["assignee"] == "ana"


# Dropped

def drop(desk, **kwargs):
    entry = comes(desk, by(mail.letter("Buy now.", subject="Cheap pills!", **kwargs)))
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)
    assert state(desk, entry["raw"]) == "dropped"
    return entry


def test_dropped_is_kept_counted_and_can_be_taken_back(desk):
    seen, before = desk.seen(), desk.tickets()
    last = desk.world.one("select coalesce(max(id), 0) from docket.ticket")
    entry = drop(desk, sender="spam@shop.example")
    assert went(desk, seen) == [] and desk.tickets() == before
    row = dropped(desk)[entry["raw"]]
    assert (row["rule"], row["author"]) == ("junk", "spam@shop.example")
    assert row["reason"] == 'dropped by rule "junk": nobody here buys pills'
    assert entry["raw"] not in {r["id"] for r in desk.docket.ctl_json("quarantine")}
    shown = desk.docket.ctl("quarantine", "show", str(entry["raw"])).stdout.decode()
    assert 'was dropped by rule "junk" on' in shown and "Buy now." in shown
    assert "Cheap pills!" in desk.docket.ctl("quarantine", "--dropped").stdout.decode()
    assert "by rules within a day" in desk.docket.ctl("status", check=False).stdout.decode()
    assert b"docket_dropped_mails 0\n" not in desk.docket.ctl("metrics").stdout
    assert "mail dropped by a rule" in desk.docket.log()
    # The number that it would have had is the next one's.
    assert opened(desk, by(mail.letter("It hums.", sender="kim@acme.example")))["id"] == last + 1
    # Read again it is routed again; people get their ticket.
    for argv, want in ((("retry",), "dropped"), (("ticket", "--as", "lee"), "read")):
        desk.docket.ctl("quarantine", argv[0], str(entry["raw"]), *argv[1:])
        desk.world.wait(lambda: state(desk, entry["raw"]) == want, 20, f"{want} after {argv[0]}")
    [made] = desk.rows("select ticket, data from docket.entry where raw = %s and kind = 'mail-in'",
                       entry["raw"])
    assert made["data"]["accepted_by"] == "lee"
    assert desk.ticket(made["ticket"])["category"] == "new"
    assert b"not done: drop: people here want" in desk.docket.ctl("explain", str(made["ticket"])).stdout


def test_what_is_dropped_twice_is_there_twice(desk):
    """The copy that another mailbox has is routed by itself, and nothing is a duplicate's."""
    raw = mail.letter("Buy now.", subject="cheap pills, twice", sender="two@shop.example")
    first, second = comes(desk, by(raw)), comes(desk, by(raw, "sales@example.com"), "sales")
    assert {state(desk, e["raw"]) for e in (first, second)} == {"dropped"}
    assert desk.rows("select from docket.raw where copy_of in (%s, %s)", first["raw"], second["raw"]) == []


# Spam

def test_spam_is_closed_without_a_word(desk):
    seen = desk.seen()
    t = opened(desk, by(mail.letter("Dear Sir, You have won 5 million.", sender="prince@bank.example",
                                    headers=[("Cc", "kim@elsewhere.example")])))
    assert (t["category"], sorted(t["tags"])) == ("closed", ["lottery", "spam"])
    assert [r for r in went(desk, seen) if r not in (AGENT, LEAD)] == []
    assert {c["state"] for c in desk.rows("select state from docket.cycle where ticket = %s",
                                          t["id"])} == {"cancelled"}
    assert [e["data"].get("what") for e in desk.entries(t["id"]) if e["kind"] == "clock"
            and e["data"].get("what") == "sla-warning"] == []
    seen = desk.seen()
    desk.docket.ctl("do", str(t["id"]), "open")		# it was none
    assert "spam" not in desk.ticket(t["id"])["tags"]
    assert desk.cycle(t["id"], "response")["state"] == "running"


# Held

def test_held_waits_for_a_decision(desk):
    desk.forget_told()
    seen = desk.seen()
    raw = by(mail.letter("You will hear from us.", sender="law@elsewhere.example", subject="Our client"))
    entry = comes(desk, raw)
    assert entry["kind"] == "held" and entry["data"]["rule"] == "lawyers"
    t = desk.ticket(entry["ticket"])
    assert t["project"] == "WALK-IN"
    assert "law@elsewhere.example" not in went(desk, seen)
    notice = [m for m in desk.mails(t["id"]) if m.name.startswith("Held (")][-1]
    assert 'a rule says that it waits (rule "lawyers": legal reads it first)' in notice.text
    assert "docketctl held accept" in notice.text
    assert [r["id"] for r in desk.docket.ctl_json("held")] == [entry["id"]]
    # By another way it waits as well.
    again = comes(desk, by(mail.letter("You will hear from us.", sender="law@elsewhere.example",
                                       subject="Our client")), None)
    assert again["kind"] == "held"
    desk.docket.ctl("held", "accept", str(entry["id"]), "--as", "lee")
    desk.world.wait(lambda: [e for e in desk.entries(t["id"], "mail-in")], 20, "it to be taken")
    assert desk.ticket(t["id"])["category"] in ("new", "open")
    desk.docket.ctl("held", "drop", str(again["id"]), "--as", "lee")


def test_a_copy_does_not_pass_what_is_held(desk):
    raw = mail.letter("Once more.", sender="law@elsewhere.example", subject="Our other client")
    entry = comes(desk, by(raw))
    copy = comes(desk, by(raw, "sales@example.com"), "sales")
    assert (entry["kind"], copy["kind"]) == ("held", "duplicate")
    assert desk.entries(entry["ticket"], "mail-in") == []
    desk.docket.ctl("held", "drop", str(entry["id"]), "--as", "lee")


# What is not routed

def test_automatic_mail_is_none(desk):
    entry = comes(desk, by(mail.letter("I am away: cheap pills.", subject="Out of office: cheap pills",
                                       headers=[("Auto-Submitted", "auto-replied")])))
    assert (entry["kind"], state(desk, entry["raw"])) == ("quarantine", "quarantine")


def test_an_answer_is_never_routed(desk):
    ticket = opened(desk, by(mail.letter("It hums.", sender="reply@acme.example")))
    ack = desk.mail(ticket["id"], "reply@acme.example")
    for subject in ("Re: Printer on fire", "Re: Cheap pills"):
        entry = comes(desk, by(mail.reply(ack.message, f"You have won, {subject}.",
                                          "reply@acme.example", headers=[("X-Monitor", "a/b")])))
        assert (entry["kind"], entry["ticket"]) == ("mail-in", ticket["id"])
    assert desk.ticket(ticket["id"])["tags"] == []


def test_what_answers_us_is_not_sent_away(desk):
    """A good reply address whose ticket was done long ago: a new one, whatever rules say."""
    ticket = opened(desk, by(mail.letter("It hums.", sender="old@acme.example")))
    ack = desk.mail(ticket["id"], "old@acme.example")
    desk.docket.ctl("do", str(ticket["id"]), "close")
    desk.world.sql("update docket.ticket set resolved_at = now() - interval '400 days'"
                   f" where id = {ticket['id']}")
    raw = by(mail.reply(ack.message, "You have won.", "old@acme.example",
                        headers=[("X-Monitor", "old/x")]))
    follow = opened(desk, raw)
    assert follow["id"] != ticket["id"] and follow["category"] == "new"
    assert "host-old" in follow["tags"] and "spam" not in follow["tags"]
    told = desk.docket.ctl("explain", str(follow["id"]), "--rule", "lottery").stdout.decode()
    assert "answers one of ours" in told


def proven(raw, domain="home.example.net"):
    return f"Authentication-Results: {OUR_MX}; dmarc=pass header.from={domain}\r\n".encode() + raw


def test_a_proven_engineer_is_not_sent_away(desk):
    address = desk.docket.ctl("agent", "address", "ana").stdout.decode().split()
    [to] = [word for word in address if word.startswith("support+")][:1]
    made = comes(desk, by(mail.letter("#new\n#subject cheap pills again\n\nYou have won.", sender=ANA, to=to,
                                      subject="cheap pills")))
    assert made["ticket"] is not None
    passed = mail.letter("---------- Forwarded message ---------\nFrom: Kim <kim@forwarded.example>\n"
                         "Date: Mon, 2 Mar 2026 at 09:00\nSubject: cheap pills\nTo: <ana@home.example.net>\n\n"
                         "You have won.", sender=ANA, to=to, subject="Fwd: cheap pills")
    entry = comes(desk, by(passed))
    assert state(desk, entry["raw"]) == "read"
    [t] = desk.rows("select t.* from docket.ticket t join docket.contact c on c.id = t.requester"
                    " where c.address = 'kim@forwarded.example'")
    assert t["category"] == "new" and "spam" not in t["tags"]


# Attacks

def test_forged_headers_lead_nowhere(desk):
    """Below what our server wrote, Delivered-To is the sender's word; so is a DMARC pass."""
    raw = mail.letter("for acme", subject="for acme", sender="mallory@evil.example", headers=[
        ("Delivered-To", "support+billing@example.com"),
        ("X-Original-To", "support+billing@example.com"),
        ("Authentication-Results", f"{OUR_MX}; dmarc=pass header.from=acme.example")])
    top = f"Authentication-Results: {OUR_MX}; dmarc=none\r\n".encode()
    t = opened(desk, top + by(raw))
    assert (t["project"], t["tags"]) == ("WALK-IN", [])
    t = opened(desk, proven(by(mail.letter("for acme", subject="for acme", sender="kim@evil.example")),
                            "evil.example"))
    assert t["project"] == "ACME"			# as the rule says: it passed


def test_who_is_routed_into_a_project_is_none_of_its_people(desk):
    """Neither sees nor writes anything that is not their own."""
    theirs = opened(desk, by(mail.letter("Ours.", sender="own@globex.example", subject="Secret plan")))
    t = opened(desk, by(mail.letter("Mine.", sender="mallory2@evil.example",
                                    to="support+billing@example.com"), "support+billing@example.com"))
    assert (theirs["project"], t["project"]) == ("GLOBEX", "GLOBEX")
    entry = comes(desk, by(mail.letter("let me in", sender="mallory2@evil.example",
                                       subject=f"Re: [desk #{theirs['id']}] Secret plan")))
    assert entry["ticket"] != theirs["id"]


def test_no_proof_in_what_is_explained(desk):
    """The values that tests looked at are for every engineer: no reply address stands there."""
    ticket = opened(desk, by(mail.letter("It hums.", sender="proof@acme.example")))
    notice = desk.mail(ticket["id"], AGENT)
    desk.answer(notice, "We look.", ANA)
    desk.quiet()
    code = notice["Reply-To"].partition("+")[2].partition("@")[0]
    assert len(code) > 20
    told = desk.docket.ctl("explain", str(ticket["id"])).stdout.decode()
    rows = desk.rows("select rules, texts from docket.trace where ticket = %s", ticket["id"])
    assert rows and code not in told and code not in str(rows)


# Once

def test_kill_and_replay(world, desk):
    """Whatever ends when: each mail is stored once, dropped or opened, and numbers have no gap."""
    docket = desk.docket
    tickets = desk.tickets()
    raws = [by(mail.letter(f"Hum {n}", sender=f"kill{n}@acme.example",
                           subject="Cheap pills" if n % 2 else f"Hum {n}")) for n in range(40)]
    for n, raw in enumerate(raws):
        world.imap.deliver(raw)
        if n % 8 == 7:
            world.wait(lambda: docket.kill_role("core"), 10, "core to be killed")
    digests = [hashlib.sha256(raw).digest() for raw in raws]
    world.wait(lambda: world.one("select count(*) from docket.raw where sha256 = any(%s)",
                                 digests) == 40, 60, "all of it")
    docket.settle()
    states = desk.rows("select state, count(*) as n, count(distinct id) as ids from docket.raw"
                       " where sha256 = any(%s) group by state", digests)
    assert {s["state"]: s["n"] for s in states} == {"dropped": 20, "read": 20}
    assert desk.tickets() == tickets + 20
    # What is read again as if the server had forgotten is known.
    seen = desk.seen()
    docket.process.send_signal(signal.SIGKILL)
    docket.kill()
    docket.start()
    world.imap.deliver(raws[1])
    docket.settle()
    again = desk.rows("select e.kind from docket.entry e join docket.raw r on r.id = e.raw"
                      " where r.sha256 = %s order by e.id", digests[1])
    assert [e["kind"] for e in again] == ["quarantine", "duplicate"]
    assert went(desk, seen) == []


def test_two_daemons(world):
    """Each reads its mailbox; together they route each mail once."""
    world.fresh()
    made = []
    for number, name in enumerate(("support", "sales")):
        docket = world.docket(f"docket-both-{name}")
        configure(docket)
        docket.files["docket.conf"]["mailboxes"][1 - number].pop("imap")
        docket.write()
        made.append(docket)
    for docket in made:
        docket.start()
    for n in range(20):
        for user in ("support", "sales"):
            subject = "cheap pills" if n % 2 else f"Race {n}"
            world.imap.deliver(by(mail.letter(f"{user} {n}", sender=f"r{n}@acme.example",
                                              subject=subject)), user=user)
    desk = desks.Desk(world, made[0])
    world.wait(lambda: world.one("select count(*) from docket.raw") == 40, 60, "all of it")
    assert world.one("select count(*) from docket.raw where state = 'dropped'") == 20
    assert desk.tickets() == 20
    # A dropped mail's number goes to the next ticket; each daemon may keep one for its next.
    assert world.one("select max(id) - min(id) from docket.ticket") in (19, 20, 21)
    assert {t["project"] for t in desk.rows("select project from docket.ticket where mailbox = 'sales'")} \
        == {"GLOBEX"}
    for docket in made:
        assert docket.stop() == 0
