"""Verbs by mail, one after another: done, refused, not allowed, delivered again."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA = f"Ana <{AGENT}>"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["agents.conf"]["agents"] = Group(docket.files["agents.conf"]["agents"] + (
        {"name": "kim", "full_name": "Kim", "addresses": ["kim@home.example.net"],
         "role": "agent", "team": "night", "timezone": "UTC"},))
    projects = docket.files["projects.conf"]["projects"]
    docket.files["projects.conf"]["projects"] = Group(
        [p | ({"sla": "gold"} if p["key"] == "GLOBEX" else {}) for p in projects])
    docket.files["sla.conf"]["slas"] = Group(list(docket.files["sla.conf"]["slas"]) + [
        {"name": "gold", "targets": Group([{"response": "1h", "resolution": "1d"}])}])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender):
    """A customer's ticket, and the notice of it that ana can answer."""
    ticket = desk.open("It is stuck.", sender=sender, subject="The lift")
    return ticket["id"], desk.mail(ticket["id"], AGENT)


def people(desk, number):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", number)}


def state(desk, number):
    ticket = {k: v for k, v in desk.ticket(number).items() if k != "updated_at"}
    return (ticket, people(desk, number),
            {k: f["value"] for k, f in desk.fields(number).items()})


def changes(desk, number):
    return [(e["author"], e["data"]["what"], e["data"]["from"], e["data"]["to"])
            for e in desk.entries(number, "command") if "from" in e["data"]]


def order(desk, notice, text):
    """Ana answers a notice; twice the same mail, which does it once."""
    raw = mail.reply(notice.message, text + "\n", ANA)
    entry = desk.receive(raw)
    once = changes(desk, notice.ticket)
    desk.receive(raw)
    assert changes(desk, notice.ticket) == once
    return entry


# (orders before, the order, what of the ticket is then so, (what, from, to) of the history)
DONE = [
    ((), "#set severity critical", {"severity": "critical"}, [("severity", "medium", "critical")]),
    ((), "#set version 2.4.1", {"version": "2.4.1"}, [("version", "", "2.4.1")]),
    ((), "#team night", {"team": "night", "assignee": None}, [("team", "", "night")]),
    (("#take",), "#team night", {"team": "night", "assignee": None},
     [("team", "", "night"), ("assignee", "ana", "")]),
    (("#take",), "#team desk", {"team": "desk", "assignee": "ana"}, [("team", "", "desk")]),
    ((), "#tag +vip, blue", {"tags": ["vip", "blue"]}, [("tag", "", "vip"), ("tag", "", "blue")]),
    (("#tag vip blue",), "#tag -vip +red", {"tags": ["blue", "red"]},
     [("tag", "vip", ""), ("tag", "", "red")]),
    ((), "#subject The other lift", {"subject": "The other lift", "mail_subject": "The lift"},
     [("subject", "The lift", "The other lift")]),
    (("#subject One",), "#subject Two", {"subject": "Two", "mail_subject": "The lift"},
     [("subject", "One", "Two")]),
    ((), "#project globex", {"project": "GLOBEX", "sla": "gold"},
     [("project", "ACME", "GLOBEX"), ("sla", "standard", "gold")]),
    (("#sla gold",), "#project WALK-IN", {"project": "WALK-IN", "sla": "gold"},
     [("project", "ACME", "WALK-IN")]),
    (("#cc max@x.example",), "#uncc Max <max@x.example>", {"people": {"{jo}"}},
     [("cc", "max@x.example", "")]),
    ((), "#requester Max <Max@Globex.example>",
     {"people": {"max@globex.example"}, "project": "ACME"},
     [("requester", "{jo}", "max@globex.example")]),
]


@pytest.mark.parametrize("row", range(len(DONE)), ids=[row[1] for row in DONE])
def test_done_once_and_told_nobody_else(desk, row):
    before, line, want, history = DONE[row]
    jo = f"done{row}@acme.example"
    number, notice = opened(desk, jo)
    for one in before:
        order(desk, notice, one)
    known = len(changes(desk, number))
    order(desk, notice, line)
    ticket, who, fields = state(desk, number)
    got = ticket | fields | {"people": who}
    for name, value in want.items():
        assert got[name] == ({v.format(jo=jo) for v in value} if name == "people" else value), name
    assert changes(desk, number)[known:] == [
        ("ana", what, a.format(jo=jo), b.format(jo=jo)) for what, a, b in history]
    assert [m for m in desk.mails(number) if jo in m.recipients][1:] == []
    # A second time it is so already.
    if not line.startswith(("#tag -", "#uncc")):
        known = changes(desk, number)
        order(desk, notice, line)
        assert changes(desk, number) == known


REFUSED = [
    ("#set", "#set needs a value: #set FIELD VALUE"),
    ("#set severity", "#set needs a value: #set severity VALUE"),
    ("#set severty high", "#set severity high"),
    ("#set severity enormous", "low, medium, high, critical"),
    ("#team", "#team needs a value: #team NAME"),
    ("#team nigth", "#team night"), ("#team nobody", "desk, night"),
    ("#tag", "#tag needs a value: #tag +WORD -WORD"),
    ("#tag +", "a tag has at least a letter"), ("#tag -vip", "this ticket has no tag vip"),
    ("#tag " + "x" * 61, "a tag has at most 60 bytes"),
    ("#subject", "#subject needs a value: #subject TEXT"),
    ("#project GLOBX", "#project GLOBEX"), ("#project nobody", "WALK-IN, ACME, GLOBEX"),
    ("#uncc nobody@x.example", "nobody@x.example takes no part"),
    ("#uncc {jo}", "{jo} is the requester"), ("#uncc", "#uncc needs a value"),
    ("#requester nobody", '"nobody" is no mail address'),
    ("#requester a@x.example, b@x.example", "one person is the requester"),
    ("#requester support@example.com", "an address of docket's own"),
    (f"#requester {LEAD}", "is an engineer's"),
]


def test_refused_changes_nothing(desk):
    """Each line below one that could be done; the answer says what would do."""
    for row, (line, says) in enumerate(REFUSED):
        jo = f"refused{row}@acme.example"
        number, notice = opened(desk, jo)
        before, seen = state(desk, number), desk.seen()
        entry = desk.answer(notice, f"#take\n{line.format(jo=jo)}\n", ANA)
        assert entry["kind"] == "held", line
        told = desk.mail(number, AGENT, but=seen)
        assert says.format(jo=jo) in told.text, line
        assert state(desk, number) == before, line


def test_without_a_proof_nothing_is_done(desk):
    number, _ = opened(desk, "unproven@acme.example")
    before = state(desk, number)
    for line in [row[1] for row in DONE]:
        raw = mail.letter(line, sender=ANA, subject=f"Re: The lift [desk #{number}]")
        assert desk.receive(raw)["kind"] == "held", line
    assert state(desk, number) == before


# What of these verbs others see

def test_a_new_subject_begins_no_new_conversation(desk):
    """Engineers read the new one in the text; nobody's mail program sees another."""
    number, notice = opened(desk, "renamed@acme.example")
    before = desk.mail(number, "renamed@acme.example")["Subject"]
    desk.answer(notice, "#subject They broke it again\n\nWe come today.", ANA)
    reply = desk.mail(number, "renamed@acme.example", but={
        m["Message-ID"] for m in desk.mails(number) if m["Subject"] == before
        and "We come" not in m.text})
    assert reply["Subject"].removeprefix("Re: ") == before.removeprefix("Re: ")
    assert "broke" not in reply.text + reply.html + reply.raw.decode()
    seen = desk.seen()
    desk.answer(reply, "Thank you.", "renamed@acme.example")
    told = desk.mail(number, AGENT, but=seen)
    assert told["Subject"] == notice["Subject"] and "They broke it again" in told.text
    assert b"They broke it again" in desk.docket.ctl("list").stdout


def test_the_terms_of_the_new_project_hold(desk):
    number, notice = opened(desk, "moved@acme.example")
    assert desk.cycle(number, "response")["target"] == 4 * 3600
    order(desk, notice, "#project GLOBEX")
    assert desk.cycle(number, "response")["target"] == 3600
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout
    contact = desk.row("select c.project from docket.contact c join docket.ticket t"
                       " on t.requester = c.id where t.id = %s", number)
    assert contact["project"] == "ACME"


def test_answers_go_to_the_new_requester_alone(desk):
    number, notice = opened(desk, "wrong@acme.example")
    desk.quiet()
    seen = desk.seen()
    desk.answer(notice, "#requester right@acme.example\n\nIt is done.", ANA)
    answer = desk.mail(number, "right@acme.example", but=seen)
    assert "It is done." in answer.text and answer.recipients == ["right@acme.example"]
    desk.quiet()
    assert [m for m in desk.mails(number, "wrong@acme.example")
            if m["Message-ID"] not in seen] == []
    entry = desk.answer(answer, "Thanks.", "right@acme.example")
    assert (entry["kind"], entry["ticket"]) == ("mail-in", number)


def test_by_docketctl(desk):
    number, _ = opened(desk, "hand@acme.example")
    for verb in (("tag", "--", "-a"), ("team", "nobody"), ("project", "x")):
        assert desk.docket.ctl("do", str(number), *verb, check=False).returncode in (64, 65)
    desk.docket.ctl("do", str(number), "tag", "+a", "b")
    assert b"tag: a -> none (#tag -a)" in desk.docket.ctl("do", str(number), "tag", "--",
                                                                     "-a").stdout
    desk.docket.ctl("do", str(number), "project", "globex", "--as", "lee")
    desk.docket.ctl("do", str(number), "requester", "max@globex.example")
    ticket = desk.ticket(number)
    assert (ticket["tags"], ticket["project"]) == (["b"], "GLOBEX")
    assert people(desk, number) == {"max@globex.example"}
