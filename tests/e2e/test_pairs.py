"""Two orders in one mail: the second sees what the first does; each mail is done or refused, never kept unseen."""
import itertools
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group

ANA = f"Ana <{AGENT}>"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    ana = made.files["agents.conf"]["agents"][0]
    made.files["agents.conf"]["agents"] = Group([ana | {"role": "admin", "transcript": "always"}])
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def opened(desk, n=1):
    """Tickets of one project: (number, ana's notice)."""
    subjects = [f"Hum {next(numbers)}" for _ in range(n)]
    for s in subjects:
        desk.world.deliver(mail.letter("It hums.", sender=f"{s.replace(' ', '')}@acme.example", subject=s))
    desk.quiet()
    found = [desk.row("select id from docket.ticket where subject = %s", s)["id"] for s in subjects]
    return [(number, desk.mail(number, AGENT)) for number in found]


def order(desk, notice, text):
    """What its writer is told."""
    seen = desk.seen()
    entry = desk.answer(notice, text, ANA)
    assert desk.row("select state from docket.raw where id = %s", entry["raw"])["state"] == "read"
    return re.sub(r"\s+", " ", " ".join(m.text for m in desk.quiet() if m["Message-ID"] not in seen
                                        and m["X-Docket-Reason"] == "transcript"))


CHANGES = ["#status waiting", "#open", "#wait", "#hold", "#resolve", "#close", "#reopen", "#take", "#tag +a",
           "#cc kim@partner.example", "#severity high", "#merge {other}", "#link {other}", "#snooze +2d",
           "#spam", "#undo"]


@pytest.mark.parametrize("second", CHANGES)
def test_what_goes_into_another_is_changed_above_that_line(desk, second):
    (a, notice), (b, _), (c, _) = opened(desk, 3)
    told = order(desk, notice, f"#merge {b}\n{second.format(other=c)}\n")
    assert f"with which this ticket goes into #{b}: write it above" in told
    assert desk.ticket(a)["merged_into"] is None and desk.ticket(a)["status"] == "new"
    assert desk.docket.ctl("verify").returncode == 0


def test_what_only_asks_or_marks_text_may_stand_below(desk):
    (a, notice), (b, _) = opened(desk, 2)
    order(desk, notice, f"#wait\n#merge {b}\n#show\n#note\nSee there.\n")
    assert desk.ticket(a)["merged_into"] == b
    assert desk.docket.ctl("verify").returncode == 0


@pytest.mark.parametrize("second", ["#status waiting", "#wait", "#hold", "#resolve"])
def test_spam_is_closed_for_what_stands_below(desk, second):
    [(a, notice)] = opened(desk)
    assert f"ticket #{a} is closed: it can become" in order(desk, notice, f"#spam\n{second}\n")
    assert desk.ticket(a)["status"] == "new"


def test_a_mail_is_decided_once(desk):
    for second in ("#accept", "#accept-always", "#split", "#accept {entry}", "#split {entry}"):
        [(a, notice)] = opened(desk)
        opening = desk.rows("select message_id from docket.entry where ticket = %s and kind = 'mail-in'", a)
        desk.forget_told()
        held = desk.receive(mail.letter("Me too.", sender="kim@evil.example", subject="Hum", headers=[
            ("In-Reply-To", f"<{opening[0]['message_id']}>")]))
        desk.quiet()
        assert held["kind"] == "held"
        told = order(desk, notice, f"#accept\n{second.format(entry=held['id'])}\n")
        assert "was not carried out" in told or "no mail" in told, told
        assert len(desk.rows("select from docket.held where ticket = %s", a)) == 1


def test_a_mail_becomes_one_ticket(desk):
    [(a, notice)] = opened(desk)
    who = desk.row("select address from docket.participant where ticket = %s", a)["address"]
    extra = desk.receive(mail.letter("The door squeaks.", sender=who, subject=f"Re: Hum [desk #{a}]"))
    desk.quiet()
    told = order(desk, notice, f"#split {extra['id']}\n#split {extra['id']}\n")
    assert f"mail {extra['id']} becomes a ticket of its own already" in told


def test_a_project_is_left_before_it_goes_into_another(desk):
    (a, notice), (b, _) = opened(desk, 2)
    told = order(desk, notice, f"#project GLOBEX\n#merge {b}\n")
    assert "its people would read what is not theirs" in told
    assert desk.ticket(a)["project"] == "ACME" and desk.ticket(a)["merged_into"] is None
    desk.docket.ctl("do", str(b), "project", "GLOBEX")
    order(desk, notice, f"#project GLOBEX\n#merge {b}\n")
    assert desk.ticket(a)["merged_into"] == b


def test_tags_of_one_mail(desk):
    [(a, notice)] = opened(desk)
    order(desk, notice, "#tag +x +y\n#tag -x\n")
    assert desk.ticket(a)["tags"] == ["y"]
    assert "no tag y" in order(desk, notice, "#tag -y\n#tag -y\n")
    assert desk.ticket(a)["tags"] == ["y"]


def some(first, n):
    return ", ".join(f"p{i}@partner.example" for i in range(first, first + n))


KIM, LEE = "kim@partner.example", "lee@partner.example"
PEOPLE = [      # (orders, what is told of them, how many take part then; 1: as before)
    ("full", [f"#cc {some(0, 20)}", f"#cc {some(20, 20)}", f"#cc {some(40, 9)}"], "", 50),
    ("full, and known", [f"#cc {some(0, 20)}", f"#cc {some(20, 20)}", f"#cc {some(40, 9)}", f"#cc {some(0, 9)}"], "", 50),
    ("one too many", [f"#cc {some(0, 20)}", f"#cc {some(20, 20)}", f"#cc {some(40, 10)}"], "50 on a ticket take part", 1),
    ("one leaves", [f"#cc {some(0, 20)}", f"#cc {some(20, 20)}", f"#uncc {some(0, 1)}", f"#cc {some(40, 10)}"], "", 50),
    ("comes and goes", [f"#cc {KIM}", f"#uncc {KIM}"], "", 1),
    ("goes twice", [f"#cc {KIM}", f"#uncc {KIM}", f"#uncc {KIM}"], f"{KIM} takes no part", 1),
    ("became the requester", [f"#cc {KIM}", f"#requester {KIM}", f"#uncc {KIM}"], f"{KIM} is the requester", 1),
    ("was the requester", [f"#requester {KIM}", "#uncc {jo}"], "{jo} takes no part", 1),
    ("takes part again", [f"#requester {KIM}", "#cc {jo}", f"#requester {LEE}"], "", 2),
]


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: row[0])
def test_people_of_one_mail(desk, row):
    _, lines, says, n = row
    [(a, notice)] = opened(desk)
    jo = desk.row("select address from docket.participant where ticket = %s", a)["address"]
    told = order(desk, notice, "\n".join(lines).format(jo=jo) + "\n")
    assert (says.format(jo=jo) or "Due: response") in told
    assert len(desk.rows("select from docket.participant where ticket = %s", a)) == n
    assert desk.docket.ctl("verify").returncode == 0
