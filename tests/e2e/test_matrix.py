"""Every verb that mails may say, from the table of the program: what is true of all of them.

A verb that ROWS does not know fails test_no_verb_is_forgotten: whoever adds one says here how
it is ordered, what comes of it, and what it refuses.
"""
import re
from dataclasses import dataclass

import pytest

from world import desk as desks, mail
from world.docket import Group

MAX, PAT = "max@home.example.net", "pat@home.example.net"
ADMIN, AGENT = f"Max <{MAX}>", f"Pat <{PAT}>"		# may do all; may do nothing
TEXT = "It is the fuse."
# Ordered in another way: who shows all of it for these.
ELSEWHERE = {"new": "test_new.py", "ticket": "test_control.py", "tickets": "test_customer_tickets.py"}


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    own = {"team": "desk", "timezone": "UTC"}
    made.files["agents.conf"]["agents"] = Group([
        {"name": "max", "full_name": "Max", "addresses": [MAX], "role": "admin"} | own,
        {"name": "pat", "full_name": "Pat", "addresses": [PAT], "role": "agent"} | own,
        {"name": "kim", "full_name": "Kim", "addresses": ["kim@home.example.net"],
         "role": "lead", "timezone": "UTC", "team": "night"}])
    made.files["rules.conf"]["rules"] = Group([*made.files["rules.conf"]["rules"], {
        "name": "notes", "on": ["noted"],
        "do": Group([{"notify": ["team:desk"], "template": "agent-reply-notice"}])}])
    # Long enough that no clock speaks while all of it runs.
    made.files["sla.conf"]["slas"] = Group([
        {"name": name, "targets": Group([{"response": f"{days}d", "resolution": "300d"}])}
        for name, days in (("standard", 200), ("gold", 100))])
    made.files["types.conf"] = open(f"{desks.__file__[:-len('tests/world/desk.py')]}conf/types.conf",
                                    encoding="utf-8").read()
    made.files["products.conf"] = open(f"{desks.__file__[:-len('tests/world/desk.py')]}conf/products.conf",
                                       encoding="utf-8").read()
    made.files["docket.conf"]["verbs_off"] = Group([
        {"verbs": verbs(made), "roles": ["agent"]}])
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


def verbs(docket):
    """What mails may say, as the program has it."""
    page = docket.ctl("help", "command").stdout.decode()
    return [line.split()[0] for line in page.splitlines() if re.match(r"  \S", line)]


@dataclass
class Row:
    good: str = ""			# its value; {other} is another ticket's number, {n} its own
    bad: str = "nonsense"		# one that is refused
    before: str = ""			# ordered before, by max
    below: str = ""			# what stands below the line
    held: bool = False			# a stranger's mail waits on the ticket
    note: bool = False			# a note's notice is answered
    answers: bool = False		# a mail tells, and nothing changes
    kind: str = ""			# of the entry, where nothing else of the ticket tells it


ROWS = {
    "set": Row("severity critical", "severity enormous"), "status": Row("open"),
    "open": Row(), "wait": Row(), "hold": Row("+2d", "someday"), "resolve": Row(), "close": Row(),
    "reopen": Row(before="#close"), "take": Row(), "assign": Row("kim"), "team": Row("night"),
    "unassign": Row(before="#take"), "severity": Row("critical"), "version": Row("2.4.1", ""),
    "runs": Row("2.4.1", before="#runs 2.4.0"),
    "found-in": Row("2.4.1", "2.4.9"), "not-in": Row("2.3.0", "2.4.9"),
    "fixed-in": Row("2.4.2", "2.4.9"),
    "type": Row("bug"), "sla": Row("gold"), "tag": Row("+vip", "-vip"),
    "subject": Row("The other lift", ""), "project": Row("GLOBEX"), "start": Row("-3d", "someday"), "due": Row("+2d"),
    "snooze": Row("+2d"), "undo": Row(before="#take"), "cc": Row("kim@x.example"),
    "uncc": Row("kim@x.example", before="#cc kim@x.example"), "requester": Row("kim@x.example"),
    "retry-address": Row("{jo}", before="bounced"), "blocks": Row("{other}"),
    "blocked-by": Row("{other}"), "unblock": Row("{other}", before="#blocks {other}"),
    "parent": Row("{other}"), "link": Row("{other}"),
    "unlink": Row("{other}", before="#link {other}"), "merge": Row("{other}"),
    "accept": Row("{held}", held=True), "accept-always": Row("{held}", held=True),
    "split": Row("{held}", held=True),
    "time": Row("1h @yesterday"), "force": Row(below="#time 1h @yesterday"),
    "approve-time": Row("pat last month", before="#unapprove-time pat last month again"),
    "unapprove-time": Row("pat last month twice", before="#approve-time pat last month"),
    "spam": Row(), "erase": Row("{n}", "999999"), "timer": Row("start", "begin"), "away": Row("+2d"),
    "report": Row("sla", answers=True), "show": Row(answers=True), "history": Row(answers=True),
    "spam": Row(), "erase": Row("{n}", "999999"), "away": Row("+2d"),
    "report": Row("sla", answers=True), "timesheet": Row(answers=True), "show": Row(answers=True), "history": Row(answers=True),
    "explain": Row(answers=True), "list": Row(answers=True),
    "help": Row("take", answers=True), "text": Row("more", kind="mail-in"),
    "public": Row(below=TEXT, note=True, kind="mail-in"), "note": Row(below=TEXT, kind="note"),
    "dry-run": Row(below="#close", answers=True),
}


def test_no_verb_is_forgotten(docket):
    assert sorted(verbs(docket)) == sorted([*ROWS, *ELSEWHERE])
    for verb, file in ELSEWHERE.items():
        with open(f"{__file__.rpartition('/')[0]}/{file}", encoding="utf-8") as f:
            assert f"#{verb}" in f.read()


class Case:
    """A ticket on which one verb can be ordered, and what is known of it."""

    def __init__(self, desk, verb):
        self.desk, self.verb, self.row = desk, verb, ROWS[verb]
        at = desk.tickets()
        self.other = desk.open("Other.", sender=f"o{at}@acme.example", subject="Other")["id"]
        self.jo = f"jo{at}@acme.example"
        self.number = desk.open("It hums.", sender=self.jo, subject="The lift")["id"]
        desk.docket.ctl("agent", "away", "max", "none")
        desk.quiet()
        self.notices = {a: desk.mail(self.number, a) for a in (MAX, PAT)}
        self.held = None
        self.prepare()

    def fill(self, text):
        return text.format(other=self.other, n=self.number, jo=self.jo, held=self.held)

    def prepare(self):
        if self.row.before == "bounced":
            self.sql("insert into docket.reach (address, marked, since, marked_at, why, failures,"
                     " last_at) values (%s, 'bounce', now(), now(), 'gone', 1, now())", self.jo)
        elif self.row.before:
            self.send(self.mail(self.fill(self.row.before)))
        if self.row.held:
            self.desk.forget_told()
            first = self.desk.entries(self.number, "mail-in")[0]["message_id"].strip("<>")
            self.tell(mail.letter("Urgent!", sender=f"s{self.number}@elsewhere.example",
                                  headers=[("In-Reply-To", f"<{first}>")]))
            self.held = self.desk.entries(self.number, "held")[-1]["id"]
        if self.row.note:
            self.tell(self.mail("#note\n\nWhich fuse?"))

    def tell(self, raw):
        """A mail of which there is a notice, which is answered from then on."""
        seen = self.desk.seen()
        self.send(raw)
        for who in self.notices:
            new = [m for m in self.desk.mails(self.number, who) if m["Message-ID"] not in seen]
            self.notices[who] = new[-1] if new else self.notices[who]

    def sql(self, text, *args):
        connection = self.desk.world.pg.connect()
        with connection, connection.cursor() as cursor:
            cursor.execute(text, args)
        connection.close()

    def line(self, value):
        return f"#{self.verb} {self.fill(value)}".strip()

    def good(self):
        return "\n\n".join(filter(None, [self.line(self.row.good)])) + (
            f"\n{'' if self.row.below.startswith('#') else chr(10)}{self.row.below}"
            if self.row.below else "")

    def mail(self, text, sender=ADMIN):
        notice = self.notices[PAT if sender == AGENT else MAX]
        return mail.reply(notice.message, text, sender, quote=False)

    def send(self, raw):
        """What it is answered with to who wrote it."""
        seen = self.desk.seen()
        self.desk.world.deliver(raw)
        self.desk.world.wait(lambda: self.desk.world.one(
            "select count(*) from docket.raw where state = 'pending'") == 0, 20, "it to be read")
        self.desk.quiet()
        return [m for m in self.desk.mails() if m["Message-ID"] not in seen]

    def unheld(self, state=None):
        """Without the mails that wait: one that proves nobody is among them."""
        return {k: v for k, v in (state or self.state()).items() if k != "held"}

    def state(self):
        """All that verbs change, of both tickets and of those that come of them."""
        rows, tables = self.desk.rows, {}
        asked = {
            "ticket": "select id, subject, type, status, project, requester, assignee, team, tags,"
                      " sla, merged_into, start_at, due_at from docket.ticket order by id",
            "participant": "select ticket, address from docket.participant order by 1, 2",
            "field": "select ticket, name, value from docket.field order by 1, 2",
            "relation": "select kind, a, b from docket.relation order by 1, 2, 3",
            "alarm": "select ticket, kind, point, due_at from docket.alarm where cycle is null and"
                     " state = 'waiting' and kind <> 'idle' order by 1, 2, 3",
            "run": "select project, version from docket.run order by id",
            "versions": "select ticket, what, product, version from docket.ticket_version"
                        " order by 1, 3, 4",
            "held": "select entry, decision from docket.held order by 1",
            "reach": "select address, marked from docket.reach order by 1",
            "approval": "select agent, period, undone_by from docket.time_approval order by id",
            "time": "select number, agent, stopped_at is null, worked, text from docket.time_entry"
                    " order by id",
            "away": "select name, away_until from docket.agent order by 1"}
        for name, text in asked.items():
            tables[name] = rows(text)
        if self.row.kind:
            tables["said"] = rows("select kind, public, new_text from docket.entry where ticket = %s"
                                  " and by_agent and kind = %s and coalesce(new_text, '') <> ''"
                                  " and new_text <> 'Fine.'", self.number, self.row.kind)
        return tables


def is_told(case, mails, who=MAX):
    return [m for m in mails if m.recipients == [who]
            and m["X-Docket-Reason"] in ("transcript", "control")]


def page(raw, text):
    """The same as HTML alone, a line a division, as phones write it."""
    head, _, _ = raw.partition(b"\r\n\r\n")
    lines = "".join(f"<div>{line or '<br>'}</div>" for line in text.split("\n"))
    return head.replace(b"text/plain", b"text/html") + b"\r\n\r\n" + lines.encode() + b"\r\n"


def done(case, raw):
    before = case.state()
    told = is_told(case, case.send(raw))
    after = case.state()
    if case.row.answers:
        assert after == before and told, case.good()
    else:
        assert after != before, [m.text for m in told]
    again = case.send(raw)
    assert case.state() == after and not again, [m.text for m in again]


def refused(case):
    line = case.line(case.row.bad)
    told = is_told(case, case.send(case.mail(line)))
    assert len(told) == 1 and line in told[0].text and "not carried out" in told[0].text


def not_allowed(case):
    told = is_told(case, case.send(case.mail(case.good(), AGENT)), PAT)
    assert len(told) == 1 and f"#{case.verb} is " in told[0].text


def unproven(case):
    sent = case.send(mail.letter(case.good(), sender=ADMIN,
                                 subject=f"Re: The lift [desk #{case.number}]"))
    assert not is_told(case, sent)


def quoted(case):
    lines = "\n".join(f"> {line}" for line in case.good().split("\n"))
    assert not is_told(case, case.send(case.mail(
        f"#note\n\nFine.\n\nOn Monday Max wrote:\n{lines}")))


@pytest.mark.parametrize("verb", list(ROWS))
def test_verb(desk, verb):
    case = Case(desk, verb)
    for nothing_of_it in (quoted, unproven, not_allowed, refused):
        before = case.state()
        nothing_of_it(case)
        assert case.unheld() == case.unheld(before), nothing_of_it.__name__
    done(case, page(case.mail(case.good()), case.good()))	# HTML alone
    case = Case(desk, verb)
    done(case, case.mail(case.good()))
