#!/usr/bin/python3
"""What it costs to connect again to a mailbox of many known mails: seconds and bytes.

A real Dovecot with --mails mails that docket has stored; the line between them breaks, a
new mail arrives, and docket comes back and reads it.  DOCKET_BUILD names the build: one without
sanitizers.
"""
import argparse
import os
import shutil
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World, mail							# noqa: E402
from world.docket import endpoint						# noqa: E402

LINKS = 30_000					# to one file, of the 65,000 that ext4 takes

FILL = """
insert into docket.raw (mailbox, uidvalidity, uid, sha256, size, told_size, told_at, arrived_at,
    stored_at)
select 'support', %s, n, sha256(n::text::bytea), %s, %s, to_timestamp(%s), to_timestamp(%s),
    now() from generate_series(1, %s) n"""


class Line:
    """Between docket and Dovecot: counts what passes, notes when it came, and breaks."""

    def __init__(self, port):
        self.target = port
        self.bytes = 0
        self.said = b""
        self.came = []
        self.sockets = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            self.came.append(time.monotonic())
            server = socket.create_connection(("127.0.0.1", self.target))
            self.sockets += [client, server]
            for pair in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source, sink, asks):
        try:
            while data := source.recv(65536):
                self.bytes += len(data)
                if asks:
                    self.said += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def rests(self):
        return b"IDLE\r\n" in self.said

    def drop(self):
        self.bytes, self.said, self.came = 0, b"", []
        for s in self.sockets:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.sockets.clear()


def fill(world, count, when=1_760_000_000):
    """The mails on the server, as links to one file, and as rows that know them."""
    raw = mail.letter("known", sender="known@acme.example", subject="known")
    world.imap.deliver(raw, when)
    path = world.imap.maildir()
    last = os.path.join(path, "new", os.listdir(f"{path}/new")[0])
    for n in range(1, count + 1):
        name = f"{path}/cur/{1_600_000_000 + n}.M0P1.bench:2,S"
        if n % LINKS == 0:
            shutil.copy2(last, f"{path}/tmp/copy")
            shutil.chown(f"{path}/tmp/copy", os.stat(last).st_uid, os.stat(last).st_gid)
            os.rename(f"{path}/tmp/copy", name)
            last = name
        else:
            os.link(last, name)
    os.unlink(os.path.join(path, "new", os.listdir(f"{path}/new")[0]))
    with world.imap.login(tls=False) as imap:
        imap.select("INBOX")
        validity = int(imap.response("UIDVALIDITY")[1][0])
        text = imap.uid("FETCH", "1", "(RFC822.SIZE)")[1][0].decode()
        size = int(text.split("RFC822.SIZE")[1].split(")")[0].split()[0])
    world.sql(FILL, validity, size, size, when, when, count)
    world.sql("insert into docket.mailbox (name, uidvalidity) values ('support', %s)", validity)
    world.sql("analyze docket.raw")


def floor(world, n):
    """Seconds that Dovecot needs for another new mail, of a client that knows nothing."""
    world.deliver(mail.letter("new", sender=f"floor{n}@acme.example", subject="new"))
    start = time.monotonic()
    with world.imap.login(tls=False) as imap:
        imap.select("INBOX")
        last = imap.response("UIDNEXT")[1][0].decode()
        uid = imap.uid("SEARCH", None, f"UID {int(last) - 1}:*")[1][0].split()[-1]
        imap.uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)")
        imap.uid("FETCH", uid, "(BODY.PEEK[])")
        return time.monotonic() - start


def bench(count, rounds):
    with World() as world:
        docket = world.docket()
        line = Line(world.imap.port)
        docket.mailbox()["imap"] = endpoint(world, "imap", "none") | {
            "port": line.port, "folder": "INBOX", "poll": "60s"}
        docket.write()
        docket.migrate()
        fill(world, count)
        docket.start()
        world.wait(line.rests, 300, "rest")
        for n in range(rounds):
            had = world.one("select count(*) from docket.ticket")
            line.drop()
            world.deliver(mail.letter("new", sender=f"new{n}@acme.example", subject="new"))
            world.wait(lambda: world.one("select count(*) from docket.ticket") > had, 60, "it")
            took = time.monotonic() - line.came[0]
            world.wait(line.rests, 60, "rest")
            size = line.bytes
            print(f"{count} known mails: {took:.2f} s from connecting to the new mail's ticket, "
                  f"{size / 1000:.0f} KB; a client that only takes it: {floor(world, n):.2f} s")
        assert docket.stop() == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--mails", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    bench(args.mails, args.rounds)


if __name__ == "__main__":
    main()
