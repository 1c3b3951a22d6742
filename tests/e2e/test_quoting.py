"""Public answers that quote a whole notice, in 200 shapes: no proof of it gets to a customer."""
import textwrap

import pytest

from test_button import ANA, buttons
from world import clients, desk as desks, mail, proofs
from world.docket import AGENT


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def marked(text):
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def wrapped(text, width):
    """As a program that breaks lines anywhere sends it."""
    return "\n".join(piece for line in text.splitlines() for piece in
                     textwrap.wrap(line, width, break_on_hyphens=False) or [""])


# Where the notice stands, beside what is said.
PLACES = {
    "below": lambda said, text: f"{said}\n\n{text}",
    "above": lambda said, text: f"{text}\n\n{said}",
    "around": lambda said, text: f"{text}\n\n{said}\n\n{text}",
    "inline": lambda said, text: text.replace("\n\n", f"\n\n{said}\n\n", 1),
    "forwarded": lambda said, text: f"{said}\n\n-------- Forwarded Message --------\n"
                                    f"Subject: Hum\nFrom: support@example.com\nTo: {AGENT}\n\n{text}",
}
# How a program writes it there.
SHAPES = {
    "as it is": lambda text: text, "marked": marked,
    "broken at 76": lambda text: wrapped(text, 76), "broken and marked": lambda text: marked(
        wrapped(text, 72)),
    "broken at 40": lambda text: wrapped(text, 40), "indented": lambda text: textwrap.indent(text, "    "),
    "one line": lambda text: " ".join(text.split()), "in capitals": str.upper,
}


def by_hand(notice, n):
    """Five places by eight shapes, with and without the addresses of its header above."""
    for place, put in PLACES.items():
        for shape, write in SHAPES.items():
            for head in ("", f"On Monday {notice['From']} <{notice['Reply-To']}> wrote:\n",
                         f"Reply-To: {notice['Reply-To']}\n"):
                n += 1
                text = head + write(notice.text)
                yield f"{place}, {shape}", mail.letter(
                    put(f"We come at {n}.", text), sender=ANA, to=notice["Reply-To"],
                    subject="Re: Hum")


def by_programs(notice, n):
    """As five mail programs do, with links, pages and all."""
    links = " ".join(buttons(notice).values())
    for name, client in clients.CLIENTS.items():
        for said in ("We come.", f"Try {links}", f"[click]({links.split()[0]}) at once",
                     notice.text, notice.html, f"{notice.text}\nWe come.", "We come.\n\n" + links,
                     wrapped(links, 60), f"<{notice['Reply-To']}>\n\nis that yours?",
                     f"+{notice['Reply-To'].split('+')[1]}", "\n".join(links.split()),
                     f"`{links}`", links.replace("%2B", "+"), links.replace("%2B", "%2b"),
                     marked(links), links.upper()):
            n += 1
            yield name, clients.reply(client, notice.raw, f"{said}\n\nNumber {n}.", ANA)


def wrapped_mail(notice):
    """What the search must find, too."""
    return mail.letter(marked(wrapped(notice.text, 40)))


def test_no_proof_of_a_quoted_notice_gets_out(desk):
    jo = "jo@acme.example"
    number = desk.open("It hums.", sender=jo, subject="Hum")["id"]
    notice = desk.mail(number, AGENT)
    assert len(proofs.proofs(notice.raw)) == 7 and proofs.proofs(wrapped_mail(notice))
    raws = [raw for _, raw in by_hand(notice, 0)] + [raw for _, raw in by_programs(notice, 200)]
    assert len(raws) >= 200
    for raw in raws:
        desk.world.deliver(raw)
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.raw") > len(raws), 120,
                    "all of them to be stored")
    desk.quiet()
    sent = [s for s in desk.mails(number, jo) if "We come" in s.text or "Number" in s.text]
    assert len(sent) >= 100
    assert [found for s in sent if (found := proofs.proofs(s.raw))] == []


@pytest.mark.parametrize("way", ["message/rfc822", "text/plain"])
def test_a_notice_in_a_file_goes_to_no_customer(desk, way):
    jo = f"jo.{way[:4]}@acme.example"
    number = desk.open("It hums.", sender=jo, subject="Hum")["id"]
    notice = desk.mail(number, AGENT)
    before = desk.mails(number, jo)
    made = mail.read(mail.letter("See there.", sender=ANA, to=notice["Reply-To"], subject="Re: Hum"))
    if way == "text/plain":
        made.add_attachment(f"{notice['Reply-To']}\n\n{notice.text}", filename="notice.txt")
    else:
        made.add_attachment(notice.message)
    entry = desk.receive(mail.crlf(made.as_bytes()))
    assert entry["kind"] == "held"
    told = desk.mail(number, AGENT, but=[notice["Message-ID"]])
    assert "holds a reply address that proves you" in told.text
    desk.quiet()
    assert desk.mails(number, jo) == before
