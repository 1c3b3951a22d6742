"""A name server for one test: what it is told of, by UDP on loopback."""
import socket
import struct
import threading

TYPES = {"A": 1, "MX": 15, "AAAA": 28}


def _name(text):
    labels = [label.encode() for label in text.strip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


class Dns:
    """`zones` is {name: [("MX", 10, "mx.example."), ("A", "192.0.2.1")]}; nothing else is there."""

    def __init__(self):
        self.zones = {}
        self.silent = False
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                data, client = self._socket.recvfrom(4096)
            except OSError:
                return
            if not self.silent:
                self._socket.sendto(self.answer(data), client)

    def answer(self, data):
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1:at + 1 + data[at]].decode())
            at += 1 + data[at]
        name, kind = ".".join(labels).lower(), struct.unpack(">H", data[at + 1:at + 3])[0]
        self.asked.append((name, kind))
        records = [r for r in self.zones.get(name, []) if TYPES[r[0]] == kind]
        rcode = 0 if name in self.zones else 3
        head = data[:2] + struct.pack(">HHHHH", 0x8180 | rcode, 1, len(records), 0, 0)
        return head + data[12:at + 5] + b"".join(self._record(kind, r) for r in records)

    @staticmethod
    def _record(kind, record):
        body = struct.pack(">H", record[1]) + _name(record[2]) if record[0] == "MX" else \
            socket.inet_aton(record[1])
        return b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(body)) + body
