"""An SMTP server that keeps what it gets: plain, STARTTLS with AUTH, TLS with AUTH.

`reply` scripts it: a function (stage, mail) where stage is "mail", "rcpt" or
"data"; it gives None to accept, a reply line such as "451 4.3.0 later", a
number of seconds to wait before accepting, DROP to cut the connection (at
"data": after the whole mail came, so that its fate is unknown), or Closing, a
reply with which it is closed.
`login_reply`: a function that gives None, or the line that a login gets instead.
"""
import asyncio
import base64
import logging
import ssl
import threading
import time
import warnings
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult

# It warns of what is done here on purpose.
logging.getLogger("mail.log").setLevel(logging.ERROR)

HOST = "127.0.0.1"
DROP = "drop"
CHALLENGE = b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}'
SIZE_LIMIT = 60_000_000


class Closing(str):
    """A reply line after which the server hangs up."""


@dataclass
class Mail:
    """One transaction; `recipient` is the one asked about at stage "rcpt"."""
    sender: str = ""
    recipients: list = field(default_factory=list)
    recipient: str = ""
    data: bytes = b""
    port: int = 0
    tls: bool = False
    login: str = ""
    at: float = 0.0
    options: list = field(default_factory=list)		# of MAIL


class Session(SMTP):
    """One connection: counted while it is there; it can be slow, and is closed when idle."""

    def __init__(self, owner, handler, **more):
        super().__init__(handler, timeout=owner.idle, **more)
        self.owner = owner

    def connection_made(self, transport):
        self.owner.live.add(id(self))
        super().connection_made(transport)

    def connection_lost(self, error):
        self.owner.live.discard(id(self))
        super().connection_lost(error)

    def _timeout_cb(self):
        if self.owner.idle_words:
            self.transport.write(self.owner.idle_words.encode() + b"\r\n")
        super()._timeout_cb()

    async def push(self, status):
        """A piece at a time where the server dribbles."""
        if not self.owner.dribble:
            await super().push(status)
            return
        line = (status if isinstance(status, bytes) else status.encode()) + b"\r\n"
        for at in range(0, len(line), 7):
            await asyncio.sleep(self.owner.dribble)
            self._writer.write(line[at:at + 7])
            await self._writer.drain()


class Smtpd:
    """Ports `port` (plain), `starttls_port` and `tls_port`; `sent` in order."""

    def __init__(self, certs, user="support", password="secret-of-smtp", tokens=None):
        self.tokens = tokens		# a token server: its tokens log in by XOAUTH2
        self.user = user
        self.password = password
        self.reply = None
        self.offers_utf8 = True		# SMTPUTF8, of connections from now on
        self.rewrite = None		# changes a Mail that is kept, and says the reply (rewrites.py)
        self.login_reply = None
        self.idle = 300			# seconds, of a connection; then with these words, if any
        self.idle_words = ""
        self.dribble = 0		# seconds before each piece of a reply
        self.live = set()		# connections
        self.on_accept = None		# called with each Mail that is kept
        self.accepted = []		# Mail
        self.attempts = []		# (stage, recipient or sender), also refused ones
        self.logins = []		# (user, password) as they came
        self.sockets = 0		# connections so far
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._servers = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*certs.good())
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ports = {}
        self._thread.start()
        self.start()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)

    @property
    def port(self):
        return self._ports["plain"]

    @property
    def starttls_port(self):
        return self._ports["starttls"]

    @property
    def tls_port(self):
        return self._ports["tls"]

    def start(self):
        """Listens (again): on the same ports once they are known."""
        self._call(self._listen())

    def stop(self):
        """Stops listening; open connections go on.  start() listens again."""
        self._call(self._close())

    def close(self):
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _listen(self):
        for kind in ("plain", "starttls", "tls"):
            server = await self._loop.create_server(
                lambda kind=kind: self._session(kind), HOST, self._ports.get(kind, 0),
                ssl=self._context if kind == "tls" else None)
            self._ports[kind] = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def _close(self):
        for server in self._servers:
            server.close()
        self._servers = []

    def _session(self, kind):
        self.sockets += 1
        login = {} if kind == "plain" else {
            "authenticator": self._authenticate, "auth_required": True,
            "auth_require_tls": kind == "starttls"}
        if kind == "starttls":
            login |= {"tls_context": self._context, "require_starttls": True}
        with warnings.catch_warnings():		# the TLS port is TLS before it is SMTP
            warnings.simplefilter("ignore")
            return self._smtp(kind, login | {
                "auth_exclude_mechanism": ["XOAUTH2"] if self.tokens is None else []})

    def _smtp(self, kind, login):
        return Session(self, _Handler(self, kind), hostname="sink.test",
                       enable_SMTPUTF8=self.offers_utf8,
                       data_size_limit=SIZE_LIMIT, loop=self._loop, **login)

    def _authenticate(self, _server, _session, _envelope, _mechanism, data):
        user, password = data.login.decode(), data.password.decode()
        self.logins.append((user, password))
        said = self.login_reply() if self.login_reply is not None else None
        if said:
            return AuthResult(success=False, handled=False, message=said)
        ok = (user, password) == (self.user, self.password)
        return AuthResult(success=ok, handled=False, auth_data=user if ok else None)

    def token_user(self, text):
        """Whom the proof of an XOAUTH2 login lets in; None: nobody."""
        fields = dict(part.partition("=")[::2] for part in text.split("\x01"))
        token = fields.get("auth", "").removeprefix("Bearer ")
        self.logins.append((fields.get("user"), token))
        user = self.tokens.user_of(token)
        return user if user == fields.get("user") else None

    def mails(self):
        """What was accepted, oldest first."""
        with self._lock:
            return list(self.accepted)

    def clear(self):
        with self._lock:
            self.accepted = []
            self.attempts = []

    def keep(self, mail):
        with self._lock:
            self.accepted.append(mail)

    def note(self, stage, who):
        with self._lock:
            self.attempts.append((stage, who))


def _bare(sender):
    """The null sender comes as "<>" and must stay so for aiosmtpd."""
    return "" if sender == "<>" else sender


class _Handler:
    """aiosmtpd's hooks for one connection."""

    def __init__(self, owner, kind):
        self.owner = owner
        self.kind = kind

    async def _ask(self, stage, server, mail):
        """None to accept, else the reply line."""
        script = self.owner.reply
        said = script(stage, mail) if script is not None else None
        if said == DROP:
            server.transport.abort()
            return "421 4.4.2 dropped"
        if isinstance(said, (int, float)):
            await asyncio.sleep(said)
            return None
        if isinstance(said, Closing):
            await server.push(said)
            server.transport.close()
        return said

    def _mail(self, session, envelope, **more):
        return Mail(sender=_bare(envelope.mail_from or ""), recipients=list(envelope.rcpt_tos),
                    port=self.owner._ports[self.kind], at=time.time(),
                    options=list(envelope.mail_options),
                    tls=self.kind == "tls" or session.ssl is not None,
                    login=session.auth_data or "", **more)

    async def auth_XOAUTH2(self, server, args):
        """One that is not taken gets a challenge, and then the refusal."""
        proof = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        user = self.owner.token_user(proof.decode())
        if user is not None:
            return AuthResult(success=True, auth_data=user)
        await server.push("334 " + base64.b64encode(CHALLENGE).decode())
        await server._reader.readline()
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.owner.note("mail", address)
        mail = self._mail(session, envelope)
        mail.sender = _bare(address)
        said = await self._ask("mail", server, mail)
        if said is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return said or "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.owner.note("rcpt", address)
        said = await self._ask("rcpt", server, self._mail(session, envelope, recipient=address))
        if said is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return said or "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        mail = self._mail(session, envelope, data=envelope.original_content)
        self.owner.note("data", ",".join(mail.recipients))
        said = await self._ask("data", server, mail)
        if said is None:
            said = self.owner.rewrite and self.owner.rewrite(mail)
        if said is None or said.startswith("250"):
            mail.at = time.time()
            self.owner.keep(mail)
            if self.owner.on_accept is not None:
                self.owner.on_accept(mail)
        return said or "250 2.0.0 kept"
