"""Random scenarios: generate(seed) is always the same one.

The dates are placed where clocks go wrong: half of the scenarios run over a change of
their zone's clocks.  Many events are then moved to instants that matter, which
the model is asked for: due instants, points, ends of spans, other events.
"""
import datetime
import itertools
import random

import clocks
import hours

HOUR, DAY = 3600, 86400
SEVERITIES = ("low", "normal", "high", "critical")
STATUSES = ("new", "open", "waiting", "on-hold", "resolved", "closed")

# Zones, and the days around which they do odd things (nothing: only 2026).
ZONES = {
    "UTC": [],
    "Asia/Kathmandu": [],
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],		# half an hour
    "Africa/Casablanca": ["2026-02-15", "2026-03-22", "2027-02-07"],	# Ramadan
    "Pacific/Apia": ["2011-12-30", "2011-09-24", "2020-04-05"],		# a day that never was
    "Antarctica/Troll": ["2026-03-29", "2026-10-25"],			# two hours
    "Pacific/Chatham": ["2026-04-05", "2026-09-27"],			# 02:45
    "America/Sao_Paulo": ["2018-11-04", "2018-02-18", "2017-10-15"],	# no midnight
    "America/Havana": ["2026-03-08", "2026-11-01"],			# no midnight, twice one
    "Africa/Cairo": ["2026-04-24", "2026-10-30"],			# no midnight
    "Asia/Tehran": ["2022-03-22", "2022-09-22"],			# no midnight
    "Asia/Beirut": ["2026-03-29", "2026-10-25"],			# no midnight
    "America/Nuuk": ["2026-03-28", "2026-10-24"],			# no 23:30
    "Atlantic/Azores": ["2026-03-29", "2026-10-25"],			# no midnight
    "Asia/Gaza": ["2026-03-28", "2026-10-31"],
    "Europe/Dublin": ["2026-03-29", "2026-10-25"],			# winter is the exception
    "Pacific/Kwajalein": ["1993-08-20"],				# a day that never was
    "Asia/Pyongyang": ["2015-08-15", "2018-05-04"],			# half an hour, for good
    "America/Caracas": ["2016-05-01"],
    "America/St_Johns": ["2011-03-13", "2011-11-06"],			# at 00:01
}


def wall(minute):
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        # A scenario has a home zone and a day; the other calendars may lie elsewhere.
        self.home = self.r.choice(list(ZONES))
        odd = ZONES[self.home]
        day = self.r.choice(odd) if odd and self.r.random() < 0.7 else \
            f"2026-{self.r.randint(1, 12):02d}-{self.r.randint(1, 28):02d}"
        self.day = datetime.date.fromisoformat(day)
        self.grid = self.chance(0.2)		# all in whole hours, so that much coincides
        self.gaps = 0.3 if self.chance(0.06) else 0	# how often a target lacks a clock

    def chance(self, p):
        return self.r.random() < p

    def some(self, values, most):
        return self.r.sample(values, self.r.randint(1, min(most, len(values))))

    # -- calendars

    def minute(self):
        """A minute of the day, often one at which clocks are changed."""
        return self.r.choice([self.r.randint(0, 1439), 15 * self.r.randint(0, 95),
                              60 * self.r.randint(0, 23), self.r.choice((0, 30, 60, 120, 150))])

    def spans(self):
        """Spans of one day in minutes; the last may end after midnight."""
        count = self.r.choice((1, 1, 1, 2, 2, 3))
        at = sorted({self.minute() for _ in range(2 * count)})
        spans = [(a, b) for a, b in zip(at[::2], at[1::2])] or [(540, 1020)]
        if len(spans) > 1 and self.chance(0.1):
            spans[0] = (spans[0][0], spans[1][0])
        if self.chance(0.2):
            spans[-1] = (spans[-1][0], 1440)
        return spans

    def week(self):
        days = {day: self.spans() for day in self.some(hours.WEEKDAYS, 7)}
        if self.chance(0.3):
            days = {day: list(days[next(iter(days))]) for day in hours.WEEKDAYS[:5]}
        if self.chance(0.3):
            self.nights(days)
        if self.chance(0.1):
            days = {day: [(0, 1440)] for day in hours.WEEKDAYS}
        return {day: [f"{wall(a)}-{wall(b)}" for a, b in days[day]]
                for day in hours.WEEKDAYS if day in days}

    def nights(self, days):
        """Lets last spans end after midnight, before the next day's first begins."""
        for here, day in enumerate(hours.WEEKDAYS):
            if day in days and self.chance(0.7):
                start = days[day][-1][0]
                following = days.get(hours.WEEKDAYS[(here + 1) % 7])
                room = min(following[0][0] if following else 1439, start - 1)
                if room >= 1:
                    days[day][-1] = (start, self.r.randint(1, room))

    def holidays(self):
        out = []
        for _ in range(self.r.choice((0, 0, 1, 2, 3))):
            first = self.day + datetime.timedelta(days=self.r.randint(-2, 20))
            last = first + datetime.timedelta(days=self.r.randint(0, 6))
            out.append(str(first) if self.chance(0.6) or last == first else f"{first}..{last}")
        return out

    def calendar(self, name):
        zone = self.home if self.chance(0.7) else self.r.choice(list(ZONES))
        group = {"name": name, "timezone": zone}
        if self.chance(0.6 if self.grid else 0.12):
            return group | {"always": True}
        return group | {"hours": self.week()} | \
            ({"holidays": days} if (days := self.holidays()) else {})

    def calendars(self):
        made = [self.calendar(name) for name in ("a", "b", "c")[:self.r.randint(1, 3)]]
        if len(made) > 1 and self.chance(0.3):
            made.append({"name": "u", "union": self.some([c["name"] for c in made], 3)})
        if len(made) > 2 and self.chance(0.1):
            other = ["u", "a"] if made[-1]["name"] == "u" else ["b", "c"]
            made.append({"name": "v", "union": other})
        return made

    # -- policies

    def duration(self, least, most):
        """A time of so many times five minutes, now and then an odd one."""
        if self.grid:
            return f"{self.r.randint(1, 10)}h"
        seconds = 300 * self.r.randint(least, most)
        if self.chance(0.5):
            seconds = -(-seconds // HOUR) * HOUR
        elif self.chance(0.3):
            seconds += self.r.choice((-60, 1, 7, 60, 77))
        parts = seconds // HOUR, seconds // 60 % 60, seconds % 60
        return "".join(f"{n}{unit}" for n, unit in zip(parts, "hms") if n)

    def point(self):
        return self.r.choice((f"{self.r.randint(1, 99)}%", self.r.choice(("50%", "75%")),
                              self.duration(1, 24), self.duration(1, 120)))

    def target(self, severities, cals, have):
        group = {"when": {"severity": severities}} if severities else {}
        group["calendar"] = self.r.choice(cals)["name"]
        for clock, most in (("response", 150), ("next_response", 150), ("update", 300),
                            ("resolution", 600)):
            if clock in have and not self.chance(self.gaps):
                group[clock] = self.duration(1, most)
        longest = max(clocks.seconds_of(group.get(clock)) for clock in have)
        points = {clocks.seconds_of(p) or p: p
                  for p in (self.point() for _ in range(self.r.choice((0, 1, 2, 3))))}
        group["warn"] = [p for seconds, p in points.items() if seconds == p or seconds < longest]
        group["pause"] = self.r.choice((["waiting"], ["waiting", "on-hold"], ["on-hold"], [],
                                        ["waiting", "on-hold"], ["new", "waiting"], ["open"]))
        return group

    def policy(self, name, cals, have):
        order = self.r.sample(SEVERITIES, 4)
        cut = sorted(self.r.randint(0, 4) for _ in range(self.r.choice((0, 1, 1, 2, 2, 3))))
        groups = [order[a:b] for a, b in zip([0] + cut, cut) if a < b]
        return {"name": name,
                "targets": [self.target(group, cals, have) for group in groups]
                + [self.target(None, cals, have)],
                "carry": self.r.choice(("carry", "carry", "replay")),
                "reopen": self.r.choice(("resume", "resume", "new-cycle"))}

    # -- history

    def text(self, at):
        """The instant in one of the ways in which people write it."""
        offset = self.r.choice((0, 0, 60, 120, -180, 330, 345, 765, -570))
        if offset == 0:
            return clocks.rfc3339(at)
        there = datetime.timezone(datetime.timedelta(minutes=offset))
        return datetime.datetime.fromtimestamp(at, there).isoformat()

    def event(self):
        kind = self.r.choices(
            ("agent-reply", "customer-reply", "status", "severity", "sla", "note", "auto",
             "reopen"), (20, 20, 34, 15, 4, 3, 3, 1))[0]
        if kind == "agent-reply" and self.chance(0.35):
            return {"is": kind, "status": self.r.choice(STATUSES[1:5])}
        if kind == "status":
            return {"is": kind, "to": self.r.choices(STATUSES, (1, 10, 10, 6, 8, 1))[0]}
        if kind == "severity":
            return {"is": kind, "to": self.r.choice(SEVERITIES)}
        return {"is": kind}

    def moments(self, scenario, since):
        """Instants that matter to the scenario as far as it goes."""
        out = clocks.answer(scenario, clocks.rfc3339(since + 60 * DAY))
        times = [row["due"] for row in out["clocks"]] + [row["planned"] for row in out["fired"]]
        found = [clocks.instant(time) for time in times if time]
        for calendar in hours.calendars(scenario["calendars"]).values():
            for span in hours.open_spans(calendar, since, since + 3 * DAY):
                found += span
        return [at for at in found if since <= at < since + 60 * DAY]

    def next_instant(self, scenario, since):
        if self.chance(0.12):
            return since
        if self.grid:
            return since + HOUR * self.r.randint(0, 10)
        if self.chance(0.4) and (moments := self.moments(scenario, since)):
            return self.r.choice(moments) + self.r.choice((0, 0, 0, 1, -1) if since else (0,))
        return since + int(10 ** self.r.uniform(0, 5.5))

    def scenario(self):
        cals = self.calendars()
        have = [clock for clock in clocks.CLOCKS if self.chance(0.8)] or ["resolution"]
        names = ("std", "alt")[:self.r.choice((1, 1, 2))]
        midnight = int((datetime.datetime.combine(self.day, datetime.time())
                        - hours.EPOCH).total_seconds())
        at = midnight + self.r.randint(-6 * DAY, 2 * DAY)
        if self.grid or self.chance(0.3):
            at = at // HOUR * HOUR
        scenario = {"calendars": cals, "slas": [self.policy(name, cals, have) for name in names],
                    "ticket": {"sla": "std"},
                    "events": [{"at": self.text(at), "is": "created",
                                "severity": self.r.choice(SEVERITIES)}]}
        for _ in range(self.r.choice((0, 1, 2, 3, 5, 8, 12, 20))):
            at = max(at, self.next_instant(scenario, at))
            event = {"at": self.text(at)} | self.event()
            if event["is"] == "sla":
                event["to"] = self.r.choice(names)
            scenario["events"].append(event)
        if self.chance(0.06):
            scenario["events"].append({"at": self.text(at), "is": "merged"})
        until = None
        if self.chance(0.8):
            start = clocks.instant(scenario["events"][0]["at"])
            until = self.r.choice((self.next_instant(scenario, at), at + 20 * DAY,
                                   self.r.randint(start, at + DAY)))
            until = self.text(max(start, until))
        return scenario, until


def generate(seed):
    """(scenario, until, what the model answers); one that is closed for years is made anew."""
    for attempt in itertools.count():
        try:
            scenario, until = Maker(f"{seed}.{attempt}").scenario()
            return scenario, until, clocks.answer(scenario, until)
        except hours.Closed:
            continue
