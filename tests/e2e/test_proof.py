"""What proves who wrote a mail, where it may stand, and what a stranger is not told."""
import os
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"] |= {"authserv": ["mx.example.com"]}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def proof(sent):
    """The signed reply address of a notice, and its detail alone."""
    [address] = mail.addresses(sent.message, "Reply-To")
    return address, re.search(r"\+(.*)@", address)[1]


def close(desk, sent, to, sender=f"Ana <{AGENT}>", headers=()):
    """An order in the engineer's name: the stored entry."""
    raw = mail.letter("#close", to=to, sender=sender, subject="Re: x", headers=[
        ("In-Reply-To", mail.bare_id(sent.message)), *headers])
    if not sender:
        raw = raw.replace(b"From: \r\n", b"")
    return desk.receive(raw)


# Where a proof may stand

def test_a_proof_is_one_only_in_our_own_address(desk, notice):
    for where in (
            "sales+{}@example.com", "support+{}@evil.example", "{}@example.com",
            "x+{}@support.example.com", "support.x+{}@example.com", "support+x+{}@example.com",
            "support@evil.example+{}@example.com"):
        entry = close(desk, notice, where.format(proof(notice)[1]))
        assert entry["kind"] != "command", where
    assert desk.ticket(notice.ticket)["status"] == "new"


def test_a_proof_in_our_own_address_counts(desk, notice):
    for where in ("support+{}@example.com", "SUPPORT+{}@Example.COM"):
        desk.docket.ctl("do", str(notice.ticket), "open")
        entry = close(desk, notice, where.format(proof(notice)[1]))
        assert (entry["kind"], entry["author"]) == ("command", "ana"), where
        assert desk.ticket(notice.ticket)["status"] == "closed"


# Whose mail it is

NOT_ANAS = [
    "", "<>", "undisclosed", "Ana <>", "<@>", "Ana (at home)",
    f"Ana <{AGENT}>, Kim <kim@evil.example>", f"kim@evil.example, {AGENT}",
    f'"{AGENT}" <kim@evil.example>', f"=?utf-8?q?{AGENT}?= <kim@evil.example>",
    f"=?utf-8?q?Ana_=3C{AGENT}=3E?=", f"{AGENT} <kim@evil.example>"]


def test_only_from_names_an_engineer(desk, notice):
    for name, sender in ([("Sender", s) for s in NOT_ANAS] + [
            (n, s) for n in ("Return-Path", "Reply-To", "Resent-From") for s in ("", "<>")]):
        entry = close(desk, notice, proof(notice)[0], sender, [(name, f"<{AGENT}>")])
        assert entry["kind"] not in ("command", "note"), (name, sender)
        assert not entry["by_agent"] and not entry["public"], (name, sender)
    assert desk.ticket(notice.ticket)["status"] == "new"


# What a stranger is told

def test_a_stranger_learns_of_no_ticket_number(desk, notice):
    """What comes back is the same whether there is such a ticket or not."""
    for subject in ("Re: [desk #{}] Hum", "[desk #{}]", "Fwd: [DESK #{}] hi"):
        texts = []
        for n in (notice.ticket, 99999999):
            sender = f"kim{desk.tickets()}@nowhere.example"
            other = desk.open("hello", sender=sender, subject=subject.format(n))
            assert other["id"] != notice.ticket
            ack = desk.mail(other["id"], sender)
            texts.append(re.sub(rf"#({n}|{other['id']})\b|{sender}", "…",
                                f"{ack.text}\n{ack.html}"))
        assert texts[0] == texts[1] and "efers" not in texts[0].replace("prefers-color", "")


def test_the_desk_and_who_takes_part_are_told_of_it(desk, notice):
    jo = desk.entries(notice.ticket)[0]["author"]
    desk.docket.ctl("do", str(notice.ticket), "close")
    age(desk, notice.ticket)
    seen = desk.seen()
    other = desk.open("Again.", sender=jo, subject=f"Re: Hum [desk #{notice.ticket}]")
    assert other["id"] != notice.ticket
    for who in (jo, LEAD):
        told = desk.mail(other["id"], who, but=seen)
        assert f"#{notice.ticket}" in told.text and "Hum" in told.text


def links(desk, number):
    return desk.rows("select a, b, author from docket.relation where kind = 'link'"
                     " and (a = %s or b = %s) order by a, b", number, number)


def closed_long_ago(desk):
    old = desk.open("It hums.", sender=f"jo{desk.tickets()}@acme.example", subject="Old hum")["id"]
    told = desk.mail(old, AGENT)
    desk.docket.ctl("do", str(old), "close")
    age(desk, old)
    return old, desk.entries(old)[0]["author"], told


def test_a_follow_up_is_linked_to_the_old_ticket(desk):
    """Both know it, once however often the mail comes; its customer reads what they read before."""
    old, jo, _ = closed_long_ago(desk)
    before = len(desk.entries(old))
    raw = mail.reply(desk.mail(old, jo).message, "It hums again.", jo)
    new = desk.receive(raw)["ticket"]
    assert new != old
    assert links(desk, old) == [{"a": old, "b": new, "author": "docket"}]
    for number, other in ((old, new), (new, old)):
        [told] = [e["data"] for e in desk.entries(number) if e["data"].get("what") == "link"]
        assert told["to"] == f"#{other}" and "closed long ago" in told["why"]
        assert f"see also   #{other} Old hum" in desk.docket.ctl("show", str(number)).stdout.decode()
    assert len(desk.entries(old)) == before + 1 and desk.ticket(old)["status"] == "closed"
    notice = desk.mail(new, AGENT)
    assert notice.text.count(f"#{old} ") == notice.html.count(f"#{old} ") == 1
    assert re.search(rf"See also +#{old} Old hum \(done\)", notice.text)
    ack = desk.mail(new, jo)
    assert f"refers to ticket #{old} (Old hum)" in ack.text and "See also" not in ack.text + ack.html
    desk.receive(raw)
    desk.quiet()
    assert len(links(desk, old)) == 1 and len(desk.entries(old)) == before + 1
    [shown] = [m for m in show(desk, notice) if "See also" in m.text]
    assert f"#{old} Old hum" in shown.text


def show(desk, notice):
    seen = desk.seen()
    desk.answer(notice, "#show", f"Ana <{AGENT}>")
    return [m for m in desk.quiet() if m["Message-ID"] not in seen]


@pytest.mark.parametrize("sender, headers", [
    ("max@nowhere.example", ()),
    (None, [("Authentication-Results", "mx.example.com; dmarc=fail header.from=acme.example")]),
], ids=["stranger", "forged"])
def test_nobody_elses_mail_is_linked_to_the_old_ticket(desk, sender, headers):
    old, jo, _ = closed_long_ago(desk)
    new = desk.open("Again.", sender=sender or jo, subject=f"Re: Old hum [desk #{old}]",
                    headers=headers)["id"]
    desk.quiet()
    assert new != old and links(desk, old) == links(desk, new) == []
    assert f"#{old}" in desk.mail(new, AGENT).text


def test_a_ticket_knows_no_more_follow_ups_than_relations(desk):
    """Each is opened all the same."""
    old, jo, _ = closed_long_ago(desk)
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("with more as (insert into docket.ticket (subject, type, status, category, project,"
                       " mailbox, created_at) select subject, type, status, category, project, mailbox,"
                       " created_at from docket.ticket, generate_series(1, 200) where id = %s returning id)"
                       " insert into docket.relation (kind, a, b, author, at)"
                       " select 'link', %s, id, 'docket', now() from more", (old, old))
    connection.close()
    new = desk.receive(mail.reply(desk.mail(old, jo).message, "Once more.", jo))["ticket"]
    assert new != old and links(desk, new) == [] and len(links(desk, old)) == 200


def age(desk, number):
    """As if it had been closed long ago."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.ticket set resolved_at = resolved_at - interval '90 days'"
                       " where id = %s", (number,))
    connection.close()


# Who can write what docket obeys

def test_a_folder_that_others_can_write_is_refused(desk):
    """By check, and by a reload, after which the running policy goes on."""
    folder = f"{desk.docket.folder}/templates/en"
    os.chmod(folder, 0o777)
    try:
        done = desk.docket.ctl("check", check=False)
        assert done.returncode != 0
        told = (done.stdout + done.stderr).decode()
        assert told.count("others can write it: chmod go-w") == 1 and folder in told
        desk.docket.reload()
        desk.world.wait(lambda: "others can write it" in desk.docket.log(), 20, "the fault")
        assert desk.open("It hums.", sender="max@acme.example")["id"]
    finally:
        os.chmod(folder, 0o755)
    assert desk.docket.ctl("check").returncode == 0
