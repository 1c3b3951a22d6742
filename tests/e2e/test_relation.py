"""What tickets are to each other: by mail and by hand, circles, blockers, who is told."""
import itertools
import random
import re
import threading

import psycopg2
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, *subjects, sender=None):
    """A new ticket for each, and the notice of it that ana got."""
    made = []
    for subject in subjects or ("Lift",):
        n = next(numbers)
        desk.world.deliver(mail.letter("It is stuck.", sender=sender or f"jo{n}@acme.example",
                                       subject=f"{subject} {n}"))
        made.append(f"{subject} {n}")
    desk.quiet()
    return [(t["id"], desk.mail(t["id"], AGENT)) for t in (
        desk.row("select id from docket.ticket where subject = %s", s) for s in made)]


def edges(desk, *numbers):
    return {(r["kind"], r["a"], r["b"]) for r in desk.rows(
        "select kind, a, b from docket.relation where a = any(%s) or b = any(%s)",
        list(numbers), list(numbers))}


def orders(desk, notice, text, sender=ANA):
    """An engineer's commands: what went out because of them."""
    seen = desk.seen()
    desk.answer(notice, text, sender)
    return [m for m in desk.quiet() if m["Message-ID"] not in seen]


def refused(desk, notice, text, sender=ANA):
    [back] = orders(desk, notice, text, sender)
    assert back.ticket == notice.ticket and AGENT in back.recipients
    return back.text


def changes(desk, number):
    return [(e["data"]["what"], e["data"]["from"], e["data"]["to"], e["author"])
            for e in desk.entries(number, "command")
            if e["data"].get("what") not in (None, "status")]


def test_each_verb_makes_its_edge_and_both_histories_tell_it(desk):
    (a, notice), (b, _), (c, _), (d, _), (e, _) = opened(desk, *["Crane"] * 5)
    assert orders(desk, notice, f"#blocks #{b}\n#blocked-by {c}\n#parent {d}\n#link #{e} {b}\n") == []
    assert edges(desk, a) == {("blocks", a, b), ("blocks", c, a), ("parent", d, a),
                              ("link", a, e), ("link", a, b)}
    assert changes(desk, a) == [
        ("blocks", "", f"#{b}", "ana"), ("blocked-by", "", f"#{c}", "ana"),
        ("parent", "", f"#{d}", "ana"), ("link", "", f"#{e}", "ana"), ("link", "", f"#{b}", "ana")]
    assert changes(desk, c) == [("blocks", "", f"#{a}", "ana")]
    assert changes(desk, d) == [("child", "", f"#{a}", "ana")]
    shown = desk.docket.ctl("show", str(a)).stdout.decode()
    for how, other in (("blocks", b), ("blocked by", c), ("part of", d), ("see also", e)):
        assert f"{how:<10} #{other} Crane" in shown
    told = desk.docket.ctl_json("show", str(c))["related"]
    assert [(r["how"], r["ticket"], r["done"]) for r in told] == [("blocks", a, False)]


def test_a_redelivery_and_what_is_so_change_nothing(desk):
    (a, notice), (b, _) = opened(desk, "Crane", "Crane")
    raw = mail.reply(notice.message, f"#blocks {b}\n", ANA)
    desk.receive(raw)
    desk.world.deliver(raw)
    orders(desk, notice, f"#blocks {b}, {b}\n")
    desk.quiet()
    assert edges(desk, a) == {("blocks", a, b)}
    assert changes(desk, a) == [("blocks", "", f"#{b}", "ana")]
    assert changes(desk, b) == [("blocked-by", "", f"#{a}", "ana")]


def test_by_hand_as_by_mail(desk):
    (a, _), (b, _) = opened(desk, "Crane", "Crane")
    said = desk.docket.ctl("do", str(a), "blocks", f"#{b}", "--as", "ana", "--dry-run")
    assert f"#{a} blocks: none -> #{b}" in said.stdout.decode()
    assert edges(desk, a) == set()
    desk.docket.ctl("do", str(a), "blocks", f"#{b}", "--as", "ana")
    assert edges(desk, a) == {("blocks", a, b)}
    assert changes(desk, b) == [("blocked-by", "", f"#{a}", "ana")]
    done = desk.docket.ctl("do", str(b), "blocks", str(a), check=False)
    assert done.returncode == 65
    assert f"#{b} blocks #{a} blocks #{b}" in done.stderr.decode()
    desk.docket.ctl("do", str(b), "unblock", str(a), "--as", "ana")
    assert edges(desk, a) == set()


@pytest.mark.parametrize("text,says", [
    ("#blocks {a}", "#{a} is this ticket itself"),
    ("#blocks 999999", "there is no ticket #999999"),
    ("#blocks {b} nine", '"nine" is no ticket\'s number: #12 is one'),
    ("#blocks", "#blocks needs a value: #blocks NUMBER"),
    ("#blocks " + "1 " * 21, "at most 20 tickets in a line"),
    ("#unblock {b}", "#{b} and #{a} do not block each other"),
    ("#parent {b} {c}", "a ticket has one parent"),
    ("#blocks {b}\n#blocked-by {b}", "that would be a circle: #{b} blocks #{a} blocks #{b}"),
    ("#blocks {b}\n#parent {b}", ""),				# a child may hold its parent back
    ("#blocked-by {b}\n#parent {b}",
     "that would be a circle: #{a} is a child of #{b} blocks #{a}"),
    ("#link {b}\n#nonsense", "there is no command #nonsense"),
])
def test_what_is_refused_changes_nothing(desk, text, says):
    (a, notice), (b, _), (c, _) = opened(desk, *["Hoist"] * 3)
    names = {"a": a, "b": b, "c": c}
    if not says:
        assert orders(desk, notice, text.format(**names)) == []
        assert len(edges(desk, a)) == 2
        return
    assert says.format(**names) in refused(desk, notice, text.format(**names))
    assert edges(desk, a, b) == set() and changes(desk, a) == changes(desk, b) == []


def test_the_whole_circle_is_shown(desk):
    made = opened(desk, *["Ring"] * 4)
    a, b, c, d = (n for n, _ in made)
    for (_, notice), other in zip(made[:3], (b, c, d)):
        orders(desk, notice, f"#blocks {other}\n")
    said = refused(desk, made[3][1], f"#blocks {a}\n")
    assert f"#{d} blocks #{a} blocks #{b} blocks #{c} blocks #{d}" in said.replace("\n", " ")
    orders(desk, made[1][1], f"#unblock {c}\n")
    assert orders(desk, made[3][1], f"#blocks {a}\n") == []


def test_two_halves_in_one_batch(desk):
    (a, one), (b, two) = opened(desk, "Half", "Half")
    for notice, other in ((one, b), (two, a)):
        desk.world.deliver(mail.reply(notice.message, f"#blocks {other}\n", ANA))
    desk.quiet()
    assert len(edges(desk, a, b)) == 1


def test_a_blocked_ticket_is_not_resolved_before(desk):
    (a, notice), (b, blocker), (c, _) = opened(desk, *["Dam"] * 3)
    orders(desk, notice, f"#take\n#blocked-by {b} {c}\n")
    said = refused(desk, notice, "#resolve\n")
    assert f"#{a} is blocked by #{b}, #{c}: resolve that first" in said
    assert desk.ticket(a)["status"] == "new"
    desk.docket.ctl("do", str(c), "close")
    assert f"blocked by #{b}:" in refused(desk, notice, "#resolve\n")
    seen = desk.seen()
    orders(desk, blocker, "#resolve\n", LEE.replace("Lee", "Ana").replace(LEAD, AGENT))
    told = desk.mail(a, AGENT, but=seen)
    assert told.name.startswith("Goes on")
    assert f"Nothing holds #{a} back any more: #{b} Dam" in told.text.replace("\n", " ")
    assert f"#{b} Dam" in told.html
    desk.quiet()
    assert len([m for m in desk.mails(a, AGENT) if m["Message-ID"] not in seen]) == 1
    assert [e["data"]["by"] for e in desk.entries(a, "rule")
            if e["data"].get("what") == "unblocked"] == [f"#{b}"]
    seen = desk.seen()
    orders(desk, blocker, "#reopen\n")
    again = desk.mail(a, AGENT, but=seen)
    assert again.name.startswith("Blocked again") and f"#unblock {b}" in again.text
    orders(desk, again, f"#unblock {b}\n#resolve\n")
    assert desk.ticket(a)["status"] == "resolved"


def test_whoever_ends_the_block_is_told_nothing_new(desk):
    (a, notice), (b, other) = opened(desk, "Gate", "Gate")
    orders(desk, notice, f"#take\n#blocked-by {b}\n")
    assert orders(desk, notice, f"#unblock {b}\n") == []
    orders(desk, notice, f"#blocked-by {b}\n#assign lee\n")
    [told] = orders(desk, other, f"#unblock {a}\n")
    assert told.recipients == [LEAD] and told.ticket == a




def test_a_parent_waits_for_its_children(desk):
    (p, parent), (a, child), (b, _) = opened(desk, *["Bridge"] * 3)
    orders(desk, child, f"#parent {p}\n")
    desk.docket.ctl("do", str(b), "parent", str(p))
    assert f"#{p} has children that are not done: #{a}, #{b}" in refused(desk, parent, "#resolve\n")
    assert desk.docket.ctl("do", str(p), "close", check=False).returncode == 65
    desk.docket.ctl("do", str(a), "close")
    desk.docket.ctl("do", str(b), "parent", "none")
    assert edges(desk, p) == {("parent", p, a)}
    assert orders(desk, parent, "#resolve\n") == []
    assert desk.ticket(p)["status"] == "resolved"


def test_another_parent_takes_the_place(desk):
    (p, _), (q, _), (a, child) = opened(desk, *["Bridge"] * 3)
    orders(desk, child, f"#parent {p}\n")
    orders(desk, child, f"#parent {q}\n")
    assert edges(desk, a) == {("parent", q, a)}
    assert changes(desk, a) == [("parent", "", f"#{p}", "ana"), ("parent", f"#{p}", "", "ana"),
                                ("parent", "", f"#{q}", "ana")]


def test_no_customer_hears_of_other_tickets(desk):
    (a, notice), (b, _) = opened(desk, "Mine", "Secret")
    orders(desk, notice, f"#blocked-by {b}\n#link {b}\nWe work on it.\n")
    told = [m for m in desk.mails(a) if AGENT not in m.recipients and LEAD not in m.recipients]
    assert len(told) == 2				# acknowledged, answered
    for m in told:
        assert "Secret" not in m.raw.decode() and not re.search(rf"#{b}\b", m.text + m.html)
    inside = opened(desk, "Mine")			# engineers do
    desk.docket.ctl("do", str(inside[0][0]), "link", str(b))
    seen = desk.seen()
    who = f"jo{next(numbers) - 1}@acme.example"
    desk.receive(mail.reply(desk.mail(inside[0][0], who).message, "More.", who))
    got = desk.mail(inside[0][0], AGENT, but=seen)
    assert f"See also     #{b} Secret" in got.text and f"#{b} Secret" in got.html


def test_a_customer_cannot_relate_anything(desk):
    (a, _), (b, _) = opened(desk, "Mine", "Other")
    ack = [m for m in desk.mails(a) if AGENT not in m.recipients][0]
    desk.answer(ack, f"#blocks {b}\n", ack.recipients[0])
    desk.quiet()
    assert edges(desk, a, b) == set()


def test_never_a_circle_whatever_comes_at_once(world, desk):
    """1,000 halves of circles from four sessions."""
    made = [n for n, _ in opened(desk, *["Race"] * 12)]
    refusals, kept = [], []

    def work(seed):
        draw = random.Random(seed)
        connection = world.pg.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            for _ in range(250):
                a, b = draw.sample(made, 2)
                kind = draw.choice(["blocks", "blocks", "parent"])
                try:
                    cursor.execute("select docket.relate(%s, %s, %s, 'ana', now())", (kind, a, b))
                    kept.append((kind, a, b))
                except (psycopg2.errors.IntegrityConstraintViolation,
                        psycopg2.errors.UniqueViolation):
                    refusals.append((a, b))
                if draw.random() < 0.3:
                    cursor.execute("delete from docket.relation where a = %s and b = %s", (a, b))
        connection.close()
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(refusals) + len(kept) == 1000 and len(refusals) > 100 and len(kept) > 100
    waits = [(b, a) if kind == "parent" else (a, b) for kind, a, b in edges(desk, *made)]
    left = set(made)
    while left:						# one that nothing left holds back goes
        free = {n for n in left if not any(b == n and a in left for a, b in waits)}
        assert free, f"a circle among {left}: {waits}"
        left -= free
    assert desk.docket.ctl("verify").returncode == 0
