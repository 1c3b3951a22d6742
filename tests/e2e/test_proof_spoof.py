"""Mails in an engineer's name, by generation (world/spoof.py): what each proves."""
import hashlib
import os
import random
import subprocess

import pytest

from world import built, desk as desks, mail, spoof
from world.docket import AGENT, Group

CELLS = int(os.environ.get("DOCKET_SPOOF", "4000"))
IMAP = int(os.environ.get("DOCKET_SPOOF_IMAP", "60"))
HOSTS = ("outlook.office365.com",)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.hosts = HOSTS
    conf, support = made.files["docket.conf"], made.mailbox()
    outlook = support | {"name": "outlook", "address": "outlook@example.com", "imap": support["imap"] | {
        "host": HOSTS[0], "user": "outlook"}}
    conf["mailboxes"] = Group([support, outlook])
    conf["authserv"] = ["mx.example.com", "microsoft365"]
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture(scope="module")
def probe(docket):
    def run(data):
        # A configuration lives as long as its process.
        done = subprocess.run([built("tests/e2e/proofprobe"), docket.conf], input=data,
                              env=os.environ | {"ASAN_OPTIONS": "detect_leaks=0"},
                              capture_output=True, check=True, timeout=600)
        return done.stdout.decode().splitlines()
    return spoof.Probe(run)


def test_each_cell_proves_what_its_rows_say(probe):
    """And a proof that is taken away never raises what is allowed."""
    cells = spoof.sample(CELLS)
    every = sorted({made for cell in cells for made in (
        cell, spoof.without_token(cell), spoof.without_pass(cell),
        spoof.without_token(spoof.without_pass(cell)))})
    assert len(every) >= min(1000, CELLS)
    got = probe.levels(every, probe.tokens(5, 6), 5)
    wrong = {cell: (got[cell], spoof.expected(cell)) for cell in every
             if got[cell][1] != spoof.expected(cell)}
    assert not wrong, f"{len(wrong)} of {len(every)}: {list(wrong.items())[:5]}"
    for cell in every:
        for less in (spoof.without_token(cell), spoof.without_pass(cell)):
            said = spoof.AUTH[cell[1]][2](spoof.WORDS[cell[2]][1])
            if said != "fail":
                assert got[less][1] <= got[cell][1], (cell, less)
    levels = [row[1] for row in got.values()]
    assert all(levels.count(n) > len(every) // 200 for n in (0, 1, 2)), "all kinds are tried"


def test_every_row_counts_by_itself(probe):
    """One row after the other is put into a mail that is proven twice."""
    best = ("both", "ours", "pass", "good", "To", "Ana")
    cells = [(*best[:i], name, *best[i + 1:]) for i, rows in enumerate(spoof.DIMENSIONS)
             for name in rows]
    got = probe.levels(cells, probe.tokens(5, 6), 5)
    assert got[best] == ("ana", 2, 5)
    assert {c: g[1] for c, g in got.items()} == {c: spoof.expected(c) for c in cells}
    other = (*best[:3], "of another ticket", *best[4:])
    assert got[other] == ("ana", 2, 6)		# it is for that one, and for no other


def cells_over_imap(n):
    """Some of each outcome, many of which something speaks for."""
    cells = [c for c in spoof.sample(6000, seed=2) if c[3] != "none" and c[5] != "two fields"]
    return [c for level in (0, 1, 2)
            for c in [c for c in cells if spoof.expected(c) == level][:n // 3]]


def open_tickets(desk, n):
    """New ones, all at once."""
    senders = [f"jo{desk.tickets() + i}@acme.example" for i in range(n)]
    for i, sender in enumerate(senders):
        desk.world.deliver(mail.letter("It hums.", sender=sender, subject=f"Hum {i} of {sender}"))
    found = desk.world.wait(lambda: rows_of(desk, senders, n), 60, "the tickets")
    desk.quiet()
    return [found[sender] for sender in senders]


def rows_of(desk, senders, n):
    rows = desk.rows("select t.id, c.address from docket.ticket t join docket.contact c"
                     " on c.id = t.requester where c.address = any(%s)", senders)
    return len(rows) == n and {r["address"]: r["id"] for r in rows}


@pytest.mark.parametrize("verify", spoof.VERIFY)
def test_over_imap(world, docket, probe, verify):
    """A sample, each stored, on the ticket it is for where it counts, and nothing else done."""
    cells = [c for c in cells_over_imap(4 * IMAP) if c[0] == verify][:IMAP // len(spoof.VERIFY)]
    assert len(cells) == IMAP // len(spoof.VERIFY)
    assert docket.stop() == 0
    docket.files["docket.conf"]["verify"] = verify
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    tickets = open_tickets(desk, 2 * len(cells))
    pairs = list(zip(cells, tickets[::2], tickets[1::2]))
    raws = []
    for cell, one, other in pairs:
        world.sql("insert into docket.withdrawn (ticket, agent, serial, at)"
                  " values (%s, 'ana', 1, now())", one)
        raws.append(spoof.letter(cell, probe.tokens(one, other)))
        world.imap.deliver(raws[-1], user=None if spoof.mailbox(cell) == spoof.SUPPORT else "outlook")
    world.wait(lambda: stored(world, raws) == len(raws), 60, "all of them")
    desk.quiet()
    for cell, one, other in pairs:
        done = [n for n in (one, other) if desk.fields(n).get("severity", {}).get("value") == "high"]
        is_read = spoof.PLACES[cell[4]]("a@b")[1]
        if not spoof.expected(cell):
            assert done == [], cell
        elif is_read and cell[3] in ("good", "of last week"):
            assert done == [one], cell
        elif is_read and cell[3] == "of another ticket":
            assert done == [other], cell
        else:
            assert len(done) <= 1, cell		# by DMARC: where a token leads, or nowhere


def stored(world, raws):
    """How many of these have an entry."""
    return sum(world.one("select exists (select from docket.entry e join docket.raw r on r.id = e.raw"
                         " where r.sha256 = sha256(%s))", raw) for raw in raws)


def test_mail_to_a_token_that_is_none_is_not_lost(world, docket, probe):
    """Each of its characters another one; and as many at random."""
    desk = desks.Desk(world, docket)
    [number] = open_tickets(desk, 1)
    good = probe.tokens(number, number)[spoof.SUPPORT, "good"]
    chance, letters = random.Random(3), "abcdefghijklmnopqrstuvwxyz234567"
    start, end = good.index("+") + 1, good.index("@")
    forged = [good[:i] + letters[(letters.index(good[i]) + 1) % 32] + good[i + 1:]
              for i in range(start, end)]
    forged += [good[:start] + "".join(chance.choices(letters, k=end - start)) + good[end:]
               for _ in forged]
    raws = [mail.letter("#severity high", sender=f"Ana <{AGENT}>", to=to, subject="Re: Hum")
            for to in forged]
    for raw in raws:
        world.deliver(raw)
    world.wait(lambda: stored(world, raws) == len(raws), 120, "all of them")
    desk.quiet()
    assert "severity" not in desk.fields(number) or desk.fields(number)["severity"]["value"] != "high"
    assert desk.row("select count(*) as n from docket.entry where by_agent and raw in"
                    " (select id from docket.raw where sha256 = any(%s))",
                    [hashlib.sha256(raw).digest() for raw in raws])["n"] == 0
