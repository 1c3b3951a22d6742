"""docketctl explain: what rules did with a ticket, and why another did not."""
import email.header
import json
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, RULES, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"

OWN = [
    {"name": "not ours", "on": ["created"], "when": {"project": ["GLOBEX"]},
     "do": Group([{"tag": ["globex"]}])},
    {"name": "outages are lee's", "on": ["created"],
     "when": {"subject": {"matches": "(?i)outage"}, "project": ["ACME"]},
     "do": Group([{"assign": "lee"}, {"tag": ["outage"]}])},
    {"name": "tagged already", "on": ["created"], "when": {"tags": ["outage"]},
     "do": Group([{"tag": ["outage"]}])},
    {"name": "only watched", "enabled": "shadow", "on": ["created"],
     "do": Group([{"tag": ["watched"]}])},
    {"name": "put away", "enabled": False, "on": ["created"], "do": Group([{"tag": ["away"]}])},
    {"name": "once", "on": ["created", "assigned"], "do": Group([{"tag": ["once"]}])},
    {"name": "enough", "on": ["created"], "when": {"tags": ["outage"]}, "do": Group([{"stop": True}])},
    {"name": "too late", "on": ["created"], "do": Group([{"tag": ["late"]}])},
]


def write(docket, rules=OWN):
    docket.files["rules.conf"]["rules"] = Group(list(RULES) + list(rules))
    docket.write()


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    write(made)
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def told(desk, number, *how):
    return desk.docket.ctl_json("explain", str(number), *how)


def rules(desk, number, event="created"):
    """{rule: what is told of it} of the last such event."""
    events = [e for e in told(desk, number)["events"] if e["event"] == event]
    return {r["rule"]: r for r in events[-1]["rules"]}


@pytest.fixture(scope="module")
def outage(world, docket):
    made = desks.Desk(world, docket)
    number = made.open("It is dark.", sender="jo@acme.example", subject="Outage in hall 3")["id"]
    made.mail(number, AGENT)
    made.quiet()
    return number


OUTCOMES = {"not ours": "not", "outages are lee's": "fired", "tagged already": "unchanged",
            "only watched": "shadow", "once": "fired", "enough": "fired",
            "too late": "stopped", "acknowledge": "fired", "tell the desk": "fired"}


@pytest.mark.parametrize("rule", OUTCOMES)
def test_outcome(desk, outage, rule):
    assert rules(desk, outage)[rule]["outcome"] == OUTCOMES[rule]


def test_what_is_told(desk, outage):
    got = rules(desk, outage)
    assert "put away" not in got
    assert got["too late"]["by"] == "enough"
    assert got["outages are lee's"]["did"] == [
        {"what": "assignee", "from": "", "to": "lee"}, {"what": "tag", "from": "", "to": "outage"}]
    assert got["not ours"]["tests"][0]["value"] == "ACME"
    assert "project" in got["not ours"]["tests"][0]["test"]
    assert got["acknowledge"]["did"] == [{"mail": "acknowledgement", "to": "jo@acme.example",
                                          "sent": True, "why": None}]
    assert re.fullmatch(r"rules\.conf:\d+", got["acknowledge"]["place"])
    assert rules(desk, outage, "assigned")["once"]["outcome"] == "before"


def test_for_people(desk, outage):
    text = desk.docket.ctl("explain", f"#{outage}").stdout.decode()
    assert text.startswith(f"#{outage} Outage in hall 3\n")
    assert "fired      outages are lee's (rules.conf:" in text
    assert "assignee: – → lee" in text
    assert "mail acknowledgement to jo@acme.example" in text
    assert "by rule enough" in text
    assert "kept no traces" not in text and "trace_keep" not in text
    one = desk.docket.ctl("explain", str(outage), "--rule", "not ours").stdout.decode()
    assert "not ours" in one and "outages" not in one and ": it was ACME\n" in one


def test_by_mail(desk, outage):
    notice = desk.mails(outage, AGENT)[-1]
    seen = desk.seen()
    desk.answer(notice, "#explain\n", ANA)
    told = desk.mail(outage, AGENT, but=seen).text
    assert "outages are lee's (rules.conf:" in told
    assert "    it fired, and all was so already" in told
    assert "it was ACME" in told
    assert "    by rule enough" in told
    assert "    mail acknowledgement to jo@acme.example" in told
    seen = desk.seen()
    desk.answer(notice, "#explain Too Late\n", ANA)
    told = desk.mail(outage, AGENT, but=seen).text
    assert "too late (rules.conf:" in told and "outages" not in told
    seen = desk.seen()
    desk.answer(notice, "#explain too lat\n", ANA)
    told = desk.mail(outage, AGENT, but=seen).text
    assert "#explain too late" in told and "there is no rule" in told


def test_values_that_made_it_fire(desk, outage):
    got = rules(desk, outage)["outages are lee's"]
    assert [(t["test"].split()[0], t["value"]) for t in got["tests"]] == [
        ("subject", "Outage in hall 3"), ("project", "ACME")]


# What a stranger writes reaches a terminal spelt out.
HOSTILE = ["\x1b]0;pwned\x07 \x1b[31m", "a \u202emoc.elpmaxe", "one\x08\x7f two", "\x9b2J", "x" * 4000]


@pytest.mark.parametrize("subject", HOSTILE, ids=["escape", "bidi", "delete", "c1", "long"])
def test_hostile_values(desk, subject):
    entry = desk.receive(mail.letter("It hums.", sender="evil@globex.example",
                                     subject=email.header.Header(subject, "utf-8").encode()))
    number = entry["ticket"]
    done = desk.docket.ctl("explain", str(number), "--rule", "outages are lee's")
    text = done.stdout.decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202e]", text)
    assert "it was" in text and len(text) < 1500
    assert json.loads(desk.docket.ctl("--json", "explain", str(number)).stdout)


def test_no_such(desk, outage):
    done = desk.docket.ctl("explain", "999999", check=False)
    assert done.returncode == 1 and b"there is no ticket 999999" in done.stderr
    done = desk.docket.ctl("explain", str(outage), "--rule", "too lat", check=False)
    assert done.returncode == 65 and b"did you mean too late?" in done.stderr
    text = desk.docket.ctl("explain", str(outage), "--rule", "put away").stdout
    assert b"is disabled" in text
    text = desk.docket.ctl("explain", str(outage), "--rule", "unreadable").stdout
    assert b"was not asked" in text and b"quarantined" in text


def test_a_rule_that_came_later_is_told_so(desk, outage, request):
    request.addfinalizer(lambda: write(desk.docket))
    write(desk.docket, [*OWN, {"name": "new here", "on": ["created"], "do": Group([{"tag": ["new"]}])}])
    text = desk.docket.ctl("explain", str(outage), "--rule", "new here").stdout
    assert b"had no event that it is on (created) since the rule is there" in text


def test_merged(desk):
    into = desk.open("It hums.", sender="mo@acme.example", subject="Hum")["id"]
    gone = desk.open("It hums too.", sender="mo@acme.example", subject="Outage hum")["id"]
    desk.quiet()
    desk.docket.ctl("do", str(gone), "merge", str(into))
    text = desk.docket.ctl("explain", str(gone)).stdout.decode()
    assert "outages are lee's" in text and f"It went into #{into}" in text
    assert told(desk, gone)["merged_into"] == into
    assert "Outage hum" not in desk.docket.ctl("explain", str(into)).stdout.decode()


def test_erased(desk):
    number = desk.open("Zorkmid.", sender="zo@acme.example", subject="Zorkmid outage")["id"]
    desk.quiet()
    assert told(desk, number)["events"]
    desk.docket.ctl("do", str(number), "erase", str(number))
    assert desk.rows("select from docket.trace where ticket = %s", number) == []
    assert desk.rows("select from docket.trace where texts like '%%Zorkmid%%'") == []
    done = desk.docket.ctl("explain", str(number), check=False)
    assert done.returncode == 1 and b"was erased for good" in done.stderr


def age(desk, number, days):
    """As if it had all been so long ago."""
    desk.world.sql(f"update docket.trace set at = at - interval '{days} days' where ticket = {number}")
    desk.world.sql(f"update docket.ticket set created_at = created_at - interval '{days} days'"
                   f" where id = {number}")


def test_longer_ago_than_it_is_kept(desk):
    number = desk.open("Old.", sender="ol@acme.example", subject="Old outage")["id"]
    desk.quiet()
    age(desk, number, 31)
    desk.world.wait(lambda: not desk.rows("select from docket.trace where ticket = %s", number), 20,
                    "old traces to be dropped")
    assert desk.rows("select from docket.trace limit 1")		# the others stay
    done = told(desk, number)
    assert done["events"] == [] and "longer ago than trace_keep" in done["not_told"]
    assert b"longer ago than trace_keep" in desk.docket.ctl("explain", str(number)).stdout


def test_before_there_were_traces(desk):
    number = desk.open("Early.", sender="ea@acme.example", subject="Early outage")["id"]
    desk.quiet()
    desk.world.sql(f"delete from docket.trace where ticket = {number}")
    desk.world.sql(f"update docket.ticket set created_at = created_at - interval '5 days'"
                   f" where id = {number}")
    assert "docket kept no traces then" in told(desk, number)["not_told"]


def test_rules_are_called_as_they_were(desk):
    number = desk.open("Again.", sender="ag@acme.example", subject="Again an outage")["id"]
    desk.quiet()
    before = rules(desk, number)["outages are lee's"]
    write(desk.docket, [OWN[0], OWN[1] | {"name": "outages, anew"}, *OWN[2:]])
    desk.docket.reload()
    again = desk.world.wait(lambda: desk.rows(
        "select from docket.policy_rule where name = 'outages, anew'"), 20, "the new rules")
    assert again
    assert rules(desk, number)["outages are lee's"] == before
    later = desk.open("Anew.", sender="an@acme.example", subject="A new outage")["id"]
    desk.quiet()
    assert rules(desk, later)["outages, anew"]["outcome"] == "fired"
    write(desk.docket)
    desk.docket.reload()


def test_a_pattern_over_its_limits(desk, world):
    """… is told as such, and when it was so too often, that it is off."""
    write(desk.docket, [*OWN, {"name": "evil", "on": ["created"], "when": {"subject": {"matches": "^(a+)+$"}},
                               "do": Group([{"tag": ["evil"]}])}])
    desk.docket.reload()
    desk.world.wait(lambda: desk.rows("select from docket.policy_rule where name = 'evil'"), 20, "it")
    seen = []
    for n in range(5):
        number = desk.open("Hm.", sender=f"a{n}@acme.example", subject="a" * 60 + f"!{n}")["id"]
        desk.quiet()
        seen.append(rules(desk, number)["evil"]["outcome"])
    assert seen[0] == "over" and seen[-1] == "off", seen
    write(desk.docket)
    desk.docket.reload()


def test_silenced(desk):
    desk.docket.ctl("silence", "add", "--where", 'project = "ACME";', "--until", "+1h", "--why",
                    "The hall moves.")
    number = desk.open("Shh.", sender="si@acme.example", subject="Quiet outage")["id"]
    desk.quiet()
    did = rules(desk, number)["tell the desk"]["did"]
    assert [(d["sent"], d["to"]) for d in did] == [(False, "team:desk")]
    assert "The hall moves." in did[0]["why"]
    assert b"nothing to team:desk: silenced by" in desk.docket.ctl("explain", str(number)).stdout
    assert rules(desk, number)["acknowledge"]["did"][0]["sent"]
    for row in desk.rows("select id from docket.silence where ended_at is null"):
        desk.docket.ctl("silence", "end", str(row["id"]))


def test_over_its_budget(desk):
    desk.docket.files["docket.conf"]["rule_changes_per_hour"] = 1
    write(desk.docket, [*OWN, {"name": "spender", "on": ["created"], "do": Group([{"tag": ["spent"]}])}])
    desk.docket.reload()
    desk.world.wait(lambda: desk.rows("select from docket.policy_rule where name = 'spender'"), 20, "it")
    number = desk.open("Hm.", sender="bu@acme.example", subject="Outage of money")["id"]
    desk.quiet()
    assert "budget" in {r["outcome"] for r in rules(desk, number).values()}
    assert b"  budget     " in desk.docket.ctl("explain", str(number)).stdout
    del desk.docket.files["docket.conf"]["rule_changes_per_hour"]
    write(desk.docket)
    desk.docket.reload()


def test_two_daemons(desk, world):
    """… with other rules each: what either did is told by both, by the names that its rules had."""
    first = desk.open("One.", sender="on@acme.example", subject="Outage one")["id"]
    desk.quiet()
    other = world.docket("other")
    write(other, [OWN[0] | {"name": "the other's", "on": ["changed"], "when": {"project": ["ACME"]}}])
    other.start()
    other.ctl("do", str(first), "severity", "high")
    for one in (desk.docket, other):
        names = {e["event"]: {r["rule"] for r in e["rules"]}
                 for e in one.ctl_json("explain", str(first))["events"]}
        assert "outages are lee's" in names["created"] and names["changed"] == {"the other's"}
    assert desk.docket.stop() == 0
    world.deliver(mail.letter("Two.", sender="tw@acme.example", subject="Two"))
    number = world.wait(lambda: desk.rows("select id from docket.ticket where subject = 'Two'"), 60,
                        "the other daemon to take over")[0]["id"]
    other.settle()
    got = {r["rule"] for e in told(desk, number)["events"] for r in e["rules"]}
    assert "acknowledge" in got and "outages are lee's" not in got
    assert other.stop() == 0
    desk.docket.start()
