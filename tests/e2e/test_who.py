"""Who wrote it, and whom to answer: Reply-To, forms, our own addresses, subjects."""
import itertools
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.mailbox()["aliases"] = ["help@example.com", "@desk.example"]
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    for project in docket.files["projects.conf"]["projects"]:
        project["requester_cc"] = "always"		# no server of ours vouches here
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opens(desk, text="It hums.", **kwargs):
    """A new mail: its entry and its ticket."""
    kwargs.setdefault("subject", f"Hum {next(numbers)}")
    entry = desk.receive(mail.letter(text, **kwargs))
    assert entry["kind"] == "mail-in", entry
    return entry, desk.ticket(entry["ticket"])


def people(desk, ticket):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", ticket)}


def requester(desk, ticket):
    return desk.row("select c.address from docket.ticket t join docket.contact c"
                    " on c.id = t.requester where t.id = %s", ticket)["address"]


def customers(desk, ticket):
    """To whom docket wrote about it, engineers apart."""
    desk.quiet()
    return {r for s in desk.mails(ticket) for r in s.recipients} - {AGENT, LEAD}


def all_answered(desk, *tickets):
    """An engineer answers each: to whom that went."""
    notices = [desk.mail(ticket, AGENT) for ticket in tickets]
    desk.quiet()
    seen = desk.seen()
    for notice in notices:
        desk.answer(notice, "We come.", AGENT)
    desk.quiet()
    return [{r for s in desk.mails(ticket) for r in s.recipients
             if s["Message-ID"] not in seen} - {AGENT, LEAD} for ticket in tickets]


def answered(desk, ticket):
    return all_answered(desk, ticket)[0]


# Reply-To of a new mail

FORMS = {
    "nobody answers From": {"sender": "Shop <noreply@shop.example>"},
    "From is ours": {"sender": "Web site <support@example.com>"},
    "From is ours with a detail": {"sender": "support+web@example.com"},
    "From is an alias of ours": {"sender": "Web <help@example.com>"},
    "From is a web server": {"sender": "www-data@web1.shop.example"},
    "From is a form's account": {"sender": "WordPress <wordpress@shop.example>"},
    "a form's program": {"sender": "info@shop.example",
                         "headers": [("X-Mailer", "PHPMailer 6.1.4 (https://github.com/x)")]},
    "a script": {"sender": "info@shop.example",
                 "headers": [("X-PHP-Originating-Script", "33:contact.php")]},
    "From is called by the other": {"sender": '"Kim Roe via Forms" <team@forms.example>'},
    "no address in From": {"sender": "Kim Roe <>"},
}


def test_whoever_a_form_writes_for_is_the_requester(desk):
    """… gets the answers, and has their project."""
    made = []
    for what, form in FORMS.items():
        kim = f"kim{next(numbers)}@globex.example"
        headers = [*form.get("headers", []), ("Reply-To", f"Kim Roe <{kim}>")]
        _, ticket = opens(desk, headers=headers, sender=form["sender"])
        assert (requester(desk, ticket["id"]), ticket["project"]) == (kim, "GLOBEX"), what
        assert people(desk, ticket["id"]) == {kim}, what
        made.append((what, form["sender"], kim, ticket))
    replied = all_answered(desk, *(t["id"] for _, _, _, t in made))
    for (what, sender, kim, ticket), got in zip(made, replied):
        assert got == customers(desk, ticket["id"]) == {kim}, what
        if what == "no address in From":
            continue
        [address] = mail.addresses(mail.read(f"From: {sender}\n\n".encode()), "From")
        assert ticket["sender"] == address
        notice = desk.mail(ticket["id"], LEAD)
        shown = desk.docket.ctl("show", str(ticket["id"])).stdout.decode()
        for text in (notice.text, notice.html, shown):
            assert address in text and kim in text, what
    reply = desk.answer(desk.mails(ticket["id"], kim)[0], "Thanks.", kim)
    assert (reply["kind"], reply["ticket"]) == ("mail-in", ticket["id"])


def test_a_persons_other_address_is_answered(desk):
    """From is who they are; their answers come from either."""
    entry, ticket = opens(desk, sender="jo1@acme.example", headers=[("Reply-To", "jo1@home.example")])
    number = ticket["id"]
    assert requester(desk, number) == "jo1@acme.example" and ticket["project"] == "ACME"
    assert customers(desk, number) == {"jo1@home.example"}
    assert answered(desk, number) == {"jo1@home.example"}
    for notice in (desk.mail(number, LEAD).text, desk.mail(number, LEAD).html):
        assert "jo1@home.example" in notice and "jo1@acme.example" in notice
    for who in ("jo1@home.example", "jo1@acme.example"):
        reply = desk.answer(desk.mails(number, "jo1@home.example")[0], f"I am {who}", who)
        assert (reply["kind"], reply["ticket"]) == ("mail-in", number)


def test_a_detail_is_kept_and_is_nobody_else(desk):
    """Another desk's Reply-To has its token there."""
    entry, ticket = opens(desk, sender="Desk <desk@acme.example>",
                          headers=[("Reply-To", "desk+T0ken@acme.example")])
    assert answered(desk, ticket["id"]) == {"desk+T0ken@acme.example".lower()}
    reply = desk.answer(desk.mails(ticket["id"], "desk+t0ken@acme.example")[0], "ok", "desk@acme.example",
                        headers=[("Reply-To", "desk+other@acme.example")])
    assert reply["kind"] == "mail-in"
    desk.quiet()
    assert "nothing is sent there" not in desk.mails(ticket["id"], LEAD)[-1].text


IGNORED = {
    "the same in other case": "JO{n}@Acme.Example",
    "ours": "support@example.com", "ours with a detail": "support+abc@example.com",
    "an alias": "anything@desk.example", "an engineer's": AGENT, "nobody's": "noreply@acme.example",
    "no address": "Jo Doe", "no address that can be sent to": '"a b"@acme.example',
    "an encoded word that hides one": "=?utf-8?q?evil=40evil=2Eexample?=",
    "a group without members": "undisclosed-recipients:;",
}


def test_what_cannot_be_answered_changes_nothing(desk):
    made = []
    for what, value in IGNORED.items():
        number = next(numbers)
        jo = f"jo{number}@acme.example"
        _, ticket = opens(desk, sender=jo, headers=[("Reply-To", value.replace("{n}", str(number)))])
        assert (requester(desk, ticket["id"]), ticket["reply_to"]) == (jo, ""), what
        made.append((ticket["id"], {jo}))
    assert all_answered(desk, *(n for n, _ in made)) == [want for _, want in made]


def test_several_are_all_answered_but_ours(desk):
    _, ticket = opens(desk, sender="jo5@acme.example", headers=[
        ("Reply-To", "jo5@acme.example, support@example.com, al5@acme.example")])
    assert answered(desk, ticket["id"]) == {"jo5@acme.example", "al5@acme.example"}
    many = ", ".join(f"v{n}@victim.example" for n in range(40))
    _, ticket = opens(desk, sender="jo6@acme.example", headers=[("Reply-To", many)])
    assert len(customers(desk, ticket["id"])) <= 1


def test_a_list_puts_itself_there(desk):
    raw = mail.letter("Who knows?", sender="jo7@acme.example", to="support@example.com", headers=[
        ("List-Post", "<mailto:all@lists.example>"), ("Reply-To", "all@lists.example")])
    entry = desk.receive(raw)
    desk.quiet()
    assert [s for s in desk.mails(to="all@lists.example")] == []
    assert entry["ticket"] is None or desk.ticket(entry["ticket"])["reply_to"] == ""


def test_a_forged_from_sends_no_answer_elsewhere(desk):
    entry = desk.receive(mail.letter("It hums.", sender="boss@acme.example", headers=[
        ("Authentication-Results", "mx.example.com; dmarc=fail header.from=acme.example"),
        ("Reply-To", "boss@evil.example")]))
    ticket = desk.ticket(entry["ticket"])
    assert entry["kind"] == "held"
    assert ticket["reply_to"] == ""
    assert "boss@evil.example" not in customers(desk, ticket["id"]) | answered(desk, ticket["id"])
    notice = desk.mail(ticket["id"], LEAD)
    assert "boss@evil.example (nothing is sent there)" in notice.text


def test_no_power_comes_of_it(desk):
    """An engineer in Reply-To is nobody: not proven, not a requester, not told to be."""
    _, ticket = opens(desk, sender="jo8@acme.example")
    notice = desk.mail(ticket["id"], AGENT)
    for sender in ("noreply@evil.example", "<>", "Ana <>", "x@evil.example"):
        raw = mail.reply(notice.message, "#close\n\nDone.", sender, headers=[("Reply-To", AGENT)])
        entry = desk.receive(raw)
        assert not entry["by_agent"] and (
            entry["kind"] in ("held", "quarantine") or entry["letter_kind"] != "human"), entry
    assert desk.ticket(ticket["id"])["status"] == "new"


# … and on a ticket that is there

def test_on_a_ticket_it_is_shown_and_lets_nobody_in(desk):
    _, ticket = opens(desk, sender="jo9@acme.example")
    number = ticket["id"]
    before = people(desk, number)
    seen = desk.seen()
    ack = desk.mail(number, "jo9@acme.example")
    entry = desk.answer(ack, "Any news?", "jo9@acme.example", headers=[
        ("Reply-To", "Evil <evil@evil.example>")])
    assert entry["kind"] == "mail-in"
    notice = desk.mail(number, LEAD, but=seen)
    for text in (notice.text, notice.html):
        assert "evil@evil.example" in text and "nothing is sent there" in text
    assert people(desk, number) == before
    assert answered(desk, number) == {"jo9@acme.example"}
    shown = desk.docket.ctl("show", str(number)).stdout.decode()
    assert "reply_to: evil@evil.example" in shown
    # Whom Reply-To names does not let a stranger write.
    entry = desk.receive(mail.reply(ack.message, "Send it to me.", "noreply@evil.example", headers=[
        ("Reply-To", "jo9@acme.example")]))
    assert entry["kind"] == "held"
    assert [m["author"] for m in desk.docket.ctl_json("held") if m["ticket"] == number] == [
        "noreply@evil.example"]


def test_a_form_goes_on_with_what_it_opened(desk):
    """A customer's own desk writes from noreply@ with a Reply-To, time and again."""
    entry, ticket = opens(desk, sender="Tracker <noreply@tracker.example>", headers=[
        ("Reply-To", "reply-abc@tracker.example")])
    again = desk.receive(mail.letter("One more thing.", sender="Tracker <noreply@tracker.example>",
                                     subject="Re: x", headers=[
        ("Reply-To", "reply-def@tracker.example"), ("In-Reply-To", f"<{entry['message_id']}>")]))
    assert (again["kind"], again["ticket"]) == ("mail-in", ticket["id"])
    assert answered(desk, ticket["id"]) == {"reply-abc@tracker.example"}


# Our own addresses

TOP = ("Return-Path: <x@y.example>\r\nX-Original-To: {0}\r\nDelivered-To: {1}\r\n"
       "Received: from a.example by mx.example.com; Mon, 2 Mar 2026 09:00:00 +0000\r\n")
OURS = {
    "its own": "support@example.com", "with a detail": "support+sales@example.com",
    "an alias": "help@example.com", "an alias with a detail": "Help+x@Example.com",
    "a domain": "anybody@desk.example",
}


def test_ours_take_no_part(desk):
    made = []
    for what, ours in OURS.items():
        want = {f"jo{next(numbers)}@acme.example"}
        _, ticket = opens(desk, sender=max(want), to=f"support@example.com, {ours}, al@acme.example")
        want.add("al@acme.example")
        assert people(desk, ticket["id"]) == want, what
        made.append((ticket["id"], want))
    assert all_answered(desk, *(n for n, _ in made)) == [want for _, want in made]


def test_an_unknown_to_of_a_mail_that_reached_us(desk):
    """An alias that docket does not know, or a blind copy: nobody is written to there."""
    made = []
    for headers, to in (([("Delivered-To", "support@example.com")], "info@brand.example"),
                        ([], "info@brand.example"),
                        ([], "office@example.com, kay@acme.example")):
        jo = f"jo{next(numbers)}@acme.example"
        entry, ticket = opens(desk, sender=jo, to=to, headers=headers)
        want = {jo, "kay@acme.example"} if "kay" in to else {jo}
        assert people(desk, ticket["id"]) == want
        made.append((ticket["id"], want))
    assert all_answered(desk, *(n for n, _ in made)) == [want for _, want in made]


def test_what_our_server_says_is_learnt(desk):
    jo = f"jo{next(numbers)}@acme.example"
    raw = TOP.format("sales@brand.example", "support@example.com").encode() + mail.letter(
        "It hums.", sender=jo, to="Sales@Brand.example, kay@acme.example", subject="Learn")
    entry = desk.receive(raw)
    assert people(desk, entry["ticket"]) == {jo, "kay@acme.example"}
    assert [r["address"] for r in desk.rows("select address from docket.own_address")] == [
        "sales@brand.example"]
    for _ in range(2):						# known, also after a restart
        jo = f"jo{next(numbers)}@acme.example"
        _, ticket = opens(desk, sender=jo, to="support@example.com, sales+x@brand.example")
        assert people(desk, ticket["id"]) == {jo}
        assert desk.docket.stop() == 0
        desk.docket.start()


def test_what_was_learnt_can_be_forgotten(desk):
    """A colleague's mail comes to the desk while they are away: they are somebody again."""
    kay, top = f"kay{next(numbers)}@brand.example", TOP.format("{}", "support@example.com")
    desk.receive(top.format(kay).encode() + mail.letter(
        "It hums.", sender=f"jo{next(numbers)}@acme.example", to=kay.title()))
    assert kay in [o["address"] for o in desk.docket.ctl_json("own")]
    for address, status in ((kay.upper(), 0), (kay, 1), ("nobody@brand.example", 1),
                            ("support@example.com", 1)):
        got = desk.docket.ctl("own", "forget", address, "--as", "lee", check=False)
        assert got.returncode == status, got.stderr
        assert status == 0 or b"forgotten already" in got.stderr or b"was not learnt" in got.stderr
    [row] = [o for o in desk.docket.ctl_json("own", "list") if o["address"] == kay]
    assert row["forgotten_by"] == "lee" and row["mailbox"] == "support"
    assert re.search(rf"^{kay} .* by lee *$", desk.docket.ctl("own").stdout.decode(), re.M)
    for restart in (False, True):				# and it is not learnt again
        desk.receive(top.format(kay).encode() + mail.letter(
            "It hums.", sender=f"jo{next(numbers)}@acme.example", to=f"support@example.com, {kay}"))
        jo = f"jo{next(numbers)}@acme.example"
        _, ticket = opens(desk, sender=jo, to=f"support@example.com, {kay}")
        assert people(desk, ticket["id"]) == {jo, kay}
        if not restart:
            assert desk.docket.stop() == 0
            desk.docket.start()
    for argv in (["learn"], ["forget"], ["list", "x"]):
        assert desk.docket.ctl("own", *argv, check=False).returncode == 64


LIES = {
    "below Received": "Received: from a by mx.example.com; Mon, 2 Mar 2026 09:00:00 +0000\r\n"
                      "Delivered-To: {0}\r\n",
    "below a field of the sender's": "X-Mailer: me\r\nDelivered-To: {0}\r\n",
    "of a contact": "Delivered-To: {0}\r\nReceived: by mx.example.com; today\r\n",
    "of an engineer": "Delivered-To: " + AGENT + "\r\nReceived: by mx.example.com; today\r\n",
    "not in To": "Delivered-To: other@acme.example\r\nReceived: by mx.example.com; today\r\n",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_false_delivered_to_takes_nobodys_mail(desk, lie):
    """… from the customer whom a stranger names there."""
    victim = f"victim{next(numbers)}@acme.example"
    before = desk.rows("select address from docket.own_address")
    if lie == "of a contact":
        opens(desk, sender=victim)
    desk.receive(LIES[lie].format(victim).encode() + mail.letter(
        "x", sender="evil@evil.example", to=f"support@example.com, {victim}, {AGENT}"))
    assert desk.rows("select address from docket.own_address") == before
    _, ticket = opens(desk, sender=victim)
    assert answered(desk, ticket["id"]) == {victim}
    _, ticket = opens(desk, sender="kay@acme.example", to=f"support@example.com, {victim}")
    assert victim in people(desk, ticket["id"])


def write(desk, text, *args):
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(text, args)
    connection.close()


def test_an_old_participant_of_ours_gets_no_mail(desk):
    """One that came in before its address was known as ours; and a rule that names one."""
    _, ticket = opens(desk, sender="jo10@acme.example")
    write(desk, "insert into docket.participant values (%s, 'support+old@example.com')", ticket["id"])
    assert answered(desk, ticket["id"]) == {"jo10@acme.example"}
    assert "docket's own" in desk.docket.ctl("show", str(ticket["id"])).stdout.decode()
    write(desk, "update docket.ticket set reply_to = 'help@example.com' where id = %s", ticket["id"])
    assert answered(desk, ticket["id"]) == set()
    assert "docket's own" in desk.mails(ticket["id"], AGENT)[-1].text	# and the engineer knows
    ours = {s for s in desk.quiet() for r in s.recipients if "support" in r or r == "help@example.com"}
    assert ours == set()


def test_an_answer_that_would_reach_only_docket_is_refused(desk):
    _, ticket = opens(desk, sender="support@example.com")
    assert answered(desk, ticket["id"]) == set()
    refused = desk.mails(ticket["id"], AGENT)[-1]
    assert refused.name.startswith("Nothing done") and "docket's own" in refused.text


def test_a_domain_where_people_are_is_no_alias(desk):
    docket = desk.docket
    for domain, says in (("home.example.net", "agents.conf"), ("acme.example", "no people")):
        docket.mailbox()["aliases"] = [f"@{domain}"]
        docket.write()
        got = docket.ctl("check", check=False)
        assert got.returncode != 0 and says in got.stderr.decode() + got.stdout.decode()
    docket.mailbox()["aliases"] = ["help"]
    docket.write()
    assert "neither a mail address" in (lambda g: g.stderr + g.stdout)(
        docket.ctl("check", check=False)).decode()
    docket.mailbox()["aliases"] = ["help@example.com", "@desk.example"]
    docket.write()
    assert docket.ctl("check").returncode == 0


# Subjects

SUBJECTS = {
    "of its own": ("URGENT: crane fell", True), "with a prefix": ("AW: URGENT: crane fell", True),
    "with the tag": ("Re: crane fell [desk #{id}]", True),
    "the ticket's": ("Re: {subject}", False), "the ticket's, tagged": ("Antw: {subject} [desk #{id}]", False),
}


@pytest.mark.parametrize("text", ["Look.", ""], ids=["text", "empty"])
def test_a_replys_own_subject_is_shown(desk, text):
    made = {what: opens(desk, sender=f"jo{next(numbers)}@acme.example") for what in SUBJECTS}
    desk.quiet()
    seen = desk.seen()
    for what, (opening, ticket) in made.items():
        subject, own = SUBJECTS[what]
        subject = subject.format(id=ticket["id"], subject=ticket["subject"])
        entry = desk.receive(mail.letter(text, sender=opening["author"], subject=subject, headers=[
            ("In-Reply-To", f"<{opening['message_id']}>")]))
        assert (entry["kind"], entry["ticket"]) == ("mail-in", ticket["id"])
        notice = desk.mail(ticket["id"], LEAD, but=seen)
        for part in (notice.text, notice.html):
            assert ("crane fell" in part) == (f"Subject: {subject}" in part) == own, what
        if own and not text:
            assert f"\n\n{subject}\n" in notice.text
        shown = desk.docket.ctl("show", str(ticket["id"])).stdout.decode()
        assert (f"subject: {subject}" in shown) == own


def test_a_new_mail_without_a_text_has_its_subject(desk):
    _, ticket = opens(desk, "", sender="jo11@acme.example", subject="URGENT: crane fell")
    notice = desk.mail(ticket["id"], LEAD)
    assert "wrote on" in notice.text and notice.text.count("URGENT: crane fell") >= 2
