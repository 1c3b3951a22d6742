"""What a project lets its customers order by mail, and what stays text."""
import email.message
import email.policy

import pytest

from world import desk as desks, mail
from world.docket import AGENT, Group, shipped

BOSS = "boss@home.example.net"

# Customers and leads close one of it, and leads reopen it.
STRICT = """, { name = "strict"; initial = "open";
    statuses = ( { name = "open"; category = "open"; }, { name = "closed"; category = "closed"; } );
    transitions = ( { from = "open"; to = "closed"; who = [ "lead", "customer" ]; },
                    { from = "closed"; to = "open"; who = "lead"; } );
    verbs = { wait = ""; hold = ""; resolve = ""; }; } );
"""


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    projects = list(docket.files["projects.conf"]["projects"])
    for project in projects:
        if project["key"] == "ACME":
            project |= {"customer_commands": ["close", "reopen", "severity"],
                        "customer_severity": "high"}
        if project["key"] == "GLOBEX":
            project |= {"customer_commands": ["close"]}
    projects.append({"key": "STRICT", "domains": ["strict.example"], "type": "strict",
                     "customer_commands": ["close", "reopen"]})
    docket.files["projects.conf"]["projects"] = Group(projects)
    rules = list(docket.files["rules.conf"]["rules"])
    rules.append({"name": "what a customer does", "on": ["reopened", "closed", "changed", "customer-replied"],
                  "do": Group([{"notify": [BOSS], "template": "agent-notice"}])})
    docket.files["rules.conf"]["rules"] = Group(rules)
    docket.files["types.conf"] = shipped("types.conf").rstrip().removesuffix(");") + STRICT
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def opened(desk, domain="acme.example"):
    """A new ticket, who asked, and the acknowledgement that they answer."""
    who = f"jo{desk.tickets() + 1}@{domain}"
    ticket = desk.open("It hums.", sender=who, subject="Hum")
    ack = desk.mail(ticket["id"], who)
    desk.quiet()
    return ticket["id"], who, ack


def severity(desk, number):
    return desk.fields(number)["severity"]["value"]


def test_a_customer_closes_and_reopens(desk):
    number, who, ack = opened(desk)
    seen = desk.seen()
    entry = desk.answer(ack, "#Close<BR>\n", who)
    assert (entry["kind"], entry["new_text"], entry["by_agent"]) == ("mail-in", "", False)
    assert desk.ticket(number)["status"] == "closed"
    desk.quiet()
    assert [s for s in desk.mails(number, who) if s["Message-ID"] not in seen] == []
    desk.answer(ack, "#reopen\n\nIt hums again.", who)
    assert desk.ticket(number)["status"] == "open"
    assert "It hums again." in desk.mail(number, AGENT, but=seen).text
    assert [(c["author"], c["new"]) for c in desk.rows(
        "select e.author, c.new from docket.change c join docket.entry e on e.id = c.entry"
        " where c.ticket = %s and c.what = 'status' order by e.id", number)] == [
            (who, "closed"), (who, "open")]


def test_what_was_ordered_is_told(desk):
    """By the rules that tell what customers write, with the state after it."""
    number, who, ack = opened(desk)
    for order, fact in (("#severity high", "Severity     high"), ("#Close<BR>", "Status       closed"),
                        ("#reopen", "Status       open"), ("#close\n\nIt stopped.", "Status       closed")):
        seen = desk.seen()
        raw = mail.reply(ack.message, order + "\n", who)
        desk.receive(raw)
        desk.receive(raw)					# the same again
        desk.quiet()
        told = [s for s in desk.mails(number, AGENT) if s["Message-ID"] not in seen]
        assert len(told) == 1, order
        assert fact in told[0].text and order.split("\n")[-1] in told[0].text, order


def test_one_rule_tells_one_mail_once(desk):
    number, who, ack = opened(desk)
    desk.docket.ctl("do", str(number), "close")
    for text in ("It hums again.\nVersion: 2.4.1\n", "#close", "#reopen\n#severity low\n\nIt hums.", "Thanks."):
        desk.quiet()
        seen = desk.seen()
        desk.answer(ack, text, who)
        desk.quiet()
        assert len([s for s in desk.mails(number, BOSS) if s["Message-ID"] not in seen]) == 1, text


def test_a_file_beside_nothing_but_commands_stays(desk):
    number, who, ack = opened(desk)
    made = email.message.EmailMessage(policy=email.policy.SMTP)
    made["From"], made["To"] = who, str(ack.message["Reply-To"] or ack.message["From"])
    made["Subject"], made["Message-ID"] = "Re: Hum", f"<pic{number}@client.example>"
    made["In-Reply-To"] = str(ack.message["Message-ID"])
    made.set_content("#close\n")
    made.add_alternative('<p>#close</p><p><img src="cid:pic"></p>', subtype="html")
    made.get_payload()[1].add_related(b"\x89PNG\r\n\x1a\n" + b"x" * 30000, "image", "png", cid="<pic>",
                                      filename="panel.png")
    entry = desk.receive(made.as_bytes())
    assert (entry["new_text"], desk.ticket(number)["status"]) == ("", "closed")
    assert b"panel.png" in desk.docket.ctl("attachment", "list", str(number)).stdout


def test_text_below_is_an_answer_and_the_order_comes_last(desk):
    number, who, ack = opened(desk)
    seen = desk.seen()
    desk.answer(ack, "#close\n\nIt stopped, thank you.", who)
    assert desk.ticket(number)["status"] == "closed"
    notice = desk.mail(number, AGENT, but=seen)
    assert "It stopped" in notice.text


def test_a_severity_is_capped(desk):
    for said, got in (("low", "low"), ("high", "high"), ("critical", "high"), ("!!", "high"),
                      ("hoch", "high")):
        number, who, ack = opened(desk)
        seen = desk.seen()
        raw = mail.reply(ack.message, f"#severity {said}\n", who)
        desk.receive(raw)
        desk.receive(raw)
        assert severity(desk, number) == got, said
        desk.quiet()
        new = [s for s in desk.mails(number) if s["Message-ID"] not in seen]
        is_over = said in ("critical", "!!")
        assert ["Asked for    critical; customers of this project set high at most" in s.text
                for s in new if AGENT in s.recipients] == [is_over], said
        assert ["You asked for severity critical" in s.text and "now high" in s.text
                for s in new if who in s.recipients] == [True] * is_over, said


def test_a_cap_that_changes_nothing_is_told_too(desk):
    number, who, ack = opened(desk)
    desk.docket.ctl("do", str(number), "severity", "high")
    seen = desk.seen()
    desk.answer(ack, "#severity critical\n\nIt burns.", who)
    assert "You asked for severity critical" in desk.mail(number, who, but=seen).text
    assert "Asked for    critical" in desk.mail(number, AGENT, but=seen).text
    seen = desk.seen()
    desk.answer(ack, "#severity critical\n#severity low", who)		# the last line counts
    assert "Asked for" not in desk.mail(number, AGENT, but=seen).text


TEXTS = ["#take", "#assign ana", "#note\nsecret", "#accept", "#tickets", "#status closed", "#clsoe",
         "#close\n#assign ana", "#close now please", "# Close", "Hi\n#close", "#reopen #close",
         "#severity enormous", "\\#close"]


def test_what_is_not_allowed_or_not_understood_stays_text(desk):
    for text in TEXTS:
        number, who, ack = opened(desk)
        seen = desk.seen()
        entry = desk.answer(ack, text, who)
        ticket = desk.ticket(number)
        assert (ticket["status"], ticket["assignee"]) == ("new", None), text
        assert severity(desk, number) == "medium", text
        assert entry["kind"] == "mail-in" and entry["public"] and entry["new_text"] == text, text
        assert text.split("\n")[0].strip("\\") in desk.mail(number, AGENT, but=seen).text, text


def test_only_who_takes_part_and_is_believed(desk):
    number, who, ack = opened(desk)
    first = f"<{desk.entries(number)[0]['message_id'].strip('<>')}>"

    def say(sender, **headers):
        return desk.receive(mail.letter("#close", sender=sender, headers=[
            *((k.replace("_", "-"), v) for k, v in headers.items()), ("In-Reply-To", first)]))

    passed = "mx.example.com; dmarc=pass header.from=acme.example"
    for sender, headers in (
            (who, {}),					# From alone
            ("max@acme.example", {"Authentication_Results": passed}),	# a colleague
            ("kim@elsewhere.example", {}),
            (who, {"Authentication_Results": "mx.example.com; dmarc=fail header.from=acme.example"}),
            (who, {"Authentication_Results": "mx.evil.example; dmarc=pass header.from=acme.example"})):
        say(sender, **headers)
        assert desk.ticket(number)["status"] != "closed", (sender, headers)
    say(who, Authentication_Results=passed)
    assert desk.ticket(number)["status"] == "closed"
    [other, _, _] = opened(desk)
    desk.receive(mail.reply(ack.message, "#close", f"jo{other}@acme.example"))	# another's address
    assert desk.ticket(other)["status"] == "new"


def test_quoted_cut_and_hidden_lines_are_not_the_customers(desk):
    for text in (f"Hi\n\nOn Mon, 30 Nov 2026 at 07:05, Ex <support@example.com> wrote:\n> #close",
                 "> #close\n\nYes.", "On Mon, 30 Nov 2026 at 07:05, Ex <support@example.com> wrote:\n"
                 "> x\n\n#close"):
        number, who, ack = opened(desk)
        desk.receive(mail.reply(ack.message, text, who, quote=False))
        assert desk.ticket(number)["status"] != "closed", text


def test_another_project_allows_less(desk):
    number, who, ack = opened(desk, "globex.example")
    desk.answer(ack, "#severity high", who)
    assert severity(desk, number) == "medium"
    desk.answer(ack, "#close", who)
    assert desk.ticket(number)["status"] == "closed"
    number, who, ack = opened(desk, "nowhere.example")		# where none is allowed
    desk.answer(ack, "#close", who)
    assert desk.ticket(number)["status"] != "closed"


def test_a_way_that_is_not_for_customers_is_not_taken(desk):
    """What they ordered is a text, so that somebody reads it."""
    number, who, ack = opened(desk, "strict.example")
    assert desk.answer(ack, "#close", who)["new_text"] == ""
    assert desk.ticket(number)["status"] == "closed"
    assert desk.answer(ack, "#reopen", who)["new_text"] == "#reopen"


def test_a_redelivery_changes_nothing(desk):
    number, who, ack = opened(desk)
    raw = mail.reply(ack.message, "#close", who)
    desk.receive(raw)
    desk.docket.ctl("do", str(number), "reopen")
    desk.receive(raw)
    assert desk.ticket(number)["status"] == "open"


def test_a_fault_in_the_setting_is_told(desk):
    projects = desk.docket.files["projects.conf"]["projects"]
    [acme] = [p for p in projects if p["key"] == "ACME"]
    good = dict(acme)
    for bad, told in (({"customer_commands": ["take"]}, b"command of customers"),
                      ({"customer_severity": "huge"}, b"severity")):
        acme |= bad
        desk.docket.write()
        done = desk.docket.ctl("check", check=False)
        assert done.returncode != 0 and told in done.stdout + done.stderr
        acme |= good
    desk.docket.write()
    assert desk.docket.ctl("check").returncode == 0
