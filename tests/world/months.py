#!/usr/bin/python3
"""Two months of a company's time: what its engineers write, what is booked and what is billed;
months.py prints it as Markdown.

docs/months.md is such a page, and tests/e2e/test_months.py holds every later one against it;
its figures are reckoned by hand in FIGURES.  `months.py --write` writes it anew.
"""
import datetime
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from world import day as days, mail					# noqa: E402
from world.docket import ROOT, Group						# noqa: E402

PAGE = f"{ROOT}/docs/months.md"
BEGIN = datetime.date(2026, 9, 1)					# a Tuesday
BILLING = "billing@acme.example"

HEAD = """# Two months of time

What engineers write of their time in September and October 2026, what docket books, and what their
customers get at the end of each month. Everything is in Berlin's time. `tests/world/months.py --write`
writes this page anew from a running docket; the figures of the statements stand reckoned by hand below them.

The terms: ACME is billed in EUR, an hour is 100.25, on site 120.50, and a quarter more at night and on
weekends; each entry is rounded up to whole quarters, but what passes one by a minute at most is rounded
down. Its time is approved first. GLOBEX is billed in USD, an hour is 110.00; what is worked on a ticket on
one day is rounded up to whole quarters together.

"""

# Of each statement that is made: its lines' raw time, billed time, hourly rate and amount, by hand.
SEPTEMBER = """
| when | who, what | raw | billed | an hour | amount |
| --- | --- | ---: | ---: | ---: | ---: |
| 1 Sep | ana, timer 09:05–09:55 | 0:50 | 1:00 (up) | 100.25 | 100.25 |
| 2 Sep | ana, on site, from her phone | 1:30 | 1:30 | 120.50 | 180.75 |
| 10 Sep | ben, forgotten timer 16:00–17:00 | 1:00 | 1:00 | 100.25 | 100.25 |
| 18 Sep | ana, with an answer | 0:16 | 0:15 (grace) | 100.25 | 25.0625 → 25.06 |
| 26 Sep | ana, a Saturday | 1:00 | 1:00 | 100.25 × 1.25 = 125.3125 | 125.3125 → 125.31 |
| | sum | 4:36 | 4:45 | | **531.62** |
"""
OCTOBER = """
| when | who, what | raw | billed | an hour | amount |
| --- | --- | ---: | ---: | ---: | ---: |
| 28 Sep | ana, told late | 0:45 | 0:45 | 100.25 | 75.1875 → 75.19 |
| 2 Sep | ana, on site, taken off after it was billed | −0:30 | −0:30 | 120.50 | −60.25 |
| 25 Oct | ana, timer 01:30–03:30 over the end of summer time, a Sunday | 3:00 | 3:00 | 125.3125 | 375.9375 → 375.94 |
| 31 Oct | ana, timer 23:30–00:30 over the month's end, a Saturday | 1:00 | 1:00 | 125.3125 | 125.3125 → 125.31 |
| | sum | 4:15 | 4:15 | | **516.19** |
"""
GLOBEX = """
Three calls of five minutes on one ticket and day are a quarter of an hour, which is 27.50 at 110.00. Each line is
rounded by itself: 0:05 × 110.00 = 9.1667 → 9.17, three of them are **27.51**, and the statement says the difference.
"""


class Months(days.Day):
    def __init__(self, world):
        super().__init__(world, BEGIN)

    @staticmethod
    def configure(docket):
        days.Day.configure(docket)
        files = docket.files
        for agent in files["agents.conf"]["agents"]:
            agent["timezone"] = "Europe/Berlin"
        files["calendars.conf"]["calendars"] = Group([*files["calendars.conf"]["calendars"],
            {"name": "office", "timezone": "Europe/Berlin",
             "hours": {d: ["09:00-17:00"] for d in ("mon", "tue", "wed", "thu", "fri")}}])
        for project in files["projects.conf"]["projects"]:	# clocks are another story
            del project["sla"]
        acme, globex = (next(p for p in files["projects.conf"]["projects"] if p["key"] == key)
                        for key in ("ACME", "GLOBEX"))
        acme |= {"calendar": "office", "billing": {
            "currency": "EUR", "contact": [BILLING], "service": "support", "approval": True, "send": True,
            "rounding": {"to": "15m", "how": "up", "per": "entry", "grace": "1m"}}}
        globex |= {"calendar": "office", "language": "en", "billing": {
            "currency": "USD", "service": "support",
            "rounding": {"to": "15m", "how": "up", "per": "ticket-day"}}}
        files["rates.conf"] = {
            "currency": "EUR",
            "services": Group([{"name": "support", "label": "Support"}, {"name": "onsite", "label": "On site"}]),
            "rates": Group([{"amount": "100.25"}, {"service": "onsite", "amount": "120.50"},
                            {"project": "GLOBEX", "currency": "USD", "amount": "110.00"}]),
            "surcharges": Group([{"name": "out-of-hours", "project": "ACME", "calendar": "office",
                                  "during": "closed", "percent": 25}])}

    def on(self, day, month=None):
        """From here on it is that day."""
        self.today = self.today.replace(day=day, month=month or self.today.month)

    def ctl(self, title, *argv, most=60):
        """A command of docketctl, and what it prints."""
        self.docket.settle()
        done = self.docket.ctl(*argv, check=False)
        self.say(f"## {self.now:%d %b %H:%M} {title}", "", f"    docketctl {' '.join(argv)}")
        self.quote((done.stdout + done.stderr).decode(), most)
        return done

    def mail(self, hour, minute, title, raw):
        title = f"{self.today:%d %b} {hour:02}:{minute:02} {title}"
        entry, out = super().mail(hour, minute, title, raw)
        at = max(i for i, line in enumerate(self.lines) if line.startswith("## "))
        self.lines[at] = f"## {title}"
        return entry, out


def september(co):
    co.write(9, 0, "jo", "A customer writes", "The export is slow", "Since today, each export takes an hour.")
    co.answer(9, 5, "ana", 1, "An engineer starts to work", "#take\n#timer start")
    co.answer(9, 55, "ana", 1, "… and stops", "#timer stop found the cause")
    co.on(3)
    phone = mail.reply(co.desk.mails(1, days.address("ana"))[-1].message,
                       "#time 1h30m yesterday 14:00 onsite reset the store\n\nSent from my phone",
                       days.PEOPLE["ana"])
    co.mail(18, 30, "From a phone, the day after", phone)
    co.mail(18, 31, "… whose program sends it twice", phone)
    co.on(10)
    co.answer(16, 0, "ben", 1, "A timer that will be forgotten", "#timer start")
    co.at(20, 1)
    asked = co.world.wait(lambda: [m for m in co.desk.mails(1, days.address("ben"))
                                   if "timer%20keep" in m.text], 20, "the question")[-1]
    co.say("## 10 Sep 20:01 It is asked about", "", f"→ {days.address('ben')}: “{asked['Subject']}”")
    co.quote(asked.text.partition("\n----------")[0], 30)
    button = next(b for label, b in buttons(asked) if label.endswith("17:00"))
    co.mail(20, 30, "… and answered by its button", mail.reply(
        asked.message, button, days.PEOPLE["ben"], quote=False))
    co.on(15)
    co.write(9, 30, "lucia", "Another customer has three questions", "Three questions", "May I call you?")
    for hour in (10, 11, 12):
        co.answer(hour, 30, "ben", 2, "A call of five minutes", "#time 5m")
    co.on(18)
    co.answer(10, 0, "ana", 1, "Time that comes with an answer",
              "#time 16m\n\nHello Jo,\n\nplease try again.\n\nAna")
    co.on(26)
    co.answer(12, 0, "ana", 1, "On a Saturday", "#time 1h @today 10:00 restarted the store")


def first_statement(co):
    co.on(1, 10)
    co.at(9, 0)
    co.ctl("Nothing of it is approved yet", "statement", "make", "ACME", "--month", "2026-09")
    approve(co, "2026-09")
    co.ctl("The statement of September", "statement", "close", "ACME", "--month", "2026-09", "--as", "lee")
    co.ctl("… as it is kept", "statement", "show", "2026-1")
    co.say("By hand:", SEPTEMBER)
    sent(co)
    co.ctl("The other customer's", "statement", "close", "GLOBEX", "--month", "2026-09", "--as", "lee")
    co.ctl("… as it is kept", "statement", "show", "2026-2")
    co.say("By hand:", GLOBEX)


def october(co):
    co.on(6)
    co.answer(9, 0, "ana", 1, "Something was forgotten", "#time 45m @28.9. 11:00 checked the logs")
    co.on(7)
    co.answer(9, 0, "ana", 1, "… and something was too much", "#time -30m @2.9.")
    co.on(25)
    co.at(1, 30)
    co.answer(1, 30, "ana", 1, "At night, when the clocks go back", "#timer start")
    co.answer(3, 30, "ana", 1, "… two hours later by the wall", "#timer stop moved the store")
    co.on(31)
    co.answer(23, 30, "ana", 1, "Over the end of the month", "#timer start")
    co.on(1, 11)
    co.answer(0, 30, "ana", 1, "… into the next", "#timer stop moved it back")


def second_statement(co):
    co.on(2, 11)
    co.at(9, 0)
    approve(co, "2026-10")
    co.ctl("The statement of October", "statement", "close", "ACME", "--month", "2026-10", "--as", "lee")
    co.ctl("… as it is kept", "statement", "show", "2026-3")
    co.say("By hand:", OCTOBER)
    co.ctl("A second time nothing is left", "statement", "close", "ACME", "--month", "2026-10", "--as", "lee")


def credited(co):
    weekend = co.world.one("select id from docket.time_entry where text = 'restarted the store'")
    co.ctl("The Saturday was promised free of its surcharge", "statement", "credit", "2026-1", "--entry",
           str(weekend), "--why", "promised without surcharge", "--as", "lee")
    co.docket.files["rates.conf"]["surcharges"] = Group([])
    co.docket.write()
    co.docket.reload()
    co.ctl("… so it is billed anew, by the rates of today", "statement", "close", "ACME", "--month", "2026-09",
           "--as", "lee")
    co.ctl("… and the first stays as it was", "statement", "show", "2026-1", most=8)
    co.say("By hand: −125.31, then 1:00 × 100.25 = 100.25.", "")
    co.ctl("All statements", "statement", "list", "--year", "2026")


def approve(co, month):
    for who in ("ana", "ben"):
        co.answer(9, 5, "lee", 1, f"The lead has seen {who}'s month", f"#approve-time {who} {month}")


def sent(co):
    got = co.desk.mail(None, BILLING)
    co.say(f"→ {BILLING}: “{got['Subject']}”, with "
           + ", ".join(sorted(p.get_filename() for p in got.message.iter_attachments())))
    co.quote(got.text, 40)


def buttons(sent):
    """(label, what stands in the mail that it opens)."""
    for label, link in re.findall(r"^\s*(.+?): mailto:(\S+)$", sent.text, re.MULTILINE):
        yield label, urllib.parse.parse_qs(link.partition("?")[2]).get("body", [""])[0].strip()


STORY = (september, first_statement, october, second_statement, credited)


def tell(co):
    """The whole page."""
    days.run(co, STORY)
    return HEAD + "\n".join(co.lines) + "\n"


if __name__ == "__main__":
    days.main(Months, tell, PAGE)
