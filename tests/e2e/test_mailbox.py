"""docketd with a mail server that lies or is large: what is stored decides.

test_fetch.py has the same servers with fetch alone, and many more.
"""
import time

import pytest

from world import mail
from world.base import free_port, wait
from world.fakeimap import FakeImap

MAILBOX = "support"


@pytest.fixture
def server():
    fake = FakeImap()
    yield fake
    fake.close()


@pytest.fixture
def docket(world, server):
    world.fresh()
    made = world.docket(name=f"docket-{time.monotonic_ns()}")
    made.mailbox()["imap"] |= {"port": server.port, "tls": "none", "done_folder": "Done"}
    made.mailbox()["imap"].pop("ca_file", None)
    made.write()
    yield made
    made.kill()
    made.check_log()


def letters(*names):
    return {n: mail.letter(f"This is {name}.", sender=f"{name}@acme.example", subject=name)
            for n, name in enumerate(names, 1)}


def subjects(world):
    return sorted(s for s, in world.sql("select subject from docket.ticket"))


def fault(world):
    return world.one("select coalesce(fault, '') from docket.mailbox") or ""


def test_a_uid_used_again_is_another_mail(world, docket, server):
    server.mails = letters("one", "two", "three")
    docket.start()
    wait(lambda: not server.mails, 30, "three mails to be moved")
    # The server lost its index, and a mail of the same length came in the same second.
    server.mails = letters("six", "ten")
    server.drop()
    wait(lambda: not server.mails, 30, "two mails to be moved")
    assert subjects(world) == ["one", "six", "ten", "three", "two"]
    assert world.one("select count(*) from docket.raw where uid = 1") == 2
    wait(lambda: "UIDNEXT is 3, and UID 3 was read" in fault(world), 10, "the fault")
    assert docket.ctl("status", check=False).returncode != 0
    server.mails = {9: mail.letter("nine", sender="nine@acme.example", subject="nine")}
    server.drop()
    wait(lambda: not server.mails and fault(world) == "", 30, "all to be well")
    assert docket.stop() == 0


def test_mails_that_are_not_given_are_no_copies(world, docket, server):
    server.mails = letters("one", "two", "three", "four")
    poison = {2, 3}

    def fetch(tag, line):
        if "BODY" not in line or not poison & set(server._uids(line.split(" ")[2])):
            return None
        return f"{tag} NO cannot be read\r\n".encode()
    server.before["FETCH"] = fetch
    docket.start()
    wait(lambda: subjects(world) == ["four", "one"], 20, "the mails that can be read")
    wait(lambda: "is there and cannot be read" in fault(world), 20, "the fault")
    wait(lambda: world.one("select count(*) from docket.raw where state = 'quarantine'") == 2,
         60, "people to be told")
    assert world.one("select count(*) from docket.entry where kind = 'duplicate'") == 0
    assert sorted(server.mails) == [2, 3]		# not moved: nobody read them
    server.before.clear()
    server.drop()
    wait(lambda: subjects(world) == ["four", "one", "three", "two"], 30, "the mended mails")
    wait(lambda: not server.mails, 10, "the move")
    assert docket.stop() == 0


FILL = """
insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, told_size, told_at, arrived_at,
    stored_at)
select 'support', 7, n, sha256(n::text::bytea), 1, 1, '2026-06-01 08:00Z', '2026-06-01 08:00Z',
    now() from generate_series(1, %s) n"""


def test_reconnecting_to_200_000_known_mails(world, docket, server):
    """At most a second and a megabyte; a machine that does other things gets ten."""
    docket.mailbox()["imap"].pop("done_folder")
    docket.write()
    server.mails = dict.fromkeys(range(1, 200_001), b"x")
    server.flags = dict.fromkeys(server.mails, {"\\Seen"})
    docket.migrate()
    world.sql(FILL, 200_000)
    world.sql("insert into docket.mailbox (name, uidvalidity) values ('support', 7)")
    world.sql("analyze docket.raw")
    docket.start()
    wait(lambda: server.said("IDLE"), 60, "rest")
    server.traffic = 0
    server.lines.clear()
    start = time.monotonic()
    server.drop()
    server.mails[200_001] = mail.letter("new", sender="new@acme.example", subject="new")
    wait(lambda: subjects(world) == ["new"], 60, "the new mail")
    seconds = time.monotonic() - start
    print(f"{seconds:.2f} s, {server.traffic} bytes")
    assert server.traffic < 1_000_000
    assert seconds < 10 + 1.3				# the pause before it connects again
    assert docket.stop() == 0


def condition(world):
    found = world.sql("select kind, text, mend, count from docket.condition where over_at is null")
    return found[0] if found else None


def no(text):
    return lambda tag, _line: f"{tag} NO {text}\r\n".encode()


@pytest.mark.parametrize("said,mend", [
    ("Invalid credentials (Failure)", "check user and password_file"),
    ("Application-specific password required: https://support.example", "app password"),
    ("LOGIN failed. BasicAuthBlocked", "use OAuth")])
def test_a_refused_login_is_told_with_its_mend(world, docket, server, said, mend):
    server.before = {"LOGIN": no(f"[ALERT] {said}"), "AUTHENTICATE": no(f"[ALERT] {said}")}
    docket.start()
    wait(lambda: len(server.said("LOGIN") + server.said("AUTHENTICATE")) == 2, 20, "two tries")
    assert condition(world) is None				# it may have been a slip
    kind, text, mended, _ = wait(lambda: condition(world), 30, "the condition")
    assert kind == "server-refusing" and said in text and mend in mended
    status = docket.ctl("status", check=False)
    assert status.returncode == 1 and b"support: server-refusing since" in status.stdout
    wait(lambda: (condition(world) or (0, 0, 0, 0))[3] > 1, 40, "another try, counted")
    server.before = {}
    wait(lambda: condition(world) is None, 60, "its end")


def test_a_server_that_takes_no_session_is_told(world, docket, server):
    server.greeting = b"* BYE [LIMIT] Too many simultaneous connections\r\n"
    docket.start()
    wait(lambda: server.connections >= 4, 30, "four tries")
    assert condition(world) is None				# a busy moment passes
    kind, text, mend, _ = wait(lambda: condition(world), 60, "the condition")
    assert (kind, "Too many simultaneous" in text, "end other mail programs" in mend) == (
        "server-refusing", True, True)


def test_a_server_that_is_away_refuses_nothing(world, docket, server):
    docket.mailbox()["imap"]["port"] = free_port()
    docket.write()
    docket.start()
    wait(lambda: "refused" in fault(world), 20, "the fault")
    time.sleep(8)						# three tries and more
    assert condition(world) is None
