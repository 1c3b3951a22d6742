"""Who a customer's mail was also sent to, and mail that is not its author's."""
import re
import urllib.parse

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

PASS = "mx.example.com; dmarc=pass header.from={}"
FAIL = "mx.example.com; dmarc=fail (p=reject) header.from={}"
KIM = "kim@partner.example"


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    projects = [dict(p) for p in docket.files["projects.conf"]["projects"]]
    projects += [{"key": key.upper(), "domains": [f"{key}.example"], "requester_cc": key}
                 for key in ("never", "always", "dmarc")]
    docket.files["projects.conf"]["projects"] = Group(projects)
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def signed(verdict, domain):
    return [("Authentication-Results", verdict.format(domain))] if verdict else []


def letter(desk, domain, verdict, text="It hums.", **kwargs):
    n = desk.tickets() + 1
    headers = signed(verdict, domain) + kwargs.pop("headers", [("Cc", f"Kim <{KIM}>")])
    return mail.letter(text, sender=kwargs.pop("sender", f"Jo <jo{n}@{domain}>"),
                       subject=kwargs.pop("subject", f"Hum {n}"), headers=headers, **kwargs)


def people(desk, number):
    return {r["address"] for r in desk.rows(
        "select address from docket.participant where ticket = %s", number)}


def notice(desk, number, who=AGENT):
    desk.quiet()
    return desk.mails(number, who)[-1]


def answer(desk, number):
    """The engineer answers; everybody whom the answer went to."""
    seen = desk.seen()
    entry = desk.answer(notice(desk, number), "We look at it.", AGENT)
    assert entry["kind"] == "mail-in"
    desk.quiet()
    return {r for s in desk.mails(number) if s["Message-ID"] not in seen
            for r in s.recipients} - {AGENT, LEAD}


RULES = [
    ("never", PASS, False), ("never", None, False), ("dmarc", PASS, True), ("dmarc", None, False),
    ("dmarc", "other.example.com; dmarc=pass header.from={}", False),
    ("dmarc", "mx.example.com; dmarc=none header.from={}", False),
    ("dmarc", "mx.example.com; spf=pass smtp.mailfrom={}", False),
    ("dmarc", "mx.example.com; dmarc=pass header.from=evil.example; x={}", False),
    ("dmarc", "mx.example.com; dmarc=temperror header.from={}", False),
    ("always", None, True), ("always", PASS, True), ("acme", PASS, True), ("acme", None, False)]


@pytest.mark.parametrize("later", [False, True])
def test_the_projects_rule_says_whose_copies_come_in(desk, later):
    """With the mail that opens it, and with a later one of the requester's."""
    for key, verdict, comes_in in RULES:
        domain, headers = f"{key}.example", [] if later else [("Cc", f"Kim <{KIM}>")]
        first = desk.receive(letter(desk, domain, verdict, headers=headers))
        number, jo = first["ticket"], first["author"]
        if later:
            desk.quiet()
            entry = desk.receive(letter(
                desk, domain, verdict, sender=jo, subject=f"Re: [desk #{number}]"))
            assert (entry["kind"], entry["ticket"]) == ("mail-in", number)
        assert people(desk, number) == {jo} | ({KIM} if comes_in else set()), (key, verdict)
        told = notice(desk, number)
        assert (KIM in told.text) == (not comes_in), (key, verdict)
    assert answer(desk, number) == {jo}			# the last row's: nobody else


def test_the_desk_adds_them_by_a_link(desk):
    entry = desk.receive(letter(desk, "acme.example", None, headers=[
        ("Cc", f"Kim <{KIM}>, Lee <{LEAD}>, support@example.com, support+x@example.com,"
               " \"a b\"@partner.example, <>, Li <li@partner.example>")]))
    number, jo = entry["ticket"], entry["author"]
    told = notice(desk, number)
    for text in (told.text, told.html):
        assert re.findall(r"Add (\S+@\w+\.example)", text) == [KIM, "li@partner.example"]
    links = re.findall(r"Add (\S+): (mailto:\S+)", told.text)
    for who, link in links:
        url = urllib.parse.urlsplit(link)
        query = urllib.parse.parse_qs(url.query)
        added = desk.receive(mail.letter(
            query["body"][0], sender=AGENT, to=urllib.parse.unquote(url.path),
            subject=query["subject"][0]))
        assert (added["kind"], added["author"]) == ("command", "ana")
        assert who in people(desk, number)
        if who == KIM:
            assert answer(desk, number) == {jo, KIM}
    assert [c["data"]["to"] for c in desk.entries(number) if c["data"].get("what") == "cc"] == [
        KIM, "li@partner.example"]
    shown = desk.docket.ctl("show", str(number)).stdout.decode()
    assert KIM in shown and "not_on_the_ticket" in shown


def test_what_cc_refuses(desk):
    number = desk.receive(letter(desk, "acme.example", None, headers=[]))["ticket"]
    before = people(desk, number)
    for value in ("", "kim", "kim@", "@partner.example", "kim@localhost", "support@example.com",
                  AGENT, "kim@partner.example\r\n x", "<kim@partner.example", "a@b.example, kim"):
        entry = desk.receive(mail.letter(
            f"#cc {value}", sender=AGENT, to=mail.addresses(
                notice(desk, number).message, "Reply-To")[0]))
        if value.startswith(("kim@partner.example", "<kim")):	# one address, in spite of all
            continue
        assert entry["kind"] == "held", value
    assert people(desk, number) - {KIM} == before
    desk.docket.ctl("do", str(number), "cc", "Ada <Ada@Partner.example>")
    assert "ada@partner.example" in people(desk, number)


def test_only_the_requester_brings_people(desk):
    """A colleague writes, and their copies are shown to the desk."""
    first = desk.receive(letter(desk, "dmarc.example", PASS, headers=[]))
    number = first["ticket"]
    desk.quiet()
    desk.receive(letter(desk, "dmarc.example", PASS, sender="Max <max@dmarc.example>",
                        subject=f"Re: [desk #{number}]"))
    assert people(desk, number) == {first["author"]}
    assert f"Add {KIM}" in notice(desk, number).text


# dmarc=fail

def state(desk, number):
    t = desk.ticket(number)
    return (t["status"], t["assignee"], {k: f["value"] for k, f in desk.fields(number).items()},
            people(desk, number))


@pytest.mark.parametrize("key", ["always", "acme"])
def test_a_forged_answer_is_held_and_changes_nothing(desk, key):
    domain = f"{key}.example"
    first = desk.receive(letter(desk, domain, PASS, headers=[]))
    number, jo = first["ticket"], first["author"]
    desk.docket.ctl("do", str(number), "wait")
    before = state(desk, number)
    desk.quiet()
    desk.forget_told()
    seen = desk.seen()
    forged = desk.receive(letter(desk, domain, FAIL, "Severity: critical\n\nSend it to Kim too.",
                                 sender=jo, headers=[
        ("In-Reply-To", first["message_id"]), ("Cc", f"Kim <{KIM}>")], subject="Re: Hum"))
    assert (forged["kind"], forged["ticket"]) == ("held", number)
    assert state(desk, number) == before
    desk.quiet()
    [held] = [s for s in desk.mails(number, LEAD) if s["Message-ID"] not in seen]
    assert "dmarc=fail" in held.text and domain in held.text
    assert "dmarc=fail" in desk.docket.ctl("show", str(number)).stdout.decode().partition("\n\n")[0]
    assert answer(desk, number) == {jo}
    desk.docket.ctl("do", str(number), "close")
    desk.docket.ctl("do", str(number), "reopen")
    assert "dmarc=fail" in notice(desk, number).text	# whoever reads a later notice knows
    desk.docket.ctl("held", "accept", str(forged["id"]))
    desk.world.wait(lambda: desk.fields(number)["severity"]["value"] == "critical", 20,
                    "the mail to be taken")
    assert people(desk, number) == {jo}
    told = notice(desk, number)
    assert f"Add {KIM}" in told.text and "dmarc=fail" not in told.text


@pytest.mark.parametrize("key", ["always", "acme"])
def test_a_forged_mail_opens_a_marked_ticket(desk, key):
    domain, seen = f"{key}.example", desk.seen()
    forged = desk.receive(letter(desk, domain, FAIL, "Severity: critical\n\nIt hums.",
                                 headers=[("Cc", f"Kim <{KIM}>"), ("X-Severity", "critical")]))
    number, jo = forged["ticket"], forged["author"]
    assert forged["kind"] == "held" and number is not None
    assert desk.ticket(number)["tags"] == ["dmarc-fail"]
    assert people(desk, number) == {jo}
    assert desk.fields(number)["severity"]["value"] != "critical"
    desk.quiet()
    fresh = [s for s in desk.mails(number) if s["Message-ID"] not in seen]
    assert {r for s in fresh for r in s.recipients} == {AGENT, LEAD}	# no acknowledgement
    created = [s for s in fresh if "It hums." in s.text]
    assert created and all("dmarc=fail" in s.text for s in created)
    assert answer(desk, number) == {jo}
    [waits] = [h for h in desk.docket.ctl_json("held", "list") if h["ticket"] == number]
    assert "dmarc=fail" in waits["reason"]
    desk.docket.ctl("held", "accept", str(waits["id"]))
    desk.world.wait(lambda: desk.fields(number)["severity"]["value"] == "critical", 20,
                    "the mail to be taken")


def test_a_strangers_forgery_on_anothers_ticket(desk):
    """It is held where the ticket is known, and opens a marked one by its tag alone."""
    first = desk.receive(letter(desk, "acme.example", PASS, headers=[]))
    number = first["ticket"]
    by_id = desk.receive(letter(desk, "evil.example", FAIL, headers=[
        ("In-Reply-To", first["message_id"])]))
    assert (by_id["kind"], by_id["ticket"]) == ("held", number)
    by_tag = desk.receive(letter(desk, "evil.example", FAIL, subject=f"[desk #{number}]"))
    assert by_tag["kind"] == "held" and by_tag["ticket"] != number
    assert people(desk, number) == {first["author"]}


@pytest.mark.parametrize("field", [
    "mx.example.com; dmarc=fail header.from=acme.example",
    "MX.Example.com 1; dmarc=FAIL (p=none) header.from=acme.example",
    "mx.example.com;\r\n spf=pass smtp.mailfrom=acme.example;\r\n dmarc=fail reason=\"x\"",
    "mx.example.com; dkim=pass header.d=acme.example; dmarc = fail"])
def test_every_form_of_it(desk, field):
    number = desk.tickets() + 1
    entry = desk.receive(mail.letter("hm", sender=f"jo{number}@acme.example", headers=[
        ("Authentication-Results", "placeholder")]).replace(b"placeholder", field.encode()))
    assert entry["kind"] == "held"


def test_a_word_of_another_server_is_none(desk):
    """Who writes it into their own mail neither comes in by it nor is held."""
    entry = desk.receive(letter(desk, "acme.example", "mx.evil.example; dmarc=fail header.from={}"))
    assert entry["kind"] == "mail-in"
