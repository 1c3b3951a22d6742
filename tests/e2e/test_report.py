"""#report sla: how promises were kept in a month, by mail, with the table as CSV."""
import csv
import datetime
import io
import json
import re
import shutil
import subprocess

import pytest

from test_button import ANA
from test_control import control
from world import desk as desks, mail
from world.docket import AGENT, LEAD

EVIL = '=HYPERLINK("x","y")'


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket(clock=True)
    docket.files["docket.conf"]["authserv"] = ["mx.example.com"]
    people = docket.files["agents.conf"]["agents"]
    people[0]["transcript"], people[0]["timezone"] = "errors", "Pacific/Auckland"
    docket.write()
    world.clock.set(datetime.datetime(2026, 11, 5, 12, tzinfo=datetime.timezone.utc).timestamp())
    docket.start()
    made = desks.Desk(world, docket)
    world.wait(lambda: world.one("select count(*) from docket.project where key = 'ACME'"), 20, "the registry")
    for number, (due, state, severity) in enumerate((
            ("2026-10-10", "met", "high"), ("2026-10-11", "breached", "high"),
            ("2026-10-12", "met", EVIL), ("2026-09-12", "met", "low"))):
        world.sql("with t as (insert into docket.ticket (subject, project, mailbox, status, category, created_at)"
                  " values ('x', 'ACME', 'support', 'closed', 'closed', '2026-01-01') returning id)"
                  " insert into docket.cycle (ticket, clock, n, policy, severity, calendar, target, worked,"
                  " started_at, last_due_at, state, breached_at, stopped_at, pause)"
                  " select id, 'resolution', 1, 'p', %s, 'always', 3600, 3600000000, '2026-01-01', %s, %s,"
                  " %s, %s, '{}' from t", severity, due, state, due if state == "breached" else None, due)
    yield made
    assert docket.stop() == 0


def asked(desk, raw, who=AGENT):
    """The reports that come of it, and the transcripts."""
    seen = desk.seen()
    desk.receive(raw)
    desk.world.wait(lambda: desk.world.one("select (select count(*) from docket.report_wanted)"
                                           " + (select count(*) from docket.control)") == 0, 20, "the report")
    desk.quiet()
    new = [s for s in desk.mails(None, who) if s["Message-ID"] not in seen]
    return ([s for s in new if s["X-Docket-Reason"] == "report-sla"],
            [s for s in new if s["X-Docket-Reason"] in ("transcript", "control")])


def table(sent):
    [part] = list(sent.message.iter_attachments())
    return part, part.get_payload(decode=True)


def notice(desk, who=AGENT):
    at = desk.tickets()
    number = desk.open("It hums.", sender=f"r{at}@acme.example", subject=f"Hum r{at}")["id"]
    return desk.mail(number, who)


def test_by_an_answer(desk):
    ticket = notice(desk)
    before = desk.ticket(ticket.ticket)
    [sent], _ = asked(desk, mail.reply(ticket.message, "#report sla 2026-10", ANA))
    assert sent.recipients == [AGENT] and sent.name.startswith("Report") and "SLA 2026-10" in sent["Subject"]
    assert "ACME, resolution, high: 50.0 % (1/2)" in sent.text
    part, data = table(sent)
    assert part.get_filename() == "sla-2026-10.csv" and part.get_content_type() == "text/csv"
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == data.count(b"\n") > 2
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert {(r["severity"], r["met"], r["breached"]) for r in rows if r["project"] == "ACME"} == {
        ("high", "1", "1"), ("'" + EVIL, "1", "0")}
    assert desk.ticket(ticket.ticket)["updated_at"] == before["updated_at"]


def test_the_same_as_docketctl(desk):
    [sent], _ = asked(desk, mail.reply(notice(desk).message, "#report sla 2026-10", ANA))
    printed = desk.docket.ctl("sla", "report", "--month", "2026-10", "--csv").stdout
    assert table(sent)[1] == b"\xef\xbb\xbf" + printed


def test_a_spreadsheet_reads_it(desk, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    [sent], _ = asked(desk, mail.reply(notice(desk).message, "#report sla 2026-10", ANA))
    (tmp_path / "in.csv").write_bytes(table(sent)[1])
    subprocess.run(["soffice", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
                    "--outdir", tmp_path / "out", tmp_path / "in.csv"], check=True, timeout=120)
    assert "HYPERLINK" in (tmp_path / "out/in.csv").read_text()


@pytest.mark.parametrize("word", ["october 2026", "Oktober 2026", "octubre de 2026", "10/2026"])
def test_months_by_their_names(desk, word):
    [sent], _ = asked(desk, mail.reply(notice(desk).message, f"#report sla {word}", ANA))
    assert "SLA 2026-10" in sent["Subject"]


@pytest.mark.parametrize("said,word", [
    ("#report", "needs a value"), ("#report timesheet", "there is no report timesheet"),
    ("#report sla soon", "is no month"), ("#report sla 2999-01", "is no month"),
    ("#report sla 2026-13", "is no month")])
def test_what_is_refused(desk, said, word):
    sent, [told] = asked(desk, mail.reply(notice(desk).message, said, ANA))
    assert not sent and word in told.text
    if "month" in word:
        assert "it can be: 20" in told.text and "#report sla 20" in told.text


def test_by_the_control_address_and_in_a_part(desk):
    ticket = notice(desk)
    [sent], told = asked(desk, mail.letter("#report sla 2026-09", sender=ANA, to=control(desk), subject="Report"))
    assert "ACME, resolution, low: 100.0 % (1/1)" in sent.text
    assert sent["Subject"] == "Re: Report" and sent.name.startswith("Report (")
    [sent], told = asked(desk, mail.letter(f"#report sla 2026-09\n#ticket {ticket.ticket}\n#tag x\n", sender=ANA,
                                           to=control(desk), subject="Report"))
    assert sent and desk.ticket(ticket.ticket)["tags"] == ["x"]


def test_nothing_to_count(desk):
    [sent], _ = asked(desk, mail.reply(notice(desk).message, "#report sla 2020-01", ANA))
    assert "nothing to count" in sent.text and table(sent)[1].count(b"\n") == 1


def test_who_may_not(desk):
    ticket = notice(desk)
    for n, raw in enumerate((
            mail.letter("#report sla 2026-10", sender=ANA, subject="Unproven"),
            mail.letter("#report sla 2026-10", sender="kim@evil.example", to=control(desk), subject="Stranger"),
            mail.reply(ticket.message, "> #report sla 2026-10\n\n#note\nx", ANA),
            mail.reply(ticket.message, "#report sla 2026-10", ANA, headers=[("Auto-Submitted", "auto-replied")]),
            mail.reply(ticket.message, "#report sla 2026-10", f"Lee <{LEAD}>"))):
        before = desk.seen()
        desk.receive(raw)
        desk.quiet()
        assert not [s for s in desk.mails() if s["Message-ID"] not in before
                    and s["X-Docket-Reason"] == "report-sla"], n


def test_html_alone_and_a_redelivery(desk):
    raw = mail.reply(notice(desk).message, "<div>#Report sla 2026-10</div>", ANA, quote=False).replace(
        b"text/plain", b"text/html")
    assert len(asked(desk, raw)[0]) == 1
    assert len(asked(desk, raw)[0]) == 0


def test_killed_in_between_it_comes_once(desk):
    seen, ticket = desk.seen(), notice(desk)
    for n in range(4):
        desk.world.deliver(mail.reply(ticket.message, "#report sla 2026-10", ANA,
                                      message_id=f"<kill{n}.report@client.example>"))
        desk.docket.kill_role("core")
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.entry where message_id like"
                                           " 'kill%%.report@client.example'") == 4, 60, "the questions")
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.report_wanted") == 0, 60, "the reports")
    desk.quiet()
    got = {s["Message-ID"] for s in desk.mails(None, AGENT) if s["X-Docket-Reason"] == "report-sla"}
    assert len(got - seen) == 4


def test_one_that_cannot_be_made_is_told_and_blocks_no_other(desk):
    """A row of its month has an instant that cannot be reckoned with."""
    ticket = notice(desk)
    desk.world.sql("with t as (select min(id) as id from docket.ticket), c as (insert into docket.cycle (ticket,"
                   " clock, n, policy, severity, calendar, target, started_at, last_due_at, state, stopped_at, pause)"
                   " select id, 'resolution', 9, 'p', 'low', 'always', 3600, '-infinity', '2026-11-02', 'met',"
                   " '2026-11-02', '{waiting}' from t) insert into docket.change (entry, ticket, at, what, old, new,"
                   " why) select 1, id, '-infinity', 'status', 'new', 'waiting', '' from t")
    desk.world.deliver(mail.reply(ticket.message, "#report sla 2026-11", ANA))
    wanted = "select max(attempts) from docket.report_wanted"
    desk.world.wait(lambda: desk.world.one(wanted), 20, "the first attempt")
    seen = desk.seen()
    desk.world.deliver(mail.reply(ticket.message, "#report sla 2026-10", ANA))
    desk.world.wait(lambda: [s for s in desk.mails(None, AGENT) if s["Message-ID"] not in seen
                             and s["X-Docket-Reason"] == "report-sla"], 20, "the one behind it")
    assert desk.world.one(wanted) < 5
    shown = desk.docket.ctl("status", check=False)
    assert shown.returncode == 1 and re.search(
        rb"^reports +1 by mail waiting; the oldest came .*\n +1 FAILING: .+; next try ", shown.stdout, re.M)
    assert json.loads(desk.docket.ctl("--json", "status", check=False).stdout)["reports"]["failing"] == 1
    for n in range(2, 6):
        desk.world.sql("update docket.report_wanted set next_at = '2026-11-01'")
        desk.world.wait(lambda: (desk.world.one(wanted) or 5) >= n, 20, f"attempt {n}")
    desk.world.wait(lambda: desk.world.one("select count(*) from docket.report_wanted") == 0, 20, "its end")
    desk.quiet()
    [told] = [s for s in desk.mails(None, AGENT) if s["X-Docket-Reason"] == "report-failed"]
    assert told.recipients == [AGENT] and "The report of 2026-11 could not be made: " in told.text
    assert "#report sla 2026-11 again" in told.text
    assert told.text.count("docketctl sla report") == 1
    assert b"FAILING" not in desk.docket.ctl("status", check=False).stdout
