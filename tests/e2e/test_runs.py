"""What a project runs: said by engineers (#runs) and by tickets, and asked about where they disagree."""
import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

ANA, LEE = f"Ana <{AGENT}>", f"Lee <{LEAD}>"
PASS = [("Authentication-Results", "mx.example.com; dmarc=pass header.from=acme.example")]
FAIL = [("Authentication-Results", "mx.example.com; dmarc=fail header.from=acme.example")]

PRODUCTS = {"products": Group([
    {"name": "widget", "label": "Widget Server", "scheme": "semver",
     "environments": ["prod", "test"], "branches": Group([
         {"name": "main", "releases": ["2.3.0", "2.4.0", "2.4.1", "2.5.0"]},
         {"name": "2.2", "releases": ["2.2.0", "2.2.1"], "support_until": "2025-06-30"}])},
    {"name": "gadget", "scheme": "numeric", "branches": Group([
        {"name": "main", "releases": ["1", "2", "3"]}])}])}


def project(key, **more):
    return {"key": key, "name": key.title(), "domains": [f"{key.lower()}.example"], "language": "en",
            "calendar": "always", "sla": "standard"} | more


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["docket.conf"] |= {"authserv": ["mx.example.com"]}
    made.files["products.conf"] = PRODUCTS
    made.files["projects.conf"]["projects"] = Group(
        list(made.files["projects.conf"]["projects"]) + [project(f"K{n}") for n in range(30)])
    made.files["fields.conf"] = {"fields": Group([
        {"name": "severity", "default": "medium"}, {"name": "version"},
        {"name": "environment", "type": "enum", "values": ["prod", "test"],
         "labels": {"en": ["Environment"]}}])}
    ana, lee = made.files["agents.conf"]["agents"]
    made.files["agents.conf"]["agents"] = Group([ana | {"transcript": "always"}, lee])
    made.files["rules.conf"]["rules"] = Group(list(made.files["rules.conf"]["rules"]) + [
        {"name": "the nightly mail says it", "on": ["created"], "when": {"subject": "nightly report 2.4.1"},
         "do": Group([{"runs": "2.4.1"}])},
        {"name": "an old one", "on": ["created"], "when": {"subject": "nightly report 2.3.0"},
         "do": Group([{"runs": "2.3.0"}])},
        {"name": "its time is over", "on": ["created"], "when": {"version.supported": "no"},
         "do": Group([{"tag": ["outdated"]}])},
        {"name": "nobody knows", "on": ["created"], "when": {"version.supported": ["unknown"]},
         "do": Group([{"tag": ["unknown"]}])},
        {"name": "it waits", "on": ["arrived"], "when": {"subject": "hold me"},
         "do": Group([{"held": True}])}])
    [sla] = made.files["sla.conf"]["slas"]
    made.files["sla.conf"]["slas"] = Group([sla | {"targets": Group([
        {"when": {"version.supported": "no"}, "response": "9d"}, *sla["targets"]])}])
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


KEYS = iter(f"K{n}" for n in range(30))


@pytest.fixture
def key():
    """A project of which nothing is known."""
    return next(KEYS)


def auth(key, verdict="pass"):
    return [("Authentication-Results", f"mx.example.com; dmarc={verdict} header.from={key.lower()}.example")]


def opened(desk, key, text, verdict="pass", sender=None, **kwargs):
    headers = (auth(key, verdict) if verdict else []) + kwargs.pop("headers", [])
    return desk.open(text, sender=sender or f"jo@{key.lower()}.example", headers=headers, **kwargs)["id"]


def runs(desk, key):
    """Its history, as (product, environment, version, source), oldest first."""
    return [(r["product"], r["environment"], r["version"], r["source"]) for r in desk.rows(
        "select * from docket.run where project = %s order by since, id", key)]


def now(desk, key):
    """{environment: version} of the first product."""
    return {r["environment"]: r["version"] for r in desk.rows(
        "select * from docket.runs(now(), %s) where product = 'widget'", key)}


def doubts(desk, key):
    return [(r["version"], r["runs"]) for r in desk.rows(
        "select * from docket.run_doubt where project = %s order by ticket", key)]


def said(desk, ticket, text, sender=ANA, but=()):
    """What the writer of command lines is told."""
    notice = desk.mail(ticket, AGENT if sender == ANA else LEAD)
    seen = desk.seen()
    desk.answer(notice, text, sender)
    return re.sub(r"\s+", " ", " ".join(m.text for m in desk.quiet() if m["Message-ID"] not in seen
                                        and m["X-Docket-Reason"] == "transcript"))


def days(n):
    """The day in ana's zone."""
    return (datetime.datetime.now(ZoneInfo("Europe/Madrid")).date() + datetime.timedelta(days=n)).isoformat()


# ---- tickets say it ----

@pytest.mark.parametrize("name, text, headers, want", [
    ("a header", "It hums.", [("X-Docket-Version", "2.4.0")], "header"),
    ("a line at the top", "Version: 2.4.0\n\nIt hums.", [], "body"),
    ("the running text", "we run 2.4.0 and it hums.", [], "body")])
def test_a_contacts_version_is_what_their_project_runs(desk, key, name, text, headers, want):
    ticket = opened(desk, key, text, headers=headers)
    assert runs(desk, key) == [("widget", "prod", "2.4.0", want)]
    [told] = [e for e in desk.entries(ticket) if e["data"].get("what") == "runs"]
    assert told["data"]["to"] == "2.4.0"


def test_a_higher_one_is_taken_and_a_lower_one_is_asked_about(desk, key):
    opened(desk, key, "Version: 2.4.0\n\nIt hums.")
    opened(desk, key, "Version: 2.4.1\n\nIt hums on.")
    assert now(desk, key) == {"prod": "2.4.1"}
    ticket = opened(desk, key, "Version: 2.3.0\n\nAnd here?")
    assert now(desk, key) == {"prod": "2.4.1"}
    assert doubts(desk, key) == [("2.3.0", "2.4.1")]
    notice = desk.mail(ticket, AGENT)
    for part in (notice.text, notice.html):
        assert f"the ticket says 2.3.0, {key} (prod) has been running 2.4.1 since {days(0)}: which is right?" in part
    for label in ("It runs 2.3.0", "Keep 2.4.1"):
        assert label in notice.text and label in notice.html
    assert "which is right" not in desk.mail(ticket, f"jo@{key.lower()}.example").text
    assert len(runs(desk, key)) == 2


def test_the_button_decides_for_the_ticket(desk, key):
    opened(desk, key, "Version: 2.4.1\n\nIt hums.")
    ticket = opened(desk, key, "Version: 2.3.0\n\nAnd here?")
    told = said(desk, ticket, "#runs 2.3.0 env=prod product=widget\n")
    assert "2.4.1 ran before" in told
    assert now(desk, key) == {"prod": "2.3.0"} and doubts(desk, key) == []
    assert runs(desk, key)[-1] == ("widget", "prod", "2.3.0", "agent")
    assert "which is right" not in desk.docket.ctl("show", str(ticket)).stdout.decode()


def test_keep_decides_for_what_is_known_and_twice_is_once(desk, key):
    opened(desk, key, "Version: 2.4.1\n\nIt hums.")
    ticket = opened(desk, key, "Version: 2.3.0\n\nAnd here?")
    said(desk, ticket, "#runs keep\n")
    assert now(desk, key) == {"prod": "2.4.1"} and doubts(desk, key) == []
    [kept] = [e["data"] for e in desk.entries(ticket) if e["data"].get("what") == "runs-doubt"]
    assert kept["from"] == "2.3.0"
    said(desk, ticket, "#runs keep\n")
    assert len([e for e in desk.entries(ticket) if e["data"].get("what") == "runs-doubt"]) == 1
    assert len(runs(desk, key)) == 1


def test_the_customers_own_correction_ends_the_question(desk, key):
    opened(desk, key, "Version: 2.4.1\n\nIt hums.")
    ticket = opened(desk, key, "Version: 2.3.0\n\nAnd here?")
    who = f"jo@{key.lower()}.example"
    desk.answer(desk.mail(ticket, who), "Version: 2.4.1\n\nSorry.", who, headers=auth(key))
    assert doubts(desk, key) == [] and now(desk, key) == {"prod": "2.4.1"}


@pytest.mark.parametrize("name, sender, verdict", [
    ("a stranger", "jo@elsewhere.example", None), ("another project's contact", "jo@acme.example", "other"),
    ("forged", None, "fail")])
def test_nobody_elses_word_changes_it(desk, key, name, sender, verdict):
    if verdict == "other":
        ticket = opened(desk, key, "Version: 2.4.0\n\nIt hums.", None, sender, headers=PASS)
        desk.docket.ctl("do", str(ticket), "project", key)
    else:
        opened(desk, key, "Version: 2.4.0\n\nIt hums.", verdict, sender)
    desk.quiet()
    assert runs(desk, key) == [] and doubts(desk, key) == []


def test_who_is_not_proven_is_asked_about(desk, key):
    ticket = opened(desk, key, "Version: 2.4.0\n\nIt hums.", None)
    assert runs(desk, key) == [] and doubts(desk, key) == [("2.4.0", "")]
    assert f"the ticket says 2.4.0, nothing is known of {key} (prod): which is right?" in desk.mail(ticket, AGENT).text
    said(desk, ticket, "#runs 2.4.0\n")
    assert now(desk, key) == {"prod": "2.4.0"} and doubts(desk, key) == []


def test_a_version_of_no_catalogue_is_asked_about(desk, key):
    opened(desk, key, "Version: 2.4.0\n\nIt hums.")
    opened(desk, key, "Version: 24.1.0\n\nIt hums.")
    assert now(desk, key) == {"prod": "2.4.0"} and doubts(desk, key) == [("24.1.0", "2.4.0")]


def test_mail_that_waits_says_nothing_until_it_is_taken(desk, key):
    ticket = opened(desk, key, "Version: 2.4.0\n\nIt hums.", subject="hold me")
    assert runs(desk, key) == [] and doubts(desk, key) == []
    said(desk, ticket, "#accept\n")
    desk.world.wait(lambda: runs(desk, key), 20, "the version to be told")
    assert runs(desk, key) == [("widget", "prod", "2.4.0", "body")]


def test_what_spam_told_is_taken_back(desk, key):
    opened(desk, key, "Version: 2.3.0\n\nIt hums.")
    ticket = opened(desk, key, "Version: 2.5.0\n\nBuy this.")
    assert now(desk, key) == {"prod": "2.5.0"}
    said(desk, ticket, "#spam\n")
    assert now(desk, key) == {"prod": "2.3.0"}


def test_a_ticket_of_another_project_takes_its_word_along(desk, key):
    ticket = opened(desk, key, "Version: 2.5.0\n\nIt hums.")
    said(desk, ticket, "#project ACME\n")
    assert runs(desk, key) == []
    assert ("widget", "prod", "2.5.0", "body") not in runs(desk, "ACME")


def test_its_environment_may_be_another(desk, key):
    ticket = opened(desk, key, "Environment: test\nVersion: 2.5.0\n\nIt hums.")
    assert now(desk, key) == {"test": "2.5.0"}
    said(desk, ticket, "#set environment prod\n")
    assert now(desk, key) == {"prod": "2.5.0"}


def test_an_engineers_version_of_a_ticket_raises_and_never_lowers(desk, key):
    ticket = opened(desk, key, "It hums.")
    said(desk, ticket, "#version 2.4.0\n")
    assert runs(desk, key) == [("widget", "prod", "2.4.0", "agent")]
    said(desk, ticket, "#version 2.3.0\n")
    assert now(desk, key) == {"prod": "2.4.0"} and doubts(desk, key) == [("2.3.0", "2.4.0")]
    said(desk, ticket, "#undo\n")
    assert doubts(desk, key) == []


def test_a_rule_says_it_and_never_lowers(desk, key):
    opened(desk, key, "Fine.", subject="nightly report 2.4.1")
    assert runs(desk, key) == [("widget", "prod", "2.4.1", "rule")]
    opened(desk, key, "Fine.", subject="nightly report 2.3.0")
    assert now(desk, key) == {"prod": "2.4.1"} and doubts(desk, key) == [("2.3.0", "2.4.1")]


def test_the_same_mail_again_says_it_once(desk, key):
    raw = mail.letter("Version: 2.4.0\n\nIt hums.", sender=f"jo@{key.lower()}.example", headers=auth(key))
    desk.receive(raw)
    desk.receive(raw)
    desk.quiet()
    assert len(runs(desk, key)) == 1


# ---- engineers say it ----

def test_an_older_since_goes_into_the_history(desk, key):
    ticket = opened(desk, key, "Version: 2.4.1\n\nIt hums.")
    told = said(desk, ticket, f"#runs 2.3.0 since={days(-90)}\n")
    assert f"into the history; what runs is 2.4.1, since {days(0)}" in told
    assert now(desk, key) == {"prod": "2.4.1"}
    assert [r[2] for r in runs(desk, key)] == ["2.3.0", "2.4.1"]
    said(desk, ticket, f"#runs 2.4.1 since={days(-30)}\n")
    [row] = desk.rows("select since::date::text as since from docket.runs(now(), %s)", key)
    assert row["since"] in (days(-31), days(-30))


def test_a_later_since_is_a_plan(desk, key):
    ticket = opened(desk, key, "Version: 2.3.0\n\nIt hums.")
    told = said(desk, ticket, f"#runs 2.4.1 since={days(10)}\n")
    assert f"planned for {days(10)}; until then 2.3.0 runs" in told
    assert now(desk, key) == {"prod": "2.3.0"}
    later = desk.rows("select version from docket.runs(now() + interval '11 days', %s)", key)
    assert [r["version"] for r in later] == ["2.4.1"]
    said(desk, ticket, "#runs 2.5.0\n")
    later = desk.rows("select version from docket.runs(now() + interval '11 days', %s)", key)
    assert [r["version"] for r in later] == ["2.5.0"], "the plan would have been a step back"


def test_another_product_and_environment(desk, key):
    ticket = opened(desk, key, "It hums.")
    said(desk, ticket, "#runs 2 product=gadget\n#runs v2.4 env=test\n")
    assert sorted(runs(desk, key)) == [("gadget", "prod", "2", "agent"), ("widget", "test", "2.4.0", "agent")]


def test_one_that_no_catalogue_has_is_kept_as_written_and_said_so(desk, key):
    ticket = opened(desk, key, "It hums.")
    assert "products.conf has no 2.4.1-acme7 of widget" in said(desk, ticket, "#runs 2.4.1-acme7\n")
    assert now(desk, key) == {"prod": "2.4.1-acme7"}


@pytest.mark.parametrize("line, why", [
    ("#runs", "#runs needs a value"), ("#runs keeep", "there is no version keeep"),
    ("#runs 2,4.1", "there is no version 2,4.1"), ("#runs 2.4.1 product=nothing", "there is no product nothing"),
    ("#runs 2.4.1 env=moon", "there is no environment moon"),
    ("#runs 2.4.1 colour=red", "colour is none of env, product and since"),
    ("#runs 2.4.1 since=someday", '"someday" is no time'),
    ("#runs 2.4.1 since=2020-02-30", 'there is no such time as "2020-02-30"'),
    ("#runs 2.4.1 since=1888-10-01", 'there is no such time as "1888-10-01"'),
    ("#runs 2.4.1 since=2126-10-01", "more than five years from now")])
def test_what_is_wrong_is_told_and_nothing_is_done(desk, line, why):
    ticket = opened(desk, "ACME", "It hums.")
    before = runs(desk, "ACME")
    assert why in said(desk, ticket, line + "\n#take\n")
    assert runs(desk, "ACME") == before and desk.ticket(ticket)["assignee"] is None


def test_docketctl_says_it_too(desk, key):
    ticket = opened(desk, key, "It hums.")
    desk.docket.ctl("do", str(ticket), "runs", "2.4.1")
    assert runs(desk, key) == [("widget", "prod", "2.4.1", "agent")]
    assert "runs" in desk.docket.ctl("show", str(ticket)).stdout.decode()


# ---- its time is over ----

def test_the_acknowledgement_says_whose_time_is_over(desk, key):
    ticket = opened(desk, key, "Version: 2.2.1\n\nIt hums.")
    ack = desk.mail(ticket, f"jo@{key.lower()}.example")
    for part in (ack.text, ack.html):
        assert ("Support for version 2.2.1 of Widget Server ended on 2025-06-30."
                " Version 2.5.0 is supported.") in part
    assert "support ended on 2025-06-30" in desk.mail(ticket, AGENT).text
    ticket = opened(desk, key, "Version: 2.4.1\n\nIt hums.")
    assert "Support for" not in desk.mail(ticket, f"jo@{key.lower()}.example").text


@pytest.mark.parametrize("version, tags, hours", [
    ("2.2.1", ["outdated"], 216), ("2.4.1", [], 4), ("24.1", ["unknown"], 4), (None, ["unknown"], 4)])
def test_rules_and_promises_go_by_support(desk, key, version, tags, hours):
    ticket = opened(desk, key, f"Version: {version}\n\nIt hums." if version else "It hums.")
    assert desk.ticket(ticket)["tags"] == tags
    cycle = desk.cycle(ticket, "response")
    assert round((cycle["due_at"] - cycle["started_at"]).total_seconds() / 3600) == hours


def test_a_list_says_why_it_does_not_go_by_support(desk):
    got = desk.docket.ctl("list", "--where", 'version.supported = "no";', check=False)
    assert got.returncode != 0 and "docketctl versions does" in got.stderr.decode()
