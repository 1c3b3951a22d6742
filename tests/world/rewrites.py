"""Providers that change what they are given: for Smtpd.rewrite."""
import itertools
import re
import uuid

_numbers = itertools.count(1)


def _with(mail, name, value):
    """Its header field has another value."""
    mail.data, n = re.subn(rb"(?im)^" + name.encode() + rb":.*(?:\r\n[ \t].*)*\r\n",
                           f"{name}: {value}\r\n".encode(), mail.data, count=1)
    assert n == 1, name


class Ses:
    """Amazon SES: a Message-ID and a Date of its own; the reply says which ID."""

    def __init__(self, region="eu-west-1"):
        self.domain = "email" if region == "us-east-1" else region

    def __call__(self, mail):
        number = f"0102018f{next(_numbers):08x}-{uuid.uuid4()}-000000"
        _with(mail, "Message-ID", f"<{number}@{self.domain}.amazonses.com>")
        _with(mail, "Date", "Mon, 01 Jun 2026 10:00:00 +0000")
        return f"250 Ok {number}"


class Silent:
    """A relay that gives mails IDs of its own, and says nothing of it."""

    def __call__(self, mail):
        _with(mail, "Message-ID", f"<AM9PR{next(_numbers):05d}.{uuid.uuid4().hex.upper()}@AM9PR.eurprd.prod.outlook.example>")
        return "250 2.0.0 queued"
