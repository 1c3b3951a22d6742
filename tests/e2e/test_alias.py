"""Message-IDs that providers rewrote lead to the ticket, and to no other."""
import itertools

import pytest

from world import desk as desks, mail
from world.threads import ios
from world.docket import AGENT
from world.rewrites import Ses, Silent

FORGED = ("Authentication-Results", "mx.example.com; dmarc=fail header.from=acme.example")
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"] |= {"verify": "either", "authserv": ["mx.example.com"]}
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    world.smtp.rewrite = Silent()
    yield desks.Desk(world, docket)
    world.smtp.rewrite = None


def opened(desk):
    """A ticket of a customer of its own, and the acknowledgement as it reached them."""
    who = f"a{next(_numbers)}@acme.example"
    number = desk.open("Broken", sender=who, subject="Lamp")["id"]
    return number, who, desk.mail(number, who)


def unsigned(desk, text, sender="kim@acme.example", names=None, headers=()):
    """The entry of a mail that names no ticket but by this ID."""
    return desk.receive(mail.letter(text, sender=sender, subject="No words of it", headers=[
        *headers, ("In-Reply-To", names)]))


def aliases(desk, number):
    return [r["message_id"] for r in desk.rows(
        "select message_id from docket.alias where ticket = %s order by 1", number)]


def bare(field):
    return field.strip("<>").lower()


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_ses_says_which_id_it_gave(desk, region):
    """Nothing need be learnt: the reply to DATA is kept with the delivery."""
    desk.world.smtp.rewrite = Ses(region)
    number, who, ack = opened(desk)
    assert ack["Message-ID"].endswith("amazonses.com>")
    desk.quiet()
    assert unsigned(desk, "Me, too.", names=ack["Message-ID"])["ticket"] == number
    assert unsigned(desk, "And I.", who, names=ack["Message-ID"].strip("<>").upper())["ticket"] == number
    assert aliases(desk, number) == []
    other = ack["Message-ID"].replace("@", "@x.").replace("amazonses.com", "amazonses.example")
    assert unsigned(desk, "Or not?", names=other)["ticket"] != number


def test_an_id_is_learnt_of_a_signed_answer(desk):
    number, who, ack = opened(desk)
    alias = ack["Message-ID"]
    before = unsigned(desk, "Too early.", names=alias)["ticket"]
    assert before != number
    assert desk.receive(ios(ack.message, "More.", who))["ticket"] == number
    assert aliases(desk, number) == [bare(alias)]
    seen = desk.seen()
    assert unsigned(desk, "Me, too.", names=alias)["ticket"] == number
    assert desk.mail(number, AGENT, but=seen)
    for damaged in (alias.upper(), alias.strip("<>"), f"< {alias.strip('<>')} >", alias.lower()):
        assert unsigned(desk, f"Damaged {damaged}.", names=damaged)["ticket"] == number


def test_an_engineers_iphone_teaches_too(desk):
    number, who, _ = opened(desk)
    notice = desk.mail(number, AGENT)
    desk.receive(ios(notice.message, "Look at it.", AGENT))
    assert aliases(desk, number) == [bare(notice["Message-ID"])]
    proof = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
    entry = unsigned(desk, "#close", AGENT, names=notice["Message-ID"], headers=[proof])
    assert entry["ticket"] == number and desk.ticket(number)["status"] == "closed"


def test_a_stranger_gains_nothing(desk):
    number, who, ack = opened(desk)
    desk.receive(ios(ack.message, "More.", who))
    before = len(desk.entries(number))
    entry = unsigned(desk, "Tell me more.", "eve@else.example", names=ack["Message-ID"])
    assert entry["ticket"] not in (number, None) and len(desk.entries(number)) == before
    told = desk.mail(entry["ticket"], "eve@else.example")
    assert f"#{number}" not in told.text + told["Subject"] and "Lamp" not in told.html


def test_nothing_is_learnt_of_unsigned_mail(desk):
    number, who, ack = opened(desk)
    tagged = desk.receive(mail.letter("By its subject.", sender=who, subject=ack["Subject"], headers=[
        ("In-Reply-To", "<unsigned@x.example>")]))
    assert tagged["ticket"] == number
    forged = str(ack.message["Reply-To"]).replace("@example.com", "x@example.com")
    desk.receive(ios(ack.message, "Forged.", "eve@else.example", to=forged))
    held = desk.receive(ios(ack.message, "A stranger's.", "eve@else.example"))
    assert held["kind"] == "held"
    fake = mail.letter("In their name.", sender=who, to=str(ack.message["Reply-To"]), headers=[
        FORGED, ("In-Reply-To", "<fake@x.example>")])
    assert desk.receive(fake)["kind"] == "held"
    assert aliases(desk, number) == []


def test_an_id_of_another_ticket_stays_its(desk):
    first, one, ack = opened(desk)
    second, two, other = opened(desk)
    opening = f"<{desk.entries(first, 'mail-in')[0]['message_id']}>"
    desk.receive(ios(ack.message, "Mine.", one))
    for taken in (opening, ack["Message-ID"]):
        desk.receive(mail.letter(f"I take {taken}.", sender=two, to=str(other.message["Reply-To"]),
                                 headers=[("In-Reply-To", taken)]))
    assert aliases(desk, second) == [] and aliases(desk, first) == [bare(ack["Message-ID"])]
    assert unsigned(desk, "Whose?", one, names=ack["Message-ID"])["ticket"] == first
    assert unsigned(desk, "And this?", one, names=opening)["ticket"] == first


def test_a_thousand_ids(desk):
    """A ticket keeps a hundred: whoever writes to it may send what they like."""
    number, who, ack = opened(desk)
    raws = [mail.letter(f"Text {n}.", sender=who, to=str(ack.message["Reply-To"]),
                        headers=[("In-Reply-To", f"<made-{n:04d}@x.example>")]) for n in range(150)]
    for raw in raws:
        desk.world.deliver(raw)
    desk.world.wait(lambda: desk.world.one(
        "select count(*) from docket.entry where ticket = %s and kind = 'mail-in'", number) == 151,
        90, "all of them")
    assert len(aliases(desk, number)) == 100
    desk.receive(ios(ack.message, "A true one.", who))
    assert len(aliases(desk, number)) == 100 and bare(ack["Message-ID"]) in aliases(desk, number)
