"""#tickets: a customer asks for the list of their own tickets."""
import pytest

from test_button import ANA
from world import desk as desks, mail
from world.docket import AGENT, Group

PASS = [("Authentication-Results", "mx.example.com; dmarc=pass header.from=acme.example")]


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    docket.files["docket.conf"]["auto_per_hour"] = 20
    for project in docket.files["projects.conf"]["projects"]:
        if project["key"] in ("ACME", "GLOBEX"):
            project["customer_commands"] = ["tickets", "close"]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def case(desk, name, domain="acme.example", subjects=("Hum", "Drip")):
    who = f"{name}@{domain}"
    numbers = [desk.open("It does.", sender=who, subject=f"{s} {name}")["id"] for s in subjects]
    return who, numbers, desk.mail(numbers[0], who)


def lists(desk, seen, who=None):
    desk.quiet()
    return [s for s in desk.mails(None, who) if s["Message-ID"] not in seen
            and s.ticket is None and "tickets" in s["Subject"].lower()]


def ask(desk, raw):
    """(the entry, the lists that went out)."""
    seen = desk.seen()
    return desk.receive(raw), lists(desk, seen)


def new(who, text="#tickets", headers=PASS, **how):
    return mail.letter(text, sender=who, headers=headers, **{"subject": "Tickets", **how})


def test_in_an_answer(desk):
    who, (a, b), ack = case(desk, "answer")
    desk.docket.ctl("do", str(a), "subject", "Secret name")
    desk.docket.ctl("do", str(b), "resolve")
    desk.docket.ctl("do", str(b), "assign", "ana")
    entry, [sent] = ask(desk, mail.reply(ack.message, "#tickets", who))
    assert sent.recipients == [who] and entry["ticket"] == a and sent["Auto-Submitted"]
    assert f"#{a}  Hum answer" in sent.text and f"#{b}  Drip answer" in sent.text
    for word in ("Secret", "ana", "Ana", "ACME", "medium"):
        assert word not in sent.text.replace(who, ""), word
    assert "+" not in sent["Reply-To"] and "resolved" in sent.text
    assert desk.ticket(a)["status"] == "new"


def test_as_a_mail_by_itself_it_opens_no_ticket(desk):
    who, (a, b), _ = case(desk, "alone")
    before = desk.tickets()
    entry, [sent] = ask(desk, new(who))
    assert desk.tickets() == before and entry["ticket"] is None
    assert f"#{a}  Hum alone" in sent.text and sent.recipients == [who]


def test_with_a_text_below_it_is_a_request(desk):
    who, _, _ = case(desk, "below")
    before = desk.tickets()
    entry, sent = ask(desk, new(who, "#tickets\n\nAnd my printer burns."))
    assert desk.tickets() == before + 1 and not sent and "#tickets" in entry["body"]


def test_only_their_own_and_open_ones_of_the_project(desk):
    who, (a, b), ack = case(desk, "own")
    other, (c, d), _ = case(desk, "other")
    desk.docket.ctl("do", str(b), "close")
    desk.docket.ctl("do", str(c), "cc", who)
    moved = desk.open("It does.", sender=who, subject="Moved own")["id"]
    desk.docket.ctl("do", str(moved), "project", "GLOBEX")
    _, [sent] = ask(desk, mail.reply(ack.message, "#tickets", who))
    assert f"#{a} " in sent.text
    for number in (b, c, d, moved):
        assert f"#{number} " not in sent.text, number


def test_none(desk):
    who, (a, b), ack = case(desk, "none")
    for number in (a, b):
        desk.docket.ctl("do", str(number), "close")
    _, [sent] = ask(desk, mail.reply(ack.message, "#tickets", who))
    assert "You have no ticket" in sent.text


def test_many_are_counted(desk):
    who, (a, b), ack = case(desk, "many")
    desk.world.sql("insert into docket.ticket (subject, project, mailbox, requester, created_at)"
                   " select 'Bulk ' || n, project, mailbox, requester, now() from docket.ticket,"
                   " generate_series(1, 60) n where id = %s", a)
    _, [sent] = ask(desk, mail.reply(ack.message, "#tickets", who))
    assert sent.text.count("Bulk ") == 50 and "and 12 more" in sent.text


def test_in_the_language_of_the_project(desk):
    who, (a, _), ack = case(desk, "lucia", "globex.example")
    _, [sent] = ask(desk, mail.reply(ack.message, "#tickets", who))
    assert "Sus tickets" in sent["Subject"] and f"#{a}  Hum lucia" in sent.text


SPOOFS = {
    "unproven": dict(headers=()),
    "dmarc=fail": dict(headers=[("Authentication-Results", "mx.example.com; dmarc=fail header.from=acme.example")]),
    "another's verdict": dict(headers=[("Authentication-Results", "mx.evil.example; dmarc=pass header.from=acme.example")]),
    "a pass for another": dict(headers=[("Authentication-Results", "mx.example.com; dmarc=pass header.from=evil.example")]),
    "automatic": dict(headers=[*PASS, ("Auto-Submitted", "auto-replied")]),
    "of a list": dict(headers=[*PASS, ("List-Id", "<x.acme.example>"), ("Precedence", "list")]),
    "quoted": dict(text="> #tickets"),
    "with a value": dict(text="#tickets all"),
}


@pytest.mark.parametrize("how", SPOOFS)
def test_who_is_not_known_to_ask_gets_none(desk, how):
    who, _, _ = case(desk, how.replace(" ", ".").replace("'", ".").replace("=", "."))
    _, sent = ask(desk, new(who, **SPOOFS[how]))
    assert not sent


def test_the_list_goes_to_the_stored_address_alone(desk):
    who, _, ack = case(desk, "stored")
    for headers in ([("Reply-To", "kim@evil.example")], [("Cc", "kim@evil.example")]):
        _, sent = ask(desk, new(who, headers=[*PASS, *headers]))
        assert all(s.recipients == [who] for s in sent) and not desk.mails(None, "kim@evil.example")


def test_an_answer_of_somebody_else_lists_nobodys(desk):
    who, (a, _), ack = case(desk, "mine")
    for other in ("colleague@acme.example", "kim@evil.example"):
        _, sent = ask(desk, mail.reply(ack.message, "#tickets", other))
        assert not [s for s in sent if who in s.recipients or f"#{a} " in s.text]


def test_a_project_that_allows_it_not(desk):
    who = "walk@in.example"
    number = desk.open("It does.", sender=who, subject="Walk")["id"]
    _, sent = ask(desk, mail.reply(desk.mail(number, who).message, "#tickets", who))
    assert not sent


def test_html_alone_and_damage(desk):
    who, (a, _), ack = case(desk, "html")
    raw = mail.reply(ack.message, "<div>#Tickets</div>", who, quote=False).replace(b"text/plain", b"text/html")
    assert len(ask(desk, raw)[1]) == 1
    assert len(ask(desk, mail.reply(ack.message, "＃tickets.<BR>", who))[1]) == 1


def test_a_redelivery_and_a_flood(desk):
    who, _, ack = case(desk, "flood")
    raw = mail.reply(ack.message, "#tickets", who)
    assert len(ask(desk, raw)[1]) == 1 and len(ask(desk, raw)[1]) == 0
    seen = desk.seen()
    for n in range(25):
        desk.world.deliver(mail.reply(ack.message, f"#tickets", who, message_id=f"<flood{n}@acme.example>"))
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.entry where message_id like"
                                           " 'flood%%@acme.example'") == 25, 60, "all of them")
    assert len(lists(desk, seen)) < 20
    assert desk.rows("select * from docket.entry where data->>'what' = 'mail not sent'"
                     " and data->>'template' = 'tickets'")


def test_an_engineer_is_told_of_list(desk):
    _, (a, _), _ = case(desk, "engineer")
    seen = desk.seen()
    desk.answer(desk.mail(a, AGENT), "#tickets", ANA)
    told = desk.mail(a, AGENT, but=seen)
    assert "only customers write #tickets" in told.text and "#list" in told.text
