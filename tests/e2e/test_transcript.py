"""What an engineer hears of their commands: what was done, what was asked, and nothing twice."""
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

MIA = "mia@home.example.net"
EVE = "eve@home.example.net"


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    agents = list(made.files["agents.conf"]["agents"])
    agents[0]["transcript"] = "always"
    agents += [{"name": "mia", "full_name": "Mia", "addresses": [MIA], "transcript": "never"},
               {"name": "eve", "full_name": "Eve", "addresses": [EVE], "role": "admin"}]
    made.files["agents.conf"]["agents"] = Group(agents)
    rules = list(made.files["rules.conf"]["rules"])
    rules.append({"name": "all of them", "on": ["created"],
                  "do": Group([{"notify": ["agent:mia", "agent:eve"], "template": "agent-notice"}])})
    made.files["rules.conf"]["rules"] = Group(rules)
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


class Case:
    """A new ticket, and each engineer's notice of it."""

    def __init__(self, desk, subject="Lamp"):
        self.desk = desk
        self.number = desk.open("It is broken.", subject=subject)["id"]

    def notice(self, who):
        return self.desk.mail(self.number, who)

    def say(self, who, text, **kwargs):
        """What somebody answers, and what docket writes back to them, or None."""
        notice = self.notice(who)
        seen = self.desk.seen()
        self.desk.answer(notice, text, who, **kwargs)
        self.desk.quiet()
        found = [m for m in self.desk.mails(self.number, who) if m["Message-ID"] not in seen
                 and m["X-Docket-Reason"] == "transcript"]
        assert len(found) <= 1
        return found[0] if found else None


@pytest.fixture
def case(desk):
    return Case(desk)


def lines(sent):
    return [line.strip() for line in sent.text.splitlines() if line.strip()]


# what was done


def test_each_line_old_and_new_and_what_is_due(desk, case):
    told = case.say(AGENT, "#severity critical\n#tag vip\n#open\n#status open\n#take\n\nOn it.\n")
    text = lines(told)
    assert told.name.startswith("Done")
    at = text.index("#severity critical")
    assert text[at + 1] == "severity: medium → critical"
    assert text[text.index("#tag vip") + 1] == "tag: – → vip"
    assert text[text.index("#status open") + 1] == "it was so already"
    assert text[text.index("#take") + 1] == "assignee: – → ana"
    assert "Your text went to the customer." in text
    due = [line for line in text if line.startswith("Due:")]
    assert due and all(re.search(r"\d\d:\d\d CES?T, running$", line) for line in due)
    assert "severity:" in told.html and "went to the customer" in told.html


def test_it_stands_in_the_agents_own_thread(desk, case):
    notice = case.notice(AGENT)
    told = case.say(AGENT, "#take\n", message_id="<mine@client.example>")
    assert told["In-Reply-To"] == "<mine@client.example>"
    assert told["References"].endswith("<mine@client.example>")
    assert notice["References"].split()[0] == told["References"].split()[0]
    assert told["Auto-Submitted"].startswith("auto-")
    assert "+" in told["Reply-To"] and told.recipients == [AGENT]
    assert desk.answer(told, "#wait\n", AGENT)["kind"] == "command"
    assert desk.ticket(case.number)["status"] == "waiting"


def test_a_note_stays_among_engineers(case):
    assert "Your text stays among engineers." in lines(case.say(AGENT, "#note\nfor us\n"))


def test_text_without_commands_is_told_of_by_nothing(case):
    assert case.say(AGENT, "Hello.\n") is None


# who hears it


def test_by_default_it_is_told_only_what_was_not_done(desk, case):
    assert case.say(EVE, "#take\n") is None
    assert desk.ticket(case.number)["assignee"] == "eve"
    told = case.say(EVE, "#take\n#clsoe\n\nBye.\n")
    text = lines(told)
    assert told.name.startswith("Nothing done")
    assert text[text.index("#take") + 1] == "not done: another line has a fault"
    assert text[text.index("#clsoe") + 1] == "there is no command #clsoe"
    assert "did you mean: #close" in text and text[-1] == "Bye."


def test_never_is_never_but_for_a_lost_text(desk, case):
    assert case.say(MIA, "#take\n") is None
    assert case.say(MIA, "#clsoe\n") is None
    assert desk.ticket(case.number)["status"] == "new"
    assert "refused" in desk.entries(case.number, "held")[-1]["data"]["reason"]
    assert "Bye." in case.say(MIA, "#clsoe\n\nBye.\n").text


# and nothing twice


def test_a_redelivery_sends_none(desk, case):
    raw = mail.reply(case.notice(AGENT).message, "#take\n#tag vip\n", AGENT)
    desk.world.deliver(raw)
    desk.quiet()
    before = (len(desk.mails(case.number, AGENT)), len(desk.entries(case.number)))
    assert desk.ticket(case.number)["assignee"] == "ana"
    desk.world.deliver(raw)
    desk.quiet()
    assert len(desk.mails(case.number, AGENT)) == before[0]
    assert [e["kind"] for e in desk.entries(case.number)[before[1]:]] == ["duplicate"]


@pytest.mark.parametrize("field", [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes")])
def test_automatic_mail_is_told_nothing(desk, case, field):
    assert case.say(AGENT, "#take\n", headers=[field]) is None
    assert desk.ticket(case.number)["assignee"] is None


def test_what_is_quoted_is_no_command(desk, case):
    assert case.say(AGENT, "Why?\n\n> #take\n> #close\n") is None
    ticket = desk.ticket(case.number)
    assert (ticket["status"], ticket["assignee"]) == ("open", None)
