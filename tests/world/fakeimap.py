"""A small IMAP server that lies on demand, for what no real one can be made to do.

In the clear, on loopback.  `mails` is {uid: bytes}; a test changes the manners:
`before[VERB]` is a function(tag, line) whose bytes are sent instead of the
answer (None: the usual one), VERB being the command's first word, or the second
after UID.
"""
import base64
import bisect
import re
import socket
import threading


class FakeImap:
    def __init__(self, mails=(), capabilities="IMAP4rev1 IDLE MOVE UIDPLUS", accept=None):
        self.mails = dict(mails)
        self.sizes = {}				# uid: what is said instead of the truth
        self.dates = {}				# uid: INTERNALDATE; else all came at one moment
        self.hidden = set()			# uids that nothing tells of
        self.uidvalidity = 7
        self.uidnext = None			# said instead of the truth
        self.exists = None
        self.lock = threading.RLock()		# one command at a time, while it is held
        self.marked = []			# bytes of what was flagged
        self.flags = {}				# uid: set
        self.copied = []			# (uid, folder)
        self.gone = []				# bytes of what was moved
        self.capabilities = capabilities
        self.accept = accept			# (user, password) or None: any
        self.before = {}
        self.greeting = b"* OK fake\r\n"
        self.lines = []
        self.logins = []
        self.connections = 0
        self.traffic = 0			# bytes, both ways
        self._clients = []
        self._told = {}				# connection: the mails that it knows of, by UID
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()

    def drop(self):
        """Cuts all connections."""
        with self.lock:
            for client in self._clients:
                try:
                    client.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self._clients.clear()

    def said(self, start):
        """The commands that begin with that, without their tags."""
        return [line for line in list(self.lines) if line.upper().startswith(start)]

    def _listen(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._clients.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            with client, client.makefile("rb") as lines:
                client.sendall(self.greeting)
                for raw in lines:
                    tag, _, line = raw.decode("utf-8", "replace").rstrip("\r\n").partition(" ")
                    self.lines.append(line)
                    self.traffic += len(raw)
                    words = line.upper().split(" ") + [""]
                    verb = words[1] if words[0] == "UID" else words[0]
                    said = self._idle(tag, client) if verb == "IDLE" and verb not in self.before \
                        else self._answer(tag, verb, line, client, lines)
                    client.sendall(said)
                    self.traffic += len(said)
                    if verb == "LOGOUT" or said.startswith(b"* BYE"):
                        return
        except OSError:
            pass

    def _answer(self, tag, verb, line, client, lines):
        with self.lock:
            if client not in self._clients:
                raise OSError("dropped")
            hook = self.before.get(verb)
            said = hook(tag, line) if hook else None
            if said is not None:
                return said
            method = getattr(self, f"_{verb.lower()}", None)
            return method(tag, line, client, lines) if method else f"{tag} BAD what\r\n".encode()

    def seen(self):
        """The UIDs that it tells of, rising."""
        return sorted(uid for uid in list(self.mails) if uid not in self.hidden)

    def _uids(self, text):
        uids, found = self.seen(), set()
        top = uids[-1] if uids else 0
        for part in text.split(","):
            first, _, last = part.partition(":")
            low = int(first) if first != "*" else top
            high = low if not last else top if last == "*" else int(last)
            low, high = min(low, high), max(low, high)
            found.update(uids[bisect.bisect_left(uids, low):bisect.bisect_right(uids, high)])
        return sorted(found)

    @staticmethod
    def _ok(tag, data=b""):
        return data + f"{tag} OK done\r\n".encode()

    def _capability(self, tag, *_):
        return self._ok(tag, f"* CAPABILITY {self.capabilities}\r\n".encode())

    def _known(self, tag, user, password):
        self.logins.append((user, password))
        if self.accept is None or self.accept == (user, password):
            return self._ok(tag)
        return f"{tag} NO [AUTHENTICATIONFAILED] not you\r\n".encode()

    def _login(self, tag, line, *_):
        words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
        return self._known(tag, *(re.sub(r"\\(.)", r"\1", w) for w in words))

    def _authenticate(self, tag, line, client, lines):
        words = line.split(" ")
        if len(words) < 3:
            client.sendall(b"+ \r\n")
            words.append(lines.readline().decode().strip())
        _, user, password = base64.b64decode(words[2], validate=True).decode().split("\0")
        return self._known(tag, user, password)

    def _select(self, tag, line, client, *_):
        uids = self.seen()
        self._told[client] = {uid: self.mails[uid] for uid in uids}
        top = self.uidnext or max(uids, default=0) + 1
        return self._ok(tag, (f"* FLAGS (\\Seen \\Deleted)\r\n* {self.exists or len(uids)} EXISTS\r\n"
                              f"* OK [UIDVALIDITY {self.uidvalidity}] x\r\n"
                              f"* OK [UIDNEXT {top}] x\r\n").encode())

    def _status(self, tag, *_):
        return f"{tag} NO [TRYCREATE] none\r\n".encode()

    def _create(self, tag, *_):
        return self._ok(tag)

    def _noop(self, tag, *_):
        return self._ok(tag)

    def _logout(self, tag, *_):
        return self._ok(tag, b"* BYE\r\n")

    def _search(self, tag, line, *_):
        words = line.upper().split(" ")
        found = self._uids(words[words.index("UID", 1) + 1])
        if "NOT" in words:
            found = sorted(set(found) - set(self._uids(words[words.index("NOT") + 2])))
        if "UNSEEN" in words:
            found = [u for u in found if "\\Seen" not in self.flags.get(u, ())]
        if "UNDELETED" in words:
            found = [u for u in found if "\\Deleted" not in self.flags.get(u, ())]
        return self._ok(tag, ("* SEARCH" + "".join(f" {u}" for u in found)).encode() + b"\r\n")

    def body(self, uid, part=None):
        """A FETCH line with that mail's bytes; part: (offset, count)."""
        data, label = self.mails[uid], "BODY[]"
        if part:
            data, label = data[part[0]:part[0] + part[1]], f"BODY[]<{part[0]}>"
        return f"* {uid} FETCH (UID {uid} {label} {{{len(data)}}}\r\n".encode() + data + b")\r\n"

    def listed(self, uid):
        """A FETCH line with its size and date."""
        size = self.sizes.get(uid, len(self.mails[uid]))
        date = self.dates.get(uid, "01-Jun-2026 10:00:00 +0200")
        return (f"* {uid} FETCH (UID {uid} RFC822.SIZE {size}"
                f' INTERNALDATE "{date}")\r\n').encode()

    def _fetch(self, tag, line, *_):
        out = b""
        part = re.search(r"<(\d+)\.(\d+)>", line)
        for uid in self._uids(line.split(" ")[2]):
            if "BODY" in line:
                out += self.body(uid, part and (int(part[1]), int(part[2])))
            else:
                out += self.listed(uid)
        return self._ok(tag, out)

    def _store(self, tag, line, *_):
        for uid in self._uids(line.split(" ")[2]):
            self.flags.setdefault(uid, set()).update(re.findall(r"\\\w+", line))
            self.marked.append(self.mails[uid])
        return self._ok(tag)

    def _copy(self, tag, line, *_):
        words = line.split(" ", 3)
        self.copied += [(uid, words[3]) for uid in self._uids(words[2])]
        return self._ok(tag)

    def _move(self, tag, line, *_):
        words = line.split(" ", 3)
        for uid in self._uids(words[2]):
            self.copied.append((uid, words[3]))
            self.gone.append(self.mails.pop(uid))
        return self._ok(tag)

    def _expunge(self, tag, line, *_):
        words = line.split(" ")
        for uid in self._uids(words[2]) if len(words) > 2 else list(self.mails):
            if "\\Deleted" in self.flags.get(uid, ()):
                del self.mails[uid]
        return self._ok(tag)

    def _news(self, client):
        """EXPUNGE of what went since, another mail's UID used again too, and EXISTS."""
        with self.lock:
            told, now = self._told.get(client, {}), {uid: self.mails[uid] for uid in self.seen()}
        self._told[client] = now
        gone = [n for n, uid in enumerate(sorted(told), 1) if told[uid] is not now.get(uid)]
        lines = [f"* {n} EXPUNGE\r\n" for n in reversed(gone)]
        if any(told.get(uid) is not raw for uid, raw in now.items()):
            lines.append(f"* {len(now)} EXISTS\r\n")
        return "".join(lines).encode()

    def _idle(self, tag, client):
        """Tells also what came between the last answer and IDLE."""
        client.sendall(b"+ idling\r\n")
        client.settimeout(0.05)
        said = b""
        while not said.endswith(b"\n"):
            try:
                got = client.recv(100)
                if not got:
                    raise OSError("gone")
                said += got
            except socket.timeout:
                news = self._news(client)
                self.traffic += len(news)
                client.sendall(news)
        client.settimeout(None)
        return self._ok(tag)
