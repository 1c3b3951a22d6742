"""The proof in the Message-ID of an engineer's copy, for programs that lose the address; and
keys that change."""
import re
import secrets

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

KIM = "kim@partner.example"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def lost(notice, text, sender=AGENT, to="support@example.com", where="In-Reply-To", id=None, **how):
    """An answer whose program wrote to From, and names what it answers."""
    headers = how.pop("headers", [])
    return mail.letter(text, sender=sender, to=to, subject="Re: Hum", headers=[
        *headers, (where, id or str(notice.message["Message-ID"]))], **how)


def test_an_answer_to_from_is_its_engineers_by_what_it_answers(desk, notice):
    for where in ("In-Reply-To", "References"):
        desk.docket.ctl("do", str(notice.ticket), "open")
        assert desk.receive(lost(notice, "#close", where=where))["kind"] == "command"
        assert desk.ticket(notice.ticket)["status"] == "closed"
    entry = desk.receive(lost(notice, "We look at it."))
    assert (entry["public"], entry["author"], entry["ticket"]) == (True, "ana", notice.ticket)


def test_each_copy_proves_its_reader_alone(desk, notice):
    mine, lees = str(notice.message["Message-ID"]), desk.mail(notice.ticket, LEAD)["Message-ID"]
    assert mine != lees
    for sender, id in ((LEAD, mine), (AGENT, lees), (AGENT, mail.bare_id(notice.message)),
                       (AGENT, mine.replace("@", "x@")), (AGENT, mine.upper().replace("DOCKET", "docket"))):
        entry = desk.receive(lost(notice, "#close", sender=sender, id=id))
        assert entry["kind"] in ("held", "quarantine"), (sender, id)
    assert desk.ticket(notice.ticket)["status"] == "new"


def test_dmarc_fail_goes_before_it(world, desk, notice):
    docket = desk.docket
    docket.files["docket.conf"]["authserv"] = "mx.example.com"
    docket.write()
    assert docket.stop() == 0
    docket.start()
    fail = [("Authentication-Results", "mx.example.com; dmarc=fail header.from=home.example.net")]
    assert desk.receive(lost(notice, "#close", headers=fail))["kind"] == "held"


def test_who_else_has_it_ends_it(desk, notice):
    """The customer, whom the engineer copied, answers that mail."""
    seen = desk.seen()
    entry = desk.receive(lost(notice, "Look, Kim.", headers=[("Cc", KIM)]))
    assert entry["author"] == "ana"
    told = desk.mail(notice.ticket, AGENT, but=seen)
    assert desk.receive(lost(notice, "#close"))["kind"] == "held"
    desk.quiet()
    again = [s for s in desk.mails(notice.ticket, AGENT) if s["Message-ID"] not in seen]
    assert desk.receive(lost(again[-1], "#close"))["kind"] == "command" and told in again


def test_a_strangers_mail_with_it_ends_it(desk, notice):
    seen = desk.seen()
    assert not desk.receive(lost(notice, "#close", sender=KIM))["by_agent"]
    assert "was in a mail from" in re.sub(r"\s+", " ", desk.mail(notice.ticket, AGENT, but=seen).text)
    assert desk.receive(lost(notice, "#close"))["kind"] == "held"


def test_no_customer_ever_gets_it(desk, notice):
    """Neither in what is passed on nor in what the mails name."""
    assert desk.answer(notice, "We look at it.\nMessage-ID: " + notice["Message-ID"], AGENT)["public"]
    jo = desk.entries(notice.ticket)[0]["author"]
    desk.quiet()
    mails = desk.mails(notice.ticket, jo)
    proof = re.search(r"\+([a-z0-9]+)@", notice["Message-ID"])[1]
    assert len(mails) > 1 and len(proof) > 30
    for sent in mails:
        assert proof.encode() not in sent.raw and b"+" not in sent["Message-ID"].encode()


def test_two_keys_are_live_and_a_third_is_none(desk, notice):
    """Answers to mails of the key before count until it is taken away."""
    path = f"{desk.world.folder}/token.key"
    with open(path, encoding="ascii") as f:
        old = f.read()

    def restart(text):
        assert desk.docket.stop() == 0
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        desk.docket.start()
    new = f"b {secrets.token_hex(32)}\n"
    try:
        restart(new + old)
        assert desk.answer(notice, "#open", AGENT)["kind"] == "command"
        assert desk.receive(lost(notice, "#wait"))["kind"] == "command"
        number = desk.open("It hums.", sender="jo@keys.example")["id"]
        young = desk.mail(number, AGENT)
        assert "+b" in young["Reply-To"] and "+b" in young["Message-ID"]
        restart(new)
        assert desk.answer(young, "#open", AGENT)["kind"] == "command"
        assert desk.answer(notice, "#close", AGENT)["kind"] == "held"
        assert desk.receive(lost(notice, "#close"))["kind"] == "held"
    finally:
        restart(old)
