"""Floods: however much comes in, little goes out, and what did not go is told.

Each test lets its mails come while docket is down, so that they are read in full batches.
"""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD

MANY = 200


@pytest.fixture(scope="module")
def desk(world):
    """With the limits that docket has when nobody sets any."""
    docket = world.docket()
    for name in ("auto_per_hour_domain",):
        del docket.files["docket.conf"][name]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


@pytest.fixture(autouse=True)
def calm(desk):
    """As if nothing had come for long."""
    desk.quiet()
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        for table in ("tally",):
            cursor.execute(f"delete from docket.{table}")
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


def unsent(desk, why):
    """Why tickets say that a mail was not sent, counted."""
    return desk.world.one("select count(*) from docket.entry where data->>'what' = 'mail not sent'"
                          " and data->>'why' like %s", f"%{why}%")


def test_mails_in_an_engineers_name(desk):
    """200 of them made 200 "Is this yours?"."""
    sent = flood(desk, [mail.letter(f"#close\n\nnumber {n}", sender=f"Ana <{AGENT}>",
                                    subject=f"forged {n}") for n in range(MANY)])
    assert len(to(sent, AGENT)) == 5 and len(sent) == 5
    assert all(s["Subject"].startswith("Is this yours?") for s in sent)


def test_one_victim_with_many_details(desk):
    sent = flood(desk, [mail.letter(f"words of {'a' * n}", sender=f"Vic+{n}@one.example",
                                    subject=f"detail {n}") for n in range(100)])
    assert len(outside(sent)) == 5
    assert unsent(desk, "that address had") == 95


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
