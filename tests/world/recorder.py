"""A small IMAP or SMTP server that writes down what a client dares to send.

It shows any certificate, can say the wrong things on purpose, accepts no
login and no mail: what matters is what the client sent before and after TLS.
"""
import socket
import ssl
import threading


class Recorder:
    """`clear` and `secret` are the lines that came without and within TLS.

    manner: None, "preauth" (greets as already logged in), "inject" (sends an
    answer of its own together with the go-ahead for TLS), "bare" (offers no TLS).
    """

    def __init__(self, protocol, mode, cert, manner=None):
        self.protocol = protocol
        self.mode = mode
        self.manner = manner
        self.clear = []
        self.secret = []
        self.connections = 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(*cert)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def lines(self):
        return self.clear + self.secret

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        client.settimeout(30)
        try:
            if self.mode == "implicit":
                client = self._context.wrap_socket(client, server_side=True)
            self._talk(client)
        except OSError:
            pass
        finally:
            client.close()

    def _talk(self, client):
        answer = self._imap if self.protocol == "imap" else self._smtp
        client.sendall(self._greeting())
        rest = b""
        while True:
            line, rest = self._line(client, rest)
            if line is None:
                return
            inside = isinstance(client, ssl.SSLSocket)
            (self.secret if inside else self.clear).append(line)
            said, tls = answer(line, inside)
            client.sendall(said)
            if tls:
                client = self._context.wrap_socket(client, server_side=True)

    @staticmethod
    def _line(client, rest):
        while b"\n" not in rest:
            more = client.recv(4096)
            if not more:
                return None, b""
            rest += more
        line, _, rest = rest.partition(b"\n")
        return line.strip().decode(errors="replace"), rest

    def _greeting(self):
        if self.protocol == "smtp":
            return b"220 recorder\r\n"
        return b"* PREAUTH welcome\r\n" if self.manner == "preauth" else b"* OK recorder\r\n"

    def _imap(self, line, inside):
        tag, _, rest = line.partition(" ")
        verb = rest.split(" ")[0].upper()
        ok = f"{tag} OK done\r\n".encode()
        if verb == "CAPABILITY":
            tls = b"" if inside or self.manner == "bare" else b" STARTTLS"
            return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN" + tls + b"\r\n" + ok, False
        if verb == "STARTTLS" and self.manner != "bare":
            injected = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"
            return ok + (injected if self.manner == "inject" else b""), True
        if verb in ("NOOP", "LOGOUT"):
            return ok, False
        return f"{tag} NO not here\r\n".encode(), False

    def _smtp(self, line, inside):
        verb = line.split(" ")[0].upper()
        if verb in ("EHLO", "HELO"):
            tls = b"" if inside or self.manner == "bare" else b"250-STARTTLS\r\n"
            return b"250-recorder\r\n" + tls + b"250 AUTH PLAIN LOGIN\r\n", False
        if verb == "STARTTLS" and self.manner != "bare":
            injected = b"250 AUTH PLAIN LOGIN\r\n"
            return b"220 go\r\n" + (injected if self.manner == "inject" else b""), True
        if verb == "QUIT":
            return b"221 bye\r\n", False
        return b"535 5.7.8 not here\r\n", False
