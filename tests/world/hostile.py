"""Names, subjects, addresses and file names as an attacker would write them, from a seed.

Each value is (raw, meant): the bytes of its header field, and the text that a person was meant
to see, or None where the bytes mean nothing: then only the form of what goes out is told.
"""
import base64
import re
import unicodedata

EVIL = "evil@attacker.example"

PIECES = [
    "\r\nBcc: " + EVIL, "\nX-Evil: 1", "\r", "\0", "\r\n\r\n<b>body</b>", "\r\n.\r\nQUIT\r\n",
    "\u202egnp.exe", "\u2066x\u2069", "\u200f", "\u2028next", "\u0085", "\x1b[2J", "\x7f", "\t", "\b\b",
    '"', '\\', '\\"', "'", ";", ",", ":", "<", ">", "(", ")", "((", "))", "@", "[", "]", "=?", "?=",
    "=?utf-8?Q?=0D=0ABcc:_" + EVIL + "?=", "=?utf-8?B?DQpYLUV2aWw6IDE=?=", f"<{EVIL}>",
    f"(c) {EVIL}", "group: a, b;", "😀", "👩\u200d💻", "é", "é", "Grüße", "日本語", "русский", "עברית",
    "%0d%0a", "%00", "{{> head}}", "{{{entry.html}}}", "<script>", "&lt;", "`x`", "*a*", "$(id)",
    "'; drop table x; --", " " * 9, "a" * 90, "ü" * 60, "x y " * 50, "\ufeff", "ÿ", "ß", "-", ".",
    "..", "/", "../../etc/passwd", "C:\\temp\\", "con", "~", "#close",
]
BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xe9", b"\xf5\x80\x80\x80", b"\xc3", b"\x80\x9f",
         b"\xed\xb0\x80\xed\xa0\x80"]


def text(rng, long=False):
    """What is meant: a word, and what a hostile mind put around it."""
    made = "word " + "".join(rng.choice(PIECES) + rng.choice(["", " ", "w"])
                             for _ in range(rng.randrange(1, 8)))
    return made + "long " * 20_000 if long else made


def words(rng, meant):
    """As encoded words of UTF-8, B or Q, split between letters."""
    out, rest = [], meant
    while rest:
        part, rest = rest[:9], rest[9:]
        octets = part.encode()
        if rng.random() < 0.5:
            out.append(b"=?utf-8?B?" + base64.b64encode(octets) + b"?=")
        else:
            out.append(b"=?UTF-8?q?" + b"".join(b"=%02X" % c for c in octets) + b"?=")
    return b"\r\n ".join(out)


def quoted(meant):
    """As a quoted string: what must not stand in one is left out, from what is meant too."""
    meant = re.sub(r"[\x00-\x1f\x7f]", "", meant)
    while "=?" in meant or "  " in meant:		# such a word would be read as one
        meant = meant.replace("=?", "").replace("  ", " ")
    return b'"' + re.sub(r'(["\\])', r"\\\1", meant).encode() + b'"', meant


def phrase(rng, long=False):
    """A display name."""
    meant, way = text(rng, long), rng.randrange(4)
    if way == 0:
        raw = b"".join(rng.choice([b"x", b"Jo ", *BYTES]) for _ in range(5))
        return b'"' + raw + b'"', None
    if way == 1:
        raw = b"".join(rng.choice(BYTES) for _ in range(5))
        return b"=?utf-8?B?" + base64.b64encode(b"Jo" + raw) + b"?=", None
    if way == 2:
        return quoted(meant)
    return words(rng, meant), meant


def unstructured(rng, long=False):
    """A subject."""
    meant, way = text(rng, long), rng.randrange(3)
    if way == 0:
        return b"word " + b" ".join(rng.choice([b"x", *BYTES]) for _ in range(9)), None
    if way == 1:
        raw, meant = quoted(meant)
        return re.sub(rb'\\(["\\])', rb"\1", raw[1:-1]), meant
    return words(rng, meant), meant


def address(rng, number):
    """(raw, the one address that mail may go to)."""
    plain = f"jo{number}@acme.example"
    local = f"jo{number}"
    return rng.choice([
        (plain, plain), (f"<{plain}>", plain), (f'"{local}"@acme.example', plain),
        (f"<@attacker.example,@b.example:{plain}>", plain),
        (f"{local}(\\){EVIL})@acme.example", plain), (f"({EVIL}) {plain}", plain),
        (f"<{plain}> (c) ({EVIL}", plain), (f"< {local}@acme.example >", plain),
        (f"<{plain}\0>", plain), (f'"{local}\\"<{EVIL}>"@acme.example', None),
        (f"<{local}@acme.example\r\n RCPT TO:{EVIL}>", None),
        (f"<=?utf-8?Q?{local}=40acme.example=0D=0ARCPT_TO:={EVIL}?=>", None),
        (f"<{local}%{EVIL.split('@')[1]}@acme.example>", f"{local}%attacker.example@acme.example"),
        (f"<attacker.example!{local}@acme.example>", f"attacker.example!{local}@acme.example"),
        (f"<{local}@[127.0.0.1]>", None), (f"<{local}@acme..example>", None),
        (f"<{'x' * 100_000}@acme.example>", None), (f"<{local}@{'a.' * 3000}example>", None),
        (f"<{local}@acme.example> SIZE=1 AUTH=<>", plain), ("<>", None), ("", None),
        (f"<ü{local}@acme.example>", f"ü{local}@acme.example"),
        (f"<{local}\u202e@acme.example>", plain), (f"<{local}@bücher.example>",
                                                   f"{local}@xn--bcher-kva.example"),
    ])


def filename(rng):
    """(the parameter as it stands behind the disposition, the name that is meant)."""
    meant, way = text(rng) + ".txt", rng.randrange(5)
    percent = "".join(f"%{c:02X}" for c in meant.encode())
    if way == 0:
        return f"filename*=utf-8''{percent}".encode(), meant
    if way == 1:
        cut = [percent[i:i + 60] for i in range(0, len(percent), 60)]
        return b";\r\n ".join(f"filename*{i}*={chr(39).join(['utf-8', '', '']) * (i == 0)}{part}"
                              .encode() for i, part in enumerate(cut)), meant
    if way == 2:
        raw, meant = quoted(meant)
        return b"filename=" + raw, meant
    if way == 3:
        return b'filename="' + words(rng, meant).replace(b"\r\n ", b" ") + b'"', meant
    return b"filename=" + b'"' + b"".join(rng.choice([b"x", *BYTES]) for _ in range(5)) + b'"', None


def _is_seen(c):
    """Not what is no letter and only moves, hides or turns around what is."""
    return unicodedata.category(c) not in ("Cc", "Zs", "Zl", "Zp") \
        and c not in "\u200b\u200e\u200f\u061c\ufeff\ufffd" and not "\u202a" <= c <= "\u202e" \
        and not "\u2066" <= c <= "\u2069"


def seen(value):
    """What of a text is seen: blanks and controls say nothing."""
    return "".join(c for c in unicodedata.normalize("NFC", value) if _is_seen(c))


def is_clean(value):
    """No control, and nothing that turns what is read around."""
    return all(unicodedata.category(c) != "Cc" and not "\u202a" <= c <= "\u202e"
               and not "\u2066" <= c <= "\u2069" for c in value)
