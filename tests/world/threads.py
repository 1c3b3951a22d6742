"""Answers that keep a conversation as a program does: what it drops and adds in the header."""
import base64

from . import mail


def ios(message, text, sender, to=None, **how):
    """An iPhone: no References but what it answers, and the subject in other letters."""
    return mail.letter(f"{text}\r\n\r\nSent from my iPhone\r\n", sender=sender,
                       to=str(to or message["Reply-To"] or message["From"]),
                       subject=f"Re: {str(message['Subject']).removeprefix('Re: ')}",
                       headers=[("In-Reply-To", str(message["Message-ID"])),
                                ("References", str(message["Message-ID"]))], **how)


def outlook(message, text, sender, carried=None):
    """Outlook on a desk: its own subject, its own block of the Thread-Index."""
    index = carried or base64.b64decode(str(message["Thread-Index"]).replace(" ", "")) + b"\0\1\2\3\4"
    headers = [("Thread-Topic", str(message["Thread-Topic"])),
               ("Thread-Index", base64.b64encode(index).decode())]
    return mail.reply(message, text, sender, headers=headers).replace(
        b"Subject: Re: ", b"Subject: RE: ")
