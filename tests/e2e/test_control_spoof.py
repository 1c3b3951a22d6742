"""Mails of orders in an engineer's name, by generation (world/spoof.py): what each may do."""
import os
import random

import pytest

from test_personal import own
from test_control import control
from world import desk as desks, mail, spoof

CELLS = int(os.environ.get("DOCKET_SPOOF_IMAP", "60"))
FORMS = [name for name, row in spoof.AUTH.items() if row[0] == spoof.SUPPORT]
TOKENS = ("none", "good", "renewed", "another agent's", "broken", "for new tickets")


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"]["authserv"] = ["mx.example.com"]
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


def expected(cell):
    """Whether its orders are done."""
    verify, auth, word, token, place, sender = cell
    said = spoof.AUTH[auth][2](spoof.WORDS[word][1])
    is_read = spoof.PLACES[place]("a@b")[1]
    if said == "fail" or not spoof.SENDERS[sender][1] or (token == "for new tickets" and is_read):
        return False
    return bool(spoof.ENOUGH[verify][int(token == "good" and is_read)][int(said == "pass")])


def cells(verify, n):
    """As many that do it as that do not, each row about as often as the others."""
    chance = random.Random(verify)
    rows = (FORMS, list(spoof.WORDS), TOKENS, list(spoof.PLACES), list(spoof.SENDERS))
    every = [(verify, *(chance.choice(r) for r in rows)) for _ in range(6000)]
    every += [(verify, *(best if chance.random() < 0.7 else chance.choice(r) for r, best in zip(
        rows, ("ours", "pass", "good", "To", "Ana")))) for _ in range(2000)]
    every = [c for c in dict.fromkeys(every) if c[5] != "two fields"]
    chance.shuffle(every)
    return [c for done in (True, False) for c in [c for c in every if expected(c) == done][:n // 2]]


def letter(cell, address, number):
    _, auth, word, token, place, sender = cell
    fields = [*spoof.AUTH[auth][1](spoof.WORDS[word][0]), *spoof.SENDERS[sender][0],
              *spoof.PLACES[place](address)[0]]
    raw = mail.letter(f"#ticket {number}\n#tag spoofed", sender="SENDER", to="TO", subject=f"Orders {number}")
    raw = raw.replace(b"From: SENDER\r\n", b"").replace(b"To: TO\r\n", b"")
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + raw


@pytest.mark.parametrize("verify", spoof.VERIFY)
def test_what_each_may_do(world, docket, verify):
    tried = cells(verify, max(8, CELLS // len(spoof.VERIFY)))
    assert docket.stop() == 0
    docket.files["docket.conf"]["verify"] = verify
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    before = control(desk)
    control(desk, "ana", "--renew")
    at = desk.tickets()
    numbers = [desk.open("It hums.", sender=f"s{at + i}@acme.example", subject=f"Hum s{at + i}")["id"]
               for i in range(len(tried))]
    for cell, number in zip(tried, numbers):
        # What was seen in another's hands is renewed.
        good = control(desk)
        addresses = {"none": "support@example.com", "renewed": before, "good": good,
                     "another agent's": control(desk, "lee"), "for new tickets": own(desk),
                     "broken": spoof.broken(good)}
        desk.receive(letter(cell, addresses[cell[3]], number))
    world.wait(lambda: world.one("select count(*) from docket.control") == 0, 30, "the orders")
    desk.quiet()
    for cell, number in zip(tried, numbers):
        assert (desk.ticket(number)["tags"] == ["spoofed"]) == expected(cell), cell
