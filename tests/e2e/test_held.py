"""Mail that is kept for people: seen, not lost, and telling strangers nothing."""
import re
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"]["limits"] = {"message_bytes": "5MB"}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def held(desk):
    """Raw ids that docketctl shows, with their reasons."""
    return {row["id"]: row["reason"] for row in desk.docket.ctl_json("quarantine", "list")}


def test_automatic_mail_without_a_ticket_can_be_seen(desk):
    entry = desk.receive(mail.letter("I am a robot", sender="robot@acme.example",
                                     headers=[("Auto-Submitted", "auto-generated")]))
    assert (entry["kind"], entry["ticket"]) == ("quarantine", None)
    assert "belongs to no ticket" in held(desk)[entry["raw"]]
    desk.quiet()
    assert desk.mails(to=LEAD) == []			# kept, but nobody is called


def test_a_stranger_is_not_told_the_subject_of_anothers_ticket(desk):
    """The default project makes nobody a colleague."""
    mine = desk.open("mine", sender="one@first.example", subject="Merger with Initech")["id"]
    desk.mail(mine, "one@first.example")
    other = desk.open("hello", sender="two@second.example", subject=f"Re: [desk #{mine}] what?")
    assert other["id"] != mine
    ack = desk.mail(other["id"], "two@second.example")
    assert "Initech" not in ack.text + ack.html + ack["Subject"]
    notice = desk.mail(other["id"], LEAD)
    assert f"#{mine}" in notice.text			# the desk sees what was named


def test_what_was_cut_is_not_taken_for_the_whole(desk):
    raw = mail.letter(("x" * 70 + "\n") * 90_000, sender="big@acme.example", subject="Too big")
    desk.world.deliver(raw)
    desk.world.wait(lambda: any("only its start is kept" in r for r in held(desk).values()), 20,
                    "the mail to be held")
    [number] = [n for n, r in held(desk).items() if "only its start is kept" in r]
    before = desk.tickets()
    desk.docket.ctl("quarantine", "retry", str(number))
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20,
                    "the retry")
    assert "only its start is kept" in held(desk)[number]
    assert desk.tickets() == before
    [row] = [r for r in desk.docket.ctl_json("quarantine") if r["id"] == number]
    assert (row["author"], row["subject"]) == ("big@acme.example", "Too big")


def test_a_bounce_needs_a_mail_that_was_sent(desk):
    """Not even in one batch does naming a customer's mail make it one."""
    docket = desk.docket
    assert docket.stop() == 0
    docket.ctl("deliver", "support", data=mail.letter(
        "Where is it?", sender="kay@acme.example", message_id="<where@acme.example>"))
    fake = mail.sample("bounce", recipient="kay@acme.example", subject="Undelivered",
                       original_id="<never-sent@example.com>")
    docket.ctl("deliver", "support", data=b"In-Reply-To: <where@acme.example>\r\n" + fake)
    docket.start()
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20,
                    "both to be stored")
    [ticket] = desk.rows("select t.id from docket.ticket t join docket.contact c"
                         " on c.id = t.requester where c.address = 'kay@acme.example'")
    assert desk.entries(ticket["id"], "bounce") == []
    assert any("no mail that docket knows" in r for r in held(desk).values())


# Held on a ticket

def hold(desk, number, text="Production is down!", sender="Kim <kim@elsewhere.example>",
         subject="URGENT", **kwargs):
    """Somebody who takes no part answers what the requester was sent: the held entry."""
    ticket = desk.ticket(number)
    opening = desk.entries(number, "mail-in")[0]["message_id"].strip("<>")
    entry = desk.receive(mail.letter(text, sender=sender, subject=subject, headers=[
        ("In-Reply-To", f"<{opening}>")], **kwargs))
    assert (entry["kind"], entry["ticket"]) == ("held", ticket["id"])
    return entry


def again(docket):
    """With what the files say now."""
    assert docket.stop() == 0
    docket.write()
    docket.start()


@pytest.fixture
def ticket(desk):
    """A new ticket of the requester jo…@acme.example, whose mails have gone."""
    number = desk.tickets() + 1
    opened = desk.open("It hums.", sender=f"jo{number}@acme.example", subject=f"Hum {number}")
    desk.quiet()
    desk.forget_told()
    return opened["id"]


def test_a_held_mail_is_told_at_once_to_who_must_know(desk, ticket):
    """The assignee; nobody's: its team; no team: the leads."""
    for argv, told, silent in ((None, LEAD, AGENT), (("assign", "ana"), AGENT, LEAD)):
        if argv:
            desk.docket.ctl("do", str(ticket), *argv)
            desk.quiet()
        desk.forget_told()
        seen = desk.seen()
        entry = hold(desk, ticket, "#close\n\nProduction is down!")
        notice = desk.mail(ticket, told, but=seen)
        assert notice.name.startswith("Held (") and notice["Subject"].startswith("Hum ")
        for want in ("not a participant", "kim@elsewhere.example", "URGENT",
                     "> #close\n> \n> Production is down!", f"docketctl held accept {entry['id']}",
                     f"\n  #accept {entry['id']}\n", f"\n  #split {entry['id']}\n"):
            assert want in notice.text
        assert "\n#close" not in notice.text
        assert "&gt; #close" in notice.html and f"held accept {entry['id']}" in notice.html
        desk.quiet()
        assert [s for s in desk.mails(to=silent) if s["Message-ID"] not in seen] == []
    assert desk.ticket(ticket)["status"] == "new"
    seen = desk.seen()
    reply = desk.answer(notice, "We look at it.", AGENT)	# as to any notice
    assert (reply["kind"], reply["ticket"]) == ("mail-in", ticket)
    answer = desk.mail(ticket, desk.entries(ticket)[0]["author"], but=seen)
    assert "We look at it." in answer.text and "kim@" not in str(answer.recipients)


def digest_now(desk, to, but):
    """The pause after the first notice is over: the mail that came, if one did."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.held_told set digest_at = now() - interval '1 second'"
                       " where recipient = %s and digest_at is not null", (to,))
        assert cursor.rowcount > 0
        cursor.execute("notify docket")
    connection.close()
    desk.world.wait(lambda: not desk.rows(
        "select from docket.held_told where digest_at <= now()"), 20, "the digest to be written")
    desk.quiet()
    return [s for s in desk.mails(to=to) if s["Message-ID"] not in but]


def test_a_burst_is_one_mail_and_one_digest(desk, ticket):
    """… which names each mail that still waits, with how to decide."""
    seen = desk.seen()
    hold(desk, ticket)
    held_ids = [hold(desk, ticket, f"again {n}", sender=f"kim{n}@elsewhere.example",
                     subject=f"Lift {n} stands")["id"] for n in range(12)]
    decide(desk, "drop", str(held_ids[0]))
    desk.quiet()
    assert len([s for s in desk.mails(to=LEAD) if s["Message-ID"] not in seen]) == 1
    [told] = desk.rows("select digest_at - now() as wait from docket.held_told"
                       " where digest_at is not null")
    assert 0 < told["wait"].total_seconds() <= 300
    [digest] = digest_now(desk, LEAD, desk.seen())
    assert digest["Subject"] == "Held mail: 11 more"
    for n, number in list(enumerate(held_ids))[1:]:
        assert re.search(rf"Lift {n} stands\n  from kim{n}@elsewhere.example, \d+ (s|min) ago,"
                         rf" ticket #{ticket}\n.*\n    docketctl held show {number}\n"
                         rf"    Accept: mailto:\S+accept%20{number}", digest.text)
    assert "not a participant" in digest.text and "Lift 0" not in digest.text
    assert "docketctl held list" in digest.text and "quarantine" not in digest.text
    seen = desk.seen()
    last = hold(desk, ticket, "once more")["id"]	# after the digest: its own pause
    decide(desk, "drop", str(last))
    assert digest_now(desk, LEAD, seen) == []		# nothing of it waits any more


def test_a_digest_has_the_buttons_of_its_reader(desk, ticket):
    """As the notice of one has, and the proof in them is of nobody else."""
    desk.docket.ctl("do", str(ticket), "assign", "ana")
    desk.quiet()
    desk.forget_told()
    hold(desk, ticket)
    held = [hold(desk, ticket, f"again {n}", sender=f"kim{n}@elsewhere.example")["id"]
            for n in range(4)]
    [digest] = digest_now(desk, AGENT, desk.seen())
    assert len(re.findall(r"New ticket: mailto:", digest.text)) == 4
    assert all(f"#{verb}%20{n}" in digest.text.replace("%23", "#") for n in held
               for verb in ("accept", "accept-always", "split"))
    assert digest.html.count('class="button"') >= 12
    first = re.findall(r"Accept: (mailto:\S+)", digest.text)
    assert f"accept%20{held[0]}%0" in first[0]
    to = first[0].removeprefix("mailto:").split("?")[0].replace("%2B", "+")

    def press(sender, number):
        desk.receive(mail.letter(f"#accept {number}\n", sender=sender, to=to,
                                 subject=f"Re: Hum [desk #{ticket}]"))
        desk.quiet()
        return decided(desk, number)
    assert press(AGENT, held[0]) == "accept"
    assert press("Lee <lee@home.example.net>", held[1]) is None
    assert press(AGENT, held[1]) is None		# who else has it ends it
    # The next has one that is good again.
    desk.forget_told()
    hold(desk, ticket, "first")
    last = hold(desk, ticket, "last", sender="pat@elsewhere.example")["id"]
    [digest] = digest_now(desk, AGENT, desk.seen())
    to = re.findall(r"Accept: mailto:(\S+?)\?", digest.text)[0].replace("%2B", "+")
    assert press(AGENT, last) == "accept"


def decided(desk, entry):
    return desk.row("select decision from docket.held where entry = %s", entry)["decision"]


def test_a_digest_names_fifty_and_counts_the_rest(desk, ticket):
    docket = desk.docket
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    assert docket.stop() == 0
    for n in range(56):
        docket.ctl("deliver", "support", data=mail.letter(
            f"number {n}", sender=f"many{n}@elsewhere.example", subject=f"Many {n}.",
            headers=[("In-Reply-To", f"<{opening}>")]))
    docket.start()
    desk.quiet()
    [digest] = digest_now(desk, LEAD, desk.seen())
    assert digest["Subject"] == "Held mail: 55 more" and "… and 5 more." in digest.text
    assert len(re.findall(r"docketctl held show \d+", digest.text)) == 50


def test_a_rule_on_held_is_told_instead(desk, ticket):
    docket = desk.docket
    rules = docket.files["rules.conf"]
    docket.files["rules.conf"] = {"rules": Group([{
        "name": "strangers", "on": ["held"], "when": {"reason": {"matches": "not a participant"}},
        "do": Group([{"set": "severity", "to": "high"}, {"tag": ["stranger"]},
                     {"notify": ["agent:ana"], "template": "held"}])}] + list(rules["rules"]))}
    again(docket)
    try:
        seen = desk.seen()
        hold(desk, ticket)
        assert desk.mail(ticket, AGENT, but=seen).name.startswith("Held (")
        desk.quiet()
        assert [s for s in desk.mails(to=LEAD) if s["Message-ID"] not in seen] == []
        assert desk.ticket(ticket)["tags"] == ["stranger"]
        assert desk.fields(ticket)["severity"]["value"] == "high"
    finally:
        docket.files["rules.conf"] = rules
        again(docket)


def metrics(desk):
    """What docketctl metrics tells, by name and labels."""
    told = {}
    for line in desk.docket.ctl("metrics").stdout.decode().splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            told[name] = int(value)
    return told


def test_two_rules_that_tell_the_same_reader(desk, ticket):
    """… of each mail of a burst: none is lost for it, and the digest names each once."""
    docket = desk.docket
    rules = docket.files["rules.conf"]
    docket.files["rules.conf"] = {"rules": Group([{
        "name": f"tell {n}", "on": ["held"], "do": Group([
            {"notify": ["agent:ana"], "template": "held"}])} for n in range(3)]
        + list(rules["rules"]))}
    again(docket)
    try:
        numbers = [hold(desk, ticket, f"n {n}", sender=f"two{n}@elsewhere.example")["id"]
                   for n in range(3)]
        assert {desk.row("select kind from docket.entry where id = %s", n)["kind"]
                for n in numbers} == {"held"}
        [digest] = digest_now(desk, AGENT, desk.seen())
        assert all(digest.text.count(f"held show {n}\n") == 1 for n in numbers)
    finally:
        docket.files["rules.conf"] = rules
        again(docket)


# Decisions

def decide(desk, *argv):
    """By docketctl; waits until a core has taken it up."""
    said = desk.docket.ctl("held", *argv).stdout.decode()
    desk.quiet()
    return said


def refused(desk, *argv, verb="held"):
    got = desk.docket.ctl(verb, *argv, check=False)
    assert got.returncode == 1, got.stdout
    return got.stderr.decode()


def test_what_waits_shows(desk, ticket):
    entry = hold(desk, ticket, subject="URGENT \x1b[31mred")
    number = str(entry["id"])
    [mine] = [m for m in desk.docket.ctl_json("held") if m["id"] == entry["id"]]
    assert mine["ticket"] == ticket and mine["author"] == "kim@elsewhere.example"
    assert "not a participant" in mine["reason"]
    assert f"waits: docketctl held accept {number}" in desk.docket.ctl(
        "show", str(ticket)).stdout.decode()
    waiting = desk.docket.ctl_json("status")["held"]
    assert waiting["waiting"] >= 1 and waiting["oldest_at"] is not None
    assert "waiting for a decision; the oldest came" in desk.docket.ctl("status").stdout.decode()
    listed = {t["id"]: t for t in desk.docket.ctl_json("list", "--held")}
    assert listed[ticket]["held"] == 1 and 0 not in {t["held"] for t in listed.values()}
    assert listed[ticket]["held_at"] is not None
    told = desk.docket.ctl("list")
    assert re.search(rb" 1, \d+s ago ", told.stdout)
    assert re.search(rb"^\d+ held, waiting for a decision; the oldest came .* ago: docketctl held$",
                     told.stderr, re.M)
    assert "; came " in desk.docket.ctl("show", str(ticket)).stdout.decode()
    assert metrics(desk)["docket_held_mails"] == waiting["waiting"]
    assert metrics(desk)["docket_held_oldest_age_seconds"] >= 0
    told = desk.docket.ctl("held", "show", number).stdout
    assert b"Production is down!" in told and b"waits:" in told and b"\x1b" not in told
    decide(desk, "drop", number)
    assert ticket not in {t["id"] for t in desk.docket.ctl_json("list", "--held")}
    assert "waits:" not in desk.docket.ctl("show", str(ticket)).stdout.decode()


def test_accepted_it_is_a_participants_mail(desk, ticket):
    """… once: a clock waits, the desk is told, a ticket that is done is open again."""
    desk.answer(desk.mail(ticket, AGENT), "#resolve\n\nIt is mended.", AGENT)
    assert desk.ticket(ticket)["status"] == "resolved"
    desk.quiet()
    entry = hold(desk, ticket, "#close\n\nProduction is down!")
    seen = desk.seen()
    assert "accepted" in decide(desk, "accept", str(entry["id"]), "--as", "lee")
    [opening, _, mine] = desk.entries(ticket, "mail-in")
    assert (mine["author"], mine["public"], mine["raw"]) == (
        "kim@elsewhere.example", True, entry["raw"])
    assert mine["data"]["accepted_by"] == "lee" and mine["at"] > opening["at"]
    assert desk.ticket(ticket)["status"] == "open"
    assert desk.entries(ticket, "command")[-1]["author"] == "lee"
    notice = desk.mail(ticket, AGENT, but=seen)
    assert "Production is down!" in notice.text
    for argv in (("accept",), ("accept", "--as", "ana")):		# again: nothing more
        assert "was accepted by lee" in decide(desk, *argv, str(entry["id"]))
    assert "was accepted by lee" in refused(desk, "drop", str(entry["id"]))
    assert len(desk.entries(ticket, "mail-in")) == 3
    assert desk.docket.ctl_json("held", "show", str(entry["id"]))["decision"] == "accept"
    assert desk.docket.ctl("sla", "verify", check=False).returncode == 0
    hold(desk, ticket, "and again")			# the address is as strange as before


def test_an_address_that_is_remembered_writes_from_then_on(desk, ticket):
    sender = f"private{ticket}@home.example"
    entry = hold(desk, ticket, sender=sender)
    decide(desk, "accept", str(entry["id"]), "--remember")
    after = desk.receive(mail.letter("More.", sender=sender, headers=[
        ("In-Reply-To", f"<{desk.entries(ticket, 'mail-in')[0]['message_id']}>")]))
    assert (after["kind"], after["ticket"]) == ("mail-in", ticket)
    contacts = desk.rows("select contact from docket.contact_address where address in (%s, %s)",
                         sender, desk.entries(ticket)[0]["author"])
    assert len(contacts) == 2 and contacts[0] == contacts[1]


def test_an_address_that_is_anothers_is_not_taken(desk, ticket):
    desk.open("Mine.", sender="other@elsewhere.example")
    entry = hold(desk, ticket, sender="other@elsewhere.example")
    assert "another contact's" in refused(desk, "accept", str(entry["id"]), "--remember")
    assert desk.docket.ctl_json("held", "show", str(entry["id"]))["decision"] is None
    decide(desk, "accept", str(entry["id"]))
    assert len(desk.entries(ticket, "mail-in")) == 2


def test_a_ticket_of_its_own(desk, ticket):
    entry = hold(desk, ticket, sender="pat@elsewhere.example")
    before = desk.tickets()
    decide(desk, "ticket", str(entry["id"]))
    assert desk.tickets() == before + 1
    [made] = desk.rows("select t.*, c.address from docket.ticket t join docket.contact c"
                       " on c.id = t.requester order by t.id desc limit 1")
    assert (made["address"], made["subject"]) == ("pat@elsewhere.example", "URGENT")
    assert desk.entries(made["id"], "mail-in")[0]["data"]["mentions"] == str(ticket)
    assert "Hum" not in desk.mail(made["id"], "pat@elsewhere.example").text
    assert len(desk.entries(ticket, "mail-in")) == 1


def test_several_are_decided_at_once(desk, ticket):
    """… each by itself: what cannot be decided is told and stops no other."""
    first, second, third = (str(hold(desk, ticket, f"n {n}", sender=f"s{n}@elsewhere.example")["id"])
                            for n in range(3))
    decide(desk, "drop", second)
    got = desk.docket.ctl("held", "accept", first, second, "99999", third, check=False)
    assert got.returncode == 1
    assert b"was dropped by docketctl" in got.stderr and b"no mail was held as 99999" in got.stderr
    desk.quiet()
    assert [e["author"] for e in desk.entries(ticket, "mail-in")[1:]] == [
        "s0@elsewhere.example", "s2@elsewhere.example"]
    assert desk.docket.ctl("held", "drop", first, "x", check=False).returncode == 64


def test_what_is_dropped_stays_in_the_history(desk, ticket):
    entry = hold(desk, ticket)
    desk.quiet()
    seen = desk.seen()
    assert "dropped" in decide(desk, "drop", str(entry["id"]), "--as", "ana")
    assert desk.seen() == seen and len(desk.entries(ticket, "held")) == 1
    assert desk.entries(ticket, "command")[-1]["data"] == {
        "held": str(entry["id"]), "decision": "drop"}
    assert "was dropped by ana" in refused(desk, "accept", str(entry["id"]))


def test_unproven_an_engineers_mail_is_accepted_as_a_note(desk, ticket):
    """The decision proves nobody: no command runs and the customer hears nothing."""
    entry = hold(desk, ticket, "#close\n\nIt is done.", sender=f"Ana <{AGENT}>")
    assert "engineer's" in refused(desk, "accept", str(entry["id"]), "--remember")
    desk.quiet()
    customer = desk.entries(ticket)[0]["author"]
    before = len(desk.mails(to=customer))
    decide(desk, "accept", str(entry["id"]), "--as", "lee")
    [note] = desk.entries(ticket, "note")
    assert (note["author"], note["by_agent"], note["public"]) == (AGENT, False, False)
    assert desk.ticket(ticket)["status"] == "new" and len(desk.mails(to=customer)) == before


def test_a_decision_survives_whoever_dies(desk, ticket):
    """Decided while docket is down, and taken up by one of two."""
    entries = [hold(desk, ticket, f"number {n}", sender=f"k{n}@elsewhere.example")["id"]
               for n in range(3)]
    desk.docket.kill()
    for number in entries:
        desk.docket.ctl("held", "accept", str(number))
    second = desk.world.docket(name="second")
    second.files["docket.conf"]["limits"] = {"message_bytes": "5MB"}
    second.write()
    desk.docket.start()
    second.start()
    desk.quiet()
    assert second.stop() == 0
    assert len(desk.entries(ticket, "mail-in")) == 1 + len(entries)


def test_many_that_are_accepted_are_taken_at_once(desk, ticket):
    """By pages as large as a batch, not a few every five seconds."""
    docket = desk.docket
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    for n in range(150):
        docket.ctl("deliver", "support", data=mail.letter(
            f"number {n}", sender=f"many@elsewhere.example", headers=[
                ("In-Reply-To", f"<{opening}>")]))
    desk.world.wait(lambda: len(desk.entries(ticket, "held")) == 150, 30, "them to be held")
    connection = desk.world.pg.connect()		# as so many calls of docketctl at once
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.held set decision = 'accept', decided_by = 'lee',"
                       " decided_at = now() where ticket = %s and decision is null", (ticket,))
        cursor.execute("update docket.raw r set state = 'pending' from docket.held h"
                       " where h.raw = r.id and h.ticket = %s", (ticket,))
        cursor.execute("notify docket")
    start = time.monotonic()
    connection.close()
    desk.world.wait(lambda: len(desk.entries(ticket, "mail-in")) == 151, 60, "them to be read")
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("argv,says", [
    (["accept"], "say list, or show, accept, ticket or drop"),
    (["accept", "x"], "'x' is no number"),
    (["drop", "1", "--remember"], "--remember belongs to accept"),
    (["list", "--as", "lee"], "--as belongs to"),
])
def test_a_wrong_call(desk, argv, says):
    got = desk.docket.ctl("held", *argv, check=False)
    assert got.returncode == 64 and says in got.stderr.decode()


def test_nobody_decides_on_what_is_not_held(desk):
    assert "no mail was held as 99999" in refused(desk, "accept", "99999")
    assert desk.docket.ctl("held", "drop", "1", "--as", "leee", check=False).returncode == 65


# Decisions on what could not be read

def unread(desk, raw):
    """A mail that goes to quarantine: its number, which need not be the highest."""
    before = set(held(desk))
    desk.world.deliver(raw)
    [number] = desk.world.wait(lambda: set(held(desk)) - before, 20, "the mail to be held")
    desk.quiet()
    return number


def judge(desk, *argv):
    said = desk.docket.ctl("quarantine", *argv).stdout.decode()
    desk.quiet()
    return said


def newest(desk):
    return desk.row("select t.*, c.address as requester from docket.ticket t left join"
                    " docket.contact c on c.id = t.requester order by t.id desc limit 1")


ROBOT = mail.letter("The winch is hot", sender="robot@acme.example", subject="Alarm 7", headers=[
    ("Auto-Submitted", "auto-generated")])
MANY_FIELDS = mail.letter("It hums", sender="mo@acme.example", subject="Fields", headers=[
    ("X-Pad", "x")] * 1100)


@pytest.mark.parametrize("raw,requester,subject,text", [
    (ROBOT, "robot@acme.example", "Alarm 7", "The winch is hot"),
    (mail.letter(("y" * 70 + "\n") * 90_000, sender="mo@acme.example", subject="Big"),
     "mo@acme.example", "Big", "yyyy"),
    (MANY_FIELDS, "mo@acme.example", "Fields", "It hums"),
    (b"Subject: nobody wrote it\r\nAuto-Submitted: auto-generated\r\n\r\nhello\r\n", None,
     "nobody wrote it", "hello"),
], ids=["robot", "large", "fields", "nobody"])
def test_quarantine_becomes_a_ticket(desk, raw, requester, subject, text):
    """… of what could be read, with the mail as it came."""
    number = unread(desk, raw)
    before, seen = desk.tickets(), desk.seen()
    assert "becomes a ticket" in judge(desk, "ticket", str(number), "--as", "lee")
    assert desk.tickets() == before + 1
    made = newest(desk)
    assert (made["requester"], made["subject"]) == (requester, subject)
    [entry] = desk.entries(made["id"], "mail-in")
    assert entry["raw"] == number and text in (entry["new_text"] or entry["body"])
    assert entry["data"]["accepted_by"] == "lee"
    notice = desk.mail(made["id"], LEAD, but=seen)
    assert "original.eml" in notice.text
    if "unread" in entry["data"]:
        assert "could not read all of this mail" in notice.text
    listed = desk.rows("select n, name from docket.attachment where entry = %s order by n", entry["id"])
    assert listed[-1]["name"] == "original.eml"
    stored = desk.docket.ctl("attachment", "get", str(made["id"]), str(len(listed))).stdout
    assert stored == desk.row("select bytes from docket.raw_bytes where raw = %s", number)["bytes"].tobytes()
    assert f"on ticket {made['id']}" in judge(desk, "show", str(number))
    assert number not in held(desk)
    assert "is on ticket" in refused(desk, "ticket", str(number), verb="quarantine")
    assert desk.tickets() == before + 1
    if requester == "robot@acme.example":		# nothing automatic goes to a machine
        assert [s for s in desk.mails(to=requester) if s["Message-ID"] not in seen] == []


def test_an_answer_to_nobody_comes_back(desk):
    """A ticket whose mail names no sender: the engineer hears that it reaches nobody."""
    number = unread(desk, b"Subject: whose?\r\nAuto-Submitted: auto-generated\r\n\r\nhi\r\n")
    seen = desk.seen()
    judge(desk, "ticket", str(number))
    made = newest(desk)["id"]
    notice = desk.mail(made, LEAD, but=seen)
    assert "somebody unknown wrote on" in notice.text and "no answer can reach them" in notice.text
    seen = desk.seen()
    desk.answer(notice, "Hello?", LEAD)
    assert "nobody would get it" in desk.mail(made, LEAD, but=seen).text
    desk.answer(notice, "#note\n\nFound out: it was Kim.", LEAD)
    assert len(desk.entries(made, "note")) == 1


def test_dropped_it_waits_no_longer_and_can_be_taken_back(desk):
    number = unread(desk, ROBOT.replace(b"Alarm 7", b"Alarm 8"))
    waiting = desk.docket.ctl_json("status")["quarantine"]
    assert metrics(desk)["docket_quarantine_mails"] == waiting
    assert re.search(rf"^{waiting} in quarantine; the oldest came .* ago: docketctl quarantine$",
                     desk.docket.ctl("list").stderr.decode(), re.M)
    assert f"quarantine  {waiting}, " in desk.docket.ctl("status").stdout.decode()
    assert "is dropped" in judge(desk, "drop", str(number), "--as", "ana")
    assert number not in held(desk)
    assert desk.docket.ctl_json("status")["quarantine"] == waiting - 1
    assert "was dropped by ana on" in judge(desk, "show", str(number))
    assert "was dropped by ana" in judge(desk, "drop", str(number)) and "already" in judge(
        desk, "drop", str(number))
    assert desk.docket.ctl("verify", check=False).returncode == 0
    before = desk.tickets()
    judge(desk, "ticket", str(number))
    assert desk.tickets() == before + 1 and newest(desk)["subject"] == "Alarm 8"


def test_a_ticket_of_quarantine_names_what_it_answers(desk, ticket):
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    raw = mail.letter(("z" * 70 + "\n") * 90_000, sender="jo@acme.example", subject="Re: Hum", headers=[
        ("In-Reply-To", f"<{opening}>")])
    number = unread(desk, raw)
    judge(desk, "ticket", str(number))
    made = newest(desk)
    assert made["id"] != ticket
    assert desk.entries(made["id"], "mail-in")[0]["data"]["mentions"] == str(ticket)


def test_a_decision_on_quarantine_survives_a_death(desk):
    number = unread(desk, ROBOT.replace(b"Alarm 7", b"Alarm 9"))
    before = desk.tickets()
    desk.docket.kill()
    desk.docket.ctl("quarantine", "ticket", str(number))
    desk.docket.start()
    desk.quiet()
    assert desk.tickets() == before + 1 and newest(desk)["subject"] == "Alarm 9"


def test_many_unreadable_mails_are_one_notice_and_one_digest(desk):
    """… of one batch; and what is held beside them is told at once."""
    number = desk.open("It hums.", sender="jo@burst.example")["id"]
    desk.quiet()
    desk.forget_told()
    seen, docket = desk.seen(), desk.docket
    assert docket.stop() == 0
    for n in range(20):
        docket.ctl("deliver", "support", data=mail.letter(
            f"number {n}", sender=f"b{n}@burst.example", headers=[("X-Pad", "x")] * 1100))
    docket.start()
    desk.quiet()
    told = [s for s in desk.mails(to=LEAD) if s["Message-ID"] not in seen]
    assert len(told) == 1 and "header_fields" in told[0].text
    assert [row["recipient"] for row in desk.rows(
        "select recipient from docket.held_told where digest_at is not null")] == [LEAD]
    [digest] = digest_now(desk, LEAD, desk.seen())
    assert digest["Subject"] == "Held mail: 19 more"
    assert len(re.findall(r"docketctl quarantine show \d+", digest.text)) == 19
    assert "retry, ticket or drop" in digest.text
    assert desk.docket.ctl_json("status")["quarantine"] >= 20
    hold(desk, number)
    assert desk.mail(number, LEAD, but=seen).name.startswith("Held (")
