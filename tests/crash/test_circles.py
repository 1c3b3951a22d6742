"""Halves of circles from two docketd on one database, each with a mailbox of its own.

DOCKET_HALVES says how many mails (default 120), DOCKET_SEED which.
"""
import os
import random

from world import desk as desks, mail
from world.docket import AGENT, Group, endpoint

HALVES = int(os.environ.get("DOCKET_HALVES", "120"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))
TICKETS = 12
VERBS = ["blocks", "blocks", "blocked-by", "parent"]


def two(world):
    """One reads support@, the other sales@."""
    first, second = (world.docket(name=name) for name in ("first", "second"))
    [box] = second.files["docket.conf"]["mailboxes"]
    second.files["docket.conf"]["mailboxes"] = Group([box | {
        "name": "sales", "address": "sales@example.com",
        "imap": endpoint(world, "imap") | {"user": "sales", "poll": "2s", "since": "3650d"}}])
    second.write()
    return first, second


def order(sent, to, text):
    """Ana's answer, by the mailbox that is to have it."""
    address = mail.addresses(sent.message, "Reply-To")[0].replace("support", to)
    return mail.letter(text, sender=f"Ana <{AGENT}>", to=address, subject="Re: Race")


def waits(world):
    return [(b, a) if kind == "parent" else (a, b) for kind, a, b in world.sql(
        "select kind, a, b from docket.relation")]


def circle(edges, left):
    """What is left when whatever nothing left holds back has gone, again and again."""
    while left:
        free = {n for n in left if not any(b == n and a in left for a, b in edges)}
        if not free:
            return left
        left = left - free
    return set()


def test_never_a_circle_by_two_daemons(world):
    rng = random.Random(SEED)
    dockets = two(world)
    dockets[0].start()
    desk = desks.Desk(world, dockets[0])
    notices = {desk.open("It hums.", sender=f"c{n}@acme.example", subject="Race")["id"]: None
               for n in range(TICKETS)}
    for number in notices:
        notices[number] = desk.mail(number, AGENT)
    dockets[1].start()
    mails = []
    for n in range(HALVES):
        a, b = rng.sample(sorted(notices), 2)
        user = ("support", "sales")[n % 2]
        mails.append((order(notices[a], user, f"#{rng.choice(VERBS)} {b}\n"), user))
    for raw, user in mails:
        world.deliver(raw, user=user)
    world.wait(lambda: world.one("select count(*) from docket.raw where state <> 'pending'")
               == TICKETS + HALVES, 300, "all halves")
    kinds = dict(world.sql("select r.mailbox || ' ' || e.kind, count(*) from docket.raw r"
                           " join docket.entry e on e.raw = r.id where e.by_agent group by 1"))
    assert set(kinds) == {f"{box} {kind}" for box in ("support", "sales") for kind in ("command", "held")}
    assert sum(kinds.values()) == HALVES and min(kinds.values()) > HALVES // 20, kinds
    assert circle(waits(world), set(notices)) == set()
    for docket in dockets:
        assert docket.ctl("verify").returncode == 0
    print(f"{HALVES} halves by two daemons: {kinds}, no circle (seed {SEED})")
    for docket in dockets:
        assert docket.stop() == 0
