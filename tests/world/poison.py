"""Mails that crash, bloat or stall parsers: what makes the rest of each, behind its head."""

HEAD = ("From: Mallory <mallory@elsewhere.example>\r\nTo: support@example.com\r\n"
        "Subject: {name}\r\nMessage-ID: <{name}@elsewhere.example>\r\nMIME-Version: 1.0\r\n")


def quote_boundary():
    return ('Content-Type: multipart/mixed; boundary="\r\n\r\n--"\r\n\r\ntext\r\n--"--\r\n')


def quote_boundary_escaped():
    return ('Content-Type: multipart/mixed; boundary="\\""\r\n\r\n--"\r\n\r\ntext\r\n--"--\r\n')


def nested_parts():
    return "".join(f'Content-Type: multipart/mixed; boundary="n{i}"\r\n\r\n--n{i}\r\n'
                   for i in range(10_000)) + "\r\ntext\r\n"


def nested_messages():
    return "Content-Type: message/rfc822\r\n\r\n" * 10_000 + "\r\ntext\r\n"


def many_parts():
    return ('Content-Type: multipart/mixed; boundary="p"\r\n\r\n'
            + "--p\r\n\r\nx\r\n" * 100_000 + "--p--\r\n")


def long_header_line():
    return f"X-Long: {'a' * 1_000_000}\r\n\r\ntext\r\n"


def many_groups():
    """Address groups nest in the grammar of a parser, not in RFC 5322."""
    return f"Cc: {'a:' * 100_000}\r\n\r\ntext\r\n"


def many_headers():
    return "X-A: b\r\n" * 200_000 + "\r\ntext\r\n"


def deep_html():
    return ("Content-Type: text/html; charset=utf-8\r\n\r\n" + "<div>" * 100_000
            + "text" + "\r\n")


def charset_soup():
    return "".join(f"X-{i}: =?x-no-such-{i}?Q?=FF=FE?= =?utf-7?B?/////w==?=\r\n"
                   for i in range(500)) + "Content-Type: text/plain; charset=utf-16\r\n\r\nx\r\n"


def bytes_only():
    """Every byte that IMAP can carry."""
    line = "".join(chr(i) for i in range(1, 256) if chr(i) not in "\r\n")
    return "\r\n" + f"{line}\r\n" * 300


KINDS = [quote_boundary, quote_boundary_escaped, nested_parts, nested_messages, many_parts,
          long_header_line, many_groups, many_headers, deep_html, charset_soup, bytes_only]
MUST_QUARANTINE = {nested_parts, many_parts, long_header_line}


def letter(make, name):
    """One of them, from a stranger."""
    return (HEAD.format(name=name) + make()).encode("latin-1")
