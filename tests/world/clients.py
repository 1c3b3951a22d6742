"""How people's mail clients answer a mail of ours: what each quotes, drops and adds.

`reply(client, raw, text, sender, files)` is the answer as bytes to a mail as it was received;
`files`: (name, type, bytes).
"""
import base64
import email.policy
import email.utils
import html as entities
import itertools
import os
import re
from email.message import EmailMessage

from . import mail

_numbers = itertools.count(1)
DAY = "30 Nov 2026"


class Client:
    """One that does all that is asked of it."""

    prefix = "Re: "
    names_us = True			# Reply-To counts
    keeps_references = True
    signature = ""
    mailer = "Mutt 2.2"

    def quoted(self, got):
        return (f"\n\nOn {got['Date']}, {got['From']} wrote:\n"
                + "\n".join(f"> {line}".rstrip() for line in mail.text_of(got).splitlines()))

    def shape(self, made, text, got):
        """The body; the quoted mail below."""
        made.set_content(text + self.signature + self.quoted(got) + "\n")

    def attach(self, made, files):
        for name, kind, octets in files:
            made.add_attachment(octets, *kind.split("/"), filename=name)

    def extras(self, made, got):
        """Headers of its own."""

    def subject(self, got):
        said = re.sub(r"\s+", " ", str(got["Subject"] or ""))
        return said if re.match(r"(?i)(re|aw|sv):", said) else self.prefix + said


class IosMail(Client):
    """No References, a signature of its own, pictures between the lines."""

    keeps_references = False
    signature = "\n\nSent from my iPhone"
    mailer = "iPhone Mail (22A3354)"

    def quoted(self, got):
        name, address = email.utils.parseaddr(str(got["From"]))
        lines = "\n".join(f"> {line}" for line in mail.text_of(got).splitlines())
        return f"\n\n> On {DAY}, at 07:05, {name} <{address}> wrote:\n> \n> \ufeff{lines[2:]}"

    def attach(self, made, files):
        for name, kind, octets in files:
            made.add_attachment(octets, *kind.split("/"), filename=name, disposition="inline")


class OutlookDesktop(Client):
    """Word's HTML, the mail below under a block of headers, RE: and a conversation index."""

    prefix = "RE: "
    mailer = "Microsoft Outlook 16.0"

    def _block(self, got):
        return [("From:", str(got["From"])), ("Sent:", "Monday, 30 November 2026 07:05"),
                ("To:", str(got["To"])), ("Subject:", str(got["Subject"]))]

    def shape(self, made, text, got):
        block = "\n".join(f"{name} {value}" for name, value in self._block(got))
        made.set_content(f"{text}\n\n{block}\n\n{mail.text_of(got)}\n")
        rows = "<br>".join(f"<b>{n}</b> {entities.escape(v)}" for n, v in self._block(got))
        lines = "".join(f"<p class=MsoNormal>{entities.escape(line) or '&nbsp;'}<o:p></o:p></p>"
                        for line in text.splitlines())
        made.add_alternative(
            '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>'
            "p.MsoNormal {margin:0cm}</style></head><body lang=EN-GB><div class=WordSection1>"
            f"{lines}<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm"
            f" 0cm'><p class=MsoNormal>{rows}</p></div>{mail.html_of(got)}</div></body></html>",
            subtype="html")

    def extras(self, made, got):
        made["Thread-Topic"] = re.sub(r"(?i)^(re|aw): ", "", str(got["Subject"]))
        made["Thread-Index"] = base64.b64encode(b"\x01" + os.urandom(21) + os.urandom(5)).decode()
        made["X-MS-Has-Attach"] = ""
        made["Content-Language"] = "en-GB"


class GmailWeb(Client):
    """Its quote of HTML, the line above it folded."""

    mailer = ""

    def quoted(self, got):
        lines = "\n".join(f"> {line}" for line in mail.text_of(got).splitlines())
        name, address = email.utils.parseaddr(str(got["From"]))
        return f"\n\nOn Mon, {DAY} at 07:05, {name} <{address}>\nwrote:\n\n{lines}"

    def shape(self, made, text, got):
        super().shape(made, text, got)
        name, address = email.utils.parseaddr(str(got["From"]))
        said = "<br>".join(entities.escape(line) for line in text.splitlines())
        made.add_alternative(
            f'<div dir="ltr">{said}</div><br><div class="gmail_quote gmail_quote_container">'
            f'<div dir="ltr" class="gmail_attr">On Mon, {DAY} at 07:05, {entities.escape(name)} '
            f'&lt;<a href="mailto:{address}">{address}</a>&gt; wrote:<br></div><blockquote '
            'class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid '
            f'rgb(204,204,204);padding-left:1ex">{mail.html_of(got)}</blockquote></div>',
            subtype="html")


class OldPhone(Client):
    """Answers From, whatever Reply-To says; knows one header of what it answers."""

    names_us = False
    keeps_references = False
    mailer = "K-9 of long ago"


CLIENTS = {made.__name__: made() for made in (Client, IosMail, OutlookDesktop, GmailWeb, OldPhone)}


def reply(client, raw, text, sender, files=()):
    got, made = mail.read(raw), EmailMessage(policy=email.policy.SMTP)
    made["From"] = sender
    made["To"] = str(got["Reply-To"] if client.names_us and got["Reply-To"] else got["From"])
    made["Subject"] = client.subject(got)
    made["Date"] = email.utils.formatdate(localtime=False)
    made["Message-ID"] = f"<c{next(_numbers)}.{os.getpid()}@client.example>"
    made["In-Reply-To"] = str(got["Message-ID"])
    if client.keeps_references:
        made["References"] = re.sub(r"\s+", " ", f"{got['References'] or ''} {got['Message-ID']}").strip()
    if client.mailer:
        made["X-Mailer"] = client.mailer
    client.extras(made, got)
    client.shape(made, text, got)
    client.attach(made, files)
    return made.as_bytes()
