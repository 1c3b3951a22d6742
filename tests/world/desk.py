"""A running docket as the people around it see it: mail in, rows, mail out."""
import email.utils
import hashlib
import re

import psycopg2.extras

from . import mail

CUSTOMERS = "acme.example"


class Sent:
    """One mail that went out, with its envelope."""

    def __init__(self, got):
        self.sender = got.sender
        self.recipients = got.recipients
        self.raw = got.data
        self.message = mail.read(got.data)
        self.text = mail.text_of(self.message)
        self.html = mail.html_of(self.message)

    def __getitem__(self, name):
        """A header field as one line, "" when it is absent."""
        value = self.message[name]
        return "" if value is None else re.sub(r"\s+", " ", str(value)).strip()

    @property
    def name(self):
        """Of the sender, as a list of mails shows it: what happened, before the mailbox's."""
        return email.utils.parseaddr(self["From"])[0]

    @property
    def ticket(self):
        number = self["X-Docket-Ticket"]
        return int(number) if number else None


class Desk:
    """What a test does at a desk; every waiting call fails loudly in time."""

    def __init__(self, world, docket):
        self.world = world
        self.docket = docket

    def rows(self, text, *args):
        """Rows as dictionaries."""
        connection = self.world.pg.connect()
        try:
            with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(text, args or None)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def row(self, text, *args):
        found = self.rows(text, *args)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} rows instead of 1: {text} {args}")
        return found[0]

    def forget_told(self):
        """As if nobody had been told for long of what is held."""
        connection = self.world.pg.connect()
        with connection, connection.cursor() as cursor:
            cursor.execute("delete from docket.held_told")
        connection.close()

    # mail in

    def _copies(self, raw):
        return self.world.one("select count(*) from docket.raw where sha256 = %s and state <> 'pending'",
                              hashlib.sha256(raw).digest())

    def receive(self, raw, when=None, seconds=20):
        """Delivers a mail, waits until it is stored, and gives its entry."""
        before = self._copies(raw)
        self.world.deliver(raw, when)
        self.world.wait(lambda: self._copies(raw) > before, seconds, "the mail to be stored")
        return self.row(
            "select e.* from docket.entry e join docket.raw r on r.id = e.raw"
            " where r.sha256 = %s order by e.id desc limit 1", hashlib.sha256(raw).digest())

    def open(self, *args, **kwargs):
        """A customer's new mail: its ticket."""
        entry = self.receive(mail.letter(*args, **kwargs))
        return self.ticket(entry["ticket"])

    # rows

    def ticket(self, number):
        return self.row("select * from docket.ticket where id = %s", number)

    def fields(self, number):
        return {f["name"]: f for f in
                self.rows("select * from docket.field where ticket = %s", number)}

    def entries(self, number, kind=None):
        """A ticket's history: `data` with the change of each, as docketctl shows it."""
        return [e | {"data": e["data"] | e.pop("change")} for e in self.rows(
            "select e.*, docket.change_data(c) as change from docket.entry e"
            " left join docket.change c on c.entry = e.id where e.ticket = %s order by e.id",
            number) if kind in (None, e["kind"])]

    def cycle(self, number, clock):
        """The newest run of a clock."""
        found = self.rows("select * from docket.cycle where ticket = %s and clock = %s"
                          " order by n desc limit 1", number, clock)
        return found[0] if found else None

    def tickets(self):
        return self.world.one("select count(*) from docket.ticket")

    # mail out

    @staticmethod
    def _read(got):
        """Read once, however often somebody looks for it."""
        if not hasattr(got, "read"):
            got.read = Sent(got)
        return got.read

    def mails(self, ticket=None, to=None):
        """What the SMTP server took, oldest first."""
        found = [self._read(got) for got in self.world.smtp.mails()
                 if to is None or to in got.recipients]
        return [s for s in found if (ticket is None or s.ticket == ticket)
                and (to is None or to in s.recipients)]

    def mail(self, ticket=None, to=None, but=(), seconds=20):
        """Waits for one mail that is not among `but` (Message-IDs seen before)."""
        def look():
            return [s for s in self.mails(ticket, to) if s["Message-ID"] not in but]
        return self.world.wait(look, seconds, f"a mail about {ticket} to {to}")[-1]

    def seen(self):
        """Message-IDs of all that went out so far."""
        return {s["Message-ID"] for s in self.mails()}

    def quiet(self):
        """Waits until nothing is under way, so that "no mail" means none."""
        self.docket.settle()
        return self.mails()

    # people

    def answer(self, sent, text, sender, when=None, **kwargs):
        """Somebody answers a mail with their mail client: the stored entry."""
        return self.receive(mail.reply(sent.message, text, sender, **kwargs), when)
