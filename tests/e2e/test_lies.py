"""Whatever a server said before: once it is honest, every mail has been read.

Each seed is a mailbox with a script of lies: wrong UIDNEXT and EXISTS, UIDs used again,
false numbers in SEARCH, wrong sizes, NO and BAD for sets, mail that is hidden and shown
later, other UIDVALIDITYs, cut connections; now and then core dies.  No mail may be flagged
or moved that was not read.

DOCKET_LIES says how many seeds (default 20), DOCKET_SEED the first of them.  The full count:

    DOCKET_LIES=500 DOCKET_BUILD=$PWD/build /usr/bin/python3 -m pytest tests/e2e/test_lies.py
"""
import os
import random
import time

import pytest

from e2e.test_fetch import LIMIT, Probe
from world import mail
from world.base import wait
from world.fakeimap import FakeImap

COUNT = int(os.environ.get("DOCKET_LIES", "20"))
FIRST = int(os.environ.get("DOCKET_SEED", "1"))
AT_ONCE = 10
STEPS = 14
TOP = 4294967295


class Liar:
    """A server and its script."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.name = f"box{seed}"
        self.done = self.rng.choice(["", "Done"])
        self.server = FakeImap(capabilities=self.rng.choice(
            ["IMAP4rev1 IDLE MOVE UIDPLUS", "IMAP4rev1 MOVE UIDPLUS", "IMAP4rev1 IDLE"]))
        self.number = 0
        self.top = 0
        self.story = []
        self.add()

    def letter(self):
        self.number += 1
        size = self.rng.choice([0, 100, 5000, 300_000]) if self.rng.random() < 0.2 else 10
        return mail.letter(f"{self.name} {self.number} " + "x" * size,
                           message_id=f"<{self.name}.{self.number:05d}@x.example>")

    def put(self, uid):
        self.server.mails[uid] = self.letter()
        self.server.flags.pop(uid, None)
        self.server.dates[uid] = (f"01-Jun-2026 10:{self.number // 60 % 60:02d}:"
                                  f"{self.number % 60:02d} +0200")

    # the lies

    def add(self):
        for _ in range(self.rng.randrange(1, 30)):
            self.top += self.rng.choice([1, 1, 1, 7])
            self.put(self.top)

    def uidnext(self):
        self.server.uidnext = self.rng.choice([1, 2, self.top, self.top * 2 + 1, TOP])
        self.server.drop()

    def exists(self):
        self.server.exists = self.rng.choice([1, 10, 100_000])
        self.server.drop()

    def reuse(self):
        """The index is lost: UIDs begin anew, or go back a little."""
        with self.server.lock:
            self.server.drop()
            low = self.rng.choice([1, max(1, self.top - 5)])
            for uid in [uid for uid in self.server.mails if uid >= low]:
                del self.server.mails[uid]
            self.top = low + self.rng.randrange(10)
            for uid in range(low, self.top + 1):
                self.put(uid)

    def search(self):
        false = " ".join(str(self.rng.choice([1, self.top + 9, TOP])) for _ in range(3))
        self.once("SEARCH", lambda tag, _line: f"* SEARCH {false}\r\n{tag} OK\r\n".encode())

    def silence(self):
        self.once("SEARCH", lambda tag, _line: f"* SEARCH\r\n{tag} OK\r\n".encode())

    def listing(self):
        uid = self.rng.choice([self.top + 3, TOP])
        self.once("FETCH", lambda tag, line: None if "BODY" in line else (
            f'* 1 FETCH (UID {uid} RFC822.SIZE 9 INTERNALDATE "01-Jun-2026 10:00:00 +0200")\r\n'
            f"{tag} OK\r\n").encode())

    def sizes(self):
        for uid in self.some():
            self.server.sizes[uid] = self.rng.choice([0, 1, 999, 2_000_000])

    def refuse(self):
        poison, word = set(self.some()), self.rng.choice(["NO", "BAD"])
        bodies = self.rng.random() < 0.7

        def fetch(tag, line):
            if (bodies and "BODY" not in line) or \
                    not poison & set(self.server._uids(line.split(" ")[2])):
                return None
            return f"{tag} {word} not these\r\n".encode()
        self.server.before["FETCH"] = fetch

    def hide(self):
        self.server.hidden = set(self.some())

    def show(self):
        self.server.hidden = set()

    def validity(self):
        with self.server.lock:
            self.server.drop()
            self.server.uidvalidity = self.rng.choice([7, 8, 9])

    def cut(self):
        self.once(self.rng.choice(["FETCH", "SEARCH", "STORE", "MOVE", "SELECT"]),
                  lambda _tag, _line: b"* BYE cut\r\n")

    def half(self):
        self.once("FETCH", lambda _tag, _line: b"* 1 FETCH (UID 1 BODY[] {500}\r\nhalf")

    def drop(self):
        self.server.drop()

    def some(self):
        uids = sorted(self.server.mails)
        return self.rng.sample(uids, min(len(uids), self.rng.randrange(1, 5)))

    def once(self, verb, answer):
        left = [1]

        def hook(tag, line):
            said = answer(tag, line) if left else None
            if said is not None:
                left.clear()
                if b"half" in said:
                    self.server.before.pop(verb, None)
            return said
        self.server.before[verb] = hook

    LIES = [add, add, add, uidnext, exists, reuse, reuse, search, silence, listing, sizes, refuse,
            hide, show, validity, cut, half, drop]

    def step(self):
        lie = self.rng.choice(self.LIES)
        self.story.append(lie.__name__)
        lie(self)

    def be_honest(self):
        with self.server.lock:
            self.server.before.clear()
            self.server.sizes.clear()
            self.server.hidden = set()
            self.server.uidnext = self.server.exists = None
            self.server.drop()

    # what came of it

    def read(self, run):
        return {run.raw(words) for words in run.all("mail", self.name)}

    def unread(self, run):
        return set(self.server.mails.values()) - self.read(run)

    def is_done_with(self):
        flags = self.server.flags
        return all({"\\Seen", "\\Deleted"} & flags.get(uid, set()) for uid in self.server.mails)


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, AT_ONCE))
def test_every_mail_is_read_in_the_end(tmp_path, first):
    rng = random.Random(first)
    liars = [Liar(seed) for seed in range(first, min(first + AT_ONCE, FIRST + COUNT))]
    run = Probe(tmp_path, {l.name: {"port": l.server.port, "done": l.done, "poll": 1}
                           for l in liars}, LIMIT).begin()
    try:
        for n in range(STEPS):
            for liar in liars:
                liar.step()
                time.sleep(rng.uniform(0, 0.08))
            if n == STEPS // 2:
                run.say("nocore", "core")
        for liar in liars:
            liar.be_honest()
        for liar in liars:
            wait(lambda l=liar: not l.unread(run), 90,
                 f"all mail of {liar.name}: {liar.story}")
            wait(liar.is_done_with, 30, f"flags of {liar.name}: {liar.story}")
            touched = set(liar.server.gone) | set(liar.server.marked)
            # What the probe said of a mail before it was moved may still be in the pipe.
            wait(lambda l=liar, t=touched: not t - l.read(run), 5,
                 f"a word of all that {liar.name} moved or flagged: {liar.story}")
            assert liar.read(run) - {b""}
        assert run.stop() == 0
    finally:
        if run.process.poll() is None:
            run.process.kill()
        for liar in liars:
            liar.server.close()
