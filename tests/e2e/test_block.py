"""The block of commands at the top of an engineer's mail, and what mail programs make of it."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT

TEXT = "It works (#3) – “now”, <br> too."


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


BLOCKS = ["#take", "#note", "#severity high", "#assign lee", "#take\n#severity critical",
          '#cc "Kim Roe" <kim@acme.example>', "#tag it's-hot", "#resolve\n#tag a-b\n#note",
          "#hold\n#assign ana\n#cc kim@acme.example, max@acme.example", "#wait\n#severity low"]

DAMAGES = {
    "br": lambda s: s.replace("\n", "<BR>\n") + "<BR>",
    "xml br": lambda s: s.replace("\n", "<br/>") + "<br/><br/>",
    "nbsp": lambda s: s.replace(" ", "\u00a0"),
    "nbsp around": lambda s: "\u00a0" + s.replace("\n", "\u00a0\n\u00a0") + "\u00a0",
    "no width": lambda s: s.replace("#", "\u200b#\u2060"),
    "byte order mark": lambda s: "\ufeff" + s,
    "soft hyphens": lambda s: s.replace("e", "e\u00ad"),
    "quotes": lambda s: s.replace('"', "”").replace("'", "’"),
    "dashes": lambda s: s.replace("-", "–"),
    "capitals": lambda s: "\n".join("#" + line[1].upper() + line[2:] for line in s.split("\n")),
    "full stop": lambda s: s.replace("\n", ".\n") + ".",
    "comma": lambda s: s.replace("\n", ",\n") + ",",
    "a blank": lambda s: s.replace("#", "# "),
    "full width": lambda s: s.replace("#", "＃"),
    "blank lines before": lambda s: "\n\n" + s,
    "blanks before": lambda s: "   " + s.replace("\n", "\n  "),
    "blank lines between": lambda s: s.replace("\n", "\n\n\n"),
    "colon": lambda s: "\n".join(
        line.replace(" ", ": ", 1) if " " in line else line + ":" for line in s.split("\n")),
    "tabs": lambda s: s.replace(" ", "\t"),
    "emoji mark": lambda s: s.replace("#", "#\ufe0f"),
}


def state(desk, number, agent=None):
    """What the block has made of a ticket, and its text."""
    ticket = desk.ticket(number)
    entries = [e for e in desk.entries(number) if e["author"] == "ana" and e["raw"]]
    return {"status": ticket["status"], "assignee": ticket["assignee"], "tags": ticket["tags"],
            "severity": desk.fields(number)["severity"]["value"],
            "people": [p["address"] for p in desk.rows(
                "select address from docket.participant where ticket = %s"
                " and not address like 'jo%%' order by 1", number)],
            "entries": [(e["kind"], e["public"], e["new_text"]) for e in entries]}


def opened(desk, n, name):
    """Notices of n new tickets, opened together."""
    for i in range(n):
        desk.world.deliver(mail.letter("It hums.", sender=f"jo{name}{i}@acme.example",
                                       subject=f"{name} {i}"))
    desk.world.wait(lambda: len([s for s in desk.mails(to=AGENT)
                                 if s["Subject"].startswith(f"{name} ")]) >= n, 60, "the notices")
    by_subject = {s["Subject"].rsplit(" [", 1)[0]: s for s in desk.mails(to=AGENT)}
    return [by_subject[f"{name} {i}"] for i in range(n)]


def answer_all(desk, notices, texts):
    """An answer each, delivered together and stored."""
    before = desk.world.one("select coalesce(max(id), 0) from docket.raw")
    for notice, text in zip(notices, texts):
        desk.world.deliver(mail.reply(notice.message, text, AGENT))
    desk.world.wait(lambda: desk.world.one(
        "select count(*) from docket.raw where id > %s and state <> 'pending'", before)
        >= len(texts), 60, "the answers to be stored")


def test_damage_changes_no_order(desk):
    """Ten blocks through twenty damages: the orders and the text of the clean block."""
    shapes = {"clean": lambda s: s} | DAMAGES
    assert len(DAMAGES) == 20
    notices = opened(desk, len(shapes) * len(BLOCKS), "Damage")
    texts = [f"{damage(block)}\n\n{TEXT}" for block in BLOCKS for damage in shapes.values()]
    answer_all(desk, notices, texts)
    for b, block in enumerate(BLOCKS):
        states = [state(desk, notice.ticket)
                  for notice in notices[b * len(shapes):(b + 1) * len(shapes)]]
        [entry] = states[0]["entries"]
        assert entry[0] in ("note", "mail-in") and entry[2] == TEXT, block
        for name, found in zip(shapes, states):
            assert found == states[0], (block, name)
    assert state(desk, notices[-1].ticket)["status"] == "waiting"


LITERAL = [
    "# Steps\n#close is what I did\n\n1. x", "#include <stdio.h>\n#define X 1\nint main;",
    "#summer #sale\n\nIs it on?", "## Note\n\nfor you", "# Close the valve\n\nThen open it.",
    "# Severity\nis low", "#bug in the pump", "#12 is fixed", "\\#close is the command",
    "Hi,\n#close\nbye", "<br>Hi\n#close", "“#close”, I say", "-#close", "#closed yesterday\n#7",
]


def test_what_begins_as_text_arrives_as_it_was(desk):
    notices = opened(desk, len(LITERAL), "Text")
    answer_all(desk, notices, LITERAL)
    for notice, text in zip(notices, LITERAL):
        want = text[1:] if text.startswith("\\#") else text
        [entry] = [e for e in desk.entries(notice.ticket) if e["author"] == "ana" and e["raw"]]
        assert (entry["kind"], entry["new_text"]) == ("mail-in", want), text
        customer = desk.entries(notice.ticket)[0]["author"]
        got = desk.mail(notice.ticket, customer, but=[
            s["Message-ID"] for s in desk.mails(notice.ticket, customer)[:1]])
        assert want.split("\n")[0] in got.text, text
        assert desk.ticket(notice.ticket)["status"] == "open"


# A line that is not understood, and the line to write instead.
FAULTS = [
    ("#note\n#asign lee\n\nx", "#assign lee"), ("#clsoe", "#close"), ("#frobnicate", "\\#"), ("#find pump\n\nx", "cannot do #find yet"), ("#frob\n#close", "\\#"),
    ("#severity high\n#include <x>", "\\#"), ("#Severty High", "#severity High"), ("# Note\n\nx", "\\#"),
    ("#take\n#prioirty low", "#severity low"),
    ("#cc kimberley@acme.example, max@acme.example, theodora.m@acme.example,\nAnd now for the text\nof it",
     "an empty line"),
]


def test_a_fault_in_the_block_holds_the_mail(desk):
    notices = opened(desk, len(FAULTS), "Fault")
    before = [desk.ticket(n.ticket) for n in notices]
    seen = desk.seen()
    answer_all(desk, notices, [text for text, _ in FAULTS])
    for notice, ticket, (text, told) in zip(notices, before, FAULTS):
        assert told in desk.mail(notice.ticket, AGENT, but=seen).text, text
        now = desk.ticket(notice.ticket)
        assert [now[k] for k in ("status", "assignee", "tags")] == [
            ticket[k] for k in ("status", "assignee", "tags")], text


SPOKEN = [
    ("#prendre\n#gravité élevée", "open", "ana", "high"),
    ("#zuweisen lee\n#schweregrad hoch\n#lösen", "resolved", "lee", "high"),
    ("#asignar yo\n#prioridad crítica\n#resolver", "resolved", "ana", "critical"),
    ("#atribuir eu\n#gravidade baixa\n#fechar", "closed", "ana", "low"),
    ("#assegnare me\n#priorità alta\n#chiudere", "closed", "ana", "high"),
    ("#done\n#priority !!", "resolved", None, "critical"), ("#assign Lee Chan\n#pending", "waiting", "lee", "medium"),
]


def test_words_of_six_languages(desk):
    notices = opened(desk, len(SPOKEN), "Spoken")
    answer_all(desk, notices, [row[0] + "\n\nHello." for row in SPOKEN])
    for notice, (text, status, assignee, severity) in zip(notices, SPOKEN):
        found = state(desk, notice.ticket)
        assert (found["status"], found["assignee"] or None, found["severity"]) == (
            status, assignee, severity), text


def test_words_of_the_admins_own(desk):
    """And a file that lacks its sense is refused as a whole."""
    path = f"{desk.docket.folder}/templates/de/_commands.txt"
    with open(path, encoding="utf-8") as f:
        old = f.read()
    with open(path, "a", encoding="utf-8") as f:
        f.write("resolve => feierabend\ntag bug => fehler\n")
    desk.docket.reload()
    [notice] = opened(desk, 1, "Own")
    answer_all(desk, [notice], ["#Feierabend\n#tag Fehler\n"])
    assert state(desk, notice.ticket) | {"entries": 0} == {
        "status": "resolved", "assignee": None, "tags": ["bug"], "severity": "medium",
        "people": [], "entries": 0}
    with open(path, "w", encoding="utf-8") as f:
        f.write(old + "reslove => x\n")
    done = desk.docket.ctl("check", check=False)
    assert b"did you mean resolve?" in done.stdout + done.stderr and done.returncode != 0
    with open(path, "w", encoding="utf-8") as f:
        f.write(old)
    desk.docket.reload()
