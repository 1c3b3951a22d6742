/*
 * The clock loop on one cycle: which of its points that fell due are told, what the
 * history says of each, and what waits then.  alarm CONNINFO; test_desk.py runs it.
 */
#include "daemon/core/alarm.h"

#include "daemon/sys/clock.h"
#include "tests/db/desk.h"
#include "tests/tap.h"

/* Point by point: "resolution 1: 75% planned HH:MI at HH:MI", and when not told. */
#define TRACES	"select e.data->>'clock', e.data->>'cycle', e.data->>'point'," \
	"    substr(e.data->>'planned', 12, 5), substr(e.data->>'at', 12, 5)," \
	"    coalesce(e.data->>'told', 'told')" \
	"  from docket.entry e where e.kind = 'clock' and author = 'docket' order by e.id"
#define ALARMS	"select a.kind, a.point, a.state, to_char(a.due_at, 'HH24:MI')," \
	"    to_char(a.fired_at, 'HH24:MI') from docket.alarm a order by a.id"
#define CYCLES	"select clock, state, cause, to_char(breached_at, 'HH24:MI')," \
	"    array_to_string(told, ','), to_char(next_at, 'HH24:MI')" \
	"  from docket.cycle order by clock"
#define MAILS	"select split_part(d.recipient, '@', 1), e.subject || ':'," \
	"    left(o.body, o.text_size)" \
	"  from docket.entry e join docket.outbox o on o.entry = e.id" \
	"  join docket.delivery d on d.entry = e.id order by e.id"
#define MAKE	"insert into docket.ticket (id, subject, project, mailbox, created_at, sla)" \
	" overriding system value values (1, 'one', 'ACME', 'support'," \
	" '2026-06-01 04:00Z', 'gold');" \
	" insert into docket.cycle (ticket, clock, n, target, started_at, resumed_at, due_at," \
	"    last_due_at, state, policy, severity, calendar, warn, point_at, next_at)"

/* A resolution of four hours, day and night, from 04:00: 06:00, 07:00, 07:30, 08:00. */
#define FOUR	MAKE " values (1, 'resolution', 1, 14400, '2026-06-01 04:00Z'," \
	" '2026-06-01 04:00Z', '2026-06-01 08:00Z', '2026-06-01 08:00Z', 'running', 'gold'," \
	" '', '24x7', '{50%,75%,30m}', '{2026-06-01 06:00Z,2026-06-01 07:00Z," \
	"2026-06-01 07:30Z,2026-06-01 08:00Z}', '2026-06-01 06:00Z')"
/* Its last point and another clock's breach are due together. */
#define TWO	FOUR ", (1, 'response', 1, 7200, '2026-06-01 04:00Z'," \
	" '2026-06-01 04:00Z', '2026-06-01 06:00Z', '2026-06-01 06:00Z', 'running', 'gold'," \
	" '', '24x7', '{}', '{2026-06-01 06:00Z}', '2026-06-01 06:00Z')"
/* A change found it breached: that alone waits. */
#define FOUND	FOUR "; update docket.cycle set state = 'breached', cause = 'severity-change'," \
	" due_at = '2026-06-01 05:00Z', last_due_at = '2026-06-01 05:00Z'," \
	" breached_at = '2026-06-01 05:00Z', next_at = '2026-06-01 05:00Z'," \
	" point_at = array[null, null, null, '2026-06-01 05:00Z'::timestamptz]"

enum { TURNS = 3 };			/* nothing here takes as many */

static const struct {
	const char	*name;
	const char	*make;
	int64_t		 minutes;	/* after 06:00 */
	const char	*traces, *alarms, *cycles, *mails;
} rows[] = {
	{ "nothing is due a minute before", FOUR, -1, "", "",
	    "resolution running - -  06:00", "" },
	{ "a warning, at its instant", FOUR, 0,
	    "resolution 1 50% 06:00 06:00 told", "sla-warning 50% fired 06:00 06:00",
	    "resolution running - - 50% 07:00",
	    "ana resolution 50%: 2026-06-01 10:00 CEST, 2 h left" },
	{ "read late: as planned, and when it came", FOUR, 20,
	    "resolution 1 50% 06:00 06:20 told", "sla-warning 50% fired 06:00 06:20",
	    "resolution running - - 50% 07:00",
	    "ana resolution 50%: 2026-06-01 10:00 CEST, 1 h 40 min left, late" },
	{ "of two the last is told", FOUR, 65,
	    "resolution 1 50% 06:00 07:05 with a higher one\n"
	    "resolution 1 75% 07:00 07:05 told",
	    "sla-warning 50% passed 06:00 07:05\nsla-warning 75% fired 07:00 07:05",
	    "resolution running - - 50%,75% 07:30",
	    "ana resolution 75%: 2026-06-01 10:00 CEST, 55 min left, late" },
	{ "a minute late is not said to be late", FOUR, 1,
	    "resolution 1 50% 06:00 06:01 told", "sla-warning 50% fired 06:00 06:01",
	    "resolution running - - 50% 07:00",
	    "ana resolution 50%: 2026-06-01 10:00 CEST, 1 h 59 min left" },
	{ "two are", FOUR, 2,
	    "resolution 1 50% 06:00 06:02 told", "sla-warning 50% fired 06:00 06:02",
	    "resolution running - - 50% 07:00",
	    "ana resolution 50%: 2026-06-01 10:00 CEST, 1 h 58 min left, late" },
	{ "of all the breach is told", FOUR, 180,
	    "resolution 1 50% 06:00 09:00 with a higher one\n"
	    "resolution 1 75% 07:00 09:00 with a higher one\n"
	    "resolution 1 30m 07:30 09:00 with a higher one\n"
	    "resolution 1 breach 08:00 09:00 told",
	    "sla-warning 50% passed 06:00 09:00\nsla-warning 75% passed 07:00 09:00\n"
	    "sla-warning 30m passed 07:30 09:00\nsla-breach breach fired 08:00 09:00",
	    "resolution breached - 08:00 50%,75%,30m,breach -",
	    "bo resolution breach: 2026-06-01 10:00 CEST, 1 h over, late" },
	{ "each clock tells its own", TWO, 0,
	    "resolution 1 50% 06:00 06:00 told\nresponse 1 breach 06:00 06:00 told",
	    "sla-warning 50% fired 06:00 06:00\nsla-breach breach fired 06:00 06:00",
	    "resolution running - - 50% 07:00\nresponse breached - 06:00 breach -",
	    "ana resolution 50%: 2026-06-01 10:00 CEST, 2 h left\n"
	    "bo response breach: 2026-06-01 08:00 CEST, 0 s over" },
	{ "a breach that a change found keeps its instant and cause", FOUND, 0,
	    "resolution 1 breach 05:00 06:00 told", "sla-breach breach fired 05:00 06:00",
	    "resolution breached severity-change 05:00 breach -",
	    "bo resolution breach: 2026-06-01 07:00 CEST, 1 h over, late, the severity was changed" },
};

/* Of a warning ana is told, of a breach bo. */
static void
make_rules(struct desk *d)
{
	static const struct { const char *on, *to; } told[] = {
		{ "sla-warning", "agent:ana" }, { "sla-breach", "agent:bo" },
	};
	struct rule *v = ARENA_ARRAY(d->a, COUNT(told), struct rule);

	for (size_t i = 0; i < COUNT(told); i++) {
		struct rule_action *act = ARENA_NEW(d->a, struct rule_action);

		act->verb = verb_row(VERB_NOTIFY);
		act->template = STR("clock");
		strs_add(d->a, &act->values, str_c(told[i].to));
		v[i] = (struct rule){ .name = str_c(told[i].on), .actions = act,
		    .n_actions = 1 };
		strs_add(d->a, &v[i].on, str_c(told[i].on));
	}
	d->conf->rules = (struct rules){ .v = v, .n = COUNT(told) };
	rules_index(d->a, &d->conf->rules);
}

/* All that is due now, as core does it; how many times it had something to do. */
static int
fire(struct desk *d)
{
	struct intake_done done = { 0 };
	struct err e;
	bool more;
	int n = 0;

	for (; n < TURNS; n++)
		if (!tap_ok(alarm_fire(&d->core, d->db, &done, &more, &e) == 0, "fires") ||
		    !more)
			break;
	return n;
}

static void
next(struct desk *d, const char *want, const char *name)
{
	struct err e;
	int64_t at = 0;

	tap_ok(alarm_next(d->db, &at, &e) == 0, "%s: asked for the next", name);
	tap_str(at == 0 ? STR("-") : str_sub(clock_rfc3339(d->a, at), 11, 5), str_c(want),
	    "%s: the next", name);
}

static void
test_row(struct desk *d, size_t i)
{
	const char *name = rows[i].name;
	struct str traces;
	int fired;

	desk_clear(d);
	desk_ask(d, rows[i].make);
	desk_clock(DESK_DAWN + rows[i].minutes * DESK_MINUTE);
	fired = fire(d);
	traces = desk_ask(d, TRACES);
	tap_int(fired, traces.n > 0, "%s: at one go", name);
	tap_str(traces, str_c(rows[i].traces), "%s: history", name);
	tap_str(desk_ask(d, ALARMS), str_c(rows[i].alarms), "%s: told once", name);
	tap_str(desk_ask(d, CYCLES), str_c(rows[i].cycles), "%s: the clock", name);
	tap_str(desk_ask(d, MAILS), str_c(rows[i].mails), "%s: the mails", name);
	fire(d);
	tap_str(desk_ask(d, TRACES), traces, "%s: and never again", name);
}

/* A ticket that somebody else is at waits. */
static void
test_locked(struct desk *d)
{
	desk_clear(d);
	desk_ask(d, FOUR);
	desk_clock(DESK_DAWN);
	desk_ask(d, "begin; select from docket.ticket for update");
	tap_int(fire(d), 0, "a ticket that is locked is left");
	next(d, "06:00", "a ticket that is locked");
	desk_ask(d, "commit");
	tap_int(fire(d), 1, "and taken when it is free");
	next(d, "07:00", "a ticket that is free again");
}

/* What cannot be told must not be due for ever. */
static void
test_newer(struct desk *d)
{
	desk_clear(d);
	desk_ask(d, FOUR);
	desk_ask(d, "alter table docket.cycle drop constraint if exists cycle_state_check;"
	    " update docket.cycle set state = 'dormant'");
	desk_clock(DESK_DAWN);
	next(d, "06:00", "a state of a newer docket");
	tap_int(fire(d), 1, "a state of a newer docket is done with at one go");
	tap_str(desk_ask(d, TRACES), STR_NONE, "a state of a newer docket: nothing is told");
	next(d, "-", "a state of a newer docket, looked at once");
	desk_ask(d, "delete from docket.cycle; alter table docket.cycle add constraint"
	    " cycle_state_check check (state in ('running', 'paused', 'met', 'breached',"
	    " 'cancelled'))");
}

int
main(int argc, char **argv)
{
	struct desk d;

	desk_open(&d, argc == 2 ? argv[1] : "");
	make_rules(&d);
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&d, i);
	test_locked(&d);
	test_newer(&d);
	desk_close(&d);
	return tap_done();
}
