"""Attachments' bytes: each kept once, as they came, whatever dies on the way."""
import email
import email.policy
import hashlib
import os
import pathlib
import random
import time
from email.message import EmailMessage

import pytest

from world import ROOT, desk as desks

CORPUS = pathlib.Path(ROOT).parent / "shared/corpus/raw"
LOGO = random.Random(1).randbytes(5000)


@pytest.fixture
def desk(world):
    world.fresh()
    docket = world.docket(name=f"docket-{time.monotonic_ns()}")
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0
    docket.check_log()


def with_files(n, *files):
    made = EmailMessage()
    made["From"], made["To"] = f"f{n}@acme.example", "support@example.org"
    made["Subject"], made["Message-ID"] = f"Files {n}", f"<files-{n}@acme.example>"
    made.set_content(f"Mail {n}.")
    for k, data in enumerate(files):
        made.add_attachment(data, "application", "octet-stream", filename=f"../{k}.bin")
    return made.as_bytes(policy=email.policy.SMTP)


def blobs(world):
    """{sha256: bytes}, each of which has that hash."""
    got = {bytes(h): bytes(b) for h, b in world.sql("select sha256, bytes from docket.blob")}
    assert all(hashlib.sha256(b).digest() == h for h, b in got.items())
    return got


def all_kept(world, tickets, seconds=60):
    world.wait(lambda: world.one("select count(*) from docket.ticket") == tickets, seconds)
    assert world.one("select count(*) from docket.attachment where blob is null") == 0


def test_the_logo_of_fifty_mails_is_one_row(desk):
    own = [f"log of {n}\n".encode() * 50 for n in range(50)]
    for n in range(50):
        desk.world.deliver(with_files(n, LOGO, own[n]))
    all_kept(desk.world, 50)
    assert sorted(blobs(desk.world).values()) == sorted([LOGO, *own])
    assert desk.world.one("select count(*) from docket.attachment") == 100
    desk.world.deliver(with_files(50, LOGO, b"", LOGO))	# known by now; and an empty file
    all_kept(desk.world, 51)
    assert len(blobs(desk.world)) == 52


def test_docketctl_gives_them_back(desk):
    ticket = desk.receive(with_files(0, LOGO, b"\0second"))["ticket"]
    shown = desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert "attached 1: 0.bin" in shown and "attached 2: 1.bin" in shown
    assert desk.docket.ctl("attachment", "get", str(ticket), "1").stdout == LOGO
    assert desk.docket.ctl("attachment", "get", str(ticket), "2").stdout == b"\0second"
    for argv in ((str(ticket), "3"), ("99", "1"), (str(ticket),), (str(ticket), "x")):
        got = desk.docket.ctl("attachment", "get", *argv, check=False)
        assert got.returncode != 0 and got.stdout == b"" and got.stderr != b""


def test_kills_on_the_way_and_two_at_once(desk):
    world = desk.world
    shared = [random.Random(n).randbytes(300000) for n in range(3)]
    for n in range(30):
        world.deliver(with_files(n, shared[n % 3], shared[(n + 1) % 3], b"own %d" % n))
    for n in range(6):
        desk.docket.kill_role("parse" if n % 3 else "core", n)
        time.sleep(0.3)
    world.wait(lambda: world.one("select count(*) from docket.ticket") + world.one(
        "select count(*) from docket.entry where kind = 'quarantine'") >= 30, 60)
    for raw, in world.sql("select raw from docket.entry where kind = 'quarantine'"):
        desk.docket.ctl("quarantine", "retry", str(raw))
    world.wait(lambda: world.one("select count(*) from docket.ticket") == 30, 60)
    kept = blobs(world)
    assert set(shared) <= set(kept.values())
    # A file whose worker died twice is not kept; here that may befall the killed alone.
    assert world.one("select count(*) from docket.attachment where blob is null") <= 6


def test_what_nothing_refers_to_is_swept_by_the_owner(desk):
    ticket = desk.receive(with_files(0, LOGO))["ticket"]
    desk.receive(with_files(1, b"stays"))
    desk.quiet()
    world = desk.world
    with world.pg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("select docket.blob_sweep()")
        assert cursor.fetchone() == (0,)
        cursor.execute("delete from docket.attachment where entry in"
                       " (select id from docket.entry where ticket = %s)", (ticket,))
        cursor.execute("select docket.blob_sweep()")
        assert cursor.fetchone() == (1,)
    connection.close()
    assert list(blobs(world).values()) == [b"stays"]


def sent_files(path):
    """What Python's email finds in base64 that is clean, of what says that it is a file."""
    found = []
    for part in email.message_from_bytes(path.read_bytes()).walk():
        body = part.get_payload()
        if (part.get_content_disposition() == "attachment" and isinstance(body, str)
                and str(part["Content-Transfer-Encoding"]).strip().lower() == "base64"
                and not part.defects and part.get_content_maintype() != "message"
                and not part.get_content_type().endswith("ms-tnef")):
            found.append(part.get_payload(decode=True))
    return found


# Read in another way on purpose: pieces of a mail that came in several, base64 that goes on
# behind its padding, a file of the mail that a bounce returns.
OTHERWISE = {"message-partial.1.msg.txt", "frag.msg", "m0018", "lhost-postfix-62.eml"}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus here")
def test_they_are_what_python_s_email_decodes(desk):
    mails = {path: files for path in sorted(CORPUS.rglob("*")) if path.is_file()
             and path.stat().st_size < 2_000_000 and (files := sent_files(path))}
    assert len(mails) > 60
    if "DOCKET_FILES_ALL" not in os.environ:		# each is a process: 4 minutes
        mails = dict(list(mails.items())[::4])
    for path in mails:
        desk.docket.ctl("deliver", "support", data=path.read_bytes())
    desk.world.wait(lambda: desk.world.one(
        "select count(*) from docket.raw where state = 'pending'") == 0, 120)
    kept = blobs(desk.world)
    lacking = {path.name for path, files in mails.items()
               for data in files if hashlib.sha256(data).digest() not in kept}
    assert lacking <= OTHERWISE
