"""What is cut off a mail as history or signature is counted, and can be read."""
import email.utils

import pytest

from world import desk as desks, mail
from world.docket import LEAD

SIGNATURE = "-- \nJo Beck\nBeck Cranes\n+49 30 123456"
HISTORY = "".join(f"> the load of crane {n} was lifted twice\n" for n in range(20))
LONG = "".join(f"> line {n} of the log of winch 7\n" for n in range(140))


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def answer(desk, text, **kwargs):
    """A ticket and the requester's next mail on it: its number and the notice to the lead."""
    number = desk.open("It hums.", sender="jo@acme.example", subject="Crane", **kwargs)["id"]
    desk.mail(number, LEAD)
    opening = desk.entries(number, "mail-in")[0]["message_id"].strip("<>")
    seen = desk.seen()
    desk.receive(mail.letter(text, sender="jo@acme.example", subject="Re: Crane", headers=[
        ("In-Reply-To", f"<{opening}>")]))
    return number, desk.mail(number, LEAD, but=seen)


def show(desk, number, *argv):
    return desk.docket.ctl("show", str(number), *argv).stdout.decode()


def test_a_signature_is_shown_with_the_text(desk):
    """The phone number is what an engineer looks for."""
    number = desk.open("It hums.\n\n" + SIGNATURE, sender="jo@acme.example")["id"]
    notice = desk.mail(number, LEAD)
    assert ("It hums.\n\n4 lines folded as quoted text or signature:\n"
            "| --\n| Jo Beck\n| Beck Cranes\n| +49 30 123456\n") in notice.text
    assert notice.text.index("+49 30") < notice.text.index("Requester")
    assert "4 lines folded" in notice.html and "+49 30 123456" in notice.html
    ack = desk.mail(number, "jo@acme.example")
    assert "folded" not in ack.text and "+49" not in ack.text


def test_history_is_at_the_end(desk):
    number, notice = answer(desk, f"Still.\n\nOn Monday Ana wrote:\n{HISTORY}\n{SIGNATURE}")
    assert f"25 lines folded as quoted text or signature: at the end of this mail, docketctl show {number} --full" in notice.text
    assert notice.text.count("crane 7 was lifted") == 1
    assert "--full\n| --\n| Jo Beck\n| Beck Cranes\n| +49 30 123456\n\n---" in notice.text
    assert notice.html.index("+49 30 123456") < notice.html.index("Requester")
    assert notice.text.index("| > the load of crane 7") > notice.text.index("#take")
    assert notice.text.rstrip().endswith("| +49 30 123456")
    assert "crane 19 was lifted" in notice.html and "25 lines folded" in notice.html


def test_very_long_history_is_counted(desk):
    number, notice = answer(desk, f"Still.\n\nOn Monday Ana wrote:\n{LONG}")
    assert "141 lines folded" in notice.text
    assert "line 98 of the log" in notice.text and "line 99 of the log" not in notice.text
    assert f"… and 41 more: docketctl show {number} --full" in notice.text
    assert "line 139 of the log" in show(desk, number, "--full")


def test_nothing_is_said_where_nothing_is_folded(desk):
    number, notice = answer(desk, "Still.")
    assert "folded" not in notice.text + notice.html + show(desk, number)


def test_one_line_is_one(desk):
    number, notice = answer(desk, "Still.\n\nSent from my iPhone")
    assert "1 line folded as quoted text or signature:\n| Sent from my iPhone\n" in notice.text
    assert "1 line folded (--full shows it)" in show(desk, number)


def test_show_says_how_many_and_full_shows_them(desk):
    number, _ = answer(desk, f"Still.\n\nOn Monday Ana wrote:\n> Does it hum?\n\n{SIGNATURE}")
    told = show(desk, number)
    assert "6 lines folded (--full shows them)" in told and "+49" not in told
    full = show(desk, number, "--full")
    assert "    Still.\n" in full and "folded" not in full
    for line in ("On Monday Ana wrote:", "> Does it hum?", "+49 30 123456"):
        assert f"    | {line}\n" in full


def test_a_strangers_control_bytes_are_spelt_out(desk):
    number, notice = answer(desk, "Still.\n\n-- \nJo \x1b[31mred\x07")
    assert "\x1b" not in show(desk, number, "--full") and "red" in show(desk, number, "--full")


def test_what_an_engineer_quotes_is_shown_to_nobody(desk):
    """It is docket's own notice, with the address that proves them."""
    number, notice = answer(desk, "Still.")
    seen = desk.seen()
    desk.answer(notice, "#note\n\nI look at it.\n\nOn Monday desk wrote:\n"
                + "".join(f"> {line}\n" for line in notice.text.splitlines()), LEAD)
    desk.quiet()
    for sent in desk.mails(number):
        if sent["Message-ID"] not in seen:
            assert "folded" not in sent.text and "| >" not in sent.text


def test_a_token_in_history_is_blanked(desk):
    """Whoever's it is: what is quoted may hold the address that proves somebody."""
    number, notice = answer(desk, "Still.")
    proof = email.utils.parseaddr(notice["Reply-To"])[1]
    assert "+" in proof
    _, other = answer(desk, f"See.\n\nOn Monday {proof} wrote:\n> mailto:{proof}\n> Well?")
    secret = proof[proof.index("+"):proof.index("@")]
    assert "3 lines folded" in other.text and "Well?" in other.text
    assert secret not in other.text and secret[1:] not in other.html


def test_of_a_held_mail_too(desk):
    number, _ = answer(desk, "Still.")
    opening = desk.entries(number, "mail-in")[0]["message_id"].strip("<>")
    seen = desk.seen()
    desk.receive(mail.letter(f"Down!\n\n{SIGNATURE}", sender="kim@elsewhere.example", headers=[
        ("In-Reply-To", f"<{opening}>")]))
    notice = desk.mail(number, LEAD, but=seen)
    assert notice.name.startswith("Held (")
    assert "> Down!\n\n4 lines folded as quoted text or signature:\n| --\n" in notice.text


@pytest.mark.parametrize("language,says", [
    ("de", "4 Zeilen ausgeblendet als Zitat oder Signatur:"),
    ("es", "4 líneas plegadas como cita o firma:"),
    ("fr", "4 lignes repliées comme citation ou signature :"),
    ("it", "4 righe nascoste come citazione o firma:"),
    ("pt", "4 linhas recolhidas como citação ou assinatura:"),
])
def test_in_the_readers_language(desk, language, says):
    docket = desk.docket
    before = docket.files["docket.conf"]["mailboxes"][0].get("language", "en")
    assert docket.stop() == 0
    docket.files["docket.conf"]["mailboxes"][0]["language"] = language
    docket.write()
    docket.start()
    try:
        number = desk.open("It hums.\n\n" + SIGNATURE, sender="jo@acme.example")["id"]
        notice = desk.mail(number, LEAD)
        assert f"{says}\n| --\n| Jo Beck\n" in notice.text
        assert says in notice.html
    finally:
        assert docket.stop() == 0
        docket.files["docket.conf"]["mailboxes"][0]["language"] = before
        docket.write()
        docket.start()


@pytest.mark.parametrize("text", [
    "It came with\n\n> the lift stops\n> at floor 3\n\nWhat does that mean, and what are we to do?",
    "Our log says\n\nFrom: winch\nTo: hook\nSubject: load\n\nand then it stops. Please look.",
    "See below.\n\n-----Original Message-----\n\nis what it prints before it stops, on each start.",
    "We press Lift\n--\nthen it hangs for a while and\nthe log says\nwinch 3 is hot\nWhat now?",
    "On 3 March at 10:00 Al <al@beck.example> wrote:\n> It stops.\n\nCan you look at that please?",
])
def test_prose_in_a_first_mail_is_not_folded(desk, text):
    number = desk.open(text, sender="jo@acme.example", subject="Crane")["id"]
    said = desk.entries(number, "mail-in")[0]
    last = text.splitlines()[-1]
    assert last in (said["new_text"] or said["body"])
    assert last in desk.mail(number, LEAD).text
