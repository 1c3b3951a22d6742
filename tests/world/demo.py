#!/usr/bin/python3
"""The main job for people to watch: demo.py [--keep].  See contrib/demo.sh.

Each step puts one mail in (or lets time pass) and names the mails that must
come out of it; whatever is missing, or came and was not named, makes the exit
status 1.
"""
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World, desk as desks, mail				# noqa: E402
from world.docket import AGENT, ROOT, Group, shipped					# noqa: E402

ANA = f"Ana at home <{AGENT}>"
RESPONSE, WARNING = 8, "50%"				# seconds for a critical ticket


def more(file, name, *groups):
    file[name] = Group([*file[name], *groups])


def time_and_versions(files):
    """GLOBEX is billed; there is one product, of which each customer runs some version."""
    globex = next(p for p in files["projects.conf"]["projects"] if p["key"] == "GLOBEX")
    globex["billing"] = {"currency": "EUR", "rounding": {"to": "15m", "how": "up", "per": "entry"}}
    files["rates.conf"] = {"currency": "EUR", "rates": Group([{"amount": "95.00"}])}
    files["products.conf"] = {"products": Group([{"name": "indexer", "branches": Group([
        {"name": "2.4", "releases": ["2.4.0", "2.4.1-rc2", "2.4.1", "2.4.2"]}])}])}


class Demo:
    """Runs the steps and keeps what was expected and what came."""

    def __init__(self, world):
        self.world = world
        docket = world.docket()
        policy = docket.files["sla.conf"]["slas"][0]
        policy["targets"][0].update(response=f"{RESPONSE}s", warn=[WARNING])
        # The rules are the ones of conf/: while nobody has a ticket, Ana is told.
        # Ana has the desk to herself: whoever's turn it is, it is hers.
        docket.files["agents.conf"]["agents"][0]["role"] = "admin"
        docket.files["agents.conf"]["agents"][1].update(role="agent", team="night")
        docket.files["rules.conf"] = shipped("rules.conf")
        more(docket.files["calendars.conf"], "calendars", *(
            {"name": name, "timezone": "UTC", "always": True} for name in ("office", "madrid")))
        more(docket.files["projects.conf"], "projects", {
            "key": "GOLD", "name": "Gold Ltd.", "domains": ["gold.example"], "support_level": "gold",
            "calendar": "office", "sla": "standard"})
        docket.files["types.conf"] = shipped("types.conf")
        time_and_versions(docket.files)
        docket.write()
        docket.start()
        self.docket = docket
        self.desk = desks.Desk(world, docket)
        self.summary = []				# (ok, step, text)
        self.printed = set()

    def fail(self, step, text):
        self.summary.append((False, step, text))

    def step(self, title, act, expected, seconds=20):
        """expected: [(recipient, what, check of the mail or None)]."""
        print(f"\n== {title}")
        seen = self.desk.seen()
        got = None
        try:
            got = act()
            self.world.wait(lambda: len(self.new(seen)) >= len(expected), seconds,
                            f"{len(expected)} mails")
            self.docket.settle()
        except (TimeoutError, AssertionError, LookupError) as fault:
            self.fail(title, f"{type(fault).__name__}: {fault}")
        self.compare(title, self.new(seen), expected)
        return got

    def new(self, seen):
        return [s for s in self.desk.mails() if s["Message-ID"] not in seen]

    def compare(self, title, came, expected):
        for recipient, what, check in expected:
            found = [s for s in came if s.recipients == [recipient]]
            if not found:
                self.fail(title, f"MISSING    {what} to {recipient}")
                continue
            came.remove(found[0])
            show(found[0])
            fault = check(found[0]) if check else None
            text = f"{what} to {recipient}: {found[0]['Subject']}"
            self.summary.append((fault is None, title,
                                 f"{'WRONG' if fault else 'got':10} {text}"
                                 + (f" ({fault})" if fault else "")))
        for sent in came:
            show(sent)
            self.fail(title, f"UNEXPECTED to {', '.join(sent.recipients)}: {sent['Subject']}")
        if not expected and not came:
            self.summary.append((True, title, "got        no mail, as it should be"))

    def check(self, title, what, ok):
        self.summary.append((bool(ok), title, f"{'got' if ok else 'WRONG':10} {what}"))


def show(sent):
    print(f"   --> {', '.join(sent.recipients)}   from {sent['From']}")
    print(f"       {sent['Subject']}")
    lines = [line for line in sent.text.splitlines() if line.strip()][:5]
    print("\n".join(f"       | {line[:90]}" for line in lines))


def has(*parts):
    """A check: the mail's sender, subject and text hold all of these."""
    def check(sent):
        whole = re.sub(r"\s+", " ", f"{sent['From']} {sent['Subject']} {sent.text}")
        lacking = [p for p in parts if p not in whole]
        return f"lacks {', '.join(lacking)}" if lacking else None
    return check


def without(words):
    """A check: the mail says nowhere this."""
    def check(sent):
        whole = f"{sent['Subject']} {sent.text} {sent.html}"
        return f"says {words}" if words in whole else None
    return check


def clean(sent):
    """The customer's mail shows nothing of the engineer's own affairs."""
    whole = sent.raw.decode("ascii", "replace") + sent.text + sent.html
    for private in ("home.example.net", "#severity", "#time", "50m", "#runs", "#close"):
        if private in whole:
            return f"shows {private}"
    return has("con la versión 2.4.2")(sent)


def told(what, *parts):
    """What the engineer gets."""
    return (AGENT, what, has(*parts))


def run(demo):
    """The story; ends with the tickets as docketctl shows them."""
    desk = demo.desk
    print("A mail a step, and the mails that docket sends because of it.")

    spooler = demo.step("HTML with an attachment", lambda: desk.receive(
        mail.sample("html-attachment")), [
            ("zoe.mueller@acme.example", "acknowledgement", has("Print spooler stops", "[desk #")),
            told("notice", "Print spooler stops")])
    spanish = demo.step("Spanish, with Versión: and Gravedad:", lambda: desk.receive(
        mail.sample("spanish")), [
            ("lucia@globex.example", "acknowledgement in Spanish", has("exportación")),
            told("notice", "exportación", "2.4.1", "high")])
    prose = demo.step("The version in prose", lambda: desk.receive(mail.sample("version-prose")), [
        ("peter@initech.example", "acknowledgement without a stranger's words",
         without("Search gives")),
        told("notice", "2.4.1-rc2")])
    demo.step("The customer replies", lambda: reply_of_customer(desk, prose), [
        told("notice", "restart of the indexer")])
    held = demo.step("A colleague answers from an address that nobody knows", lambda:
                     stranger(desk, prose), [
                         told("notice that it is held", "Held (", "> It hangs again.",
                              "docketctl held accept")])
    demo.step("... and is accepted", lambda: tell(
        demo, "held", "accept", str(held["id"]), "--as", "ana"), [
            told("notice", "It hangs again.")])
    demo.step("A bounce of our mail", lambda: bounce(desk, spooler), [
        told("warning of the bounce", "zoe.mueller@acme.example")])
    demo.step("A broken MIME mail", lambda: desk.receive(mail.sample("broken")), [
        told("quarantine notice", "Scanned document")])
    demo.step("The engineer answers the notice: #severity low, #time, #runs, #close", lambda: desk.answer(
        desk.mail(spanish["ticket"], AGENT), "#severity low\n#time 50m\n#runs 2.4.1\n#close\n\nHola Lucía:\n\n"
        "El error está resuelto con la versión 2.4.2.\n\nAna\n", ANA), [
            ("lucia@globex.example", "the engineer's answer", clean),
            told("what became of it", "#runs 2.4.1")])
    demo.step("The engineer answers with code and a file", lambda: with_file(
        desk, desk.mail(prose["ticket"], AGENT)), [
            ("peter@initech.example", "the answer, nothing of it lost, with the file", got_file)])
    demo.step("The engineer mistypes a command", lambda: desk.answer(
        desk.mail(prose["ticket"], AGENT), "#severty high\n\nWe come at noon.\n", ANA), [
            told("what would be right; nothing is done", "Nothing done", "#severity high")])
    demo.step("... and presses Resolve in a notice", lambda: press(
        desk, prose["ticket"], "resolve"), [])
    demo.step("One mail orders what is done with two tickets, one of them misnamed", lambda: orders(
        demo, spooler["ticket"]), [
            told("what became of each", "Done in part", "#tag +printer", "there is no ticket #33")])
    login = demo.step("Severity in a header", lambda: desk.receive(
        mail.sample("severity-header")), [
            ("priya@acme.example", "acknowledgement", has("Nobody can log in")),
            told("notice", "critical")])
    demo.step("A vacation notice", lambda: vacation(desk, login), [])
    demo.step("Half of the time to answer is over", lambda: None, [told(
        "SLA warning", "Nobody can log in")], RESPONSE + 5)
    demo.step("All of it is over", lambda: None, [told(
        "SLA breach", "Nobody can log in")], RESPONSE + 5)
    check_rows(demo, spooler, spanish, prose, login)
    check_conversation(demo, login)


def reply_of_customer(desk, entry):
    ack = desk.mail(entry["ticket"], entry["author"])
    return desk.receive(mail.sample("reply", reply_to=ack["Reply-To"] or ack["From"],
                                    subject=ack["Subject"], in_reply_to=ack["Message-ID"]))


def stranger(desk, entry):
    ack = desk.mail(entry["ticket"], entry["author"])
    return desk.receive(mail.reply(ack.message, "It hangs again.", "Kim <kim@home.example>"))


def with_file(desk, notice):
    made = mail.read(mail.reply(notice.message, "Set <timeout>30</timeout> in C:\\_app_\\*.xml, "
                                "as in the file.\n", ANA))
    made.add_attachment(b"<timeout>30</timeout>\n", "text", "xml", filename="search.xml")
    return desk.receive(mail.crlf(made.as_bytes()))


def press(desk, ticket, verb):
    """The mail that a button opens, sent as it is."""
    link = next(found for sent in desk.mails(ticket, AGENT) for found in re.findall(
        rf"mailto:(\S+a\.{verb}\.[^?\s]+)\?", sent.text))
    return desk.receive(mail.letter("", sender=ANA, to=urllib.parse.unquote(link), subject="Re:"))


def orders(demo, number):
    """To the engineer's own address for orders."""
    own = json.loads(demo.docket.ctl("agent", "address", "ana", "--json").stdout)["control"]["support"]
    return demo.desk.receive(mail.letter(
        f"#ticket {number}\n#tag +printer\n\n#ticket 33\n#close\n", sender=ANA, to=own,
        subject="Monday"))


def got_file(sent):
    """The words are in both parts, and the file is one."""
    files = {p.get_filename(): p.get_content() for p in sent.message.iter_attachments()}
    if "search.xml" not in files:
        return f"no search.xml, but {list(files)}"
    if "&lt;timeout&gt;30&lt;/timeout&gt; in C:\\_app_\\*.xml" not in sent.html:
        return "the HTML part lost something"
    return has("<timeout>30</timeout> in C:\\_app_\\*.xml")(sent)


def vacation(desk, entry):
    ack = desk.mail(entry["ticket"], entry["author"])
    return desk.receive(mail.sample("vacation", subject=ack["Subject"],
                                    in_reply_to=ack["Message-ID"]))


def bounce(desk, entry):
    ack = desk.mail(entry["ticket"], entry["author"])
    return desk.receive(mail.sample("bounce", recipient=entry["author"],
                                    subject=ack["Subject"], original_id=ack["Message-ID"]))


def check_rows(demo, spooler, spanish, prose, login):
    """What the tickets must say now."""
    desk, title = demo.desk, "The tickets"
    demo.check(title, "four tickets of all these mails", desk.tickets() == 4)
    for entry, field, value, source in (
            (spanish, "version", "2.4.1", "pseudo-header"),
            (spanish, "severity", "low", "command"),
            (prose, "version", "2.4.1-rc2", "pattern"),
            (login, "severity", "critical", "header")):
        found = desk.fields(entry["ticket"]).get(field, {})
        demo.check(title, f"{field} {value} by {source} on ticket {entry['ticket']}",
                   (found.get("value"), found.get("source")) == (value, source))
    demo.check(title, "the attachment is listed", desk.rows(
        "select 1 from docket.attachment where entry = %s and name = 'spöoler.log'",
        spooler["id"]))
    demo.check(title, "the Spanish one is closed and was answered in time",
               desk.ticket(spanish["ticket"])["status"] == "closed"
               and desk.cycle(spanish["ticket"], "response")["state"] == "met")
    demo.check(title, "the critical one is breached",
               desk.cycle(login["ticket"], "response")["state"] == "breached")
    demo.check(title, "one mail's order tagged the first",
               desk.ticket(spooler["ticket"])["tags"] == ["printer"])
    demo.check(title, "the button resolved its ticket",
               desk.ticket(prose["ticket"])["status"] == "resolved")
    demo.check(title, "one mail is in quarantine", demo.world.one(
        "select count(*) from docket.entry where kind = 'quarantine'") == 1)


def check_conversation(demo, entry):
    """All that an engineer gets of a ticket is one conversation, in any mail program."""
    got = demo.desk.mails(entry["ticket"], AGENT)
    demo.check("The mails of a ticket", f"{len(got)} mails to its engineer: one subject, one root of"
               " References, one Thread-Index", len(got) > 2 and len({
                   (m["Subject"], m["References"].split()[0], m["Thread-Index"][:28])
                   for m in got}) == 1)


def tell(demo, *argv):
    print(f"\n$ docketctl {' '.join(argv)}")
    done = demo.docket.ctl(*argv, check=False)
    print((done.stdout + done.stderr).decode(errors="replace").rstrip())
    if done.returncode != 0:
        demo.fail("docketctl", f"WRONG      {' '.join(argv)}: exit status {done.returncode}")
    return done.stdout.decode(errors="replace")


def rule_tests(demo):
    """The tests that the rules of conf/ come with: without a database, without mail."""
    argv = ["-c", f"{ROOT}/conf/docket.conf", "rules", "test", "--min-coverage", "100"]
    print(f"\n$ docketctl {' '.join(argv)}")
    done = subprocess.run([f"{demo.docket.build}/daemon/docketctl", *argv], capture_output=True,
                          check=False, text=True)
    print((done.stdout + done.stderr).rstrip())
    demo.check("docketctl rules test", "every rule of conf/ is tested, whole", done.returncode == 0)


def time_is_billed(demo):
    """What the engineer said in passing, and what it costs."""
    month = demo.world.one("select to_char(counts_at at time zone 'UTC', 'YYYY-MM') from docket.time_entry")
    tell(demo, "timesheet", "--project", "GLOBEX", "--month", month)
    tell(demo, "rate", "explain", "1")
    bill = tell(demo, "statement", "make", "GLOBEX", "--month", month)
    demo.check("docketctl statement", "50 minutes are worked, an hour is billed, at 95.00",
               re.search(r"0:50:00 +1:00:00 +95,00", bill))


def versions_are_known(demo):
    """Who runs what, from what customers wrote; and whom a fault concerns."""
    runs = tell(demo, "versions")
    demo.check("docketctl versions", "GLOBEX runs 2.4.1, as its mail said",
               re.search(r"GLOBEX .*2\.4\.1", runs))
    tell(demo, "do", "3", "found-in", "2.4.1-rc2", "--as", "ana")
    tell(demo, "do", "3", "fixed-in", "2.4.2", "--as", "ana")
    hit = tell(demo, "affected", "3")
    demo.check("docketctl affected", "GLOBEX has the fault, and 2.4.2 mends it",
               re.search(r"GLOBEX .*2\.4\.1.*2\.4\.2", hit))


def finish(demo):
    """Tickets, histories, the summary; gives the exit status."""
    tell(demo, "list")
    tell(demo, "do", "4", "close", "--dry-run")
    tell(demo, "do", "2", "tag", "printing")
    demo.check("docketctl do", "the tag is on the ticket, the dry run closed nothing",
               demo.desk.ticket(2)["tags"] == ["printing"]
               and demo.desk.ticket(4)["status"] != "closed")
    for (number,) in demo.world.sql("select id from docket.ticket order by id"):
        tell(demo, "show", str(number))
    tell(demo, "sla", "explain", "4")
    why = tell(demo, "explain", "4")
    demo.check("docketctl explain", "what each rule did and which mail it sent, and why others did not",
               all(part in why for part in ("mail acknowledgement to priya@acme.example",
                                            "mail sla-warning to ana", "mail sla-breach to ana",
                                            'support_level = "gold": it was empty')))
    time_is_billed(demo)
    versions_are_known(demo)
    rule_tests(demo)
    tell(demo, "held", "list")
    tell(demo, "quarantine", "list")
    tell(demo, "reach", "list", "--all")
    tell(demo, "queue")
    print("\n== Summary: what was expected and what came")
    for ok, step, text in demo.summary:
        print(f"{'ok ' if ok else 'BAD'} {step[:36]:36} {text}")
    faults = sum(not ok for ok, _, _ in demo.summary)
    print(f"\n{len(demo.desk.mails())} mails went out; "
          + ("all is as it should be." if not faults else f"{faults} things are not right."))
    return 1 if faults else 0


def local_mail(world):
    """From now on the SMTP server delivers: to support, or to the person's inbox."""
    def deliver(got):
        for recipient in got.recipients:
            head = f"Return-Path: <{got.sender}>\r\nDelivered-To: {recipient}\r\n".encode()
            user = re.sub(r"\+[^@]*@", "@", recipient)
            user = world.imap.user if user == "support@example.com" else user
            world.imap.deliver(head + got.data, user=user)
    world.smtp.on_accept = deliver


def keep(demo):
    world = demo.world
    local_mail(world)
    print(textwrap.dedent(f"""
        It goes on running.  To write to it with a mail client, set up an account:

          your address     you@acme.example (or any other)
          incoming, IMAP   127.0.0.1 port {world.imap.port} (no TLS or STARTTLS), port {world.imap.tls_port} (TLS)
          outgoing, SMTP   127.0.0.1 port {world.smtp.port} (no TLS, no login)
          user name        your address
          password         {world.imap.password}

        and write to support@example.com.  The engineer is another such account,
        {AGENT}: answer the notice there, with #close as the first line.
        The certificate is of a test CA: {world.certs.ca}

          docketctl        {demo.docket.build}/daemon/docketctl -c {demo.docket.conf} list
          log              {demo.docket.log_file}
          SQL              psql '{world.pg.admin}'

        Ctrl-C ends it and removes {world.folder}."""))
    try:
        while demo.docket.alive():
            time.sleep(0.5)
        print(demo.docket.log()[-2000:])
    except KeyboardInterrupt:
        print()


def main():
    wants_keep = sys.argv[1:] == ["--keep"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    print("starting PostgreSQL, Dovecot and an SMTP server on loopback …")
    with World() as world:
        demo = Demo(world)
        run(demo)
        status = finish(demo)
        print(f"({time.monotonic() - started:.0f} s)")
        if wants_keep:
            keep(demo)
        if demo.docket.alive() and demo.docket.stop() != 0:
            print("BAD docketd did not end with status 0")
            status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
