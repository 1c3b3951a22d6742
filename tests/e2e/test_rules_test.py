"""docketctl rules test: tests of rules, as files, without a database: each expectation fails
when it should, faults are told with file and line, and what no test has seen is told."""
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest

from world import ROOT, build_dir

CTL = f"{build_dir()}/daemon/docketctl"

RULES = r"""rules = (
	{ name = "acknowledge";
	  on = [ "created" ];
	  when = { letter.kind = "human"; };
	  do = ( { notify = [ "requester" ]; template = "acknowledgement"; } ); },
	{ name = "outage";
	  on = [ "created", "changed" ];
	  when = { project = "ACME";
	           severity = { at_least = "high"; };
	           subject = { matches = "(?i)outage"; }; };
	  do = ( { assign = "lee"; }, { tag = [ "outage" ]; } ); },
	{ name = "tell";
	  on = [ "created", "customer-replied" ];
	  do = ( { notify = [ "assignee" ]; template = "agent-notice"; } ); },
	{ name = "warn";
	  on = [ "sla-warning" ];
	  when = { sla.clock = "response"; };
	  do = ( { notify = [ "leads" ]; template = "sla-warning"; } ); },
	{ name = "done";
	  on = [ "closed" ];
	  when = { severity = "critical"; };
	  do = ( { tag = "done"; }, { stop = true; } ); },
	{ name = "behind";
	  on = [ "closed" ];
	  do = ( { tag = "never"; } ); }
);
"""

OUTAGE = b"""From: Jo Smith <jo@acme.example>
To: support@example.com
Subject: Total outage in Kiel
Message-ID: <one@acme.example>
Date: Mon, 01 Jun 2026 12:00:00 +0200

Severity: critical

Nothing works.
"""
ANSWER = b"""From: Jo Smith <jo@acme.example>
To: support@example.com
Subject: Re: Total outage in Kiel
Message-ID: <two@acme.example>
In-Reply-To: <one@acme.example>
Date: Mon, 01 Jun 2026 13:00:00 +0200

It is the switch in the cellar.
"""

TESTS = """tests = (
	{ name = "an outage";
	  now = "2026-06-01T12:00:00+02:00";
	  mail = "outage.eml";
	  events = ( { at = "+1h"; mail = "answer.eml"; },
	             { at = "+5m"; do = "#close"; by = "ana"; } );
	  expect = {
		fired = [ "acknowledge", "outage", "tell", "done" ];
		not_fired = [ "behind" ];
		ticket = { status = "closed"; assignee = "lee"; tags = [ "outage", "done" ];
		           severity = "critical"; from = "jo@acme.example"; not_tags = "never"; };
		tickets = 1;
		mails = ( { to = "jo@acme.example"; template = "acknowledgement"; contains = "is now ticket"; },
		          { to = "lee"; template = "agent-notice"; subject = "outage"; },
		          { to = "lee"; template = "agent-notice"; contains = "the cellar"; },
		          { to = "lee"; template = "sla-warning"; } );
		mails_exact = true; }; },
	{ name = "a small thing";
	  ticket = { project = "ACME"; severity = "low"; subject = "No outage"; from = "pat@acme.example"; };
	  events = ( "created" );
	  expect = { not_fired = [ "outage" ]; ticket = { assignee = ""; status = "new"; }; }; }
);
"""

# What is changed in TESTS, and what is told then.  {n} is the line of the change.
WRONG = [
    ('fired = [ "acknowledge", "outage"', 'fired = [ "behind", "outage"',
     'rule "behind" did not fire: rule "done" stopped before it'),
    ('not_fired = [ "behind" ]', 'not_fired = [ "outage" ]', 'rule "outage" fired, on created'),
    ('not_fired = [ "behind" ]', 'not_fired = [ "warn" ]', 'rule "warn" fired, on sla-warning'),
    ('not_fired = [ "behind" ]', 'not_fired = [ "done" ]', 'rule "done" fired, on closed'),
    ('not_fired = [ "outage" ]', 'fired = [ "outage" ]',
     'rule "outage" did not fire: rules.conf:9 severity at_least "high", was "low"'),
    ('not_fired = [ "outage" ]', 'fired = [ "warn" ]',
     'rule "warn" did not fire: rules.conf:15 nothing happened that it is on: sla-warning'),
    ('not_fired = [ "outage" ]', 'not_fired = [ "acknowledge" ]',
     'rule "acknowledge" fired, on created'),
    ('status = "closed"', 'status = "open"', 'ticket: status is "closed", not "open"'),
    ('status = "closed"', 'status = [ "open", "new" ]',
     'ticket: status is "closed", not "open", "new"'),
    ('status = "closed"', 'category = "resolved"', 'ticket: category is "closed", not "resolved"'),
    ('status = "closed"', 'type = "incident"; project = "GLOBEX"',
     'ticket: project is "ACME", not "GLOBEX"'),
    ('status = "closed"', 'subject = "Other"',
     'ticket: subject is "Total outage in Kiel", not "Other"'),
    ('status = "closed"', 'sla = "standard"', 'ticket: sla is "gold", not "standard"'),
    ('status = "closed"', 'team = "desk"', 'ticket: team is "", not "desk"'),
    ('status = "closed"', 'participants = "pat@acme.example"',
     'ticket: participants "pat@acme.example" is missing: "jo@acme.example"'),
    ('status = "closed"', 'breached = "resolution"',
     'ticket: breached "resolution" is missing: "response"'),
    ('status = "closed"', 'breached = [ ]', 'ticket: breached is "response", not nothing'),
    ('assignee = "lee"', 'assignee = ""', 'ticket: assignee is "lee", not ""'),
    ('assignee = "lee"', 'assignee = "ana"', 'ticket: assignee is "lee", not "ana"'),
    ('assignee = "";', 'assignee = "lee";', 'ticket: assignee is "", not "lee"'),
    ('tags = [ "outage", "done" ]', 'tags = [ "outage", "vip" ]',
     'ticket: tags "vip" is missing: "outage", "done"'),
    ('tags = [ "outage", "done" ]', 'tags = [ ]', 'ticket: tags is "outage", "done", not nothing'),
    ('not_tags = "never"', 'not_tags = "done"', 'ticket: tags "done" is among them'),
    ('severity = "critical"', 'severity = "HIGH"', 'ticket: severity is "critical", not "high"'),
    ('from = "jo@acme.example"', 'from = "pat@acme.example"',
     'ticket: from is "jo@acme.example", not "pat@acme.example"'),
    ('tickets = 1', 'tickets = 2', 'there are 1 tickets, not 2'),
    ('ticket = { assignee = ""; status = "new"; }', 'ticket = "none"', 'there is a ticket, #1'),
    ('to = "jo@acme.example"; template', 'to = "pat@acme.example"; template',
     'mail acknowledgement to pat@acme.example: none goes out; there are: acknowledgement to'
     ' jo@acme.example;'),
    ('template = "acknowledgement"', 'template = "customer-reply"',
     'mail customer-reply to jo@acme.example: none goes out'),
    ('contains = "is now ticket"', 'contains = [ "Hello", "in the attic" ]',
     'mail acknowledgement to jo@acme.example does not say "in the attic": its subject is'),
    ('subject = "outage"', 'subject = "inrage"', 'does not say "inrage"'),
    ('contains = "the cellar"', 'contains = "Nothing works"; subject = "outage"',
     'mail agent-notice to lee does not say "Nothing works"'),
    ('          { to = "lee"; template = "sla-warning"; } );',
     '          { to = "lee"; template = "sla-warning"; }, { to = "lee"; template = "sla-breach"; } );',
     'mail sla-breach to lee: none goes out'),
    (',\n\t\t          { to = "lee"; template = "sla-warning"; } )', ' )',
     'a mail goes out that is not expected: sla-warning to lee@example.com'),
    ('{ to = "jo@acme.example"; template = "acknowledgement"; contains = "is now ticket"; },', '',
     'a mail goes out that is not expected: acknowledgement to jo@acme.example'),
]

# What is wrong in the file itself: exit status 78, and nothing is played.
FAULTS = [
    ('expect = { not_fired = [ "outage" ]; ticket = { assignee = ""; status = "new"; }; };',
     'expect = { };', "tests.d/a.conf:21: expect is empty: a test that expects nothing cannot fail"),
    ('expect = { not_fired = [ "outage" ]; ticket = { assignee = ""; status = "new"; }; };', '',
     "tests.d/a.conf:18: tests lacks expect"),
    ('mail = "outage.eml"', 'mail = "outrage.eml"', "tests.d/a.conf:4: there is no mail here: "),
    ('mail = "answer.eml"', 'mail = "empty.eml"', "tests.d/a.conf:5: tests.d/empty.eml is empty"),
    ('"behind" ]', '"behnd" ]', 'tests.d/a.conf:9: there is no rule "behnd" (did you mean behind?)'),
    ('template = "acknowledgement"', 'template = "acknowledgment"',
     "there is no template acknowledgment"),
    ('by = "ana"', 'by = "anna"', "tests.d/a.conf:6: there is no agent anna in agents.conf"),
    ('to = "lee"; template = "sla-warning"', 'to = "le"; template = "sla-warning"',
     "there is no agent le in agents.conf"),
    ('ticket = { project = "ACME"; severity = "low"; subject = "No outage"; from = "pat@acme.example"; };',
     '', "tests.d/a.conf:18: a test begins with a mail, a ticket, or an event of a project"),
    ('events = ( "created" );', '', "tests.d/a.conf:18: nothing happens to it"),
    ('name = "a small thing"', 'name = "an outage"',
     'test "an outage" is there twice: the first is tests.d/a.conf:2'),
    ('"created" )', '"craeted" )', "tests.d/a.conf:20: there is no event craeted (did you mean created?)"),
    ('"created" )', '{ by = "ana"; } )', "a step is one of event, mail and do, or at alone"),
    ('"created" )', '"arrived" )', "arrived is no step: a mail brings it"),
    ('"created" )', '{ event = "created"; do = "#close"; } )', "a step is one of event, mail and do"),
    ('"created" )', '{ event = "sla-warning"; } )', "sla-warning without clock"),
    ('"created" )', '7 )', "a step is an event"),
    ('at = "+1h"', 'at = "1h"', 'at is how long after the step before: "+4h"'),
    ('do = "#close"', 'do = "#clsoe"', "(did you mean close?)"),
    ('now = "2026-06-01T12:00:00+02:00"', 'now = "today"', "tests.d/a.conf:3: now is an instant"),
    ('severity = "low"', 'severity = "lowish"', "tests.d/a.conf:19: severity: \"lowish\" is none of low, medium"),
    ('severity = "low"', 'serverity = "low"', "a ticket has no serverity (did you mean severity?)"),
    ('status = "closed"', 'statsu = "closed"', "a ticket has no statsu (did you mean status?)"),
    ('status = "closed"', 'status = "shut"', "there is no status shut"),
    ('project = "ACME"; severity', 'project = "AMCE"; severity', "there is no project AMCE"),
    ('mails_exact = true', 'mails_exat = true', "mails_exat"),
    ('not_fired = [ "outage" ];', 'mails_exact = true;', "mails_exact without mails"),
    ('{ to = "lee"; template = "sla-warning"; }', '{ contains = "x"; }',
     "a mail is known by to or template"),
    ('tests = (', 'test = (', "there is no setting test in this file"),
    ('tests = (', 'tests = ( { ', "tests.d/a.conf:"),
]

# What stands in a mail's place and is none, or is none beside the test.
NO_MAILS = [
    ("pipe", "pipe.eml", "tests.d/pipe.eml is no mail: it is not a regular file"),
    ("folder", "folder.eml", "tests.d/folder.eml is no mail: it is not a regular file"),
    ("huge", "huge.eml", "tests.d/huge.eml is no mail: it is larger than 64 MB"),
    ("zero", "zero.eml", "tests.d/zero.eml is not beside this file: put the mail there"),
    ("link", "link.eml", "tests.d/link.eml is not beside this file: put the mail there"),
    (None, "../docket.conf", "tests.d/../docket.conf is not beside this file: put the mail there"),
    (None, "/etc/passwd", "there is no mail here: "),
]


class Conf:
    """A copy of conf/ with rules and tests of its own."""

    def __init__(self, folder):
        self.folder = f"{folder}/conf"
        shutil.copytree(f"{ROOT}/conf", self.folder)
        shutil.rmtree(f"{self.folder}/tests.d")
        shutil.rmtree(f"{self.folder}/rules.d", ignore_errors=True)
        os.mkdir(f"{self.folder}/tests.d")
        for name, raw in (("outage", OUTAGE), ("answer", ANSWER), ("empty", b"")):
            with open(f"{self.folder}/tests.d/{name}.eml", "wb") as f:
                f.write(raw)
        self.write("rules.conf", RULES)
        self.write("tests.d/a.conf", TESTS)

    def hostile(self, name):
        """What is no mail, in the place of one."""
        path = f"{self.folder}/tests.d/{name}.eml"
        if name == "pipe":
            os.mkfifo(path)
        elif name == "folder":
            os.mkdir(path)
        elif name == "huge":
            with open(path, "wb") as f:
                f.truncate(64 * 1024 * 1024 + 1)
        else:
            os.symlink({"zero": "/dev/zero", "link": "../docket.conf"}[name], path)

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as f:
            f.write(text)

    def run(self, *argv):
        return subprocess.run([CTL, "-c", f"{self.folder}/docket.conf", "rules", "test", *argv],
                              capture_output=True, check=False, timeout=120, text=True)

    def json(self, *argv):
        return json.loads(self.run("--json", *argv).stdout)


@pytest.fixture(scope="module")
def conf(tmp_path_factory):
    return Conf(tmp_path_factory.mktemp("rules"))


@pytest.fixture(autouse=True)
def as_it_was(conf):
    conf.write("rules.conf", RULES)
    conf.write("tests.d/a.conf", TESTS)


def flat(text):
    return re.sub(r"\s+", " ", text)


def test_all_is_well(conf):
    got = conf.run()
    assert (got.returncode, got.stderr) == (0, "")
    assert "2 passed, 0 failed, 0 errors" in got.stdout
    assert "FAILED" not in got.stdout and "ERROR" not in got.stdout


@pytest.mark.parametrize("old, new, says", WRONG, ids=[w[1] or w[0] for w in WRONG])
def test_each_wrong_expectation_fails(conf, old, new, says):
    assert TESTS.count(old) == 1
    conf.write("tests.d/a.conf", TESTS.replace(old, new))
    got = conf.run()
    assert (got.returncode, got.stderr) == (1, ""), got
    assert says in flat(got.stdout), got.stdout
    assert "1 passed, 1 failed, 0 errors" in got.stdout
    line = re.search(r"tests\.d/a\.conf:(\d+): ", got.stdout)
    assert line and 1 < int(line.group(1)) <= 27
    assert all(len(line) <= 80 for line in got.stdout.splitlines())


@pytest.mark.parametrize("made, name, says", NO_MAILS)
def test_what_is_no_mail_beside_the_test_is_told(tmp_path, made, name, says):
    conf = Conf(tmp_path)
    if made is not None:
        conf.hostile(made)
    conf.write("tests.d/a.conf", TESTS.replace('mail = "answer.eml"', f'mail = "{name}"'))
    got = conf.run()
    assert got.returncode == 78 and got.stdout == "", got
    assert f"tests.d/a.conf:5: {says}" in got.stderr, got.stderr


@pytest.mark.parametrize("old, new, says", FAULTS)
def test_a_faulty_file_is_refused(conf, old, new, says):
    assert TESTS.count(old) == 1
    conf.write("tests.d/a.conf", TESTS.replace(old, new))
    got = conf.run()
    assert got.returncode == 78 and got.stdout == "", got
    assert says in got.stderr, got.stderr
    assert all(line.startswith("docketctl: tests.d/a.conf:")
               for line in got.stderr.splitlines()), got.stderr


# A change of the rules that some test must see.
MUTATIONS = [
    ('letter.kind = "human"', 'letter.kind = "list"'),
    ('template = "acknowledgement"', 'template = "agent-notice"'),
    ('notify = [ "requester" ]', 'notify = [ "leads" ]'),
    ('severity = { at_least = "high"; }', 'severity = { at_least = "low"; }'),
    ('severity = { at_least = "high"; }', 'severity = { below = "high"; }'),
    ('project = "ACME"', 'project = "GLOBEX"'),
    ('(?i)outage', 'outrage'),
    ('assign = "lee"', 'assign = "ana"'),
    ('tag = [ "outage" ]', 'tag = [ "outrage" ]'),
    ('on = [ "created", "changed" ]', 'on = [ "changed" ]'),
    ('on = [ "created", "customer-replied" ]', 'on = [ "created" ]'),
    ('sla.clock = "response"', 'sla.clock = "resolution"'),
    ('{ stop = true; }', '{ tag = "x"; }'),
    ('{ name = "outage";', '{ name = "outage"; enabled = false;'),
    ('{ name = "outage";', '{ name = "outage"; enabled = "shadow";'),
    ('{ tag = "done"; }, ', ''),
]


@pytest.mark.parametrize("old, new", MUTATIONS)
def test_a_mutated_rule_turns_a_test_red(conf, old, new):
    assert RULES.count(old) == 1
    conf.write("rules.conf", RULES.replace(old, new))
    got = conf.run()
    assert got.returncode == 1, got
    assert "FAILED" in got.stdout


def test_what_no_test_has_seen_is_told(conf):
    conf.write("tests.d/a.conf", TESTS.replace('"low"; subject', '"high"; subject')
               .replace('not_fired = [ "outage" ]; ticket = { assignee = ""; status = "new"; }',
                        'fired = [ "outage" ]'))
    got = conf.json()
    assert got["passed"] == 2
    assert got["coverage"]["gaps"] == [
        'rules.conf:4 letter.kind = "human" never false',
        'rules.conf:8 project = "ACME" never false',
        'rules.conf:9 severity at_least "high" never false',
        'rules.conf:10 subject matches "(?i)outage" never false',
        'rules.conf:17 sla.clock = "response" never false',
        'rules.conf:21 severity = "critical" never false',
        'rules.conf:23 rule "behind" never fired',
    ]
    wanted, seen = got["coverage"]["wanted"], got["coverage"]["seen"]
    assert wanted - seen == 8			# the action of a rule that never fired is told with it
    assert got["coverage"]["percent"] == seen * 100 // wanted


@pytest.mark.parametrize("enabled, gaps", [("true", True), ('"shadow"', True), ("false", False)])
def test_a_rule_that_is_off_needs_no_test(conf, enabled, gaps):
    conf.write("rules.conf", RULES.replace('name = "behind";', f'name = "behind"; enabled = {enabled};'))
    told = conf.json()["coverage"]["gaps"]
    assert ('rules.conf:23 rule "behind" never fired' in told) == gaps


def test_least_coverage(conf):
    percent = conf.json()["coverage"]["percent"]
    assert 60 < percent < 100
    assert conf.run("--min-coverage", str(percent)).returncode == 0
    got = conf.run("--min-coverage", str(percent + 1))
    assert got.returncode == 1
    assert f"coverage is {percent} %, and {percent + 1} % are wanted" in got.stderr
    assert conf.json("--min-coverage", "100")["coverage"]["enough"] is False


def test_too_little_coverage_fails_in_junit_too(conf, tmp_path):
    percent = conf.json()["coverage"]["percent"]
    for least, failures in ((percent, "0"), (percent + 1, "1")):
        conf.run("--junit", f"{tmp_path}/out.xml", "--min-coverage", str(least))
        suite = ET.parse(f"{tmp_path}/out.xml").getroot().find("testsuite")
        assert (suite.get("tests"), suite.get("failures")) == ("3", failures)
        case = suite.findall("testcase")[-1]
        assert case.get("name") == "coverage" and len(case.findall("failure")) == int(failures)
    assert 'rules.conf:23 rule "behind" never fired' in case.find("failure").text


def test_many_gaps_are_cut(conf):
    conf.write("rules.conf", RULES.replace("\n);", "".join(
        f',\n\t{{ name = "r{n}"; on = [ "bounce" ]; do = ( {{ tag = "r{n}"; }} ); }}'
        for n in range(60)) + "\n);"))
    out = conf.run().stdout
    assert 'rule "r1" never fired' in out and "r59" not in out
    assert re.search(r"… and \d+ more: --json tells all", out)
    assert 'rule "r59" never fired' in conf.json()["coverage"]["gaps"][-1]


@pytest.mark.parametrize("value", ["x", "101", "-1"])
def test_least_coverage_is_a_percentage(conf, value):
    got = conf.run("--min-coverage", value)
    assert got.returncode == 64 and "--min-coverage is a number" in got.stderr


HOSTILE = '<b a=\\"1\\">&amp;]]> \\x1b[31m\u202e ´ \u2028 \ufffe'


def test_junit_is_read_whatever_tests_and_rules_are_called(conf, tmp_path):
    conf.write("rules.conf", RULES.replace('name = "outage"', f'name = "{HOSTILE}"'))
    conf.write("tests.d/a.conf", TESTS.replace('"outage", "tell"', f'"{HOSTILE}", "tell"')
               .replace('not_fired = [ "outage" ]', f'fired = [ "{HOSTILE}" ]')
               .replace("a small thing", HOSTILE).replace('do = "#close"', 'do = "#severity lukewarm"'))
    got = conf.run("--junit", f"{tmp_path}/out.xml")
    assert got.returncode == 1
    suite = ET.parse(f"{tmp_path}/out.xml").getroot().find("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "1")
    error, failure = suite.findall("testcase")
    assert error.get("name") == "an outage"
    assert error.find("error").get("message").startswith(
        "tests.d/a.conf:6: severity lukewarm cannot be done: ")
    assert failure.get("name").startswith('<b a="1">&amp;]]>')
    assert "did not fire: rules.conf:9" in failure.find("failure").text
    assert failure.get("classname") == "tests.d/a.conf"
    piped = conf.run("--junit", "-")
    assert ET.fromstring(piped.stdout.encode()).tag == "testsuites"
    assert "0 passed, 1 failed, 1 errors" in piped.stderr
    both = conf.run("--junit", "-", "--json")
    assert (both.returncode, both.stdout) == (64, "") and "standard output" in both.stderr
    assert conf.run("--junit", "/nowhere/out.xml").returncode == 65


def test_json_says_what_the_text_does(conf):
    conf.write("tests.d/a.conf", TESTS.replace('tickets = 1', 'tickets = 2'))
    got = conf.json()
    assert (got["passed"], got["failed"], got["errors"]) == (1, 1, 0)
    first, second = got["tests"]
    assert (first["name"], first["file"], first["line"], first["result"]) == (
        "an outage", "tests.d/a.conf", 2, "failed")
    assert first["faults"] == ["tests.d/a.conf:7: there are 1 tickets, not 2"]
    assert second["result"] == "passed" and second["faults"] == []


def test_a_comma_that_is_missing_is_thought_of(conf):
    conf.write("rules.conf", RULES.replace("); },", "); }", 1))
    got = conf.run()
    assert got.returncode == 78 and re.search(
        r"rules\.conf:6: syntax error near here: .* a comma is between those of a list", got.stderr), got.stderr


def test_a_folder_a_file_and_nothing(conf, tmp_path):
    shutil.copytree(f"{conf.folder}/tests.d", f"{tmp_path}/other")
    os.chmod(f"{tmp_path}/other/a.conf", 0o666)		# anybody may write tests
    for what in (f"{tmp_path}/other", f"{tmp_path}/other/", f"{tmp_path}/other/a.conf"):
        got = conf.run(what)
        assert got.returncode == 0 and "2 passed" in got.stdout, got
    os.mkdir(f"{tmp_path}/none")
    got = conf.run(f"{tmp_path}/none")
    assert got.returncode == 78 and "there is no test in it" in got.stderr
    got = conf.run(f"{tmp_path}/nowhere.eml")
    assert got.returncode == 78 and "No such file" in got.stderr and "a mail" in got.stderr
    bare = Conf(tmp_path)
    shutil.rmtree(f"{bare.folder}/tests.d")
    got = bare.run()
    assert got.returncode == 78 and "there are no tests" in got.stderr
    assert conf.run("a", "b").returncode == 64


def test_a_rule_set_with_a_fault_is_told_first(conf):
    conf.write("rules.conf", RULES.replace("at_least", "atleast"))
    got = conf.run()
    assert got.returncode == 78 and "rules.conf:9" in got.stderr and got.stdout == ""


MAIL = "tests.d/outage.eml"


def test_a_mail_is_tried(conf):
    got = conf.run(f"{conf.folder}/{MAIL}")
    assert (got.returncode, got.stderr) == (0, "")
    out = flat(got.stdout)
    for says in ("ticket #1 subject: Total outage in Kiel project: ACME mailbox: support"
                 " from: jo@acme.example", "assignee: lee tags: outage", "severity: critical",
                 "rule acknowledge (created): it fired", "rule outage (created): it fired",
                 "mail acknowledgement to jo@acme.example: Re: Total outage in Kiel [desk #1]",
                 "mail agent-notice to lee@example.com: Total outage in Kiel"):
        assert says in out, got.stdout
    assert "is now ticket" not in out
    assert "is now ticket #1" in conf.run(f"{conf.folder}/{MAIL}", "--full").stdout
    assert all(len(line) <= 80 for line in got.stdout.splitlines())


def test_a_mail_says_which_test_decided(conf, tmp_path):
    with open(f"{tmp_path}/low.eml", "wb") as f:
        f.write(OUTAGE.replace(b"Severity: critical", b"Severity: low"))
    got = conf.run(f"{tmp_path}/low.eml")
    assert 'rule outage (created): rules.conf:9 severity at_least "high", was "low"' in flat(got.stdout)
    made = conf.json(f"{tmp_path}/low.eml")
    assert [(r["rule"], r["fired"]) for r in made["rules"]] == [
        ("acknowledge", True), ("outage", False), ("tell", True)]
    assert made["tickets"][0]["assignee"] is None and made["tickets"][0]["fields"]["severity"] == "low"
    assert [m["template"] for m in made["mails"]] == ["acknowledgement", "agent-notice"]


@pytest.mark.parametrize("raw, says", [
    (b"", "ticket none"),
    (b"\0\xff\xfe garbage", ""),
    (b"From: jo@acme.example\nTo: support@example.com\nSubject: x\nAuto-Submitted: auto-replied\n\nx\n",
     "ticket none"),
    (OUTAGE.replace(b"Jo Smith <jo@acme.example>", b"Ana <ana@example.com>"), ""),
])
def test_any_mail_gives_an_answer(conf, tmp_path, raw, says):
    with open(f"{tmp_path}/any.eml", "wb") as f:
        f.write(raw)
    got = conf.run(f"{tmp_path}/any.eml")
    assert got.returncode == 0 and says in flat(got.stdout), got


def test_an_agents_mail_is_proven_by_hand_alone(conf, tmp_path):
    with open(f"{conf.folder}/tests.d/ana.eml", "wb") as f:
        f.write(ANSWER.replace(b"Jo Smith <jo@acme.example>", b"Ana <ana@example.com>")
                .replace(b"two@", b"three@"))
    conf.write("rules.conf", RULES.replace('{ name = "tell";', """{ name = "answer";
        on = [ "agent-replied" ];
        do = ( { notify = [ "participants" ]; template = "customer-reply"; } ); },
        { name = "tell";"""))
    for by, expect in (('by = "ana";', 'fired = [ "answer" ]; mails = ( { to = "jo@acme.example";'
                        ' template = "customer-reply"; contains = "switch in the cellar"; } );'),
                       ("", 'not_fired = [ "answer" ];')):
        conf.write("tests.d/a.conf", f"""tests = ( {{ name = "an answer"; mail = "outage.eml";
            events = ( {{ at = "+1m"; mail = "ana.eml"; {by} }} ); expect = {{ {expect} tickets = 1; }}; }} );""")
        got = conf.run()
        assert got.returncode == 0, got.stdout
    got = conf.run(f"{conf.folder}/{MAIL}", "--by", "anna")
    assert got.returncode == 65 and "there is no agent anna" in got.stderr
    assert conf.run(f"{conf.folder}/{MAIL}", "--mailbox", "none").returncode == 65


def test_time_goes_on_between_steps(conf):
    """A breach in its time, and a reminder that was ordered before."""
    conf.write("tests.d/a.conf", """tests = ( { name = "late";
  ticket = { project = "ACME"; severity = "critical"; assignee = "lee"; };
  events = ( { do = "#snooze +2h"; by = "ana"; }, { at = "+1d"; event = "changed"; } );
  expect = { fired = [ "warn" ]; ticket = { breached = [ "response" ]; };
    mails = ( { to = "ana"; template = "reminder"; } ); }; } );""")
    got = conf.run()
    assert got.returncode == 0, got.stdout


TIMED = """rules = (
	{ name = "quiet"; on = [ "idle" ]; idle = "2d"; when = { category = { not = "closed"; }; };
	  do = ( { tag = "quiet"; }, { notify = [ "leads" ]; template = "agent-notice"; } ); },
	{ name = "mondays"; on = [ "schedule" ]; schedule = "0 9 * * mon"; zone = "Europe/Madrid";
	  do = ( { tag = "monday"; } ); }
);"""


@pytest.mark.parametrize("how, steps, expect", [
    # 2026-06-02 is a Tuesday.
    ('mail = "outage.eml";', '{ at = "+47h"; }', 'not_fired = [ "quiet", "mondays" ];'),
    ('mail = "outage.eml";', '{ at = "+49h"; }',
     'fired = [ "quiet" ]; mails = ( { to = "lee"; template = "agent-notice"; } ); mails_exact = true;'),
    ('mail = "outage.eml";', '{ at = "+20d"; }',
     'fired = [ "quiet", "mondays" ]; ticket = { tags = [ "quiet", "monday" ]; };'
     ' mails = ( { to = "lee"; template = "agent-notice"; } ); mails_exact = true;'),
    ('mail = "outage.eml";', '{ at = "+47h"; mail = "answer.eml"; }, { at = "+47h"; }',
     'not_fired = [ "quiet" ];'),
    ('mail = "outage.eml";', '{ at = "+47h"; mail = "answer.eml"; }, { at = "+49h"; }',
     'fired = [ "quiet" ];'),
    ('mail = "outage.eml";', '{ at = "+1h"; do = "#close"; }, { at = "+7d"; }',
     'not_fired = [ "quiet", "mondays" ];'),
    ('ticket = { project = "ACME"; }; age = "1d";', '{ at = "+23h"; }', 'not_fired = [ "quiet" ];'),
    ('ticket = { project = "ACME"; }; age = "1d";', '{ at = "+25h"; }', 'fired = [ "quiet" ];'),
    ('ticket = { project = "ACME"; }; age = "3d";', '{ at = "+5d"; }', 'not_fired = [ "quiet" ];'),
    ('ticket = { project = "ACME"; };', '{ at = "+5d22h"; }', 'fired = [ "mondays" ];'),
    ('ticket = { project = "ACME"; };', '{ at = "+5d20h"; }', 'not_fired = [ "mondays" ];'),
])
def test_rules_that_time_brings(conf, how, steps, expect):
    conf.write("rules.conf", TIMED)
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; now = "2026-06-02T12:00:00+02:00"; {how}
        events = ( {steps} ); expect = {{ {expect} }}; }} );""")
    got = conf.run()
    assert got.returncode == 0, got.stdout + got.stderr
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; {how} events = ( "idle" ); expect = {{ {expect} }}; }} );""")
    assert "idle is no step: time brings it" in conf.run().stderr


def test_names_of_another_order_are_no_fault(conf):
    """Two files, and a test with an event in the middle of nothing: each by itself."""
    conf.write("tests.d/b.conf", TESTS.replace("an outage", "b1").replace("a small thing", "b2"))
    try:
        assert "4 passed" in conf.run().stdout
        conf.write("tests.d/b.conf", TESTS)
        assert "is there twice: the first is tests.d/a.conf:2" in conf.run().stderr
    finally:
        os.unlink(f"{conf.folder}/tests.d/b.conf")


def test_the_shipped_tests_pass():
    got = subprocess.run([CTL, "-c", f"{ROOT}/conf/docket.conf", "rules", "test", "--json"],
                         capture_output=True, check=False, timeout=120)
    made = json.loads(got.stdout)
    assert (got.returncode, got.stderr) == (0, b"")
    assert made["passed"] >= 2 and made["failed"] == made["errors"] == 0


# Each event as a step, with what it needs.
EVENTS = {
    "created": "", "customer-replied": 'body = "More";', "agent-replied": 'by = "ana"; body = "So";',
    "noted": 'by = "ana"; body = "Hm";', "changed": "", "assigned": "", "resolved": "", "closed": "",
    "reopened": "", "sla-warning": 'clock = "resolution"; point = "75%";',
    "sla-breach": 'clock = "response";', "bounce": 'body = "550 no such user";',
    "held": 'reason = "it may be forged";', "quarantined": 'reason = "too deep";', "blocked": "",
    "unblocked": "", "merged": "", "timer-left-running": 'by = "ana";', "reply-without-time": 'by = "ana";',
    "budget": 'project = "ACME"; point = "75%";', "contract-ending": 'project = "GLOBEX"; point = "30d";',
    "version-eol": 'project = "ACME"; point = "30"; product = "docket"; version = "2.2.0";',
}


def test_each_event_is_a_step(conf):
    conf.write("tests.d/a.conf", TESTS.replace('"created" )', '"nothing" )'))
    there = re.search(r"there are (.*)", conf.run().stderr).group(1).split(", ")
    there = [e for e in there if e not in ("arrived", "idle", "schedule")]	# time's, and mails'
    rules = "".join(f'{{ name = "on {e}"; on = [ "{e}" ]; do = ( {{ notify = [ "leads" ];'
                    ' template = "agent-notice"; } ); },' for e in there)
    conf.write("rules.conf", f"rules = ( {rules[:-1]} );")
    conf.write("tests.d/a.conf", "tests = ( " + ", ".join(
        f'{{ name = "{e}"; ticket = {{ project = "ACME"; assignee = "ana"; from = "jo@acme.example"; }};'
        f' events = ( {{ event = "{e}"; {EVENTS.get(e, "")} }} ); expect = {{ fired = [ "on {e}" ];'
        ' mails = ( { to = "lee"; template = "agent-notice"; } ); }; }' for e in there) + " );")
    got = conf.run()
    assert set(EVENTS) <= set(there)
    assert got.returncode == 0, got.stdout
    assert f"{len(there)} passed" in got.stdout and "coverage 100 %" in got.stdout


@pytest.mark.parametrize("step, says", [
    ('event = "budget"; point = "75%";', "budget without project: say to which it happens"),
    ('event = "budget"; project = "ACNE"; point = "75%";', "there is no project ACNE in projects.conf (did you mean ACME?)"),
    ('event = "budget"; project = "ACME"; point = "80%";', 'budget has no point "80": it comes at 100, 90, 75'),
    ('event = "contract-ending"; project = "GLOBEX"; point = "90";', 'contract-ending has no point "90": it comes at 0, 30, 60'),
    ('event = "budget"; project = "GLOBEX"; point = "75%";', "project GLOBEX has no budget, so this never happens to it"),
    ('event = "contract-ending"; project = "ACME"; point = "30";', "project ACME has no contract, so this never happens"),
    ('event = "version-eol"; project = "ACME"; point = "30";', "version-eol without product and version"),
])
def test_an_event_of_a_project_that_never_happens_is_a_fault(conf, step, says):
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; events = ( {{ {step} }} );
        expect = {{ not_fired = [ "tell" ]; }}; }} );""")
    got = conf.run()
    assert got.returncode == 78 and says in flat(got.stderr + got.stdout), got


def test_an_event_of_a_project_needs_no_ticket(conf):
    conf.write("rules.conf", RULES.replace("rules = (", """rules = ( { name = "ends"; on = [ "contract-ending" ];
        when = { point = { at_most = 30; }; project = "GLOBEX"; }; do = ( { notify = [ "author@desk.example", "lead" ];
        template = "contract-ending"; } ); },""", 1))
    conf.write("tests.d/a.conf", """tests = ( { name = "t"; now = "2027-12-01T10:00:00Z";
        events = ( { event = "contract-ending"; project = "GLOBEX"; point = "30"; } );
        expect = { fired = [ "ends" ]; tickets = 0; mails = ( { to = "lee"; template = "contract-ending";
            contains = [ "2027-12-31", "in 30 days", "SLA standard" ]; },
            { to = "author@desk.example"; template = "contract-ending"; } ); }; } );""")
    got = conf.run()
    assert "1 passed, 0 failed, 0 errors" in got.stdout, got


@pytest.mark.parametrize("do, expect", [
    ("drop = true;", 'ticket = "none"; mails = ( ); mails_exact = true; not_fired = [ "acknowledge" ];'),
    ("spam = true;", 'tickets = 1; ticket = { status = "closed"; }; not_fired = [ "acknowledge" ];'),
    ("held = true;", 'tickets = 1; mails = ( { to = "lee"; template = "held"; } );'),
    ('project = "GLOBEX";', 'tickets = 1; ticket = { project = "GLOBEX"; }; mails = ( { template = "acknowledgement"; } );'
     ' not_fired = [ "outage" ];'),
    ('team = "desk";', 'ticket = { team = "desk"; assignee = "lee"; };'),
])
def test_what_becomes_of_a_mail_that_arrives(conf, do, expect):
    conf.write("rules.conf", RULES.replace("rules = (", f"""rules = ( {{ name = "first"; on = [ "arrived" ];
        when = {{ subject = {{ contains = "outage" }}; }}; do = ( {{ {do} }} ); }},""", 1))
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; mail = "outage.eml";
        expect = {{ fired = [ "first" ]; {expect} }}; }} );""")
    got = conf.run()
    assert got.returncode == 0, got
    assert "rule      first (arrived): it fired" in conf.run(f"{conf.folder}/{MAIL}").stdout


def test_a_webhook_is_a_mail_to_it(conf):
    hooks = f"{conf.folder}/webhooks.conf"
    with open(hooks, encoding="utf-8") as f:
        was = f.read()
    try:
        conf.write("webhooks.conf", 'webhooks = ( { name = "own"; url = "https://hooks.example.net/x"; } );')
        conf.write("rules.conf", RULES.replace('{ tag = [ "outage" ]; }',
                                               '{ tag = [ "outage" ]; }, { webhook = "own"; }'))
        conf.write("tests.d/a.conf", TESTS.replace(
            '{ to = "lee"; template = "sla-warning"; } )',
            '{ to = "lee"; template = "sla-warning"; },'
            ' { to = "webhook:own"; contains = "Total outage in Kiel"; } )'))
        got = conf.run()
        assert got.returncode == 0, got
        conf.write("tests.d/a.conf", TESTS)
        assert "a mail goes out that is not expected: json to webhook:own" in flat(conf.run().stdout)
        conf.write("tests.d/a.conf", TESTS.replace('{ to = "lee"; template = "sla-warning"; }',
                                                   '{ to = "webhook:won"; }'))
        assert "there is no webhook won in webhooks.conf (did you mean own?)" in conf.run().stderr
    finally:
        conf.write("webhooks.conf", was)


def test_turns_of_a_team(conf):
    """round-robin and least-busy, over several tickets of one test."""
    conf.write("rules.conf", """rules = ( { name = "turns"; on = [ "created" ];
        do = ( { assign = "round-robin:desk"; } ); } );""")
    mails = "".join(f'{{ at = "+1m"; mail = "m{n}.eml"; }},' for n in range(2, 4))[:-1]
    for n in range(1, 4):
        with open(f"{conf.folder}/tests.d/m{n}.eml", "wb") as f:
            f.write(OUTAGE.replace(b"one@", b"m%d@" % n).replace(b"Jo Smith <jo@", b"<jo%d@" % n))
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; mail = "m1.eml"; events = ( {mails} );
        expect = {{ fired = [ "turns" ]; tickets = 3; ticket = {{ team = "desk"; assignee = [ "ana", "lee" ]; }}; }}; }} );""")
    got = conf.run()
    assert got.returncode == 0, got


@pytest.mark.parametrize("do, result, says", [
    ("merge 2", "passed", None), ("blocked-by 2", "passed", None), ("tag x", "passed", None),
    ("erase 1", "error", "erase is for admins"), ("merge 9", "error", "there is no ticket #9"),
    ("severity", "error", "severity cannot be done"), ("undo", "error", "undo cannot be done"),
])
def test_what_is_done(conf, do, result, says):
    """To the first of two tickets; what cannot be done is told with its line."""
    with open(f"{conf.folder}/tests.d/second.eml", "wb") as f:
        f.write(OUTAGE.replace(b"one@", b"second@").replace(b"Total", b"Second"))
    conf.write("tests.d/a.conf", f"""tests = ( {{ name = "t"; mail = "outage.eml";
events = ( {{ at = "+1m"; mail = "second.eml"; }},
{{ at = "+1m"; do = "#{do}"; by = "ana"; }} ); expect = {{ tickets = 2; }}; }} );""")
    got = conf.json()["tests"][0]
    assert got["result"] == result, got
    if says:
        assert got["faults"][0].startswith("tests.d/a.conf:3: ") and says in got["faults"][0]
