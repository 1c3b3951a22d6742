"""Patterns of rules: matched while the letter is read, or asked before a transaction; never
within one, and none costs another mail anything."""
import calendar
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, RULES, Group

START = calendar.timegm((2026, 6, 1, 10, 0, 0))
MANY = 300
HANGS = r"(x+x+)+[yz]"		# minutes on a long row of x


def rule(name, on, when, *do):
    return {"name": name, "on": [on] if isinstance(on, str) else on, "when": when,
            "do": Group(do)}


def tagging(name, on, subject, regex):
    return rule(name, on, {subject: {"matches": regex}}, {"tag": [name]})


# Twenty of them, on all that anybody can write and on what admins call things.
TWENTY = [
    tagging("even", "created", "subject", r"\b\d*[02468]$"),
    tagging("body", "created", "body", r"(?i)number (\d+)"),
    tagging("from", "created", "from", r"^b7@"),
    tagging("project", "created", "project", r"(?i)^a"),
    tagging("status", "created", "status", r"^new$"),
    tagging("severity", "created", "severity", r"^high$"),
] + [tagging(f"no{n}", "created", ("subject", "body", "from")[n % 3], f"never {n}")
     for n in range(14)]


@pytest.fixture
def made(world):
    """Starts a docket with these rules besides the shipped ones."""
    world.fresh()
    world.clock.set(START)
    started = []

    def start(rules, clock=False):
        docket = world.docket(name=f"docket-{time.monotonic_ns()}", clock=clock)
        docket.files["rules.conf"]["rules"] = Group(RULES + rules)
        docket.write()
        docket.start()
        started.append(docket)
        return desks.Desk(world, docket)

    yield start
    for docket in started:
        assert docket.stop() == 0


def tickets(desk):
    return desk.rows("select id, subject, tags from docket.ticket order by id")


def check_log(desk):
    log = desk.docket.log()
    for word in ("database away", "batch failed", "not stored", "not fired"):
        assert word not in log


def test_a_burst_with_dying_workers_rolls_nothing_back(made):
    desk = made(TWENTY)
    world = desk.world
    for n in range(MANY):
        world.deliver(mail.letter(f"This is number {n}.", sender=f"b{n}@acme.example",
                                  subject=f"Burst {n}"))
    for victim in range(4):
        desk.docket.kill_role("parse", victim)
        time.sleep(0.2)
    held = "select raw from docket.entry where kind = 'quarantine'"
    world.wait(lambda: world.one("select count(*) from docket.ticket")
               + len(world.sql(held)) >= MANY, 120, "all to be read")
    for raw, in world.sql(held):
        desk.docket.ctl("quarantine", "retry", str(raw))
    world.wait(lambda: world.one("select count(*) from docket.ticket") == MANY, 60)
    first, last = world.sql("select min(id), max(id) from docket.ticket")[0]
    assert (first, last) == (1, MANY)
    for subject, tags in world.sql("select subject, tags from docket.ticket"):
        n = int(subject.split()[1])
        assert set(tags) == {"body", "project", "status"} | (
            {"even"} if n % 2 == 0 else set()) | ({"from"} if n == 7 else set())
    assert world.one("select data->>'matched' from docket.entry where kind = 'mail-in'"
                     " and author = 'b7@acme.example'") == "body: number 7; from: b7@"
    check_log(desk)


def test_a_pattern_over_its_limits_harms_no_neighbour(made):
    desk = made([tagging("steps", "created", "body", r"^(a|aa)+$"),
                 tagging("hangs", "created", "body", HANGS),
                 tagging("finds", "created", "body", "needle")])
    for text, sender in (("x" * 200000 + "\nneedle", "big"), ("a needle", "small"),
                         ("a" * 60 + "! needle", "deep")):
        desk.world.deliver(mail.letter(text, sender=f"{sender}@acme.example", subject=sender))
    desk.world.wait(lambda: len(tickets(desk)) == 3, 30)
    assert {t["subject"]: t["tags"] for t in tickets(desk)} == dict.fromkeys(
        ("big", "small", "deep"), ["finds"])
    assert desk.rows("select subject, data->>'over_limits' as \"over\" from docket.entry"
                     " where kind = 'mail-in' order by 1") == [
        {"subject": "big", "over": "hangs"}, {"subject": "deep", "over": "steps"},
        {"subject": "small", "over": None}]
    assert desk.docket.log().count("rule skipped: its pattern went over the limits") == 2
    check_log(desk)


def test_what_an_earlier_rule_changed_is_asked_and_begun_again(made):
    desk = made([
        rule("sets", "created", {"subject": {"matches": "pump"}},
             {"set": "version", "to": "7.1"}),
        tagging("same", "created", "version", r"^7\."),
        tagging("next", "changed", "version", r"^7\.1$"),
        tagging("not", "changed", "version", r"^8")])
    for n in range(5):
        desk.world.deliver(mail.letter("It leaks.", sender=f"p{n}@acme.example",
                                       subject=f"The pump {n}"))
    desk.world.wait(lambda: len(tickets(desk)) == 5, 30)
    assert [t["tags"] for t in tickets(desk)] == [["same", "next"]] * 5
    assert sorted(t["id"] for t in tickets(desk)) == [1, 2, 3, 4, 5]
    check_log(desk)


def test_the_ticket_s_own_fields_when_a_mail_has_none(made):
    desk = made([tagging("seven", "customer-replied", "version", r"^7")])
    ticket = desk.open("It leaks.\n\nVersion: 7.2", sender="kim@acme.example")["id"]
    ack = desk.mail(ticket, "kim@acme.example")
    desk.answer(ack, "It still leaks.", "kim@acme.example")
    assert desk.ticket(ticket)["tags"] == ["seven"]
    check_log(desk)


def test_an_alarm_asks_before_it_fires(made):
    desk = made([tagging("dark", "sla-breach", "subject", r"(?i)dark"),
                 tagging("light", "sla-breach", "subject", r"(?i)light")], clock=True)
    raws = [mail.letter("All is gone.", sender=f"k{n}@acme.example", subject=f"Dark {n}",
                        headers=[("X-Severity", "critical")]) for n in range(3)]
    for raw in raws:
        desk.receive(raw, when=START)
    desk.quiet()
    for worker in range(4):			# whoever is asked is not there at first
        desk.docket.kill_role("parse", worker)
    desk.world.clock.set(START + 3600)
    desk.world.wait(lambda: [t["tags"] for t in tickets(desk)] == [["dark"]] * 3, 30)
    assert desk.rows("select distinct a.state from docket.alarm a join docket.cycle c"
                     " on c.id = a.cycle where c.clock = 'response' and a.point = 'breach'"
                     ) == [{"state": "fired"}]
    check_log(desk)
