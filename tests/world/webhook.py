"""An HTTPS server that keeps what is posted to it.

`reply` scripts it: a function (path) that gives a status, or (status, header fields, body), or
a number of seconds to wait as a float; None: 204.
"""
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Posted:
    """One request; `json` is its body."""

    def __init__(self, handler, body):
        self.path = handler.path
        self.headers = handler.headers
        self.body = body
        self.json = json.loads(body)


class Webhook:
    def __init__(self, cert):
        self.posts = []
        self.reply = None
        self.handshakes = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*cert)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True,
                                                  do_handshake_on_connect=False)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"https://localhost:{self.port}/hooks/T0P-SECRET"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        hook = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):					# pylint: disable=invalid-name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append(Posted(self, body))
                reply = hook.reply(self.path) if hook.reply else None
                if isinstance(reply, float):
                    time.sleep(reply)
                    reply = None
                status, fields, said = reply if isinstance(reply, tuple) else (reply or 204, {}, b"")
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(said))} | fields).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):				# pylint: disable=arguments-differ
                pass
        return Handler
