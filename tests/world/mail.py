"""Mails to send in, and mails that came out, read as a person's client would."""
import email
import email.policy
import email.utils
import itertools
import os
import re

MAILS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                     "e2e", "mails")
_numbers = itertools.count(1)


def crlf(raw):
    """Bytes with CRLF line ends, as they travel."""
    return re.sub(rb"\r?\n", b"\r\n", raw)


def sample(name, **fields):
    """One of tests/e2e/mails; `@NAME@` in it is replaced by fields[NAME]."""
    with open(f"{MAILS}/{name}.eml", "rb") as f:
        raw = f.read()
    for key, value in fields.items():
        raw = raw.replace(b"@" + key.upper().encode() + b"@", str(value).encode())
    return crlf(raw)


def letter(text="The printer is on fire.", sender="Jo Doe <jo@acme.example>",
           to="support@example.com", subject="Printer on fire", message_id=None,
           headers=()):
    """A plain mail as bytes; `headers` are (name, value) pairs, put first."""
    number = next(_numbers)
    lines = [f"{name}: {value}" for name, value in headers]
    lines += [
        f"From: {sender}", f"To: {to}", f"Subject: {subject}",
        f"Date: {email.utils.formatdate(localtime=False)}",
        f"Message-ID: {message_id or f'<m{number}.{os.getpid()}@client.example>'}",
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit", "", text, ""]
    return "\r\n".join("\r\n".join(lines).splitlines()).encode() + b"\r\n"


def read(raw):
    """An EmailMessage of what was sent or received."""
    return email.message_from_bytes(raw, policy=email.policy.default)


def text_of(message):
    """The text/plain body of an EmailMessage."""
    part = message.get_body(("plain",))
    return part.get_content().replace("\r\n", "\n") if part is not None else ""


def html_of(message):
    part = message.get_body(("html",))
    return part.get_content().replace("\r\n", "\n") if part is not None else ""


def bare_id(message):
    """Its Message-ID without the proof of who reads it: what somebody else may know."""
    return re.sub(r"\+[a-z0-9.]+@", "@", str(message["Message-ID"]))


def addresses(message, name):
    """The bare addresses of a header field."""
    return [a for _, a in email.utils.getaddresses([str(v) for v in message.get_all(name, [])])]


def reply(message, text, sender, quote=True, headers=(), **how):
    """The answer that a mail client would write to an EmailMessage."""
    to = message["Reply-To"] or message["From"]
    references = " ".join(filter(None, [message["References"], message["Message-ID"]]))
    subject = str(message["Subject"] or "")
    if not subject.lower().startswith("re:"):
        subject = f"Re: {subject}"
    if quote:
        text += f"\n\nOn {message['Date']}, {message['From']} wrote:\n"
        text += "\n".join(f"> {line}" for line in text_of(message).splitlines())
    return letter(text, sender=sender, to=str(to), subject=subject, **how, headers=[
        *headers, ("In-Reply-To", str(message["Message-ID"])),
        ("References", re.sub(r"\s+", " ", references))])
