"""Mails in an engineer's name, by generation: who checked them and what was found, which
token they have and where, what From says; and what each must prove.

A cell is (verify, auth, word, token, place, sender).  What it must prove is put together of
what each row of the tables says alone: nothing here reads a mail.
"""
import random

from . import mail
from .docket import AGENT, LEAD

HERE = "home.example.net"
SUPPORT, OUTLOOK = "support", "outlook"			# mailboxes
ADDRESS = {SUPPORT: "support@example.com", OUTLOOK: "outlook@example.com"}

VERIFY = ("token", "dmarc", "either", "both")
# By verify: what (a token, a pass) of a mail of which nothing else is known proves.
ENOUGH = {"token": ((0, 0), (1, 1)), "dmarc": ((0, 1), (0, 1)),
          "either": ((0, 1), (1, 1)), "both": ((0, 0), (0, 1))}

# {what the server found: (its words, what they say)}
WORDS = {
    "none": ("spf=pass smtp.mailfrom=" + HERE, ""), "pass": ("dmarc=pass header.from=" + HERE, "pass"),
    "fail": ("dmarc=fail (p=none) header.from=" + HERE, "fail"),
    "for another": ("dmarc=pass header.from=evil.example", ""),
    "temperror": ("dmarc=temperror header.from=" + HERE, "")}
FORGED = WORDS["pass"][0]

BORDER = ("Received", "from mx.evil.example (192.0.2.7) by D1.mail.protection.outlook.com"
          " (10.152.1.2) with Microsoft SMTP Server id 15.20 via Frontend Transport")
STEPS = [("Received", "from A1.prod.outlook.com (2603:10a6:10:1::5) by B1.prod.outlook.com with HTTPS"),
         ("Received", "from D1.prod.protection.outlook.com (2603:10a6:10:cafe::1) by"
          " C1.outlook.office365.com (2603:10a6:10:2::7) with Microsoft SMTP Server id 15.20")]


def results(text):
    return "Authentication-Results", text


def same(word):
    return word


def nothing(_):
    return ""


def only_fail(word):
    return word if word == "fail" else ""


# {form: (mailbox, its header fields, what is believed of the words)}
AUTH = {
    "absent": (SUPPORT, lambda t: [], nothing),
    "ours": (SUPPORT, lambda t: [results("mx.example.com; " + t)], same),
    "ours, folded and commented": (
        SUPPORT, lambda t: [results(f"(a) MX.Example.COM (b) 1;\r\n\t{t.upper()}\r\n (c)")], same),
    "ours, in quotes": (SUPPORT, lambda t: [results(f'"mx.example.com"; {t}')], same),
    "ours above a forged one": (
        SUPPORT, lambda t: [results("mx.example.com; " + t), results("mx.example.com; " + FORGED)], same),
    "two of ours": (
        SUPPORT, lambda t: [results("mx.example.com; " + t),
                            results("mx.example.com; dmarc=fail header.from=" + HERE)], same),
    "another's above ours": (
        SUPPORT, lambda t: [results("mx.evil.example; " + FORGED), results("mx.example.com; " + t)], nothing),
    "another's": (SUPPORT, lambda t: [results("mx.example.com.evil.example; " + t)], nothing),
    "without a name": (SUPPORT, lambda t: [results(t)], nothing),
    "Microsoft's place in another mailbox": (
        SUPPORT, lambda t: [*STEPS, results(t), BORDER], nothing),
    "the preset's word": (SUPPORT, lambda t: [results("microsoft365; " + t)], nothing),
    "version 2": (SUPPORT, lambda t: [results("mx.example.com 2; " + t)], nothing),
    "an encoded word": (
        SUPPORT, lambda t: [results(f"mx.example.com; {t}; spf=none smtp.mailfrom==?utf-8?q?x?=")], nothing),
    "ARC's": (SUPPORT, lambda t: [("ARC-Authentication-Results", "i=1; mx.example.com; " + t)], nothing),
    "within a comment": (SUPPORT, lambda t: [results(f"mx.example.com; spf=none ({t}; x)")], nothing),
    "Microsoft's": (OUTLOOK, lambda t: [*STEPS, results(t + ";compauth=pass reason=100"), BORDER], same),
    "Microsoft's above all": (OUTLOOK, lambda t: [results(t), BORDER], same),
    "Microsoft's above a forged one": (
        OUTLOOK, lambda t: [*STEPS, results(t), BORDER, results(FORGED)], same),
    "below Microsoft's border": (OUTLOOK, lambda t: [*STEPS, BORDER, results(t)], only_fail),
    "between two borders": (OUTLOOK, lambda t: [BORDER, results(t), BORDER], only_fail),
    "below a step from outside": (
        OUTLOOK, lambda t: [("Received", "from x.prod.outlook.com (192.0.2.7) by y.prod.outlook.com"
                             " with SMTP"), results(t), BORDER], only_fail),
    "above another's border": (
        OUTLOOK, lambda t: [results(t), ("Received", "from x (192.0.2.7) by mx.evil.example with SMTP"),
                            BORDER], only_fail),
    "compauth beside it": (OUTLOOK, lambda t: [*STEPS, results("compauth=pass reason=100"), BORDER], nothing),
}

# {token: (what makes it, whether it is a proof of Ana's, whether it is young)}; KIND AGENT TICKET SERIAL DAYS
TOKENS = {
    "none": (None, 0, 0), "good": ("reply ana {t} 1 0", 1, 1), "of last week": ("reply ana {t} 1 10", 1, 0),
    "expired": ("reply ana {t} 1 91", 0, 0), "withdrawn": ("reply ana {t} 0 0", 0, 0),
    "another agent's": ("reply lee {t} 0 0", 0, 0), "a contact's": ("reply - {t} 0 0", 0, 0),
    "of another ticket": ("reply ana {other} 0 0", 1, 1), "broken": ("reply ana {t} 1 0", 0, 0)}


def broken(address):
    """The last character of its token is another."""
    local, _, domain = address.partition("@")
    return f"{local[:-2]}{'b' if local[-2] == 'a' else 'a'}{local[-1]}@{domain}"


# {what a mail program or a server made of the place: (header fields, whether it is read)}
PLACES = {
    "To": lambda a: ([("To", a)], 1), "Cc": lambda a: ([("To", "x@partner.example"), ("Cc", a)], 1),
    "in capitals": lambda a: ([("To", a.upper())], 1),
    "with a name, folded": lambda a: ([("To", f'"Example\r\n Support" <{a}>')], 1),
    "among others": lambda a: ([("To", "a@x.example, " + a + ", b@x.example")], 1),
    "where the server put it": lambda a: ([("Delivered-To", a), ("To", "undisclosed-recipients:;")], 1),
    "in Reply-To": lambda a: ([("To", "support@example.com"), ("Reply-To", a)], 0),
    "as a name": lambda a: ([("To", f'"{a}" <support@example.com>')], 0),
    "at another domain": lambda a: ([("To", a.partition("@")[0] + "@evil.example")], 0)}

KIM = "kim@evil.example"
# {who From names: (header fields, whether it is Ana and nobody else)}
SENDERS = {
    "Ana": ([("From", f"Ana <{AGENT}>")], 1), "in capitals": ([("From", AGENT.upper())], 1),
    "a bare address": ([("From", AGENT)], 1), "with a comment": ([("From", f"(at home) {AGENT}")], 1),
    "Ana twice": ([("From", f"Ana <{AGENT}>, {AGENT}")], 1),
    "Ana and another": ([("From", f"Ana <{AGENT}>, {KIM}")], 0),
    "another and Ana": ([("From", f"{KIM}, Ana <{AGENT}>")], 0),
    "two fields": ([("From", f"Ana <{AGENT}>"), ("From", KIM)], 0),
    "as a name": ([("From", f'"{AGENT}" <{KIM}>')], 0),
    "as an encoded word": ([("From", f"=?utf-8?q?Ana_=3C{AGENT}=3E?= <{KIM}>")], 0),
    "in Sender": ([("From", KIM), ("Sender", AGENT)], 0),
    "a look-alike": ([("From", f"Ana <ana@{HERE}.evil.example>")], 0),
    "a detail": ([("From", "ana+x@" + HERE)], 0)}

DIMENSIONS = (VERIFY, AUTH, WORDS, TOKENS, PLACES, SENDERS)


def count():
    n = 1
    for rows in DIMENSIONS:
        n *= len(rows)
    return n


def sample(n, seed=1):
    """Cells at random, each row of each table as often as the others."""
    chance = random.Random(seed)
    columns = []
    for rows in DIMENSIONS:
        names = list(rows)
        column = [names[i % len(names)] for i in range(n)]
        chance.shuffle(column)
        columns.append(column)
    return sorted(set(zip(*columns)))


def expected(cell):
    """0: nothing of it is proven; 1: it is; 2: freshly, as merge wants it."""
    verify, auth, word, token, place, sender = cell
    said = AUTH[auth][2](WORDS[word][1])
    _, proves, young = TOKENS[token]
    is_read = PLACES[place]("a@b")[1]
    if said == "fail" or not SENDERS[sender][1]:
        return 0
    by_token, by_dmarc = int(proves and is_read), int(said == "pass")
    if not ENOUGH[verify][by_token][by_dmarc]:
        return 0
    return 2 if (by_token and young) or (by_dmarc and verify != "token") else 1


def mailbox(cell):
    return AUTH[cell[1]][0]


def without_token(cell):
    return (*cell[:3], "none", *cell[4:])


def without_pass(cell):
    return (cell[0], "absent" if mailbox(cell) == SUPPORT else "compauth beside it", *cell[2:])


class Probe:
    """tests/e2e/proofprobe, of one docket's configuration."""

    def __init__(self, run):
        self.run = run				# bytes in, lines out
        self.made = {}

    def tokens(self, ticket, other):
        """The address of each row of TOKENS, in each mailbox."""
        keys = [(box, name) for box in ADDRESS for name, row in TOKENS.items() if row[0]]
        lines = "".join(f"token {TOKENS[name][0].format(t=ticket, other=other)} {ADDRESS[box]}\n"
                        for box, name in keys)
        made = dict(zip(keys, self.run(lines.encode())))
        for box, address in ADDRESS.items():
            made[box, "broken"] = broken(made[box, "broken"])
            made[box, "none"] = address
        return made

    def levels(self, cells, tokens, ticket):
        """What docket makes of them: (agent or "-", level, the ticket of a good token)."""
        parts = []
        for cell in cells:
            raw = letter(cell, tokens)
            parts.append(f"mail {cell[0]} {mailbox(cell)} {ticket} 1 {len(raw)}\n".encode() + raw)
        return {cell: tuple(int(w) if w.isdigit() else w for w in line.split())
                for cell, line in zip(cells, self.run(b"".join(parts)), strict=True)}


def letter(cell, tokens, text="#severity high", headers=()):
    """The mail; From and To are the cell's."""
    _, auth, word, token, place, sender = cell
    box, fields, _ = AUTH[auth]
    fields = [*fields(WORDS[word][0]), *SENDERS[sender][0], *PLACES[place](tokens[box, token])[0], *headers]
    raw = mail.letter(text, sender="SENDER", to="TO", subject="Re: Hum")
    raw = raw.replace(b"From: SENDER\r\n", b"").replace(b"To: TO\r\n", b"")
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode() + raw
