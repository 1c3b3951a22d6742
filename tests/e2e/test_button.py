"""Buttons of notices: a mere human mail to an action address does its verb, once."""
import email
import email.policy
import html
import json
import os
import re
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, ROOT

CORPUS = f"{ROOT}/../shared/corpus"
ANA = f"Ana <{AGENT}>"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def buttons(sent):
    """{verb: link} of a notice's text; a timer's stands in the body, for what it says has a value."""
    links = dict(re.findall(r"^  ([^:\n]+): (mailto:\S+)$", sent.text, re.M))
    for label in ("Start timer", "Stop timer", "Pause timer"):
        assert "body=%23timer%20" in links.pop(label, "body=%23timer%20")
    return {re.search(r"a\.([a-z-]+)\.", link)[1]: link for link in links.values()}


def opened(link, body=None, sender=ANA, **how):
    """The mail that a link opens, with its body as it is or another, as somebody sends it."""
    address, _, query = link.removeprefix("mailto:").partition("?")
    fields = dict(urllib.parse.parse_qsl(query))
    return mail.letter(fields.get("body", "") if body is None else body, sender=sender,
                       to=urllib.parse.unquote(address), subject=fields["subject"], **how)


def notice_of(desk, name):
    number = desk.open("It hums.", sender=f"{name}@acme.example", subject=f"Hum {name}")["id"]
    return desk.mail(number, AGENT)


def done(desk, number):
    """What Ana's commands changed."""
    return [e["data"] for e in desk.entries(number) if e["author"] == "ana" and "to" in e["data"]]


# The links

def test_each_button_is_an_address_of_its_own(desk, notice):
    found = buttons(notice)
    assert list(found) == ["take", "resolve", "wait", "note"]
    seen = set()
    for label, link in found.items():
        address = urllib.parse.unquote(link.removeprefix("mailto:").partition("?")[0])
        assert re.fullmatch(rf"support\+a\.{label}\.[a-z2-7]+@example\.com", address)
        assert len(address.split("@")[0]) <= 64 and len(link) <= 1800
        assert "+" not in link and "%20" in link
        seen.add(address)
    assert len(seen) == 4
    in_page = {html.unescape(link) for link in re.findall(r'href="(mailto:[^"]+)"', notice.html)}
    assert set(found.values()) <= in_page


def test_a_link_stays_short_whatever_the_subject(desk):
    number = desk.open("It hums.", sender="long@acme.example", subject="é" * 400)["id"]
    found = buttons(desk.mail(number, AGENT))
    assert len(found) == 4
    for link in found.values():
        assert len(link) <= 1800 and f"%23{number}%5D" in link


# Whatever becomes of the body

BODIES = {
    "kept": None, "emptied": "", "a break alone": "<BR>", "a break behind": "#{}<BR>",
    "a break in lower case": "#{}<br>\n<br>", "a signature": "-- \nAna López\nExample Ltd.",
    "a phone's signature": "Sent from my iPhone", "both": "#{}\n\nSent from my iPhone",
    "blanks": " \n\u00a0\n"}


@pytest.mark.parametrize("label, field, value", [
    ("take", "assignee", "ana"), ("resolve", "status", "resolved"), ("wait", "status", "waiting")])
@pytest.mark.parametrize("how", BODIES)
def test_the_mere_mail_does_it(desk, how, label, field, value):
    sent = notice_of(desk, f"{label}.{re.sub('[^a-z]', '', how)}")
    body = BODIES[how]
    raw = opened(buttons(sent)[label], body and body.format(label))
    entry = desk.receive(raw)
    assert (entry["kind"], entry["author"], entry["public"]) == ("command", "ana", False)
    assert desk.ticket(sent.ticket)[field] == value
    before = done(desk, sent.ticket)
    desk.receive(raw)
    desk.quiet()
    assert done(desk, sent.ticket) == before and before
    assert not [s for s in desk.mails(sent.ticket, f"{label}@acme.example") if "hums" in s.text]


def test_what_was_written_above_is_a_note(desk, notice):
    jo = desk.entries(notice.ticket)[0]["author"]
    seen = desk.seen()
    entry = desk.receive(opened(buttons(notice)["resolve"], "The fan was loose.\n"))
    assert (entry["kind"], entry["public"], entry["new_text"]) == (
        "note", False, "The fan was loose.")
    assert desk.ticket(notice.ticket)["status"] == "resolved"
    desk.quiet()
    assert not [s for s in desk.mails(notice.ticket, jo) if s["Message-ID"] not in seen]


def test_the_note_button_wants_a_note(desk, notice):
    link = buttons(notice)["note"]
    entry = desk.receive(opened(link, "#note\n\nShe called, too."))
    assert (entry["kind"], entry["new_text"]) == ("note", "She called, too.")
    entry = desk.receive(opened(link, "She called again."))
    assert (entry["kind"], entry["new_text"]) == ("note", "She called again.")
    seen = desk.seen()
    assert desk.receive(opened(link))["kind"] == "held"
    assert "there is no note" in desk.mail(notice.ticket, AGENT, but=seen).text


def test_other_commands_are_for_the_notice(desk, notice):
    seen = desk.seen()
    entry = desk.receive(opened(buttons(notice)["take"], "#take\n#severity critical\n"))
    assert entry["kind"] == "held"
    assert "one action" in desk.mail(notice.ticket, AGENT, but=seen).text
    assert desk.ticket(notice.ticket)["assignee"] in (None, "")


# Who presses it

def untouched(desk, number):
    t = desk.ticket(number)
    return t["status"] == "new" and not t["assignee"] and not done(desk, number)


def test_it_is_its_readers_alone(desk, notice):
    link = buttons(notice)["resolve"]
    for sender in (f"Lee <{LEAD}>", "Kim <kim@evil.example>", f"Kim <kim@evil.example>, {ANA}"):
        assert desk.receive(opened(link, sender=sender))["kind"] != "command"
    assert untouched(desk, notice.ticket)


def test_no_verb_is_read_of_another(desk, notice):
    links = buttons(notice)
    for a in links:
        for b in links:
            if a == b:
                continue
            wrong = links[a].replace(f"a.{a}.", f"a.{b}.")
            assert desk.receive(opened(wrong))["kind"] != "command"
    plain = links["resolve"].replace("a.resolve.", "")
    assert desk.receive(opened(plain))["kind"] != "command"
    reply = mail.addresses(notice.message, "Reply-To")[0]
    for kind in ("a.resolve.", "n.", "c.", "q."):
        raw = mail.letter("#resolve", sender=ANA, to=reply.replace("+", "+" + kind), subject="Re: x")
        assert desk.receive(raw)["kind"] != "command"
    assert untouched(desk, notice.ticket)


@pytest.mark.parametrize("how", ["renamed", "old", "in copy"])
def test_the_text_beside_a_dead_button_goes_to_nobody(desk, notice, how):
    jo = desk.entries(notice.ticket)[0]["author"]
    button, [reply] = opened(buttons(notice)["take"]), mail.addresses(notice.message, "Reply-To")
    to = mail.addresses(mail.read(button), "To")[0]
    dead = {"renamed": to.replace("a.take.", "a.wait."), "old": to[:-14] + to[-12:],
            "in copy": f"{reply}, {to.replace('a.take.', 'a.wait.')}"}[how]
    seen = desk.seen()
    raw = mail.letter("She is a pest. Do not hurry.", sender=ANA, to=dead, subject="Re: Hum", headers=[
        ("In-Reply-To", str(notice.message["Message-ID"]))])
    entry = desk.receive(raw)
    assert (entry["kind"], entry["public"]) == ("held", False)
    assert "this button is good no more" in desk.mail(notice.ticket, AGENT, but=seen).text
    desk.receive(raw)
    desk.quiet()
    assert not [s for s in desk.mails(notice.ticket, jo) if "pest" in s.text]
    assert len([s for s in desk.mails(notice.ticket, AGENT)
                if "good no more" in s.text and s["Message-ID"] not in seen]) == 1
    assert untouched(desk, notice.ticket)


def robots():
    """(name, bytes) of automatic mails: the corpus', and those of golden."""
    if not os.path.isdir(CORPUS):
        pytest.skip("../shared/corpus is not here")
    with open(f"{CORPUS}/labels/autoreply.jsonl", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    names = [f"{CORPUS}/raw/{row['file']}" for row in rows
             if row["expect"].get("is_auto", row["expect"].get("not_human"))]
    names += [f"{ROOT}/tests/golden/{name}.eml" for name in (
        "vacation", "vacation-names", "receipt", "challenge", "complaint", "bounce", "list")]
    for name in names:
        with open(name, "rb") as f:
            yield name, f.read()


def to_button(raw, address, n):
    """The same mail in Ana's name to this address."""
    made = email.message_from_bytes(raw, policy=email.policy.compat32)
    for name in ("From", "To", "Cc", "Message-ID", "Delivered-To"):
        del made[name]
    made["From"], made["To"], made["Message-ID"] = ANA, address, f"<robot{n}@x.example>"
    return mail.crlf(made.as_bytes())


def test_robots_press_nothing(desk, notice):
    link = buttons(notice)["resolve"].removeprefix("mailto:").partition("?")[0]
    tried = 0
    for name, raw in robots():
        tried += 1
        entry = desk.receive(to_button(raw, urllib.parse.unquote(link), tried))
        assert entry["kind"] not in ("command", "note"), name
    assert tried >= 28 and untouched(desk, notice.ticket)
