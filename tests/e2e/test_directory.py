"""The directory: who reads in which language, who belongs to which team and project, and why."""
import calendar
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"	# reads German; reads what the mailbox says
SAM = "sam@home.example.net"		# of no team by agents.conf
JO = "jo@freemail.example"		# of ACME by contacts in projects.conf
START = calendar.timegm((2026, 2, 2, 10, 0, 0))


@pytest.fixture(scope="module")
def desk(world):
    world.clock.set(START)
    docket = world.docket(clock=True)
    ana, lee = docket.files["agents.conf"]["agents"]
    ana["language"] = "de"
    sam = lee | {"name": "sam", "full_name": "Sam Okafor", "addresses": [SAM], "role": "agent"}
    del sam["team"]
    docket.files["agents.conf"]["agents"] = Group([ana, lee, sam])
    docket.files["calendars.conf"]["calendars"] = Group([
        *docket.files["calendars.conf"]["calendars"],
        {"name": "morning", "timezone": "UTC", "hours": {
            d: ["08:00-12:00"] for d in ("mon", "tue", "wed", "thu", "fri")}}])
    docket.files["teams.conf"] = {"teams": Group([
        {"name": "desk", "lead": "ana", "hours": "morning", "wake": ["critical"]},
        {"name": "night", "members": ["sam", "lee"]}])}
    docket.files["rules.conf"]["rules"] = Group(
        [r for r in docket.files["rules.conf"]["rules"] if r["on"] != ["sla-warning"]] + [
            {"name": "escalate", "on": ["sla-warning"], "do": Group([
                {"notify": ["assignee", "lead"], "template": "sla-warning"}])}])
    acme = docket.files["projects.conf"]["projects"][1]
    acme |= {"contacts": [JO], "support_level": "gold", "defaults": {"severity": "high"}}
    docket.files["sla.conf"]["slas"] = Group([{"name": "standard", "targets": Group([
        {"when": {"support_level": "gold"}, "response": "1h", "warn": ["75%"]},
        {"response": "4h", "warn": ["75%"]}])}])
    docket.files["rules.conf"]["rules"] = Group([*docket.files["rules.conf"]["rules"], {
        "name": "gold", "on": ["created"], "when": {"support_level": "gold"},
        "do": Group([{"tag": ["gold"]}])}])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, sender, text="It hums."):
    raw = mail.letter(text, sender=sender, subject="The lift")
    number = desk.receive(raw, when=desk.world.clock.now())["ticket"]
    return number, desk.mail(number, AGENT), desk.mail(number, LEAD)


def answered(desk, notice, text, sender):
    seen = desk.seen()
    desk.receive(mail.reply(notice.message, text + "\n", sender), when=desk.world.clock.now())
    return desk.mail(to=AGENT if sender == ANA else LEAD, but=seen)


def test_each_reads_in_their_language(desk):
    number, german, english = opened(desk, "words@acme.example")
    assert "noch bei niemandem" in german.text and "Übernehmen" in german.html
    assert "nobody has taken" in english.text and "Take" in english.html
    customer = desk.mail(number, "words@acme.example")
    assert "has reached" in customer.text


@pytest.mark.parametrize("line, german, english", [
    ("#show", "Beteiligte", "People"), ("#help take", "weist", "assigns it to you"),
    ("#assign nobody", "es gibt niemanden", "there is no agent"),
])
def test_answers_and_refusals_are_in_it(desk, line, german, english):
    _, ana, lee = opened(desk, f"{line[1:5]}@acme.example")
    assert german in answered(desk, ana, line, ANA).text
    assert english in answered(desk, lee, line, LEE).text


def test_days_are_read_by_it(desk):
    number, ana, lee = opened(desk, "days@acme.example")
    refused = answered(desk, lee, "#due 3/4", LEE)
    assert "two ways" in refused.text and desk.ticket(number)["due_at"] is None
    desk.receive(mail.reply(ana.message, "#due 3/4\n", ANA), when=START)
    assert desk.ticket(number)["due_at"].strftime("%m-%d") == "04-03"


def warned(desk, seen, number):
    """Who was told that a clock of this ticket runs out."""
    desk.quiet()
    return sorted({m.recipients[0] for m in desk.mails() if m["Message-ID"] not in seen
                   and m["X-Docket-Reason"].startswith("sla-") and f"#{number}" in m.text})


def warn(desk, number, clock="response"):
    """Three quarters of the clock are over."""
    cycle = desk.cycle(number, clock)
    seen = desk.seen()
    start = int(cycle["started_at"].timestamp())
    desk.world.clock.set(start + 1 + (int(cycle["due_at"].timestamp()) - start) * 3 // 4)
    desk.world.wait(lambda: [a for a in desk.rows(
        "select 1 from docket.alarm where ticket = %s and kind = 'sla-warning'", number)], 20,
        "the point to be reached")
    return seen


def test_teams_have_members_and_leads(desk):
    text = desk.docket.ctl("who", LEAD).stdout.decode()
    assert "in team desk, night" in text
    assert "in team desk (its lead)" in desk.docket.ctl("who", AGENT).stdout.decode()
    assert "in team night" in desk.docket.ctl("who", SAM).stdout.decode()


def test_a_team_is_its_members_and_its_lead_is_told(desk):
    desk.world.clock.set(START - 10 * 3600)		# the desk's hours begin eight later
    number, _, _ = opened(desk, "night@acme.example")
    desk.docket.ctl("do", str(number), "team", "night")
    seen = warn(desk, number)
    # night: sam and lee, and no lead: the leads.  Sam has no hours; lee's are the desk's.
    desk.mail(number, SAM, but=seen)
    [waiting] = desk.rows("select recipient, due_at from docket.delivery where state = 'queued'")
    assert waiting["recipient"] == LEAD and waiting["due_at"].hour == 8
    desk.world.clock.set(START - 2 * 3600 + 1)
    assert {LEAD, SAM} <= set(warned(desk, seen, number))


def test_leads_of_teams_hear_in_their_hours(desk):
    desk.world.clock.set(START + 22 * 3600)		# 08:00
    raw = mail.letter("It hums.", sender="hours@acme.example", subject="The lift")
    number = desk.receive(raw, when=desk.world.clock.now())["ticket"]
    desk.docket.ctl("do", str(number), "assign", "sam")
    desk.docket.ctl("do", str(number), "team", "desk")
    desk.docket.ctl("do", str(number), "assign", "sam")
    seen = warn(desk, number)				# 11:00
    assert {AGENT, SAM} <= set(warned(desk, seen, number))


def asked(desk, sender):
    raw = mail.letter("It hums.", sender=sender, subject="The lift")
    return desk.ticket(desk.receive(raw, when=desk.world.clock.now())["ticket"])


def minutes(desk, ticket):
    cycle = desk.cycle(ticket["id"], "response")
    return (cycle["due_at"] - cycle["started_at"]).total_seconds() / 60


@pytest.mark.parametrize("sender, project, level, tag, why", [
    (JO, "ACME", 60, ["gold"], "by contacts in projects.conf"),
    ("kim@acme.example", "ACME", 60, ["gold"], "by the domain acme.example"),
    ("other@freemail.example", "WALK-IN", 240, [], "by the mailbox that they first wrote to"),
])
def test_whose_people_are_whose_and_what_they_are_promised(desk, sender, project, level, tag, why):
    ticket = asked(desk, sender)
    assert (ticket["project"], ticket["tags"]) == (project, tag)
    assert minutes(desk, ticket) == level
    assert desk.fields(ticket["id"])["severity"]["value"] == ("high" if tag else "medium")
    text = desk.docket.ctl("who", sender).stdout.decode()
    assert f"of project {project} {why}" in text
    assert ("support level gold" in text) == bool(tag)
    notice = desk.mail(ticket["id"], LEAD)
    assert ("ACME Ltd. (ACME, gold)" if tag else "Everybody else (WALK-IN)") in notice.text
    desk.quiet()
    told = desk.mail(ticket["id"], sender)
    assert "gold" not in told.text + told.html


def test_a_contact_writes_to_tickets_of_the_project_as_a_colleague(desk):
    ticket = asked(desk, "boss@acme.example")
    for sender, held in ((JO, False), ("other@freemail.example", True)):
        entry = desk.receive(mail.letter("And?", sender=sender, subject="Re: The lift "
                             f"[desk #{ticket['id']}]"), when=desk.world.clock.now())
        same = entry["ticket"] == ticket["id"] and entry["kind"] == "mail-in"
        assert same != held, (sender, entry["kind"], entry["ticket"])


def test_who_wrote_before_is_of_the_project_that_names_them(desk):
    late = "late@freemail.example"
    assert asked(desk, late)["project"] == "WALK-IN"
    acme = desk.docket.files["projects.conf"]["projects"][1]
    acme["contacts"] = [JO, late]
    desk.docket.write()
    before = desk.docket.log().count("reloading")
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count("reloading") > before, 20, "the reload")
    assert asked(desk, late)["project"] == "ACME"
    assert "of project ACME by contacts" in desk.docket.ctl("who", late).stdout.decode()


FAULTS = [
    ({"teams": Group([{"name": "desk", "lead": "sam"}])}, "lead sam is not in team desk"),
    ({"teams": Group([{"name": "desk", "members": ["smm"]}])}, "there is no agent smm"),
    ({"teams": Group([{"name": "desk"}, {"name": "dusk"}])}, "team dusk is empty"),
    ({"teams": Group([{"name": "dusk", "members": ["sam"]}])}, "there is no team desk"),
    ({"teams": Group([{"name": "desk", "hours": "mornin"}])}, "there is no calendar mornin"),
]


@pytest.mark.parametrize("teams, why", FAULTS)
def test_a_reload_with_a_fault_keeps_what_runs(desk, teams, why):
    kept = desk.docket.files["teams.conf"]
    desk.docket.files["teams.conf"] = teams
    desk.docket.write()
    checked = desk.docket.ctl("check", check=False)
    assert checked.returncode == 78 and why in checked.stdout.decode()
    assert re.search(r"(teams|agents)\.conf:\d+: ", checked.stdout.decode())
    refused = desk.docket.log().count("configuration not changed")
    desk.docket.reload()
    desk.world.wait(lambda: desk.docket.log().count("configuration not changed") > refused, 20,
                    "the reload to be refused")
    desk.docket.files["teams.conf"] = kept
    desk.docket.write()
    assert opened(desk, f"f{FAULTS.index((teams, why))}@acme.example")[0]
