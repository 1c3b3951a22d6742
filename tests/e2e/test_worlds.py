"""Every flow through every provider: nothing is lost, nothing goes round, each status is right.

A provider's limits of a minute or a day are some mails here, and docket's pauses are over at
once (`hurry`).  What a provider answers is in world/providers.py, how people's clients answer
in world/clients.py.
"""
import re
import threading

import pytest

from world import clients, desk as desks, mail
from world.docket import AGENT, LEAD, Group
from world.providers import PROVIDERS, Postfix, Ses

ANA = f"Ana <{AGENT}>"
FILE = ("fault log.txt", "text/plain", b"E42: no paper\r\n")


class Hurry:
    """Every pause is over within half a second."""

    def __init__(self, world):
        self.over = threading.Event()
        self.world = world
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.over.wait(0.5):
            self.world.sql("update docket.condition set retry_at = now() where retry_at > now()")
            self.world.sql("update docket.delivery set due_at = now() where state = 'queued'"
                           " and due_at > now()")
            self.world.sql("select pg_notify('docket', '')")

    def end(self):
        self.over.set()
        self.thread.join(20)


@pytest.fixture(scope="module", params=PROVIDERS)
def desk(world, request):
    world.fresh()
    provider = PROVIDERS[request.param]()
    docket = world.docket(f"by-{request.param}")
    docket.mailbox()["smtp"] |= {"provider": provider.preset} | provider.settings
    projects, slas = docket.files["projects.conf"], docket.files["sla.conf"]
    projects["projects"] += ({"key": "RUSH", "name": "Rush", "domains": ["rush.example"],
                              "language": "en", "calendar": "always", "sla": "rush"},)
    slas["slas"] += ({"name": "rush", "targets": Group([{"response": "6s", "warn": ["50%"]}])},)
    projects["projects"], slas["slas"] = Group(projects["projects"]), Group(slas["slas"])
    docket.write()
    docket.start()
    provider.serve(world.smtp)
    hurry = Hurry(world)
    made = desks.Desk(world, docket)
    made.provider, made.name = provider, request.param
    yield made
    hurry.end()
    provider.leave()
    assert docket.stop() == 0


def idle(desk):
    """All that came is read, and all that can go has gone."""
    desk.world.wait(lambda: desk.world.one(
        "select not exists (select from docket.delivery where state in ('queued', 'sending'))"
        " and not exists (select from docket.raw where state = 'pending')"), 60, "all to go")


def got(desk, ticket, who, says=None, but=()):
    """The mail that they got, with `got` as the server took it and `raw` as they read it."""
    def look():
        return [s for s in desk.mails(ticket, who) if s["Message-ID"] not in but
                and (says is None or says in s["From"] + s["Subject"] + s.text)]
    sent = desk.world.wait(look, 60, f"a mail about {ticket} to {who}: {says}")[-1]
    sent.got = next(m for m in desk.world.smtp.mails() if m.data == sent.raw)
    sent.received = desk.provider.received(sent.got)
    return sent


def answer(desk, sent, text, sender, client="Client", files=()):
    return desk.receive(clients.reply(clients.CLIENTS[client], sent.received, text, sender, files))


def opened(desk, who, text="It is broken."):
    ticket = desk.open(text, sender=who, subject="Pump")["id"]
    return ticket, got(desk, ticket, who)


def test_a_customers_mail(desk):
    ticket, ack = opened(desk, "c1@acme.example")
    assert ack.sender.startswith(desk.provider.sender) and bool(ack.sender) == bool(
        desk.provider.sender)
    assert f"#{ticket}" in ack["Subject"]
    for who in (AGENT, LEAD):
        assert got(desk, ticket, who)["X-Docket-Reason"]
    assert desk.ticket(ticket)["status"] == "new"


@pytest.mark.parametrize("client", clients.CLIENTS)
def test_an_engineers_answer_with_a_file(desk, client):
    who = f"c2-{client.lower()}@acme.example"
    ticket, _ = opened(desk, who)
    notice = got(desk, ticket, AGENT)
    if not clients.CLIENTS[client].names_us:
        entry = answer(desk, notice, "It is mended.", ANA, client)
        assert not entry["public"]			# From proves nobody
        return
    answer(desk, notice, "It is mended.\nTry <again> now.", ANA, client, [FILE])
    sent = got(desk, ticket, who, "It is mended.")
    assert "Try <again> now." in sent.text
    [part] = [p for p in sent.message.walk() if p.get_filename() == FILE[0]]
    assert part.get_payload(decode=True) == FILE[2]
    assert desk.cycle(ticket, "response")["state"] == "met"


@pytest.mark.parametrize("client", clients.CLIENTS)
def test_a_customers_answer(desk, client):
    who = f"c3-{client.lower()}@acme.example"
    ticket, ack = opened(desk, who)
    seen = desk.seen()
    entry = answer(desk, ack, "It still hums.\n\nAnd it smells.", f"Kim <{who}>", client)
    assert (entry["kind"], entry["ticket"], entry["public"]) == ("mail-in", ticket, True)
    said = entry["new_text"].replace("Sent from my iPhone", "").split()
    assert said == "It still hums. And it smells.".split()
    notice = got(desk, ticket, AGENT, "And it smells.", but=seen)
    answer(desk, notice, "We come.", ANA)
    sent = got(desk, ticket, who, "We come.")
    again = answer(desk, sent, "Thank you.", f"Kim <{who}>", client)
    assert again["ticket"] == ticket
    idle(desk)
    assert len([s for s in desk.mails(ticket, who) if s["Auto-Submitted"]]) == 1


def test_is_this_yours(desk):
    """Asked once, and the ticket is as it was until its answer."""
    ticket, _ = opened(desk, "c4@acme.example")
    idle(desk)
    seen = desk.seen()
    entry = desk.receive(mail.letter("#close\n\nDone.", sender=ANA,
                                     subject=f"Re: Pump [desk #{ticket}]"))
    assert entry["kind"] == "held" and desk.ticket(ticket)["status"] == "new"
    asked = got(desk, None, AGENT, "Is this yours?", but=seen)
    answer(desk, asked, "yes", ANA, "GmailWeb")
    idle(desk)
    assert len([s for s in desk.mails(to=AGENT) if "Is this yours?" in s["From"]
                and s["Message-ID"] not in seen]) == 1


def test_what_is_held_is_told(desk):
    ticket, _ = opened(desk, "c5@acme.example")
    idle(desk)
    seen = desk.seen()
    opening = desk.entries(ticket, "mail-in")[0]["message_id"].strip("<>")
    entry = desk.receive(mail.letter("I know it, too.", sender="kim@elsewhere.example",
                                     subject="Pump", headers=[("In-Reply-To", f"<{opening}>")]))
    assert entry["kind"] == "held"
    assert "docketctl held" in got(desk, None, LEAD, "held", but=seen).text


def test_what_is_in_quarantine_is_told(desk):
    idle(desk)
    seen = desk.seen()
    entry = desk.receive(mail.sample("broken"))
    assert entry["kind"] == "quarantine"
    assert got(desk, None, LEAD, "Scanned document", but=seen)


def test_a_warning_and_a_breach(desk):
    ticket, _ = opened(desk, "c6@rush.example")
    desk.world.wait(lambda: desk.cycle(ticket, "response")["state"] == "breached", 30, "the breach")
    templates = desk.world.wait(lambda: {"sla-breach"} <= {
        e["data"]["template"] for e in desk.entries(ticket, "mail-out")} and True, 20, "its mail")
    assert templates
    idle(desk)
    for who in (AGENT, LEAD):
        about = [s for s in desk.mails(ticket, who) if "sla" in s["X-Docket-Reason"]]
        breaches = [s for s in about if s["X-Docket-Reason"] == "sla-breach"]
        assert len(breaches) == 1 and len(about) <= 2


def test_what_does_not_arrive_is_told(desk):
    """The server knows no such recipient: said once, to the desk."""
    who = "c7@acme.example"
    ticket, _ = opened(desk, who)
    desk.provider.dead.add(who)
    answer(desk, got(desk, ticket, AGENT), "Here it is.", ANA)
    told = got(desk, ticket, AGENT, "Not delivered")
    assert who in told.text + told["Subject"]
    assert desk.row("select marked from docket.reach where address = %s", who)["marked"]
    idle(desk)
    assert desk.world.one("select count(*) from docket.delivery where recipient = %s"
                          " and state = 'failed'", who) == 1


def test_what_the_filter_refuses_is_told(desk):
    if desk.name != Postfix.__name__:
        assert b"GTUBE" not in b"".join(m.data for m in desk.world.smtp.mails())
        return
    who = "c8@acme.example"
    ticket, _ = opened(desk, who)
    answer(desk, got(desk, ticket, AGENT), "GTUBE is the word.", ANA)
    told = desk.world.wait(lambda: desk.entries(ticket, "bounce"), 60, "the refusal")
    assert Postfix.refusal in told[0]["new_text"]
    assert (desk.rows("select marked from docket.reach where address = %s", who) or [
        {"marked": None}])[0]["marked"] is None


def test_what_comes_back_lands_where_it_went_out(desk):
    who = "c9@acme.example"
    ticket, ack = opened(desk, who)
    answer(desk, got(desk, ticket, AGENT), "Here it is.", ANA)
    sent = got(desk, ticket, who, "Here it is.")
    seen = desk.seen()
    entry = desk.receive(desk.provider.bounce(sent.got, who))
    assert (entry["kind"], entry["ticket"]) == ("bounce", ticket)
    assert entry["data"]["recipient"] == who
    told = got(desk, ticket, AGENT, "Not delivered", but=seen)
    assert who in told.text + told["Subject"]
    assert desk.row("select marked from docket.reach where address = %s", who)["marked"] == "bounce"


def test_zz_nothing_was_lost_and_nothing_goes_round(desk):
    """The last of each provider: every mail that was queued went once, or failed and was told."""
    idle(desk)
    rows = desk.rows(
        "select s.recipient, docket.mail_id(e.message_id, o.personal, s.id) as name"
        " from docket.sent s join docket.entry e on e.id = s.entry"
        " join docket.outbox o on o.entry = s.entry")
    taken = [(m.recipients[0], m.was) for m in desk.world.smtp.mails()]
    assert len(rows) > 40
    assert sorted(taken) == sorted((r["recipient"], r["name"].strip("<>")) for r in rows)
    failed = desk.rows("select recipient, entry from docket.delivery")
    assert {f["recipient"] for f in failed} <= desk.provider.dead | {"c8@acme.example"}
    for f in failed:
        assert desk.rows("select from docket.entry where kind = 'bounce'"
                         " and data->>'recipient' = %s", f["recipient"])
    most = desk.world.one("select max(n) from (select count(*) as n from docket.entry"
                          " where kind = 'mail-out' group by ticket) t")
    assert most <= 12
    assert desk.rows("select from docket.condition where over_at is null") == []
    if desk.name not in ("Provider", "Slow"):		# it was as hostile as it says
        assert len(desk.provider.refused) > 5
    names = {re.sub(r"\d", "", line)[:20] for _, line in desk.provider.refused}
    assert desk.name != Ses.__name__ or len(names) >= 2
