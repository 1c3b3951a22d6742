"""A ticket goes into another: people, files, questions and later mails go with it."""
import email.message
import email.policy
import itertools
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA = f"Ana <{AGENT}>"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    standard = made.files["sla.conf"]["slas"][0]["targets"][1]
    standard["next_response"] = "2h"
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def with_file(text, sender, subject, name, content):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "support@example.com", subject
    message["Message-ID"] = f"<f{next(numbers)}@client.example>"
    message.set_content(text)
    message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def opened(desk, n=2, domain="acme.example"):
    """Tickets of one project: (number, customer, ana's notice)."""
    made = []
    for _ in range(n):
        k = next(numbers)
        who = f"kim{k}@{domain}"
        desk.world.deliver(mail.letter(f"It hums {k}.", sender=who, subject=f"Hum {k}"))
        made.append((f"Hum {k}", who))
    desk.quiet()
    out = []
    for subject, who in made:
        number = desk.row("select id from docket.ticket where subject = %s", subject)["id"]
        out.append((number, who, desk.mail(number, AGENT)))
    return out


def orders(desk, notice, text):
    seen = desk.seen()
    desk.answer(notice, text, ANA)
    return [m for m in desk.quiet() if m["Message-ID"] not in seen]


def people(desk, number):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", number)}


def into(desk, number):
    return desk.ticket(number)["merged_into"]


def test_everything_goes_with_it(desk):
    [(a, jo, _), (x, _, _)] = opened(desk)
    kim = f"kim{next(numbers)}@acme.example"
    b = desk.receive(with_file("See the picture.", kim, "Hum again", "hum.pdf", b"%PDF-1"))["ticket"]
    desk.receive(with_file("And this.", kim, f"Re: Hum again [desk #{b}]", "more.pdf", b"%PDF-2"))
    notice = desk.mail(b, AGENT)
    ack = desk.mail(b, kim)
    orders(desk, notice, f"#cc li@acme.example\n#blocks {x}\n#link {a}\n")
    seen = desk.seen()
    assert all(AGENT in m.recipients or LEAD in m.recipients
               for m in orders(desk, notice, f"#merge #{a}\n"))		# no customer is told
    assert (desk.ticket(b)["category"], into(desk, b), into(desk, a)) == ("closed", a, None)
    assert people(desk, a) == {jo, kim, "li@acme.example"}
    assert desk.rows("select kind, a, b from docket.relation where a in %s or b in %s",
                     (a, b), (a, b)) == [{"kind": "blocks", "a": a, "b": x}]
    shown = desk.docket.ctl("show", str(a)).stdout.decode()
    assert "hum.pdf" in shown and "more.pdf" in shown and f"#{b} Hum again" in shown
    saved = desk.docket.ctl("attachment", "get", str(a), "2").stdout
    assert saved == b"%PDF-2"
    assert f"went into  #{a}" in desk.docket.ctl("show", str(b)).stdout.decode()
    assert {(c["clock"], c["state"], c["cause"]) for c in desk.rows(
        "select clock, state, cause from docket.cycle where ticket = %s", b)} == {
        ("response", "cancelled", "merged"), ("resolution", "cancelled", "merged")}
    told = desk.mail(a, LEAD, but=seen)
    assert told.name.startswith("Came in") and f"#{b} Hum again" in told.text.replace("\n", " ")
    assert f"docketctl show {b}" in told.html
    # What comes later: by reference, by the reply address, by the tag alone.
    assert desk.answer(ack, "Any news?", kim)["ticket"] == a
    assert desk.receive(mail.letter("Hello?", sender=kim, subject=f"Hum [desk #{b}]"))["ticket"] == a
    reply = desk.answer(notice, "We come tomorrow.", ANA)
    assert (reply["ticket"], reply["by_agent"], reply["public"]) == (a, True, True)
    desk.quiet()
    went = [m for m in desk.mails(a) if "We come tomorrow" in m.text and AGENT not in m.recipients]
    assert {r for m in went for r in m.recipients} >= {jo, kim, "li@acme.example"}
    assert desk.ticket(b)["category"] == "closed"
    assert desk.docket.ctl("verify").returncode == 0
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_an_older_question_counts(desk):
    """B's customer waits longer than A's: A's next_response starts there (sla.md 11)."""
    [(a, jo, one), (b, kim, two)] = opened(desk)
    orders(desk, one, "We look at it.\n")
    orders(desk, two, "We look at that.\n")
    old = desk.receive(mail.letter("Well?", sender=kim, subject=f"Hum [desk #{b}]"))["at"]
    desk.receive(mail.letter("And mine?", sender=jo, subject=f"Hum [desk #{a}]"))
    before = desk.cycle(a, "next_response")
    orders(desk, two, f"#merge {a}\n")
    cycle = desk.cycle(a, "next_response")
    assert cycle["n"] == before["n"] and cycle["state"] == "running"
    assert cycle["started_at"] == old.replace(microsecond=0) <= before["started_at"]
    assert (cycle["due_at"] - cycle["started_at"]).total_seconds() == 7200
    assert desk.cycle(b, "next_response")["cause"] == "merged"
    assert desk.ticket(a)["asked_at"] == old.replace(microsecond=0)
    assert desk.ticket(b)["asked_at"] is None
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_a_question_where_none_waited(desk):
    [(a, _, one), (b, kim, two)] = opened(desk)
    orders(desk, one, "We look at it.\n")
    assert desk.cycle(a, "next_response") is None
    orders(desk, two, f"#merge {a}\n")
    assert desk.cycle(a, "next_response")["state"] == "running"
    merged = int(time.time())		# an answer of the same second would come before it (rule 6)
    desk.world.wait(lambda: time.time() > merged + 1, 3, "the next second")
    orders(desk, one, "Now to both of you.\n")
    assert desk.cycle(a, "next_response")["state"] == "met"
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_chains_are_followed_to_their_end(desk):
    [(a, _, one), (b, kim, two), (c, _, _)] = opened(desk, 3)
    ack = desk.mail(b, kim)
    orders(desk, two, f"#merge {a}\n")
    orders(desk, one, f"#merge {c}\n")
    assert (into(desk, b), into(desk, a)) == (a, c)
    assert desk.answer(ack, "Any news?", kim)["ticket"] == c
    assert desk.answer(two, "#note\nLook.\n", ANA)["ticket"] == c
    done = desk.docket.ctl("do", str(b), "reopen", check=False)
    assert done.returncode == 65 and f"#{b} went into #{a}: name that" in done.stderr.decode()
    done = desk.docket.ctl("do", str(c), "merge", str(a), check=False)
    assert done.returncode == 65 and f"#{a} went into #{c}: name that" in done.stderr.decode()


def test_what_is_refused_changes_nothing(desk):
    [(a, _, notice), (b, _, _), (x, _, _)] = opened(desk, 3)
    [(g, _, _)] = opened(desk, 1, "globex.example")
    desk.docket.ctl("do", str(b), "blocks", str(x))
    desk.docket.ctl("do", str(x), "blocks", str(a))
    done = next(n for n, _, _ in opened(desk, 1))
    desk.docket.ctl("do", str(done), "close")
    for text, says in [
            (f"#merge {a}", f"#{a} is this ticket itself"), ("#merge 999999", "no ticket #999999"),
            (f"#merge {b} {x}", "a ticket goes into one other"), ("#merge", "#merge NUMBER"),
            (f"#merge {g}", f"#{g} is of project GLOBEX, and this ticket of ACME"),
            (f"#merge {done}", f"#{done} is closed already"),
            (f"#merge {b}", f"that would be a circle: #{x} blocks #{b} blocks #{x}"),
            (f"#merge {b}\n#nonsense", "no command #nonsense")]:
        [back] = orders(desk, notice, text)
        assert says in back.text.replace("\n", " "), text
        assert (into(desk, a), desk.ticket(a)["category"]) == (None, "new"), text


def test_a_redelivery_and_two_that_cross(desk):
    [(a, _, one), (b, _, two)] = opened(desk)
    raw = mail.reply(two.message, f"#merge {a}\n", ANA)
    desk.receive(raw)
    desk.world.deliver(raw)
    desk.quiet()
    assert [e["data"]["to"] for e in desk.entries(b) if e["data"].get("what") == "merged-into"] == [f"#{a}"]
    assert len([e for e in desk.entries(a) if e["data"].get("what") == "merged-from"]) == 1
    [(c, _, three), (d, _, four)] = opened(desk)
    for notice, other in ((three, d), (four, c)):
        desk.world.deliver(mail.reply(notice.message, f"#merge {other}\n", ANA))
    desk.quiet()
    assert sorted([into(desk, c) is None, into(desk, d) is None]) == [False, True]


def test_the_customers_mail_of_the_same_batch_follows(desk):
    [(a, _, _), (b, kim, two)] = opened(desk)
    ack = desk.mail(b, kim)
    desk.world.deliver(mail.reply(two.message, f"#merge {a}\n", ANA))
    desk.world.deliver(mail.reply(ack.message, "One more thing.", kim))
    desk.quiet()
    later = desk.row("select ticket from docket.entry where author = %s and new_text like 'One more%%'", kim)
    assert into(desk, b) == a and later["ticket"] in (a, b)
    assert later["ticket"] == a or kim in people(desk, a)	# read before, it is B's history


def test_a_dry_run_stores_nothing(desk):
    [(a, _, _), (b, _, _)] = opened(desk)
    said = desk.docket.ctl("do", str(b), "merge", str(a), "--dry-run", "--as", "ana").stdout.decode()
    assert f"#{b} merged-into: none -> #{a}" in said and "closed" in said
    assert into(desk, b) is None and desk.ticket(b)["category"] == "new"


def test_a_kill_leaves_nothing_half(world, docket, desk):
    made = opened(desk, 12)
    for (b, _, notice), (a, _, _) in zip(made[::2], made[1::2]):
        desk.world.deliver(mail.reply(notice.message, f"#merge {a}\n", ANA))
    docket.kill()
    docket.start()
    desk.quiet()
    for (b, kim, _), (a, _, _) in zip(made[::2], made[1::2]):
        assert into(desk, b) == a and desk.ticket(b)["category"] == "closed"
        assert kim in people(desk, a)
        assert len([e for e in desk.entries(a) if e["data"].get("what") == "merged-from"]) == 1
    assert docket.ctl("verify").returncode == 0
    assert b" 0 different" in docket.ctl("sla", "verify").stdout
