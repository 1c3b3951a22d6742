"""The world around docket: PostgreSQL, Dovecot and an SMTP server of its own.

    with World() as world:
        world.deliver(mail.letter("Help!"))
        docket = world.docket()
        docket.start()
        world.wait(lambda: world.sent(), 10)

Everything lies in one temporary folder and listens on loopback, on ports that
were free; each server is stopped by its own pid.
"""
import os
import shutil
import tempfile
import time

from . import base
from .certs import Certs
from .docket import ROOT, Docket
from .dovecot import Dovecot
from .pg import Postgres
from .smtpd import Smtpd
from .tokens import TokenServer


def build_dir():
    """Where docketd and docketctl are: $DOCKET_BUILD, else build-test."""
    return os.path.abspath(os.environ.get("DOCKET_BUILD") or f"{ROOT}/build-test")


def built(name):
    """The path of a program of the build.  One that is missing fails its tests: it
    would be no news if they were skipped."""
    path = f"{build_dir()}/{name}"
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path} is not built: ninja -C {build_dir()}")
    return path


class Clock:
    """A file that holds the present as microseconds since 1970 (--test-clock).

    It is written in place, in one call and always as long: docketd keeps it open.
    """

    def __init__(self, path):
        self.path = path

    def set(self, when):
        """when: seconds since 1970."""
        fd = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644)
        os.pwrite(fd, f"{int(when * 1_000_000):020d}\n".encode(), 0)
        os.close(fd)

    def now(self):
        with open(self.path, encoding="ascii") as f:
            return int(f.read()) / 1_000_000

    def advance(self, seconds):
        self.set(self.now() + seconds)


class World:
    """Attributes: folder, certs, pg, imap, smtp, clock; with oauth also tokens, which the
    two mail servers take."""

    def __init__(self, tmp=None, keep=False, pg_settings=(), oauth=False):
        self.folder = tempfile.mkdtemp(prefix="docket-", dir=tmp)
        self.keep = keep
        self._undo = []
        self.people = {}				# {address: agent}
        # The servers run as other users when this is root.
        os.chmod(self.folder, 0o755)
        try:
            self.certs = Certs(f"{self.folder}/certs")
            self.pg = Postgres(f"{self.folder}/pg", pg_settings)
            self._undo.append(self.pg.stop)
            self.pg.start()
            self.tokens = TokenServer(self.certs) if oauth else None
            if oauth:
                self._undo.append(self.tokens.close)
            self.imap = Dovecot(f"{self.folder}/imap", self.certs, tokens=self.tokens)
            self._undo.append(self.imap.stop)
            self.imap.start()
            self.smtp = Smtpd(self.certs, tokens=self.tokens)
            self._undo.append(self.smtp.close)
            self.clock = Clock(f"{self.folder}/clock")
            self.clock.set(time.time())
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def on_close(self, fn):
        """Calls fn before the servers stop; the newest first."""
        self._undo.append(fn)

    def close(self):
        faults = []
        while self._undo:
            try:
                self._undo.pop()()
            except Exception as fault:			# all are stopped, then told
                faults.append(fault)
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        if faults:
            raise faults[0]

    def deliver(self, raw, when=None, user=None):
        """One mail into the support mailbox; `when`: seconds since 1970."""
        self.imap.deliver(raw, when, user)

    def sent(self):
        """(envelope from, recipients, bytes) of every mail that went out."""
        return [(m.sender, m.recipients, m.data) for m in self.smtp.mails()]

    def sql(self, text, *args):
        return self.pg.sql(text, *args)

    def one(self, text, *args):
        """The first column of the first row."""
        rows = self.sql(text, *args)
        return rows[0][0] if rows else None

    def docket(self, name="docket", clock=False, **mailbox):
        """A Docket with its configuration written and its schema in place.

        `mailbox` are settings of the mailbox; clock: it runs on the test clock.
        """
        made = Docket(self, build_dir(), name, clock)
        made.mailbox().update(mailbox)
        made.write()
        made.migrate()
        return made

    def fresh(self):
        """An empty database and no mail anywhere, for the next test."""
        self.pg.psql("drop schema if exists docket cascade;"
                     "drop schema if exists docket_v1 cascade;")
        self.imap.empty()
        self.smtp.reply = None
        self.smtp.clear()

    @staticmethod
    def wait(fn, seconds=10.0, what=None):
        return base.wait(fn, seconds, what)
