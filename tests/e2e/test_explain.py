"""docketctl parse --explain: why a mail was read so, without database or configuration."""
import json
import re
import subprocess

import pytest

from world import build_dir
from world.docket import ROOT

CTL = f"{build_dir()}/daemon/docketctl"
GOLDEN = f"{ROOT}/tests/golden"

BLOCK = b"""From: Jo <jo@acme.example>
To: support@example.com
Subject: It stops
X-Priority: 1
Date: yesterday

Gravedad: alta
Version: the newest
Precio: 12

Hola
"""


def parse(raw, *argv):
    done = subprocess.run([CTL, "parse", *argv], input=raw, capture_output=True, check=False,
                          timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def golden(name):
    with open(f"{GOLDEN}/{name}.eml", "rb") as f:
        return f.read()


@pytest.mark.parametrize("name, lines", [
    ("vacation", [r"kind +auto: Auto-Submitted: auto-replied"]),
    ("complaint", [r"kind +complaint: report-type=feedback-report",
                   r"about the mail +ack\.12@desk\.example"]),
    ("challenge", [r"kind +challenge: a service that has senders confirm"]),
    ("invitation", [r"kind +calendar: text/calendar; method=request"]),
    ("plain", [r"kind +human: no sign of a machine", r"from +\S+@\S+: the first of 1 in From"]),
    ("bounce-in-words", [r"bounce format +qmail",
                         r"bounce recipient +jo@acme.example: named in the server's notice",
                         r'bounce status +5\.2\.2: that is what "mailbox is full" means',
                         r"about the mail +ack\.12@desk\.example"]),
    ("bounce", [r"bounce status +5\.1\.1: in the delivery status report"]),
    ("ambiguous", [r"ambiguous .*: nothing in it is run"]),
    ("too-deep", [r"quarantine +\S+"]),
])
def test_kinds_and_limits(name, lines):
    out = parse(golden(name), "--explain")
    for line in lines:
        assert re.search(f"^{line}", out, re.M), out


def test_values():
    out = parse(BLOCK, "--explain")
    for line in (r'field severity +high: a line at the top, label "gravedad", written "alta"$',
                 r'field version +the newest: .* "version", written "the newest", unverified$',
                 r"date +the Date field cannot be read$"):
        assert re.search(f"^{line}", out, re.M), out


def test_a_block_that_is_not_believed():
    raw = BLOCK.replace(b"Precio: 12\n\n", b"Precio: 12\n")
    out = parse(raw, "--explain")
    assert re.search(r'^labels +not believed: "Precio: 12" is no field', out, re.M), out
    assert re.search(r'^field severity +high: header field "X-Priority", written "1"$', out, re.M)


def test_json_has_the_reasons_too():
    letter = json.loads(parse(BLOCK, "--explain", "--json"))
    assert {"about": "kind", "why": "human: no sign of a machine"} in letter["reasons"]
    assert "reasons" not in json.loads(parse(BLOCK))


def test_a_file_is_read_as_standard_input_is():
    assert parse(b"", f"{GOLDEN}/plain.eml") == parse(golden("plain"))


def test_a_file_that_is_not_there():
    done = subprocess.run([CTL, "parse", "/nowhere.eml"], capture_output=True, text=True,
                          check=False, timeout=60)
    assert (done.returncode, done.stderr) == (
        65, "docketctl: /nowhere.eml: No such file or directory\n")


def test_no_control_character_reaches_a_terminal():
    out = parse(b"From: jo@x.example\nSubject: x\nX-Severity: high\n\n"
                b"Version: 2\x1b[31m\xe2\x80\xae\n\nx\n", "--explain")
    assert re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", out) is None
