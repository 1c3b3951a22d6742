"""Proofs where a mailbox's server keeps no "+detail" apart: behind a dash, or in subjects."""
import re
import urllib.parse

import pytest

from test_button import ANA, buttons, opened
from world import desk as desks, mail
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module", params=["catchall", "none"])
def desk(world, request):
    docket = world.docket(name=request.param)
    docket.files["docket.conf"]["mailboxes"][0]["addressing"] = request.param
    docket.write()
    docket.start()
    made = desks.Desk(world, docket)
    made.addressing = request.param
    yield made
    assert docket.stop() == 0


def links(sent):
    return re.findall(r"^  [^:\n]+: (mailto:\S+)$", sent.text, re.M)


def new(desk, name):
    name = f"{name}.{desk.addressing}"
    number = desk.open("It hums.", sender=f"{name}@acme.example", subject=f"Hum {name}")["id"]
    return desk.mail(number, AGENT)


def test_where_the_proof_is(desk):
    sent = new(desk, "where")
    if desk.addressing == "catchall":
        assert re.search(r"<support-[a-z2-7]+@example\.com>", sent["Reply-To"])
        assert list(buttons(sent)) == ["take", "resolve", "wait", "note"]
        assert "support-a.take." in buttons(sent)["take"] and "[+" not in sent["Subject"]
    else:
        assert sent["Reply-To"].endswith("<support@example.com>")
        assert re.search(r" \[\+[a-z2-7]+\]$", sent["Subject"])
        assert all(link.startswith("mailto:support@example.com?") for link in links(sent))
        assert all("+a." in urllib.parse.unquote(link) for link in links(sent)[:4])


def test_an_answer_is_proven(desk):
    sent = new(desk, "answer")
    assert desk.answer(sent, "#close", ANA)["kind"] == "command"
    assert desk.ticket(sent.ticket)["status"] == "closed"
    assert desk.answer(sent, "#reopen", f"Lee <{LEAD}>")["kind"] != "command"


@pytest.mark.parametrize("body", [None, "", "<BR>"])
def test_a_button_does_its_verb(desk, body):
    sent = new(desk, f"button{0 if body is None else 1 + len(body)}")
    [link] = [one for one in links(sent) if "a.resolve." in one]
    assert desk.receive(opened(link, body))["kind"] == "command"
    assert desk.ticket(sent.ticket)["status"] == "resolved"


def test_an_unproven_mail_is_confirmed(desk):
    sent = new(desk, "confirm")
    seen = desk.seen()
    desk.receive(mail.letter("#close", sender=ANA, subject=f"x [desk #{sent.ticket}]"))
    asked = desk.mail(sent.ticket, AGENT, but=seen)
    [link] = [one for one in links_of(asked) if "confirm" in one]
    desk.receive(opened(link, ""))
    desk.world.wait(lambda: desk.ticket(sent.ticket)["status"] == "closed", 20, "it to be closed")


def links_of(sent):
    return re.findall(r"mailto:\S+", sent.text)


def test_no_customer_has_it(desk):
    sent = new(desk, "customer")
    desk.answer(sent, f"We come.\n\n{sent.text}\n{sent['Subject']}", ANA)
    jo = f"customer.{desk.addressing}@acme.example"
    got = desk.mail(sent.ticket, jo, but={s["Message-ID"] for s in desk.mails(sent.ticket, jo)
                                          if "We come" not in s.text})
    assert "[+a" not in got["Subject"] + got.text and "-a." not in got.text


def test_orders_for_many_tickets(desk):
    one, other = new(desk, "orders1"), new(desk, "orders2")
    line = next(row for row in desk.docket.ctl("agent", "address", "ana").stdout.decode().splitlines()
                if row.split("\t")[1] == "orders").split("\t")[2]
    seen = desk.seen()
    if desk.addressing == "catchall":
        assert line.startswith("support-c.")
        to, subject = line, "Orders"
    else:
        to, subject = re.fullmatch(r"(\S+), with (\[\+c\.\S+\]) in the subject", line).groups()
        subject = f"Orders {subject}"
    desk.receive(mail.letter(f"#ticket {one.ticket}\n#wait\n#ticket {other.ticket}\n#severity hgih\n",
                             sender=ANA, to=to, subject=subject))
    sent = desk.world.wait(lambda: [s for s in desk.mails(None, AGENT) if s["Message-ID"] not in seen
                                    and s["X-Docket-Reason"] == "control"], 20, "the answer")[0]
    assert desk.ticket(one.ticket)["status"] == "waiting"
    # As that was called, with one token.
    assert sent["Subject"] == f"Re: {subject}"
    # The corrected line is an answer to it.
    desk.receive(mail.reply(sent.message, f"#ticket {other.ticket}\n#severity high\n", ANA))
    desk.world.wait(lambda: desk.fields(other.ticket).get("severity", {}).get("value") == "high", 20,
                    "the corrected line")
