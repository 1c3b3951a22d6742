"""Commands that want a fresh proof, and commands that are switched off."""
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

DAY = 86400
KIM = "kim@partner.example"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket(clock=True)
    docket.files["docket.conf"] |= {
        "authserv": ["mx.example.com"], "grave_age": "7d",
        "verbs_off": Group([{"verbs": ["close", "resolve"], "roles": ["agent"]},
                            {"verbs": ["tag"], "mailboxes": ["support"]}])}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture
def notice(desk):
    n = desk.tickets() + 1
    number = desk.open("It hums.", sender=f"jo{n}@acme.example", subject=f"Hum {n}")["id"]
    return desk.mail(number, AGENT)


def people(desk, number):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", number)}


def age(desk, days):
    desk.world.clock.advance(days * DAY)
    desk.quiet()


def refused(desk, notice, text, sender=AGENT, headers=(), quote=True):
    """The mail that says so; nothing came of it."""
    before = desk.ticket(notice.ticket), people(desk, notice.ticket)
    seen = desk.seen()
    entry = desk.receive(mail.reply(notice.message, text, sender, quote=quote, headers=headers))
    assert entry["kind"] == "held"
    told = desk.mail(notice.ticket, sender, but=seen)
    now = desk.ticket(notice.ticket)
    assert (now["status"], people(desk, notice.ticket)) == (before[0]["status"], before[1])
    return told


def test_a_young_proof_is_enough(desk, notice):
    assert desk.answer(notice, f"#cc {KIM}", AGENT)["kind"] == "command"
    assert KIM in people(desk, notice.ticket)


def test_an_old_one_is_not_and_the_refusal_can_be_answered(desk, notice):
    age(desk, 10)
    told = refused(desk, notice, f"#cc {KIM}\n#severity high\n\nHello Jo.")
    assert "#cc wants a reply address that is younger than 7 d" in re.sub(r"\s+", " ", told.text)
    assert desk.fields(notice.ticket).get("severity", {}).get("value") != "high"
    assert desk.answer(notice, "#severity high", AGENT)["kind"] == "command"	# not grave
    assert desk.answer(told, f"#cc {KIM}", AGENT)["kind"] == "command"
    assert KIM in people(desk, notice.ticket)


def test_a_mail_that_comes_twice_is_refused_once(desk, notice):
    age(desk, 10)
    raw = mail.reply(notice.message, f"#cc {KIM}", AGENT)
    desk.receive(raw)
    desk.quiet()
    sent = len(desk.mails())
    assert desk.receive(raw)["kind"] == "duplicate"
    desk.quiet()
    assert len(desk.mails()) == sent
    assert KIM not in people(desk, notice.ticket)


def test_dmarc_is_always_young(desk, notice):
    """Where it is a proof; where it is none it makes nothing young."""
    word = [("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")]
    docket, conf = desk.docket, desk.docket.files["docket.conf"]
    age(desk, 10)
    refused(desk, notice, f"#cc {KIM}", headers=word)
    try:
        for verify in ("either", "both", "dmarc"):
            assert docket.stop() == 0
            conf["verify"] = verify
            docket.write()
            docket.start()
            who = f"{verify}@partner.example"
            entry = desk.answer(notice, f"#cc {who}", AGENT, headers=word)
            assert entry["kind"] == "command" and who in people(desk, notice.ticket), verify
    finally:
        assert docket.stop() == 0
        conf.pop("verify")
        docket.write()
        docket.start()


def test_what_is_switched_off_says_who_may(desk, notice):
    told = refused(desk, notice, "#close")
    assert "#close is for leads and admins" in told.text
    told = refused(desk, notice, "#tag urgent\n#severity high")
    assert "#tag is switched off here" in told.text
    lead = desk.mail(notice.ticket, LEAD)
    assert desk.answer(lead, "#close", LEAD)["kind"] == "command"
    assert desk.ticket(notice.ticket)["status"] == "closed"


def test_docketctl_is_held_by_it_in_an_agents_name_only(desk, notice):
    number = str(notice.ticket)
    done = desk.docket.ctl("do", number, "close", "--as", "ana", check=False)
    assert done.returncode != 0 and b"close is for leads and admins" in done.stderr
    desk.docket.ctl("do", number, "tag", "urgent")
    desk.docket.ctl("do", number, "close", "--as", "lee")
    assert desk.ticket(notice.ticket)["status"] == "closed"


def test_check_names_the_nearest(desk):
    conf = desk.docket.files["docket.conf"]
    before = conf["verbs_off"]
    conf["verbs_off"] = Group([{"verbs": ["clsoe"]}])
    try:
        desk.docket.write()
        done = desk.docket.ctl("check", check=False)
        assert done.returncode != 0
        assert "there is no command clsoe (did you mean close?)" in (
            done.stdout + done.stderr).decode()
    finally:
        conf["verbs_off"] = before
        desk.docket.write()


def test_what_is_taken_back_wants_as_much_as_what_was_done(desk, notice):
    age(desk, 8.5)
    desk.docket.ctl("do", str(notice.ticket), "cc", KIM, "--as", "ana")
    assert "wants a reply address that is younger" in refused(desk, notice, "#undo").text
    fresh = desk.docket.ctl("do", str(notice.ticket), "undo", "--as", "ana")
    assert KIM.encode() in fresh.stdout and KIM not in people(desk, notice.ticket)


def test_what_is_switched_off_is_not_taken_back_either(desk, notice):
    ctl, conf = desk.docket.ctl, desk.docket.files["docket.conf"]
    before = conf["verbs_off"]
    ctl("do", str(notice.ticket), "severity", "high", "--as", "ana")
    conf["verbs_off"] = Group([{"verbs": ["severity"], "roles": ["agent"]}])
    desk.docket.write()
    try:
        told = ctl("do", str(notice.ticket), "undo", "--as", "ana", check=False)
    finally:
        conf["verbs_off"] = before
        desk.docket.write()
    assert told.returncode == 65 and b"severity is for leads and admins" in told.stderr
    assert desk.fields(notice.ticket)["severity"]["value"] == "high"
