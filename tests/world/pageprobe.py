"""Pages as the role read answers them, without a web server (tests/e2e/pageprobe.c)."""
import hashlib
import json
import secrets
import subprocess

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def secret(n=52):
    return "".join(secrets.choice(LETTERS) for _ in range(n))


class Page:
    def __init__(self, got):
        self.status, self.type = got["status"], got["type"]
        self.location, self.disposition, self.us = got["location"], got["disposition"], got["us"]
        self.body = bytes.fromhex(got["body"])

    @property
    def text(self):
        return self.body.decode()


class Pages:
    """Asks as docket_read, which reads alone."""

    def __init__(self, desk, docket):
        self.desk = desk
        self.process = subprocess.Popen(
            [f"{docket.build}/tests/e2e/pageprobe", docket.conf,
             desk.world.pg.admin.replace("user=postgres", "user=docket_read")
             + " options='-c statement_timeout=2s'"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self):
        self.process.stdin.close()
        return self.process.wait(20)

    def get(self, path, session="", code="", language="en", query="", form=""):
        self.process.stdin.write("\t".join((path, query, session, code, language, form)) + "\n")
        self.process.stdin.flush()
        return Page(json.loads(self.process.stdout.readline()))

    def _write(self, text, *args):
        connection = self.desk.world.pg.connect()
        with connection, connection.cursor() as cursor:
            cursor.execute(text, args)
        connection.close()

    def sign_in(self, address):
        """A session of this customer, as if they had come by a mailed link: its cookie."""
        cookie = secret()
        self._write("insert into docket.web_session (token, contact, address, network, program,"
                    " made_at, seen_at, expires_at) select %s, contact, address, '', '', now(),"
                    " now(), now() + interval '1 day' from docket.contact_address"
                    " where address = %s", hashlib.sha256(cookie.encode()).digest(), address)
        return cookie

    def link(self, ticket):
        """A link of a ticket, as its requester's mails have it: the token."""
        token = secret(27)
        self._write("insert into docket.web_link (token, ticket, contact, made_at)"
                    " select %s, id, requester, now() from docket.ticket where id = %s",
                    hashlib.sha256(token.encode()).digest(), ticket)
        return token
