"""One mail that comes twice: by two ways, or to two of our mailboxes."""
import datetime
import hashlib
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, endpoint

TOP = ("Return-Path: <{0}>\r\nDelivered-To: {1}\r\nX-Original-To: {1}\r\n"
       "Received: from out.acme.example by {2} (Postfix) with ESMTPS id {3}\r\n"
       "\tfor <{1}>; Mon, 2 Mar 2026 09:00:00 +0000\r\n"
       "Authentication-Results: {2}; dmarc=pass header.from=acme.example\r\n"
       "ARC-Seal: i=1; a=rsa-sha256; s={3}; b=xyz\r\nX-Spam-Score: 0.{3}\r\n")
ways = iter(range(1000, 9999))


def by(raw, to="support@example.com", top=TOP):
    """The mail as it comes by one more way."""
    way = next(ways)
    return top.format("jo@acme.example", to, f"mx{way}.example.com", way).encode() + raw


def second_mailbox(docket, both):
    settings = docket.files["docket.conf"]
    [support] = settings["mailboxes"]
    world = docket.world
    settings["mailboxes"] = type(settings["mailboxes"])([support, support | {
        "name": "sales", "address": "sales@example.com", "display_name": "Example Sales",
        "imap": endpoint(world, "imap") | {"user": "sales", "poll": "2s", "since": "3650d"}}])
    settings["authserv"] = ["mx.example.com"]
    if both:
        settings["both"] = both
    docket.write()


@pytest.fixture(scope="module", params=[None, "link"], ids=["one", "link"])
def desk(world, request):
    world.fresh()
    docket = world.docket(f"docket-{request.param}")
    second_mailbox(docket, request.param)
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture
def one(desk):
    if desk.docket.files["docket.conf"].get("both"):
        pytest.skip("mailboxes are told apart")
    return desk


@pytest.fixture
def link(desk):
    if not desk.docket.files["docket.conf"].get("both"):
        pytest.skip("mailboxes are not told apart")
    return desk


def comes(desk, raw, user=None):
    """Delivered and stored: its newest entry."""
    def stored():
        return desk.world.one("select count(*) from docket.raw where sha256 = %s and"
                              " mailbox = %s and state <> 'pending'",
                              hashlib.sha256(raw).digest(), user or "support")
    before = stored()
    desk.world.imap.deliver(raw, user=user)
    desk.world.wait(lambda: stored() > before, 20, "the mail to be stored")
    return desk.row("select e.* from docket.entry e join docket.raw r on r.id = e.raw"
                    " where r.sha256 = %s and r.mailbox = %s order by e.id desc limit 1",
                    hashlib.sha256(raw).digest(), user or "support")


def about(desk, *kinds):
    return [e["kind"] for e in desk.rows("select kind from docket.entry order by id")
            if e["kind"] in kinds]


def went(desk, ticket, to):
    desk.quiet()
    return desk.mails(ticket, to)


def test_two_daemons_at_the_same_instant(world):
    """… each with a mailbox of its own: whoever is second sees the first."""
    world.fresh()
    made = []
    for number, name in enumerate(("support", "sales")):
        docket = world.docket(f"docket-race-{name}")
        second_mailbox(docket, None)
        mailboxes = docket.files["docket.conf"]["mailboxes"]
        other = mailboxes[1 - number]
        other.pop("imap")						# fed by nobody here
        docket.write()
        made.append(docket)
    raws = [mail.letter(f"Hum {n}", sender=f"jo{n}@acme.example", subject=f"Race {n}") for n in range(40)]
    for docket in made:
        docket.start()
    for raw in raws:
        for user in ("support", "sales"):
            world.imap.deliver(by(raw), user=user)
    desk = desks.Desk(world, made[0])
    world.wait(lambda: world.one("select count(*) from docket.raw") == 80, 60, "all of it")
    assert desk.tickets() == 40
    assert world.one("select count(*) from docket.raw where copy_of is not null") == 40
    assert world.one("select count(*) from docket.entry where kind = 'duplicate' and ticket is not null") == 40
    for docket in made:
        assert docket.stop() == 0


def test_two_ways_are_one_ticket(desk):
    raw = mail.letter("It hums.", sender="jo@acme.example", subject="Hum")
    first = comes(desk, by(raw))
    copy = by(raw)
    before = desk.tickets()
    again = comes(desk, copy)
    assert (first["kind"], again["kind"]) == ("mail-in", "duplicate")
    assert again["ticket"] == first["ticket"] and desk.tickets() == before
    assert again["data"] == {"of": first["raw"], "mailbox": "support"}
    assert len(went(desk, first["ticket"], "jo@acme.example")) == 1
    assert len(went(desk, first["ticket"], LEAD)) == 1
    row = desk.row("select r.*, b.bytes from docket.raw r join docket.raw_bytes b on b.raw = r.id"
                   " where r.id = %s", again["raw"])
    assert bytes(row["bytes"]) == copy and row["copy_of"] == first["raw"]	# it is kept
    assert "duplicate" in desk.docket.ctl("show", str(first["ticket"])).stdout.decode()
    assert desk.docket.ctl("verify").returncode == 0


def test_both_in_one_batch(one):
    raw = mail.letter("It hums.", sender="jo2@acme.example", subject="Batch")
    assert one.docket.stop() == 0
    for user in ("support", "support", "sales", "support"):
        one.world.imap.deliver(by(raw), user=user)
    one.docket.start()
    one.world.wait(lambda: one.world.one(
        "select count(*) from docket.raw where copy_of is not null") >= 4, 20, "the copies")
    [ticket] = [t["id"] for t in one.rows("select id from docket.ticket where subject = 'Batch'")]
    assert len(one.entries(ticket, "duplicate")) == 3
    assert len(went(one, ticket, "jo2@acme.example")) == 1


def test_a_reply_is_not_doubled(desk):
    opened = desk.open("It hums.", sender="jo3@acme.example", subject="Hum 3")
    ack = desk.mail(opened["id"], "jo3@acme.example")
    raw = mail.reply(ack.message, "Still.", "jo3@acme.example")
    assert comes(desk, by(raw))["kind"] == "mail-in"
    assert comes(desk, by(raw))["kind"] == "duplicate"
    assert comes(desk, by(raw, "sales@example.com"), "sales")["kind"] == "duplicate"
    assert len(desk.entries(opened["id"], "mail-in")) == 2


def test_an_engineers_answer_goes_out_once(desk):
    opened = desk.open("It hums.", sender="jo4@acme.example", subject="Hum 4")
    notice = desk.mail(opened["id"], AGENT)
    seen = desk.seen()
    raw = mail.reply(notice.message, "We come.", AGENT)
    assert comes(desk, by(raw))["kind"] == "mail-in"
    assert comes(desk, by(raw))["kind"] == "duplicate"
    desk.quiet()
    assert len([s for s in desk.mails(opened["id"], "jo4@acme.example")
                if s["Message-ID"] not in seen]) == 1


DIFFERENT = {
    "a body that was edited and sent again": lambda raw: raw.replace(b"It hums", b"It burns"),
    "another subject": lambda raw: raw.replace(b"Subject: Hum", b"Subject: Fire"),
    "another author": lambda raw: raw.replace(b"From: j", b"From: k"),
    "another date": lambda raw: re.sub(rb"Date: .*", b"Date: Mon, 2 Mar 2026 09:00:00 +0000\r", raw),
    "what a list sends": lambda raw: raw.replace(b"From:", b"X-Loop: all@acme.example\r\nFrom:")
        .rstrip() + b"\r\n___\r\nall mailing list\r\n",
    "a field that is read": lambda raw: b"X-Severity: high\r\n" + raw,
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_what_differs_is_no_copy(desk, what):
    """… under one Message-ID: nothing that a person wrote vanishes."""
    number = list(DIFFERENT).index(what)
    raw = mail.letter("It hums.", sender=f"j{number}@acme.example", subject=f"Hum d{number}")
    first = comes(desk, by(raw))
    other = DIFFERENT[what](raw)
    assert other != raw
    second = comes(desk, by(other))
    assert (first["kind"], second["kind"]) == ("mail-in", "mail-in")
    assert second["ticket"] != first["ticket"]


def test_no_message_id_is_nobodys_copy(desk):
    raw = re.sub(rb"Message-ID: .*\r\n", b"", mail.letter("?", sender="jo5@acme.example"))
    assert comes(desk, by(raw))["ticket"] != comes(desk, by(raw))["ticket"]
    assert len(desk.rows("select from docket.raw where content is null and copy_of is null")) >= 2


def test_a_machines_same_words_next_month_are_a_new_mail(desk):
    """A device without a clock and a counter: its alarm is not the one of last month."""
    raw = mail.letter("Toner is empty.", sender="printer@acme.example", subject="Toner",
                      message_id="<1@printer>")
    raw = re.sub(rb"Date: .*\r\n", b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", raw)
    first = comes(desk, by(raw))
    assert comes(desk, by(raw))["kind"] == "duplicate"
    desk.docket.ctl("do", str(first["ticket"]), "resolve")
    desk.quiet()
    again = comes(desk, by(raw))					# its ticket is done
    assert again["kind"] == "mail-in" and again["ticket"] != first["ticket"]
    then = datetime.datetime.now().timestamp() - 30 * 86400
    raw = mail.letter("Drum is empty.", sender="printer@acme.example", message_id="<2@printer>")
    old = by(raw)
    desk.world.imap.deliver(old, when=int(then))
    desk.world.wait(lambda: desk.rows("select from docket.raw where sha256 = %s",
                                      hashlib.sha256(old).digest()), 20, "the old one")
    if desk.row("select now() - arrived_at > interval '8 days' as is_old from docket.raw"
                " where sha256 = %s", hashlib.sha256(old).digest())["is_old"]:
        assert comes(desk, by(raw))["kind"] == "mail-in"


def test_a_copy_that_is_proven_beats_one_that_is_held(desk):
    """The engineer's answer by the wrong way first: the right one is not lost."""
    opened = desk.open("It hums.", sender="jo6@acme.example", subject="Hum 6")
    notice = desk.mail(opened["id"], AGENT)
    proof = mail.addresses(notice.message, "Reply-To")[0]
    raw = mail.letter("We come.", sender=AGENT, to="support@example.com", headers=[
        ("In-Reply-To", desk.mail(opened["id"], "jo6@acme.example")["Message-ID"])])
    assert comes(desk, by(raw))["kind"] == "held"
    assert comes(desk, by(raw))["kind"] == "duplicate"
    assert comes(desk, by(raw, proof))["kind"] == "mail-in"
    assert comes(desk, by(raw))["kind"] == "duplicate"
    assert "We come." in desk.mail(opened["id"], "jo6@acme.example",
                                   but={desk.mails(opened["id"], "jo6@acme.example")[0]["Message-ID"]}).text


OURS = ("Received: from x (x [{1}]) by mx.example.com id {3}; today\r\n"
        "Authentication-Results: mx.example.com; dmarc={0} header.from=acme.example\r\n")


def way(raw, dmarc):
    return OURS.format(dmarc, "192.0.2.1", "", next(ways)).encode() + raw


def waiting(desk):
    return [h["ticket"] for h in desk.docket.ctl_json("held", "list")]


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("opens", [False, True])
def test_a_customers_copy_that_is_better_beats_one_that_is_held(desk, opens, at_once):
    """The first came by a way that broke its signature: the next is taken, and none waits."""
    jo = f"jo13{opens:d}{at_once:d}@acme.example"
    headers = []
    if not opens:
        number = desk.open("It hums.", sender=jo, subject="Hum 13")["id"]
        headers = [("In-Reply-To", desk.mail(number, jo)["Message-ID"])]
    raw, before = mail.letter("It rattles.", sender=jo, subject="Hum 13", headers=headers), desk.tickets()
    seen = desk.seen()
    copies = [way(raw, d) for d in ("fail", "fail", "pass", "fail")]
    if at_once:
        assert desk.docket.stop() == 0
        for copy in copies:
            desk.world.imap.deliver(copy)
        desk.docket.start()
        desk.world.wait(lambda: all(desk.rows("select from docket.raw where sha256 = %s",
                                              hashlib.sha256(copy).digest()) for copy in copies),
                        20, "all of them")
        entries = [desk.row("select e.* from docket.entry e join docket.raw r on r.id = e.raw where"
                            " r.sha256 = %s", hashlib.sha256(copy).digest()) for copy in copies]
    else:
        entries = [comes(desk, copy) for copy in copies]
    kinds = [e["kind"] for e in entries]
    assert kinds.count("mail-in") == 1 and kinds[2] == "mail-in", kinds
    if opens:
        number = entries[0]["ticket"]
    assert {e["ticket"] for e in entries} == {number} and desk.tickets() == before + opens
    assert entries[2]["public"] and number not in waiting(desk)
    assert "It rattles." in desk.mail(number, LEAD, but=seen).text
    held = [e for e in desk.entries(number) if e["kind"] == "held"]
    assert len(held) == (kinds[0] == "held")
    said = [e["data"] for e in desk.entries(number, "rule")
            if e["data"].get("what") == "held mail came again and was taken"]
    assert [d["held"] for d in said] == [str(e["id"]) for e in held]
    assert desk.docket.ctl("verify").returncode == 0


def test_a_copy_of_one_who_takes_part_since_is_taken(desk):
    """The held one was a stranger's to the ticket; the engineer has added them meanwhile."""
    opened = desk.open("It hums.", sender="jo14@acme.example", subject="Hum 14")
    ack = desk.mail(opened["id"], "jo14@acme.example")
    raw = mail.letter("I saw it too.", sender="kim@other.example", headers=[
        ("In-Reply-To", ack["Message-ID"])])
    assert comes(desk, by(raw))["kind"] == "held"
    assert comes(desk, by(raw))["kind"] == "duplicate" and opened["id"] in waiting(desk)
    desk.docket.ctl("do", str(opened["id"]), "cc", "kim@other.example")
    entry = comes(desk, by(raw))
    assert (entry["kind"], entry["ticket"]) == ("mail-in", opened["id"])
    assert opened["id"] not in waiting(desk)
    assert comes(desk, by(raw))["kind"] == "duplicate"


def test_no_copy_takes_the_place_of_one_that_was_decided_on(desk):
    opened = desk.open("It hums.", sender="jo15@acme.example", subject="Hum 15")
    ack = desk.mail(opened["id"], "jo15@acme.example")
    raw = mail.letter("I saw it too.", sender="al@other.example", headers=[
        ("In-Reply-To", ack["Message-ID"])])
    held = comes(desk, by(raw))
    desk.docket.ctl("held", "accept", str(held["id"]))
    desk.world.wait(lambda: len(desk.entries(opened["id"], "mail-in")) == 2, 20, "it to be taken")
    desk.docket.ctl("do", str(opened["id"]), "cc", "al@other.example")
    assert comes(desk, by(raw))["kind"] == "duplicate"


def test_a_copy_of_what_was_dropped_for_its_kind_is_read(desk):
    """A null sender makes a machine of the one way; the other is a person's."""
    raw = mail.letter("Is it done?", sender="jo7@acme.example", subject="Hum 7")
    first = comes(desk, b"X-Spam-Flag: NO\r\n" + by(raw, top="Return-Path: <>\r\n"
                  "Received: from {0} by {2} id {3}\r\n\tfor {1}; Mon, 2 Mar 2026 09:00:00 +0000\r\n"))
    second = comes(desk, by(raw))
    assert "mail-in" in (first["kind"], second["kind"])
    assert second["ticket"] is not None


def test_a_reply_that_one_way_made_a_machines_is_told(desk):
    opened = desk.open("It hums.", sender="jo12@acme.example", subject="Hum 12")
    ack = desk.mail(opened["id"], "jo12@acme.example")
    desk.quiet()
    seen = desk.seen()
    raw = mail.reply(ack.message, "Still.", "jo12@acme.example")
    null = "Return-Path: <>\r\nReceived: from {0} by {2} id {3}\r\n\tfor {1}; today\r\n"
    for top in (null, TOP, null, TOP):
        comes(desk, by(raw, top=top))
    assert "Still." in desk.mail(opened["id"], LEAD, but=seen).text
    humans = [e for e in desk.entries(opened["id"], "mail-in") if e["letter_kind"] == "human"]
    assert len(humans) == 2				# the opening, and this once


def test_two_mailboxes_are_one_ticket(one):
    raw = mail.letter("It hums.", sender="jo8@acme.example", subject="Hum 8",
                      to="support@example.com, sales@example.com")
    first = comes(one, by(raw))
    again = comes(one, by(raw, "sales@example.com"), "sales")
    assert (again["kind"], again["ticket"]) == ("duplicate", first["ticket"])
    assert len(went(one, first["ticket"], "jo8@acme.example")) == 1
    shown = one.docket.ctl("show", str(first["ticket"])).stdout.decode()
    assert re.search(r"^mailbox +support, sales$", shown, re.M)
    assert one.docket.ctl_json("show", str(first["ticket"]))["other_mailboxes"] == ["sales"]
    exact = mail.letter("It hums too.", sender="jo8@acme.example", subject="Hum 8b")
    first = comes(one, exact)
    again = comes(one, exact, "sales")
    assert (again["kind"], again["data"]["mailbox"]) == ("duplicate", "sales")


@pytest.mark.parametrize("exact", [False, True], ids=["by two ways", "the same bytes"])
def test_two_mailboxes_are_two_tickets_that_name_each_other(link, exact):
    who = f"jo9{exact:d}@acme.example"
    raw = mail.letter("It hums.", sender=who, subject=f"Hum 9 {exact}",
                      to="support@example.com, sales@example.com")
    first = comes(link, raw if exact else by(raw))
    again = comes(link, raw if exact else by(raw, "sales@example.com"), "sales")
    assert (first["kind"], again["kind"]) == ("mail-in", "mail-in")
    assert link.ticket(again["ticket"])["mailbox"] == "sales"
    assert again["data"]["mentions"] == str(first["ticket"])
    told = [e for e in link.entries(first["ticket"], "rule") if "ticket" in e["data"]]
    assert [(e["data"]["ticket"], e["data"]["mailbox"]) for e in told] == [
        (str(again["ticket"]), "sales")]
    assert f"#{first['ticket']} Hum 9" in link.mail(again["ticket"], LEAD).text
    link.quiet()
    acknowledged = [s for s in link.mails(to=who)]
    assert len(acknowledged) == 1 and acknowledged[0].ticket == first["ticket"]
    for user in ("support", "sales"):					# third and fourth copies
        entry = comes(link, by(raw), user)
        assert entry["kind"] == "duplicate"
        assert entry["ticket"] == {"support": first, "sales": again}[user]["ticket"]
    # To both again, before anybody answered: each ticket goes on, and once.
    raw = mail.letter("And it smells.", sender=who, to="support@example.com, sales@example.com",
                      headers=[("In-Reply-To", f"<{first['message_id']}>")])
    for user in ("sales", "support", "sales", "support"):
        comes(link, by(raw), user)
    for ticket in (first["ticket"], again["ticket"]):
        assert [e["raw"] is not None for e in link.entries(ticket, "mail-in")] == [True, True]
    assert link.docket.ctl("verify").returncode == 0


def test_seen_again_it_is_a_replay(desk):
    raw = mail.letter("It hums.", sender="jo10@acme.example", subject="Hum 10")
    assert comes(desk, by(raw))["kind"] == "mail-in"
    assert comes(desk, by(raw))["kind"] == "duplicate"
    letters = "select count(*) from docket.entry where kind = 'mail-in'"
    before = desk.world.one(letters), desk.tickets()
    desk.world.imap.forget_uids()
    desk.world.imap.forget_uids("sales")
    desk.quiet()
    assert comes(desk, mail.letter("later", sender="jo11@acme.example"))["kind"] == "mail-in"
    assert (desk.world.one(letters), desk.tickets()) == (before[0] + 1, before[1] + 1)
