"""What docket cannot tell by its own is told to the admins by a second path."""
import json
import os
import re
import signal
import time

import pytest

from world import desk as desks, mail
from world.docket import Group
from world.smtpd import Smtpd
from world.webhook import Webhook

ADMIN = "root@home.example.net"
EXTERN = "pager@elsewhere.example"
QUEUE_STOPPED = ("insert into docket.condition (kind, mailbox, since, last_at, text, mend)"
                 " select 'queue-stopped', 'support', t, t, E'535 5.7.8 no\\x1b[31m', 'check the login'"
                 " from docket.at(%s) t")
TOKEN = "s3cr3t-of-the-hook"
SCRIPT = """#!/bin/sh
{ echo "$DOCKET_SUBJECT|$DOCKET_CONDITIONS|$DOCKET_OPEN"; cat; echo "<end>"; } >> %(folder)s/said
exec $(cat %(folder)s/does 2>/dev/null || echo true)
"""


class Alerts:
    """A docket with a second server, a program and a clock of its own."""

    def __init__(self, world):
        self.world = world
        self.second = Smtpd(world.certs, "second", "secret-of-the-second")
        world.on_close(self.second.close)
        self.docket = world.docket("alerts", clock=True)
        self.folder = f"{world.folder}/program"
        os.mkdir(self.folder, 0o755)
        self.program = self.write("alarm.sh", SCRIPT % {"folder": self.folder}, 0o755)
        settings = self.docket.files["docket.conf"]
        settings["alert"] = {"to": [ADMIN, EXTERN], "from": "docket@second.example",
                             "command": self.program, "every": "1h",
                             "smtp": {"host": "localhost", "port": self.second.tls_port,
                                      "user": "second", "ca_file": world.certs.ca,
                                      "password_file": self.write("password", self.second.password, 0o600)}}
        self.hook = Webhook(world.certs.good())
        world.on_close(self.hook.close)
        settings["alert"] |= {"webhook": self.hook.url, "webhook_ca_file": world.certs.ca,
                              "webhook_secret_file": self.write(
                                  "hook", f"Authorization: Bearer {TOKEN}\nX-Team: desk\n", 0o600)}
        self.docket.files["agents.conf"]["agents"] += ({
            "name": "root", "full_name": "The Admin", "addresses": [ADMIN], "role": "admin",
            "team": "desk", "timezone": "Europe/Madrid"},)
        self.docket.files["agents.conf"]["agents"] = Group(self.docket.files["agents.conf"]["agents"])
        self.docket.write()
        self.docket.start()
        self.desk = desks.Desk(world, self.docket)

    def write(self, name, text, mode):
        path = f"{self.folder}/{name}"
        with open(path, "w", encoding="utf-8") as f:
            os.fchmod(f.fileno(), mode)
            f.write(text)
        return path

    def said(self):
        """What the program got: (subject, conditions, how many, text) of each run."""
        if not os.path.exists(f"{self.folder}/said"):
            return []
        with open(f"{self.folder}/said", encoding="utf-8") as f:
            runs = f.read().split("<end>\n")[:-1]
        return [tuple(run.split("\n", 1)[0].split("|")) + (run.split("\n", 1)[1],) for run in runs]

    def mails(self, to=ADMIN):
        return [self.desk._read(m) for m in self.second.mails() if to in m.recipients]

    def mail(self, word, n=0, seconds=40, to=ADMIN):
        """The n-th mail whose text or subject has the word."""
        def look():
            return [m for m in self.mails(to) if word in m.text or word in m["Subject"]][n:]
        return self.world.wait(look, seconds, f"mail {n} of {word}")[0]

    def row(self, kind):
        found = self.desk.rows("select * from docket.condition where kind = %s", kind)
        return found[0] if found else None

    def advance(self, seconds):
        self.world.clock.advance(seconds)

    def look(self):
        """Lets it look once, whatever comes of it."""
        self.advance(31)
        time.sleep(1.5)

    def renew(self):
        """Another configuration, and with it other processes."""
        before = {role: self.docket.roles(role) for role in ("alert", "core", "send")}
        self.docket.write()
        self.docket.reload()
        self.world.wait(lambda: all(self.docket.roles(role) not in ([], pids)
                                    for role, pids in before.items()), 40, "other roles")

    def grown_up(self):
        """Over the time in which it believes nothing of its own."""
        for _ in range(3):
            self.advance(60)
            time.sleep(1.2)


@pytest.fixture(scope="module")
def alerts(world):
    made = Alerts(world)
    made.grown_up()
    yield made
    if made.docket.alive():
        assert made.docket.stop() == 0


@pytest.fixture(autouse=True)
def calm(world, alerts):
    """Nothing is wrong and nothing was told."""
    world.sql("delete from docket.condition")
    alerts.second.reply = alerts.hook.reply = None
    alerts.second.clear()
    alerts.hook.posts.clear()
    for name in ("said", "does"):
        if os.path.exists(f"{alerts.folder}/{name}"):
            os.unlink(f"{alerts.folder}/{name}")


def raise_queue(alerts):
    alerts.world.sql(QUEUE_STOPPED, int(alerts.world.clock.now() * 1_000_000))


def test_it_is_told_once_then_each_hour_and_when_well(world, alerts):
    raise_queue(alerts)
    alerts.look()
    first = alerts.mail("queue-stopped")
    assert "mail cannot be sent" in first.text and "(new)" in first.text
    assert "535 5.7.8 no\\x1b[31m" in first.text and "\x1b" not in first.text
    assert "what to do: check the login" in first.text and "docketctl queue" in first.text
    assert "CET" in first.text or "CEST" in first.text
    assert first["Auto-Submitted"] == "auto-generated" and first.sender == "docket@second.example"
    assert alerts.mail("queue-stopped", to=EXTERN).text.count("UTC") >= 1
    [(subject, kinds, n, text)] = world.wait(alerts.said, 10, "the program")
    assert (kinds, n) == ("queue-stopped", "1") and "support: queue-stopped" in subject
    assert "535 5.7.8" in text
    for _ in range(3):
        alerts.look()
    assert len(alerts.mails()) == 1 and len(alerts.said()) == 1
    world.sql("update docket.condition set count = 214")
    for _ in range(40):
        alerts.advance(89)
        time.sleep(1.05)
    again = alerts.mail("queue-stopped", 1)
    assert "seen 214 times" in again.text and "(new)" not in again.text
    assert len(alerts.mails()) == 2
    world.sql("update docket.condition set over_at = docket.at(%s)",
              int(alerts.world.clock.now() * 1_000_000))
    alerts.look()
    assert len(alerts.mails()) == 2					# it may come back
    alerts.advance(300)
    well = alerts.mail("well again")
    assert "Well again: support: queue-stopped" in well.text
    world.wait(lambda: alerts.row("queue-stopped") is None, 10, "the row to go")
    alerts.look()
    assert len(alerts.mails()) == 3


def test_all_that_is_wrong_is_in_one_mail(world, alerts):
    raise_queue(alerts)
    world.sql("insert into docket.condition (kind, mailbox, since, last_at, text)"
              " select 'token-dead', 'support', since, since, 'AADSTS50173' from docket.condition")
    alerts.look()
    got = alerts.mail("token-dead")
    assert "queue-stopped" in got["Subject"] and got.text.count("what happened") == 2
    assert len(alerts.mails()) == 1


def test_a_way_that_fails_is_tried_again_and_the_other_still_goes(world, alerts):
    def refuse(stage, _):
        return "451 4.3.0 later" if stage == "rcpt" else None
    alerts.second.reply = refuse
    world.smtp.reply = refuse
    raise_queue(alerts)
    alerts.look()
    world.wait(alerts.said, 20, "the program")
    log = world.wait(lambda: re.findall(r"alert not told by this way to=\S+ by=\S+ reply=.*451 4.3.0",
                                        alerts.docket.log()), 10, "the log's line")
    assert log and not alerts.mails()
    alerts.second.reply = world.smtp.reply = None
    alerts.look()
    alerts.mail("queue-stopped")
    alerts.look()
    assert len(alerts.mails()) == 1 and len(alerts.said()) == 1
    for secret in (alerts.second.password, world.smtp.password):
        assert secret not in alerts.docket.log()


def test_a_program_that_fails_is_logged_and_tried_again(world, alerts):
    alerts.write("does", "false", 0o644)
    raise_queue(alerts)
    alerts.look()
    alerts.mail("queue-stopped")
    world.wait(lambda: "exit status 1" in alerts.docket.log(), 10, "the log's line")
    os.unlink(f"{alerts.folder}/does")
    alerts.look()
    world.wait(lambda: len(alerts.said()) == 2, 10, "the second run")
    alerts.look()
    assert len(alerts.said()) == 2 and len(alerts.mails()) == 1


def test_a_program_that_hangs_is_ended(world, alerts):
    [pid] = alerts.docket.roles("alert")
    alerts.write("does", "sleep 300", 0o644)
    raise_queue(alerts)
    alerts.look()
    alerts.mail("queue-stopped")
    world.wait(lambda: "it was still running after 30 s" in alerts.docket.log(), 45, "its end")
    os.unlink(f"{alerts.folder}/does")
    assert alerts.docket.roles("alert") == [pid]		# no silent role meanwhile
    alerts.look()
    world.wait(lambda: len(alerts.said()) == 2, 10, "the second run")


def test_without_its_own_server_another_is_used(world, alerts):
    """The second server is dead: the mailbox's own still goes when its queue does."""
    alerts.second.stop()
    world.sql("insert into docket.condition (kind, mailbox, since, last_at, text)"
              " select 'token-dead', 'support', t, t, 'x' from docket.at(%s) t",
              int(world.clock.now() * 1_000_000))
    alerts.look()
    got = world.wait(lambda: [m for m in world.smtp.mails() if ADMIN in m.recipients], 20, "it")
    alerts.second.start()
    assert got[0].sender == "support@example.com"
    world.smtp.clear()


def test_killed_between_the_mail_and_the_commit_it_tells_again(world, alerts):
    pids = alerts.docket.roles("alert")

    def die(_mail):
        alerts.second.on_accept = None
        os.kill(pids[0], signal.SIGKILL)
    alerts.second.on_accept = die
    raise_queue(alerts)
    alerts.look()
    world.wait(lambda: alerts.docket.roles("alert") not in ([], pids), 20, "another process")
    assert alerts.mail("queue-stopped", 1)
    world.wait(lambda: alerts.row("queue-stopped")["told"] == 1, 20, "it to be noted")


def end_imap(world):
    sessions = world.imap.pids()
    world.imap.stop()
    for pid in sessions:				# an open session outlives its server
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def test_a_mailbox_that_is_not_read(world, alerts):
    end_imap(world)
    try:
        alerts.grown_up()
        for _ in range(12):
            alerts.advance(60)
            time.sleep(1.1)
        got = alerts.mail("mailbox-silent")
        assert "the mailbox is not read" in got.text and "docketctl status" in got.text
        status = alerts.docket.ctl("status", check=False)
        assert status.returncode == 1 and b"support: mailbox-silent since" in status.stdout
    finally:
        world.imap.start()
    # The mailbox waits between its tries, by the world's own clock.
    world.wait(lambda: alerts.look() or alerts.row("mailbox-silent")["over_at"], 90, "it to pass")
    alerts.advance(300)
    alerts.mail("Well again: support: mailbox-silent")


def test_a_mailbox_whose_server_says_why_is_not_silent_as_well(world, alerts):
    end_imap(world)						# or it would say that it is well
    try:
        world.wait(lambda: world.one("select fault from docket.mailbox"), 40, "the fault")
        world.sql("insert into docket.condition (kind, mailbox, since, last_at, text, mend)"
                  " select 'server-refusing', 'support', t, t, 'NO [LIMIT] too many', 'end others'"
                  " from docket.at(%s) t", int(world.clock.now() * 1_000_000))
        world.sql("update docket.mailbox set seen_at = docket.at(0), heard_at = docket.at(0)")
        world.wait(lambda: alerts.look() or alerts.mails(), 60, "the mail")
        for _ in range(6):
            alerts.look()
        got = alerts.mail("server-refusing")
        assert "refuses to let it be read" in got.text and "NO [LIMIT] too many" in got.text
        assert alerts.row("mailbox-silent") is None
    finally:
        world.imap.start()
    world.wait(lambda: alerts.row("server-refusing")["over_at"], 90, "it to pass")


def test_a_late_warning_while_core_hangs(world, alerts):
    ticket = alerts.desk.open("Who answers?", sender="late@acme.example")
    due = world.one("select extract(epoch from min(next_at))::float8 from docket.cycle"
                    " where ticket = %s", ticket["id"])
    [core] = alerts.docket.roles("core")
    os.kill(core, signal.SIGSTOP)
    world.clock.set(due + 150)
    try:
        got = alerts.mail("warning-late", seconds=30)
    finally:
        os.kill(core, signal.SIGCONT)
    assert "SLA warnings are due" in got.text and "the first since" in got.text
    world.wait(lambda: alerts.look() or alerts.row("warning-late")["over_at"], 60, "it to pass")


def test_core_is_gone(world, alerts):
    """Its lock is what says that it is there."""
    lock = world.pg.connect()
    lock.autocommit = False
    lock.cursor().execute("lock table docket.agent in access exclusive mode")	# the next cannot begin
    alerts.docket.kill_role("core")
    try:
        alerts.look()
        got = alerts.mail("core-gone", seconds=40)
    finally:
        lock.close()
    assert "docketd is not at work" in got.text
    world.wait(lambda: alerts.look() or alerts.row("core-gone")["over_at"], 60, "it to pass")


def test_mail_that_does_not_go(world, alerts):
    world.sql("insert into docket.outbox (entry, first_delivery, last_delivery, personal,"
              " automatic, mailbox, from_address)"
              " values (999999, 0, 0, false, false, 'support', 'support@example.com')")
    world.sql("delete from docket.outlet")			# none went lately
    [pid] = alerts.docket.roles("core")
    os.kill(pid, signal.SIGSTOP)
    try:
        world.sql("insert into docket.delivery (entry, created_at, due_at, automatic, recipient,"
                  " mailbox) select entry, stored_at, docket.at(%s), false, 'x@acme.example',"
                  " mailbox from docket.outbox where entry = 999999",
                  int((world.clock.now() - 1000) * 1_000_000))
        alerts.look()
        got = alerts.mail("queue-stuck", seconds=40)
        assert "1 mails are due and do not go" in got.text
    finally:
        world.sql("delete from docket.delivery where entry = 999999")
        os.kill(pid, signal.SIGCONT)
    world.wait(lambda: alerts.look() or alerts.row("queue-stuck")["over_at"], 60, "it to pass")


def test_what_waits_for_a_queue_that_is_no_more_is_told(world, alerts):
    """Its mailbox or webhook was taken out of the configuration: nobody would ever send it."""
    alerts.desk.open("Left behind?", sender="left@acme.example")
    alerts.docket.settle()
    world.sql("insert into docket.delivery (entry, created_at, due_at, mailbox, priority, automatic,"
              " recipient) select max(id), now(), now(), 'webhook:gone', 3, true, 'x' from docket.entry")
    try:
        alerts.look()
        got = alerts.mail("queue-stuck", seconds=40)
        assert "no queue that the configuration has: 1 of webhook:gone" in got.text
        assert "put it back into the configuration" in got.text
    finally:
        world.sql("delete from docket.delivery where mailbox = 'webhook:gone'")
    world.wait(lambda: alerts.look() or alerts.row("queue-stuck")["over_at"], 60, "it to pass")


def test_a_queue_that_goes_at_its_rate_is_not_stuck(world, alerts):
    alerts.docket.mailbox()["smtp"]["max_rate"] = 60
    alerts.renew()
    ticket = alerts.desk.open("So many?", sender="many@acme.example")["id"]
    alerts.docket.settle()
    now = int(world.clock.now() * 1_000_000)
    world.sql("with e as (insert into docket.entry (ticket, at, kind, author, message_id, subject)"
              " select %s, docket.at(%s), 'mail-out', 'docket', 'slow-' || n || '@example.com',"
              " 'One of many' from generate_series(1, 300) n returning *), o as ("
              " insert into docket.outbox (entry, stored_at, first_delivery, last_delivery, personal,"
              " automatic, mailbox, from_address, shown, body, text_size) select id, at, id, id,"
              " false, true, 'support', 'support@example.com', array['', 'many@acme.example'],"
              " 'One.', 4 from e) insert into docket.delivery (entry, created_at, due_at, mailbox,"
              " priority, automatic, recipient) select id, at, at - interval '1000 s', 'support', 4,"
              " true, 'many@acme.example' from e", ticket, now)
    world.sql("select pg_notify('docket', '')")
    try:
        world.wait(lambda: world.one("select count(*) from docket.delivery") < 298, 20, "some to go")
        for _ in range(8):
            alerts.look()
        assert world.one("select count(*) from docket.delivery where priority = 4") > 200
        assert alerts.row("queue-stuck") is None
        [pid] = alerts.docket.roles("core")
        os.kill(pid, signal.SIGSTOP)
        try:
            world.sql("update docket.outlet set sent_at = sent_at - interval '1 hour'")	# now it is
            world.wait(lambda: alerts.look() or alerts.row("queue-stuck"), 20, "it")
        finally:
            os.kill(pid, signal.SIGCONT)
    finally:
        world.sql("delete from docket.delivery where priority = 4")
        alerts.docket.mailbox()["smtp"].pop("max_rate")
        alerts.renew()
    world.wait(lambda: alerts.look() or alerts.row("queue-stuck")["over_at"], 60, "it to pass")


def test_the_database_is_away(world, alerts):
    world.pg.stop("immediate")
    try:
        alerts.look()
        assert not alerts.mails()
        alerts.advance(60)
        time.sleep(1.5)
        alerts.advance(60)
        got = alerts.mail("database-away")
        assert "the database cannot be used" in got.text and "docketctl check" in got.text
        alerts.look()
        assert len(alerts.mails()) == 1
    finally:
        world.pg.start()
    alerts.look()
    alerts.mail("well again")
    assert world.wait(alerts.said, 10, "the program")[0][1] == "database-away"


# The webhook

def test_a_webhook_gets_all_of_it_as_json(world, alerts):
    raise_queue(alerts)
    alerts.look()
    [post] = world.wait(lambda: alerts.hook.posts, 20, "the post")
    assert post.path == "/hooks/T0P-SECRET" and post.headers["Content-Type"] == "application/json"
    assert post.headers["Authorization"] == f"Bearer {TOKEN}" and post.headers["X-Team"] == "desk"
    [row] = post.json["open"]
    assert (row["kind"], row["mailbox"], row["mend"], row["new"]) == (
        "queue-stopped", "support", "check the login", True)
    assert row["text"] == "535 5.7.8 no\x1b[31m" and row["since"].endswith("Z")
    assert "mail cannot be sent" in post.json["text"] and "\x1b" not in post.json["text"]
    assert post.json["well"] == [] and post.json["test"] is False
    alerts.look()
    assert len(alerts.hook.posts) == 1			# told
    assert TOKEN not in alerts.docket.log() and "T0P-SECRET" not in alerts.docket.log()


@pytest.mark.parametrize("reply,again", [
    (500, True), (429, True), ((503, {}, b"upstream is away"), True), (403, False),
    ((404, {}, b"no_service"), False),
    ((302, {"Location": "https://localhost:1/elsewhere"}, b""), False)], ids=str)
def test_a_webhook_that_fails(world, alerts, reply, again):
    """What may pass is tried again at the next look, the others are told once; what is refused
    is logged, and waits for the next telling."""
    alerts.hook.reply = lambda path: reply
    raise_queue(alerts)
    alerts.look()
    world.wait(lambda: alerts.hook.posts, 20, "the post")
    alerts.hook.reply = None
    status = reply[0] if isinstance(reply, tuple) else reply
    world.wait(lambda: f"HTTP {status}" in alerts.docket.log(), 10, "the log's line")
    alerts.look()
    assert len(alerts.hook.posts) == (2 if again else 1)
    alerts.look()
    assert len(alerts.hook.posts) == (2 if again else 1)
    assert len(alerts.mails()) == 1 and len(alerts.said()) == 1


def test_a_webhook_that_hangs_holds_nobody_up(world, alerts):
    [pid] = alerts.docket.roles("alert")
    alerts.hook.reply = lambda path: 60.0
    raise_queue(alerts)
    alerts.look()
    alerts.mail("queue-stopped")
    world.wait(lambda: re.search(r"alert not told .*https://localhost\S* .*[Tt]imed? ?out",
                                 alerts.docket.log()), 40, "its end")
    alerts.hook.reply = None
    assert alerts.docket.roles("alert") == [pid]
    alerts.look()
    world.wait(lambda: len(alerts.hook.posts) == 2, 20, "the second try")


@pytest.mark.parametrize("kind", ["self-signed", "expired", "wrong-host", "unknown-ca"])
def test_a_webhook_that_cannot_prove_itself_gets_nothing(world, alerts, kind):
    liar = Webhook(world.certs.bad(kind))
    settings = alerts.docket.files["docket.conf"]["alert"]
    settings["webhook"] = liar.url
    alerts.docket.write()
    try:
        rows = json.loads(
            alerts.docket.ctl("--json", "alert", "--test", check=False).stdout)
        assert [r["ok"] for r in rows] == [True, True, True, False]
        assert "certificate" in rows[-1]["answer"].lower() or "SSL" in rows[-1]["answer"]
        assert liar.posts == []
    finally:
        liar.close()
        settings["webhook"] = alerts.hook.url
        alerts.docket.write()


@pytest.mark.parametrize("url,word", [
    ("http://hooks.example.com/x", "must not be read on its way"), ("https://", "https://host/path"),
    ("https://me:pw@hooks.example.com/x", "webhook_secret_file"),
    ("https://hooks.example.com/a b", "without blanks")])
def test_a_webhook_that_would_not_be_safe_is_refused(alerts, url, word):
    settings = alerts.docket.files["docket.conf"]["alert"]
    settings["webhook"] = url
    alerts.docket.write()
    try:
        got = alerts.docket.ctl("check", check=False)
    finally:
        settings["webhook"] = alerts.hook.url
        alerts.docket.write()
    assert got.returncode != 0 and word.encode() in got.stdout + got.stderr


def test_docketctl_tries_each_way(world, alerts):
    def refuse(stage, mail_):
        return "550 5.1.1 nobody" if stage == "rcpt" and mail_.recipient == EXTERN else None
    alerts.second.reply = world.smtp.reply = refuse
    got = alerts.docket.ctl("alert", "--test", check=False)
    world.smtp.reply = None
    said = got.stdout.decode()
    assert got.returncode == 1 and "550 5.1.1 nobody" in said and "exit status 0" in said
    assert "test of the second path" in alerts.mail("This is a test")["Subject"]
    assert alerts.said()[0][2] == "0" and "secret" not in said
    alerts.second.reply = None
    rows = alerts.docket.ctl_json("alert", "--test")
    assert [(r["to"], r["ok"]) for r in rows] == [
        (ADMIN, True), (EXTERN, True), (alerts.program, True),
        (f"https://localhost:{alerts.hook.port}/…", True)]
    assert alerts.hook.posts[-1].json["test"] is True and alerts.hook.posts[-1].json["open"] == []


@pytest.mark.parametrize("mode,word", [(0o777, "others can write it"), (0o644, "cannot be run")])
def test_a_program_that_others_could_change_is_refused(alerts, mode, word):
    os.chmod(alerts.program, mode)
    try:
        got = alerts.docket.ctl("check", check=False)
    finally:
        os.chmod(alerts.program, 0o755)
    if mode == 0o644 and os.geteuid() == 0:
        word = "cannot be run"
    assert got.returncode != 0 and word.encode() in got.stdout + got.stderr


@pytest.mark.parametrize("language,says", [
    ("de", "prüfen Sie die Anmeldung"), ("es", "compruebe el acceso"), ("fr", "vérifiez l'identifiant"),
    ("it", "controlli l'accesso"), ("pt", "verifique o acesso")])
def test_what_mends_it_is_in_the_readers_language(world, alerts, language, says):
    alerts.docket.mailbox()["language"] = language
    alerts.renew()
    world.sql("insert into docket.condition (kind, mailbox, since, last_at, text, mend) select"
              " 'queue-stopped', 'support', t, t, '535 5.7.8 Error: authentication failed', %s"
              " from docket.at(%s) t", "check the login of this mailbox, and whether SMTP is"
              " allowed for it", int(world.clock.now() * 1_000_000))
    world.wait(lambda: alerts.look() or alerts.mails(), 60, "the mail")
    [told] = alerts.mails()
    text = " ".join(told.text.split())
    assert says in text and "535 5.7.8 Error: authentication failed" in text
    alerts.docket.mailbox()["language"] = "en"
    alerts.renew()
