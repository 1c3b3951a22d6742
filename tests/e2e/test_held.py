"""Mail that is kept for people: seen, not lost, and telling strangers nothing."""
import pytest

from world import desk as desks, mail
from world.docket import LEAD


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
