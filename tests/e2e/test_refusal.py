"""What a refusal offers: each line to copy is one that docket takes when it comes."""
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

OFFER = re.compile(r"^\s*(did you mean|for example): (#.*)$", re.M)

# a block, and for its first refused line: what is said, what is meant, what is an example
BLOCKS = [
    ("#clsoe\n", "there is no command #clsoe", "#close", None),
    ("#clsoe now\n", "there is no command #clsoe", "#close", None),
    ("#severty hgh\n", "there is no command #severty", "#severity high", None),
    ("#severty\n", "there is no command #severty", None, "#severity low"),
    ("#asign lea\n", "there is no command #asign", "#assign lee", None),
    ("#subjct\n", "no command #subjct, but there is #subject", None, None),
    ("#zuweisn lee\n", "there is no command #zuweisn", "#assign lee", None),
    ("#severity\n", "it can be: low, medium, high, critical", None, "#severity low"),
    ("#severity enormous\n", "it can be: low, medium, high, critical", None, "#severity low"),
    ("#status\n", "it can be: open, waiting", None, "#status open"),
    ("#assign\n", "it can be: ana, lee", None, "#assign ana"),
    ("#team\n", "it can be: ", None, "#team desk"),
    ("#type\n", "#type needs a value", None, None),
    ("#set\n", "it can be: severity", None, None),
    ("#set severty hgh\n", "there is no field severty", "#set severity high", None),
    ("#tag -odl\n", "this ticket has no tag odl", None, None),
    ("#due soonish\n", "is no time", None, "#due fri 17:00"),
    ("#due 2020-01-01\n", "which is over", None, "#due fri 17:00"),
    ("#due 3/4\n", "can be read in two ways", None, "#due 20"),
    ("#snooze 30 February\n", "", None, "#snooze fri 17:00"),
    ("#hold soonish\n", "is no time", None, "#hold fri 17:00"),
    ("#close now\n#take\n", "takes no value", "#close", None),
    ("#help severty\n", "there is no command #severty", "#help severity", None),
    ("#text mor\n", "there is no canned text mor", "#text more", None),
    ("#accept 7\n", "no mail waits on this ticket", None, None),
    ("#acept 7\n", "no command #acept, but there is #accept", None, None),
    ("#cc kim\n", "is no mail address", None, None),
    ("#merge\n", "#merge needs a value", None, None),
    ("#merge x\n", "is no ticket's number", None, None),
    ("#uncc\n", "#uncc needs a value", None, None),
    ("# Close\n", "it may be a title", "#close", None),
]


@pytest.fixture(scope="module")
def desk(world):
    made = world.docket()
    agents = list(made.files["agents.conf"]["agents"])
    agents[0]["transcript"] = "always"
    made.files["agents.conf"]["agents"] = Group(agents)
    made.write()
    made.start()
    yield desks.Desk(world, made)
    assert made.stop() == 0


def told(desk, notice, texts):
    """What is written back to each of these answers, in their order."""
    seen = desk.seen()
    for n, text in enumerate(texts):
        desk.world.deliver(mail.reply(notice.message, text, AGENT, quote=False,
                                      message_id=f"<{len(seen)}.{n}@client.example>"))
    desk.quiet()
    by = {m["In-Reply-To"]: m for m in desk.mails(to=AGENT) if m["Message-ID"] not in seen
          and m["X-Docket-Reason"] == "transcript"}
    return [by.get(f"<{len(seen)}.{n}@client.example>") for n in range(len(texts))]


@pytest.fixture(scope="module")
def refused(desk):
    number = desk.open("It is stuck.", subject="Refusals")["id"]
    notice = desk.mail(number, AGENT)
    return notice, told(desk, notice, [f"#dry-run\n{block}" for block, *_ in BLOCKS])


@pytest.mark.parametrize("row", range(len(BLOCKS)), ids=[b[0].split("\n")[0] for b in BLOCKS])
def test_what_is_meant_and_what_is_an_example(refused, row):
    block, says, meant, example = BLOCKS[row]
    sent = refused[1][row]
    if sent is None:
        pytest.fail(f"{block!r} was told of by nothing")
    assert says in sent.text
    offers = OFFER.findall(sent.text)
    if meant is not None:
        assert ("did you mean", meant) in offers
    else:
        assert not [line for how, line in offers if how == "did you mean"]
    if example is not None:
        assert [line for how, line in offers if how == "for example" and line.startswith(example)]


def test_each_line_that_is_offered_is_taken(desk, refused):
    notice, mails = refused
    lines = sorted({line for sent in mails if sent for _, line in OFFER.findall(sent.text)})
    assert len(lines) >= 12
    answers = told(desk, notice, [f"#dry-run\n{line}\n" for line in lines])
    bad = [line for line, sent in zip(lines, answers)
           if sent is None or sent.name.startswith("Nothing done")]
    assert bad == []


@pytest.mark.parametrize("breaks,who", [
    ("update", {AGENT, LEAD}), ("update, and its telling", {LEAD})])
def test_what_fails_below_the_checks_is_told_to_its_writer_and_the_admins(desk, notice, broken, breaks, who):
    broken("ticket", f"new.id = {notice.ticket}")
    if "telling" in breaks:
        broken("entry", "new.data->>'template' = 'transcript'", on="insert")
    desk.forget_told()
    seen = desk.seen()
    raw = mail.reply(notice.message, "#tag odd\n\nWe come at noon.\n", f"Ana <{AGENT}>")
    for _ in range(2):
        desk.world.deliver(raw)
        desk.quiet()
        out = [m for m in desk.mails() if m["Message-ID"] not in seen]
        assert sorted(r for m in out for r in m.recipients) == sorted(who)
    for m in out:
        if AGENT in m.recipients:
            said = re.sub(r"\s+", " ", m.text)
            assert "a fault kept docket from doing it" in said and "We come at noon." in said
            assert "send it again" not in said
    assert desk.ticket(notice.ticket)["tags"] == []
    assert not desk.rows("select from docket.entry where ticket = %s and new_text like %s", notice.ticket, "We come%")
    # Once the fault is mended people have it done, once.
    desk.world.sql("drop function docket.broken() cascade")
    raw = desk.rows("select id from docket.raw where state = 'quarantine' order by id desc")[-1]["id"]
    desk.docket.ctl("quarantine", "retry", str(raw))
    desk.world.wait(lambda: desk.ticket(notice.ticket)["tags"] == ["odd"], 20, "it to be done")
    desk.quiet()
    assert desk.docket.ctl("verify").returncode == 0
