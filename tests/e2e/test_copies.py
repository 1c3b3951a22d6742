"""One notice to several engineers: a draft in the outbox, a copy for each of them."""
import email.utils
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

BO = "bo@home.example"
TEAM = (AGENT, BO, LEAD)
MARK = re.compile(r"^<docket\.\d+\.([0-9a-f]{24})\.(\d+)(?:\+[a-z2-7]+)?@example\.com>$")


class Tries:
    """What the server was given, by recipient; `refuse` are recipients it has no time for."""

    def __init__(self):
        self.data = {}
        self.refuse = set()

    def __call__(self, stage, got):
        if stage != "data":
            return None
        for recipient in got.recipients:
            self.data.setdefault(recipient, []).append(got.data)
        return "451 4.3.0 later" if self.refuse & set(got.recipients) else None


@pytest.fixture(scope="module")
def docket(world):
    """Ana and Bo are in Madrid, Lee in UTC: what they are shown of time differs."""
    made = world.docket()
    made.files["agents.conf"]["agents"] = Group([
        *made.files["agents.conf"]["agents"],
        {"name": "bo", "full_name": "Bo Berg", "addresses": [BO], "role": "agent",
         "team": "desk", "timezone": "Europe/Madrid"}])
    made.write()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    if not docket.alive():
        docket.write()
        docket.start()
    yield desks.Desk(world, docket)
    world.smtp.reply = None


def notices(desk, ticket, team=TEAM):
    return {who: desk.mail(ticket, who) for who in team}


def drafts(desk, ticket):
    return desk.rows("select o.*, e.data, e.message_id from docket.outbox o join docket.entry e"
                     " on e.id = o.entry where e.ticket = %s and o.personal order by o.entry",
                     ticket)


def again(desk, ticket):
    """What waits for its next try is tried now."""
    waiting = "select d.id from docket.delivery d join docket.entry e on e.id = d.entry" \
              " where e.ticket = %s and d.state = 'queued'"
    for row in desk.rows(waiting, ticket):
        desk.docket.ctl("queue", "retry", str(row["id"]))


def refused(desk, tries, ticket, who):
    """Waits until that was recorded."""
    desk.world.wait(lambda: desk.rows(
        "select from docket.delivery d join docket.entry e on e.id = d.entry"
        " where e.ticket = %s and d.recipient = %s and d.reply like '%%451%%'"
        " and d.state = 'queued'", ticket, who), 20, f"a refused mail to {who}")
    return tries.data[who][-1]


def test_those_who_read_the_same_share_a_draft(desk):
    ticket = desk.open("It burns.", sender="jo1@acme.example")["id"]
    sent = notices(desk, ticket)
    desk.quiet()
    first, second = drafts(desk, ticket)
    assert first["data"]["to"] == "ana, bo" and second["data"]["to"] == "lee"
    ids = {who: MARK.match(s["Message-ID"]) for who, s in sent.items()}
    assert ids[AGENT][1] == ids[BO][1] != ids[LEAD][1]
    assert len({s["Message-ID"] for s in sent.values()}) == len(TEAM)
    assert len({s["Reply-To"] for s in sent.values()}) == len(TEAM)
    for who, s in sent.items():
        assert mail.addresses(s.message, "To") == [who] and not s["Cc"]
        assert ids[who][1] not in s.text + s.html + s["Reply-To"] + s["Subject"]
        # Its ready-made actions, each with its own proof.
        offered = re.findall(r"mailto:support%2B(a\.[a-z]+\.[a-z2-7]+)@", s.text)
        assert len(set(offered)) == 4 and all(proof in s.html for proof in offered)
        assert not any(proof in other.text + other.html for proof in offered
                       for other in sent.values() if other is not s)
    shown = desk.docket.ctl_json("show", str(ticket))
    assert {m["recipient"]: m["message_id"] for m in shown["mails"] if m["recipient"] in TEAM} == {
        who: mail.bare_id(s.message).strip("<>") for who, s in sent.items()}
    text = desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert all(who in text for who in TEAM)


def test_a_copy_proves_its_own_reader_and_nobody_else(desk):
    ticket = desk.open("It burns.", sender="jo2@acme.example")["id"]
    sent = notices(desk, ticket)
    names = {AGENT: "ana", BO: "bo", LEAD: "lee"}
    for mine, s in sent.items():
        # Its own reader first: what another has had proves nothing any more.
        for who in sorted(TEAM, key=lambda address: address != mine):
            entry = desk.answer(s, f"#note\nby {who} with the copy of {mine}", who)
            assert entry["ticket"] == ticket
            assert (entry["kind"], entry["author"]) == (
                ("note", names[who]) if who == mine else ("held", who)), (mine, who)


def test_a_copys_proof_goes_to_no_customer(desk):
    """… that its reader sends along: above the quote, in a link, and around an inline answer."""
    customer = "jo21@acme.example"
    ticket = desk.open("It burns.", sender=customer)["id"]
    notice = notices(desk, ticket)[AGENT]
    address = mail.addresses(notice.message, "Reply-To")[0]
    proof = address.split("+")[1].split("@")[0]
    link = "mailto:" + address.replace("+", "%2B") + "?subject=Re"
    quoted = "".join(f"> {line}\n" for line in notice.text.splitlines())
    for text in (f"Write to {address} or [click]({link})", f"{quoted}\nWe come.\n\n-- \nAna",
                 f"{quoted}We come.\n{quoted}See you.", f"{address.upper()}: is that yours?"):
        seen = desk.seen()
        assert desk.answer(notice, text, AGENT)["kind"] == "mail-in"
        told = desk.mail(ticket, customer, but=seen)
        for part in (told.text, told.html, told["Subject"], mail.text_of(told.message)):
            assert proof not in part.lower().replace("=\n", ""), text
    assert "reply addresses were taken out of a mail to a customer" in desk.docket.log()


def test_a_copy_is_found_by_its_message_id(desk):
    """… a bounce of it, and an answer to it by who is no engineer."""
    ticket = desk.open("It burns.", sender="jo3@acme.example")["id"]
    sent = notices(desk, ticket)
    entry = desk.receive(mail.sample("bounce", recipient=BO, subject=sent[BO]["Subject"],
                                     original_id=sent[BO]["Message-ID"]))
    assert (entry["ticket"], entry["kind"]) == (ticket, "bounce")
    entry = desk.receive(mail.letter("me too", sender="jo3@acme.example", headers=[
        ("In-Reply-To", sent[LEAD]["Message-ID"])]))
    assert (entry["ticket"], entry["kind"]) == (ticket, "mail-in")


def test_a_reader_who_is_named_has_a_draft_of_their_own(world, docket, desk):
    assert docket.stop() == 0
    with open(f"{docket.folder}/templates/en/agent-notice.txt", "a", encoding="utf-8") as f:
        f.write("Dear {{recipient.name}},\n")
    docket.start()
    ticket = desk.open("It burns.", sender="jo4@acme.example")["id"]
    sent = notices(desk, ticket)
    desk.quiet()
    assert [d["data"]["to"] for d in drafts(desk, ticket)] == ["ana", "bo", "lee"]
    for who, name in ((AGENT, "Ana López"), (BO, "Bo Berg"), (LEAD, "Lee Chan")):
        assert f"Dear {name}," in sent[who].text
        assert MARK.match(sent[who]["Message-ID"])[1] not in sent[who].text + sent[who].html
    assert docket.stop() == 0
    docket.write()


@pytest.mark.parametrize("between", ["nothing", "core killed", "restart"])
def test_a_second_try_sends_the_same_bytes(world, docket, desk, between):
    who = f"jo5-{between.split()[0]}@acme.example"
    world.smtp.reply = tries = Tries()
    tries.refuse = {AGENT, BO, who}
    raw = mail.read(mail.letter("It burns.", sender=who, subject="Grüße, it burns again and again"))
    raw.set_content("It burns – see the file.\n\n.\nFrom here\n")
    raw.add_attachment(b"\x00\xff" * 500, "application", "x-core", filename="core")
    entry = desk.receive(raw.as_bytes(policy=raw.policy.clone(linesep="\r\n")))
    ticket = entry["ticket"]
    first = {r: refused(desk, tries, ticket, r) for r in tries.refuse}
    assert b"filename=core" in first[BO] and b"filename=core" not in first[who]
    if between == "core killed":
        docket.kill_role("core")
    elif between == "restart":
        assert docket.stop() == 0
        docket.start()
    tries.refuse = set()
    world.wait(lambda: again(desk, ticket) or all(desk.mails(ticket, r) for r in first), 40,
               "the second try")
    for r, data in first.items():
        assert tries.data[r][-1] == data and len(desk.mails(ticket, r)) == 1, r
    assert desk.answer(desk.mail(ticket, BO), "#note\nhere", BO)["author"] == "bo"


def test_who_is_no_engineer_any_more_proves_nothing(world, docket, desk):
    world.smtp.reply = tries = Tries()
    tries.refuse = {BO}
    ticket = desk.open("It burns.", sender="jo6@acme.example")["id"]
    first = mail.read(refused(desk, tries, ticket, BO))
    assert "+" in first["Reply-To"]
    assert docket.stop() == 0
    agents = docket.files["agents.conf"]["agents"]
    docket.files["agents.conf"]["agents"] = Group([a for a in agents if a["name"] != "bo"])
    docket.write()
    docket.start()
    tries.refuse = set()
    again(desk, ticket)
    sent = desk.mail(ticket, BO)
    docket.files["agents.conf"]["agents"] = agents
    assert docket.stop() == 0
    assert sent["Message-ID"] == mail.bare_id(first)
    assert email.utils.parseaddr(sent["Reply-To"])[1] == "support@example.com" and sent["To"] == BO
    assert "mailto:support@example.com?" in sent.text
    assert "+" not in sent.html.split("mailto:")[1].split("?")[0] and "%2B" not in sent.html
    assert MARK.match(sent["Message-ID"])[1] not in sent.text + sent.html


@pytest.mark.parametrize("damage", [
    "update docket.outbox set from_address = 'no address' where entry = %s",
    "update docket.outbox set from_name = E'\\x01' where entry = %s",
    "delete from docket.outbox where entry = %s"])
def test_a_draft_that_cannot_be_composed_is_given_up(world, docket, desk, damage):
    """… told, and delays nobody else."""
    number = hash(damage) % 100000
    world.smtp.reply = tries = Tries()
    tries.refuse = {AGENT, LEAD}
    ticket = desk.open("It burns.", sender=f"jo7.{number}@acme.example")["id"]
    for who in (AGENT, LEAD):
        refused(desk, tries, ticket, who)
    mine = next(d for d in drafts(desk, ticket) if "ana" in d["data"]["to"])["entry"]
    world.sql(damage, mine)
    tries.refuse = set()
    again(desk, ticket)
    desk.mail(ticket, LEAD)
    started = time.monotonic()
    world.wait(lambda: desk.rows("select from docket.delivery where entry = %s"
                                 " and state = 'failed'", mine), 10, "the failure")
    assert time.monotonic() - started < 10
    failed = desk.row("select * from docket.delivery where entry = %s", mine)
    assert failed["reply"].startswith("not composed: ") and failed["recipient"] == AGENT
    [entry] = desk.entries(ticket, "bounce")
    assert entry["new_text"] == failed["reply"] and entry["data"]["recipient"] == AGENT
    assert not desk.mails(ticket, AGENT)
    assert "mail given up" in docket.log()
    world.sql("delete from docket.delivery where entry = %s", mine)
