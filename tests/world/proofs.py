"""Whose proofs are in which mails: an engineer's is in nobody else's.

`misplaced(mails, people)` names each that is; `people` is {address: agent's name}.  A proof is
found in header fields and texts, in links too, and where a mail program broke the line in it.
"""
import base64
import binascii
import re

from . import mail

# The kind, the key's id and base32; "b-" is a return path, which proves nobody.
PROOF = re.compile(r"(?:\+|%2b|(?<![+b])-)((?:[ncq]\.|a\.[a-z-]+\.)?[a-z])([a-z2-7]{30,46})(?![a-z2-7])",
                   re.I)
FIELDS = ("From", "To", "Cc", "Reply-To", "Subject", "References", "In-Reply-To", "Sender")
SHORTEST = 21				# bytes: fields of a number each, and the HMAC


def is_agents(code):
    """Whether it names an engineer, as its first byte says."""
    code = code.upper()
    if len(code) % 8 in (1, 3, 6):
        return False
    try:
        octets = base64.b32decode(code + "=" * (-len(code) % 8))
    except binascii.Error:
        return False
    return len(octets) >= SHORTEST and octets[0] >> 4 < 5 and octets[0] & 8 != 0


def joined(text):
    """Without line ends, and what stands before the lines of a quote."""
    return re.sub(r"\r?\n[>| \t]*", "", text)


def proofs(raw):
    """All engineers' proofs of a mail."""
    message = mail.read(raw)
    texts = [str(message[name] or "") for name in FIELDS]
    texts += [part.get_content() for part in message.walk() if
              part.get_content_maintype() == "text" and not part.get_filename()]
    return {kind.lower() + code.lower() for text in texts for way in (text, joined(text))
            for kind, code in PROOF.findall(way) if is_agents(code)}


def misplaced(mails, people):
    owners, wrong = {}, []
    for got in mails:
        readers = {people.get(r.lower()) for r in got.recipients}
        for proof in proofs(got.data):
            if None in readers:
                wrong.append(f"{proof} went to {got.recipients}")
            owner = owners.setdefault(proof, readers)
            if owner != readers or len(readers) != 1:
                wrong.append(f"{proof} of {owner} went to {readers}")
    return wrong
