"""What an engineer hears of their commands: what was done, what was asked, and nothing twice."""
import os
import re

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

MIA = "mia@home.example.net"
EVE = "eve@home.example.net"
UTE = "ute@home.example.net"


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    agents = list(made.files["agents.conf"]["agents"])
    agents[0]["transcript"] = "always"
    agents += [{"name": "mia", "full_name": "Mia", "addresses": [MIA], "transcript": "never"},
               {"name": "eve", "full_name": "Eve", "addresses": [EVE], "role": "admin"},
               {"name": "ute", "full_name": "Ute", "addresses": [UTE], "transcript": "always",
                "language": "de"}]
    made.files["agents.conf"]["agents"] = Group(agents)
    rules = list(made.files["rules.conf"]["rules"])
    rules.append({"name": "all of them", "on": ["created"],
                  "do": Group([{"notify": ["agent:mia", "agent:eve", "agent:ute"], "template": "agent-notice"}])})
    rules.append({"name": "notes", "on": ["noted"],
                  "do": Group([{"notify": ["leads"], "template": "agent-reply-notice"}])})
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


def test_a_kill_between_loses_and_doubles_nothing(desk, case):
    """Core dies again and again while mails are taken: each is told of once, or not yet."""
    notice = case.notice(AGENT)
    raws = [mail.reply(notice.message, f"#tag +kill{n}\n", AGENT) for n in range(6)]
    for raw in raws:
        desk.world.deliver(raw)
        desk.docket.kill_role("core")
    desk.world.wait(lambda: len(desk.ticket(case.number)["tags"]) == 6, 40, "all six")
    for raw in raws:
        desk.world.deliver(raw)
    desk.quiet()
    told = {m["Message-ID"]: m for m in desk.mails(case.number, AGENT)
            if m["X-Docket-Reason"] == "transcript"}
    assert sorted(re.findall(r"#tag \+(kill\d)", m.text)[0] for m in told.values()) == [
        f"kill{n}" for n in range(6)]


@pytest.mark.parametrize("field", [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes")])
def test_automatic_mail_is_told_nothing(desk, case, field):
    assert case.say(AGENT, "#take\n", headers=[field]) is None
    assert desk.ticket(case.number)["assignee"] is None


def test_what_is_quoted_is_no_command(desk, case):
    assert case.say(AGENT, "Why?\n\n> #take\n> #close\n") is None
    ticket = desk.ticket(case.number)
    assert (ticket["status"], ticket["assignee"]) == ("open", None)


# what was asked


def counts(desk, number):
    """What a question must not change: the ticket, its clocks and alarms, mails but the answer."""
    return (desk.ticket(number), desk.rows("select * from docket.cycle where ticket = %s"
                                           " order by clock, n", number),
            len([m for m in desk.mails(number) if m["X-Docket-Reason"] != "transcript"]))


def test_show_tells_all_and_changes_nothing(desk, case):
    desk.quiet()
    before = counts(desk, case.number)
    told = case.say(LEAD, "#show\n")	# transcript "errors": what was asked is told
    text = lines(told)
    assert told.name.startswith("Answer")
    assert f"Ticket       #{case.number} Lamp" in text
    assert any(line.startswith("Due          response: ") for line in text)
    assert "Severity     medium" in text and "People: jo@acme.example" in text
    assert not [line for line in text if line.startswith("severity:")]	# once is enough
    case.say(AGENT, "#show\n#history\n#list\n#help\n")
    assert counts(desk, case.number) == before
    assert desk.entries(case.number)[-1]["kind"] in ("command", "mail-out")


def test_history_is_docketctls(desk, case):
    case.say(AGENT, "#note\nLook at <b>the</b> fuse.\n")
    case.say(AGENT, "#severity high\n")
    told = case.say(AGENT, "#history\n")
    text = lines(told)
    shown = desk.docket.ctl("show", str(case.number)).stdout.decode()
    assert "severity: medium → high" in text and "what: field" not in told.text
    assert "Look at <b>the</b> fuse." in text and "Look at <b>the</b> fuse." in shown
    assert "It is broken." in text and "Look at &lt;b&gt;the&lt;/b&gt; fuse." in told.html
    assert text.index("severity: medium → high") < text.index("It is broken.")	# newest first
    note = [line for line in told.text.splitlines() if re.search(r"CES?T  note", line)][0]
    assert "internal" in note and note.endswith("ana")


def test_list_is_ones_own_open_tickets(desk, case):
    other, done = Case(desk, "Mine"), Case(desk, "Done")
    for one in (other, done):
        one.say(AGENT, "#take\n")
    done.say(AGENT, "#resolve\n")
    text = lines(case.say(AGENT, "#list\n"))
    assert f"#{other.number} Mine" in text and f"#{done.number} Done" not in text
    assert f"#{case.number} Lamp" not in text
    *_, none, views = lines(case.say(LEAD, "#list\n"))
    assert none == "none" and views.startswith("Views, each by #list NAME: mine (My tickets), ")


def test_show_tells_when_it_is_seen_again_and_list_by_when(desk, case):
    case.say(AGENT, "#take\n#due +3d\n#snooze +2d\n#hold +5d\n")
    text = lines(case.say(AGENT, "#show\n#list\n"))
    assert [line for line in text if line.startswith("Reminder: ") and line.endswith("(ana)")]
    assert [line for line in text if line.startswith("On hold until: ")]
    assert [line for line in text if line.startswith("Do by        ")]
    mine = text[text.index(f"#{case.number} Lamp"):]
    assert mine[1] == "on-hold, medium, jo@acme.example"
    assert [line for line in mine[:4] if line.startswith("Do by: ")]


def test_in_ones_own_language(desk, case):
    told = lines(case.say(UTE, "#severity high\n#open\n#take\n"))
    assert "Schweregrad: medium → high" in told and "Status: neu → offen" in told
    assert "zugewiesen: – → ute" in told
    text = lines(case.say(UTE, "#history\n#help due\n"))
    kinds = {re.split(r",| \d", line.split("  ")[1])[0] for line in text
             if re.search(r"^20.*? (CES?T|UTC)  ", line)}
    assert {"Befehl", "E-Mail"} <= kinds
    assert not kinds & {"command", "mail-in", "mail-out", "rule", "clock", "change"}
    assert "Status: neu → offen" in text and "Schweregrad: medium → high" in text
    at = text.index("#due WHEN")
    assert text[at + 1].startswith("bis wann Sie fertig sein wollen")
    assert "zum Beispiel: #due fri 17:00" in text


def test_help_is_what_one_may_do_now(desk, case):
    text = lines(case.say(AGENT, "#help\n"))
    at = text.index("#severity LEVEL")
    assert text[at + 1] == "sets the severity"
    assert text[at + 2] == "it can be: low, medium, high, critical"
    assert text[at + 3] == "for example: #severity high"
    assert "#resolve" in text and "#take" in text
    case.say(AGENT, "#close\n")
    text = lines(case.say(AGENT, "#help\n"))
    assert "#reopen" in text and "#resolve" not in text and "#wait" not in text
    one = lines(case.say(AGENT, "#help #severity\n"))
    assert "#severity LEVEL" in one and "#take" not in one
    assert "did you mean: #help severity" in lines(case.say(AGENT, "#help severty\n"))


def test_questions_beside_orders_see_what_was_done(desk, case):
    told = case.say(AGENT, "#severity critical\n#show\n#take\n\nWe are on it.\n")
    text = lines(told)
    assert told.name.startswith("Done")
    assert "severity: medium → critical" in text and "Severity     critical" in text
    assert "Status       open, ana" in text
    customer = desk.mail(case.number, "jo@acme.example")
    assert "We are on it." in customer.text and "#show" not in customer.text


ASKED = ["#help\n#history\n#list\n#help", "#history\n#help", "#help #undo\n#show\n#history",
         "#list\n#help\n#list", "#help\n#help", "#dry-run\n#help\n#history",
         "#tag pair\n#help\n#history", "#show\n#undo\n#help\n#history"]


@pytest.mark.parametrize("block", ASKED)
def test_questions_side_by_side_are_all_answered(desk, case, block):
    desk.docket.ctl("do", str(case.number), "tag", "first", "--as", "ana")
    text = lines(case.say(AGENT, block + "\n"))
    asked = [line for line in block.split("\n") if line.split()[0] in
             ("#help", "#history", "#list", "#show")]
    for line in set(asked):
        assert text.count(line) >= asked.count(line)
    if "#history" in asked:
        assert "It is broken." in text
    if "#help" in asked:
        offered = "takes back what you did last to it, within a day" in text
        assert offered == ("#undo" not in block.split("\n"))	# where there is something


def test_text_below_mere_questions_goes_to_nobody(desk, case):
    desk.quiet()
    before = counts(desk, case.number)
    told = case.say(AGENT, "#show\n\nIs this it?\n")
    assert "these lines only ask" in told.text and "Is this it?" in told.text
    assert counts(desk, case.number)[1:] == before[1:]


def test_a_long_history_is_cut_and_says_so(desk, case):
    notice = case.notice(AGENT)
    for n in range(30):
        desk.world.deliver(mail.reply(notice.message, f"#note\nnote {n}\n" + "long words " * 500,
                                      AGENT, quote=False))
    desk.quiet()
    told = case.say(AGENT, "#history\n#help\n")
    assert len(told.html) < 92000 and len(told.text) < 92000
    assert re.search(r"… and \d+ more\.", told.text)
    assert f"… it goes on: docketctl show {case.number} --full" in told.text
    assert "#severity LEVEL" in lines(told)


def test_a_question_about_no_ticket(desk):
    seen = desk.seen()
    desk.receive(mail.letter("#list\n#help\n", sender=AGENT, subject="tell me"))
    desk.quiet()
    told = [m for m in desk.mails(to=AGENT) if m["Message-ID"] not in seen]
    assert all(m["X-Docket-Reason"] != "transcript" for m in told)	# nothing proves it


def test_unproven_questions_are_not_answered(desk, case):
    seen = desk.seen()
    desk.receive(mail.letter("#show\n", sender=AGENT, subject=f"Re: Lamp [desk #{case.number}]"))
    desk.quiet()
    assert not [m for m in desk.mails(to=AGENT) if m["Message-ID"] not in seen
                and m["X-Docket-Reason"] == "transcript"]


# what would be done


def test_a_dry_run_is_told_and_nothing_else(desk, case):
    desk.quiet()
    before = counts(desk, case.number)
    told = case.say(LEAD, "#dry-run\n#severity critical\n#take\n#close\n\nGood bye.\n")
    text = lines(told)
    assert told.name.startswith("Not done")
    assert "severity: medium → critical" in text and "assignee: – → lee" in text
    assert "Your text would go to the customer." in text
    assert counts(desk, case.number) == before
    assert not desk.rows("select 1 from docket.change where ticket = %s and what <> 'promise'",
                         case.number)
    assert case.say(LEAD, "#severity critical\n") is None
    assert desk.fields(case.number)["severity"]["value"] == "critical"


def test_a_dry_run_beside_another_mail_of_the_batch(desk, case):
    notice = case.notice(AGENT)
    for text in ("#dry-run\n#severity critical\n#close\n", "#tag vip\n", "#dry-run\n#tag x\n"):
        desk.world.deliver(mail.reply(notice.message, text, AGENT))
    desk.quiet()
    ticket = desk.ticket(case.number)
    assert (ticket["status"], ticket["tags"]) == ("new", ["vip"])
    assert desk.fields(case.number)["severity"]["value"] == "medium"


# what answers a note


def told_of_note(desk, case):
    """Lee's notice of a note that Ana wrote."""
    notice, seen = case.notice(AGENT), desk.seen()
    desk.answer(notice, "#note\nOnly for us.\n", AGENT)
    return desk.mail(case.number, LEAD, but=seen)


def test_what_answers_a_note_is_a_note(desk, case):
    note = told_of_note(desk, case)
    assert "begin it with #public" in note.text and "begin it with #public" in note.html
    seen = desk.seen()
    assert desk.answer(note, "I think so, too.\n", LEAD)["kind"] == "note"
    assert desk.answer(note, "#take\n\nI do it.\n", LEAD)["kind"] == "note"
    desk.quiet()
    assert desk.ticket(case.number)["assignee"] == "lee"
    assert not [m for m in desk.mails(case.number, "jo@acme.example") if m["Message-ID"] not in seen]
    assert desk.answer(note, "#close\n", LEAD)["kind"] == "command"


def test_unless_it_begins_with_public(desk, case):
    note = told_of_note(desk, case)
    seen = desk.seen()
    assert desk.answer(note, "#public\n\nWe know why.\n", LEAD)["kind"] == "mail-in"
    customer = desk.mail(case.number, "jo@acme.example", but=seen)
    assert "We know why." in customer.text and "#public" not in customer.text
    assert "Only for us." not in customer.text
    told = case.say(LEAD, "#note\n#public\nWhich?\n")
    assert "of #note and #public only one can stand above a text" in told.text


def test_what_answers_another_notice_is_public(desk, case):
    told_of_note(desk, case)
    notice = [m for m in desk.mails(case.number, LEAD) if "answer to this stays" not in m.text][0]
    assert desk.answer(notice, "Hello.\n", LEAD)["kind"] == "mail-in"


# canned answers


def test_a_canned_answer_stands_above_the_text(desk, case):
    seen = desk.seen()
    told = case.say(AGENT, "#text more\n#take\n\nWe wait for it.\n")
    sent = desk.mail(case.number, "jo@acme.example", but=seen)
    text = sent.text
    assert 'Hello Jo Doe,' in text and 'to go on with "Lamp" we need to know:' in text
    assert text.index("the exact words") < text.index("We wait for it.") and "#text" not in text
    assert "Your text went to the customer." in lines(told)


def test_a_canned_answer_alone_in_the_customers_language(desk):
    case = Case.__new__(Case)
    case.desk, case.number = desk, desk.open("Roto.", sender="Luz <luz@globex.example>")["id"]
    seen = desk.seen()
    case.say(AGENT, "#text more\n")
    assert "Hola, Luz:" in desk.mail(case.number, "luz@globex.example", but=seen).text


def test_an_unknown_canned_answer_lists_those_there_are(desk, case):
    told = case.say(AGENT, "#text mroe\n\nWe wait for it.\n")
    text = lines(told)
    assert "there is no canned text mroe" in text and "it can be: more" in text
    assert "did you mean: #text more" in text


def test_a_faulty_canned_answer_is_found_by_check(desk):
    path = f"{desk.docket.folder}/templates/en/text/bad.txt"
    with open(path, "w") as f:
        f.write("Hello {{#requester}}\n")
    try:
        done = desk.docket.ctl("check", check=False)
        assert done.returncode != 0 and "templates/en/text/bad.txt" in done.stdout.decode()
    finally:
        os.unlink(path)


# the manual


def test_the_manual_and_the_table_agree(desk):
    with open(f"{os.environ['DOCKET_BUILD']}/daemon/docket-commands.7") as f:
        page = f.read()
    rows = re.findall(r"^\.It Ic #(\S+)(?: Ar (.+))?\n(.+)\n", page, re.M)
    table = [(m[1], m[2].strip(), m[3]) for m in re.finditer(
        r"^  (\S+) +((?:(?:sla|start\|stop\|pause|\[[^\]]+\]|[+-]?[A-Z][A-Z-]*)(?: |$))*) *(.+)$",
        re.sub(r"\n {29}(?=\S)", " ", desk.docket.ctl("help", "command").stdout.decode()),
            re.M)]
    assert len(table) > 20
    assert [(name, value) for name, value, _ in rows] == [(n, v) for n, v, _ in table]
    for (name, value, about), (_, _, line) in zip(rows, table):
        assert about.lower() == f"{line.lower()}."
        one = desk.docket.ctl("help", "command", f"#{name}").stdout.decode()
        assert one.startswith(f"#{name} {value}".strip()) and about in one
        example = re.search(rf"^\.Ql (#{name} .+)$", page, re.M)
        assert (example is None) or example[1] in one


def test_the_help_of_a_command_that_is_none(desk):
    done = desk.docket.ctl("help", "command", "severty", check=False)
    assert done.returncode == 64
    assert b"did you mean docketctl help command severity?" in done.stderr
