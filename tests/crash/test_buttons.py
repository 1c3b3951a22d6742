"""kill -9 between a button's press and its doing: each is done once, and told.

DOCKET_BUTTON_KILLS says how many kills (default 8), DOCKET_SEED which moments.  Each round
presses 50 buttons and has four kills; one of them is of what sends, so that a mail may go
out twice, with the same Message-ID, but no more often.
"""
import os
import random
import re
import time
import urllib.parse

from test_kill import HELD, retry_held, start_again
from world import desk as desks, mail
from world.docket import AGENT, Group

KILLS = int(os.environ.get("DOCKET_BUTTON_KILLS", "8"))
SEED = int(os.environ.get("DOCKET_SEED", "1"))
PRESSED, A_ROUND = 50, 4
# What the button changes: its verb, the column, what that is then.
BUTTONS = [("take", "assignee", "ana"), ("resolve", "status", "resolved"), ("wait", "status", "waiting")]


def press(sent, verb, text):
    """The mail that a notice's button opens, with a word of its presser's."""
    link = urllib.parse.unquote(re.search(rf"mailto:(\S+?a\.{verb}\.\S+?)\?", sent.text)[1])
    return mail.letter(text, sender=f"Ana <{AGENT}>", to=link, subject="Re: Hum", headers=[
        ("In-Reply-To", str(sent.message["Message-ID"]))])


def opened(world, desk, name):
    """{number: (its notice, the button)} of as many tickets as are pressed."""
    for n in range(PRESSED):
        world.deliver(mail.letter(f"It hums {n}.", sender=f"{name}-{n}@acme.example", subject=f"Hum {n}"))
    first = world.one("select coalesce(max(id), 0) from docket.ticket")
    world.wait(lambda: world.one("select count(*) from docket.ticket where id > %s", first) == PRESSED,
               60, "the tickets")
    desk.quiet()
    return {sent.ticket: (sent, BUTTONS[sent.ticket % len(BUTTONS)])
            for sent in desk.mails(None, AGENT) if sent.ticket is not None and sent.ticket > first}


def is_done(world, before):
    return world.one("select (select count(*) from docket.raw where state <> 'pending') >= %s and not exists"
                     " (select from docket.delivery where state in ('queued', 'sending'))", before + PRESSED)


def disturb(world, docket, rng, before, victims):
    """Each dies once, while there is something to do or right before."""
    for victim in victims:
        time.sleep(rng.uniform(0, 0.25))
        if victim == "docketd":
            start_again(docket)
        else:
            world.wait(lambda v=victim: docket.kill_role(v, rng.randrange(8)), 20, f"{victim} to be there")
        assert docket.alive(), docket.log()[-3000:]
    world.wait(lambda: is_done(world, before), 120, "all that was pressed")


def check(world, desk, pressed, words):
    """Done once, kept once, told once; gives how many mails came twice."""
    doubles = 0
    for number, (_, (verb, column, value)) in pressed.items():
        assert desk.ticket(number)[column] == value, (number, verb)
        made = [e for e in desk.entries(number) if e["author"] == "ana" and e["data"].get("why") == f"#{verb}"]
        assert [e["data"]["what"] for e in made] == [column], (number, verb)
        assert [e["new_text"].strip() for e in desk.entries(number, "note")] == [words[number]]
        told = [s["Message-ID"] for s in desk.mails(number, AGENT) if s["X-Docket-Reason"] == "transcript"]
        assert len(set(told)) == 1 and len(told) <= 2, (number, len(told))
        doubles += len(told) - 1
        assert not [s for s in desk.mails(number) if words[number] in s.text and AGENT not in s.recipients
                    and s["X-Docket-Reason"] != "agent-reply-notice"]
    assert world.one(f"select count(*) {HELD}") == 0
    return doubles


def test_each_button_is_done_once(world):
    rng = random.Random(SEED)
    docket = world.docket()
    agents = list(docket.files["agents.conf"]["agents"])
    agents[0]["transcript"] = "always"
    docket.files["agents.conf"]["agents"] = Group(agents)
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    world.smtp.reply = lambda stage, _mail: 0.005 if stage == "data" else None
    killed, doubles = 0, 0
    while killed < KILLS or killed == 0:
        pressed = opened(world, desk, f"r{killed}")
        assert len(pressed) == PRESSED
        words = {number: f"Word {number} of round {killed}." for number in pressed}
        before = world.one("select count(*) from docket.raw where state <> 'pending'")
        for number, (sent, (verb, _, _)) in pressed.items():
            world.deliver(press(sent, verb, words[number]))
        victims = rng.choices(["fetch", "parse", "core"], k=A_ROUND - 1) + [rng.choice(["send", "docketd"])]
        rng.shuffle(victims)
        disturb(world, docket, rng, before, victims)
        retry_held(world, docket)
        desk.quiet()
        doubles += check(world, desk, pressed, words)
        killed += A_ROUND
    assert docket.ctl("verify").returncode == 0
    print(f"{killed} kills, {killed // A_ROUND * PRESSED} buttons: each done once, 0 lost,"
          f" {doubles} transcripts sent twice (seed {SEED})")
    assert docket.stop() == 0
