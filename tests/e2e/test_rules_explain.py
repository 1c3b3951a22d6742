"""docketctl explain: what rules did with a ticket, and why another did not."""
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
