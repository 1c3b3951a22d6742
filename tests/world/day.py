#!/usr/bin/python3
"""A day at a desk: two customers, three engineers and two strangers write the mails of STORY;
day.py prints what they wrote and what docket made of it, as Markdown.

Tokens and instants are left out, so that each day reads the same: docs/day.md is one, and
tests/e2e/test_day.py holds every later one against it.  `day.py --write` writes it anew.
"""
import datetime
import os
import re
import sys
import zoneinfo

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import World, desk as desks, mail				# noqa: E402
from world.docket import ROOT, RULES, Group, shipped				# noqa: E402

PAGE = f"{ROOT}/docs/day.md"
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
TODAY = datetime.date(2026, 6, 1)					# a Monday
ROBOT = [("Auto-Submitted", "auto-replied")]
VOUCHED = [("Authentication-Results",
            "mx.example.com; dmarc=pass header.from=acme.example")]

HEAD = """# A day at a desk

What two customers, three engineers and two strangers write, and the mails that come of it. Long ones
are cut (…), and of those that say the same to several one is shown. `tests/world/day.py --write`
writes this page anew from a running docket.

"""

PEOPLE = {
    "jo": "Jo Doe <jo@acme.example>",
    "kim": "Kim Park <kim@acme.example>",
    "lucia": "Lucía Gil <lucia@globex.example>",
    "mallory": "Mallory <mallory@elsewhere.example>",
    "nora": "Nora Beck <nora@beck.example>",
    "ana": "Ana López <ana@desk.example>",
    "ben": "Ben Roth <ben@desk.example>",
    "lee": "Lee Chan <lee@desk.example>",
}
AGENTS = ("ana", "ben", "lee")


def address(who):
    return re.search(r"<(.*)>", PEOPLE[who])[1]


class Day:
    """A desk on a clock of its own, and the page that is written of it."""

    def __init__(self, world, today=TODAY):
        self.world = world
        self.docket = world.docket(clock=True)
        self.configure(self.docket)
        self.docket.write()
        self.desk = desks.Desk(world, self.docket)
        self.lines = []
        self.mails = 0
        self.today = today
        self.at(8, 0)
        self.docket.start()

    @staticmethod
    def configure(docket):
        docket.files["docket.conf"]["authserv_ids"] = ["mx.example.com"]
        docket.files["agents.conf"] = {"agents": Group([
            {"name": "ana", "full_name": "Ana López", "addresses": [address("ana")],
             "role": "agent", "team": "desk", "timezone": "Europe/Madrid"},
            {"name": "ben", "full_name": "Ben Roth", "addresses": [address("ben")],
             "role": "agent", "team": "desk", "timezone": "Europe/Berlin"},
            {"name": "lee", "full_name": "Lee Chan", "addresses": [address("lee")],
             "role": "admin", "team": "desk", "timezone": "Europe/London"}])}
        docket.files["rules.conf"] = {"rules": Group([*RULES, {
            "name": "colleagues see answers and notes", "on": ["agent-replied", "noted"],
            "do": Group([{"notify": ["team:desk"], "template": "agent-reply-notice"}])}, {
            "name": "who gets a ticket hears of it", "on": ["assigned"],
            "do": Group([{"notify": ["assignee"], "template": "agent-notice"}])}])}
        docket.files["types.conf"] = shipped("types.conf")

    def at(self, hour, minute):
        self.now = datetime.datetime.combine(self.today, datetime.time(hour, minute), ZONE)
        self.world.clock.set(self.now.timestamp())

    def say(self, *lines):
        self.lines += lines

    def quote(self, text, most=None):
        lines = [clean(line) for line in text.strip().splitlines()]
        if most is not None and len(lines) > most:
            lines = lines[:most] + ["…"]
        self.say("", "```", *lines, "```", "")

    def mail(self, hour, minute, title, raw):
        """One mail in, and those that it made go out: what is stored, what went out."""
        self.at(hour, minute)
        self.mails += 1
        before = len(self.desk.mails())
        message = mail.read(raw)
        self.say(f"## {hour:02}:{minute:02} {title}", "",
                 f"{message['From']} to {clean(str(message['To']))}: “{message['Subject']}”")
        own, _, quoted = mail.text_of(message).partition("\n\nOn ")
        self.quote(own + ("\n\n> …" if quoted else ""))
        entry = self.desk.receive(raw, self.now.timestamp())
        self.docket.settle()
        out = self.desk.mails()[before:]
        for same in alike(out):
            to = sorted(r for sent in same for r in sent.recipients)
            self.say(f"→ {', '.join(map(clean, to))}, from {same[0].name}: "
                     f"“{same[0]['Subject']}”")
            answer = same[0].name.startswith(("Answer", "Done in part"))
            self.quote(same[0].text if answer else same[0].text.partition("\n----------")[0],
                       120 if answer else 16)
        if not out:
            self.say("→ no mail", "")
        return entry, out

    def write(self, hour, minute, who, title, subject, text, **how):
        return self.mail(hour, minute, title, mail.letter(text, sender=PEOPLE[who],
                                                          subject=subject, **how))

    def answer(self, hour, minute, who, ticket, title, text, **how):
        """To the newest mail about the ticket that they got."""
        last = self.desk.mails(ticket, address(who))[-1]
        return self.mail(hour, minute, title,
                         mail.reply(last.message, text, PEOPLE[who], **how))


def alike(mails):
    """Those that say the same to several: the facts below are in each one's own zone."""
    groups = {}
    for sent in sorted(mails, key=lambda s: (s.recipients, s["Subject"])):
        groups.setdefault((sent.name, sent["Subject"]), []).append(sent)
    return groups.values()


def clean(text):
    """Without what is another each day."""
    text = re.sub(r"(\+|%2B)((?:a\.[a-z-]+|[ncq])\.)?[a-z2-7]{20,}@", r"\1\2…@", text)
    text = re.sub(r"(^|code at the top: |body=)[a-z2-7]{8}$", r"\1…", text)
    return text.rstrip()


def morning(day):
    """Two customers, an answer, a question, a stranger."""
    day.write(8, 55, "jo", "A customer writes", "Export stops at 80 %",
              "Version: 2.4.1\nSeverity: high\n\nSince Friday every export stops at 80 %.\n\nJo")
    day.write(9, 2, "lucia", "Another one, in Spanish", "La factura sale vacía",
              "Versión: 2.4.0\n\nEl PDF de la factura sale vacío.\n\nLucía")
    day.answer(9, 5, "ana", 1, "An engineer takes the first, and asks",
               "#take\n#wait\n\nHello Jo,\n\nwhich file system is it on?\n\nAna")
    day.answer(9, 20, "jo", 1, "The customer answers, and copies a colleague",
               "On NFS. Kim knows more.", headers=[("Cc", PEOPLE["kim"]), *VOUCHED])
    day.answer(9, 25, "ben", 2, "The second is taken, with its severity",
               "#take\n#severity high\n\nHola Lucía,\n\nya lo miro.\n\nBen")
    last = day.desk.mails(1, address("jo"))[-1]
    day.mail(9, 31, "Somebody nobody knows answers on the first", mail.reply(
        last.message, "I work with Jo, too: ours stops at 79 %.", PEOPLE["mallory"]))
    day.answer(9, 33, "ana", 1, "It waits until an engineer lets it in", "#accept")
    day.answer(9, 40, "ana", 1, "A note stays inside",
               "#note\n\nSmells like the lock daemon. Lee, did we not have this in May?")
    day.answer(9, 45, "lee", 1, "… and so does the answer to it",
               "#note\n\nYes, with 2.3: ask for the mount options.")


def noon(day):
    """One hangs on the other, one came twice, one mail is two questions."""
    day.write(10, 0, "jo", "The same customer has something else", "Nobody can log in",
              "Since the export stopped, nobody can log in to the web page.", headers=VOUCHED)
    day.answer(10, 5, "ben", 3, "It hangs on the first", "#take\n#blocked-by 1")
    day.answer(10, 10, "ben", 3, "So it cannot be solved before", "#resolve\n\nShould work now.")
    day.write(10, 15, "lucia", "The second customer writes anew", "Factura vacía otra vez",
              "También la de mayo sale vacía.")
    day.answer(10, 20, "ben", 4, "It is the same: the two become one", "#merge 2")
    day.answer(10, 30, "lucia", 4, "Her answer to the one that went goes where it is now",
               "¿Hay novedades?")
    day.answer(10, 40, "ana", 1, "A slip of the hand changes nothing",
               "#severity critcal\n\nJo, please send the mount options.")
    day.answer(10, 41, "ana", 1, "… and once more",
               "#severity critical\n\nJo, please send the mount options.")
    day.answer(10, 43, "ana", 1, "That was too high after all", "#undo")
    day.answer(10, 50, "lucia", 2, "A robot answers, and is answered by nobody",
               "Estoy de vacaciones.", headers=ROBOT)
    day.answer(10, 55, "jo", 1, "The customer answers", "rw,hard,timeo=600.", headers=VOUCHED)
    last = day.desk.mails(1, address("jo"))[-1]
    day.mail(11, 0, "Somebody answers on the first with a question of their own", mail.reply(
        last.message, "Could we have the invoices by post?", PEOPLE["nora"]))
    day.answer(11, 5, "ana", 1, "It becomes a ticket of its own", "#split")
    day.answer(11, 10, "lee", 5, "… of another type, for somebody else",
               "#type service-request\n#assign ben")
    day.answer(11, 15, "ben", 5, "… who answers and closes it in one mail",
               "#close\n\nHello Nora,\n\nfrom June on they come by post.\n\nBen")
    day.answer(11, 20, "ben", 3, "A day to think of, beside the clock's", "#due fri 17:00")
    day.answer(11, 30, "lee", 2, "What would it do?", "#dry-run\n#severity low\n#team desk")
    day.answer(11, 40, "ana", 1, "What is not there yet is no text for the customer", "#find export")


def afternoon(day):
    """It is solved, and what hung on it goes on."""
    day.answer(13, 0, "ana", 1, "The first is solved",
               "#resolve\n\nHello Jo,\n\n2.4.2 no longer needs the lock daemon: please install "
               "it.\n\nAna")
    day.answer(13, 5, "ben", 3, "What hung on it can be solved, too",
               "#resolve\n\nHello Jo,\n\nwith the export the log-in works again.\n\nBen")
    day.answer(13, 30, "jo", 1, "The customer is not done", "It stopped again, at 95 %.",
               headers=VOUCHED)
    day.answer(13, 40, "ana", 1, "… so it goes on", "#status open\n#tag +nfs\n\nJo, is that on the "
               "same share?\n\nAna")
    day.answer(13, 45, "kim", 1, "The colleague, who takes part since the morning, writes too",
               "For me it runs through.", headers=VOUCHED)
    day.answer(13, 50, "jo", 1, "… and finds out", "No, on a full disk. Sorry!", headers=VOUCHED)
    day.write(14, 0, "ana", "A mail in an engineer's name that proves nothing",
              "Re: [desk #1] Export stops at 80 %", "#close")
    asked = day.desk.mails(1, address("ana"))[-1]
    day.answer(14, 10, "ana", 1, "It was hers: the code says so, and it is done",
               re.search(r"at the top: (\S+)", asked.text)[1])
    day.answer(14, 20, "ana", 2, "What is there to know", "#show\n#list\n#help severity")
    day.answer(14, 30, "ben", 2, "The second is solved",
               "#resolve\n\nHola Lucía,\n\ncon 2.4.1 la factura vuelve a salir entera.\n\nBen")
    to = day.docket.ctl_json("agent", "address", "lee")["control"]["support"]
    day.write(14, 40, "lee", "The lead orders what is done with several in one mail", "Monday",
              "#ticket 1\n#tag +nfs4\n\n#ticket 3\n#due none\n#note\nThe log-in was the lock "
              "daemon, too.\n\n#ticket 33\n#close\n\n#ticket 2\nAsk Lucía in a week.\n--\nLee", to=to)
    day.answer(15, 0, "lucia", 2, "Thanks", "¡Perfecto, gracias!")
    day.answer(15, 5, "ben", 2, "Done", "#close")
    day.answer(15, 10, "lee", 3, "The last one, too", "#close")


def later(day):
    """The ticket is closed for too long to be opened again."""
    day.today += datetime.timedelta(days=21)
    day.answer(9, 0, "jo", 1, "Three weeks later it is another ticket, which knows the first",
               "The disk is full once more: can docket warn us?", headers=VOUCHED)


STORY = (morning, noon, afternoon, later)


def run(day, story):
    """What was told until then is shown where a part of it fails."""
    for part in story:
        try:
            part(day)
        except Exception:
            print("\n".join(day.lines))
            raise
    day.docket.settle()


def tell(day):
    """The whole page."""
    run(day, STORY)
    day.say("## In the end: the tickets as docketctl shows them", "")
    for (number,) in day.world.sql("select id from docket.ticket order by id"):
        day.quote(day.docket.ctl("show", str(number)).stdout.decode().partition("\n\n")[0])
    return HEAD + "\n".join(day.lines) + "\n"


def main(kind, tell_it, path):
    with World() as world:
        page = tell_it(kind(world))
    if sys.argv[1:] == ["--write"]:
        with open(path, "w", encoding="utf-8") as f:
            f.write(page)
    else:
        print(page)


if __name__ == "__main__":
    main(Day, tell, PAGE)
