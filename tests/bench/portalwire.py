#!/usr/bin/python3
"""What the portal's pages cost, and what an attack on them costs mail.

usage: portalwire.py [--mails N] [--pages N]

Needs docketd built without sanitizers: DOCKET_BUILD names the build.  Intake is timed twice in
one run, alone and while 1,000 connections idle, forms crawl and 100 MB come in again and
again; the ratio is what counts.
"""
import argparse
import os
import socket
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World, desk as desks, mail				# noqa: E402


def quantile(values, q):
    return statistics.quantiles(values, n=100, method="inclusive")[q - 1]


def knock(path):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(30)
    s.connect(path)
    return s


def scgi(method, uri, length=0):
    block = "".join(f"{k}\0{v}\0" for k, v in (
        ("CONTENT_LENGTH", length), ("SCGI", 1), ("REQUEST_METHOD", method), ("REQUEST_URI", uri),
        ("REMOTE_ADDR", "192.0.2.7"))).encode()
    return b"%d:%s," % (len(block), block)


def page(path, uri):
    began = time.monotonic()
    with knock(path) as s:
        s.sendall(scgi("GET", uri))
        got = b""
        while piece := s.recv(65536):
            got += piece
    return time.monotonic() - began, len(got)


def intake(desk, name, count):
    """Seconds from a mail's delivery to its row, each by itself."""
    took = []
    for n in range(count):
        began = time.monotonic()
        desk.receive(mail.letter("It hums.", sender=f"jo{n}@acme.example", subject=f"{name} {n}"))
        took.append(time.monotonic() - began)
    return took


class Attack:
    """Idle connections, crawling forms, large bodies, for as long as it is entered."""

    def __init__(self, path):
        self.path = path
        self.over = threading.Event()
        self.threads = [threading.Thread(target=run, daemon=True)
                        for run in (self.idle, self.crawl, self.flood)]

    def idle(self):
        held = []
        while not self.over.is_set():
            try:
                held.append(knock(self.path))
            except OSError:
                pass
            if len(held) > 1000:
                held.pop(0).close()

    def crawl(self):
        held = []
        while not self.over.is_set():
            try:
                s = knock(self.path)
                s.sendall(scgi("POST", "/sign-in", 1000))
                held.append(s)
            except OSError:
                pass
            for s in held[-50:]:
                try:
                    s.sendall(b"a")
                except OSError:
                    pass
            time.sleep(0.05)

    def flood(self):
        while not self.over.is_set():
            try:
                with knock(self.path) as s:
                    s.sendall(scgi("POST", "/sign-in", 20_000_000) + b"x" * 20_000_000)
            except OSError:
                pass

    def __enter__(self):
        for t in self.threads:
            t.start()

    def __exit__(self, *_):
        self.over.set()
        for t in self.threads:
            t.join(30)


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--mails", type=int, default=50)
    args.add_argument("--pages", type=int, default=500)
    args = args.parse_args()
    with World() as world:
        docket = world.docket()
        path = f"{world.folder}/w.sock"
        docket.files["docket.conf"]["portal"] = {"url": "https://desk.example.com", "socket": path}
        docket.files["docket.conf"]["log_level"] = "info"
        docket.write()
        docket.start()
        desk = desks.Desk(world, docket)
        world.wait(lambda: os.path.exists(path), 10)
        for uri in ("/style.css", "/sign-in", "/t/42/abcdefghijklmnopqrstuvwxyza"):
            took = [page(path, uri) for _ in range(args.pages)]
            times = [1000 * t for t, _ in took]
            print(f"{uri[:20]:20} {took[0][1]:7} octets  p50 {quantile(times, 50):.2f} ms  "
                  f"p99 {quantile(times, 99):.2f} ms")
        intake(desk, "warm", 5)
        alone = intake(desk, "alone", args.mails)
        with Attack(path):
            time.sleep(2)
            attacked = intake(desk, "attacked", args.mails)
        for name, took in (("alone", alone), ("attacked", attacked)):
            print(f"intake {name:9} p50 {1000 * quantile(took, 50):.0f} ms  p99 {1000 * quantile(took, 99):.0f} ms")
        print(f"ratio of p99 {quantile(attacked, 99) / quantile(alone, 99):.2f}")
        print(f"a page after it {1000 * page(path, '/style.css')[0]:.1f} ms")
        docket.stop()


if __name__ == "__main__":
    main()
