"""The fetch role against a real Dovecot, and servers that lie; fetchprobe plays core.

What core gets must be every mail once, bit for bit, in order; what the server is
told must never run ahead of what core stored.
"""
import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import pytest

from world import built, mail
from world.base import wait
from world.certs import BAD, Certs
from world.dovecot import Dovecot
from world.fakeimap import FakeImap
from world.recorder import Recorder

PROBE = built("tests/e2e/fetchprobe")
DAY = 86400
LIMIT = 50 << 20
PASSWORD = 'pa"ss\\wo rd{3}'

@pytest.fixture(scope="module")
def folder():
    """Where servers that are not root may look."""
    path = tempfile.mkdtemp(prefix="docket-fetch-")
    os.chmod(path, 0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def certs(folder):
    return Certs(f"{folder}/certs")


@pytest.fixture(scope="module")
def server(folder, certs):
    dovecot = Dovecot(f"{folder}/imap", certs)
    dovecot.start()
    yield dovecot
    dovecot.stop()


@pytest.fixture
def imap(server, request):
    """The server, with a user of this test's own in `server.user`."""
    server.user = f"u{abs(hash(request.node.name)) % 10 ** 12}"
    return server


class Probe:
    """A fetch role and what it told core."""

    def __init__(self, folder, boxes, limit):
        self.folder = folder
        self.names = list(boxes)
        self.said = []				# (words, seconds)
        (folder / "raw").mkdir(exist_ok=True)
        argv = [PROBE, str(folder / "raw"), str(limit)]
        argv += [self._spec(name, **box) for name, box in boxes.items()]
        environment = os.environ | {"ASAN_OPTIONS": "detect_leaks=0"}
        with open(folder / "log", "ab") as log:
            self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, env=environment,
                                            stdout=subprocess.PIPE, stderr=log)
        threading.Thread(target=self._read, daemon=True).start()

    def _spec(self, name, port, tls="none", user="desk", password=PASSWORD, ca="",
              inbox="INBOX", done="", poll=600, host="localhost"):
        path = f"{self.folder}/{name}.password"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as f:
            f.write(password + "\n")
        return ",".join([name, host, str(port), tls, user, path, ca, inbox, done, str(poll)])

    def _read(self):
        for line in self.process.stdout:
            self.said.append((line.decode().rstrip("\n").split(" "), time.monotonic()))

    def say(self, *lines):
        for line in lines:
            self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def begin(self, *lines):
        """From a core that never saw the mailboxes, unless the lines say otherwise."""
        self.say(*lines, "core")
        wait(lambda: self.all("ready"), 20, "the fetch role")
        return self

    def all(self, verb, name=None):
        return [words for words, _ in list(self.said)
                if words[0] == verb and (name is None or words[1] == name)]

    def wait(self, verb, count=1, seconds=20, name=None):
        return wait(lambda: len(self.all(verb, name)) >= count and self.all(verb, name),
                    seconds, f"{count} times {verb}")

    def uids(self, name=None):
        return [int(words[3]) for words in self.all("mail", name)]

    def raw(self, words):
        return (self.folder / "raw" / "-".join(words[1:4] + words[8:9])).read_bytes()

    def sick(self, seconds=20, name=None):
        """What core hears about the first fault."""
        return wait(lambda: [" ".join(w[3:]) for w in self.all("health", name) if w[2] == "0"],
                    seconds, "a fault")[0]

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def rss(self):
        """Of the role, in MB."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children",
                  encoding="ascii") as f:
            child = f.read().split()[0]
        with open(f"/proc/{child}/status", encoding="ascii") as f:
            return int(f.read().split("VmHWM:")[1].split()[0]) >> 10

    def stop(self, seconds=20):
        """The role's exit status."""
        if self.process.poll() is None:
            self.say("stop")
            self.process.wait(seconds)
        wait(lambda: self.all("exit"), 5, "the exit status")
        return int(self.all("exit")[0][1])


@pytest.fixture
def probe(tmp_path):
    """probe(desk={…}, …): a fetch role, stopped at the end."""
    made = []

    def start(limit=LIMIT, **boxes):
        made.append(Probe(tmp_path, boxes, limit))
        return made[-1]
    yield start
    for one in made:
        if one.process.poll() is None:
            one.stop()
        log = one.log()
        assert "ERROR: " not in log and "runtime error" not in log, log[-3000:]
        assert PASSWORD not in log


@pytest.fixture
def fake():
    made = []

    def start(*args, **kwargs):
        made.append(FakeImap(*args, **kwargs))
        return made[-1]
    yield start
    for one in made:
        one.close()


def real(imap, tls="implicit", **more):
    port = imap.tls_port if tls == "implicit" else imap.port
    return {"port": port, "tls": tls, "user": imap.user, "password": imap.password,
            "ca": imap.ca if tls != "none" else ""} | more


def letters(n, start=1):
    return {uid: mail.letter(f"number {uid}") for uid in range(start, start + n)}


def seen(imap, n, folder="INBOX", seconds=20):
    """Waits until n mails are flagged; gives all flags."""
    def look():
        flags = imap.flags(folder)
        return sum("\\Seen" in f for f in flags.values()) >= n and flags
    return wait(look, seconds, f"{n} flagged mails")


def unseen(imap):
    return sorted(uid for uid, flags in imap.flags().items() if "\\Seen" not in flags)


# --- every mail, once, in order -------------------------------------------------


@pytest.mark.parametrize("tls", ["implicit", "starttls", "none"])
def test_all_mails_in_order(imap, probe, tls):
    now = int(time.time())
    raws = [mail.letter(f"number {n}") + b"x" * (37 * n) + b"\r\n" for n in range(300)]
    for n, raw in enumerate(raws):
        imap.deliver(raw, now - 300 + n)
    run = probe(desk=real(imap, tls)).begin()
    mails = run.wait("mail", 300)
    assert run.uids() == list(range(1, 301))
    for n, words in enumerate(mails):
        assert int(words[4]) == (now - 300 + n) * 1_000_000
        assert (words[5], words[6]) == (str(len(raws[n])), "0")
        assert run.raw(words) == raws[n]
    assert len(seen(imap, 300)) == 300
    assert run.all("health", "desk")[0][2] == "1"


def test_since_leaves_old_mail_alone(imap, probe):
    now = int(time.time())
    ages = [900, 800, 3, 700, 2, 600]			# days
    for days in ages:
        imap.deliver(mail.letter(f"{days} days old"), now - days * DAY)
    since = (now - 10 * DAY) * 1_000_000
    run = probe(desk=real(imap)).begin(f"cursor desk 0 0 {since}")
    run.wait("mail", 2)
    assert run.uids() == [3, 5]
    assert run.all("skip")[0][3] == "6"
    assert {uid for uid, flags in seen(imap, 2).items() if "\\Seen" in flags} == {3, 5}
    # Later mail counts whatever its date: somebody put it there.
    imap.deliver(mail.letter("moved here"), now - 500 * DAY)
    run.wait("mail", 3)
    assert run.uids() == [3, 5, 7]


def test_since_is_exact_within_the_day(imap, probe):
    now = int(time.time())
    imap.deliver(mail.letter("before"), now - 61)
    imap.deliver(mail.letter("after"), now - 60)
    run = probe(desk=real(imap)).begin(f"cursor desk 0 0 {(now - 60) * 1_000_000}")
    run.wait("mail")
    assert run.uids() == [2]


def test_goes_on_from_the_cursor(imap, probe):
    for raw in letters(5).values():
        imap.deliver(raw)
    first = probe(desk=real(imap)).begin()
    uidvalidity = first.wait("mail", 5)[0][2]
    seen(imap, 5)
    assert first.stop() == 0
    imap.deliver(mail.letter("sixth"))
    second = probe(desk=real(imap)).begin(f"cursor desk {uidvalidity} 5 0",
                                          f"stored desk {uidvalidity} 1 5")
    second.wait("mail")
    assert second.uids() == [6]


def test_stored_mail_that_was_not_flagged_is_asked_about(imap, probe):
    for raw in letters(5).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    run.wait("mail", 5)
    seen(imap, 5)
    with imap.login() as session:
        session.select("INBOX")
        session.uid("STORE", "2,4", "-FLAGS", "(\\Seen)")
    asked = len(run.all("ask"))
    run.say("core")
    wait(lambda: ["2", "2"] in [words[3:] for words in run.all("ask")[asked:]], 20,
         "a question about what is not flagged")
    seen(imap, 5)
    assert run.uids() == [1, 2, 3, 4, 5]


def test_a_new_uidvalidity_starts_over(imap, probe):
    for raw in letters(3).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    before = run.wait("mail", 3)[0][2]
    seen(imap, 3)
    time.sleep(1.1)					# it is made of seconds
    imap.stop()
    imap.forget_uids()
    imap.start()
    mails = run.wait("mail", 6, 30)
    assert {words[2] for words in mails[:3]} == {before}
    assert len({words[2] for words in mails[3:]} - {before}) == 1
    assert sorted(run.uids()[3:]) == [1, 2, 3]
    assert "UIDVALIDITY changed" in run.log()


@pytest.mark.parametrize("ages", [[900, 3, 700], [3, 2]], ids=["old mail", "none"])
def test_a_new_uidvalidity_leaves_old_mail_alone(imap, probe, ages):
    """… which was never read; where none was, what was put there later counts again."""
    now = int(time.time())
    for days in ages:
        imap.deliver(mail.letter(f"{days} days old"), now - days * DAY)
    fresh = [n + 1 for n, days in enumerate(ages) if days < 10]
    run = probe(desk=real(imap)).begin(f"cursor desk 0 0 {(now - 10 * DAY) * 1_000_000}")
    run.wait("mail", len(fresh))
    if len(fresh) == len(ages):				# an old mail that somebody moved here
        imap.deliver(mail.letter("moved here"), now - 500 * DAY)
        run.wait("mail", len(fresh) + 1)
    read = len(run.uids())
    seen(imap, read)
    time.sleep(1.1)					# it is made of seconds
    imap.stop()
    imap.forget_uids()
    imap.start()
    run.wait("mail", 2 * len(fresh), 30)
    imap.deliver(mail.letter("the next"), now - 400 * DAY)
    run.wait("mail", read + len(fresh) + 1, 30)
    texts = [run.raw(words) for words in run.all("mail")][read:]
    assert any(b"the next" in raw for raw in texts)	# a folder's new mail has any date
    assert not any(b"900 days old" in raw or b"700 days old" in raw for raw in texts)


def test_stored_mail_is_moved(imap, probe):
    for raw in letters(300).values():
        imap.deliver(raw)
    folder = "Erlédigt & fertig \U0001f600"
    run = probe(desk=real(imap, done=folder)).begin()
    run.wait("mail", 300)
    wait(lambda: imap.flags() == {}, 20, "an empty inbox")
    with imap.login() as session:
        names = [line.decode() for line in session.list()[1]]
        moved = '"Erl&AOk-digt &- fertig &2D3eAA-"'
        assert any(name.endswith(moved) for name in names), names
        assert session.select(moved)[1] == [b"300"]
    imap.deliver(mail.letter("one more"))
    run.wait("mail", 301)
    wait(lambda: imap.flags() == {}, 20, "an empty inbox again")


def test_big_mail_bit_for_bit_behind_small_ones(imap, probe):
    line = bytes(range(33, 127)) + b"\r\n"
    raw = mail.letter("big") + line * (20 * (1 << 20) // len(line))
    imap.deliver(mail.letter("before"))
    imap.deliver(raw)
    imap.deliver(mail.letter("after"))
    run = probe(desk=real(imap)).begin()
    mails = run.wait("mail", 3, 60)
    assert run.uids() == [1, 3, 2]
    assert hashlib.sha256(run.raw(mails[2])).digest() == hashlib.sha256(raw).digest()
    assert mails[2][6] == "0"
    seen(imap, 3)


@pytest.mark.parametrize("extra,truncated", [(-1, "0"), (0, "0"), (1, "1"), (9 << 20, "1")])
def test_mail_over_the_limit_is_cut(imap, probe, extra, truncated):
    limit = 6 << 20
    raw = mail.letter("big")
    raw += b"y" * (limit + extra - len(raw) - 2) + b"\r\n"
    imap.deliver(raw)
    run = probe(limit=limit, desk=real(imap)).begin()
    words = run.wait("mail", seconds=60)[0]
    assert words[5:8] == [str(len(raw)), truncated, str(min(len(raw), limit))]
    assert run.raw(words) == raw[:limit]


def test_an_empty_mail_is_a_mail(imap, probe):
    imap.deliver(b"")
    imap.deliver(mail.letter("not empty"))
    run = probe(desk=real(imap)).begin()
    mails = run.wait("mail", 2)
    assert [words[3] for words in mails] == ["1", "2"] and mails[0][7] == "0"


def test_any_bytes(imap, probe):
    raw = (b"Subject: {5}\r\n\r\n\xff\xfe \")\r\n* 1 FETCH (UID 9 BODY[] {3}\r\n"
           b"1 OK done\r\n{999999999}\r\n" + b"(" * 1000 + b"\r\n")
    imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    assert run.raw(run.wait("mail")[0]) == raw


# --- flagged only what is stored ------------------------------------------------


@pytest.mark.parametrize("answer", ["never", "no"])
def test_what_is_not_stored_is_not_flagged(imap, probe, answer):
    for raw in letters(10).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin(f"answer {answer}")
    run.wait("mail", 10)
    time.sleep(1)
    assert unseen(imap) == list(range(1, 11))
    assert run.stop() == 0
    assert unseen(imap) == list(range(1, 11))


def test_the_window_is_bounded(imap, probe):
    for raw in letters(300).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin("answer never")
    run.wait("mail", 250)
    time.sleep(1)
    assert 250 <= len(run.uids()) <= 256
    run.say("answer yes")
    run.wait("mail", 300)
    assert run.uids() == list(range(1, 301))
    seen(imap, 300)


def test_the_window_is_bounded_by_bytes(imap, probe):
    for _ in range(8):
        imap.deliver(mail.letter("big") + b"z" * (3 << 20) + b"\r\n")
    run = probe(desk=real(imap)).begin("answer never")
    run.wait("mail", 5)
    time.sleep(1)
    assert len(run.uids()) == 5
    run.say("answer yes")
    run.wait("mail", 8)


def test_a_new_core_gets_what_was_not_stored(imap, probe):
    for raw in letters(100).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    seen(imap, 100)
    run.say("answer never")
    for raw in letters(100, 101).values():
        imap.deliver(raw)
    run.wait("mail", 200)
    run.say("nocore")
    time.sleep(0.5)
    assert len(run.uids()) == 200
    run.say("core", "answer yes")
    seen(imap, 200)
    run.wait("mail", 300)			# what it says is read apart from what it does
    assert run.uids() == list(range(1, 201)) + list(range(101, 201))


def test_a_core_that_dies_in_the_middle(imap, probe):
    """Ten times, wherever it was: in the end each mail was stored and flagged."""
    for raw in letters(500).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    for n in range(10):
        run.wait("mail", 40 * n + 1)
        run.say("nocore", "core")
    seen(imap, 500, seconds=40)
    assert set(run.uids()) == set(range(1, 501))


def test_another_docketd_has_it(imap, probe):
    imap.deliver(mail.letter("one"))
    run = probe(desk=real(imap)).begin("refuse desk")
    run.wait("claim", 2)
    assert run.uids() == []
    run.say("grant desk")
    run.wait("mail")


def test_a_stop_flags_and_logs_out(imap, probe):
    for raw in letters(60).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin()
    run.wait("mail", 60)
    start = time.monotonic()
    assert run.stop() == 0
    assert time.monotonic() - start < 2.5
    assert sum("\\Seen" in flags for flags in imap.flags().values()) == 60
    assert "Logged out" in imap.log()


def test_a_stop_after_core_has_gone(imap, probe):
    """As docketd stops: core first, and what it had not stored stays unread."""
    for raw in letters(60).values():
        imap.deliver(raw)
    run = probe(desk=real(imap)).begin("answer never")
    run.wait("mail", 60)
    run.say("answer yes", "nocore")
    start = time.monotonic()
    assert run.stop() == 0
    assert time.monotonic() - start < 2.5
    assert sum("\\Seen" in flags for flags in imap.flags().values()) in (0, 60)


# --- news and outages -----------------------------------------------------------


def test_idle_tells_at_once(imap, probe):
    run = probe(desk=real(imap)).begin()
    wait(lambda: "mailbox open" in run.log(), 10, "the mailbox")
    time.sleep(0.5)
    for n in range(1, 4):
        start = time.monotonic()
        imap.deliver(mail.letter(f"news {n}"))
        run.wait("mail", n)
        assert time.monotonic() - start < 2
    seen(imap, 3)


def test_without_idle_it_polls(fake, probe):
    server = fake(letters(1), capabilities="IMAP4rev1")
    run = probe(desk={"port": server.port, "poll": 1}).begin()
    run.wait("mail")
    server.mails[2] = mail.letter("later")
    run.wait("mail", 2, 5)
    assert server.said("IDLE") == []


def test_a_restarted_server_is_read_again(imap, probe):
    imap.deliver(mail.letter("before"))
    run = probe(desk=real(imap)).begin()
    run.wait("mail")
    seen(imap, 1)
    imap.stop()
    try:
        assert run.sick()
        imap.deliver(mail.letter("meanwhile"))
        time.sleep(3)
    finally:
        imap.start()
    run.wait("mail", 2, 30)
    assert run.uids() == [1, 2]
    assert run.all("health")[-1][2] == "1" and "works again" in run.log()


def test_a_silent_server_delays_nobody_else(fake, imap, probe):
    silent = fake(letters(1))
    silent.before["SELECT"] = lambda tag, line: b""
    imap.deliver(mail.letter("beside it"))
    run = probe(silent={"port": silent.port}, desk=real(imap)).begin()
    run.wait("mail", name="desk")
    start = time.monotonic()
    assert run.stop() == 0
    assert time.monotonic() - start < 4.5


def test_a_cut_in_the_middle(fake, probe):
    server = fake(letters(120))
    cuts = [1]

    def cut(tag, line):
        if not cuts or not line.startswith("UID FETCH 51:") or "BODY" not in line:
            return None
        cuts.clear()
        return server.body(51) + b"* 52 FETCH (UID 52 BODY[] {500}\r\nhalf" + b"\0" * 496
    server.before["FETCH"] = cut
    run = probe(desk={"port": server.port}).begin()
    wait(lambda: not cuts, 10, "the cut")
    server.drop()
    wait(lambda: set(run.uids()) == set(range(1, 121)), 30, "all mails")
    for words in run.all("mail"):
        assert run.raw(words) == server.mails[int(words[3])]
    wait(lambda: len([u for u in server.flags if server.flags[u]]) == 120, 10, "flags")


# --- who may hear the password --------------------------------------------------


SECRET = "correct-horse-battery"


def secrets(lines):
    return [line for line in lines if SECRET in line or
            line.upper().split(" ")[1:2] in (["LOGIN"], ["AUTHENTICATE"], ["SELECT"])]


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_hears_nothing(probe, certs, kind, tls):
    stranger = Recorder("imap", tls, certs.bad(kind))
    run = probe(desk={"port": stranger.port, "tls": tls, "ca": certs.ca,
                      "password": SECRET}).begin()
    text = run.sick()
    stranger.close()
    words = {"expired": "expired", "wrong-host": "does not match"}
    assert "certificate" in text and words.get(kind, "NOT trusted") in text
    assert stranger.connections > 0 and secrets(stranger.lines()) == []
    assert SECRET not in run.log()


@pytest.mark.parametrize("manner,word", [("preauth", "PREAUTH"), ("inject", "ahead of TLS"),
                                         ("bare", "STARTTLS")])
def test_a_starttls_that_is_none(probe, certs, manner, word):
    stranger = Recorder("imap", "starttls", certs.good(), manner)
    run = probe(desk={"port": stranger.port, "tls": "starttls", "ca": certs.ca,
                      "password": SECRET}).begin()
    assert word in run.sick()
    stranger.close()
    assert secrets(stranger.lines()) == []


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_good_certificate_hears_the_login(probe, certs, tls):
    server = Recorder("imap", tls, certs.good())
    run = probe(desk={"port": server.port, "tls": tls, "ca": certs.ca,
                      "password": SECRET}).begin()
    assert "login of desk is refused" in run.sick()
    server.close()
    assert secrets(server.clear) == [] and secrets(server.secret) != []


def test_another_ca_than_the_systems(probe, certs):
    stranger = Recorder("imap", "implicit", certs.good())
    run = probe(desk={"port": stranger.port, "tls": "implicit", "password": SECRET}).begin()
    assert "certificate" in run.sick()
    stranger.close()
    assert secrets(stranger.lines()) == []


def test_plain_goes_to_loopback_only(probe):
    """The configuration refuses it; this is the last line behind that."""
    address = subprocess.run(["hostname", "-I"], capture_output=True, text=True,
                             check=True).stdout.split()
    if not address:
        pytest.skip("this machine has only loopback")
    with socket.create_server((address[0], 0)) as listener:
        run = probe(desk={"port": listener.getsockname()[1], "host": address[0]}).begin()
        assert "is not loopback" in run.sick()
        client, _ = listener.accept()
        assert client.recv(100) == b""


@pytest.mark.parametrize("capabilities,password,verb", [
    ("IMAP4rev1", PASSWORD, "LOGIN"),
    ("IMAP4rev1 AUTH=PLAIN", PASSWORD, "LOGIN"),
    ("IMAP4rev1 AUTH=PLAIN SASL-IR", PASSWORD, "AUTHENTICATE"),
    ("IMAP4rev1 AUTH=PLAIN LOGINDISABLED", PASSWORD, "AUTHENTICATE"),
    ("IMAP4rev1 AUTH=PLAIN", "contraseña", "AUTHENTICATE"),
    ("IMAP4rev1 AUTH=PLAIN SASL-IR", "x" * 500, "AUTHENTICATE"),
], ids=["login", "login first", "at once", "login disabled", "beyond ASCII", "long"])
def test_ways_to_log_in(fake, probe, capabilities, password, verb):
    server = fake(letters(1), capabilities=capabilities, accept=("desk", password))
    run = probe(desk={"port": server.port, "password": password}).begin()
    run.wait("mail")
    assert server.logins == [("desk", password)]
    assert len(server.said(verb)) == 1


@pytest.mark.parametrize("capabilities,password", [
    ("IMAP4rev1 LOGINDISABLED", PASSWORD), ("IMAP4rev1", "contraseña")])
def test_no_way_to_log_in(fake, probe, capabilities, password):
    server = fake(capabilities=capabilities)
    run = probe(desk={"port": server.port, "password": password}).begin()
    assert "log in" in run.sick() or "AUTH=PLAIN" in run.sick()
    assert server.logins == []


def test_a_wrong_password_says_what_to_check(imap, probe):
    run = probe(desk=real(imap, password="wrong")).begin()
    assert "check user and password_file" in run.sick()
    assert "wrong" not in run.log()


def test_a_password_is_read_at_each_connect(imap, probe, tmp_path):
    imap.deliver(mail.letter("one"))
    run = probe(desk=real(imap, password="wrong")).begin()
    run.sick()
    (tmp_path / "desk.password").write_text(imap.password + "\n")
    run.wait("mail")


def test_no_password_at_all_ends_the_role(tmp_path, fake):
    server = fake()
    run = Probe(tmp_path, {"desk": {"port": server.port}}, LIMIT)
    run.stop()
    os.chmod(tmp_path / "desk.password", 0o644)
    argv = run.process.args
    done = subprocess.run(argv, input=b"", capture_output=True, timeout=20, check=False)
    assert done.stdout.split()[-2:] == [b"exit", b"78"]
    assert b"0600" in done.stderr


# --- servers that lie -----------------------------------------------------------


def flood(tag, line):
    return b"* 1 FETCH (UID 1 FLAGS ())\r\n" * (2 << 20)


BOMBS = {
    "literal of 4 GB": ("SELECT", lambda tag, line: b"* LIST () {4294967295}\r\n"),
    "literal beyond 32 bits": ("SELECT", lambda tag, line: b"* LIST () {9999999999999999999}\r\n"),
    "literal of 100 MB": ("SEARCH", lambda tag, line: b"* FLAGS {100000000}\r\n" + b"x" * 1000000),
    "nesting": ("SELECT", lambda tag, line: b"* 1 FETCH (BODY " + b"(" * 200000 + b"\r\n"),
    "endless line": ("SELECT", lambda tag, line: b"* OK " + b"x" * (64 << 20)),
    "endless lines": ("FETCH", flood),
    "no tag": ("SELECT", lambda tag, line: b"1000 OK done\r\n"),
    "bytes": ("SELECT", lambda tag, line: bytes(range(256)) * 100 + b"\r\n"),
    "no capabilities": ("CAPABILITY", lambda tag, line: f"{tag} OK done\r\n".encode()),
    "no uidvalidity": ("SELECT", lambda tag, line: f"* 1 EXISTS\r\n{tag} OK done\r\n".encode()),
    "bye": ("SELECT", lambda tag, line: b"* BYE closing\r\n"),
    "body of 4 GB": ("FETCH", lambda tag, line: b"* 1 FETCH (UID 1 BODY[] {4294967295}\r\n"
                     + b"x" * (1 << 20) if "BODY" in line else None),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_server_harms_only_itself(fake, probe, name):
    verb, bomb = BOMBS[name]
    hostile, good = fake(letters(3)), fake(letters(1))
    hostile.before[verb] = bomb
    run = probe(hostile={"port": hostile.port}, good={"port": good.port}).begin()
    if name == "no capabilities":
        run.wait("mail", 3, name="hostile")	# odd, but it can be read
    else:
        assert run.sick(30, "hostile")
        assert run.uids("hostile") == []
    run.wait("mail", name="good")
    good.mails[2] = mail.letter("still alive")
    run.wait("mail", 2, name="good")
    assert run.rss() < (700 if "asan" in build_kind() else 150)
    assert run.stop() == 0


def build_kind():
    """"asan" when the probe was built with it: its memory is padded."""
    with open(PROBE, "rb") as f:
        return "asan" if b"__asan_init" in f.read() else "plain"


GREETINGS = [b"220 smtp.example.com ESMTP\r\n", b"* BYE too many\r\n", b"\0" * 300 + b"\r\n",
             b"* PREAUTH you are root\r\n", b"x" * (1 << 20), b""]


@pytest.mark.parametrize("greeting", GREETINGS, ids=["smtp", "bye", "nul", "preauth", "long",
                                                     "none"])
def test_a_strange_greeting(fake, probe, greeting):
    server = fake()
    server.greeting = greeting
    run = probe(desk={"port": server.port}).begin()
    if greeting:
        assert run.sick()
    else:
        time.sleep(1)
    assert server.logins == [] and run.stop() == 0


def test_sizes_that_lie(fake, probe):
    server = fake({1: b"a" * 100000, 2: b"b" * 100, 3: b"c" * (5 << 20), 4: b"d" * 10})
    server.sizes = {1: 5, 2: 4_000_000_000, 3: 1, 4: 0}
    run = probe(desk={"port": server.port}).begin()
    wait(lambda: set(run.uids()) == {1, 2, 3, 4}, 40, "all mails")
    for words in run.all("mail"):
        assert run.raw(words) == server.mails[int(words[3])]
    assert sorted(run.uids()) == [1, 2, 3, 4]


def test_uids_nobody_asked_for(fake, probe):
    """Bodies beside the ones that were asked for: refused, and never mixed up."""
    server = fake(letters(3))
    lies = [b"* 9 FETCH (UID 0 BODY[] {1}\r\nx)\r\n", b"* 2 FETCH (FLAGS (\\Answered))\r\n"]

    def answer(tag, line):
        if "BODY" in line and lies:
            return lies.pop(0) + server._fetch(tag, line)
        return None
    server.before["FETCH"] = answer
    run = probe(desk={"port": server.port}).begin()
    run.sick()
    run.wait("mail", 3)
    assert run.uids() == [1, 2, 3]
    for words in run.all("mail"):
        assert run.raw(words) == server.mails[int(words[3])]


def test_an_expunged_mail_is_passed_over(fake, probe):
    server = fake(letters(3))

    def expunge(tag, line):
        if "BODY" in line:
            server.mails.pop(2, None)
    server.before["FETCH"] = expunge
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 2)
    server.mails[4] = mail.letter("four")
    run.wait("mail", 3)
    assert run.uids() == [1, 3, 4]
    assert {words[2] for words in run.wait("health")} == {"1"}


def spoiled_by(server, poison, answer):
    """A FETCH of bodies gives nothing when one of those mails is among them."""
    def fetch(tag, line):
        if "BODY" not in line or not poison & set(server._uids(line.split(" ")[2])):
            return None
        return f"{tag} {answer}\r\n".encode()
    server.before["FETCH"] = fetch


@pytest.mark.parametrize("answer", ["NO [SERVERBUG] cannot be read", "BAD Command Error. 12"])
def test_one_mail_spoils_no_set(fake, probe, answer):
    """Yahoo says NO for all, Exchange BAD: what can be read comes at once."""
    server = fake(letters(120))
    poison = {1, 60, 61}
    spoiled_by(server, poison, answer)
    run = probe(desk={"port": server.port}).begin()
    start = time.monotonic()
    run.wait("mail", 117)
    assert time.monotonic() - start < 5
    assert run.uids() == [uid for uid in range(1, 121) if uid not in poison]
    assert "is there and cannot be read" in run.sick()
    # A human is told within a minute; and the mail stays as it is.
    run.wait("mail", 120, 60)
    assert {int(w[3]): w[6:8] for w in run.all("mail")[117:]} == {
        uid: ["1", "0"] for uid in poison}
    wait(lambda: run.all("health")[-1][2] == "1", 10, "health")
    assert server.connections == 1
    assert not poison & {uid for uid, flags in server.flags.items() if flags}
    server.mails[121] = mail.letter("later")
    run.wait("mail", 121, 5)
    server.before.clear()				# mended after all
    server.drop()
    run.wait("mail", 124, 30)
    assert {int(w[3]) for w in run.all("mail")[121:]} == poison
    wait(lambda: all(server.flags.get(uid) for uid in server.mails), 10, "flags")


@pytest.mark.parametrize("verb", ["list", "body"])
def test_a_mail_that_ends_the_session_delays_no_other(fake, probe, verb):
    server = fake(letters(60))

    def fetch(_tag, line):
        if ("BODY" in line) != (verb == "body") or 31 not in server._uids(line.split(" ")[2]):
            return None
        return b"* BYE Server Unavailable. 15\r\n"
    server.before["FETCH"] = fetch
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 59, 15)
    assert sorted(run.uids()) == [uid for uid in range(1, 61) if uid != 31]
    server.mails[61] = mail.letter("later")
    run.wait("mail", 60, 30)
    run.wait("mail", 61, 60)
    assert run.all("mail")[-1][3] == "31" and run.all("mail")[-1][6:8] == ["1", "0"]
    assert not server.flags.get(31)


@pytest.mark.parametrize("answer", ["NO", "BAD"])
def test_a_list_that_is_refused_is_halved(fake, probe, answer):
    server = fake(letters(300))

    def fetch(tag, line):
        if "BODY" in line or 77 not in server._uids(line.split(" ")[2]):
            return None
        return f"{tag} {answer} no\r\n".encode()
    server.before["FETCH"] = fetch
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 300)				# its body can be read
    assert sorted(run.uids()) == list(range(1, 301))
    assert server.connections == 1


def test_a_mail_that_is_withheld_is_not_lost(fake, probe):
    """The server lists it and answers NO for its body: as with a damaged file."""
    server = fake(letters(3))

    def withhold(tag, line):
        if "BODY" not in line:
            return None
        uids = [uid for uid in server._uids(line.split(" ")[2]) if uid != 2]
        return b"".join(server.body(uid) for uid in uids) \
            + f"{tag} NO [SERVERBUG] some cannot be read\r\n".encode()
    server.before["FETCH"] = withhold
    run = probe(desk={"port": server.port}).begin()
    assert "uid 2 is there and cannot be read" in run.sick()
    assert run.uids() == [1, 3]
    server.before.clear()				# and then the file was mended
    run.wait("mail", 3, 30)
    assert run.uids() == [1, 3, 2]
    assert run.raw(run.all("mail")[2]) == server.mails[2]
    wait(lambda: run.all("health")[-1][2] == "1", 10, "health")


def test_a_body_that_is_nil(fake, probe):
    """Exchange says OK and gives none: that is no empty mail."""
    server = fake(letters(3))

    def fetch(tag, line):
        if "BODY" not in line or 2 not in server._uids(line.split(" ")[2]):
            return None
        bodies = b"".join(server.body(u) if u != 2 else b"* 2 FETCH (UID 2 BODY[] NIL)\r\n"
                          for u in server._uids(line.split(" ")[2]))
        return bodies + f"{tag} OK\r\n".encode()
    server.before["FETCH"] = fetch
    run = probe(desk={"port": server.port}).begin()
    wait(lambda: any("uid 2 is there" in " ".join(w) for w in run.all("health")), 20, "fault")
    run.wait("mail", 2)
    assert run.uids() == [1, 3] and not server.flags.get(2)
    server.before.clear()
    run.wait("mail", 3, 30)
    assert run.raw(run.all("mail")[2]) == server.mails[2]


@pytest.mark.parametrize("told", ["", ' INTERNALDATE "01-Jun-2026 10:00:00 +0200"',
                                  " RFC822.SIZE 9"])
def test_a_list_that_does_not_tell_all(fake, probe, told):
    """Without a size, or a date, or both: a mail all the same, proven by what there is."""
    server = fake(letters(3))
    usual = server.listed
    server.listed = lambda uid: usual(uid) if uid != 2 else \
        f"* 2 FETCH (UID 2{told} FLAGS (\\Seen))\r\n".encode()
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 3)
    assert sorted(run.uids()) == [1, 2, 3]
    for words in run.all("mail"):
        assert run.raw(words) == server.mails[int(words[3])]


def test_dates_that_are_none(fake, probe):
    """Before 1970, or a day that there is not: mails all the same."""
    server = fake(letters(3))
    server.dates = {1: "01-Jan-1970 00:00:00 +0000", 2: "31-Dec-1950 10:00:00 +0000",
                    3: "00-Jan-0000 00:00:00 +0000"}
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 3)
    assert run.uids() == [1, 2, 3]


def test_a_select_that_is_refused(fake, probe):
    """Office 365: authenticated, but not connected."""
    server = fake(letters(1))
    server.before["SELECT"] = lambda tag, _line: \
        f"{tag} BAD User is authenticated but not connected.\r\n".encode()
    run = probe(desk={"port": server.port}).begin()
    assert "authenticated but not connected" in run.sick()
    server.before.clear()
    run.wait("mail", 1, 30)


# --- servers whose numbers lie --------------------------------------------------


def put(server, uid, text, second):
    """Another mail than was there, under that UID."""
    server.mails[uid] = mail.letter(text)
    server.dates[uid] = f"01-Jun-2026 10:00:{second:02d} +0200"
    server.flags.pop(uid, None)


def texts(run):
    return [run.raw(words) for words in run.all("mail")]


def is_dealt_with(server, run, done):
    wait(lambda: (not server.seen()) if done else
         all("\\Seen" in server.flags.get(uid, ()) for uid in server.seen()), 20, "all done")
    for uid, folder in server.copied:
        assert folder == '"Done"'
    assert set(server.gone) <= set(texts(run))


@pytest.mark.parametrize("done", ["", "Done"])
@pytest.mark.parametrize("cut", [True, False], ids=["reconnect", "live"])
def test_uids_used_again(fake, probe, done, cut):
    """The server lost its index: UIDs begin anew under the old UIDVALIDITY."""
    server = fake(letters(5))
    run = probe(desk={"port": server.port, "done": done, "poll": 1}).begin()
    run.wait("mail", 5)
    is_dealt_with(server, run, done)
    server.mails.clear()
    for uid in range(1, 4):
        put(server, uid, f"new number {uid}", uid)
    if cut:
        server.drop()
    run.wait("mail", 8, 30)
    assert set(server.mails.values()) | set(server.gone) <= set(texts(run))
    is_dealt_with(server, run, done)
    if cut:
        assert any("UIDNEXT is 4, and UID 5 was read" in " ".join(w) for w in run.all("health"))


@pytest.mark.parametrize("done", ["", "Done"])
def test_an_answer_to_an_earlier_session_flags_nothing(fake, probe, done):
    """Core is slow; meanwhile another mail has the UID, in another session."""
    server = fake(letters(1))
    run = probe(desk={"port": server.port, "done": done, "poll": 1}).begin("answer never")
    run.wait("mail", 1)
    with server.lock:
        server.drop()
        put(server, 1, "another", 1)
    run.wait("mail", 2, 30)
    run.say("answer one")				# of the first
    time.sleep(2.5)
    assert not server.flags.get(1) and not server.gone and not server.marked
    run.say("answer one")
    is_dealt_with(server, run, done)


@pytest.mark.parametrize("done", ["", "Done"])
def test_uids_used_again_below_are_seen_at_once(fake, probe, done):
    """As many mails as before, none above: only the EXPUNGEs tell, and the next full look is far."""
    server = fake(letters(5) | {n: mail.letter(f"short {n}") for n in range(6, 9)})
    run = probe(desk={"port": server.port, "done": done, "poll": 3600}).begin()
    run.wait("mail", 8)
    is_dealt_with(server, run, done)
    for n, uids in enumerate(([3], [1, 4, 5], [2, 6, 7, 8])):
        with server.lock:
            for uid in uids:
                server.flags.pop(uid, None)
                put(server, uid, f"new number {n} {uid} {'x' * n}", uid)
        run.wait("mail", 8 + sum(map(len, ([3], [1, 4, 5], [2, 6, 7, 8])[:n + 1])), 10)
        assert set(server.mails.values()) <= set(texts(run))
        is_dealt_with(server, run, done)


def test_what_is_expunged_costs_no_look_at_all_of_it(fake, probe):
    """Docket's own moves, and what people delete."""
    server = fake(letters(9))
    run = probe(desk={"port": server.port, "done": "Done", "poll": 3600}).begin()
    run.wait("mail", 9)
    is_dealt_with(server, run, "Done")
    for uid in range(10, 13):
        server.mails[uid] = mail.letter(f"number {uid}")
        run.wait("mail", uid)
        is_dealt_with(server, run, "Done")
    time.sleep(1.5)
    before = len(server.said("UID SEARCH"))
    for uid in range(13, 17):
        server.mails[uid] = mail.letter(f"number {uid}")
        run.wait("mail", uid)
        is_dealt_with(server, run, "Done")
    time.sleep(1.5)
    searches = server.said("UID SEARCH")[before:]
    assert searches and all(int(line.split("UID ")[2].split(":")[0]) >= 13 for line in searches), \
        searches


def test_uids_used_again_beyond_the_last_one(fake, probe):
    """UIDNEXT gives nothing away; and people have looked at the new mail already."""
    server = fake(letters(5))
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 5)
    is_dealt_with(server, run, "")
    for uid in range(1, 8):
        put(server, uid, f"new number {uid}", uid)
    server.flags = {uid: {"\\Seen"} for uid in (2, 3)}
    server.drop()
    run.wait("mail", 12, 30)
    assert set(server.mails.values()) <= set(texts(run))


def test_the_same_size_and_date_when_uidnext_went_back(fake, probe):
    server = fake({uid: mail.letter(f"{uid}", message_id=f"<{uid}@x>") for uid in range(1, 6)})
    run = probe(desk={"port": server.port, "done": "Done"}).begin()
    run.wait("mail", 5)
    wait(lambda: not server.mails, 10, "the move")
    server.mails = {2: mail.letter("9", message_id="<9@x>")}
    server.drop()
    run.wait("mail", 6, 30)
    is_dealt_with(server, run, "Done")


@pytest.mark.parametrize("lie", ["search", "list", "uidnext"])
def test_one_false_number_deafens_nobody(fake, probe, lie):
    server = fake(letters(3))
    top, once = 4294967295, [1]

    def search(tag, _line):
        return once and once.pop() and f"* SEARCH 1 2 3 {top}\r\n{tag} OK\r\n".encode() or None

    def listing(tag, line):
        if "BODY" in line or not once:
            return None
        once.clear()
        return (f'* 4 FETCH (UID {top} RFC822.SIZE 9 INTERNALDATE "01-Jun-2026 10:00:00 +0200")'
                f"\r\n{tag} OK\r\n").encode()
    if lie == "uidnext":
        server.uidnext = top
    else:
        server.before[{"search": "SEARCH", "list": "FETCH"}[lie]] = \
            search if lie == "search" else listing
    run = probe(desk={"port": server.port}).begin(
        f"cursor desk 0 0 {int(time.time() - 400 * DAY) * 1_000_000}")
    run.wait("mail", 3)
    server.mails[4] = mail.letter("number 4")
    run.wait("mail", 4)
    server.uidnext = None
    server.drop()
    run.wait("claim", 2)
    server.mails[5] = mail.letter("number 5")
    run.wait("mail", 5)
    assert sorted(set(run.uids())) == [1, 2, 3, 4, 5]


def test_mail_that_shows_later(fake, probe):
    """Office 365 shows some mails after others with higher UIDs."""
    server = fake(letters(6))
    server.hidden = {2, 4}
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 4)
    assert run.uids() == [1, 3, 5, 6]
    server.hidden = {4}
    run.wait("mail", 5, 5)				# told by EXISTS
    server.hidden = set()
    server.drop()
    run.wait("mail", 6, 30)
    assert run.uids() == [1, 3, 5, 6, 2, 4]


def test_a_server_whose_sizes_change(fake, probe):
    """Exchange guesses them: the mail is read again, and then it is known."""
    server = fake(letters(5))
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 5)
    server.sizes = {2: 77}
    server.drop()
    run.wait("mail", 6, 30)
    server.drop()
    run.wait("ask", len(run.all("ask")) + 1, 30)
    time.sleep(1)
    assert run.uids() == [1, 2, 3, 4, 5, 2]


def test_reconnecting_to_many_costs_little(fake, probe):
    server = fake(dict.fromkeys(range(1, 200_001), b"x"))
    server.flags = dict.fromkeys(server.mails, {"\\Seen"})
    run = probe(desk={"port": server.port}).begin("stored desk 7 1 200000")
    wait(lambda: server.said("IDLE"), 60, "rest")
    assert run.uids() == []
    assert server.traffic < 1_000_000, server.traffic


def test_without_move_it_copies(fake, probe):
    server = fake(letters(3), capabilities="IMAP4rev1 IDLE UIDPLUS")
    run = probe(desk={"port": server.port, "done": "Done"}).begin()
    run.wait("mail", 3)
    wait(lambda: server.mails == {}, 10, "the move")
    assert server.copied == [(uid, '"Done"') for uid in (1, 2, 3)]
    assert server.said("CREATE") == ['CREATE "Done"']


def test_without_uidplus_nothing_of_others_is_expunged(fake, probe):
    server = fake(letters(3), capabilities="IMAP4rev1 IDLE")
    run = probe(desk={"port": server.port, "done": "Done"}).begin()
    run.wait("mail", 3)
    wait(lambda: len(server.copied) == 3, 10, "the copies")
    run.say("core")					# and not copied twice
    run.wait("claim", 2)
    server.mails[4] = mail.letter("four")
    run.wait("mail", 4)
    wait(lambda: len(server.copied) == 4, 10, "the fourth")
    assert server.said("UID EXPUNGE") == server.said("EXPUNGE") == []
    assert all("\\Deleted" in server.flags[uid] for uid in (1, 2, 3, 4))


def test_many_mails_in_the_folder(fake, probe):
    """Beyond one list: UIDs are searched first, with gaps of any size."""
    mails = {uid: b"x" for uid in range(1, 5001)}
    mails |= {900_000: b"y", 900_007: b"z"}
    server = fake(mails)
    run = probe(desk={"port": server.port}).begin("cursor desk 7 0 0", "stored desk 7 1 4980")
    run.wait("mail", 22)
    assert run.uids() == list(range(4981, 5001)) + [900_000, 900_007]


def test_a_folder_of_very_many_is_searched_by_spans(fake, probe):
    """… so that each answer is bounded, whatever is there."""
    server = fake({uid: b"x" for uid in (*range(1, 11), 900_000, 900_007)})
    server.exists = 300_000
    run = probe(desk={"port": server.port}).begin("cursor desk 7 0 0")
    run.wait("mail", 12)
    assert sorted(run.uids()) == [*range(1, 11), 900_000, 900_007]
    asked = [line for line in server.said("UID SEARCH") if "NOT" not in line]
    spans = [tuple(map(int, line.split("UID ")[2].split(" ")[0].split(":"))) for line in asked
             if ":*" not in line]
    assert len(spans) >= 3 and max(last - first for first, last in spans) < 262_144


def test_sets_are_bounded(fake, probe):
    """Odd UIDs only: a set of all would be a line too long for most servers."""
    server = fake({uid: b"x" for uid in range(1, 4001, 2)})
    run = probe(desk={"port": server.port}).begin()
    run.wait("mail", 2000, 60)
    wait(lambda: len(server.flags) == 2000, 10, "flags")
    assert max(len(line) for line in server.lines) < 8000


def test_big_mails_that_are_told_as_none_fill_no_window(probe, fake):
    """More than fetch keeps of what is under way, to a core that stores nothing yet."""
    raw = b"Subject: big\r\n\r\n" + b"x" * 99 + b"\r\n" + b"0123456789\r\n" * 25000
    told = 300
    server = fake({uid: raw.replace(b"big", b"big %d" % uid) for uid in range(1, told + 1)})
    usual = server.listed
    server.listed = lambda uid: usual(uid) if uid > told else f"* {uid} FETCH (UID {uid})\r\n".encode()
    run = probe(desk={"port": server.port, "poll": 1}).begin("answer never")
    quiet = wait(lambda: len(run.all("mail")) > 40 and len(run.all("mail")), 60, "big mails")
    time.sleep(5)
    assert len(run.all("mail")) <= quiet + 20 < 80	# 16 MB of them
    with server.lock:
        server.mails.update(letters(50, start=told + 1))
    run.wait("mail", len(run.all("mail")) + 50, seconds=60)
    run.say("answer yes")
    wait(lambda: sorted(set(run.uids())) == list(range(1, told + 51)), 120, "all mail")
    assert len(run.uids()) == told + 50
