"""Types of tickets over real IMAP and SMTP: what leads where, what is refused, and why."""
import xml.dom.minidom

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group, shipped

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"

# A breached ticket is resolved with its cause alone, and only by who may.
OUTAGE = """,
    {
        name = "outage";
        label = { en = "Outage"; de = "Ausfall"; };
        fields = ( { name = "severity"; default = "critical"; }, { name = "cause"; } );
        initial = "new";
        statuses = (
            { name = "new"; category = "new"; },
            { name = "open"; category = "open"; },
            { name = "vendor"; category = "waiting"; label = { en = "at the vendor"; de = "beim Hersteller"; };
              on_customer_reply = ""; },
            { name = "resolved"; category = "resolved"; on_customer_reply = "vendor"; },
            { name = "closed"; category = "closed"; }
        );
        transitions = (
            { from = [ "new", "vendor", "closed" ]; to = "open"; },
            { from = [ "new", "open", "resolved" ]; to = "vendor"; sets = { cause = ""; }; },
            { from = [ "open", "vendor" ]; to = "resolved"; when = { sla = { breached = "response"; }; };
              needs = [ "cause" ]; sets = { severity = "low"; }; },
            { from = [ "open", "vendor" ]; to = "resolved"; when = { category = "open"; };  },
            { from = [ "resolved" ]; to = "closed"; who = "lead"; }
        );
        verbs = { hold = ""; reopen = "open"; };
        map = { on-hold = "vendor"; };
    }
);
"""


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["types.conf"] = shipped("types.conf").rstrip().removesuffix(");").rstrip() + OUTAGE
    docket.files["fields.conf"] = shipped("fields.conf").replace(
        "fields = (", 'fields = ( { name = "cause"; type = "text"; labels = [ "Cause" ]; },', 1)
    for project in docket.files["projects.conf"]["projects"]:
        if project["key"] == "GLOBEX":
            project["type"] = "bug"
    docket.files["rules.conf"]["rules"] = Group(docket.files["rules.conf"]["rules"] + (
        {"name": "what is asked for", "on": ["created"], "when": {"subject": {"matches": "^Please"}},
         "do": Group([{"type": "service-request"}])},
        {"name": "mark", "on": ["changed"], "when": {"type": "change", "category": "new"},
         "do": Group([{"tag": ["to-plan"]}])}))
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender, subject="The lift", to=AGENT):
    ticket = desk.open("It is stuck.", sender=sender, subject=subject)
    return ticket["id"], desk.mail(ticket["id"], to)


def does(desk, number, notice, text, sender=ANA):
    """Done: the ticket as it is then."""
    entry = desk.answer(notice, text, sender)
    assert entry["kind"] != "held", [e["data"] for e in desk.entries(number, "held")]
    desk.quiet()
    return desk.ticket(number)


def refused(desk, number, notice, text, to=AGENT):
    """Nothing of it is done: what its author is told."""
    seen, before = desk.seen(), desk.ticket(number)
    entry = desk.answer(notice, text, f"A <{to}>")
    assert entry["kind"] == "held"
    told = desk.mail(number, to, but=seen)
    assert desk.ticket(number) == before
    return " ".join(told.text.split())


def state(ticket):
    return ticket["type"], ticket["status"], ticket["category"]


def statuses(desk, number):
    return [(e["data"]["from"], e["data"]["to"]) for e in desk.entries(number)
            if e["data"].get("what") == "status"]


def test_a_project_has_a_type(desk):
    number, notice = opened(desk, "eva@globex.example")
    assert state(desk.ticket(number)) == ("bug", "new", "new")
    says = refused(desk, number, notice, "#resolve\n")
    assert "#resolve needs a value of version" in says and "#version" in says
    assert state(does(desk, number, notice, "#version 2.4.1\n#resolve\n")) == ("bug", "fixed", "resolved")
    assert statuses(desk, number) == [("new", "fixed")]
    raw = mail.reply(notice.message, "#close\n", ANA)
    desk.receive(raw)
    desk.receive(raw)
    desk.quiet()
    assert statuses(desk, number) == [("new", "fixed"), ("fixed", "closed")]


def test_type_maps_the_status(desk):
    number, notice = opened(desk, "max@acme.example")
    assert state(desk.ticket(number)) == ("incident", "new", "new")
    assert state(does(desk, number, notice, "#version 2.4.1\n#resolve\n")) == ("incident", "resolved", "resolved")
    assert state(does(desk, number, notice, "#type Bug\n")) == ("bug", "fixed", "resolved")
    assert state(does(desk, number, notice, "#type Änderung\n")) == ("change", "carried-out", "resolved")
    assert [(e["data"]["from"], e["data"]["to"]) for e in desk.entries(number)
            if e["data"].get("what") == "type"] == [("incident", "bug"), ("bug", "change")]
    assert desk.fields(number)["version"]["value"] == "2.4.1"
    says = refused(desk, number, notice, "#type bugg\n")
    assert "there is no type bugg" in says and "#type bug" in says and "service-request" in says


def test_a_rule_gives_a_type_and_tests_it(desk):
    number, _ = opened(desk, "ada@acme.example", subject="Please, a chair")
    assert state(desk.ticket(number)) == ("service-request", "new", "new")
    other, notice = opened(desk, "ida@acme.example")
    assert state(does(desk, other, notice, "#type change\n")) == ("change", "planned", "new")
    assert desk.ticket(other)["tags"] == ["to-plan"]


def test_who_may(desk):
    number, notice = opened(desk, "who@acme.example")
    lead = desk.mail(number, LEAD)
    does(desk, number, notice, "#type change\n")
    assert "only leads make it approved" in refused(desk, number, notice, "#open\n")
    assert "has no status for #wait" in refused(desk, number, notice, "#wait\n")
    assert state(does(desk, number, lead, "#open\n", LEE)) == ("change", "approved", "open")
    done = desk.docket.ctl("do", str(number), "close", "--as", "ana", check=False)
    assert done.returncode != 0 and b"it can become on-hold, carried-out" in done.stderr
    desk.docket.ctl("do", str(number), "status", "durchgeführt", "--as", "ana")
    assert state(desk.ticket(number)) == ("change", "carried-out", "resolved")


def test_a_public_reply_is_needed(desk):
    number, notice = opened(desk, "ask@acme.example", subject="Please, a desk")
    assert "needs that the customer was answered" in refused(desk, number, notice, "#close\n")
    assert "needs that the customer was answered" in refused(
        desk, number, notice, "#close\n#note\nfor us alone\n")
    assert state(does(desk, number, notice, "#close\nIt is on its way.\n")) == (
        "service-request", "closed", "closed")
    back = desk.mail(number, "ask@acme.example", but={notice["Message-ID"]})
    desk.answer(back, "It never came.", "ask@acme.example")
    assert state(desk.ticket(number)) == ("service-request", "open", "open")
    assert "needs that" in refused(desk, number, notice, "#close\n")


def test_a_breached_ticket_needs_its_cause(desk):
    number, notice = opened(desk, "late@acme.example")
    ticket = does(desk, number, notice, "#type outage\n#open\n")
    assert state(ticket) == ("outage", "open", "open")
    assert "has no field version" in refused(desk, number, notice, "#version 2.4.1\n")
    desk.world.sql("update docket.cycle set due_at = now() - interval '1 hour' where ticket = %s"
                   " and clock = 'response'", number)
    says = refused(desk, number, notice, "#resolve\n")
    assert "#resolve needs a value of cause" in says and "#set cause" in says
    assert state(does(desk, number, notice, "#set cause a cable\n#resolve\n"))[1] == "resolved"
    assert desk.fields(number)["severity"]["value"] == "low"
    says = refused(desk, number, notice, "#close\n")
    assert "only leads make it closed" in says
    # Whoever resolves it again says why again.
    does(desk, number, notice, "#wait\n#open\n")
    assert "cause" not in desk.fields(number)
    assert "#resolve needs a value of cause" in refused(desk, number, notice, "#resolve\n")


def test_a_way_that_does_not_hold_now(desk):
    number, notice = opened(desk, "now@acme.example")
    does(desk, number, notice, "#type outage\n#status beim Hersteller\n")
    assert state(desk.ticket(number)) == ("outage", "vendor", "waiting")
    assert "cannot become resolved as it is now" in refused(desk, number, notice, "#resolve\n")


def test_where_a_customers_mail_leads(desk):
    number, notice = opened(desk, "mia@acme.example")
    does(desk, number, notice, "#type outage\n#open\n#wait\nWe asked the vendor.\n")
    back = desk.mail(number, "mia@acme.example", but={notice["Message-ID"]})
    desk.answer(back, "And?", "mia@acme.example")
    assert state(desk.ticket(number)) == ("outage", "vendor", "waiting")
    does(desk, number, notice, "#open\n#resolve\n")
    desk.answer(back, "Not yet.", "mia@acme.example")
    assert state(desk.ticket(number)) == ("outage", "vendor", "waiting")
    assert desk.cycle(number, "resolution")["state"] == "paused"	# and met no more
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_a_notice_says_it_in_the_readers_words(desk):
    number, notice = opened(desk, "leo@acme.example")
    does(desk, number, notice, "#type outage\n#open\n#wait\n")
    seen = desk.seen()
    desk.receive(mail.letter("More.", sender="leo@acme.example", subject=f"Re: The lift [desk #{number}]"))
    told = desk.mail(number, AGENT, but=seen)
    assert "at the vendor" in told.text


def test_an_answer_says_it_in_the_readers_words(desk):
    number, notice = opened(desk, "nia@acme.example")
    seen = desk.seen()
    desk.answer(notice, "#take\n#type outage\n#status vendor\n#list\n#history\n", ANA)
    told = desk.mail(number, AGENT, but=seen)
    lines = [line.strip() for line in told.text.splitlines()]
    assert "type: incident → Outage" in lines or "type: Incident → Outage" in lines
    assert lines.count("status: new → at the vendor") >= 2	# what was done, and the history
    at = lines.index(f"#{number} The lift")
    assert lines[at + 1].startswith("at the vendor, medium")


def test_a_blocked_change_goes_on_by_itself(desk):
    number, notice = opened(desk, "blo@acme.example")
    other, second = opened(desk, "cker@acme.example")
    desk.docket.ctl("do", str(number), "type", "change")
    desk.docket.ctl("do", str(number), "open")
    does(desk, number, notice, f"#blocked-by {other}\n")
    assert f"is blocked by #{other}" in refused(desk, number, notice, "#resolve\n")
    does(desk, number, notice, "#hold\n")
    does(desk, other, second, "#resolve\nDone.\n")
    desk.world.wait(lambda: desk.ticket(number)["status"] == "approved", 20, "it to go on")
    assert [e["data"]["why"] for e in desk.entries(number) if e["data"].get("to") == "approved"][-1] == "on_unblock"
    assert state(does(desk, number, notice, "#resolve\n")) == ("change", "carried-out", "resolved")


def test_a_type_that_is_none(desk):
    done = desk.docket.ctl("types", "show", "nix", check=False)
    assert done.returncode == 65
    assert b"there is no type nix; there are: incident, service-request, bug" in done.stderr


def test_types_are_shown(desk):
    """As text within 80 columns, and as a picture whose words cannot break it."""
    ctl = desk.docket.ctl
    assert b"outage" in ctl("types").stdout
    for kind in ("incident", "service-request", "bug", "change", "outage"):
        text = ctl("types", "show", kind).stdout.decode()
        assert max(len(line) for line in text.splitlines()) <= 80
        svg = xml.dom.minidom.parseString(ctl("types", "show", kind, "--as", "svg").stdout)
        names = {t.firstChild.data for t in svg.getElementsByTagName("text")
                 if t.getAttribute("class") == "name"}
        found = [t for t in desk.docket.ctl_json("types") if t["name"] == kind]
        assert names == {s["name"] for s in found[0]["statuses"]}
        assert len(svg.getElementsByTagName("path")) > len(names)
    text = ctl("types", "show", "Ausfall").stdout.decode()
    assert "needs cause; under conditions (line" in " ".join(text.split())
    assert "-> closed: by leads, admins" not in text and "-> closed: by leads" in text
    assert ctl("types", "show", "bugg", check=False).stderr == (
        b"docketctl: there is no type bugg: did you mean bug?\n")
    assert ctl("types", "show", "bug", "--as", "png", check=False).returncode == 64


def test_listed_by_status_and_by_category(desk):
    number, _ = opened(desk, "lis@acme.example")
    desk.docket.ctl("do", str(number), "type", "outage")
    desk.docket.ctl("do", str(number), "status", "vendor")
    for word in ("vendor", "waiting"):
        assert number in [t["id"] for t in desk.docket.ctl_json("list", "--status", word)], word
    assert number not in [t["id"] for t in desk.docket.ctl_json("list", "--status", "on-hold")]
    done = desk.docket.ctl("list", "--status", "vendro", check=False)
    assert done.returncode == 64 and b"is no status" in done.stderr


UNDONE = ["#type bug", "#type outage", "#type change\n#severity low", "#type bug\n#version 2.4.1\n#open",
          "#open\n#type outage\n#status vendor"]


@pytest.mark.parametrize("row", range(len(UNDONE)), ids=UNDONE)
def test_a_type_is_taken_back(desk, row):
    """With the status and the values that came with it."""
    def state():
        ticket = desk.ticket(number)
        return ([ticket[k] for k in ("type", "status", "category")],
                {f: r["value"] for f, r in desk.fields(number).items()})

    number = desk.open("It is stuck.", sender=f"back{row}@acme.example", subject="The lift")["id"]
    notice = desk.mail(number, AGENT)
    before = state()
    desk.answer(notice, UNDONE[row], ANA)
    assert state() != before
    raw = mail.reply(notice.message, "#undo\n", ANA)
    desk.receive(raw)
    assert state() == before
    desk.receive(raw)
    assert state() == before
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout
