"""Floods: however much comes in, little goes out, and what did not go is told.

Each test lets its mails come while docket is down, so that they are read in full batches.
"""
import os
import re
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

MANY = 200
FORGED = int(os.environ.get("DOCKET_FORGED", "200"))	# in one victim's name


@pytest.fixture(scope="module")
def desk(world):
    """With the limits that docket has when nobody sets any."""
    docket = world.docket()
    for name in ("auto_per_hour_domain", "auto_per_hour_network", "notices_at_once", "breaker_floor"):
        del docket.files["docket.conf"][name]
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def calm(desk):
    calm_down(desk)
    desk.mark = desk.world.one("select coalesce(max(id), 0) from docket.entry")


def calm_down(desk):
    """As if nothing had come for long."""
    desk.quiet()
    desk.docket.ctl("breaker", "reset", "--drop")
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.breaker set held_by = null, tripped_at = null")
        for table in ("tally", "held_told", "automatic"):
            cursor.execute(f"delete from docket.{table}")
        cursor.execute("update docket.breaker set look_at = null")
    connection.close()


def flood(desk, mails):
    """They come at once; what went out because of them."""
    seen = desk.seen()
    before = desk.world.one("select count(*) from docket.raw")
    assert desk.docket.stop() == 0
    for raw in mails:
        desk.world.deliver(raw)
    desk.docket.start()
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.raw")
                    == before + len(mails), 60, "the flood to be stored")
    return [sent for sent in desk.quiet() if sent["Message-ID"] not in seen]


def to(sent, *addresses):
    return [s for s in sent if set(s.recipients) & set(addresses)]


def outside(sent):
    return [s for s in sent if not set(s.recipients) & {AGENT, LEAD}]


def later(desk, event):
    """The lists that wait to be told: who, of how many mails, and in how many seconds."""
    return {row["recipient"]: (row["n"], row["wait"]) for row in desk.rows(
        "select recipient, extract(epoch from digest_at - now())::int as wait, (select count(*)"
        " from docket.held_untold u where u.recipient = t.recipient and u.event = t.event) as n"
        " from docket.held_told t where event = %s and digest_at is not null", event)}


def told(desk, seen):
    """What went out after the pause."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.held_told set digest_at = now() where digest_at is not null")
    connection.close()
    desk.docket.ctl("queue", "retry", "0", check=False)
    desk.world.wait(lambda: not desk.rows("select from docket.held_told where digest_at"
                                          " is not null"), 20, "the lists to be told")
    return [s for s in desk.quiet() if s["Message-ID"] not in seen]


def unsent(desk, why):
    """Why tickets say that a mail was not sent, counted."""
    return desk.world.one("select count(*) from docket.entry where data->>'what' = 'mail not sent'"
                          " and data->>'why' like %s and id > %s", f"%{why}%", desk.mark)


def test_mails_in_an_engineers_name(desk):
    """200 of them made 200 "Is this yours?"."""
    sent = flood(desk, [mail.letter(f"#close\n\nnumber {n}", sender=f"Ana <{AGENT}>",
                                    subject=f"forged {n}") for n in range(MANY)])
    assert len(to(sent, AGENT)) == 5 and len(sent) == 5
    assert all(s.name.startswith("Is this yours? (") for s in sent)
    waiting, wait = later(desk, "unproven")[AGENT]
    assert waiting == MANY - 5 and 200 < wait <= 300
    [digest] = told(desk, desk.seen())
    assert digest.recipients == [AGENT] and digest["Subject"] == f"Is this yours? {MANY - 5} more"
    assert len(re.findall(r"  forged \d+\n", digest.text)) == 50
    assert f"… and {MANY - 5 - 50} more." in digest.text


def test_many_mails_of_one_sender(desk):
    """200 of them made 400 notices; what is told later is told with the way to answer it."""
    sent = flood(desk, [mail.letter(f"words of {'d' * n}", sender="jo@acme.example",
                                    subject=f"burst {n}") for n in range(MANY)])
    assert len(outside(sent)) == 5
    assert len(to(sent, AGENT)) == 5 and len(to(sent, LEAD)) == 5 and len(sent) == 15
    assert {who: n for who, (n, _) in later(desk, "mail").items()} == {
        AGENT: MANY - 5, LEAD: MANY - 5}
    digests = told(desk, desk.seen())
    assert sorted(d.recipients[0] for d in digests) == [AGENT, LEAD]
    [digest] = to(digests, AGENT)
    assert digest["Subject"] == f"{MANY - 5} more mails" and "jo@acme.example" in digest.text
    number, link = re.search(r"#(\d+) burst \d+\n.*\n  answer: mailto:(\S+?)\?",
                             digest.text).groups()
    entry = desk.receive(mail.letter("#close", sender=AGENT, to=urllib.parse.unquote(link)))
    assert (entry["ticket"], entry["by_agent"]) == (int(number), True)
    sent = flood(desk, [mail.letter(f"words of {'e' * n}", sender="jo@acme.example",
                                    subject=f"again {n}") for n in range(20)])
    assert sent == [] and all(550 < wait <= 600 for _, wait in later(desk, "mail").values())


def test_many_strangers_are_one_heap(desk):
    """… but what a customer writes meanwhile is told at once."""
    sent = flood(desk, [mail.letter(f"words of {'f' * n}", sender=f"v@h{n}.example")
                        for n in range(60)])
    assert len(to(sent, AGENT)) == 20 and len(to(sent, LEAD)) == 20
    seen = desk.seen()
    ticket = desk.open("It hums.", sender="kim@acme.example")
    assert desk.mail(ticket["id"], LEAD, but=seen)


def test_a_storm_of_bounces(desk):
    sent = flood(desk, [mail.letter(f"words of {'g' * n}", sender="lou@acme.example")
                        for n in range(1)])
    [ack] = to(sent, "lou@acme.example")
    calm_down(desk)
    sent = flood(desk, [b"X-N: %d\r\n" % n + mail.sample(
        "bounce", recipient="lou@acme.example", subject="Undelivered",
        original_id=ack["Message-ID"]) for n in range(MANY)])
    assert len(to(sent, AGENT)) == 5 and len(sent) == 10
    assert len(desk.entries(ack.ticket, "bounce")) == MANY


def test_one_victim_with_many_details(desk):
    sent = flood(desk, [mail.letter(f"words of {'a' * n}", sender=f"Vic+{n}@one.example",
                                    subject=f"detail {n}") for n in range(100)])
    assert len(outside(sent)) == 5
    assert unsent(desk, "that address had") == 95


def test_one_victim_whatever_the_mails_look_like(desk):
    """DOCKET_FORGED=1000 for the full count: answers, forwards, requests, several subjects and
    To, in every spelling of one address; the cap is the cap, and no word of a stranger goes out."""
    spellings = ["vic@three.example", "Vic@Three.Example", "vic+{}@three.example",
                 '"Help Desk {}" <vic@three.example>', "=?utf-8?q?V=C3=ADc_{}?= <vic@three.example>"]
    first = desk.open("It hums.", sender="kim@acme.example")["id"]
    extras = [[], [("In-Reply-To", "<x{}@three.example>")], [("Reply-To", "vic+{}@three.example")],
              [("References", "<y@three.example> <z{}@three.example>")], [("Precedence", "normal")]]
    seen = desk.seen()
    sent = flood(desk, [mail.letter(
        f"Buy at advert{n}.example", sender=spellings[n % 5].format(n), to=(
            "support@example.com" if n % 7 else f"support+{n}@example.com"),
        subject=("advert {}", "Re: advert {}", f"[desk #{first}] advert {{}}")[n % 3].format(n),
        headers=[(name, value.format(n)) for name, value in extras[n // 5 % 5]])
        for n in range(FORGED)])
    got = [s for s in sent if s.recipients[0].startswith("vic") and s["Message-ID"] not in seen]
    assert 1 <= len(got) <= 5 and len(outside(sent)) == len(got)
    assert all("advert" not in s.text + s.html + s["Subject"] for s in got)
    assert len(desk.rows("select from docket.raw where state = 'pending'")) == 0
    kept = desk.world.one("select count(*) from docket.raw r where exists (select from docket.entry e"
                          " where e.raw = r.id and e.author like 'vic%%three.example')")
    assert kept == FORGED


def test_gmail_reads_no_dots(desk):
    dotted = [f"{'v.ictim'[:n]}.{'v.ictim'[n:]}@gmail.com".replace("..", ".") for n in range(1, 7)]
    sent = flood(desk, [mail.letter(f"words of {'b' * n}", sender=who)
                        for n, who in enumerate(dotted)])
    assert len(outside(sent)) == 5


def test_many_victims_of_one_domain(desk):
    sent = flood(desk, [mail.letter(f"words of {'c' * n}", sender=f"v{n}@two.example")
                        for n in range(MANY)])
    assert len(outside(sent)) == 20
    assert unsent(desk, "people of that domain") == MANY - 20


def by_mx(client, helo="out.example"):
    return ("Received", f"from {helo} (unknown [{client}])\r\n\tby mx.example.com (Postfix) with ESMTP"
            " id 4F; Mon, 2 Mar 2026 09:00:00 +0000")


def inner(client):
    return ("Received", f"from mx.example.com (mx.example.com [{client}]) by imap.example.com; date")


OURS = [("Received", "from mx.example.com by mx.example.com with LMTP id 4G; date"), inner("10.1.0.7")]
OTHER = ("Received", "from bad.example (bad.example [203.0.113.66]) by backup.example.net; date")

# A network's mails to a domain each: the trace of the n-th, and how many are answered.
NETWORKS = {
    "one address": (MANY, lambda n: [by_mx("192.0.2.77")], 20),
    "all of a /24, through our own house": (
        60, lambda n: OURS + [by_mx(f"198.51.100.{n}")], 20),
    "all of a /64": (60, lambda n: [by_mx(f"IPv6:2001:db8:7:7:{n:x}:{n * 77:x}::{n:x}")], 20),
    "a /64 each": (40, lambda n: [by_mx(f"IPv6:2001:db8:9:{n:x}::1")], 40),
    "forged below": (40, lambda n: [by_mx("192.0.2.8"), by_mx(f"203.0.{n}.1")], 20),
    "forged as what the client calls itself": (
        40, lambda n: [by_mx("192.0.2.9", f"[203.0.{n}.1]")], 20),
    "mapped, in comments": (40, lambda n: [("Received", f"from x (a (b)) ([::ffff:192.0.2.{n}]) by"
                                            " mx.example.com")], 20),
    # Nothing is known: neither the one whom they point at is limited, nor anybody else.
    "forged, and not through our server": (40, lambda n: [OTHER, by_mx("192.0.2.77")], 40),
    "encoded": (40, lambda n: [("Received", "from =?utf-8?q?x_=28y_=5B192=2E0=2E2=2E77=5D=29?="
                                " (y [192.0.2.77]) by mx.example.com; date")], 40),
    "private": (40, lambda n: [by_mx("192.168.7.7"), by_mx("IPv6:fd00::7")], 40),
    "no trace": (40, lambda n: [], 40),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_in_many_names(desk, name):
    """Over 200 domains: no domain's limit stops them."""
    many, trace, answered = NETWORKS[name]
    sent = flood(desk, [mail.letter(f"words of {'n' * n}", sender=f"v{n}@n{n}.example",
                                    headers=trace(n)) for n in range(1, many + 1)])
    assert len(outside(sent)) == answered
    assert unsent(desk, "mails from that network") == many - answered
    assert not breaker(desk)["withholds"]
    if answered == 20:
        [(network, n)] = breaker(desk)["networks"].items()
        assert n == 20 and network.endswith(("/24", "/64"))
        assert f"from        {network} 20\n" in desk.docket.ctl("breaker").stdout.decode()
    else:
        ticket = desk.open("It hums.", sender="a@later.example", headers=[by_mx("192.0.2.77")])
        assert desk.mail(ticket["id"], "a@later.example")


def test_whom_our_server_vouches_for_is_not_of_that_flood(desk):
    flood(desk, [mail.letter(f"words of {'o' * n}", sender=f"v{n}@o{n}.example",
                             headers=[by_mx("192.0.2.77")]) for n in range(25)])
    ticket = desk.open("It hums.", sender="a@vouched.example", headers=[
        by_mx("192.0.2.78"), ("Authentication-Results",
                              "mx.example.com; dmarc=pass header.from=vouched.example")])
    assert desk.mail(ticket["id"], "a@vouched.example")


def test_a_robot_without_a_header_is_answered_twice(desk):
    """A desk whose robot opens a conversation of its own for each mail it gets."""
    sender, sent = "desk@robot.example", []
    desk.receive(mail.letter("Who mends our pump?", sender=sender, subject="Pump"))
    for turn in range(1, 9):
        try:
            got = desk.world.wait(lambda: [s for s in desk.mails(to=sender)
                                           if s["Message-ID"] not in sent], 5)
        except TimeoutError:
            break
        sent.append(got[-1]["Message-ID"])
        desk.receive(mail.letter(f"Your request was received as number 47{turn}.\n\nRobot Ltd.",
                                 sender=sender, subject=f"Ticket 47{turn} was opened"))
    assert len(sent) == 2
    assert unsent(desk, "it may be a robot's") == 1


# Backscatter: what a stranger's name was used for

ADVERT = "Pills at cheap.example"


def forged(**kwargs):
    return mail.letter(f"{ADVERT}!\n\nVersion: {ADVERT}", subject=ADVERT, **kwargs)


def test_who_was_never_seen_gets_no_word_of_the_mail(desk):
    """… nor the second time, which makes nobody known."""
    for n in range(2):
        ticket = desk.open(f"{ADVERT}! {'x' * n}\n\nVersion: {ADVERT}", subject=ADVERT,
                           sender=f'"{ADVERT}" <victim@three.example>')
        ack = desk.mail(ticket["id"], "victim@three.example")
        assert b"cheap" not in ack.raw and "cheap" not in ack.text + ack.html
        assert ack["Subject"] == f"Re: [desk #{ticket['id']}]" and ack["To"] == "victim@three.example"
        assert f"#{ticket['id']}" in ack.text and "Subject " not in ack.text
        assert ADVERT in desk.mail(ticket["id"], LEAD).text	# the desk reads it


def test_a_projects_people_see_their_subject(desk):
    ticket = desk.open("It hums.", subject="Humming", sender="new@acme.example")
    ack = desk.mail(ticket["id"], "new@acme.example")
    assert ack["Subject"] == f"Re: Humming [desk #{ticket['id']}]" and "Humming" in ack.text


@pytest.mark.parametrize("how", ["an engineer wrote to them", "they answered us"])
def test_who_is_known_sees_their_subject(desk, how):
    sender = f"{how.split()[0]}@four.example"
    first = desk.open("It hums.", subject="Humming", sender=sender)
    ack = desk.mail(first["id"], sender)
    assert "Humming" not in ack.text
    if how.startswith("an"):
        desk.answer(desk.mail(first["id"], AGENT), "We look at it.", AGENT)
    else:
        desk.answer(ack, "More.", sender)
    again = desk.open("It rattles.", subject="Rattling", sender=sender)
    assert "Rattling" in desk.mail(again["id"], sender)["Subject"]


# The breaker

def breaker(desk, *argv):
    return desk.docket.ctl_json("breaker", *argv)


def victims(desk, many):
    """As many, a domain each."""
    return flood(desk, [mail.letter(f"words of {'h' * n}", sender=f"v{n}@b{n}.example")
                        for n in range(many)])


@pytest.fixture
def tripped(desk):
    """Ten mails wait."""
    yield victims(desk, 70)
    desk.docket.ctl("breaker", "reset", "--drop")


def test_many_victims(desk):
    """200 of them made 200 acknowledgements: over its floor a new desk's mail waits."""
    tripped = victims(desk, MANY)
    assert len(outside(tripped)) == 60
    [notice] = [s for s in tripped if s["Subject"].startswith("Automatic mail to customers is")]
    assert notice.recipients == [LEAD] and "60 are the limit" in notice.text	# no admin here
    state = breaker(desk)
    assert state["withholds"] and state["held_by"] is None
    assert (state["sent"], state["withheld"], state["waiting"]) == (60, 140, 140)
    assert "WITHHELD since" in desk.docket.ctl("status", check=False).stdout.decode()
    assert desk.docket.ctl("status", check=False).returncode == 1
    assert sum(d["state"] == "withheld" for d in desk.docket.ctl_json("queue")) == 140
    assert "breaker: automatic mail to customers is withheld" in desk.docket.log()
    assert "is withheld since" in desk.docket.ctl("breaker").stdout.decode()
    metrics = desk.docket.ctl("metrics").stdout.decode()
    assert "docket_deliveries_withheld 140\n" in metrics
    assert re.search(r"^docket_breaker_age_seconds \d+$", metrics, re.M)
    desk.docket.ctl("breaker", "reset", "--drop")


def test_it_holds_no_answer_and_no_notice(desk, tripped):
    seen = desk.seen()
    ticket = desk.open("It hums.", sender="lo@acme.example")
    notice = desk.mail(ticket["id"], AGENT, but=seen)
    desk.answer(notice, "We look at it.", AGENT)
    [answer] = [desk.mail(ticket["id"], "lo@acme.example")]
    assert "We look at it." in answer.text
    assert breaker(desk)["waiting"] == 11


@pytest.mark.parametrize("option,went,waits", [("--send", 10, 0), ("--drop", 0, 0), (None, 0, 10)])
def test_what_it_withheld_is_somebodys_to_decide(desk, tripped, option, went, waits):
    seen = desk.seen()
    desk.docket.ctl("breaker", "reset", *([option] if option else []))
    sent = [s for s in desk.quiet() if s["Message-ID"] not in seen]
    assert (len(sent), breaker(desk)["waiting"]) == (went, waits)
    assert not breaker(desk)["withholds"]
    if option == "--drop":					# one of it may be wanted
        dropped = [d for d in desk.docket.ctl_json("queue") if "the breaker" in d["reply"]]
        assert len(dropped) >= 10
        desk.docket.ctl("queue", "retry", str(dropped[-1]["id"]))
        assert desk.mail(to=dropped[-1]["recipient"])
    ticket = desk.open("It hums.", sender=f"mo{went}{waits}@acme.example")
    assert desk.mail(ticket["id"], f"mo{went}{waits}@acme.example")


def test_it_closes_by_itself(desk, tripped):
    """Once the hour's mail is down to the half; what waited goes on waiting."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.automatic set hour = hour - interval '2 hours'")
    connection.close()
    ticket = desk.open("It hums.", sender="no@acme.example")
    assert desk.mail(ticket["id"], "no@acme.example")
    state = breaker(desk)
    assert not state["withholds"] and state["waiting"] == 10


def hours_later(desk):
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.automatic set hour = hour - interval '2 hours'")
        cursor.execute("update docket.breaker set look_at = now() where look_at is not null")
    connection.close()


def closed(desk):
    """Its mail to the admins, once it has closed."""
    desk.world.wait(lambda: not breaker(desk)["withholds"], 20, "the breaker to close")
    return desk.world.wait(lambda: [s for s in desk.mails(to=LEAD) if s["Subject"].startswith(
        "Automatic mail to customers goes again") and s["Message-ID"] not in desk.before], 10)


@pytest.mark.parametrize("closer", ["the clock", "a mail"])
def test_when_it_closes_what_is_for_people_it_knows_goes_out(desk, tripped, closer):
    """Of the rest, which a flood may have brought forth, the admins are asked."""
    name = f"known{len(closer)}"
    desk.before = desk.seen()
    for sender in (f"{name}@acme.example", f"{name}@five.example"):
        ticket = desk.open("It hums.", sender=sender, headers=[
            ("Authentication-Results", "mx.example.com; dmarc=pass header.from=five.example")])
        desk.quiet()
        assert desk.mails(ticket["id"], sender) == []
    state = breaker(desk)
    assert (state["waiting"], state["known"]) == (12, 2)
    assert "2 of them for people whom docket knows" in desk.docket.ctl("breaker").stdout.decode()
    hours_later(desk)
    if closer == "a mail":
        desk.open("It rattles.", sender="later@acme.example")
    [notice] = closed(desk)
    assert notice.recipients == [LEAD] and "docketctl breaker reset --send" in notice.text
    assert re.search(r"\b2\b.* went out", notice.text) and re.search(r"\b10\b", notice.text)
    for who in (f"{name}@acme.example", f"{name}@five.example"):
        assert desk.world.wait(lambda w=who: [
            s for s in desk.mails(to=w) if s["Auto-Submitted"] and s["Message-ID"] not in
            desk.before], 10)
    state = breaker(desk)
    assert (state["waiting"], state["known"]) == (10, 0)
    assert "10; the oldest" in desk.docket.ctl("breaker").stdout.decode()
    assert "10 wait" in desk.docket.ctl("status", check=False).stdout.decode()
    seen = desk.seen()
    desk.docket.ctl("breaker", "reset", "--send")
    assert len([s for s in desk.quiet() if s["Message-ID"] not in seen]) == 10


def test_it_stays_as_it_is_while_there_is_much(desk, tripped):
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("update docket.breaker set look_at = now()")
    connection.close()
    desk.world.wait(lambda: desk.world.one("select look_at > now() + '1 minute' from"
                                           " docket.breaker"), 20, "the look at it")
    assert breaker(desk)["withholds"] and breaker(desk)["waiting"] == 10


def test_by_hand_it_does_not_close_by_itself(desk, tripped):
    breaker(desk, "hold", "--as", "lee")
    hours_later(desk)
    ticket = desk.open("It hums.", sender="qo@acme.example")
    desk.quiet()
    assert desk.mails(ticket["id"], "qo@acme.example") == []
    assert breaker(desk)["withholds"] and breaker(desk)["waiting"] == 11


def test_by_hand(desk):
    assert breaker(desk, "hold", "--as", "lee")["held_by"] == "lee"
    ticket = desk.open("It hums.", sender="po@acme.example")
    desk.quiet()
    assert desk.mails(ticket["id"], "po@acme.example") == []
    assert breaker(desk)["waiting"] >= 1
    assert not breaker(desk, "reset", "--send")["withholds"]
    assert desk.mail(ticket["id"], "po@acme.example")


def test_what_is_usual_makes_the_limit(desk):
    """A desk with 30 an hour may have five times as much; one flood makes nothing usual."""
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("insert into docket.automatic select date_trunc('hour', now()) - n *"
                       " interval '1 hour', 1, case n when 20 then 900 else 30 end, 0, 0"
                       " from generate_series(2, 60) n")
    connection.close()
    assert breaker(desk)["limit"] == 150


@pytest.mark.parametrize("argv,says", [
    (["open"], "say show, hold or reset"), (["hold", "--send"], "belongs to reset"),
    (["reset", "--send", "--drop"], "belongs to reset")])
def test_a_wrong_call(desk, argv, says):
    got = desk.docket.ctl("breaker", *argv, check=False)
    assert got.returncode == 64 and says in got.stderr.decode()


def again(docket, quota):
    assert docket.stop() == 0
    docket.files["docket.conf"]["sender_bytes_per_day"] = quota
    docket.write()
    docket.start()


def test_what_is_over_a_senders_quota_waits_on_the_server(desk):
    """… is told once, and read when there is room; nobody else's mail waits."""
    docket, world = desk.docket, desk.world
    again(docket, "1MB")
    seen, big = desk.seen(), ("x" * 70 + "\n") * 6000
    mails = [mail.letter(f"{n}\n{big}", sender="Big <big+1@acme.example>", subject=f"Big {n}")
             for n in range(5)]
    for raw in mails:
        world.deliver(raw)
    world.wait(lambda: len([r for r in docket.ctl_json("quarantine", "list")
                            if "sender_bytes_per_day" in r["reason"]]) == 3, 30, "three to be left")
    other = desk.open("It hums.", sender="small@acme.example")
    assert desk.mail(other["id"], LEAD, but=seen)
    assert desk.world.one("select count(*) from docket.ticket where subject like 'Big %'") == 2
    left = desk.rows("select size, mailbox from docket.raw where state = 'quarantine'"
                     " and told_size is null")
    assert len(left) == 3 and all(row["size"] > 400_000 for row in left)
    told_of = [s for s in desk.mails(to=LEAD) if s["Message-ID"] not in seen
               and "sender_bytes_per_day" in s.text]
    assert len(told_of) == 1
    again(docket, "100MB")
    world.wait(lambda: desk.world.one("select count(*) from docket.ticket"
                                      " where subject like 'Big %'") == 5, 30, "all to be read")
    desk.quiet()


def test_what_is_over_a_senders_quota_stays_with_the_mta(desk):
    """By the pipe, too: tried again later, and stored when there is room."""
    docket, big = desk.docket, ("x" * 70 + "\n") * 6000

    def deliver(n, sender):
        raw = mail.letter(f"{n}\n{big}", sender=sender, subject=f"Piped {n}")
        return docket.ctl("deliver", "support", data=raw, check=False)

    again(docket, "1MB")
    got = [deliver(n, f"Big <pipe+{n}@acme.example>") for n in range(4)]
    assert [g.returncode for g in got] == [0, 0, 75, 75]
    assert b"pipe@acme.example has sent more than sender_bytes_per_day" in got[3].stderr
    assert deliver(4, '"pipe@acme.example" <other@acme.example>').returncode == 0
    small = mail.letter("It hums.", sender="PIPE@acme.example", subject="Piped 5")
    assert docket.ctl("deliver", "support", data=small).returncode == 0
    for raw in (b"Subject: Piped 6\r\n\r\nx\r\n", b"\r\n\r\n", b"From: <>\r\n\r\nx\r\n"):
        assert docket.ctl("deliver", "support", data=raw).returncode == 0
    desk.world.deliver(mail.letter(f"7\n{big}", sender="pipe@acme.example", subject="Piped 7"))
    desk.world.wait(lambda: [r for r in docket.ctl_json("quarantine", "list")
                             if "sender_bytes_per_day" in r["reason"]], 30, "one count for both ways")
    again(docket, "100MB")
    assert deliver(8, "pipe@acme.example").returncode == 0
    desk.world.wait(lambda: len(desk.rows(
        "select from docket.ticket where subject like 'Piped %'")) == 7, 30, "all that was taken")
    desk.quiet()
