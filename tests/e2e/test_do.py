"""docketctl do: the same rows as a command by mail, the rules run, and a dry run stores nothing."""
import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, RULES, Group

ANA = f"Ana <{AGENT}>"
# (before, verb and value): `before` is done first, on both tickets.
VERBS = [
    ((), "status waiting"),
    ((), "open"),
    ((), "wait"),
    ((), "hold"),
    ((), "resolve"),
    ((), "close"),
    (("close",), "reopen"),
    ((), "take"),
    ((), "assign lee"),
    (("take",), "unassign"),
    ((), "severity critical"),
    ((), "version 2.4.1"),
    ((), "sla gold"),
    ((), "tag vip"),
]
MORE = [
    {"name": "hurry", "on": ["changed"], "when": {"severity": "critical"},
     "do": Group([{"tag": ["hurry"]}, {"assign": "team:desk"}])},
    {"name": "lifts", "on": ["assigned"], "when": {"subject": {"matches": "(?i)lift"}},
     "do": Group([{"set": "version", "to": "7.0"}])},
    {"name": "it is done", "on": ["resolved", "closed"],
     "do": Group([{"notify": ["requester", "leads"], "template": "agent-notice"}])},
]


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.files["rules.conf"]["rules"] = Group(RULES + MORE)
    docket.files["sla.conf"]["slas"] = Group(list(docket.files["sla.conf"]["slas"]) + [
        {"name": "gold", "targets": Group([{"response": "1h", "resolution": "1d"}])}])
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def history(desk, number):
    """What was changed, told and sent, but for the mail that ordered it."""
    return [(e["kind"], e["author"], e["by_agent"], e["public"],
             {k: v for k, v in e["data"].items() if k != "about"})
            for e in desk.entries(number) if e["raw"] is None]


def state(desk, number):
    ticket = {k: v for k, v in desk.ticket(number).items()
              if k in ("status", "category", "assignee", "team", "tags", "sla", "project")}
    done = desk.ticket(number)["resolved_at"] is not None
    fields = {name: {k: f[k] for k in ("value", "raw", "source", "found_in", "verified")}
              for name, f in desk.fields(number).items()}
    cycles = desk.rows("select clock, n, policy, severity, target, state, cause"
                       " from docket.cycle where ticket = %s order by clock, n", number)
    alarms = desk.rows("select a.kind, a.point, c.clock from docket.alarms a"
                       " join docket.cycle c on c.id = a.cycle"
                       " where a.ticket = %s order by 1, 2, 3", number)
    return ticket, done, fields, cycles, alarms


def opened(desk, sender):
    ticket = desk.open("It is stuck.", sender=sender, subject="The lift")
    return ticket["id"], desk.mail(ticket["id"], AGENT)


@pytest.fixture(scope="module")
def pairs(desk):
    """For each verb a ticket that mails acted on, and one that docketctl did: all at once."""
    made = {}
    for row in range(len(VERBS)):
        for how in ("mail", "hand"):
            desk.world.deliver(mail.letter("It is stuck.", sender=f"jo{row}@acme.example",
                                           subject=f"The lift {row} {how}"))
    desk.quiet()
    for ticket in desk.rows("select id, subject from docket.ticket"
                            " where subject like 'The lift %%'"):
        made[ticket["subject"].removeprefix("The lift ")] = ticket["id"]
    assert len(made) == 2 * len(VERBS)
    notices = {row: desk.mail(made[f"{row} mail"], AGENT) for row in range(len(VERBS))}
    for step in range(2):
        for row, (before, verb) in enumerate(VERBS):
            steps = (*before, verb)
            if step < len(steps):
                desk.world.deliver(mail.reply(notices[row].message, f"#{steps[step]}\n", ANA))
                desk.docket.ctl("do", str(made[f"{row} hand"]), *steps[step].split(),
                                "--as", "ana")
        desk.quiet()
    return made


@pytest.mark.parametrize("row", range(len(VERBS)), ids=[verb for _, verb in VERBS])
def test_by_docketctl_as_by_mail(desk, pairs, row):
    by_mail, by_hand = pairs[f"{row} mail"], pairs[f"{row} hand"]
    ordered = f"#{VERBS[row][1]}"
    assert ordered in [e["data"].get("why") for e in desk.entries(by_hand, "command")]
    assert history(desk, by_hand) == history(desk, by_mail)
    assert state(desk, by_hand) == state(desk, by_mail)
    outgoing = [[(m.recipients, m["From"]) for m in desk.mails(n)] for n in (by_hand, by_mail)]
    assert outgoing[0] and sorted(outgoing[0]) == sorted(outgoing[1])


def test_the_history_goes_on_in_order(desk):
    """docketd has taken its next numbers before docketctl took its own."""
    number, _ = opened(desk, "order@acme.example")
    acknowledged = desk.mail(number, "order@acme.example")
    desk.docket.ctl("do", str(number), "resolve", "--as", "ana")
    desk.answer(acknowledged, "It is stuck again.", "order@acme.example")
    desk.quiet()
    assert desk.ticket(number)["status"] == "open"
    moves = [e["data"]["to"] for e in desk.entries(number) if e["data"].get("what") == "status"]
    assert moves == ["resolved", "open"]
    assert b" 0 different" in desk.docket.ctl("sla", "verify").stdout


def test_without_a_value_those_that_would_do_are_told(desk):
    number, _ = opened(desk, "lacks@acme.example")
    got = desk.docket.ctl("do", str(number), "severity", check=False)
    said = got.stderr.decode()
    assert got.returncode == 65 and "severity needs a value" in said
    assert f"docketctl do {number} severity " in said
    assert all(level in said for level in ("low", "high", "critical"))


def test_set_names_any_field(desk):
    number, _ = opened(desk, "set@acme.example")
    desk.docket.ctl("do", str(number), "set", "severity", "critical")
    assert desk.fields(number)["severity"]["value"] == "critical"
    last = [e for e in desk.entries(number, "command")][-1]
    assert (last["author"], last["by_agent"], last["data"]["why"]) == (
        "docketctl", False, "#set severity critical")
    assert "hurry" in desk.ticket(number)["tags"]


def test_a_dry_run_tells_all_and_stores_nothing(desk):
    number, _ = opened(desk, "dry@acme.example")
    desk.quiet()

    def snapshot():
        return (state(desk, number), history(desk, number), desk.ticket(number)["updated_at"],
                desk.rows("select count(*) from docket.outbox"))
    before = snapshot()
    done = desk.docket.ctl("do", str(number), "severity", "critical", "--dry-run")
    said = done.stdout.decode()
    assert f"#{number} severity: " in said and "-> critical (#severity critical)" in said
    assert "tag: hurry (rule hurry)" in said
    assert "version: none -> 7.0 (rule lifts)" in said	# told of the rule's own assigning
    assert "Nothing of this was done" in said
    told = desk.docket.ctl_json("do", str(number), "close", "--dry-run", "--as", "ana")
    assert (told["ticket"], told["dry_run"]) == (number, True)
    assert told["changes"] == [{"what": "status", "from": "new", "to": "closed", "by": "ana",
                                "why": "#close"}]
    assert told["mails"] == [{"rule": "it is done", "template": "agent-notice",
                              "to": ["requester", "leads"]}]
    assert snapshot() == before


def test_a_dry_run_by_mail_tells_what_rules_would_do(desk):
    number, notice = opened(desk, "drymail@acme.example")
    desk.quiet()
    before = state(desk, number)
    seen = desk.seen()
    desk.answer(notice, "#dry-run\n#severity critical\n#close\n\nWe are on it.\n", ANA)
    told = desk.mail(number, AGENT, but=seen)
    desk.quiet()
    lines = [line.strip() for line in told.text.splitlines()]
    at = lines.index("Rules that would run then:")
    rules = lines[at:]
    assert rules[rules.index("hurry") + 1] == "tag: – → hurry"
    assert rules[rules.index("lifts") + 1] == "version: – → 7.0"
    assert "mail: agent-notice → requester, leads" in rules[rules.index("it is done"):]
    assert "Rules that would run then:" in told.html and "hurry" in told.html
    assert state(desk, number) == before
    assert len([s for s in desk.mails(number) if s["Message-ID"] not in seen]) == 1
    seen = desk.seen()
    desk.answer(notice, "#dry-run\n#public\n", ANA)
    assert "would be done" in desk.mail(number, AGENT, but=seen).text
    for text in ("#dry-run\n#note\n", "#note\n"):
        seen = desk.seen()
        desk.answer(notice, text, ANA)
        assert "there is no note in this mail" in desk.mail(number, AGENT, but=seen).text


def test_the_daemon_is_woken_for_the_mails(desk):
    number, _ = opened(desk, "wake@acme.example")
    desk.quiet()
    seen = desk.seen()
    done = desk.docket.ctl("do", str(number), "close", "--as", "ana")
    assert b"status: new -> closed" in done.stdout
    assert desk.mail(number, LEAD, but=seen, seconds=4)	# the rescan comes every 5 s


def test_what_is_so_already(desk):
    number, _ = opened(desk, "again@acme.example")
    desk.docket.ctl("do", str(number), "tag", "vip")
    before = history(desk, number)
    assert b"so already" in desk.docket.ctl("do", str(number), "tag", "vip").stdout
    assert history(desk, number) == before


@pytest.mark.parametrize("argv, status, says", [
    (("{n}", "clsoe"), 64, "did you mean docketctl do {n} close?"),
    (("{n}", "severty", "high"), 64, "did you mean docketctl do {n} severity high?"),
    (("{n}", "severty"), 64, "there is no verb severty, but there is severity LEVEL"),
    (("{n}", "clsoe", "now"), 64, "did you mean docketctl do {n} close?"),
    (("{n}", "note"), 64, "note is for the text of mails"),
    (("{n}", "text", "more"), 64, "text is for the text of mails"),
    (("{n}", "help"), 64, "here it is docketctl help do"),
    (("{n}", "list"), 64, "here it is docketctl list"),
    (("{n}", "show"), 64, "here it is docketctl show {n}"),
    (("{n}", "accept", "7"), 64, "here it is docketctl held"),
    (("{n}", "dry-run"), 64, "--dry-run"),
    (("{n}", "due", "soonish"), 65, "; for example docketctl do {n} due fri 17:00."),
    (("{n}", "tag", "-nix"), 65, "this ticket has no tag nix"),
    (("{n}", "tag", "+a", "-b", "--nix"), 64, "there is no option --nix"),
    (("{n}", "close", "now"), 64, "close takes no value: docketctl do {n} close"),
    (("{n}", "assign"), 65, "assign needs a value: assign NAME"),
    (("{n}",), 64, "what is to be done?"),
    (("x", "close"), 64, "no ticket's number"),
    (("{n}", "assign", "lea"), 65, "did you mean docketctl do {n} assign lee? It can be: ana, lee"),
    (("{n}", "status", "done"), 65, "it can become open"),
    (("{n}", "severity", "enormous"), 65, "It can be: low, medium, high, critical"),
    (("{n}", "set", "severty", "high"), 65, "did you mean docketctl do {n} set severity high?"),
    (("{n}", "sla", "golf"), 65, "did you mean docketctl do {n} sla gold?"),
    (("{n}", "tag", "a\nb"), 65, "one line of text"),
    (("{n}", "tag", "\udcff"), 65, "one line of text"),	# a byte that is no UTF-8
    (("{n}", "tag", "x" * 999), 65, "at most 998 bytes"),
    (("{n}", "take"), 65, "--as AGENT"),
    (("{n}", "take", "--as", "anna"), 65, "did you mean ana?"),
    (("{n}", "take", "--as", "bob"), 65, "there is no agent bob; there are: ana, lee"),
    (("999999", "close"), 1, "there is no ticket 999999"),
])
def test_what_is_refused_changes_nothing(desk, argv, status, says):
    number = desk.rows("select min(id) as n from docket.ticket")[0]["n"]
    before = (state(desk, number), history(desk, number))
    done = desk.docket.ctl("do", *(a.format(n=number) for a in argv), check=False)
    assert done.returncode == status, done.stderr
    assert says.format(n=number) in done.stderr.decode()
    assert done.stdout == b""
    assert (state(desk, number), history(desk, number)) == before


def test_who_is_new_in_the_files_is_assigned_before_the_daemon_knows(desk):
    agents = desk.docket.files["agents.conf"]["agents"]
    number = desk.open("for the new one", sender="fresh@acme.example")["id"]
    desk.docket.files["agents.conf"]["agents"] = Group(agents + (
        {"name": "kim", "full_name": "Kim", "addresses": ["kim@home.example.net"],
         "role": "agent", "team": "desk", "timezone": "UTC"},))
    desk.docket.write()
    desk.docket.ctl("do", str(number), "assign", "kim", "--dry-run")
    assert desk.rows("select from docket.agent where name = 'kim'") == []
    desk.docket.ctl("do", str(number), "assign", "kim")
    assert desk.ticket(number)["assignee"] == "kim"
    desk.docket.files["agents.conf"]["agents"] = agents
    desk.docket.write()


def test_help_lists_the_verbs(desk):
    said = desk.docket.ctl("help", "do").stdout.decode()
    for _, verb in VERBS:
        assert f"\n  {verb.split()[0]:9}" in said
    assert "--dry-run" in said
