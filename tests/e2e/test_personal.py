"""An engineer's own address: it opens tickets and takes what they pass on, until it is renewed."""
import re

import pytest

from test_button import ANA
from world import desk as desks, mail
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def own(desk, name="ana", *more):
    return desk.docket.ctl_json("agent", "address", name, *more)["addresses"]["support"]


FORWARD = """Please look.

---------- Forwarded message ---------
From: Jo Doe <jo{0}@acme.example>
Date: Mon, 30 Nov 2026 at 10:00
Subject: It hums
To: Ana <ana@home.example.net>

It hums since {0}.
"""


def passes_on(desk, to, n, sender=ANA):
    return desk.receive(mail.letter(FORWARD.format(n), sender=sender, to=to,
                                    subject=f"Fwd: It hums {n}"))


def is_taken(desk, entry, n):
    """The customer's, by the engineer's word."""
    found = desk.rows("select t.id from docket.ticket t join docket.contact_address a"
                      " on a.contact = t.requester where a.address = %s", f"jo{n}@acme.example")
    return len(found) == 1


def test_notices_name_it_to_its_owner_alone(desk):
    number = desk.open("It hums.", sender="a@acme.example")["id"]
    for who, name in ((AGENT, "ana"), (LEAD, "lee")):
        sent = desk.mail(number, who)
        mine, other = own(desk, name), own(desk, "lee" if name == "ana" else "ana")
        assert re.fullmatch(r"support\+n\.[a-z2-7]{30,45}@example\.com", mine)
        assert mine in sent.text and mine in sent.html
        assert other not in sent.text + sent.html
    desk.quiet()
    assert not [s for s in desk.mails(number, "a@acme.example") if "+n." in s.text + s.html]


def test_it_proves_what_is_passed_on(desk):
    entry = passes_on(desk, own(desk), 1)
    assert is_taken(desk, entry, 1)
    assert not is_taken(desk, passes_on(desk, "support@example.com", 2), 2)
    assert not is_taken(desk, passes_on(desk, own(desk), 3, f"Lee <{LEAD}>"), 3)
    assert not is_taken(desk, passes_on(desk, own(desk, "lee"), 4), 4)


def test_it_proves_no_answer(desk):
    number = desk.open("It hums.", sender="b@acme.example", subject="Hum b")["id"]
    notice = desk.mail(number, AGENT)
    for text in ("#close", "#close\n\nDone."):
        raw = mail.reply(notice.message, text, ANA).replace(
            mail.addresses(notice.message, "Reply-To")[0].encode(), own(desk).encode())
        entry = desk.receive(raw)
        assert entry["ticket"] != number
    assert desk.ticket(number)["status"] == "new"


def test_renewed_the_one_before_proves_nothing(desk):
    before = own(desk)
    after = own(desk, "ana", "--renew")
    assert before != after and own(desk) == after
    assert not is_taken(desk, passes_on(desk, before, 11), 11)
    assert is_taken(desk, passes_on(desk, after, 12), 12)
    desk.world.wait(lambda: after in desk.mail(desk.open(
        "It hums.", sender="c@acme.example")["id"], AGENT).text, 20, "notices to name the new one")


def test_one_that_got_out_is_renewed_and_its_owner_told(desk):
    before, seen = own(desk), desk.seen()
    desk.receive(mail.letter(f"Who is {before}?", sender="kim@evil.example"))
    after = own(desk)
    assert after != before
    told = desk.world.wait(lambda: [s for s in desk.mails(None, AGENT) if "withdrawn" in s.name
                                    and s["Message-ID"] not in seen], 20, "the owner to be told")
    assert after in told[-1].text and before not in told[-1].text
    assert not is_taken(desk, passes_on(desk, before, 21), 21)
    assert is_taken(desk, passes_on(desk, after, 22), 22)
