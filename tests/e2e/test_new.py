"""Tickets that people here open: #new, a mail that is passed on, docketctl new."""
import re

import pytest

from test_personal import FORWARD, own
from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def write(desk, text, subject="Called", to=None, sender=ANA, **how):
    """Ana's new mail to her own address: the mails that come of it."""
    seen = desk.seen()
    desk.receive(mail.letter(text, sender=sender, to=to or own(desk), subject=subject, **how))
    return [m for m in desk.quiet() if m["Message-ID"] not in seen]


def made(desk, subject):
    return desk.row("select t.*, c.address from docket.ticket t left join docket.contact c"
                    " on c.id = t.requester where subject = %s", subject)


def none_of(desk, subject):
    return not desk.rows("select from docket.ticket where subject = %s", subject)


def people(desk, number):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", number)}


def said(mails, who=AGENT):
    return " ".join(re.sub(r"\s+", " ", m.text) for m in mails if who in m.recipients)


def test_for_who_called_and_internal_until_somebody_writes(desk):
    jo = "jo1@acme.example"
    went = write(desk, f"#new\n#requester Jo Doe <{jo}>\n#severity high\n#assign lee\n\nShe says it hums.\n",
                 "Hum on the phone")
    t = made(desk, "Hum on the phone")
    assert (t["address"], t["project"], t["assignee"], t["category"]) == (jo, "ACME", "lee", "new")
    assert desk.fields(t["id"])["severity"]["value"] == "high" and people(desk, t["id"]) == {jo}
    [note] = desk.entries(t["id"], "note")
    assert (note["author"], note["public"], note["new_text"].strip()) == ("ana", False, "She says it hums.")
    assert not [m for m in went if jo in m.recipients]
    assert f"it is ticket #{t['id']}, for {jo}" in said(went)
    assert "She says it hums." in said(went, LEAD)
    assert desk.cycle(t["id"], "response")["state"] == "running"
    # The first answer: to who called, in a conversation of its own.
    desk.answer(desk.mail(t["id"], LEAD), "We come at noon.\n", f"Lee <{LEAD}>")
    desk.quiet()
    [first] = desk.mails(t["id"], jo)
    assert "We come at noon." in first.text and "She says" not in first.text
    assert desk.cycle(t["id"], "response")["state"] == "met"
    assert desk.answer(first, "Fine.", jo)["ticket"] == t["id"]
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_public_writes_to_the_customer(desk):
    jo = "jo2@acme.example"
    [asked] = write(desk, f"#new\n#requester {jo}\n#public\n#wait\n\nWe move your server on Friday.\n", "The move")
    assert "Is this yours?" in asked.name and none_of(desk, "The move")	# the address proves for long
    [code] = re.findall(r"code at the top: (\S+)", asked.text)
    seen = desk.seen()
    desk.answer(asked, f"{code}\n", ANA)
    desk.world.wait(lambda: not none_of(desk, "The move"), 20, "the confirmed mail to be done")
    went = [m for m in desk.quiet() if m["Message-ID"] not in seen]
    t = made(desk, "The move")
    [mine] = [m for m in went if jo in m.recipients]
    assert "We move your server on Friday." in mine.text and "#new" not in mine.text
    assert own(desk) not in mine.raw.decode()
    assert t["category"] == "waiting" and desk.cycle(t["id"], "response")["state"] == "met"
    assert desk.answer(mine, "Which Friday?", jo)["ticket"] == t["id"]
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_project_and_nobody_yet(desk):
    went = write(desk, "#new\n#project GLOBEX\n", "Quarterly check")
    t = made(desk, "Quarterly check")
    assert (t["requester"], t["project"], people(desk, t["id"])) == (None, "GLOBEX", set())
    assert "for nobody yet" in said(went)
    went = write(desk, "#new\n#project globex\n#requester kim3@acme.example\n#cc li3@acme.example\n", "Both said")
    t = made(desk, "Both said")
    assert (t["project"], people(desk, t["id"])) == ("GLOBEX", {"kim3@acme.example", "li3@acme.example"})
    assert f"#{t['id']}" in said(went)


@pytest.mark.parametrize("text", ["#New<BR>\n#requester {0}", "＃new\n# requester {0}.", "#neues-ticket\n#kunde {0}"])
def test_however_it_is_written(desk, text):
    who = f"jo{abs(hash(text)) % 10**6}@acme.example"
    write(desk, text.format(who), f"Damage {who}")
    assert made(desk, f"Damage {who}")["address"] == who


def test_what_is_refused_opens_nothing(desk):
    for n, (text, says) in enumerate([
            ("#new\n#requester nobody", "no mail address"), ("#new\n#requester a@x.example, b@x.example", "one person"),
            (f"#new\n#requester {LEAD}", "is an engineer's"), ("#new\n#project NOPE", "NOPE"),
            ("#new now", "takes no value"), ("#new\n#nonsense", "no command #nonsense"),
            ("#new\n#public\n\nHello.", "nobody would get it"), ("#resolve\n", "begin with #new"),
            ("#new\n#requester support@example.com", "docket's own")]):
        went = write(desk, text, f"Refused {n}")
        assert says in said(went), text
        assert none_of(desk, f"Refused {n}"), text
    went = write(desk, "#dry-run\n#new\n#requester jo@acme.example\n", "Dry")
    assert "#new" in said(went) and none_of(desk, "Dry")
    ticket = desk.open("It hums.", sender="jo9@acme.example", subject="Hum 9")["id"]
    notice = desk.mail(ticket, AGENT)
    seen = desk.seen()
    desk.answer(notice, "#new\n\nAnother thing.", ANA)
    assert f"belongs to ticket #{ticket}" in said([m for m in desk.quiet() if m["Message-ID"] not in seen])


def test_unproven_it_is_asked_and_then_done(desk):
    seen = desk.seen()
    desk.receive(mail.letter("#new\n#requester jo4@acme.example\n\nCalled.", sender=ANA, subject="Unproven"))
    desk.quiet()
    assert none_of(desk, "Unproven")
    asked = desk.mail(None, AGENT, but=seen)
    assert "Is this yours?" in asked.name
    [code] = re.findall(r"code at the top: (\S+)", asked.text)
    desk.answer(asked, f"{code}\n", ANA)
    desk.world.wait(lambda: not none_of(desk, "Unproven"), 20, "the confirmed mail to be done")
    assert made(desk, "Unproven")["address"] == "jo4@acme.example"


def test_quoted_and_a_customers_is_text(desk):
    write(desk, "Look.\n\n> #new\n> #requester jo5@acme.example\n", "Quoted")
    assert made(desk, "Quoted")["address"] == AGENT			# a request of ana's own
    desk.receive(mail.letter("#new\n#requester jo6@acme.example\n", sender="max6@acme.example", subject="Theirs"))
    assert made(desk, "Theirs")["address"] == "max6@acme.example"


def test_html_alone_and_a_redelivery(desk):
    raw = mail.letter("<div>#new</div><div>#requester jo7@acme.example</div><div><br></div><div>It hums.</div>",
                      sender=ANA, to=own(desk), subject="By HTML")
    head, _, body = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^(content-type|mime-version|content-transfer-encoding):.*\r\n", b"", head + b"\r\n")
    raw = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n" + head + b"\r\n" + body
    desk.receive(raw)
    assert made(desk, "By HTML")["address"] == "jo7@acme.example"
    desk.receive(raw)
    desk.quiet()
    made(desk, "By HTML")			# still one


def test_who_passes_a_mail_on_hears_for_whom(desk):
    for n, cover in ((21, "Please look."), (22, "")):
        seen = desk.seen()
        desk.receive(mail.letter(FORWARD.format(n).replace("Please look.", cover), sender=ANA, to=own(desk),
                                 subject=f"Fwd: It hums {n}"))
        went = [m for m in desk.quiet() if m["Message-ID"] not in seen]
        t = desk.row("select t.id from docket.ticket t join docket.contact c on c.id = t.requester"
                     " where c.address = %s", f"jo{n}@acme.example")
        assert f"it is ticket #{t['id']}, for jo{n}@acme.example" in said(went)


def test_docketctl_new(desk):
    ctl = desk.docket.ctl
    seen = desk.seen()
    said_ = ctl("new", "--subject", "By hand", "--requester", "Jo <jo8@acme.example>", "--as", "ana",
                data=b"She called.\n").stdout.decode()
    t = made(desk, "By hand")
    assert f"Ticket {t['id']} is open." in said_
    assert (t["address"], t["project"]) == ("jo8@acme.example", "ACME")
    [note] = desk.entries(t["id"], "note")
    assert (note["author"], note["by_agent"], note["body"]) == ("ana", True, "She called.")
    went = [m for m in desk.quiet() if m["Message-ID"] not in seen]
    assert any("She called." in m.text and LEAD in m.recipients for m in went)
    assert not [m for m in went if "jo8@acme.example" in m.recipients]
    assert desk.cycle(t["id"], "response")["state"] == "running"
    assert desk.docket.ctl_json("new", "--subject", "Bare", data=b"")["ticket"] == made(desk, "Bare")["id"]
    for argv, status, says in [
            (["--requester", "x"], 64, "say --subject"), (["--subject", ""], 65, "one line"),
            (["--subject", "No", "--requester", "x"], 65, "no mail address"),
            (["--subject", "No", "--project", "NOPE"], 65, "NOPE"),
            (["--subject", "No", "--mailbox", "nope"], 65, "there is no mailbox nope"),
            (["--subject", "No", "--as", "nobody"], 65, "nobody")]:
        done = ctl("new", *argv, data=b"x", check=False)
        assert done.returncode == status and says in done.stderr.decode(), (argv, done)
    assert none_of(desk, "No")
    assert b" 0 different" in ctl("sla", "verify").stdout and ctl("verify").returncode == 0


def test_a_kill_leaves_one_of_each(world, docket, desk):
    to = own(desk)
    for n in range(8):
        desk.world.deliver(mail.letter(f"#new\n#requester kill{n}@acme.example\n\nIt hums.", sender=ANA, to=to,
                                       subject=f"Killed {n}"))
    docket.kill()
    docket.start()
    desk.quiet()
    for n in range(8):
        assert made(desk, f"Killed {n}")["address"] == f"kill{n}@acme.example"
    assert docket.ctl("verify").returncode == 0
