"""A mail of a ticket becomes a ticket of its own: by its notice, by its number, by docketctl."""
import email.message
import email.policy
import itertools
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["sla.conf"]["slas"][0]["targets"][1]["next_response"] = "2h"
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def settled(desk):
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20,
                    "the mail to be read again")
    return desk.quiet()


def second(desk, text="By the way: the door squeaks.", name=None, files=()):
    """A ticket of jo's, and what they wrote there later: (ticket, jo, that entry, its notice)."""
    jo = f"jo{next(numbers)}@acme.example"
    ticket = desk.open("It hums.", sender=f"Jo <{jo}>", subject="Hum")["id"]
    ack = desk.mail(ticket, jo)
    desk.mail(ticket, AGENT)
    desk.quiet()
    seen = desk.seen()
    raw = mail.reply(ack.message, text, f"Jo <{name or jo}>", quote=False)
    if files:
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        message.make_mixed()
        for title, content in files:
            message.add_attachment(content, maintype="application", subtype="pdf", filename=title)
        raw = message.as_bytes()
    entry = desk.receive(raw)
    assert (entry["ticket"], entry["kind"]) == (ticket, "mail-in")
    return ticket, jo, entry, desk.mail(ticket, AGENT, but=seen)


def order(desk, notice, text, sender=ANA, **how):
    """The mails that come of ana's answer."""
    seen = desk.seen()
    desk.answer(notice, text, sender, **how)
    settled(desk)
    return [m for m in desk.mails() if m["Message-ID"] not in seen]


def made_of(desk, entry):
    """The tickets that were made of it."""
    return [r["ticket"] for r in desk.rows(
        "select ticket from docket.entry where raw = %s and data ? 'split_from'", entry["raw"])]


def links(desk, a, b):
    return desk.rows("select kind from docket.relation where a = %s and b = %s", a, b)


def untouched(desk, entry):
    assert made_of(desk, entry) == []
    assert not desk.rows("select from docket.held where raw = %s", entry["raw"])


def test_the_answered_mail_goes_with_all_that_is_its(desk):
    ticket, jo, entry, notice = second(desk, files=[("door.pdf", b"%PDF-door")])
    told = order(desk, notice, "#split\n")
    [new] = made_of(desk, entry)
    opened = desk.ticket(new)
    assert new != ticket and opened["created_at"] == entry["at"]
    requester = desk.row("select address from docket.contact where id = %s", opened["requester"])
    assert requester["address"] == jo
    [copy] = desk.entries(new, "mail-in")
    assert (copy["body"], copy["author"], copy["public"], copy["raw"], copy["message_id"]) == (
        entry["body"], jo, True, entry["raw"], entry["message_id"])
    assert desk.docket.ctl("attachment", "get", str(new), "1").stdout == b"%PDF-door"
    # sla.md 11: its clocks run since the mail came.
    assert desk.cycle(new, "response")["started_at"] == entry["at"]
    # Both know of each other, and ana hears its number; the old one's history stays.
    assert links(desk, ticket, new) == [{"kind": "link"}]
    assert f"#{new}" in desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert f"#{ticket} Hum" in desk.docket.ctl("show", str(new)).stdout.decode()
    assert [e["data"]["to"] for e in desk.entries(ticket, "command")
            if e["data"].get("what") == "split"] == [str(entry["id"])]
    mine = [m.text for m in told if AGENT in m.recipients and m.ticket == ticket]
    assert any(f"link: – → #{new}" in t for t in mine), mine
    assert any(m.ticket == new and jo in m.recipients for m in told)		# its acknowledgement
    assert desk.entries(ticket, "mail-in")[1]["id"] == entry["id"]
    assert desk.docket.ctl("verify").returncode == 0
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def next_second(desk):
    """Of one second, what asks and what answers have no order (sla.md 6)."""
    before = int(time.time())
    desk.world.wait(lambda: time.time() >= before + 1, 5, "the next second")


def test_the_clock_of_its_question_ends(desk):
    """Nobody waits for an answer there any more (sla.md 11), unless somebody else asked too."""
    ticket, jo, entry, notice = second(desk)
    ack = desk.mail(ticket, jo)
    next_second(desk)
    order(desk, notice, "We look at it.\n")
    asked = []
    for n in range(3):
        next_second(desk)
        asked.append(desk.answer(ack, f"And {n}?", jo))
    one, two, three = asked
    order(desk, notice, f"#split {two['id']}\n")	# not the oldest
    cycle = desk.cycle(ticket, "next_response")
    assert (cycle["state"], cycle["started_at"]) == ("running", one["at"])
    order(desk, notice, f"#split {one['id']}\n")
    cycle = desk.cycle(ticket, "next_response")
    assert (cycle["n"], cycle["state"], cycle["started_at"]) == (1, "running", three["at"])
    assert desk.ticket(ticket)["asked_at"] == three["at"]
    order(desk, notice, f"#split {three['id']}\n")
    cycle = desk.cycle(ticket, "next_response")
    assert (cycle["n"], cycle["state"], cycle["cause"]) == (1, "cancelled", "split")
    assert desk.ticket(ticket)["asked_at"] is None
    explained = desk.docket.ctl("sla", "explain", str(ticket)).stdout.decode()
    assert "a question went into a ticket of its own (ana): nobody waits" in explained
    for mail_ in asked:
        [new] = made_of(desk, mail_)
        assert desk.cycle(new, "response")["started_at"] == mail_["at"]
    desk.answer(ack, "And the hum?", jo)
    assert desk.cycle(ticket, "next_response")["n"] == 2
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_later_answers_find_the_right_one(desk):
    ticket, jo, entry, notice = second(desk)
    old = desk.mail(ticket, jo)
    order(desk, notice, "#split\n")
    [new] = made_of(desk, entry)
    # jo answers their own mail; a colleague of the same house, too.
    for sender in (jo, "li@acme.example"):
        later = desk.receive(mail.letter("Still.", sender=sender, subject="Re: Hum", headers=[
            ("In-Reply-To", entry["message_id"]), ("References", entry["message_id"])]))
        assert later["ticket"] == new
    assert desk.answer(old, "And the hum?", jo)["ticket"] == ticket
    fresh = desk.mail(new, jo)
    assert desk.answer(fresh, "The door!", jo)["ticket"] == new


@pytest.mark.parametrize("text", ["#Split<BR>", "＃split.", "#abtrennen", "#séparer {id}",
                                  "#split {id}"])
def test_however_it_is_written(desk, text):
    _, _, entry, notice = second(desk)
    order(desk, notice, text.format(id=entry["id"]))
    assert len(made_of(desk, entry)) == 1


def test_an_answer_to_another_notice_names_the_number(desk):
    ticket, jo, entry, notice = second(desk)
    seen = desk.seen()
    desk.answer(notice, "#history", ANA)
    said = desk.mail(ticket, AGENT, but=seen).text
    assert re.search(rf"mail in {entry['id']}|{entry['id']}  ", said), said
    assert f"mail-in {entry['id']}" in desk.docket.ctl("show", str(ticket)).stdout.decode()
    first = desk.entries(ticket, "mail-in")[0]
    told = order(desk, desk.mails(ticket, AGENT)[0], "#split\n")
    assert any(f"made of mail {first['id']}" in m.text.replace("\n", " ") for m in told)
    untouched(desk, entry)
    order(desk, desk.mails(ticket, AGENT)[0], f"#split {entry['id']}\n")
    assert len(made_of(desk, entry)) == 1


def test_what_is_refused_changes_nothing(desk):
    ticket, jo, entry, notice = second(desk)
    first = desk.entries(ticket, "mail-in")[0]
    other, _, strange, _ = second(desk)
    reply = desk.answer(notice, "We look at it.\n", ANA)
    settled(desk)
    for text, says in [
            ("#split 999999999", "no mail 999999999 on this ticket"), ("#split x", "no mail x on this"),
            (f"#split {strange['id']}", f"no mail {strange['id']} on this ticket"),
            (f"#split {first['id']}", f"made of mail {first['id']}, which stays"),
            (f"#split {reply['id']}", f"mail {reply['id']} is an engineer's"),
            ("#split\n#nonsense", "no command #nonsense")]:
        told = order(desk, notice, text)
        assert any(says in re.sub(r"\s+", " ", m.text) for m in told), text
        untouched(desk, entry)
        untouched(desk, strange)


def test_a_second_time_says_where_it_is(desk):
    ticket, jo, entry, notice = second(desk)
    raw = mail.reply(notice.message, "#split\n", ANA)
    desk.receive(raw)
    settled(desk)
    desk.receive(raw)			# the same mail again
    settled(desk)
    [new] = made_of(desk, entry)
    told = order(desk, notice, f"#split {entry['id']}\n")
    assert any(f"became ticket #{new} already" in re.sub(r"\s+", " ", m.text) for m in told)
    told = order(desk, notice, "#undo\n")
    assert any("by hand: #merge" in re.sub(r"\s+", " ", m.text) for m in told)
    assert made_of(desk, entry) == [new]


def test_nobody_else_splits(desk):
    ticket, jo, entry, notice = second(desk)
    ack = desk.mail(ticket, jo)
    desk.answer(ack, f"#split {entry['id']}\n", jo)
    seen = desk.seen()
    desk.receive(mail.letter(f"#split {entry['id']}\n", sender=ANA, subject=f"Re: Hum [desk #{ticket}]"))
    settled(desk)
    untouched(desk, entry)
    asked = desk.mail(ticket, AGENT, but=seen)
    assert "Is this yours?" in asked.name
    desk.answer(notice, f"Hello.\n\n> #split {entry['id']}\n", ANA)
    settled(desk)
    untouched(desk, entry)
    # Confirmed, it is done.
    [code] = re.findall(r"code at the top: (\S+)", asked.text)
    desk.answer(asked, f"{code}\n", ANA)
    settled(desk)
    assert len(made_of(desk, entry)) == 1


def test_html_alone(desk):
    ticket, jo, entry, notice = second(desk)
    raw = mail.reply(notice.message, "<div>#split</div>", ANA, quote=False)
    head, _, body = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^(content-type|mime-version|content-transfer-encoding):.*\r\n", b"", head + b"\r\n")
    desk.receive(b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n" + head + b"\r\n" + body)
    settled(desk)
    assert len(made_of(desk, entry)) == 1


def test_a_held_mail_and_a_taken_one(desk):
    """What waits, by its own notice, though another waits too; what was accepted, later."""
    ticket, jo, entry, _ = second(desk)
    opening = desk.entries(ticket, "mail-in")[0]["message_id"]
    held = []
    for who in ("kim", "max"):
        desk.forget_told()
        seen = desk.seen()
        one = desk.receive(mail.letter(f"I am {who}.", sender=f"{who}{ticket}@elsewhere.example",
                                       subject="Me too", headers=[("In-Reply-To", opening)]))
        held.append((one, desk.mail(ticket, LEAD, but=seen)))
    (kim, one), (mex, _) = held
    order(desk, one, "#split\n", f"Lee <{LEAD}>")
    assert desk.row("select decision from docket.held where entry = %s", kim["id"])["decision"] == "ticket"
    assert desk.row("select decision from docket.held where entry = %s", mex["id"])["decision"] is None
    [new] = desk.rows("select ticket from docket.entry where raw = %s and kind = 'mail-in'", kim["raw"])
    assert links(desk, ticket, new["ticket"]) == [{"kind": "link"}]
    order(desk, one, f"#accept {mex['id']}\n", f"Lee <{LEAD}>")
    taken = desk.row("select * from docket.entry where raw = %s and kind = 'mail-in'", mex["raw"])
    assert taken["ticket"] == ticket
    order(desk, one, f"#split {taken['id']}\n", f"Lee <{LEAD}>")
    [made] = made_of(desk, taken)
    assert made not in (ticket, new["ticket"]) and desk.docket.ctl("verify").returncode == 0


def test_docketctl(desk):
    ticket, jo, entry, _ = second(desk)
    ctl = desk.docket.ctl
    done = ctl("do", str(ticket), "split", check=False)
    assert done.returncode == 65 and f"{entry['id']}" in done.stderr.decode()
    done = ctl("do", str(ticket), "split", "x", check=False)
    assert done.returncode == 65 and "there is no mail x" in done.stderr.decode()
    said = ctl("do", str(ticket), "split", str(entry["id"]), "--dry-run").stdout.decode()
    assert f"split: none -> {entry['id']}" in said
    untouched(desk, entry)
    ctl("do", str(ticket), "split", str(entry["id"]), "--as", "ana")
    settled(desk)
    [new] = made_of(desk, entry)
    assert links(desk, ticket, new) == [{"kind": "link"}]


def test_a_kill_leaves_one_of_each(world, docket, desk):
    made = [second(desk) for _ in range(6)]
    for _, _, entry, notice in made:
        desk.world.deliver(mail.reply(notice.message, "#split\n", ANA))
    docket.kill()
    docket.start()
    settled(desk)
    for ticket, _, entry, _ in made:
        [new] = made_of(desk, entry)
        assert links(desk, ticket, new) == [{"kind": "link"}]
    assert docket.ctl("verify").returncode == 0


def test_a_colleagues_question_is_the_colleagues(desk):
    """Not the requester's: an answer would go to who did not ask."""
    ticket, jo, _, _ = second(desk)
    li = f"li{ticket}@acme.example"
    seen = desk.seen()
    entry = desk.receive(mail.letter("Off topic: my screen.", sender=f"Li <{li}>",
                                     subject=f"Re: Hum [desk #{ticket}]"))
    assert entry["ticket"] == ticket
    order(desk, desk.mail(ticket, AGENT, but=seen), "#split\n")
    [new] = made_of(desk, entry)
    assert [r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", new)] == [li]
    seen = desk.seen()
    desk.answer(desk.mails(new, AGENT)[-1], "We swap it.\n", ANA)
    desk.quiet()
    [went] = [m for m in desk.mails() if m["Message-ID"] not in seen and "We swap it." in m.text
              and AGENT not in m.recipients and LEAD not in m.recipients]
    assert went.recipients == [li]
