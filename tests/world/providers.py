"""Providers as their customers meet them: what each refuses, counts, changes and forgets.

What they document, or are recorded to answer; a limit of a minute or a day is one of a few
mails here.  A Provider is put before the world's SMTP server by serve(); `received` gives a
mail as its reader has it, and `bounce` what comes back of it.
"""
import collections
import email.utils
import re
import time

from . import mail, rewrites
from .smtpd import Closing


def refuses(stage, reply, unfit):
    """A script: at that stage mail of an unfit envelope sender gets this reply."""
    return lambda now, got: reply if now == stage and unfit(got.sender) else None


def _is_null(sender):
    return sender == ""


def _has_detail(sender):
    return "+" in sender


# What providers answer to envelope senders that they take no mail from.
SENDERS = {
    "Amazon SES": refuses("mail", "501 Invalid MAIL FROM address provided", _is_null),
    "null at RCPT": refuses("rcpt", "550 5.7.1 <>: Sender address rejected: Access denied",
                            _is_null),
    "null after DATA": refuses("data", "554 5.7.1 Messages from the null sender are not accepted",
                               _is_null),
    "Microsoft 365": refuses("data", "554 5.2.252 SendAsDenied; support@example.com not allowed "
                             "to send as that address", _has_detail),
    "plain alone": refuses("mail", "553 5.7.1 Sender address rejected: not owned by user support",
                           lambda s: _is_null(s) or _has_detail(s)),
}

DSN = """\
From: {robot}
To: {to}
Subject: {subject}
Message-ID: <{id}@{host}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=dsn

--dsn
Content-Type: text/plain

The mail could not be delivered.
--dsn
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}

Final-Recipient: rfc822; {who}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--dsn
Content-Type: text/rfc822-headers

{headers}
--dsn--
"""


class Provider:
    """A server that does all it is asked."""

    preset = "other"			# docket's name of it
    settings = {}			# of the mailbox's group smtp, so that a test is short
    ids = None				# of rewrites.py: Message-IDs of its own
    sender = ""				# the envelope's, of an acknowledgement: begins so
    idle, idle_words, dribble = 300, "", 0
    robot, host = "Mail Delivery System <MAILER-DAEMON@mx.acme.example>", "mx.acme.example"
    bounce_subject = "Undelivered Mail Returned to Sender"
    no_such = "550 5.1.1 <{}>: Recipient address rejected: User unknown"

    def __init__(self):
        self.smtp = None
        self.refused = []			# every reply that was no yes
        self.dead = set()			# recipients that it does not take
        self.counts = collections.Counter()

    def serve(self, smtp):
        self.smtp = smtp
        smtp.reply, smtp.login_reply, smtp.rewrite = self._script, self._login, self._rewrite
        smtp.idle, smtp.idle_words, smtp.dribble = self.idle, self.idle_words, self.dribble

    def leave(self):
        smtp = self.smtp
        smtp.reply = smtp.login_reply = smtp.rewrite = None
        smtp.idle, smtp.idle_words, smtp.dribble = 300, "", 0

    def _script(self, stage, got):
        if stage == "rcpt" and got.recipient in self.dead:
            said = self.no_such.format(got.recipient)
        else:
            said = self.reply(stage, got)
        if isinstance(said, str):
            self.refused.append((stage, str(said)))
        return said

    def _rewrite(self, got):
        """What it calls the mail, which had the name `was`."""
        got.was = mail.bare_id(mail.read(got.data)).strip("<>")
        return self.ids(got) if self.ids is not None else None

    def _login(self):
        said = self.login()
        if said:
            self.refused.append(("auth", said))
        return said

    def next(self, what):
        self.counts[what] += 1
        return self.counts[what]

    def every(self, n, what):
        """True once in n calls of the same name."""
        return self.next(what) % n == 0

    # What differs

    def reply(self, stage, got):
        return None

    def login(self):
        return None

    def envelope(self, got):
        """Where bounces of a mail go."""
        return got.sender

    def received(self, got):
        return got.data

    def bounce(self, got, who):
        """None: it has nowhere to go."""
        to = self.envelope(got)
        headers = re.split(rb"\r\n\r\n", self.received(got))[0].decode("utf-8", "replace")
        return to and mail.crlf(DSN.format(
            robot=self.robot, to=to, subject=self.bounce_subject, host=self.host, who=who,
            id=f"dsn.{time.monotonic_ns()}", headers=headers).encode())


class Ses(Provider):
    """https://docs.aws.amazon.com/ses/latest/dg/: no null sender, identities that are verified,
    a rate a second and a quota a day, Message-IDs of its own, bounces by mail."""

    preset = "ses"
    settings = {"max_rate": 0}
    sender = "support+b-"
    robot, host = "MAILER-DAEMON@eu-west-1.amazonses.com", "a4-1.smtp-out.eu-west-1.amazonses.com"
    bounce_subject = "Delivery Status Notification (Failure)"
    ids = rewrites.Ses()
    quota = 1				# times that the day's is used up

    def reply(self, stage, got):
        said = SENDERS["Amazon SES"](stage, got)
        if said or stage != "data":
            return said
        author = email.utils.parseaddr(mail.read(got.data)["From"])[1]
        if author != "support@example.com":
            return ("554 Message rejected: Email address is not verified. The following identities"
                    f" failed the check in region EU-WEST-1: {author}")
        if len(got.data) > 10_000_000:
            return "552 Message is too long. The size limit is 10485760 bytes."
        if self.every(6, "rate"):
            return "454 Throttling failure: Maximum sending rate exceeded."
        if self.quota and self.every(20, "quota"):
            self.quota -= 1
            return "454 Throttling failure: Daily message quota exceeded."
        return None


class Microsoft365(Provider):
    """https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements
    and continuous-error-throttling-smtp-auth-submissions."""

    preset = "microsoft365"
    settings = {"max_rate": 0}
    idle, idle_words = 0.7, "421 4.4.1 Connection timed out"
    robot, host = "Microsoft Outlook <MicrosoftExchange329e71ec@example.com>", "x.prod.outlook.com"
    bounce_subject = "Undeliverable: your mail"
    no_such = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {} not found by SMTP address lookup"
    denied = 0

    def reply(self, stage, got):
        if len(self.smtp.live) > 3:
            return "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"
        if stage != "data":
            return None
        if "+" in got.sender:
            self.denied += 1
            if self.denied > 5:
                return "550 5.2.252 Sender throttled due to continuous send as denied errors."
            return ("554 5.2.252 SendAsDenied; support@example.com not allowed to send as "
                    f"{got.sender}; STOREDRV.Submission.Exception:SendAsDeniedException")
        if self.every(7, "threads"):
            return "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
        if self.every(11, "quota"):
            return "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"
        return None

    def received(self, got):
        return (b"X-MS-Exchange-Organization-AuthAs: Internal\r\nX-MS-Has-Attach: \r\n"
                b"Authentication-Results: spf=pass smtp.mailfrom=example.com\r\n" + got.data)


class Gmail(Provider):
    """https://support.google.com/a/answer/3726730: it puts the login's address for every
    envelope sender, says 421 when it likes, and counts logins and mails."""

    preset = "gmail"
    robot = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
    host = "googlemail.com"
    bounce_subject = "Delivery Status Notification (Failure)"
    no_such = ("550-5.1.1 The email account that you tried to reach does not exist. Please try\r\n"
               "550-5.1.1 double-checking the recipient's email address for typos. For more\r\n"
               "550 5.1.1 information, go to https://support.google.com/mail/?p=NoSuchUser - gsmtp")

    def login(self):
        return "454 4.7.0 Too many login attempts, please try again later." if self.every(5, "login") else None

    def reply(self, stage, got):
        if stage == "mail" and self.every(6, "later"):
            return Closing("421 4.7.0 Try again later, closing connection. - gsmtp")
        if stage == "data" and self.every(17, "quota"):
            return "550 5.4.5 Daily user sending limit exceeded. - gsmtp"
        return None

    def envelope(self, got):
        return "support@example.com"

    def bounce(self, got, who):
        made = super().bounce(got, who)
        return made and f"X-Failed-Recipients: {who}\r\n".encode() + made


class Postfix(Provider):
    """A plain MTA: lists of greys, a disk that fills, a filter behind it."""

    preset = "postfix"
    refusal = "554 5.7.1 Message content rejected"

    def __init__(self):
        super().__init__()
        self.seen = {}

    def reply(self, stage, got):
        pair = (got.sender.partition("+")[0], got.recipient)
        if stage == "rcpt" and time.monotonic() - self.seen.setdefault(pair, time.monotonic()) < 0.5:
            return f"450 4.2.0 <{got.recipient}>: Recipient address rejected: Greylisted"
        if stage == "mail" and self.every(9, "disk"):
            return "452 4.3.1 Insufficient system storage"
        return self.refusal if stage == "data" and b"GTUBE" in got.data else None


class Slow(Provider):
    """All its replies come in pieces, and now and then a mail is stored for longer than any
    command may take."""

    settings = {"timeout": "3s"}
    dribble = 0.005

    def reply(self, stage, got):
        return 4.5 if stage == "data" and self.every(8, "store") else None


PROVIDERS = {made.__name__: made for made in (
    Provider, Ses, Microsoft365, Gmail, Postfix, Slow)}
