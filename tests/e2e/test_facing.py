"""Two desks of docket that take each other for customers, and a robot that answers whatever it
gets: at most two automatic mails each, then silence."""
import os
import re
import secrets
import time

import psycopg2
import pytest

from world import build_dir, mail
from world.docket import Docket, Group
from world.providers import SENDERS

HERE, THERE, ROBOT = "support@example.com", "desk@other.example", "robot@away.example"
NAMES = {HERE: None, THERE: "there"}			# their IMAP users


def plain(address):
    return re.sub(r"\+[^@]*@", "@", address.lower())


def with_usual_limits(docket):
    for name in ("auto_per_hour_domain", "auto_per_hour_network", "notices_at_once", "breaker_floor"):
        del docket.files["docket.conf"][name]


def another(world):
    """A docket of its own: database, mailbox, key, people."""
    connection = psycopg2.connect(world.pg.admin.replace("dbname=docket", "dbname=postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create database there")
    connection.close()
    made = Docket(world, build_dir(), "there")
    key = f"{made.folder}/token.key"
    with open(key, "w", encoding="ascii") as f:
        f.write(f"a {secrets.token_hex(32)}\n")
    os.chmod(key, 0o600)
    made.files["docket.conf"] |= {
        "database": world.pg.conninfo.replace("dbname=docket", "dbname=there"),
        "message_id_domain": "other.example", "token_key_file": key}
    made.mailbox().update(name="there", address=THERE, display_name="The other desk")
    made.mailbox()["imap"] = made.mailbox()["imap"] | {"user": "there"}
    made.files["agents.conf"] = {"agents": Group([
        {"name": "zoe", "full_name": "Zoe", "addresses": ["zoe@else.example.net"],
         "role": "lead", "team": "desk", "timezone": "UTC"}])}
    with_usual_limits(made)
    made.write()
    made.migrate()
    return made


@pytest.fixture(scope="module")
def both(world):
    here = world.docket("here")
    with_usual_limits(here)
    here.write()
    there = another(world)
    here.start()
    there.start()
    yield here, there
    world.smtp.on_accept = None
    assert here.stop() == 0 and there.stop() == 0


def polite(got):
    """RFC 3834: to the envelope's sender, should there be one, and says what it is."""
    return got.sender and mail.letter(
        "I am away.", sender=ROBOT, to=got.sender, subject="Away", headers=[
            ("Auto-Submitted", "auto-replied"), ("In-Reply-To", mail.read(got.data)["Message-ID"])])


def rude(got):
    """To whom the mail says, as a mail like any other."""
    said = mail.read(got.data)
    return mail.letter(f"Your words {said['Message-ID']} count for much.", sender=f"Rob <{ROBOT}>",
                       to=str(said["Reply-To"] or said["From"]), subject=f"Re: {said['Subject']}")


def carry(world, robot):
    """What is sent to one of the three arrives there."""
    def on_accept(got):
        who = got.recipients[0]
        raw = f"Return-Path: <{got.sender}>\r\nDelivered-To: {who}\r\n".encode() + got.data
        if plain(who) in NAMES:
            world.deliver(raw, user=NAMES[plain(who)])
        elif who == ROBOT and (said := robot(got)):
            to = mail.addresses(mail.read(said), "To")[0]
            world.deliver(said, user=NAMES[plain(to)])
    world.smtp.on_accept = on_accept


def traffic(world):
    """{(from, to): mails} between the three."""
    found = {}
    for got in world.smtp.mails():
        pair = plain(mail.addresses(mail.read(got.data), "From")[0]), plain(got.recipients[0])
        if pair[1] in (HERE, THERE, ROBOT):
            found[pair] = found.get(pair, 0) + 1
    return found


def silence(world, seconds=5):
    """Nothing has come for so long; fails when that does not come about."""
    end, n, since = time.monotonic() + 90, -1, 0
    while time.monotonic() < end:
        if len(world.smtp.mails()) != n:
            n, since = len(world.smtp.mails()), time.monotonic()
        if time.monotonic() - since > seconds:
            return
        time.sleep(0.1)
    raise AssertionError(f"it goes on: {traffic(world)}")


def forget(world):
    """As if they had never met."""
    for database in ("docket", "there"):
        connection = psycopg2.connect(world.pg.admin.replace("dbname=docket", f"dbname={database}"))
        with connection, connection.cursor() as cursor:
            for table in ("tally", "held_told", "automatic", "reach"):
                cursor.execute(f"delete from docket.{table}")
        connection.close()
    world.smtp.clear()


BEGINS = {				# who is said to have written to whom
    "a forged mail": [(THERE, HERE)],
    "one each way": [(THERE, HERE), (HERE, THERE)],
    "the robot, to both": [(ROBOT, HERE), (ROBOT, THERE)],
    "all of them": [(THERE, HERE), (HERE, THERE), (ROBOT, HERE), (ROBOT, THERE)],
}


# Whether the server takes the null sender, which no robot answers.
WAYS = {"null": None, "no null": SENDERS["Amazon SES"]}
CASES = [(begin, robot, "null") for begin in BEGINS for robot in (polite, rude)] + [
    ("all of them", robot, "no null") for robot in (polite, rude)]


@pytest.mark.parametrize("begin,robot,way", CASES, ids=[f"{b}, {r.__name__}, {w}" for b, r, w in CASES])
def test_they_fall_silent(world, both, begin, robot, way):
    forget(world)
    world.smtp.reply = WAYS[way]
    carry(world, robot)
    for sender, to in BEGINS[begin]:
        cc = [("Cc", f"{HERE}, {THERE}")] if sender == ROBOT else []
        world.deliver(mail.letter(f"Who mends pump {secrets.token_hex(4)}?", sender=f"Kim <{sender}>",
                                  to=to, subject="Pump", headers=cc), user=NAMES[to])
    world.wait(lambda: traffic(world), 30, "the first acknowledgement")
    silence(world)
    world.smtp.on_accept = world.smtp.reply = None
    found = traffic(world)
    print(found)
    assert all((to, sender) in found for sender, to in BEGINS[begin]), found
    assert max(found.values()) <= 2, found
