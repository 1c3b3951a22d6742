"""A ticket is erased for good: nothing of it is left in the database but that it was."""
import base64
import email.message
import email.policy
import itertools
import re
import subprocess

import pytest

from world import desk as desks, mail
from world.docket import AGENT, LEAD, Group

MAX = "max@home.example.net"
ADMIN = f"Max <{MAX}>"
PASSES = ("Authentication-Results", "mx.example.com; dmarc=pass header.from=home.example.net")
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def docket(world):
    made = world.docket()
    made.files["agents.conf"]["agents"] = Group(list(made.files["agents.conf"]["agents"]) + [
        {"name": "max", "full_name": "Max", "addresses": [MAX], "role": "admin", "team": "desk",
         "timezone": "UTC"}])
    made.files["docket.conf"] |= {"authserv": ["mx.example.com"], "verify": "either"}
    made.write()
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def desk(world, docket):
    return desks.Desk(world, docket)


class Secret:
    """A ticket whose every word is its own."""

    def __init__(self, desk, who=None):
        n = next(numbers)
        self.word = f"Zorkmid{n}"
        self.who = who or f"zork{n}@quendor{n}.example"
        self.file = f"%PDF-{self.word}-bytes".encode()
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["From"], message["To"] = f"{self.word} Frobozz <{self.who}>", "support@example.com"
        message["Subject"] = f"{self.word} is lost"
        message["Message-ID"] = f"<{self.word}@quendor{n}.example>"
        message.set_content(f"My {self.word} was seen at the dam.\n")
        message.add_attachment(self.file, maintype="application", subtype="pdf",
                               filename=f"{self.word}.pdf")
        self.raw = message.as_bytes()
        self.entry = desk.receive(self.raw)
        self.number = self.entry["ticket"]
        desk.docket.ctl("do", str(self.number), "assign", "max")
        desk.mail(self.number, self.who)
        desk.quiet()
        self.notice = [m for m in desk.mails(self.number, MAX)][-1]

    def traces(self, desk):
        """What a dump of the whole database still has of it."""
        dump = subprocess.run([f"{desk.world.pg.bin}/pg_dump", "-h", desk.world.pg.folder, "-U",
                               "postgres", "docket"], capture_output=True, check=True,
                              env={"PATH": "/usr/bin:/bin"}).stdout.lower()
        words = [self.word.lower().encode(), self.who.encode(), self.file.hex().encode(),
                 base64.b64encode(self.file).lower(), self.word.lower().encode().hex().encode()]
        return [line[:300] for line in dump.splitlines() for w in words if w in line]


def order(desk, notice, text, sender=ADMIN, **how):
    seen = desk.seen()
    desk.world.deliver(mail.reply(notice.message, text, sender, **how))
    return [m for m in desk.quiet() if m["Message-ID"] not in seen]


def erased(desk, number):
    return desk.rows("select by_whom from docket.erased where ticket = %s", number)


def is_there(desk, number):
    return bool(desk.rows("select from docket.ticket where id = %s", number))


def test_nothing_is_left_of_it(desk):
    other = Secret(desk)
    it = Secret(desk)
    order(desk, it.notice, f"We found {it.word}.\n")
    order(desk, it.notice, f"#note\n{it.word} again.\n")
    order(desk, other.notice, f"#link {it.number}\n")
    order(desk, it.notice, "#list\n")
    assert it.traces(desk)
    told = order(desk, it.notice, "#erase\n")
    [asked] = [m for m in told if MAX in m.recipients]
    said = re.sub(r"\s+", " ", asked.text)
    assert "that is for good" in said and f"#erase {it.number}" in said and is_there(desk, it.number)
    told = order(desk, it.notice, f"#erase {it.number}\n")
    assert not is_there(desk, it.number) and erased(desk, it.number) == [{"by_whom": "max"}]
    assert it.traces(desk) == []
    [done] = told
    assert done.recipients == [MAX] and f"#erase {it.number}" in done.text
    assert it.word not in done.raw.decode() and it.who not in done.raw.decode()
    # What is another's stays, and says nothing of it.
    assert is_there(desk, other.number) and other.traces(desk)
    assert not desk.rows("select from docket.relation where %s in (a, b)", it.number)
    gone = desk.docket.ctl("show", str(it.number), check=False)
    assert gone.returncode == 1 and "was erased for good" in gone.stderr.decode()
    assert "by max" in gone.stderr.decode()
    for line in (f"#link {it.number}", f"#parent {it.number}", f"#blocks {it.number}"):
        [told] = order(desk, other.notice, f"{line}\n")
        assert re.search(rf"ticket #{it.number} was erased for good on 20\d\d-", told.text), line
    gone = desk.docket.ctl("do", str(other.number), "link", str(it.number), check=False)
    assert gone.returncode == 65
    assert f"ticket #{it.number} was erased for good on 20" in gone.stderr.decode()
    gone = desk.docket.ctl("do", str(it.number), "close", check=False)
    assert "was erased for good" in gone.stderr.decode()
    assert it.word not in [line for line in desk.docket.log().splitlines() if "erased" in line][-1]
    verified = desk.docket.ctl("verify")
    assert verified.returncode == 0, verified.stdout


def test_time_that_was_booked_stays_without_its_words(desk):
    it = Secret(desk)
    order(desk, it.notice, f"#time 1h30m looked for {it.word}\n")
    order(desk, it.notice, f"#erase {it.number}\n")
    assert not is_there(desk, it.number) and it.traces(desk) == []
    assert desk.rows("select ticket, worked, text, entry, agent, project from docket.time_entry"
                     " where number = %s", it.number) == [
        {"ticket": None, "worked": 5400, "text": "", "entry": None, "agent": "max",
         "project": desk.row("select project from docket.time_entry where number = %s",
                             it.number)["project"]}]
    assert desk.docket.ctl("verify").returncode == 0


def test_a_timer_whose_month_is_closed_by_then_is_late(desk):
    """Else no statement would ever bill it."""
    it = Secret(desk)
    order(desk, it.notice, "#timer start\n")
    desk.world.sql("update docket.time_entry set started_at = started_at - interval '40 days',"
                   " counts_at = started_at - interval '40 days' where number = %s", it.number)
    desk.world.sql("insert into docket.time_approval (agent, period, since, until, approved_at, approved_by)"
                   " select agent, 'then', started_at - interval '1 day', started_at + interval '1 day', now(), 'lee'"
                   "  from docket.time_entry where number = %s", it.number)
    order(desk, it.notice, f"#erase {it.number}\n")
    assert not is_there(desk, it.number)
    [row] = desk.rows("select late, counts_at = stopped_at as by_then, stopped_at is not null as stopped"
                      "  from docket.time_entry where number = %s", it.number)
    assert row == {"late": True, "by_then": True, "stopped": True}


def test_what_was_told_of_it_with_others_goes_too(desk):
    for how, more in (("#link {}", "#show"), ("#blocked-by {}", "#unblock {}"), ("#parent {}", "#parent none")):
        it, other = Secret(desk), Secret(desk)
        order(desk, other.notice, how.format(it.number))
        order(desk, other.notice, more.format(it.number))
        desk.answer(desk.mail(other.number, other.who), f"As in #{it.number}?", other.who)
        desk.quiet()
        shown = [m for m in desk.mails(other.number, MAX) if f"#{it.number}" in m.text]
        assert shown
        desk.docket.ctl("do", str(it.number), "erase", str(it.number))
        assert it.traces(desk) == [] and other.traces(desk)
        # The other's own words stay, also where they name it.
        assert desk.rows("select from docket.entry where ticket = %s and kind = 'mail-in' and new_text like %s",
                         other.number, f"As in #{it.number}?%")
        assert desk.docket.ctl("verify").returncode == 0


def test_the_server_does_not_bring_it_back(world, docket, desk):
    it = Secret(desk)
    before = desk.tickets()
    order(desk, it.notice, f"#erase {it.number}\n")
    assert desk.tickets() == before - 1
    docket.kill()
    with world.pg.connect() as connection, connection.cursor() as cursor:
        cursor.execute("update docket.mailbox set uid = 0, old_uid = 0, uidvalidity = 0")
    docket.start()
    desk.quiet()
    desk.world.deliver(it.raw)				# the same bytes once more
    desk.quiet()
    assert desk.tickets() == before - 1 and it.traces(desk) == []
    assert docket.ctl("verify").returncode == 0


def test_later_mail_opens_a_ticket_of_its_own(desk):
    it = Secret(desk)
    ack = desk.mail(it.number, it.who)
    order(desk, it.notice, f"#erase {it.number}\n")
    later = desk.answer(ack, "And now?", it.who)
    assert later["ticket"] not in (None, it.number)
    desk.quiet()
    seen = desk.seen()
    again = desk.answer(it.notice, "We have it here.\n", ADMIN)
    assert again["ticket"] is None
    [told] = [m for m in desk.quiet() if m["Message-ID"] not in seen]
    assert told.recipients == [MAX] and "was erased" in told.text
    assert "We have it here." in told.text


def test_only_an_admin_and_only_alone(desk):
    it = Secret(desk)
    n = it.number
    desk.docket.ctl("do", str(n), "assign", "lee")
    desk.quiet()
    lees = desk.mails(n, LEAD)[-1]
    for notice, text, sender, to, says in [
            (lees, f"#erase {n}", f"Lee <{LEAD}>", LEAD, "#erase is for admins"),
            (it.notice, "#erase", ADMIN, MAX, "that is for good"),
            (it.notice, "#erase 999", ADMIN, MAX, "that is for good"),
            (it.notice, f"#erase {n}\n#close", ADMIN, MAX, "write #erase alone"),
            (it.notice, f"#erase {n}\n\nGood bye.", ADMIN, MAX, "write #erase alone"),
            (it.notice, f"#erase {n}\n#nonsense", ADMIN, MAX, "no command #nonsense")]:
        told = [m for m in order(desk, notice, text, sender) if to in m.recipients]
        assert any(says in re.sub(r"\s+", " ", m.text) for m in told), (text, [m.text for m in told])
        assert is_there(desk, n) and not erased(desk, n)
    order(desk, it.notice, f"Well.\n\n> #erase {n}\n")
    told = order(desk, it.notice, f"#dry-run\n#erase {n}\n")
    assert any(f"→ #{n}" in m.text for m in told) and is_there(desk, n)
    desk.answer(desk.mail(n, it.who), f"#erase {n}\n", it.who)
    assert is_there(desk, n)


def test_what_has_no_number_yet_is_not_erased(desk):
    own = desk.docket.ctl_json("agent", "address", "max")["addresses"]["support"]
    seen = desk.seen()
    desk.receive(mail.letter("#erase 0\n\n---------- Forwarded message ---------\nFrom: Z <z@zero.example>\n"
                             "Date: Mon, 30 Nov 2026\nSubject: zed\nTo: max\n\nIt hums.\n", sender=ADMIN,
                             to=own, subject="Fwd: zed", headers=[PASSES]))
    told = [m for m in desk.quiet() if m["Message-ID"] not in seen and MAX in m.recipients]
    assert any("there is no ticket #0" in m.text for m in told), [m.text for m in told]


def test_unproven_and_confirmed(desk):
    it = Secret(desk)
    seen = desk.seen()
    desk.receive(mail.letter(f"#erase {it.number}\n", sender=ADMIN,
                             subject=f"Re: x [desk #{it.number}]"))
    asked = desk.mail(it.number, MAX, but=seen)
    assert "Is this yours?" in asked.name and is_there(desk, it.number)
    [code] = re.findall(r"code at the top: (\S+)", asked.text)
    desk.world.deliver(mail.reply(asked.message, f"{code}\n", ADMIN))
    desk.world.wait(lambda: erased(desk, it.number), 20, "the confirmed mail to be done")
    desk.quiet()
    assert it.traces(desk) == []
    assert desk.docket.ctl("verify").returncode == 0


def test_html_alone_and_a_redelivery(desk):
    it = Secret(desk)
    raw = mail.reply(it.notice.message, f"<div>#erase {it.number}</div>", ADMIN, quote=False)
    head, _, body = raw.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^(content-type|mime-version|content-transfer-encoding):.*\r\n", b"", head + b"\r\n")
    raw = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n" + head + b"\r\n" + body
    for _ in range(2):
        desk.world.deliver(raw)
        desk.quiet()
        assert erased(desk, it.number) == [{"by_whom": "max"}] and it.traces(desk) == []


def test_with_those_that_went_into_it_but_not_what_was_split_off(desk):
    who = f"zork{next(numbers)}@acme.example"
    it, merged = Secret(desk, who), Secret(desk, who)
    ack = desk.mail(it.number, who)
    seen = desk.seen()
    extra = desk.answer(ack, "The door squeaks.", who)
    desk.docket.ctl("do", str(it.number), "split", str(extra["id"]))
    desk.world.wait(lambda: not desk.rows("select from docket.raw where state = 'pending'"), 20, "it")
    desk.quiet()
    desk.docket.ctl("do", str(merged.number), "merge", str(it.number))
    desk.quiet()
    [apart] = desk.rows("select ticket from docket.entry where raw = %s and data ? 'split_from'",
                        extra["raw"])
    done = desk.docket.ctl("do", str(it.number), "erase", check=False)
    assert done.returncode == 65 and "those that went into it (1)" in done.stderr.decode()
    desk.docket.ctl("do", str(it.number), "erase", str(it.number))
    assert erased(desk, merged.number) == erased(desk, it.number) == [{"by_whom": "docketctl"}]
    assert is_there(desk, apart["ticket"])
    assert desk.row("select state from docket.raw where id = %s", extra["raw"])["state"] == "read"
    # The person has another ticket: they stay.
    assert desk.rows("select from docket.contact_address where address = %s", who)
    desk.docket.ctl("do", str(apart["ticket"]), "erase", str(apart["ticket"]))
    assert it.traces(desk) == merged.traces(desk) == []
    assert desk.docket.ctl("verify").returncode == 0


def test_held_mail_and_what_waits_go_too(desk):
    it = Secret(desk)
    opening = it.entry["message_id"]
    desk.forget_told()
    desk.receive(mail.letter(f"{it.word} is mine!", sender=f"thief@{it.word.lower()}.example",
                             subject=f"{it.word}", headers=[("In-Reply-To", opening)]))
    desk.quiet()
    order(desk, it.notice, "#snooze +2d\n")
    order(desk, it.notice, f"#erase {it.number}\n")
    assert it.traces(desk) == []
    assert not desk.rows("select from docket.held where ticket = %s", it.number)
    assert desk.docket.ctl("verify").returncode == 0


def test_docketctl_asks_too(desk):
    it = Secret(desk)
    n = str(it.number)
    done = desk.docket.ctl("do", n, "erase", check=False)
    assert done.returncode == 65 and f"docketctl do {n} erase {n}" in done.stderr.decode()
    done = desk.docket.ctl("do", n, "erase", n, "--as", "ana", check=False)
    assert done.returncode == 65 and "for admins" in done.stderr.decode()
    assert f"#{n} erased" in desk.docket.ctl("do", n, "erase", n, "--dry-run").stdout.decode()
    assert is_there(desk, it.number)
    desk.docket.ctl("do", n, "erase", n, "--as", "max")
    assert erased(desk, it.number) == [{"by_whom": "max"}] and it.traces(desk) == []


def test_the_daemon_itself_may_delete_nothing(desk):
    it = Secret(desk)
    connection = desk.world.pg.connect()
    with connection, connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('docket', 'docket.ticket', 'delete'),"
                       " has_table_privilege('docket', 'docket.entry', 'delete'),"
                       " has_table_privilege('docket', 'docket.raw_bytes', 'delete'),"
                       " has_table_privilege('docket', 'docket.erased', 'insert, update, delete'),"
                       " has_function_privilege('docket_read',"
                       " 'docket.ticket_erase(int8, text, timestamptz)', 'execute')"
                       " where to_regrole('docket') is not null")
        assert cursor.fetchall() in ([], [(False,) * 5])
    connection.close()
    assert is_there(desk, it.number)


def test_a_kill_leaves_all_or_nothing(world, docket, desk):
    made = [Secret(desk) for _ in range(5)]
    for it in made:
        desk.world.deliver(mail.reply(it.notice.message, f"#erase {it.number}\n", ADMIN))
        desk.world.deliver(mail.letter("Any news?", sender=it.who, subject=f"Re: [desk #{it.number}]"))
    docket.kill()
    docket.start()
    desk.quiet()
    for it in made:
        assert erased(desk, it.number) == [{"by_whom": "max"}] and not is_there(desk, it.number)
        assert not desk.rows("select from docket.entry where ticket = %s", it.number)
    assert docket.ctl("verify").returncode == 0
