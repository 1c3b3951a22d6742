"""docketctl as people and programs use it, on rows that a hostile mail could make."""
import base64
import contextlib
import fcntl
import json
import os
import pty
import re
import select
import stat
import struct
import subprocess
import termios
import unicodedata

import pytest

from world import ROOT, build_dir

CTL = f"{build_dir()}/daemon/docketctl"
RAW = b"From: x@y\r\nSubject: \x1b[2J bad\xff\r\n\r\nHello\0 there\r\n"
# What must never reach a terminal: control characters, and turned reading.
BAD = re.compile("[\0-\b\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")

NOW = 1780308000				# 2026-06-01 10:00 UTC
ROWS = r"""
set search_path = docket;
insert into mailbox (name, uidvalidity, uid, seen_at)
values ('support', 1700000000, 4711, now() - interval '3 minutes');
insert into project (key) values ('ACME'), ('WALK-IN'), ('GLOBEX');
insert into agent (name) values ('ana');
with made as (insert into contact_address (address, contact)
    values ('jo@acme.example', nextval('contact_id_seq')),
     ('evil@x.example', nextval('contact_id_seq')) returning *)
insert into contact (id, address, name, project) overriding system value
select contact, address, case contact when 1 then 'Jo Núñez'
    else E'Ev\x1b]0;pwned\x07il \u202egnp.exe' end,
    case contact when 1 then 'ACME' else 'WALK-IN' end from made;
insert into ticket (subject, status, project, mailbox, requester, assignee, team, tags, sla,
    created_at, updated_at, resolved_at) values
 ('Printer on fire since the update, nobody in the office in Madrid can print any more',
  'open', 'ACME', 'support', 1, 'ana', 'desk', '{outage,vip}', 'gold',
  now() - interval '3 hours', now() - interval '5 minutes', null),
 (E'Evil \x1b[31mred\x1b[0m \u202etxet', 'new', 'WALK-IN', 'support', 2, null, null, '{}',
  null, now() - interval '1 day', now() - interval '23 hours', null),
 ('日本語の件名はとても長いので切られますか？はい、そうです。', 'waiting', 'GLOBEX', 'support',
  1, null, 'desk', '{}', null, now() - interval '40 days', now() - interval '23 days', null),
 ('Done', 'closed', 'ACME', 'support', 1, 'ana', null, '{}', null,
  now() - interval '40 days', now() - interval '23 days', now() - interval '23 days');
update ticket set category = status;
insert into participant values (1, 'jo@acme.example', 'Jo Núñez'), (1, 'pat@acme.example', '');
insert into field (ticket, name, value, raw, source, found_in, verified) values
 (1, 'severity', 'high', '2 (High)', 'header', 'X-Priority', true),
 (1, 'version', '2.4.1', 'since 2.4.1', 'pattern', 'since (?<version>[0-9.]+)', false);
insert into cycle (ticket, clock, n, policy, severity, calendar, target, started_at,
    resumed_at, due_at, state, breached_at, stopped_at, cause, warn, point_at, next_at) values
 (1, 'resolution', 1, 'gold', 'high', 'week', 28800, now(), now(),
  now() + interval '5 hours 10 minutes 30 seconds', 'running', null, null, null, '{75%%}',
  array[now() + interval '3 hours', null], now() + interval '3 hours'),
 (1, 'response', 1, 'gold', 'high', 'week', 3600, now() - interval '3 hours', null,
  now() - interval '2 hours', 'breached', now() - interval '2 hours', now(), 'retargeted',
  '{}', '{}', null);
select months_make(now());
insert into raw (mailbox, uidvalidity, uid, sha256, size, arrived_at, stored_at, state) values
 ('support', 1, 1, sha256('a'), 4000, now(), now(), 'read'),
 ('support', 1, 2, sha256('b'), 32000, now(), now(), 'quarantine');
insert into raw_bytes select id, stored_at, case id when 1 then 'a' else %(raw)s end from raw;
insert into entry (ticket, at, kind, author, by_agent, public, raw, letter_kind, subject,
    new_text, data) values
 (1, now(), 'mail-in', 'jo@acme.example', false, true, 1, 'human', 'Printer on fire',
  E'Hello,\r\n\r\nthis is a rather long line that is to be folded at the width of the '
  'terminal, at a space.\r\n\x1b[31mred\u009b1m\r\n', '{}'),
 (1, now(), 'change', 'ana', true, false, null, null, '', '',
  '{}'),
 (1, now(), 'note', 'ana', true, false, null, null, '', 'Looks like the driver.', '{}'),
 (null, now(), 'quarantine', 'x@y.example', false, false, 2, null, E'\x1b[2J bad', '',
  '{"reason": "the parser died of signal 11"}');
insert into change values
 (2, 1, now(), 'field', 'severity', 'medium', 'high', '#severity');
insert into attachment values (1, 1, E'\u202egpj.exe', 'application/octet-stream', 1234567, 'x', null);
insert into outbox (entry, stored_at, first_delivery, last_delivery, personal, automatic, mailbox,
    from_address)
values (1, now(), 1, 4, false, true, 'support', 'support@example.com');
insert into delivery (entry, mailbox, recipient, state, automatic, attempts, due_at, reply, owner)
values
 (1, 'support', 'jo@acme.example', 'failed', true, 1, now(), '250 Ok', null),
 (1, 'support', 'pat@acme.example', 'queued', true, 3, now() + interval '20 minutes 30 seconds',
  E'451 come back\x1b[31m later', null),
 (1, 'support', 'nobody@acme.example', 'failed', true, 1, now(), '550 no such user', null),
 (1, 'support', 'lee@home.example', 'sending', true, 1, now(), '', 1);
with gone as (delete from delivery where id = 1 returning *)
insert into sent select id, entry, recipient, automatic, attempts, due_at, reply, created_at,
    due_at from gone;
"""


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket("ctl", clock=True)
    world.clock.set(NOW)
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute(ROWS.replace("now()", f"to_timestamp({NOW})"), {"raw": RAW})
    connection.close()
    return made


def text(docket, *argv):
    return docket.ctl(*argv).stdout.decode()


def terminal(docket, columns, *argv):
    """What docketctl writes to a terminal of that many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    process = subprocess.Popen([CTL, *docket.options(), *argv], stdout=theirs, env=env)
    os.close(theirs)
    out = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            chunk = os.read(ours, 65536)
        except OSError:					# the other end is closed
            break
        if not chunk:
            break
        out += chunk
    os.close(ours)
    assert process.wait() == 0
    return out.decode().replace("\r\n", "\n")


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


# ---- list ----

def rows_of(out):
    return [line.split()[0] for line in out.splitlines()[1:]]


@pytest.mark.parametrize("argv,want", [
    ([], ["1", "2", "3"]),
    (["--all"], ["4", "3", "2", "1"]),
    (["--status", "closed"], ["4"]),
    (["--status=waiting"], ["3"]),
    (["--project", "ACME"], ["1"]),
    (["--project", "ACME", "--all"], ["4", "1"]),
])
def test_list(docket, argv, want):
    assert rows_of(text(docket, "list", *argv)) == want
    assert [t["id"] for t in docket.ctl_json("list", *argv)] == [int(n) for n in want]


def test_list_tells_what_matters(docket):
    row = text(docket, "list").splitlines()[1]
    assert re.match(r"1 +open +ACME +high +2\.4\.1 +ana +in 5h 10m +5m ago +Printer", row)


def test_list_says_that_there_is_more(docket):
    out = text(docket, "list", "--limit", "2")
    assert rows_of(out)[:2] == ["1", "2"] and "--limit" in out.splitlines()[3]
    assert len(docket.ctl_json("list", "--limit", "2")) == 2


def test_list_of_nothing(docket):
    assert "No open tickets" in text(docket, "list", "--project", "NONE")
    assert docket.ctl_json("list", "--project", "NONE") == []


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("argv", [["list", "--all"], ["queue"], ["quarantine"], ["show", "1"],
                                  ["who", "jo@acme.example"], ["who", "ana@home.example.net"]])
def test_tables_fit_the_terminal(docket, columns, argv):
    lines = terminal(docket, columns, *argv).splitlines()
    assert len(lines) > 1
    assert not [line for line in lines if width(line) > columns]
    assert not [line for line in lines if line != line.rstrip()]


def test_help_fits_eighty_columns(docket):
    verbs = re.findall(r"^  ([a-z]+) +", text(docket, "help"), re.M)
    assert len(verbs) > 20
    pages = [["help"], ["help", "command"], *(["help", verb] for verb in verbs)]
    wide = [(page, line) for page in pages for line in text(docket, *page).splitlines()
            if len(line) > 80]
    assert wide == []
    for verb in ("queue", "sla", "list"):
        got = docket.ctl(verb, "--nix", check=False).stderr.decode()
        assert max(len(line) for line in got.splitlines()) <= 80
        assert f"usage: docketctl {verb}" in got


def test_a_pipe_is_never_cut(docket):
    assert "can print any more" in text(docket, "list")
    assert "…" in terminal(docket, 80, "list")


# ---- show ----

def test_show(docket):
    out = text(docket, "show", "1")
    for want in ("#1 Printer on fire", "status     open", "assignee   ana",
                 "tags       outage, vip", "requester  Jo Núñez <jo@acme.example>",
                 "people     Jo Núñez <jo@acme.example>, pat@acme.example",
                 "    severity: medium → high (#severity)", "note  ana (agent), internal",
                 "    Looks like the driver.",
                 "attached 1: <U+202E>gpj.exe (application/octet-stream, 1.2 MB)",
                 "\\x1b[31mred<U+009B>1m"):
        assert want in out
    assert re.search(r"^severity +high +header +X-Priority +2 \(High\)$", out, re.M)
    assert re.search(r"^version +2\.4\.1 .*unverified$", out, re.M)
    assert re.search(r"^resolution +1 +running .* in 5h 10m$", out, re.M)
    assert re.search(r"^resolution +1 +8h +gold, high +week$", out, re.M)
    assert re.search(r"^response +1 +breached .* retargeted$", out, re.M)
    assert re.search(r"pat@acme.example +queued +3 +in 20m 30s", out)


def test_show_folds_mail(docket):
    out = terminal(docket, 60, "show", "1")
    start = out.index("    Hello,")
    letter = out[start:out.index("change", start)].splitlines()[:-1]
    assert "    this is a rather long line that is to be folded at the" in letter
    assert max(map(len, letter)) <= 60


def test_show_json_has_everything(docket):
    got = docket.ctl_json("show", "#1")
    assert got["id"] == 1 and got["requester"]["name"] == "Jo Núñez"
    assert [f["found_in"] for f in got["fields"]] == ["X-Priority", "since (?<version>[0-9.]+)"]
    assert [(c["clock"], c["state"]) for c in got["clocks"]] == [
        ("resolution", "running"), ("response", "breached")]
    assert [a["point"] for a in got["clocks"][0]["alarms"]] == ["75%"]
    assert [e["kind"] for e in got["entries"]] == ["mail-in", "change", "note"]
    assert got["entries"][0]["new_text"].endswith("\x1b[31mred\x9b1m\r\n")
    assert got["entries"][0]["attachments"][0]["name"] == "\u202egpj.exe"
    assert [m["state"] for m in got["mails"]] == ["sent", "queued", "failed", "sending"]


def test_show_names_the_tickets_there_are(docket):
    got = docket.ctl("show", "99", check=False)
    assert got.returncode == 1
    assert got.stderr == b"docketctl: there is no ticket 99: they are numbered from 1 to 4\n"


# ---- what came by mail ----

@pytest.mark.parametrize("argv", [
    ["list", "--all"], ["show", "1"], ["show", "2"], ["queue"], ["quarantine"],
    ["quarantine", "show", "2"], ["list", "--all", "--json"], ["show", "1", "--json"],
    ["show", "2", "--json"], ["queue", "--json"], ["quarantine", "--json"],
    ["quarantine", "show", "2", "--json"],
])
def test_no_control_character_reaches_a_terminal(docket, argv):
    out = text(docket, *argv)
    assert len(out) > 100
    assert BAD.search(out) is None


# ---- quarantine ----

def test_quarantine(docket):
    assert "the parser died of signal 11" in text(docket, "quarantine")
    out = text(docket, "quarantine", "show", "2")
    assert "Subject: \\x1b[2J bad\\xff\n\nHello\\x00 there\n" in out
    assert "Reason   the parser died of signal 11" in out
    got = docket.ctl_json("quarantine", "show", "2")
    assert base64.b64decode(got["bytes_base64"], validate=True) == RAW


def test_quarantine_retry_wakes_docketd(world, docket):
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("listen docket")
        assert "will be read again" in text(docket, "quarantine", "retry", "2")
        assert select.select([connection], [], [], 10)[0]
        connection.poll()
        assert connection.notifies
    connection.close()
    assert world.one("select state = 'pending' from docket.raw where id = 2")
    assert docket.ctl_json("quarantine")[0]["pending"]
    world.sql("update docket.raw set state = 'quarantine' where state = 'pending'")


@pytest.mark.parametrize("verb", ["show", "retry", "ticket", "drop"])
def test_quarantine_of_another_mail(world, docket, verb):
    """Mail 1 was read: it can't be put back."""
    got = docket.ctl("quarantine", verb, "1", check=False)
    assert got.returncode == 1 and b"there is no mail 1 in quarantine" in got.stderr
    assert not world.one("select state = 'pending' from docket.raw where id = 1")


# ---- metrics ----

SAMPLE = re.compile(r'docket_[a-z_]+(\{[a-z]+="[^"\\]*"\})? \d+')


def test_metrics_are_prometheus_text(docket):
    """Each name is explained once, above its samples, and no other line is there."""
    told, lines = [], text(docket, "metrics").splitlines()
    for line in lines:
        if line.startswith("# HELP "):
            told.append(line.split()[2])
        elif line.startswith("# TYPE "):
            assert line == f"# TYPE {told[-1]} gauge"
        else:
            assert SAMPLE.fullmatch(line), line
            assert re.match(r"[a-z_]+", line)[0] == told[-1]
    assert len(told) == len(set(told)) > 10
    assert "docket_quarantine_mails 1" in lines and "docket_deliveries_failed 1" in lines
    assert 'docket_tickets{status="open"} 1' in lines
    assert any(line.startswith('docket_mailbox_fault{mailbox="support"} ') for line in lines)


@pytest.mark.parametrize("argv", [["metrics", "x"], ["metrics", "--json"]])
def test_metrics_takes_nothing(docket, argv):
    assert docket.ctl(*argv, check=False).returncode == 64


# ---- queue ----

def test_queue(docket):
    out = text(docket, "queue")
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [
        ["2", "queued"], ["3", "failed"], ["4", "sending"]]
    assert "451 come back\\x1b[31m later" in out
    assert [d["id"] for d in docket.ctl_json("queue", "list")] == [2, 3, 4]


@pytest.mark.parametrize("number,status,says", [
    (1, 1, b"was sent on"), (4, 1, b"is sending just now"), (9, 1, b"there is no delivery 9"),
])
def test_queue_retry_refused(world, docket, number, status, says):
    before = world.sql("select id, state, due_at from docket.delivery order by id")
    got = docket.ctl("queue", "retry", str(number), check=False)
    assert got.returncode == status and says in got.stderr
    assert world.sql("select id, state, due_at from docket.delivery order by id") == before


@pytest.mark.parametrize("number", [2, 3])
def test_queue_retry(world, docket, number):
    world.sql("update docket.delivery set state = 'failed' where id = 3")
    assert "is due now" in text(docket, "queue", "retry", str(number))
    assert world.sql("select state, attempts, due_at <= now()"
                     " from docket.delivery where id = %s", number) == [("queued", 0, True)]


def test_queue_retry_of_no_mailbox(docket):
    got = docket.ctl("queue", "retry", "x", check=False)
    assert got.returncode == 65 and b"has no mailbox x" in got.stderr


def test_queue_tells_why(world, docket):
    """In 80 columns, too."""
    world.sql("update docket.delivery set due_at = now() + interval '1 hour', attempts = 3"
              " where id = 2")
    out = text(docket, "queue", "--why")
    assert "not taken: 451 come back" in out and "it is with the server" in out
    world.sql("insert into docket.condition (kind, mailbox, since, last_at, text, mend) values"
              " ('queue-stopped', 'support', now(), now(), '535 5.7.8 no', 'check the login')")
    assert "queue stopped: 535 5.7.8 no (check the login)" in text(docket, "queue", "--why")
    for argv in (["queue"], ["queue", "--why"]):
        assert all(len(line) <= 80 for line in terminal(docket, 80, *argv).splitlines())
    assert "queue stopped: 535" in text(docket, "queue", "show", "2")
    assert docket.ctl_json("queue")[0]["mend"] == "check the login"
    world.sql("delete from docket.condition")


def test_queue_pause_and_retry_of_a_mailbox(world, docket):
    docket.ctl("queue", "pause", "support", "--as", "ana")
    assert "queue paused: by ana" in text(docket, "queue", "--why")
    assert "support: queue-paused since" in docket.ctl("status", check=False).stdout.decode()
    docket.ctl("queue", "retry", "support")
    assert world.sql("select * from docket.condition") == []


def test_queue_hold_and_drop(world, docket):
    docket.ctl("queue", "hold", "2")
    assert world.one("select state from docket.delivery where id = 2") == "held"
    assert "1 held by hand" in docket.ctl("status", check=False).stdout.decode()
    assert "docket_deliveries_held 1" in text(docket, "metrics")
    assert docket.ctl("queue", "hold", "4", check=False).returncode == 1	# it is under way
    docket.ctl("queue", "retry", "2")
    assert world.one("select state from docket.delivery where id = 2") == "queued"
    assert docket.ctl("queue", "drop", "4", check=False).returncode == 1
    docket.ctl("queue", "drop", "2", "--as", "ana")
    assert world.one("select count(*) from docket.delivery where id = 2") == 0
    assert world.sql("select ticket, kind, author, new_text, data->>'recipient' from docket.entry"
                     " order by id desc limit 1") == [
        (1, "bounce", "ana", "not sent: ana dropped it", "pat@acme.example")]
    assert "dropped it" in text(docket, "show", "1")


# ---- status ----

def test_status(world, docket):
    got = docket.ctl("status", check=False)
    out = got.stdout.decode()
    assert got.returncode == 2				# docketd is not running
    for want in ("tickets     1 new, 1 open, 1 waiting, 1 closed", "quarantine  1",
                 "alarms      1 waiting; next due in 3h",
                 "daemons     0: docketd is not running"):
        assert want in out
    assert re.search(r"^support +no +4711 +3m ago$", out, re.M)
    got = docket.ctl("--json", "status", check=False)
    assert got.returncode == 2
    got = json.loads(got.stdout)
    assert got["tickets"] == {"new": 1, "open": 1, "waiting": 1, "closed": 1}
    assert got["mailboxes"][0]["uid"] == 4711 and got["daemons"] == 0


@contextlib.contextmanager
def running(world):
    """As if a docketd ran: the lock that its core holds."""
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(docket.lock_core(), 1)")
        yield
    connection.close()


def test_status_fails_on_a_faulty_mailbox(world, docket):
    world.sql("update docket.mailbox set fault = %s", "certificate\x1b[31m expired")
    with running(world):
        got = docket.ctl("status", check=False)
        assert got.returncode == 1 and b"certificate\\x1b[31m expired" in got.stdout
        assert docket.ctl("status", "--json", check=False).returncode == 1
    assert docket.ctl("status", check=False).returncode == 2	# that is worse
    world.sql("update docket.mailbox set fault = null")
    with running(world):
        assert docket.ctl("status", check=False).returncode == 0


def test_status_sees_who_reads(world, docket):
    """By the locks that a core holds."""
    connection = world.pg.connect()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(docket.lock_core(), 1),"
                       " pg_advisory_lock(docket.lock_mailbox(), id)"
                       " from docket.mailbox where name = 'support'")
        got = docket.ctl_json("status")
    connection.close()
    assert got["daemons"] == 1 and got["mailboxes"][0]["read_now"]


# ---- set-up ----

@pytest.fixture
def etc(world, tmp_path):
    """(folder, conninfo of a database that is not there, docketctl)"""
    name = f"d{os.path.basename(tmp_path)}".replace("-", "_").lower()
    info = world.pg.admin.replace("dbname=docket", f"dbname={name}")

    def ctl(*argv):
        return subprocess.run([CTL, *argv], capture_output=True, text=True, check=False,
                              timeout=60)
    return str(tmp_path / "docket"), info, ctl


def tree(folder):
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with open(f"{path}/{name}", "rb") as f:
                found[os.path.relpath(f"{path}/{name}", folder)] = f.read()
    return found


def test_init_makes_all_and_overwrites_nothing(etc):
    folder, info, ctl = etc
    first = ctl("init", "--dir", folder, "--database", info)
    assert first.returncode == 0, first.stderr
    assert "Next:" in first.stdout and "check" in first.stdout
    key = os.stat(f"{folder}/token.key")
    assert stat.S_IMODE(key.st_mode) == 0o600
    made = tree(folder)
    assert re.fullmatch(rb"a [0-9a-f]{64}\n", made["token.key"])
    assert set(tree(f"{ROOT}/conf")) | {"token.key"} == set(made)
    assert f'database = "{info}";\n'.encode() in made["docket.conf"]
    made["docket.conf"] = made["docket.conf"].replace(b"log_level = \"info\"",
                                                      b"log_level = \"debug\"")
    with open(f"{folder}/docket.conf", "wb") as f:
        f.write(made["docket.conf"])
    os.unlink(f"{folder}/sla.conf")

    second = ctl("--json", "init", "--dir", folder)
    assert second.returncode == 0, second.stderr
    got = json.loads(second.stdout)
    assert got["written"] == [f"{folder}/sla.conf"]
    assert (got["key_made"], got["database_made"], got["applied"]) == (False, False, 0)
    assert tree(folder) == made


def test_init_does_not_change_the_database_of_a_configuration(etc):
    folder, info, ctl = etc
    assert ctl("init", "--dir", folder, "--database", info).returncode == 0
    before = tree(folder)
    other = ctl("init", "--dir", folder, "--database", info + "_other")
    assert other.returncode == 78 and "names another database" in other.stderr
    assert tree(folder) == before


def test_init_without_a_server(etc):
    folder, _, ctl = etc
    got = ctl("init", "--dir", folder, "--database", "host=/nowhere dbname=x")
    assert got.returncode == 69 and "/nowhere" in got.stderr


def test_init_into_no_folder(etc):
    folder, info, ctl = etc
    got = ctl("init", "--dir", f"{folder}/a/b/c", "--database", info)
    assert got.returncode == 1 and "No such file" in got.stderr


def test_check_of_a_new_configuration(etc):
    """Only the passwords are missing; with them all is well."""
    folder, info, ctl = etc
    assert ctl("init", "--dir", folder, "--database", info).returncode == 0
    conf = ["-c", f"{folder}/docket.conf"]
    got = ctl(*conf, "check")
    assert got.returncode == 78
    assert f"{folder}/imap.password" in got.stdout and f"{folder}/smtp.password" in got.stdout
    for name in ("imap.password", "smtp.password"):
        with open(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT, 0o600), "w",
                  encoding="ascii") as f:
            f.write("secret\n")
    got = ctl(*conf, "check")
    assert got.returncode == 0, got.stdout + got.stderr
    assert "All is well." in got.stdout and "secret\n" not in got.stdout


def test_check_names_file_and_line(docket):
    with open(docket.conf, "rb") as f:
        before = f.read()
    line = before.count(b"\n") + 1
    try:
        with open(docket.conf, "ab") as f:
            f.write(b"colour = \"red\";\n")
        got = docket.ctl("check", check=False)
        assert got.returncode == 78
        assert f"docket.conf:{line}: " in got.stdout.decode()
        found = json.loads(docket.ctl("check", "--json", check=False).stdout)
        assert not found["ok"]
        assert f"docket.conf:{line}: " in found["checks"][0]["faults"][0]
        assert docket.ctl("list", check=False).returncode == 78
    finally:
        with open(docket.conf, "wb") as f:
            f.write(before)
    assert docket.ctl_json("check")["ok"]


def test_database_without_schema(world, etc, docket):
    folder, info, ctl = etc
    name = re.search(r"dbname=(\S+)", info).group(1)
    assert ctl("init", "--dir", folder, "--database", info).returncode == 0
    world.sql(f"drop database {name}")
    assert ctl("-c", f"{folder}/docket.conf", "list").returncode == 69
    world.sql(f"create database {name}")
    got = ctl("-c", f"{folder}/docket.conf", "list")
    assert got.returncode == 78 and "docketctl migrate" in got.stderr
    got = ctl("-c", f"{folder}/docket.conf", "migrate")
    assert got.returncode == 0 and re.search(r"version (\d+) now \(\1 applied\)", got.stdout)
    assert "already" in ctl("-c", f"{folder}/docket.conf", "migrate").stdout
    assert ctl("-c", f"{folder}/docket.conf", "list").returncode == 0


# ---- usage ----

@pytest.mark.parametrize("argv,says", [
    ([], "usage: docketctl"),
    (["lsit"], "there is no verb lsit: did you mean list?"),
    (["--frob"], "usage: docketctl"),
    (["list", "--frob"], "there is no option --frob"),
    (["list", "--limit"], "--limit needs a value"),
    (["list", "--limit", "0"], "'0' is no number from 1"),
    (["list", "--all=yes"], "--all takes no value"),
    (["list", "7"], "show N shows ticket N"),
    (["list", "--status", "pending"], "'pending' is no status: new, open"),
    (["show"], "it takes one ticket's number"),
    (["show", "x"], "'x' is no ticket's number"),
    (["show", "-1"], "there is no option -1"),
    (["show", "9999999999999999999"], "is no ticket's number"),
    (["queue", "retry"], "say list, or retry"), (["queue", "pause"], "say list, or retry"),
    (["queue", "burn", "1"], "say list, or retry"),
    (["queue", "hold", "x"], "'x' is no number"),
    (["quarantine", "forget", "1"], "say list, or show, retry, ticket or drop"),
    (["quarantine", "retry", "2", "--as", "ana"], "--as belongs to ticket and drop"),
    (["status", "now"], "it takes no arguments"),
    (["help", "nothing"], "there is no verb nothing"),
    (["help", "conf.nothing"], "no section nothing"),
])
def test_usage(docket, argv, says):
    got = docket.ctl(*argv, check=False)
    assert got.returncode == 64
    assert says in got.stderr.decode() and got.stdout == b""


def test_help_and_manual_tell_every_verb(docket):
    verbs = re.findall(r"^  ([a-z]+) +\S", text(docket, "help"), re.M)
    assert len(verbs) >= 11
    with open(f"{ROOT}/daemon/docketctl.8", encoding="utf-8") as f:
        manual = f.read()
    for verb in verbs:
        assert text(docket, "help", verb).startswith(f"usage: docketctl {verb}")
        assert text(docket, verb, "--help") == text(docket, "help", verb)
        assert f".It Cm {verb}" in manual
    assert "password_file" in text(docket, "help", "conf.imap")


def test_a_full_disk_is_no_success(docket):
    with open("/dev/full", "wb") as full:
        got = subprocess.run([CTL, "-c", docket.conf, "list"], stdout=full,
                             stderr=subprocess.PIPE, check=False, timeout=60)
    assert got.returncode == 1 and b"cannot write the output" in got.stderr
