"""The SLA specification as a program that is plain instead of fast.

answer(scenario, until) computes what `docketctl sla simulate` must print.  It was
written from the specification alone and shares nothing with the engine in daemon/.
"R5" is rule 5 of the specification; "F" are the sentences that fix what it leaves open:

F1  `pause` applies to resolution and update, never to the two response clocks.
F2  `breached` stays the state of a cycle to its end.
F3  `stopped` is set for every ended cycle, cancelled ones too.
F4  `due` is null while paused and for cancelled cycles; a stopped cycle shows the due in force
    when it stopped (null if paused then).
F5  A point that would lie at or before the cycle's start does not fire; after a breach none does.
F6  After a target change the points of the new target that lie ahead fire, also ones that fired
    under the old target.
F7  Resolving without a public reply cancels response and next_response (cause `resolved`) if
    not breached, and always ends update so.
F8  response runs once a ticket, later messages are next_response.
F9  A reopening starts a new update cycle if the first response was given.
F10 Each public reply ends the update cycle and starts the next.
F11 A reply with `status` in one event: the reply first; one that resolves starts no update cycle.
F12 Targets swap at a change also while paused; worked time beyond the new target is a breach at
    the change even then, with `due` set to the time of the change.
F13 A cycle already breached keeps its `due` unless the change puts it in the future.
F14 A change of severity while resolved takes effect at the reopening.
F15 `resume` keeps the cycle number and the points already fired; `new-cycle` counts up.
F16 A customer's reply on waiting or resolved moves the ticket to open, on on-hold it does not.

Where both are silent, these readings were taken, each the nearest to the words:

A1  Events of one instant take place in R6's order, and before what is due at that instant ("Met
    when stopped at or before the due instant"). A reply comes before a resolving (R5: it stops
    both), a status pauses by the terms before the instant, what neither stops nor pauses counts
    as a start; of equals the file's order holds. What was due when a pause began comes when
    time counts again.
A2  A change is a breach at the change when the due time lies before it, not when it is the same
    instant (that is an ordinary breach) and, paused, not when just as much was worked.  A
    point of the new target lies ahead when it needs more than was worked.  R7's cause
    `severity-change` is that of every change.
A3  A breached cycle is not `paused`, so it shows its due; a reclassified one whose new due lies
    ahead has none while no time counts.
A4  A percent may lie between two seconds; it is then written without the fraction.
A5  A wall day that never was (Apia) is a gap: its spans are moved forward by 24 hours.  A span
    belongs to the day on which it is written to start, wherever a gap moves it.
A6  closed is like resolved; `reopen` moves to open.  A public reply while resolved counts as the
    first response, and starts no update cycle.  Resolving ends a stretch of unanswered messages.
A7  The new policy's `carry` and `reopen` hold at a change of policy.  A change to terms that are
    the same target is none.
A8  A clock that has no target after a change is cancelled; one that gets a target by a change
    starts at the change (carry) or as if it had always had it (replay).  A lost response
    does not come again, and is no first response for a next_response by a change alone.
A9  `pause` left out is ["waiting"].  After `merged` nothing happens.

A cycle is a list of stretches (from, to, calendar) in which its time counts.  Worked time is
summed over them anew each time it is asked for, and a due instant is found by walking through
them from the cycle's start, so that there is no total that could go wrong.
"""
import datetime
import fractions
import itertools
import re

import hours

CLOCKS = ("next_response", "resolution", "response", "update")
ENDED = ("resolved", "closed")
JUST = fractions.Fraction(1, 1000)		# less than any part of a second that comes up
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


def seconds_of(text):
    """A duration: "1h30m"; None, "" and "0" are no time at all."""
    return sum(int(n) * UNITS[unit] for n, unit in re.findall(r"(\d+)([smhdw])", text or ""))


def instant(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def rfc3339(at):
    if at is None:
        return None
    there = datetime.datetime.fromtimestamp(int(at), datetime.timezone.utc)
    return there.strftime("%Y-%m-%dT%H:%M:%SZ")


class Terms:
    """What one target of a policy promises for one clock."""

    def __init__(self, clock, target, calendar):
        self.target = target			# the entry of the policy; None: no target fits
        self.calendar = calendar
        self.seconds = seconds_of(target.get(clock)) if target else 0
        self.points = target.get("warn", []) if target else []
        # F1
        may_pause = clock in ("resolution", "update") and target
        self.pause = target.get("pause", ["waiting"]) if may_pause else []

    def needs(self, point):
        """The worked seconds at which a point or the breach lies."""
        if point == "breach":
            return self.seconds
        if point.endswith("%"):
            return fractions.Fraction(self.seconds * int(point[:-1]), 100)
        return self.seconds - seconds_of(point)


class Cycle:
    """One run of a clock."""

    def __init__(self, clock, number, start, terms):
        self.clock, self.number, self.start, self.terms = clock, number, start, terms
        self.stretches = []			# [from, to or None, calendar]
        self.done = set()			# points that fired, or that a change passed over
        self.breached = False
        self.breach_due = None			# the due that a breached cycle keeps
        self.breached_at = None			# the instant of the breach
        self.stopped = None
        self.outcome = None			# met, breached, cancelled
        self.stopped_due = None
        self.cause = None
        self.dropped = False			# ended by a change to terms without a target

    # -- time

    def paused(self):
        return self.stretches[-1][1] is not None

    def count(self, now):
        """From now on time counts, by the terms' calendar."""
        self.stretches.append([now, None, self.terms.calendar])

    def hold(self, now):
        """From now on no time counts."""
        if not self.paused():
            self.stretches[-1][1] = now

    def worked(self, now):
        return sum(hours.worked(calendar, since, now if until is None else until)
                   for since, until, calendar in self.stretches)

    def reached(self, seconds):
        """The earliest instant at which so much was worked; None when a pause comes before."""
        for since, until, calendar in self.stretches:
            at = hours.reach(calendar, since, until, seconds)
            if at is not None:
                return at
            seconds -= hours.worked(calendar, since, until)
        return None

    def planned(self, point):
        """When a point that has not fired will fire; None while paused."""
        if self.paused():
            return None				# R8 "While paused nothing fires"
        # What was reached when a pause began comes when time counts again: A1.
        return max(self.reached(self.terms.needs(point)), self.counting_since())

    def counting_since(self):
        """The instant from which time has counted without a pause."""
        since = self.stretches[-1][0]
        for start, end, _ in reversed(self.stretches[:-1]):
            if end == since:
                since = start
        return since

    def due(self):
        if self.outcome == "cancelled":
            return None				# F4
        if self.stopped is not None:
            return self.stopped_due
        if self.breached:
            if self.breach_due is not None:
                return self.breach_due		# F13
            return self.reached(self.terms.seconds)
        return self.planned("breach")

    # -- life

    def stop(self, now):
        """The term "Met": "when stopped at or before the due instant; else breached"."""
        due = self.due()
        self.end(now, "breached" if self.breached else "met", self.cause)
        self.stopped_due = due

    def cancel(self, now, cause):
        due = self.due()
        if self.breached:			# F2, R11 "past breaches stay"
            self.end(now, "breached", self.cause)
            self.stopped_due = due
        else:
            self.end(now, "cancelled", cause)

    def end(self, now, outcome, cause):
        self.hold(now)
        self.stopped, self.outcome, self.cause = now, outcome, cause

    def state(self):
        if self.outcome:
            return self.outcome
        if self.breached:
            return "breached"			# F2
        return "paused" if self.paused() else "running"

    def breach(self, at, cause=None):
        self.breached, self.breach_due, self.breached_at = True, at, at
        if cause:
            self.cause = cause
        return {"clock": self.clock, "cycle": self.number, "point": "breach",
                "planned": rfc3339(at), "at": rfc3339(at), "late": False}

    def fire(self, until):
        """The points and the breach that lie before `until`."""
        if self.stopped is not None or self.breached or self.paused():
            return []
        due = self.planned("breach")
        fired = []
        for point in self.terms.points:
            if point in self.done or self.terms.needs(point) <= 0:		# R8, F5
                continue
            at = self.planned(point)
            if at < until:
                self.done.add(point)
                fired.append({"clock": self.clock, "cycle": self.number, "point": point,
                              "planned": rfc3339(at), "at": rfc3339(at), "late": False})
        if due < until:
            fired.append(self.breach(due))
        return fired


class Ticket:
    """A ticket's facts and its cycles; each event is a function."""

    def __init__(self, scenario):
        self.policies = {policy["name"]: policy for policy in scenario["slas"]}
        self.calendars = hours.calendars(scenario["calendars"])
        self.policy = self.policies[scenario["ticket"]["sla"]]
        self.severity = None
        self.status = None
        self.statuses = []			# (since, status)
        self.reopened = None
        self.replied = None			# the last public reply, or the reopening after one
        self.unanswered = None			# the oldest such message after the first response
        self.merged = False
        self.cycles = []
        self.fired = []

    # -- what is promised now

    def terms(self, clock):
        for target in self.policy["targets"]:
            wanted = target.get("when", {}).get("severity")
            if wanted is None or self.severity in wanted:	# "first match wins"
                return Terms(clock, target, self.calendars[target["calendar"]])
        return Terms(clock, None, None)

    def running(self, clock):
        """The clock's cycle that has not ended."""
        for cycle in self.cycles:
            if cycle.clock == clock and cycle.stopped is None:
                return cycle
        return None

    def last(self, clock):
        mine = [cycle for cycle in self.cycles if cycle.clock == clock]
        return mine[-1] if mine else None

    def start(self, clock, now):
        terms = self.terms(clock)
        if terms.seconds == 0:
            return		# "A target that is 0, blank or absent means: no clock."
        last = self.last(clock)
        cycle = Cycle(clock, last.number + 1 if last else 1, now, terms)
        cycle.count(now)
        if self.status in terms.pause:
            cycle.hold(now)
        self.cycles.append(cycle)

    def stop(self, clock, now):
        cycle = self.running(clock)
        if cycle:
            cycle.stop(now)

    def cancel(self, clock, now, cause):
        cycle = self.running(clock)
        if cycle:
            cycle.cancel(now, cause)

    # -- events

    def created(self, now, event):
        self.severity = event.get("severity")
        self.set_status(now, "new")
        self.start("response", now)
        self.start("resolution", now)

    def agent_reply(self, now, event):
        to = event.get("status")
        self.stop("response", now)		# R2
        self.stop("next_response", now)		# R2
        self.stop("update", now)		# R4, F10
        self.replied, self.unanswered = now, None
        if self.status not in ENDED and to not in ENDED:	# F11
            self.start("update", now)		# R4
        if to:
            self.move(now, to)			# F11 "the reply first"

    def customer_reply(self, now, _):
        if self.status in ("waiting", "resolved", "closed"):	# F16
            self.move(now, "open")
        response = self.last("response")
        over = self.replied is not None or (response and response.stopped is not None)	# F8
        if over and self.unanswered is None:
            self.unanswered = now
            self.start("next_response", now)	# R3

    def nothing(self, now, event):
        """note, auto: R2 and R10 name what they do not do."""

    def status_event(self, now, event):
        self.move(now, event["to"])

    def reopen_event(self, now, _):
        self.move(now, "open")

    def severity_event(self, now, event):
        self.severity = event["to"]
        self.change(now)

    def sla_event(self, now, event):
        self.policy = self.policies[event["to"]]
        self.change(now)

    def merge(self, now, _):
        for clock in CLOCKS:
            self.cancel(clock, now, "merged")	# R11
        self.merged = True

    EVENTS = {"created": created, "agent-reply": agent_reply, "customer-reply": customer_reply,
              "note": nothing, "auto": nothing, "status": status_event, "reopen": reopen_event,
              "severity": severity_event, "sla": sla_event, "merged": merge}

    def turn(self, event):
        """R6: "stop before pause before start, an agent's before a customer's"."""
        kind, to = event["is"], event.get("to")
        if kind == "agent-reply":
            return 0				# stops, and is no resolving alone: A1
        if kind == "status" and to in ENDED:
            return 1				# stops
        if kind == "status" and to in self.terms("resolution").pause:
            return 2				# pauses
        return 4 if kind == "customer-reply" else 3

    # -- what events do

    def set_status(self, now, status):
        self.status = status
        self.statuses.append((now, status))

    def move(self, now, to):
        was = self.status
        if to == was:
            return
        self.set_status(now, to)
        if to in ENDED:
            if was not in ENDED:
                self.resolve(now)
        elif was in ENDED:
            self.reopen(now)
        else:
            for clock in ("resolution", "update"):
                self.pause_or_count(clock, now)

    def pause_or_count(self, clock, now):
        """R6: "Moving between two pausing statuses neither resumes nor counts twice."""
        cycle = self.running(clock)
        if not cycle:
            return
        if self.status in cycle.terms.pause:
            cycle.hold(now)
        elif cycle.paused():
            cycle.count(now)

    def resolve(self, now):
        self.stop("resolution", now)		# R5
        for clock in ("response", "next_response", "update"):
            self.cancel(clock, now, "resolved")	# F7
        self.unanswered = None

    def reopen(self, now):
        self.reopened = now
        last = self.last("resolution")
        if not last or last.dropped or self.policy.get("reopen", "resume") == "new-cycle":
            self.start("resolution", now)	# R10
        elif self.terms("resolution").seconds:
            last.stopped = last.outcome = last.stopped_due = None	# F15
            if not self.change_cycle(last, now):	# F14
                self.pause_or_count("resolution", now)
        if self.replied is not None:
            self.replied = now
            self.start("update", now)		# F9

    def change(self, now):
        """R7.  While resolved all cycles have ended; reopen() looks again (F14)."""
        if self.status in ENDED:
            return
        for clock in CLOCKS:
            cycle = self.running(clock)
            if cycle:
                self.change_cycle(cycle, now)
            else:
                self.begin_late(clock, now)

    def begin_late(self, clock, now):
        """
        A clock that had no target, and would run if it had had one, starts at the change;
        under `replay` as if the new terms had held from the start.
        """
        created = self.statuses[0][0]
        new_cycle = self.policy.get("reopen", "resume") == "new-cycle"
        never = self.replied is None and not self.last("response")	# F8
        since = {"response": created if never else None,
                 "next_response": self.unanswered,
                 "update": self.replied,
                 "resolution": self.reopened or created if new_cycle else created}[clock]
        if since is None or self.terms(clock).seconds == 0:
            return
        if self.policy.get("carry", "carry") == "carry":
            self.start(clock, now)
            return
        self.start(clock, since)
        cycle = self.last(clock)
        self.replay(cycle, now)
        self.new_terms(cycle, now)

    def change_cycle(self, cycle, now):
        """R7: the target that holds now takes the place of the cycle's, if it is another."""
        terms = self.terms(cycle.clock)
        if terms.target is cycle.terms.target:
            return False
        if terms.seconds == 0:
            cycle.cancel(now, "severity-change")
            cycle.dropped = True
            return True
        cycle.hold(now)
        cycle.terms = terms
        if self.policy.get("carry", "carry") == "replay":
            self.replay(cycle, now)
        self.new_terms(cycle, now)
        return True

    def new_terms(self, cycle, now):
        """What new terms mean for a cycle whose stretches are told up to now."""
        terms = cycle.terms
        if self.status not in terms.pause:
            cycle.count(now)
        if cycle.breached:
            due = cycle.reached(terms.seconds)
            if due is None or due > now:	# F13
                cycle.breach_due = None
                cycle.cause = "reclassified"
            else:				# R7 "goes back to the instant of the breach"
                cycle.breach_due = cycle.breached_at
            return
        due = cycle.planned("breach")
        if cycle.worked(now) > terms.seconds or (due is not None and due < now):
            self.fired.append(cycle.breach(now, "severity-change"))	# R7, F12
            return
        cycle.done = set()			# F6
        for point in terms.points:
            if cycle.worked(now) >= terms.needs(point):	# R7, F6: it does not lie ahead
                cycle.done.add(point)

    def replay(self, cycle, now):
        """R7 "recomputed from the start under the new terms", up to now."""
        cycle.stretches = [[cycle.start, cycle.start, cycle.terms.calendar]]
        for (since, status), until in zip(self.statuses,
                                          [at for at, _ in self.statuses[1:]] + [now]):
            since = max(since, cycle.start)
            if since < until and status not in ENDED and status not in cycle.terms.pause:
                cycle.stretches.append([since, until, cycle.terms.calendar])

    # -- the course of time

    def pass_time(self, until):
        for cycle in self.cycles:
            self.fired += cycle.fire(until)

    def clocks(self, now):
        return [{"clock": cycle.clock, "cycle": cycle.number, "start": rfc3339(cycle.start),
                 "target_seconds": cycle.terms.seconds, "worked_seconds": cycle.worked(now),
                 "due": rfc3339(cycle.due()), "state": cycle.state(),
                 "stopped": rfc3339(cycle.stopped), "cause": cycle.cause}
                for cycle in self.cycles]


def answer(scenario, until=None):
    """The JSON object that simulate prints for the scenario (a dict of the file's shape)."""
    ticket = Ticket(scenario)
    end = instant(until or scenario["events"][-1]["at"])
    for (at, _), events in itertools.groupby(
            scenario["events"], lambda event: (instant(event["at"]), event["is"] == "created")):
        if at > end:
            break
        # What is due at the very instant of an event comes after it: "Met when stopped at
        # or before the due instant".
        ticket.pass_time(at)
        for event in sorted(list(events), key=ticket.turn):
            if not ticket.merged:
                Ticket.EVENTS[event["is"]](ticket, at, event)
    ticket.pass_time(end + JUST)
    return {"clocks": sorted(ticket.clocks(end), key=lambda c: (c["clock"], c["cycle"])),
            "fired": sorted(ticket.fired, key=lambda f: (f["clock"], f["cycle"], f["at"],
                                                         f["planned"], f["point"]))}
