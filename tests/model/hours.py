"""Calendars, counted by hand: local days are walked one by one.

Nothing here is fast or clever.  An instant is a whole number of seconds since
1970 in UTC, a span is a pair of instants.  The sentences in quotation marks are
those of the SLA specification's term "Calendar".
"""
import datetime
import functools
import zoneinfo


class Closed(ValueError):
    """A calendar has no open time for years."""


EPOCH = datetime.datetime(1970, 1, 1)
HOUR = 3600
DAY = 24 * HOUR
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON = 5 * 366			# days; a clock that needs longer is a fault of the test


@functools.lru_cache(maxsize=None)
def zone(name):
    return zoneinfo.ZoneInfo(name)


def local(instant, name):
    """What a clock on the wall shows at the instant, as seconds since 1970's wall time."""
    there = datetime.datetime.fromtimestamp(instant, zone(name))
    return int((there.replace(tzinfo=None) - EPOCH).total_seconds())


def instant_of(wall, name):
    """The instant at which the zone's clock shows `wall` (seconds, as local() gives them)."""
    offsets = {local(at, name) - at for at in (wall - 28 * HOUR, wall - DAY // 2, wall,
                                               wall + DAY // 2, wall + 28 * HOUR)}
    shown_at = [wall - offset for offset in offsets if local(wall - offset, name) == wall]
    if shown_at:
        # "one that occurs twice in autumn means the first"
        return min(shown_at)
    # "A wall time inside a spring gap is moved forward by the gap": the clock jumps over
    # `wall` at the first instant at which it shows more.
    before, after = wall - 28 * HOUR, wall + 28 * HOUR
    while after - before > 1:
        middle = (before + after) // 2
        if local(middle, name) > wall:
            after = middle
        else:
            before = middle
    gap = local(after, name) - local(before, name) - 1
    return after + (wall + gap - local(after, name))


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def merged(spans):
    """The union of spans, in order; spans that touch become one."""
    out = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


class Weekly:
    """One calendar with `hours`: a time zone, weekly spans, holidays."""

    def __init__(self, group):
        self.zone = group["timezone"]
        self.hours = {day: [tuple(map(minutes, text.split("-"))) for text in texts]
                      for day, texts in group["hours"].items()}
        self.holidays = []
        for text in group.get("holidays", []):
            first, _, last = text.partition("..")
            self.holidays.append((datetime.date.fromisoformat(first),
                                  datetime.date.fromisoformat(last or first)))
        self.known = {}

    def spans_of_day(self, date):
        """The spans that start on a local day, as instants."""
        if date in self.known:
            return self.known[date]
        spans = []
        # "a holiday takes away the spans that start on it, and only those"
        if not any(first <= date <= last for first, last in self.holidays):
            midnight = (date - EPOCH.date()).days * DAY
            for start, end in self.hours.get(WEEKDAYS[date.weekday()], []):
                if end <= start:		# "may end after midnight"
                    end += 24 * 60
                span = (instant_of(midnight + start * 60, self.zone),
                        instant_of(midnight + end * 60, self.zone))
                if span[0] < span[1]:		# else the gap ate it
                    spans.append(span)
        self.known[date] = spans
        return spans

    def spans(self, since, until):
        """All spans that may touch [since, until], in any order."""
        date = EPOCH.date() + datetime.timedelta(days=local(since, self.zone) // DAY - 3)
        last = EPOCH.date() + datetime.timedelta(days=local(until, self.zone) // DAY + 3)
        found = []
        while date <= last:
            found += self.spans_of_day(date)
            date += datetime.timedelta(days=1)
        return found


class Always:
    """`always = true`: every second counts."""

    def spans(self, since, until):
        return [(since - DAY, until + DAY)]


class Union:
    """Of "a list of calendars"."""

    def __init__(self, members):
        self.members = members

    def spans(self, since, until):
        return [span for member in self.members for span in member.spans(since, until)]


def calendars(groups):
    """{name: calendar} of a scenario's `calendars`."""
    by_name = {group["name"]: group for group in groups}
    made = {}

    def make(name):
        if name not in made:
            group = by_name[name]
            if "union" in group:
                made[name] = Union([make(member) for member in group["union"]])
            elif group.get("always"):
                made[name] = Always()
            else:
                made[name] = Weekly(group)
        return made[name]

    return {name: make(name) for name in by_name}


def open_spans(calendar, since, until):
    """The open parts of [since, until], in order, as instants."""
    for start, end in merged(calendar.spans(since, until)):
        start, end = max(start, since), min(end, until)
        if start < end:
            yield start, end


def worked(calendar, since, until):
    """The open seconds of [since, until], "counted on the instants' line"."""
    return sum(end - start for start, end in open_spans(calendar, since, until))


def reach(calendar, since, until, seconds):
    """
    The earliest instant of [since, until] up to which `seconds` were worked since `since`,
    or None when they are not reached by then.  until None: there is no end.
    """
    if seconds <= 0:
        return since
    limit = since + HORIZON * DAY if until is None else until
    begin, step = since, 40 * DAY
    while begin < limit:
        stop = min(begin + step, limit)
        for start, end in open_spans(calendar, begin, stop):
            if seconds <= end - start:
                return start + seconds
            seconds -= end - start
        begin = stop
    if until is None:
        raise Closed
    return None
