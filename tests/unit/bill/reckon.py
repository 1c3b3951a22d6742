#!/usr/bin/python3
"""reckon.py PROBE SOURCE: bills against a slow reckoning of our own, and tables.

The probe reckons with the daemon's code; here the same is done with fractions, from quarter of an
hour to quarter of an hour, by clocks on the wall.  Nothing is shared but the documented rules.
"""
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

PROBE, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
STATEMENTS = 10000
MINUTE, HOUR, QUARTER = 60, 3600, 900
Q = QUARTER

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = ("2026-12-25", "2027-01-01", "2026-03-29")
# name: zone, {day of the week: spans in hours}, holidays
CALENDARS = {
    "b-night": ("Europe/Berlin", {d: [(22, 30)] for d in range(7)}, ()),
    "b-weekend": ("Europe/Berlin", {5: [(0, 24)], 6: [(0, 24)]}, ()),
    "b-work": ("Europe/Berlin", {d: [(9, 12), (13, 17)] for d in range(5)}, HOLIDAYS),
    "n-work": ("America/New_York", {d: [(9, 17)] for d in range(7)}, ("2026-12-25",)),
}
DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "CLF": 4}
# key: currency, calendar (its zone), (to, how, per, minimum, grace)
PROJECTS = {
    "P-RAW": ("EUR", "b-work", None),
    "P-ENTRY": ("EUR", "b-work", (Q, "up", "entry", 0, 0)),
    "P-DAY": ("EUR", "b-work", (Q, "up", "ticket-day", 0, 0)),
    "P-TICKET": ("EUR", "b-work", (Q, "up", "ticket", 0, 0)),
    "P-ALL": ("EUR", "b-work", (Q, "up", "statement", 0, 0)),
    "P-GRACE": ("EUR", "b-work", (Q, "up", "entry", 0, 120)),
    "P-LEAST": ("EUR", "b-work", (Q, "up", "ticket-day", 1800, 120)),
    "P-NEAR": ("EUR", "b-work", (360, "nearest", "ticket-day", 0, 0)),
    "P-DOWN": ("EUR", "b-work", (Q, "down", "statement", 0, 0)),
    "P-USD": ("USD", "n-work", (Q, "up", "ticket-day", 0, 0)),
    "P-JPY": ("JPY", None, (Q, "up", "entry", 0, 0)),
    "P-KWD": ("KWD", "b-work", (420, "up", "ticket", 0, 0)),
    "P-CLF": ("CLF", "n-work", None),
}
# project, agent, service, hours, from, until, amount, currency
RATES = [
    (None, None, None, None, None, None, "95", "EUR"),
    (None, None, "onsite", None, None, None, "120.50", "EUR"),
    (None, None, "onsite", None, "2027-01-01", None, "124.0001", "EUR"),
    (None, "lee", None, None, None, "2026-12-31", "101.3333", "EUR"),
    (None, "lee", "onsite", None, None, None, "130", "EUR"),
    (None, None, None, "b-night", None, None, "110.10", "EUR"),
    ("P-DAY", None, None, None, None, "2026-12-31", "88.50", "EUR"),
    ("P-DAY", None, None, None, "2027-01-01", None, "90.01", "EUR"),
    ("P-TICKET", None, None, "b-weekend", None, None, "150.505", "EUR"),
    ("P-RAW", "sam", None, "b-work", None, None, "100.25", "EUR"),
    (None, None, None, None, None, None, "100.25", "USD"),
    (None, None, None, None, None, None, "9001", "JPY"),
    (None, None, None, None, None, None, "31.1234", "KWD"),
    (None, None, None, None, None, None, "2.0001", "CLF"),
]
# name, calendar, during, project, per cent
SURCHARGES = [
    ("night", "b-night", "open", None, "25"),
    ("weekend", "b-weekend", "open", None, "50"),
    ("holiday", "b-work", "holidays", None, "100"),
    ("night", "b-night", "open", "P-DAY", "33.33"),
    ("weekend", "b-weekend", "open", "P-GRACE", "0"),
    ("late", "n-work", "closed", "P-USD", "12.5"),
]
SERVICES = {"support": True, "onsite": True, "goodwill": False}
AGENTS = ("ana", "lee", "sam")

points = 0
failed = 0


def tap(ok, name):
    global points, failed
    points += 1
    failed += not ok
    print(f'{"ok" if ok else "not ok"} {points} - {name}')
    return ok


# ---- the files ----

def setting(name, value):
    return "" if value is None else f'{name} = "{value}"; '


def write_conf(folder):
    shutil.copytree(SOURCE / "conf", folder)
    calendars = []
    for name, (zone, week, holidays) in CALENDARS.items():
        hours = "".join(f'{WEEK[d]} = [ ' + ", ".join(f'"{a:02}:00-{b % 24 if b > 24 else b:02}:00"' for a, b in spans)
                        + " ]; " for d, spans in week.items())
        days = ", ".join(f'"{d}"' for d in holidays)
        calendars.append(f'{{ name = "{name}"; timezone = "{zone}"; hours = {{ {hours} }}; '
                         f'{"holidays = [ " + days + " ];" if days else ""} }},')
    path = folder / "calendars.conf"
    path.write_text(path.read_text().replace("calendars = (", "calendars = (\n" + "\n".join(calendars), 1))
    projects = []
    for key, (currency, calendar, r) in PROJECTS.items():
        rounding = r and (f'rounding = {{ to = "{r[0]}s"; how = "{r[1]}"; per = "{r[2]}"; '
                          + (f'minimum = "{r[3]}s"; ' if r[3] else "") + (f'grace = "{r[4]}s"; ' if r[4] else "") + "}; ")
        projects.append(f'{{ key = "{key}"; {setting("calendar", calendar)}'
                        f'billing = {{ currency = "{currency}"; service = "support"; {rounding or ""}}}; }}')
    (folder / "projects.d").mkdir()
    (folder / "projects.d/bill.conf").write_text("projects = (\n" + ",\n".join(projects) + "\n);\n")
    names = ("project", "agent", "service", "hours", "from", "until", "amount", "currency")
    rates = ",\n".join("{ " + "".join(setting(n, v) for n, v in zip(names, r)) + "}" for r in RATES)
    names = ("name", "calendar", "during", "project", "percent")
    surcharges = ",\n".join("{ " + "".join(setting(n, v) for n, v in zip(names, s)) + "}" for s in SURCHARGES)
    services = ", ".join(f'{{ name = "{n}"; billable = {str(b).lower()}; }}' for n, b in SERVICES.items())
    (folder / "rates.conf").write_text(f"services = ( {services} );\nrates = (\n{rates}\n);\n"
                                       f"surcharges = (\n{surcharges}\n);\n")


# ---- the slow reckoning ----

ZONES = {name: ZoneInfo(zone) for name, (zone, _, _) in CALENDARS.items()}


def zone_of(project):
    calendar = PROJECTS[project][1]
    return ZONES[calendar] if calendar else timezone.utc


def is_open(name, s):
    """Whether a calendar is open in that second, by the clock on its wall."""
    _, week, holidays = CALENDARS[name]
    at = datetime.fromtimestamp(s, ZONES[name])
    for back in (0, 1):
        day = at.date() - timedelta(days=back)
        hour = at.hour + at.minute / 60 + 24 * back
        if day.isoformat() not in holidays and any(a <= hour < b for a, b in week.get(day.weekday(), ())):
            return True
    return False


def holds(name, during, seconds):
    if during == "holidays":
        return all(datetime.fromtimestamp(s, ZONES[name]).date().isoformat() in CALENDARS[name][2] for s in seconds)
    return all(is_open(name, s) == (during == "open") for s in seconds)


def specific(r):
    return (r[0] is not None, r[1] is not None, r[2] is not None, r[3] is not None, r[4] or "", r[5] is not None,
            [-ord(c) for c in r[5] or ""])


def cost(project, e, seconds, day):
    """(rate, surcharge) of those seconds, as numbers of rows."""
    service = e["service"] or "support"
    found = [r for r in RATES if r[7] == PROJECTS[project][0] and r[0] in (None, project)
             and r[1] in (None, e["agent"]) and r[2] in (None, service)
             and (r[4] is None or day >= r[4]) and (r[5] is None or day <= r[5])
             and (r[3] is None or holds(r[3], "open", seconds))]
    own = {s[0] for s in SURCHARGES if s[3] == project}
    more = [s for s in SURCHARGES if (s[3] == project or s[3] is None and s[0] not in own)
            and holds(s[1], s[2], seconds)]
    return (RATES.index(max(found, key=specific)),
            max((Fraction(s[4]) for s in more), default=Fraction(0)))


def pieces(project, e):
    zone, length = zone_of(project), abs(e["worked"])
    begin = e["at"] // 1000000
    first = datetime.fromtimestamp(begin, zone)
    if e["day_only"]:
        start = datetime(first.year, first.month, first.day, tzinfo=zone)
        end = start + timedelta(days=1)		# by the wall
        every = range(int(start.timestamp()), int(end.timestamp()), QUARTER)
        return [(cost(project, e, every, first.date().isoformat()), e["worked"])] if length else []
    out, at = {}, begin
    while at < begin + length:
        until = min(at - at % QUARTER + QUARTER, begin + length)
        day = datetime.fromtimestamp(at, zone).date().isoformat()
        key = cost(project, e, [at], day)
        out[key] = out.get(key, 0) + until - at
        at = until
    return [(key, s if e["worked"] > 0 else -s) for key, s in out.items()]


def rounded(rule, raw):
    if rule is None or raw == 0:
        return raw
    to, how, _, minimum, grace = rule
    v = Fraction(abs(raw), to)
    over = v - int(v)
    up = over > 0 and {"up": over * to > grace, "nearest": over >= Fraction(1, 2), "down": False}[how]
    v = max((int(v) + up) * to, minimum)
    return v if raw > 0 else -v


def spread(lines, want):
    raw = [l["raw"] for l in lines]
    more, all_of = want - sum(raw), sum(abs(r) for r in raw)
    shares = [Fraction(abs(more) * abs(r), all_of) for r in raw]
    given = [int(s) for s in shares]
    left = sorted(range(len(raw)), key=lambda i: (-(shares[i] - given[i]), i))[:abs(more) - sum(given)]
    for i, line in enumerate(lines):
        line["billed"] = raw[i] + (given[i] + (i in left)) * (1 if more > 0 else -1)


def slow(project, entries):
    currency, _, rule = PROJECTS[project]
    lines, units = [], {}
    for e in sorted(entries, key=lambda e: (e["number"], e["at"], e["id"])):
        day = datetime.fromtimestamp(e["at"] // 1000000, zone_of(project)).date()
        if not e["billable"] or not SERVICES[e["service"] or "support"]:
            lines.append({"id": e["id"], "raw": e["worked"], "billed": 0, "rate": 0})
            continue
        found = pieces(project, e)
        if not found:
            lines.append({"id": e["id"], "raw": 0, "billed": 0, "rate": 0})
        for (rate, percent), s in found:
            exact = Fraction(RATES[rate][6]) * 10000
            lines.append({"id": e["id"], "raw": s, "billed": s, "rate": round(exact * (100 + percent) / 100)})
            key = {None: e["id"], "entry": e["id"], "ticket": e["number"], "statement": 0,
                   "ticket-day": (e["number"], day)}[rule and rule[2]]
            units.setdefault(key, []).append(lines[-1])
    for unit in units.values():
        want = rounded(rule, sum(l["raw"] for l in unit))
        if want != sum(l["raw"] for l in unit):
            spread(unit, want)
    unit = 10 ** DIGITS[currency]
    exact = [Fraction(l["rate"], 10000) * Fraction(l["billed"], 3600) * unit for l in lines]
    rows = [(l["id"], l["raw"], l["billed"], l["rate"], round(x)) for l, x in zip(lines, exact)]
    return rows, (sum(r[1] for r in rows), sum(r[2] for r in rows), sum(r[4] for r in rows), round(sum(exact)))


# ---- the probe ----

def asked(project, entries):
    out = [f"S\t{project}"]
    for e in entries:
        out.append("\t".join(str(v) for v in ("E", e["id"], e["number"], e["agent"], e["service"], e["at"], e["worked"],
                                              int(e["day_only"]), int(e["billable"]))))
    return out + ["."]


def told(conf, statements):
    """Of each: (lines, sums, why of each line, fault)."""
    text = "\n".join("\n".join(asked(p, e)) for p, e in statements) + "\n"
    run = subprocess.run([PROBE, str(conf / "docket.conf")], input=text, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        print(run.stderr, file=sys.stderr)
        sys.exit("Bail out! the probe ends")
    out, rows, why = [], [], []
    for line in run.stdout.splitlines():
        f = line.split("\t")
        if f[0] == "L":
            rows.append(tuple(int(v) for v in f[1:6]))
            why.append(f[6])
            continue
        out.append((rows, tuple(int(v) for v in f[1:]) if f[0] == "T" else None, why, f[1] if f[0] == "X" else None))
        rows, why = [], []
    return out


# ---- what is asked ----

def us(zone, text):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000000


def entry(at, worked, number=1, agent="ana", service="", id=1, day_only=False, billable=True):
    return dict(at=at, worked=worked, number=number, agent=agent, service=service, id=id, day_only=day_only,
                billable=billable)


BORDERS = [us("Europe/Berlin", t) for t in (
    "2026-03-29 01:30", "2026-03-28 23:00", "2026-10-25 01:30", "2026-10-25 00:10", "2026-12-31 22:30",
    "2026-10-31 23:55", "2026-12-25 00:00", "2026-12-24 21:00", "2026-06-05 16:00", "2027-01-01 00:00")]


def random_entry(chance, i):
    at = chance.choice(BORDERS) if chance.random() < .3 else \
        us("UTC", "2026-01-01") + chance.randrange(500 * 86400) * 1000000
    worked = chance.choice((300, 900, 1, 901, 3600, 5400)) if chance.random() < .4 else chance.randrange(1, 4 * 3600)
    if chance.random() < .1:
        worked = -worked
    if chance.random() < .02:
        worked = 0
    return entry(at, worked, chance.randrange(1, 4), chance.choice(AGENTS),
                 chance.choice(("", "support", "onsite", "goodwill") if chance.random() < .5 else ("",)), i,
                 chance.random() < .05, chance.random() > .07)


def random_statements(conf):
    chance = random.Random(13)
    all_of = [(chance.choice(list(PROJECTS)), [random_entry(chance, i) for i in range(1, chance.randrange(2, 8))])
              for _ in range(STATEMENTS)]
    got = told(conf, all_of)
    other = told(conf, [(p, chance.sample(e, len(e))) for p, e in all_of])
    mirror = told(conf, [(p, [{**x, "worked": -x["worked"]} for x in e]) for p, e in all_of])
    wrong = [i for i, (p, e) in enumerate(all_of) if got[i][:2] != slow(p, e)]
    for i in wrong[:2]:
        print(f"# {all_of[i]}\n#  got {got[i]}\n# want {slow(*all_of[i])}")
    tap(len(got) == STATEMENTS and not wrong, f"{STATEMENTS} statements are as the slow reckoning has them: "
        f"{len(wrong)} are not")
    tap(all(t[2] == sum(r[4] for r in rows) for rows, t, _, _ in got), "the lines of each add up to the cent")
    tap(other == got, "in whatever order entries come, the same is told of them")
    tap([([(r[0], -r[1], -r[2], r[3], -r[4]) for r in m[0]], tuple(-v for v in m[1])) for m in mirror]
        == [(g[0], g[1]) for g in got], "negative time mirrors positive")
    tap(told(conf, all_of[:500]) == got[:500], "the same again")
    # What would make the above say little.
    split = sum(len(rows) > len(e) for (rows, _, _, _), (_, e) in zip(got, all_of))
    differ = sum(t[2] != t[3] for _, t, _, _ in got)
    changed = sum(t[0] != t[1] for _, t, _, _ in got)
    tap(min(split, differ, changed) > STATEMENTS / 20, f"they say something: {split} have split entries, {changed} are rounded, "
        f"{differ} differ from one multiplication")


def three(minutes, numbers=(1, 1, 1), days=("2026-06-01",) * 3):
    return [entry(us("Europe/Berlin", f"{d} 1{i}:00"), minutes * 60, n, id=i) for i, (n, d) in enumerate(zip(numbers, days))]


# name, project, entries, billed seconds of each line, total
TABLE = [
    ("a second", "P-ENTRY", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 1)], [900], 2375),
    ("15:00", "P-ENTRY", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 900)], [900], 2375),
    ("15:01", "P-ENTRY", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 901)], [1800], 4750),
    ("grace: a second", "P-GRACE", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 1)], [0], 0),
    ("grace: 15:01", "P-GRACE", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 901)], [900], 2375),
    ("grace: 17:00", "P-GRACE", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 1020)], [900], 2375),
    ("grace: 17:01", "P-GRACE", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 1021)], [1800], 4750),
    ("three of five minutes, each", "P-ENTRY", three(5), [900] * 3, 7125),
    ("three of five minutes of a ticket's day", "P-DAY", three(5), [300] * 3, 2214),
    ("three of four minutes of a ticket's day", "P-DAY", three(4), [300] * 3, 2214),
    ("… of two tickets", "P-DAY", three(5, (1, 1, 2)), [450, 450, 900], 4424),
    ("… of two days", "P-DAY", three(5, days=("2026-06-01", "2026-06-01", "2026-06-02")), [450, 450, 900], 4424),
    ("… of two days, by ticket", "P-TICKET", three(5, days=("2026-06-01", "2026-06-01", "2026-06-02")), [300] * 3, 2376),
    ("… of three tickets, of the statement", "P-ALL", three(5, (1, 2, 3)), [300] * 3, 2376),
    ("split by the night, rounded once", "P-ENTRY",
     [entry(us("Europe/Berlin", "2026-06-01 21:50"), 20 * 60)], [900, 900], 2375 + 3441),
    ("not billable", "P-ENTRY", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 60, billable=False)], [0], 0),
    ("goodwill", "P-ENTRY", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 60, service="goodwill")], [0], 0),
    ("nothing", "P-ENTRY", [], [], 0),
    ("4 quarters of 100.25", "P-RAW",
     [entry(us("Europe/Berlin", f"2026-06-01 1{i}:00"), 900, agent="sam", id=i) for i in range(5) if i != 2], [900] * 4, 10024),
    ("six times six minutes are no 0.1 h each", "P-RAW",
     [entry(us("Europe/Berlin", f"2026-06-01 1{i}:00"), 360, id=i) for i in range(6)], [360] * 6, 5700),
    ("twice a quarter at 31.1234, in thousandths and multiples of 7 minutes", "P-KWD",
     [entry(us("Europe/Berlin", f"2026-06-01 1{i}:00"), 900, i, id=i) for i in (0, 1)], [1260, 1260], 2 * 10893),
    ("fifty minutes are no 0.83 hours", "P-RAW", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 3000, agent="sam")],
     [3000], 8354),
    ("11:39 to tenths of an hour", "P-NEAR", [entry(us("Europe/Berlin", "2026-06-01 10:00"), 699)], [720], 1900),
    ("an hour over midnight into a Saturday", "P-RAW", [entry(us("Europe/Berlin", "2026-06-05 23:30"), 3600)],
     [1800, 1800], 6881 + 8258),
    ("new year, with a new price and a holiday", "P-DAY", [entry(us("Europe/Berlin", "2026-12-31 23:30"), 3600)],
     [1800, 1800], 5900 + 9001),
    ("01:30 to 03:30 in spring is an hour, and a holiday", "P-RAW",
     [entry(us("Europe/Berlin", "2026-03-29 01:30"), 3600)], [3600], 22020),
    ("01:30 to 03:30 in autumn are three, and a Sunday", "P-RAW",
     [entry(us("Europe/Berlin", "2026-10-25 01:30"), 3 * 3600)], [3 * 3600], 49545),
    ("the night of spring is seven hours", "P-DAY", [entry(us("Europe/Berlin", "2026-03-28 22:00"), 7 * 3600)],
     [2 * 3600, 5 * 3600], 26550 + 88500),
    ("05:00 to 07:00 in autumn, the night ends", "P-GRACE", [entry(us("Europe/Berlin", "2026-10-25 05:00"), 7200)],
     [3600, 3600], 13762 + 9500),
    ("only the day is known: no night", "P-ENTRY",
     [entry(us("Europe/Berlin", "2026-06-01 23:00"), 900, day_only=True)], [900], 2375),
    ("only the day is known, a Saturday", "P-ENTRY",
     [entry(us("Europe/Berlin", "2026-06-06 03:00"), 900, day_only=True)], [900], 3562),
    ("the day in New York, when it is the next in Berlin", "P-USD",
     [entry(us("America/New_York", "2026-06-05 23:30"), 300), entry(us("America/New_York", "2026-06-05 09:00"), 300, id=2)],
     [450, 450], 1253 + 1880),
]


def table(conf):
    got = told(conf, [(p, e) for _, p, e, _, _ in TABLE])
    for (name, project, entries, billed, total), (rows, sums, why, fault) in zip(TABLE, got):
        if not tap(fault is None and [r[2] for r in rows] == billed and sums[2] == total, name):
            print(f"# got {rows} {sums} {why} {fault}, want {billed} {total}, slowly {slow(project, entries)}")
    name = [row[0] for row in TABLE].index("4 quarters of 100.25")
    tap(got[name][1][3] == 10025, "one multiplication of 4 quarters of 100.25 is a cent more, and told")
    why = got[[row[0] for row in TABLE].index("split by the night, rounded once")][2]
    tap(all(re.search(r" EUR/h;", w) and "0:20:00 is billed as 0:30:00 (up to 15m per entry)" in w
            for w in why) and "; night +25 %;" in why[1], f"why: {why[1]}")
    tap(not any("rates.conf" in w for w in why), "a customer reads no file of ours")


def refused(conf):
    rates = conf / "rates.conf"
    text = rates.read_text()
    at = us("Europe/Berlin", "2026-06-01 10:00")
    for name, edit, e, want in (
        ("no rate", lambda t: re.sub(r",\n.*\"2\.0001\".*", "", t),
         entry(at, 60, 45, id=123), "entry 123 (ticket 45, ana, 2026-06-01 04:00 EDT, service support): no rate"),
        ("a service that is gone", lambda t: t, entry(at, 60, service="repair"), "service repair, and rates.conf has none"),
        ("longer than any work", lambda t: t, entry(at, 10 ** 15), "longer than ten years"),
        ("of no year", lambda t: t, entry(9 * 10 ** 18, 60), "of no year"),
    ):
        rates.write_text(edit(text))
        (_, sums, _, fault), = told(conf, [("P-CLF", [e])])
        if not tap(sums is None and want in fault and "rates.conf" in fault or "correct it" in (fault or ""), name):
            print(f"# got {sums} {fault}")
        rates.write_text(text)
    (_, sums, _, fault), = told(conf, [("GLOBEX", [entry(at, 60)])])
    tap(sums is None and "project GLOBEX has no billing" in fault, "a project without billing")
    (_, sums, _, fault), = told(conf, [("P-CLF", [entry(at, 60, billable=False)])])
    tap(fault is None and sums == (60, 0, 0, 0), "what is not billable needs no rate")


def main():
    with tempfile.TemporaryDirectory() as folder:
        conf = pathlib.Path(folder) / "conf"
        write_conf(conf)
        table(conf)
        refused(conf)
        random_statements(conf)
    print(f"1..{points}")
    sys.exit(failed > 0)


main()
