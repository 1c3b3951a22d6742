"""What rules tell together, not again, or not at these hours."""
import time

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group
from world.webhook import Webhook

NOT_TODAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][(time.gmtime().tm_wday + 3) % 7]
TEAM = [{"notify": ["team:desk"], "template": "agent-notice"}]


def rule(name, on, when, do, **more):
    return {"name": name, "on": on, "when": when, "do": Group(do)} | more


class Desk(desks.Desk):
    def __init__(self, world, name="grouping"):
        self.server = Webhook(world.certs.good())
        world.on_close(self.server.close)
        docket = world.docket(name, clock=True)
        files = docket.files
        files["webhooks.conf"] = {"webhooks": Group([
            {"name": "own", "url": f"https://localhost:{self.server.port}/own", "ca_file": world.certs.ca,
             "allow_private": True, "max_rate": 0}])}
        files["calendars.conf"] = {"calendars": Group([
            {"name": "always", "timezone": "UTC", "always": True},
            {"name": "never", "timezone": "UTC", "hours": {NOT_TODAY: ["03:00-03:01"]}}])}
        acme = {"project": "ACME"}
        files["rules.conf"] = {"rules": Group([
            rule("burst", ["created"], acme | {"subject": {"contains": "burst"}},
                 TEAM + [{"webhook": ["own"]}], group_wait="30s", group_by=["project"]),
            rule("each", ["created", "changed"], {"subject": {"contains": "each"}},
                 [{"notify": ["requester", "team:desk"], "template": "agent-notice"}], group_wait="30s"),
            rule("again", ["changed"], {"severity": ["high", "critical"], "subject": {"contains": "again"}},
                 TEAM, repeat_every="4h"),
            rule("both", ["changed"], {"subject": {"contains": "both"}}, TEAM, group_wait="30s",
                 repeat_every="4h"),
            rule("muted", ["created"], {"subject": {"contains": "muted"}}, TEAM, mute="always"),
            rule("inactive", ["created"], {"subject": {"contains": "inactive"}},
                 [{"notify": ["requester", "lead"], "template": "agent-notice"}], active="never"),
            rule("in hours", ["created"], {"subject": {"contains": "in hours"}}, TEAM, active="always",
                 mute="never")])}
        docket.write()
        super().__init__(world, docket.start())

    def new(self, subject, text="It hums.", sender=None):
        n = self.tickets() + 1
        return self.open(text, sender=sender or f"jo{n}@acme.example", subject=f"{subject} {n}")["id"]

    def later(self, seconds=31):
        self.world.clock.advance(seconds)

    def lists(self, to=AGENT):
        return [m for m in self.mails(to=to) if m.name.startswith("Several at once")]

    def withheld(self, number):
        return [e["data"]["why"] for e in self.entries(number, "rule") if e["data"].get("what") == "not told"]


@pytest.fixture(scope="module")
def desk(world):
    made = Desk(world)
    yield made
    if made.docket.alive():
        assert made.docket.stop() == 0


@pytest.fixture(autouse=True)
def clean(world, desk):
    world.smtp.clear()
    desk.server.posts.clear()


def test_a_burst_is_one_mail_to_each_and_one_post(world, desk):
    numbers = [desk.new("burst") for _ in range(3)]
    desk.quiet()
    assert not desk.mails(to=AGENT) and not desk.server.posts
    assert world.one("select count(*) from docket.grouped") == 6
    desk.later()
    world.wait(lambda: desk.lists() and desk.lists(LEAD) and desk.server.posts, 20, "the group")
    desk.quiet()
    [got], [lead], [post] = desk.lists(), desk.lists(LEAD), desk.server.posts
    assert "3 tickets: burst" in got["Subject"]
    for number in numbers:
        assert f"#{number} burst" in got.text and f"#{number} burst" in lead.text
    assert got.html.count("<b>#") == 3 and "mailto:" in got.text
    assert [t["id"] for t in post.json["tickets"]] == numbers and post.json["count"] == 3
    assert post.json["summary"] == "3 tickets: burst"
    assert world.one("select count(*) from docket.grouped") == 0
    for number in numbers:				# each ticket's own history has whom it was told
        [burst] = [r for e in desk.docket.ctl_json("explain", str(number), "--rule", "burst")["events"]
                   for r in e["rules"]]
        assert {(d["mail"], d["to"], d["sent"]) for d in burst["did"] if "mail" in d} == {
            ("group", "ana", True), ("group", "lee", True)}
        assert b"mail group to ana, with other tickets" in desk.docket.ctl("explain", str(number)).stdout


def test_one_alone_is_the_rules_own_mail(world, desk):
    number = desk.new("burst", text="One alone hums.")
    desk.quiet()
    desk.later()
    got = desk.mail(number, AGENT)
    assert got.ticket == number and "One alone hums." in got.text
    post = world.wait(lambda: desk.server.posts, 20, "the post")[0]
    assert post.json["count"] == 1 and post.json["ticket"]["id"] == number
    assert post.json["text"] == "One alone hums."
    # Its answer is taken as an answer to any notice.
    assert desk.answer(got, "I look at it.", AGENT)["by_agent"]


def test_without_group_by_each_ticket_is_its_own_and_customers_do_not_wait(world, desk):
    first, second = desk.new("each"), desk.new("each")
    for number in (first, second):
        assert desk.mail(number, f"jo{number}@acme.example")
        desk.docket.ctl("do", str(number), "severity", "high", "--as", "ana")
    desk.quiet()
    assert not desk.mails(to=LEAD)
    desk.later()
    for number in (first, second):
        desk.mail(number, LEAD)
    desk.quiet()
    assert len(desk.mails(to=LEAD)) == 2 and not desk.lists(LEAD)


def test_the_same_is_not_told_again_unless_what_it_saw_changed(desk):
    number = desk.new("again", text="Severity: high\n\nIt burns.")
    desk.docket.ctl("do", str(number), "version", "1.2.3", "--as", "ana")
    desk.mail(number, LEAD)
    desk.docket.ctl("do", str(number), "version", "1.2.4", "--as", "ana")
    desk.quiet()
    assert len(desk.mails(number, LEAD)) == 1
    assert ["the same was told" in why and "repeat_every is 4h" in why for why in desk.withheld(number)] == [True]
    desk.docket.ctl("do", str(number), "severity", "critical", "--as", "ana")
    desk.world.wait(lambda: len(desk.mails(number, LEAD)) == 2, 20, "the second")
    desk.later(4 * 3600 + 1)
    desk.docket.ctl("do", str(number), "version", "1.2.5", "--as", "ana")
    desk.world.wait(lambda: len(desk.mails(number, LEAD)) == 3, 20, "the third")
    assert len(desk.withheld(number)) == 1


def test_calendars_mute_and_the_history_says_so(desk):
    muted, inactive, told = desk.new("muted"), desk.new("inactive"), desk.new("in hours")
    desk.mail(told, AGENT)
    assert desk.mail(inactive, f"jo{inactive}@acme.example")
    desk.quiet()
    assert not desk.mails(muted, AGENT) and not desk.mails(inactive, LEAD)
    assert desk.withheld(muted) == ["calendar always mutes the rule"]
    assert desk.withheld(inactive) == ["the rule is active in calendar never alone"]
    assert not desk.withheld(told)


def test_what_waits_survives_a_kill_and_goes_once(world, desk):
    numbers = [desk.new("burst") for _ in range(2)]
    desk.quiet()
    desk.docket.kill_role("core")
    world.wait(lambda: desk.docket.roles("core"), 20, "another core")
    desk.later()
    world.wait(desk.lists, 30, "the list")
    desk.quiet()
    assert len(desk.lists()) == 1 and all(f"#{n} " in desk.lists()[0].text for n in numbers)


def test_a_silence_that_began_meanwhile_holds_and_an_erased_ticket_is_gone(world, desk):
    quiet, gone, told = desk.new("burst quiet"), desk.new("burst"), desk.new("burst")
    desk.quiet()
    world.sql("delete from docket.ticket where id = %s", gone)
    desk.docket.ctl("silence", "add", "--where", 'tags = "x"; project = "ACME";', "--until", "+1h", "--why", "w")
    desk.docket.ctl("do", str(quiet), "tag", "+x", "--as", "ana")
    desk.later()
    got = desk.mail(told, LEAD)
    assert got.ticket == told and len(desk.withheld(quiet)) == 2
    desk.quiet()
    assert not desk.lists()
    for silence in desk.docket.ctl_json("silence", "list"):
        desk.docket.ctl("silence", "end", str(silence["id"]))


def test_what_a_silence_held_was_not_told(desk):
    """Alertmanager counts what was muted as told (its issue 2496)."""
    number = desk.new("both")
    desk.docket.ctl("do", str(number), "version", "1.2.3", "--as", "ana")
    desk.docket.ctl("silence", "add", "--where", 'project = "ACME";', "--until", "+1h", "--why", "w")
    desk.later()
    desk.world.wait(lambda: desk.withheld(number), 20, "the entry")
    for silence in desk.docket.ctl_json("silence", "list"):
        desk.docket.ctl("silence", "end", str(silence["id"]))
    desk.docket.ctl("do", str(number), "version", "1.2.4", "--as", "ana")
    desk.later()
    desk.mail(number, LEAD)
    assert len(desk.withheld(number)) == 1


def test_a_group_whose_rule_is_gone_says_so(world, desk):
    number = desk.new("burst")
    desk.quiet()
    world.sql("update docket.grouped set rule = 'an old one'")
    desk.later()
    why = world.wait(lambda: desk.withheld(number), 20, "the entry")
    assert "rules.conf has the rule no more" in why[0]
    told = world.wait(lambda: desk.rows("select text from docket.condition where kind = 'rules-mail'"
                                        " and text like '%%an old one%%'"), 20, "what the admins are told")
    assert f"the first #{number}, was told to nobody" in told[0]["text"]
    assert world.one("select count(*) from docket.grouped") == 0


def test_waiting_spares_no_budget_and_the_history_says_so(world, desk):
    desk.docket.files["docket.conf"]["rule_mails_per_hour"] = 1
    desk.docket.write()
    desk.docket.reload()
    world.clock.set((world.clock.now() // 3600 + 1) * 3600)	# a budget is an hour's of the clock
    numbers = []
    for n in range(3):
        numbers.append(desk.new("burst budget"))
        desk.quiet()
        desk.later()
        world.wait(lambda: world.one("select count(*) from docket.grouped") == 0, 20, "it to be told")
    desk.quiet()
    assert len(desk.server.posts) == 1 and len(desk.mails(to=LEAD)) == 1
    for number in numbers[1:]:
        assert desk.withheld(number) == ["rules posted to it all that they may in this hour"]
        assert "mail not sent" in [e["data"].get("what") for e in desk.entries(number, "rule")]
    del desk.docket.files["docket.conf"]["rule_mails_per_hour"]
    desk.docket.write()
    desk.docket.reload()


def test_two_daemons_tell_a_thousand_once(world, desk):
    """A storm: one mail to each reader, one post; and how long it takes."""
    started = time.monotonic()
    before = desk.tickets()
    for n in range(1000):
        world.deliver(mail.letter("It hums.", sender=f"s{n}@acme.example", subject=f"burst storm {n}"))
    world.wait(lambda: desk.tickets() == before + 1000, 200, "the tickets")
    desk.quiet()
    stored = time.monotonic()
    other = world.docket("other", clock=True)
    other.files = desk.docket.files
    other.write()
    other.start()
    desk.later()
    world.wait(lambda: desk.lists() and desk.server.posts, 60, "the group")
    print(f"stored in {stored - started:.1f} s, told in {time.monotonic() - stored:.1f} s")
    desk.quiet()
    time.sleep(2)
    assert other.stop() == 0
    assert len(desk.lists()) == 1 and len(desk.lists(LEAD)) == 1 and len(desk.server.posts) == 1
    assert "1000 tickets: burst" in desk.lists()[0]["Subject"]
    assert len(desk.lists()[0].raw) < 102_000 * 4 and desk.server.posts[0].json["count"] == 1000
    assert len(desk.server.posts[0].json["tickets"]) == 20 and len(desk.server.posts[0].body) < 10_000
    assert "more" in desk.lists()[0].text
