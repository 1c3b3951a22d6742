"""Mails of orders for many tickets, to an engineer's control address."""
import email
import os
import random
import re
import time

import pytest

from test_button import ANA, opened, robots, to_button
from test_personal import own
from world import desk as desks, mail
from world.docket import AGENT, LEAD

KILLS = int(os.environ.get("DOCKET_CONTROL_KILLS", "6"))
MANY = 200


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    people = docket.files["agents.conf"]["agents"]
    people[0]["transcript"] = people[1]["transcript"] = "always"
    docket.files["docket.conf"] |= {"authserv": ["mx.example.com"]}
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def asked_anew(desk):
    """Each test has the hour's questions for itself."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("delete from docket.tally where key like '%%ana%%'")
    connection.close()


def control(desk, name="ana", *more):
    return desk.docket.ctl_json("agent", "address", name, *more)["control"]["support"]


def new(desk, n=1, who="c"):
    """The numbers of n new tickets."""
    at = desk.tickets()
    return [desk.open("It hums.", sender=f"{who}{at + i}@acme.example",
                      subject=f"Hum {who}{at + i}")["id"] for i in range(n)]


def idle(desk):
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.control") == 0, 60,
                    "the orders to be done")
    desk.quiet()


def told(desk, seen, who=AGENT):
    return [s for s in desk.mails(None, who) if s["Message-ID"] not in seen
            and s["X-Docket-Reason"] in ("control", "transcript")]


def order(desk, text, sender=ANA, to=None, **how):
    """Sends it, and gives what its writer is told by one mail, or None."""
    seen = desk.seen()
    desk.receive(mail.letter(text, sender=sender, to=to or control(desk), **{"subject": "Orders", **how}))
    idle(desk)
    found = told(desk, seen, email.utils.parseaddr(sender)[1])
    assert len(found) <= 1
    return found[0] if found else None


def status(desk, *numbers):
    return [desk.ticket(n)["status"] for n in numbers]


def part(sent, number):
    """What the mail tells of one ticket."""
    return [p for p in re.split(r"^={72}$", sent.text, flags=re.M)
            if re.match(rf"\n(#{number} |– #ticket {number}\n)", p)][-1]


# done

def test_notices_name_it_to_its_owner_alone(desk):
    [number] = new(desk)
    for who, name, other in ((AGENT, "ana", "lee"), (LEAD, "lee", "ana")):
        sent, mine = desk.mail(number, who), control(desk, name)
        assert re.fullmatch(r"support\+c\.[a-z2-7]{30,45}@example\.com", mine)
        assert mine in sent.text and mine in sent.html
        assert control(desk, other) not in sent.text + sent.html
    desk.quiet()
    assert not [s for s in desk.mails(number) if AGENT not in s.recipients
                and LEAD not in s.recipients and "+c." in s.text + s.html]


def test_each_ticket_has_its_orders(desk):
    a, b, c = new(desk, 3)
    sent = order(desk, f"#ticket {a}\n#take\n#severity critical\n\n#ticket #{b}\n#resolve\n#public\n"
                 f"It is mended.\n\nBest, Ana\n\n#Ticket {c}.\n#note\nCall them.\n#list\n--\nAna\n")
    assert status(desk, a, b, c) == ["new", "resolved", "new"]
    assert desk.ticket(a)["assignee"] == "ana" and desk.fields(a)["severity"]["value"] == "critical"
    to_customer = [s for s in desk.mails(b) if "It is mended." in s.text and AGENT not in s.recipients
                   and LEAD not in s.recipients]
    assert len(to_customer) == 1 and "Best, Ana" in to_customer[0].text
    assert not re.search("ticket|Hum|resolve", to_customer[0].text.split("wrote")[0].replace(
        to_customer[0]["Subject"], ""))
    [note] = desk.entries(c, "note")
    assert note["new_text"] or note["body"] == "Call them.\n#list"
    assert sent.name.startswith("Done") and sent["X-Docket-Reason"] == "control"
    assert "severity: medium → critical" in part(sent, a) and "Due:" in part(sent, a)
    assert "Your text went to the customer." in part(sent, b)
    assert "Your text stays among engineers." in part(sent, c)
    assert mail.addresses(sent.message, "Reply-To") == [control(desk)]


@pytest.mark.parametrize("subject,answered", [
    ("Monday", "Re: Monday"), ("AW: Re: Monday", "Re: Monday"), ("Fwd: Monday", "Re: Fwd: Monday"),
    ("Montag früh", "Re: Montag früh"), ("", "Done"), ("Re: [desk #1]", "Done"),
    ("Orders [+CONTROL]", "Re: Orders"), ("To support+CONTROL@example.com", "Re: To support@example.com")])
def test_its_answer_has_its_subject(desk, subject, answered):
    """Of one subject all of them would be one conversation."""
    [a] = new(desk)
    token = control(desk).partition("+")[2].partition("@")[0]
    sent = order(desk, f"#ticket {a}\n#take\n", subject=subject.replace("CONTROL", token))
    assert (sent["Subject"], sent["X-Docket-Reason"]) == (answered, "control")
    assert sent.name == "Done (Example Support)"
    sent = order(desk, "Hello!\n", subject=subject.replace("CONTROL", token))
    assert (sent["Subject"], sent["X-Docket-Reason"]) == (
        answered if answered != "Done" else "Nothing done", "transcript")


def test_what_is_refused_is_told_and_the_rest_is_done(desk):
    a, b, c = new(desk, 3)
    sent = order(desk, f"#ticket {a}\n#take\n#severity hgih\n#ticket 99999\n#close\n#ticket {b}\n"
                 f"#close\n#ticket {c}\nPlease call them.\n#ticket twelve\n#close\n#ticket {a} {b}\n"
                 f"#take\n#ticket {b}\n")
    assert desk.ticket(a)["assignee"] is None and status(desk, b, c) == ["closed", "new"]
    assert sent.name.startswith("Done in part") and "6 of 7 parts" in sent.text
    assert "did you mean: #severity high" in part(sent, a) and "another line has a fault" in part(sent, a)
    assert "there is no ticket #99999" in sent.text
    assert "Please call them." in part(sent, c) and "begin the text with #note" in part(sent, c)
    assert "one ticket's number stands here: #ticket 12" in sent.text
    assert "there are no orders below it" in sent.text
    assert not desk.entries(c, "note") and not [s for s in desk.mails(c) if "Please call" in s.text]


def test_the_corrected_line_is_sent_as_an_answer_and_the_quote_runs_nothing(desk):
    a, b = new(desk, 2)
    sent = order(desk, f"#ticket {a}\n#severity hgih\n#ticket {b}\n#wait\n")
    desk.docket.ctl("do", str(b), "open")
    for quote in (True, "bare"):
        seen = desk.seen()
        raw = mail.reply(sent.message, f"#ticket {a}\n#severity high\n", ANA, quote=quote is True)
        if quote == "bare":
            raw += b"\r\n-----Original Message-----\r\nFrom: Support <support@example.com>\r\n" \
                   b"Sent: Monday\r\nTo: Ana\r\nSubject: Done\r\n\r\n" + mail.crlf(sent.text.encode())
        desk.receive(raw)
        idle(desk)
        [again] = told(desk, seen)
        assert "severity" in part(again, a), again.text
        assert status(desk, b) == ["open"]
    assert desk.fields(a)["severity"]["value"] == "high"


def test_without_a_ticket_what_needs_none(desk):
    [a] = new(desk)
    desk.docket.ctl("do", str(a), "assign", "ana")
    sent = order(desk, f"#list\n#help\n\n#ticket {a}\n#show\n")
    assert "Without a ticket" in sent.text and f"#{a} Hum" in sent.text and "#ticket NUMBER" in sent.text
    assert "Requester" in part(sent, a)
    sent = order(desk, f"#list\n#close\nHello docket,\n#ticket {a}\n#wait\n")
    assert "write #ticket and its number above it" in sent.text and "Hello docket," in sent.text
    assert status(desk, a) == ["waiting"]
    sent = order(desk, "#list")
    assert f"#{a} Hum" in sent.text


@pytest.mark.parametrize("end", ["--", "thanks", "Thank you!", "Danke", "merci."])
def test_what_ends_it(desk, end):
    a, b = new(desk, 2)
    sent = order(desk, f"#ticket {a}\n#wait\n\n{end}\nAna\n#ticket {b}\n#close\n")
    assert status(desk, a, b) == ["waiting", "new"]
    assert "it stands below" in sent.text and f"#ticket {b}" in sent.text


def test_five_unknown_lines_are_told_and_six_stop_it(desk):
    a, b, c = new(desk, 3)
    sent = order(desk, f"#ticket {a}\n#wait\n#ticket {b}\none\ntwo\nthree\n#frob\nfour\n#ticket {c}\n#wait\n")
    assert status(desk, a, b, c) == ["waiting", "new", "waiting"]
    a, b, c = new(desk, 3)
    text = "\n".join(f"line {n}" for n in range(6))
    sent = order(desk, f"#ticket {a}\n#wait\n#ticket {b}\n#close\n{text}\n#ticket {c}\n#wait\n")
    assert status(desk, a, b, c) == ["waiting", "new", "new"]
    assert "docket stopped there" in sent.text and f"– #ticket {c}" in sent.text
    assert "line 5" in sent.text and "status: new → waiting" in part(sent, a)


def test_a_dry_run_is_one_of_all(desk):
    a, b = new(desk, 2)
    sent = order(desk, f"#dry-run\n#ticket {a}\n#close\n#ticket {b}\n#take\n#public\nHello.\n")
    assert status(desk, a, b) == ["new", "new"] and desk.ticket(b)["assignee"] is None
    assert "status: new → closed" in part(sent, a) and "Your text would go to the customer." in part(sent, b)


def test_a_ticket_that_went_into_another(desk):
    a, b = new(desk, 2)
    desk.docket.ctl("do", str(a), "merge", str(b))
    sent = order(desk, f"#ticket {a}\n#take\n")
    assert f"#{a} went into #{b}: name that" in sent.text and f"did you mean: #ticket {b}" in sent.text


def test_two_parts_name_each_other(desk):
    a, b, c = new(desk, 3)
    sent = order(desk, f"#ticket {a}\n#blocks {b}\n#ticket {b}\n#blocks {a}\n#ticket {c}\n#blocks {a}\n")
    assert "circle" in part(sent, b) or "wait" in part(sent, b)
    assert len(desk.rows("select * from docket.relation where kind = 'blocks' and a = any(%s)",
                         [a, b, c])) == 2


def test_more_tickets_than_a_mail_may_have(desk):
    [a] = new(desk)
    sent = order(desk, f"#ticket {a}\n#wait\n" * 201)
    assert status(desk, a) == ["new"]
    assert "at most 200 tickets" in sent.text and "201" in sent.text and "Nothing done" in sent.name


def test_two_hundred_are_done_while_other_mail_comes_in(desk):
    numbers = new(desk, 20)
    text = "".join(f"#ticket {numbers[i % 20]}\n#tag t{i}\n" for i in range(MANY))
    seen = desk.seen()
    desk.receive(mail.letter(text, sender=ANA, to=control(desk), subject="Orders"))
    at = time.monotonic()
    desk.open("It hums.", sender="other@acme.example", subject="Hum meanwhile")
    waited = time.monotonic() - at
    idle(desk)
    [sent] = told(desk, seen)
    assert len(re.findall(r"^  #tag t\d+$", sent.text, re.M)) == MANY
    assert sum(len(desk.ticket(n)["tags"] or []) for n in numbers) == MANY
    assert waited < 10


def test_verbs_about_this_mail_have_none(desk):
    a, b = new(desk, 2)
    order(desk, f"#ticket {a}\n#split\n#ticket {b}\n#accept\n#ticket {b}\n#undo\n#ticket {b}\n#wait\n")
    assert status(desk, a, b) == ["new", "waiting"] and desk.tickets() == b


def test_of_an_erased_ticket_its_orders_go_too(desk):
    a, b = new(desk, 2)
    order(desk, f"#ticket {a}\n#note\nThe word is xyzzy.\n#ticket {b}\n#note\nAnother is plugh.\n")
    desk.world.sql("select docket.ticket_erase(%s, 'test', now())", a)
    for table in ("entry e", "raw_bytes e", "outbox e", "control_part e"):
        assert not desk.rows(f"select from docket.{table} where e::text like '%%xyzzy%%'"
                             " or e::text like '%%' || encode('xyzzy', 'hex') || '%%'"), table
    [note] = desk.entries(b, "note")
    assert "plugh" in (note["new_text"] or note["body"])
    desk.docket.ctl("verify")


def test_nothing_to_do(desk):
    for text in ("Hello docket, please close it.", ""):
        sent = order(desk, text)
        assert "this address takes orders" in sent.text
        assert not desk.rows("select * from docket.ticket where subject = 'Orders'")


def test_files_are_kept_and_go_nowhere(desk):
    [a] = new(desk)
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = ANA, control(desk), "Orders"
    message["Message-ID"] = "<files.orders@client.example>"
    message.set_content(f"#ticket {a}\n#public\nSee the file.\n")
    message.add_attachment(b"x,y\n", maintype="text", subtype="csv", filename="plan.csv")
    seen = desk.seen()
    desk.receive(mail.crlf(message.as_bytes()))
    idle(desk)
    [sent] = told(desk, seen)
    assert "plan.csv" in sent.text and "its files go to no ticket" in sent.text
    assert not [s for s in desk.mails(a) if "See the file." in s.text and AGENT not in s.recipients]


# how it is written

DAMAGES = {
    "phone": "#Ticket {a}<BR>#Take<BR>#ticket {b}<BR>#wait<BR>",
    "fullwidth": "＃ticket {a}\n＃take\n＃ticket {b}\n＃wait",
    "blanks": "\n\xa0# ticket {a}\n\n  # take\n\n#ticket\xa0{b}\n #wait .\n",
    "stops": "#ticket {a}.\n#take.\n#ticket {b},\n#wait.",
}


@pytest.mark.parametrize("how", DAMAGES)
def test_as_keyboards_and_programs_write_it(desk, how):
    a, b = new(desk, 2)
    order(desk, DAMAGES[how].format(a=a, b=b))
    assert desk.ticket(a)["assignee"] == "ana" and status(desk, b) == ["waiting"]


def test_html_alone(desk):
    a, b = new(desk, 2)
    body = f"<div>#ticket {a}</div><div>#take</div><div><br></div><div>#ticket {b}</div><div>#wait</div>"
    raw = mail.letter(body, sender=ANA, to=control(desk), subject="Orders").replace(
        b"text/plain", b"text/html")
    desk.receive(raw)
    idle(desk)
    assert desk.ticket(a)["assignee"] == "ana" and status(desk, b) == ["waiting"]


def test_quoted_it_is_nobodys(desk):
    [a] = new(desk)
    for text in (f"> #ticket {a}\n> #close\n", f"Kim wrote:\n> #ticket {a}\n> #close\n",
                 f"#list\n\nOn Monday Kim <kim@evil.example> wrote:\n> #ticket {a}\n> #close\n"):
        order(desk, text)
        assert status(desk, a) == ["new"]


def test_below_what_was_cut_off_nothing_is_done(desk):
    a, b = new(desk, 2)
    order(desk, f"#ticket {a}\n#wait\n\n> Kim wrote: #ticket\n\n#ticket {b}\n#close\n")
    assert status(desk, b) == ["new"]


def test_a_redelivery_does_nothing(desk):
    [a] = new(desk)
    raw = mail.letter(f"#ticket {a}\n#wait\n#note\nOnce.\n", sender=ANA, to=control(desk), subject="Orders")
    desk.receive(raw)
    idle(desk)
    desk.docket.ctl("do", str(a), "open")
    seen = desk.seen()
    desk.receive(raw)
    idle(desk)
    assert status(desk, a) == ["open"] and len(desk.entries(a, "note")) == 1 and not told(desk, seen)


# who may

def nothing(desk, raw, number):
    seen = desk.seen()
    desk.receive(raw)
    idle(desk)
    assert status(desk, number) == ["new"] and not [e for e in desk.entries(number) if e["kind"] == "command"]
    return [s for s in desk.mails() if s["Message-ID"] not in seen]


def test_spoofs(desk):
    [a] = new(desk)
    text, mine = f"#ticket {a}\n#close\n", control(desk)
    other = control(desk, "lee")
    rows = {
        "no token": dict(to="support@example.com"),
        "another's token": dict(to=other),
        "another's From": dict(sender=f"Lee <{LEAD}>"),
        "two in From": dict(sender=f"{ANA}, Kim <kim@evil.example>"),
        "dmarc=fail": dict(headers=[("Authentication-Results", "mx.example.com; dmarc=fail header.from=home.example.net")]),
        "its own +n.": dict(to=own(desk)),
        "forged": dict(to=mine.replace("+c.", "+c.a")),
    }
    for name, how in rows.items():
        nothing(desk, mail.letter(text, **{"sender": ANA, "to": mine, "subject": f"Orders {name}", **how}), a)


def test_automatic_and_list_mail(desk):
    [a] = new(desk)
    for n, headers in enumerate((
            [("Auto-Submitted", "auto-replied")], [("Precedence", "bulk")],
            [("List-Id", "<x.example>"), ("Precedence", "list")], [("X-Autoreply", "yes")])):
        out = nothing(desk, mail.letter(f"#ticket {a}\n#close\n", sender=ANA, to=control(desk),
                                        subject=f"Orders {n}", headers=headers), a)
        assert not [s for s in out if AGENT in s.recipients and s["X-Docket-Reason"] == "control"]


def test_a_renewed_address_proves_nothing_and_is_asked_about(desk):
    [a] = new(desk)
    before = control(desk)
    after = control(desk, "ana", "--renew")
    assert before != after and own(desk) != ""
    seen = desk.seen()
    desk.receive(mail.letter(f"#ticket {a}\n#wait\n", sender=ANA, to=before, subject="Old one"))
    idle(desk)
    assert status(desk, a) == ["new"]
    [asked] = [s for s in desk.mails(None, AGENT) if s["Message-ID"] not in seen and "Is this yours?" in s.name]
    [link] = re.findall(r"mailto:\S+confirm\S+", asked.text)
    seen = desk.seen()
    desk.receive(opened(link))
    desk.world.wait(lambda: status(desk, a) == ["waiting"], 20, "the held orders to be done")
    idle(desk)
    [sent] = told(desk, seen)
    assert "status: new → waiting" in part(sent, a)


def test_one_that_got_out_is_renewed_and_its_owner_told(desk):
    before, seen = control(desk), desk.seen()
    desk.receive(mail.letter(f"Who is {before}?", sender="kim@evil.example"))
    after = control(desk)
    assert after != before
    told_it = desk.world.wait(lambda: [s for s in desk.mails(None, AGENT) if "withdrawn" in s.name
                                       and s["Message-ID"] not in seen], 20, "the owner to be told")
    assert after in told_it[-1].text and before not in told_it[-1].text


def test_grave_verbs_are_asked_once_more(desk):
    a, b = new(desk, 2)
    seen = desk.seen()
    desk.receive(mail.letter(f"#ticket {a}\n#wait\n#ticket {b}\n#cc kim@partner.example\n", sender=ANA,
                             to=control(desk), subject="Grave orders"))
    idle(desk)
    assert status(desk, a) == ["new"]
    [asked] = [s for s in desk.mails(None, AGENT) if s["Message-ID"] not in seen and "Is this yours?" in s.name]
    assert "asked once more" in asked.text and asked["Subject"] == "Re: Grave orders"
    [link] = re.findall(r"mailto:\S+confirm\S+", asked.text)
    desk.receive(opened(link))
    desk.world.wait(lambda: status(desk, a) == ["waiting"], 20, "the orders to be done")
    idle(desk)
    assert desk.rows("select * from docket.participant where ticket = %s and address = %s", b,
                     "kim@partner.example")


def test_an_answer_to_a_ticket_takes_no_other(desk):
    a, b = new(desk, 2)
    seen = desk.seen()
    desk.answer(desk.mail(a, AGENT), f"#ticket {b}\n#close\n", ANA)
    desk.quiet()
    assert status(desk, a, b) == ["new", "new"]
    [sent] = told(desk, seen)
    assert control(desk) in sent.text


def test_a_robot_orders_nothing(desk):
    [a] = new(desk)
    sent = order(desk, f"#ticket {a}\n#wait\n")
    desk.docket.ctl("do", str(a), "open")
    seen = desk.seen()
    desk.receive(mail.reply(sent.message, f"#ticket {a}\n#close", ANA, headers=[
        ("Auto-Submitted", "auto-replied")]))
    for n, (name, raw) in enumerate(robots()):
        desk.receive(to_button(raw, control(desk), n))
    idle(desk)
    assert status(desk, a) == ["open"]
    assert not [s for s in told(desk, seen) if s["X-Docket-Reason"] == "control"]


# kills

def test_killed_in_the_middle_it_goes_on_where_it_was(desk):
    numbers = new(desk, 10)
    seen = desk.seen()
    text = "".join(f"#ticket {numbers[i % 10]}\n#tag k{i}\n#note\nNote k{i}.\n" for i in range(100))
    desk.world.deliver(mail.letter(text, sender=ANA, to=control(desk), subject="Orders and kills"))
    dice = random.Random(11)
    for _ in range(KILLS):
        time.sleep(dice.random() * 0.6)
        desk.docket.kill_role("core")
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.entry where data ? 'control'"
                                           " and subject = 'Orders and kills'") == 1, 60, "it to come in")
    idle(desk)
    notes = [e for n in numbers for e in desk.entries(n, "note")]
    assert sorted(e["new_text"] or e["body"] for e in notes) == sorted(f"Note k{i}." for i in range(100))
    ids = {s["Message-ID"] for s in told(desk, seen)}
    assert len(ids) == 1
    sent = told(desk, seen)[0]
    assert len(re.findall(r"^  #tag k\d+$", sent.text, re.M)) == 100


@pytest.mark.parametrize("state,table,how", [
    ("P0001", "ticket", "told"), ("40001", "ticket", "told"),
    ("P0001", "control_part", "waits"), ("40001", "control_part", "waits")])
def test_a_part_that_always_fails_is_told_and_blocks_no_other(desk, broken, state, table, how):
    a, b, c = new(desk, 3)
    broken(table, f"new.id = {a}" if table == "ticket" else f"new.value = '{a}'", state)
    seen = desk.seen()
    desk.world.deliver(mail.letter(f"#ticket {a}\n#tag x\n#ticket {b}\n#tag x\n", sender=ANA, to=control(desk),
                                   subject="Breaks"))
    desk.world.wait(lambda: how == "told" and state == "P0001" or desk.world.one(
        "select sum(attempts) from docket.control"), 30, "an attempt")
    desk.world.deliver(mail.letter(f"#ticket {c}\n#tag x\n", sender=ANA, to=control(desk), subject="Goes"))
    desk.world.wait(lambda: desk.ticket(c)["tags"] == ["x"], 30, "the mail behind it")
    if how == "waits":
        shown = desk.docket.ctl("status", check=False)
        assert shown.returncode != 0 and re.search(
            rb"^orders +1 by mail waiting, 2 parts of them; the oldest came .*\n +1 FAILING: .*broken", shown.stdout, re.M)
        desk.world.sql("drop function docket.broken() cascade")
    deadline = time.time() + 90
    while desk.world.one("select count(*) from docket.control") and time.time() < deadline:
        desk.world.sql("update docket.control set next_at = at")
        time.sleep(0.5)
    idle(desk)
    assert desk.ticket(b)["tags"] == ["x"] and desk.ticket(a)["tags"] == ([] if how == "told" else ["x"])
    told_of = [s for s in told(desk, seen) if f"#ticket {b}" in s.text or f"#{b} " in s.text]
    assert len(told_of) == 1 and ("a fault kept docket from doing it" in told_of[0].text) == (how == "told")
    assert b"orders  " not in desk.docket.ctl("status", check=False).stdout
