"""An SMTP server that fails where a test wants it: STARTTLS, AUTH, and a fault a stage.

`faults` maps a stage (banner, ehlo, starttls, tls, auth, mail, rcpt, data, body, end, quit) to
a reply line, DROP, STALL (not a word, until the client leaves) or Late (a reply after a time);
GARBAGE is no TLS.  A mail whose end is none of a refusal was taken: `accepted` has (recipient,
bytes).  Who got no plain yes for it is in `unknown`, as often.
"""
import collections
import socket
import ssl
import threading
import time

from .smtpd import DROP

STALL = "stall"
GARBAGE = "garbage"


class Late(str):
    """A reply line that comes after so many seconds."""

    def __new__(cls, line, seconds):
        made = super().__new__(cls, line)
        made.seconds = seconds
        return made


USUAL = {"banner": "220 faulty.test ESMTP", "starttls": "220 go on", "auth": "235 2.7.0 well",
         "mail": "250 2.1.0 ok", "rcpt": "250 2.1.5 ok", "data": "354 go ahead",
         "end": "250 2.0.0 kept", "quit": "221 bye", "rset": "250 ok"}


class _Dropped(Exception):
    pass


def _stall(connection):
    """Until the client has had enough."""
    connection.settimeout(120)
    while connection.recv(4096):
        pass
    raise _Dropped


def _wait(connection, line):
    if line == DROP:
        raise _Dropped
    if line == STALL:
        _stall(connection)
    if isinstance(line, Late):
        time.sleep(line.seconds)


class FaultySmtp:
    def __init__(self, certs):
        self.faults = {}
        self.accepted = []
        self.unknown = collections.Counter()		# by recipient
        self.stages = []				# as they were reached
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certs.good())
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self):
        self._listener.close()

    def _listen(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _say(self, connection, stage, fault=None):
        """False: it refused.  A reply of an error's code is a refusal."""
        self.stages.append(stage)
        line = fault or self.faults.get(stage) or USUAL[stage]
        _wait(connection, line)
        connection.sendall(line.encode() + b"\r\n")
        return line[0] in "23"

    def _ehlo(self, connection, secure):
        self.stages.append("ehlo")
        line = self.faults.get("ehlo")
        _wait(connection, line)
        offers = "250-AUTH PLAIN LOGIN" if secure else "250-STARTTLS"
        connection.sendall((line or f"250-faulty.test\r\n{offers}\r\n250 8BITMIME").encode()
                           + b"\r\n")

    def _before_tls(self, connection):
        fault = self.faults.get("tls")
        _wait(connection, fault)
        if fault == GARBAGE:
            connection.sendall(b"250 this is no TLS\r\n" * 20)
            _stall(connection)

    def _serve(self, connection):
        try:
            connection.settimeout(60)
            self._talk(connection)
        except (_Dropped, OSError, ValueError):
            pass
        finally:
            connection.close()

    def _talk(self, connection):
        lines, secure, recipient = connection.makefile("rb"), False, ""
        if not self._say(connection, "banner"):
            return
        while True:
            line = lines.readline()
            if not line:
                return
            words = line.decode("latin-1").strip().upper()
            if words.startswith(("EHLO", "HELO")):
                self._ehlo(connection, secure)
            elif words == "STARTTLS":
                if self._say(connection, "starttls"):
                    self._before_tls(connection)
                    connection = self._context.wrap_socket(connection, server_side=True)
                    lines, secure = connection.makefile("rb"), True
            elif words.startswith("AUTH"):
                if words == "AUTH PLAIN":		# its words come on a line of their own
                    connection.sendall(b"334 \r\n")
                    lines.readline()
                self._say(connection, "auth")
            elif words.startswith("MAIL"):
                self._say(connection, "mail")
            elif words.startswith("RCPT"):
                recipient = line.decode("latin-1").split("<")[1].split(">")[0]
                self._say(connection, "rcpt")
            elif words == "DATA":
                if self._say(connection, "data"):
                    self._body(connection, lines, recipient)
            elif words == "QUIT":
                self._say(connection, "quit")
                return
            else:
                connection.sendall(b"250 ok\r\n")

    def _body(self, connection, lines, recipient):
        data = []
        if self.faults.get("body") == STALL:		# nothing is read
            time.sleep(20)
            raise _Dropped
        while True:
            line = lines.readline()
            if not line:
                return
            if line == b".\r\n":
                break
            data.append(line)
        fault = self.faults.get("end")
        if fault is None or fault in (DROP, STALL) or fault[0] == "2":
            self.accepted.append((recipient, b"".join(data)))
            self.unknown[recipient] += fault is not None
        self._say(connection, "end", fault or USUAL["end"])
