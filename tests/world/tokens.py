"""A token server (RFC 6749, 8628) on loopback: HTTPS as docket asks it, and plain HTTP
where Dovecot asks whether a token is good (RFC 7662).

Refresh tokens rotate: each is good once, and one that comes again ends the whole login,
as strict servers have it (RFC 9700, 4.14.2).  `script` holds answers that are given first.
"""
import base64
import json
import secrets
import ssl
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


def jwt(**claims):
    """A token that says so of itself; nobody signed it."""
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}.{secrets.token_hex(8)}"


class TokenServer:
    """`url` and `device_url` by HTTPS; `introspect_url` ends where the token follows."""

    def __init__(self, certs):
        self.ca = certs.ca
        self.secret = "secret-of-the-application"
        self.user = "support"		# whose mailbox the tokens open
        self.life = 3600			# seconds, as told and as kept
        self.told = None			# seconds, if another life is told than is kept
        self.rotates = True
        self.script = []			# (status, dict or text, headers)
        self.requests = []			# forms as they came
        self.claims = None			# dict: tokens are JWTs with these
        self.device = None			# user code that waits for a person
        self.on_answer = None		# called after an answer has gone out
        self._lock = threading.RLock()
        self._good = {}				# access token: until when
        self.forget()
        self._https = self._server(certs)
        self._http = self._server(None)
        port = self._https.server_address[1]
        self.url = f"https://localhost:{port}/token"
        self.device_url = f"https://localhost:{port}/devicecode"
        self.introspect_url = f"http://{HOST}:{self._http.server_address[1]}/introspect?token="

    def _server(self, certs):
        made = ThreadingHTTPServer((HOST, 0), lambda *a: _Handler(self, *a))
        made.daemon_threads = True
        if certs is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certs.good())
            # The handshake is each thread's own: a client that says nothing holds no other.
            made.socket = context.wrap_socket(made.socket, server_side=True,
                                              do_handshake_on_connect=False)
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        return made

    def close(self):
        for server in (self._https, self._http):
            server.shutdown()
            server.server_close()

    # what the tests turn

    def forget(self):
        """No token is good any more, and nothing was ever asked."""
        with self._lock:
            self._good = {}
            self.refresh = "refresh-0"
            self.used = set()
            self.is_revoked = False
            self.script = []
            self.requests = []
            self.device = None

    def end_tokens(self):
        """Access tokens end now; what gives new ones stays."""
        with self._lock:
            self._good = {}

    def revoke(self):
        with self._lock:
            self.end_tokens()
            self.is_revoked = True

    def issue(self):
        with self._lock:
            token = secrets.token_hex(16) if self.claims is None else jwt(
                **self.claims, jti=secrets.token_hex(4))
            self._good[token] = time.time() + self.life
            return token

    def user_of(self, token):
        """Whom it lets in; None: nobody."""
        with self._lock:
            return self.user if self._good.get(token, 0) > time.time() else None

    # what it answers

    def _tokens(self, more=None):
        return 200, {"token_type": "Bearer", "access_token": self.issue(),
                     "expires_in": self.told or self.life} | (more or {}), {}

    @staticmethod
    def _error(error, description=""):
        return 400, {"error": error, "error_description": description}, {}

    def _by_refresh(self, form):
        old = form.get("refresh_token")
        if old != self.refresh or self.is_revoked:
            self.is_revoked |= old in self.used
            return self._error("invalid_grant", "AADSTS50173: The provided grant has expired "
                               "due to it being revoked.\r\nTrace ID: 1\r\nTimestamp: 2")
        if not self.rotates:
            return self._tokens()
        self.used.add(old)
        self.refresh = f"refresh-{len(self.used)}-{secrets.token_hex(4)}"
        return self._tokens({"refresh_token": self.refresh})

    def _by_secret(self, form):
        """Or by an assertion, which the tests verify."""
        if self.is_revoked or ("client_assertion" not in form
                               and form.get("client_secret") != self.secret):
            return 401, {"error": "invalid_client", "error_description":
                         "AADSTS7000215: Invalid client secret provided."}, {}
        return self._tokens()

    def _by_assertion(self, _form):
        return self._tokens()

    def _by_device(self, form):
        if self.device is None or form.get("device_code") != self.device["code"]:
            return self._error("expired_token")
        if not self.device["confirmed"]:
            return self._error("authorization_pending")
        self.device = None
        self.is_revoked = False
        self.refresh = f"refresh-d-{secrets.token_hex(4)}"
        return self._tokens({"refresh_token": self.refresh})

    def confirm(self):
        """The person at the browser agrees."""
        self.device["confirmed"] = True

    def _begin_device(self, _form):
        self.device = {"code": secrets.token_hex(8), "confirmed": False}
        return 200, {"device_code": self.device["code"], "user_code": "GKRT-HNPX",
                     "verification_uri": "https://login.example/device", "interval": 1,
                     "expires_in": 900}, {}

    GRANTS = {"refresh_token": _by_refresh, "client_credentials": _by_secret,
              "urn:ietf:params:oauth:grant-type:jwt-bearer": _by_assertion,
              "urn:ietf:params:oauth:grant-type:device_code": _by_device}

    def answer(self, path, form):
        with self._lock:
            self.requests.append(form | {"path": path, "at": time.time()})
            if self.script:
                said = self.script.pop(0)
                if said is not None:
                    return said
            if path == "/devicecode":
                return self._begin_device(form)
            grant = self.GRANTS.get(form.get("grant_type"))
            if grant is None:
                return self._error("unsupported_grant_type")
            return grant(self, form)

    def introspect(self, token):
        user = self.user_of(token)
        return 200, {"active": user is not None} | (
            {"username": user} if user is not None else {}), {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, owner, *args):
        self.owner = owner
        super().__init__(*args)

    def log_message(self, *_):
        pass

    def _say(self, status, body, headers):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
        self._say(*self.owner.answer(self.path, form))
        if self.owner.on_answer is not None:
            self.owner.on_answer(form)

    def do_GET(self):
        query = urllib.parse.urlsplit(self.path).query
        self._say(*self.owner.introspect(dict(urllib.parse.parse_qsl(query)).get("token")))
