"""The send role against real SMTP servers; sendprobe plays core.

What each mail's outcome is, decides whether it is sent again: a wrong "ok"
loses it, a wrong "temporary" doubles it.
"""
import os
import subprocess
import threading
import time

import pytest

from world import built
from world.base import wait
from world.certs import BAD, Certs
from world.providers import SENDERS
from world.recorder import Recorder
from world.smtpd import DROP, Smtpd

MAIL = b"Subject: hello\r\n\r\nHello.\r\n"
DESK = "desk@example.com"
PROBE = built("tests/e2e/sendprobe")

@pytest.fixture(scope="module")
def certs(tmp_path_factory):
    return Certs(str(tmp_path_factory.mktemp("send") / "certs"))


@pytest.fixture(scope="module")
def server(certs):
    smtpd = Smtpd(certs)
    yield smtpd
    smtpd.close()


@pytest.fixture
def smtp(server):
    server.reply = None
    server.clear()
    server.sockets = 0
    server.logins.clear()
    yield server
    server.reply = None


class Probe:
    """A send role.  boxes: {name: (host, port, tls, user, password, ca)}."""

    def __init__(self, folder, boxes):
        self.folder = folder
        self.sent = {}				# id: (outcome, code, reply)
        self.order = []
        self.said = []
        self.files = 0
        argv = [PROBE] + [self._spec(name, *box) for name, box in boxes.items()]
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(argv, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=log)
        threading.Thread(target=self._read, daemon=True).start()
        wait(lambda: "ready" in self.said, 20, "the send role")

    def _spec(self, name, host, port, tls="none", user="", password="", ca=""):
        path = ""
        if user:
            path = f"{self.folder}/{name}.password"
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w",
                      encoding="ascii") as f:
                f.write(password + "\n")
        return ",".join([name, host, str(port), tls, user, path, ca])

    def _read(self):
        for line in self.process.stdout:
            words = line.decode().rstrip("\n").split(" ", 4)
            if words[0] == "sent":
                self.sent[int(words[1])] = (words[2], int(words[3]), words[4])
                self.order.append(int(words[1]))
            else:
                self.said.append(" ".join(words))

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def put(self, data):
        self.files += 1
        path = self.folder / f"mail-{self.files}"
        path.write_bytes(data)
        return path

    def send(self, number, data=MAIL, to="jo@example.net", sender=DESK, box="desk"):
        self.say(f"send {number} {box} {sender} {to} {self.put(data)}")

    def wait(self, number, seconds=20):
        return wait(lambda: self.sent.get(number), seconds, f"the fate of mail {number}")

    def one(self, number=1, **mail):
        self.send(number, **mail)
        return self.wait(number)

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def stop(self):
        """The role's exit status."""
        if self.process.poll() is None:
            self.say("stop")
            self.process.wait(40)
        wait(lambda: any(s.startswith("exit") for s in self.said), 5, "the exit status")
        return int(self.said[-1].split()[1])


@pytest.fixture
def probe(tmp_path):
    """probe(desk=(host, port, …), …): a running send role, stopped at the end."""
    made = []

    def start(**boxes):
        made.append(Probe(tmp_path, boxes))
        return made[-1]
    yield start
    for one in made:
        if one.process.poll() is None:
            one.stop()
        log = one.log()
        assert "ERROR: " not in log and "runtime error" not in log


def plain(smtp):
    return ("127.0.0.1", smtp.port)


def test_a_mail_arrives_as_it_is(probe, smtp):
    body = (b"Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n" + "año".encode() + b"\r\n"
            + b"y" * 990 + b"\r\n\r\n.\r\n")
    outcome, code, reply = probe(desk=plain(smtp)).one(data=body)
    assert (outcome, code, reply) == ("ok", 250, "250 2.0.0 kept")
    [got] = smtp.mails()
    assert (got.sender, got.recipients, got.data) == (DESK, ["jo@example.net"], body)


def test_a_big_mail_arrives_as_it_is(probe, smtp):
    line = b"." + b"x" * 70 + b"\r\n"
    body = b"Subject: big\r\n\r\n" + line * 70000
    assert probe(desk=plain(smtp)).one(data=body)[0] == "ok"
    assert smtp.mails()[0].data == body


def test_the_null_sender(probe, smtp):
    assert probe(desk=plain(smtp)).one(sender="<>")[0] == "ok"
    assert smtp.mails()[0].sender == ""


RETURN = "desk+b-token@example.com"


def outcome(run, sender):
    return run.one(len(run.order) + 1, sender=sender)[0]


@pytest.mark.parametrize("provider, automatic, notice", [
    (None, "", RETURN), ("Amazon SES", RETURN, RETURN), ("null at RCPT", RETURN, RETURN),
    ("null after DATA", RETURN, RETURN), ("Microsoft 365", "", DESK), ("plain alone", DESK, DESK)])
def test_a_sender_that_is_refused_is_replaced(probe, smtp, provider, automatic, notice):
    """Nothing waits and nothing fails; what is refused is known from then on."""
    smtp.reply = SENDERS.get(provider)
    run = probe(desk=plain(smtp))
    assert outcome(run, "<>") == "ok" and outcome(run, RETURN) == "ok"
    first = [who for stage, who in smtp.attempts if stage == "mail"]
    assert len(first) <= 4
    assert outcome(run, "<>") == "ok" and outcome(run, RETURN) == "ok"
    assert [m.sender for m in smtp.mails()] == [automatic, notice] * 2
    again = [who for stage, who in smtp.attempts if stage == "mail"][len(first):]
    assert [a.strip("<>") for a in again] == [automatic, notice]
    assert outcome(run, DESK) == "ok" and smtp.mails()[-1].sender == DESK


@pytest.mark.parametrize("reply, stage", [
    ("550 5.1.1 User unknown", "rcpt"), ("451 4.3.0 later", "mail"),
    ("530 5.7.57 Client not authenticated", "mail"), ("554 5.7.1 Spam message rejected", "data"),
    ("550 5.4.5 Daily user sending limit exceeded", "mail")])
def test_what_is_not_the_senders_fault_teaches_nothing(probe, smtp, reply, stage):
    run = probe(desk=plain(smtp))
    smtp.reply = lambda now, mail: reply if now == stage else None
    for sender in ("<>", RETURN):
        assert outcome(run, sender) != "ok"
    assert len([who for now, who in smtp.attempts if now == "mail"]) == 2
    smtp.reply = None
    for sender in ("<>", RETURN):
        assert outcome(run, sender) == "ok"
    assert [m.sender for m in smtp.mails()] == ["", RETURN]


def test_a_sender_is_refused_for_sure_only_when_another_passes(probe, smtp):
    """The server refuses all: the next time it may take the first again."""
    run = probe(desk=plain(smtp))
    smtp.reply = lambda stage, mail: "550 5.7.1 Sender rejected" if stage == "mail" else None
    assert outcome(run, "<>") == "temporary"
    smtp.reply = None
    assert outcome(run, "<>") == "ok" and smtp.mails()[-1].sender == ""


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_login_over_tls(probe, smtp, certs, tls):
    port = smtp.tls_port if tls == "implicit" else smtp.starttls_port
    run = probe(desk=("localhost", port, tls, smtp.user, smtp.password, certs.ca))
    assert run.one()[0] == "ok"
    [got] = smtp.mails()
    assert got.tls and got.login == smtp.user
    assert smtp.password not in run.log()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_wrong_password_is_tried_again_later(probe, smtp, certs, tls):
    port = smtp.tls_port if tls == "implicit" else smtp.starttls_port
    run = probe(desk=("localhost", port, tls, smtp.user, "not-this-one", certs.ca))
    outcome, code, reply = run.one()
    assert (outcome, code) == ("temporary", 535)
    assert reply.startswith("535 ") and "not-this-one" not in reply + run.log()
    assert smtp.mails() == []


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_gets_nothing(probe, certs, kind, tls):
    stranger = Recorder("smtp", tls, certs.bad(kind))
    run = probe(desk=("localhost", stranger.port, tls, "desk", "hush-hush", certs.ca))
    outcome, code, reply = run.one()
    stranger.close()
    assert (outcome, code) == ("temporary", 0) and reply
    assert stranger.connections > 0
    for line in stranger.lines():
        assert line.split(" ")[0].upper() in ("EHLO", "HELO", "STARTTLS", "QUIT", "")


@pytest.mark.parametrize("manner", ["bare", "inject"])
def test_a_starttls_that_is_none(probe, certs, manner):
    stranger = Recorder("smtp", "starttls", certs.good(), manner)
    run = probe(desk=("localhost", stranger.port, "starttls", "desk", "hush-hush", certs.ca))
    assert run.one()[0] == "temporary"
    stranger.close()
    assert not [l for l in stranger.lines() if l.upper().startswith(("AUTH", "MAIL"))]


CODES = {				# from which stage on it is final: of the mail, or its recipient
    "450 4.2.0 later": [], "451 4.3.0 later": [],
    "550 5.1.1 no such user": ["rcpt", "data"], "554 5.7.1 spam": ["data"]}


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("line", CODES)
def test_refusals(probe, smtp, stage, line):
    run = probe(desk=plain(smtp))
    smtp.reply = lambda at, mail: line if at == stage else None
    final = "permanent" if stage in CODES[line] else "temporary"
    assert run.one(1) == (final, int(line[:3]), line)
    smtp.reply = None
    assert run.one(2) == ("ok", 250, "250 2.0.0 kept")
    assert len(smtp.mails()) == 1


@pytest.mark.parametrize("stage,want", [("mail", "temporary"), ("rcpt", "temporary"),
                                        ("data", "unknown")])
def test_a_cut_connection(probe, smtp, stage, want):
    run = probe(desk=plain(smtp))
    smtp.reply = lambda at, mail: DROP if at == stage else None
    outcome, code, reply = run.one(1)
    assert (outcome, code) == (want, 0) and reply
    smtp.reply = None
    assert run.one(2)[0] == "ok"


def test_nobody_there(probe, smtp):
    run = probe(desk=("127.0.0.1", 1))
    for number in range(1, 21):
        run.send(number)
    for number in range(1, 21):
        assert run.wait(number)[:2] == ("temporary", 0)


def test_plain_stays_on_loopback(probe):
    outcome, code, reply = probe(desk=("192.0.2.7", 25)).one()
    assert (outcome, code) == ("temporary", 0) and "loopback" in reply


@pytest.mark.parametrize("mail", [
    {"to": "jo@example.net>%0d%0aRCPT TO:<x@example.net".replace(" ", "_")},
    {"to": "jo@example.net%0d%0aDATA"}, {"sender": "a@example.com>%0d%0aRSET"},
    {"to": "<>"}, {"to": "no-address"}, {"data": b"x\n.\r\nQUIT\r\n"}, {"data": b"x\r.\r\r\n"}])
def test_what_would_inject_is_refused(probe, smtp, mail):
    run = probe(desk=plain(smtp))
    assert run.one(1, **mail)[:2] == ("permanent", 0)
    assert smtp.attempts == [] and smtp.sockets == 0
    assert run.one(2)[0] == "ok"


def test_a_connection_is_kept(probe, smtp):
    run = probe(desk=plain(smtp))
    for number in range(1, 31):
        assert run.one(number)[0] == "ok"
    assert smtp.sockets == 1 and len(smtp.mails()) == 30


def test_each_recipient_has_its_own_answer(probe, smtp):
    run = probe(desk=plain(smtp))
    replies = {0: None, 1: "450 4.2.1 full", 2: "550 5.1.1 unknown"}

    def reply(stage, mail):
        return replies[int(mail.recipient.split("@")[0][1:]) % 3] if stage == "rcpt" else None
    smtp.reply = reply
    for number in range(1, 61):
        run.send(number, to=f"n{number}@example.net")
    for number in range(1, 61):
        outcome, _, text = run.wait(number)
        assert outcome == ("ok", "temporary", "permanent")[number % 3], (number, text)
    assert sorted(m.recipients[0] for m in smtp.mails()) == sorted(
        f"n{n}@example.net" for n in range(1, 61) if n % 3 == 0)


def test_a_slow_server_holds_up_its_own_mailbox_only(probe, smtp, certs):
    other = Smtpd(certs)
    smtp.reply = lambda stage, mail: 4 if stage == "data" else None
    run = probe(slow=plain(smtp), quick=plain(other))
    for number in range(1, 7):
        run.send(number, box="slow")
    time.sleep(0.3)
    start = time.monotonic()
    for number in range(101, 111):
        assert run.one(number, box="quick")[0] == "ok"
    assert time.monotonic() - start < 3
    other.close()
    assert [run.wait(n)[0] for n in range(1, 7)] == ["ok"] * 6
    assert smtp.sockets <= 3			# some providers allow no more


def test_a_stop_waits_for_what_is_under_way(probe, smtp):
    smtp.reply = lambda stage, mail: 2 if stage == "data" else None
    run = probe(desk=plain(smtp))
    for number in range(1, 9):
        run.send(number)
    wait(lambda: len([a for a in smtp.attempts if a[0] == "data"]) == 3, 10, "three on the way")
    assert run.stop() == 0
    # The others were not begun: core hands them out again.
    assert len(run.sent) == 3 and len(smtp.mails()) == 3
    assert {outcome for outcome, _, _ in run.sent.values()} == {"ok"}


def test_a_stop_is_bounded(probe, smtp):
    smtp.reply = lambda stage, mail: 60 if stage == "data" else None
    run = probe(desk=plain(smtp))
    run.send(1)
    wait(lambda: ("data", "jo@example.net") in smtp.attempts, 10, "the mail on its way")
    start = time.monotonic()
    assert run.stop() == 0
    assert time.monotonic() - start < 22
    assert run.sent[1][:2] == ("unknown", 0)


def test_a_stop_does_not_wait_for_goodbyes(probe, certs):
    other = Smtpd(certs)
    run = probe(desk=plain(other))
    assert run.one(1)[0] == "ok"
    other.close()				# it keeps the connection, and is silent
    start = time.monotonic()
    assert run.stop() == 0
    assert time.monotonic() - start < 5


def test_a_new_core_is_told_nothing_of_the_old_one(probe, smtp):
    smtp.reply = lambda stage, mail: 1 if stage == "data" else None
    run = probe(desk=plain(smtp))
    for number in range(1, 9):
        run.send(number)
    wait(lambda: len([a for a in smtp.attempts if a[0] == "data"]) == 3, 10, "three on the way")
    run.say("core")
    run.send(101)
    assert run.wait(101)[0] == "ok"
    assert run.sent.keys() == {101} and len(smtp.mails()) == 4


def test_the_server_comes_back(probe, smtp):
    run = probe(desk=plain(smtp))
    assert run.one(1)[0] == "ok"
    smtp.stop()
    smtp.reply = lambda stage, mail: DROP
    assert run.one(2)[0] == "temporary"
    smtp.start()
    smtp.reply = None
    assert run.one(3)[0] == "ok"


def test_by_hand(world):
    docket = world.docket("by-hand")
    argv = [f"{docket.build}/daemon/docketd", "-c", docket.conf, "--role", "send"]

    environment = dict(os.environ)
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=0")	# compiled patterns stay

    def run(text):
        return subprocess.run(argv, input=text, capture_output=True, check=False, timeout=60,
                              env=environment)
    done = run(b"support <> jo@example.net\nSubject: by hand\n\n.dot\n")
    assert (done.returncode, done.stdout) == (0, b"sent: 250 2.0.0 kept\n"), done.stderr
    assert world.sent() == [("", ["jo@example.net"], b"Subject: by hand\r\n\r\n.dot\r\n")]
    world.smtp.reply = lambda stage, mail: "550 5.1.1 no" if stage == "rcpt" else None
    done = run(b"support desk@example.com jo@example.net\n\nx\n")
    assert (done.returncode, done.stdout) == (1, b"refused: 550 5.1.1 no\n")
    for order in (b"", b"support\n", b"nowhere <> jo@example.net\n\nx\n"):
        done = run(order)
        assert done.returncode == 1 and done.stdout == b"" and b"cannot send" in done.stderr
