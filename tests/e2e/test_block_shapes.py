"""Where commands may stand in a mail, and where they may not, whatever program wrote it."""
import html as entities
import re

import pytest

from world import clients, desk as desks, mail
from world.docket import AGENT

NOW = "Mon, 30 Nov 2026 at 07:05"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, n, name):
    """Notices of n new tickets, opened together."""
    for i in range(n):
        desk.world.deliver(mail.letter("It hums.", sender=f"jo{name.lower()}{i}@acme.example",
                                       subject=f"{name} {i}"))
    desk.world.wait(lambda: len([s for s in desk.mails(to=AGENT)
                                 if s["Subject"].startswith(f"{name} ")]) >= n, 90, "the notices")
    by_subject = {s["Subject"].rsplit(" [", 1)[0]: s for s in desk.mails(to=AGENT)}
    return [by_subject[f"{name} {i}"] for i in range(n)]


def send_all(desk, raws):
    before = desk.world.one("select coalesce(max(id), 0) from docket.raw")
    for raw in raws:
        desk.world.deliver(raw)
    desk.world.wait(lambda: desk.world.one(
        "select count(*) from docket.raw where id > %s and state <> 'pending'", before)
        >= len(raws), 90, "the answers to be stored")


# --- how a mail is made ---

def headers(notice, kind):
    to = notice["Reply-To"]
    mail_id = f"<shape{id(kind)}.{notice.ticket}@client.example>"
    return (f"From: Ana López <{AGENT}>\r\nTo: {to}\r\nSubject: Re: {notice['Subject']}\r\n"
            f"Message-ID: {mail_id}\r\nIn-Reply-To: {notice['Message-ID']}\r\nMIME-Version: 1.0\r\n"
            ).encode()


def plain(notice, text):
    return mail.crlf(headers(notice, text) + b"Content-Type: text/plain; charset=utf-8\r\n"
                     b"Content-Transfer-Encoding: 8bit\r\n\r\n" + text.encode())


def page(notice, html):
    return mail.crlf(headers(notice, html) + b"Content-Type: text/html; charset=utf-8\r\n"
                     b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html.encode())


def both(notice, text, html):
    part = "--b\r\nContent-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n"
    return mail.crlf(headers(notice, html) + b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
                     + (part.format("plain", text) + part.format("html", html) + "--b--\r\n").encode())


def mixed(notice, text, kind, more):
    part = "--b\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n"
    return mail.crlf(headers(notice, more) + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                     + (part.format("text/plain", text) + part.format(kind, more) + "--b--\r\n").encode())


# --- hostile: a line that somebody else wrote ---

LINES = ["#close", "#severity critical", "#assign lee", "#Close<BR>", "＃close"]

QUOTED = [
    lambda s: f"Thanks.\n\nOn {NOW}, Jo <jo@acme.example> wrote:\n> {s}\n",
    lambda s: f"On {NOW}, Jo <jo@acme.example> wrote:\n> {s}\n\nThanks.\n",
    lambda s: f"> {s}\n\nThanks.\n",
    lambda s: f"> {s}\n> x\nThanks.\n",
    lambda s: f">{s}\nThanks.\n",
    lambda s: f"Thanks.\n\n-----Original Message-----\nFrom: Jo <jo@acme.example>\n"
              f"Sent: Monday, 30 November 2026 07:05\nSubject: Hum\n\n{s}\n\nmore\n",
    lambda s: f"Thanks.\n\nFrom: Jo <jo@acme.example>\nSent: Monday, 30 November 2026 07:05\n"
              f"To: Support <support@example.com>\nSubject: Hum\n\n{s}\n\nmore\n",
    lambda s: f"Thanks.\n\nAm 30.11.2026 um 07:05 schrieb Jo <jo@acme.example>:\n> {s}\n",
    lambda s: f"Thanks.\n\nLe 30 nov. 2026 à 07:05, Jo <jo@acme.example> a écrit :\n\n> {s}\n",
    lambda s: f"Thanks.\n\n-- \nAna López\n{s}\nTel. +34 600 111 222\n",
    lambda s: f"Thanks.\n\nBest regards\nAna López\n{s}\n",
    lambda s: f"Thanks.\n{s}\n",
    lambda s: f"Thanks.\n\n{s}\n",
    lambda s: f"Thanks: {s}\n",
    lambda s: f"Thanks.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@acme.example>\n"
              f"Date: {NOW}\nSubject: Hum\nTo: <support@example.com>\n\n{s}\n",
    lambda s: f"| {s}\n\nThanks.\n",
]


def div(s):
    return entities.escape(s)


PAGES = [
    lambda s: f"<div style='display:none'>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<div style='color:#fff'>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<div style='font-size:1px'>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<font color=white>{div(s)}</font><div>Thanks.</div>",
    lambda s: f"<style>.x{{visibility:hidden}}</style><div class=x>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<div hidden>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<div style='position:absolute;left:-9999px'>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<div style='height:0;overflow:hidden'>{div(s)}</div><p>Thanks.</p>",
    lambda s: f"<div style='background:black'>{div(s)}</div><p>Thanks.</p>",
    lambda s: f"<blockquote type=cite>{div(s)}</blockquote><p>Thanks.</p>",
    lambda s: f"<div class='gmail_quote'><div class='gmail_attr'>On {NOW}, Jo wrote:<br></div>"
              f"<blockquote class='gmail_quote'>{div(s)}</blockquote></div><p>Thanks.</p>",
    lambda s: f"<p>Thanks.</p><p>{div(s)}</p>",
    lambda s: f"<p>Thanks.</p><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>From:</b> Jo"
              f" &lt;jo@acme.example&gt;<br><b>Sent:</b> Monday, 30 November 2026 07:05<br>"
              f"<b>Subject:</b> Hum</div><div>{div(s)}</div><p>more</p>",
    lambda s: f"<div style='dis\\70lay:none'>{div(s)}</div><p>Thanks.</p>",
    lambda s: f"<div style='&#100;isplay:none'>{div(s)}</div><p>Thanks.</p>",
    lambda s: f"<svg><text>{div(s)}</text></svg><p>{div(s)}</p><p>Thanks.</p>",
    lambda s: f"<!-- <a title=' --><p style='opacity:0'>{div(s)}</p><p>Thanks.</p>",
    lambda s: f"<div class=preheader>{div(s)}</div><div>Thanks.</div>",
    lambda s: f"<template>{div(s)}</template><small><small><small>{div(s)}</small></small></small><p>Thanks.",
]

PARTS = [
    lambda n, s: both(n, "Thanks.", f"<div>{div(s)}</div><div>Thanks.</div>"),
    lambda n, s: both(n, "Thanks.", f"<div>{div(s)}</div>"),
    lambda n, s: mixed(n, "Thanks.", "text/plain", s),
    lambda n, s: mixed(n, "Thanks.", "text/html", f"<p>{div(s)}</p>"),
    lambda n, s: mixed(n, "Thanks.", "message/rfc822", f"From: jo@acme.example\r\nSubject: x\r\n\r\n{s}"),
]


def state(desk, number):
    ticket = desk.ticket(number)
    return (ticket["status"] in ("new", "open"), ticket["assignee"],
            desk.fields(number)["severity"]["value"])


def test_what_others_wrote_is_never_obeyed(desk):
    """40 shapes × 5 lines: nothing runs, and no mail is lost."""
    shapes = ([lambda n, s, f=f: plain(n, f(s)) for f in QUOTED]
              + [lambda n, s, f=f: page(n, f(s)) for f in PAGES] + PARTS)
    cells = [(shape, line) for shape in shapes for line in LINES]
    assert len(cells) >= 200
    notices = opened(desk, len(cells), "Hostile")
    send_all(desk, [shape(n, line) for n, (shape, line) in zip(notices, cells)])
    for i, (notice, (shape, line)) in enumerate(zip(notices, cells)):
        assert state(desk, notice.ticket) == (True, None, "medium"), (i // len(LINES), line)
        stored = [e for e in desk.entries(notice.ticket) if e["author"] == "ana" and e["raw"]]
        assert [e["kind"] for e in stored] in (["mail-in"], ["held"]), (i // len(LINES), line)


# --- legitimate: the writer's own line, seen by its writer ---

OWN = ["#severity high\n#assign lee", "#Severity: High\n\n#assign lee"]

OWN_TEXTS = [
    lambda s: f"{s}\n", lambda s: f"\n\n{s}\n\nThanks.\n",
    lambda s: f"{s}\n\nThanks.\n\nOn {NOW}, Ex <support@example.com> wrote:\n> #close\n",
    lambda s: f"{s}\n\nOn {NOW}, Ex <support@example.com> wrote:\n> #close\n",
    lambda s: f"{s}\n\nThanks.\n\n-- \nAna López\n", lambda s: f"{s}\nSent from my iPhone\n",
    lambda s: f"{s}\nAna\n", lambda s: f"{s}\n\nAna López\nTel. +34 600 111 222\n",
    lambda s: f"{s}\n\nThanks.\n\n-----Original Message-----\nFrom: Ex <support@example.com>\n"
              f"Sent: Monday, 30 November 2026 07:05\nSubject: Hum\n\n#close\n",
    lambda s: f"{s}\n\nDanke.\n\nAm 30.11.2026 um 07:05 schrieb Ex <support@example.com>:\n> #close\n",
]


def lines(s, around="<div>{}</div>"):
    return "".join(around.format(div(line) or "<br>") for line in s.split("\n"))


OWN_PAGES = [
    lambda s: lines(s), lambda s: s.replace("\n", "<br>"),
    lambda s: f'<div dir="ltr">{lines(s)}<div><br></div><div>Thanks.</div></div>',
    lambda s: f"<html><head></head><body dir=auto>{lines(s)}<br id=lineBreakAtBeginningOfSignature>"
              f"<div dir=ltr>Sent from my iPhone</div></body></html>",
    lambda s: "<html><head><style><!--\n/* Style Definitions */ p.MsoNormal {margin:0cm; font-size:11.0pt;"
              " font-family:\"Calibri\",sans-serif;}\na:link {color:#0563C1;}\n--></style></head>"
              f"<body lang=EN-GB><div class=WordSection1>{lines(s, '<p class=MsoNormal>{}<o:p></o:p></p>')}</div>",
    lambda s: lines(s, "<div style='font-family: Aptos, Calibri; font-size: 12pt; color: rgb(0, 0, 0);'>{}</div>")
              + "<div>Thanks.</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>From:</b> Ex"
              " &lt;support@example.com&gt;<br><b>Sent:</b> Monday, 30 November 2026 07:05<br><b>To:</b> Ana"
              "<br><b>Subject:</b> Hum</div><div style='display:none'>#close</div><div>#close</div>",
    lambda s: f"{lines(s)}<div>Thanks.</div><div class='gmail_quote'><div class='gmail_attr'>On {NOW}, Ex"
              " &lt;support@example.com&gt; wrote:<br></div><blockquote class='gmail_quote'>"
              "<div style='display:none'>x</div>#close</blockquote></div>",
    lambda s: f"<table border=0 width='100%'><tr><td>{s.replace(chr(10), '<br>')}</td></tr></table>",
    lambda s: lines(s, "<p style='margin:0 0 1em 0'>{}</p>"),
    lambda s: f"<font face=Arial size=2 color='#333333'>{s.replace(chr(10), '<br>')}</font>",
]


def test_the_writers_own_lines_are_obeyed(desk):
    """50 of them: one proof does, as plain text or as a page that hides nothing."""
    cells = ([lambda n, s=s, f=f: plain(n, f(s)) for f in OWN_TEXTS for s in OWN]
             + [lambda n, s=s, f=f: page(n, f(s)) for f in OWN_PAGES for s in OWN]
             + [lambda n, s=s, f=f: both(n, s + "\n", f(s)) for f in OWN_PAGES[:3] for s in OWN]
             + [lambda n, c=c: clients.reply(c, n.raw, OWN[0], f"Ana López <{AGENT}>")
                for c in list(clients.CLIENTS.values())[:4]])
    assert len(cells) == 50
    notices = opened(desk, len(cells), "Own")
    send_all(desk, [made(n) for n, made in zip(notices, cells)])
    for i, notice in enumerate(notices):
        assert state(desk, notice.ticket) == (True, "lee", "high"), i
        [entry] = [e for e in desk.entries(notice.ticket) if e["author"] == "ana" and e["raw"]]
        assert entry["new_text"] in ("", "Thanks.", "Danke."), (i, entry["new_text"])
    assert {m for i, n in enumerate(notices) for m in re.findall(r"#close", "".join(
        s.text for s in desk.mails(n.ticket, f"joown{i}@acme.example")))} == set()


LEFT = [
    f"#close On {NOW}, Ex <support@example.com> wrote:\n> x\n",
    f"Thanks.\n#close On {NOW}, Ex <support@example.com> wrote:\n> x\n",
    f"Thanks.\n\nFrom: Ex <support@example.com>\nSent: Monday, 30 November 2026 07:05\n"
    f"To: Ana <{AGENT}>\nSubject: Hum\n\nIt hums.\n\n#close\n",
    f"On {NOW}, Ex <support@example.com> wrote:\n> x\n\n#close\n",
    "#close --\nAna López\n",
]


def test_a_command_that_was_cut_off_is_told(desk):
    notices = opened(desk, len(LEFT), "Left")
    seen = desk.seen()
    send_all(desk, [plain(n, text) for n, text in zip(notices, LEFT)])
    for notice, text in zip(notices, LEFT):
        got = desk.mail(notice.ticket, AGENT, but=seen)
        assert "#close" in got.text and got.name.startswith("Nothing done"), text
        assert desk.ticket(notice.ticket)["status"] == "new", text
