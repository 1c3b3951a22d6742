/*
 * A ticket's clocks as rows: step by step, each in a transaction of its own that reads
 * what the last one stored; then what the rows say, and that they are read back as they
 * were.  clockrows CONNINFO; test_desk.py runs it.
 */
#include "daemon/ticket/clockrows.h"

#include <string.h>

#include "daemon/sla/points.h"
#include "daemon/sla/promise.h"
#include "daemon/ticket/step.h"
#include "tests/db/desk.h"
#include "tests/tap.h"
#include "tests/unit/when.h"

/* Due, the points that wait (of each warning and the breach), and the earliest. */
#define QUERY	"select clock, n || ':', state, coalesce(cause, ''), 'due', docket_day(due_at)," \
	"    'points', array_to_string(array(select docket_day(p) from unnest(point_at) p), '/')," \
	"    'next', docket_day(next_at), 'booked', docket_day(booked_at)" \
	"  from docket.cycle order by clock desc, n"
#define DAY	"create or replace function docket_day(at timestamptz) returns text" \
	" language sql as $$ select case when at is null then '-' when not isfinite(at) then" \
	" 'then' else to_char(at, 'DD.HH24:MI') end $$"
#define CLOSED	"insert into docket.month values ('ACME', '2026-05-01', 'UTC', '2026-05-01Z'," \
	" '2026-06-01Z', '2026-06-02Z')"

enum { STEPS = 5 };
enum op { END, MADE, STATUS, SEVERITY, SLA, ANSWERED, RESOLVES, TOLD, UNSAID };

struct step {
	enum op		 op;
	const char	*at;		/* of 2026, UTC: "06-01 09:00" is a Monday */
	const char	*value;
	const char	*now;		/* when it was read; NULL: then */
};

static const struct row {
	const char	*name;
	struct step	 steps[STEPS];
	const char	*want;
	bool		 closed;	/* May is */
} rows[] = {
	{ "opened before hours: both clocks from nine", { { MADE, "06-01 06:00", "low", 0 } },
	    "response 1: running  due 01.10:00 points 01.09:30/01.09:45/01.09:30/01.10:00"
	    " next 01.09:30 booked -\n"
	    "resolution 1: running  due 01.13:00 points 01.11:00/01.12:00/01.12:30/01.13:00"
	    " next 01.11:00 booked -" },
	{ "another severity has other clocks", { { MADE, "06-01 09:00", "high", 0 } },
	    "resolution 1: running  due 01.11:00 points 01.10:00/01.10:30/01.10:30/01.11:00"
	    " next 01.10:00 booked -" },
	{ "over the night", { { MADE, "06-01 16:00", "high", 0 } },
	    "resolution 1: running  due 02.10:00 points 01.17:00/02.09:30/02.09:30/02.10:00"
	    " next 01.17:00 booked -" },
	{ "paused: nothing waits", { { MADE, "06-01 09:00", "high", 0 },
	    { STATUS, "06-01 10:30", "waiting", 0 } },
	    "resolution 1: paused  due - points  next - booked -" },
	{ "goes on where it stood: what is passed is not armed again",
	    { { MADE, "06-01 09:00", "high", 0 }, { STATUS, "06-01 10:15", "waiting", 0 },
	    { STATUS, "06-01 12:00", "open", 0 } },
	    "resolution 1: running  due 01.12:45 points -/01.12:15/01.12:15/01.12:45"
	    " next 01.12:15 booked -" },
	{ "answered: one clock met, the other goes on", { { MADE, "06-01 09:00", "low", 0 },
	    { ANSWERED, "06-01 09:20", "", 0 } },
	    "response 1: met  due 01.10:00 points  next - booked -\n"
	    "resolution 1: running  due 01.13:00 points 01.11:00/01.12:00/01.12:30/01.13:00"
	    " next 01.11:00 booked -" },
	{ "an answer that resolves ends both", { { MADE, "06-01 09:00", "low", 0 },
	    { RESOLVES, "06-01 09:20", "", 0 } },
	    "response 1: met  due 01.10:00 points  next - booked -\n"
	    "resolution 1: met  due 01.13:00 points  next - booked -" },
	{ "an answer that was too late: the breach waits to be told",
	    { { MADE, "06-01 09:00", "low", 0 }, { ANSWERED, "06-01 11:30", "", 0 } },
	    "response 1: breached  due 01.10:00 points -/-/-/01.10:00 next 01.10:00 booked -\n"
	    "resolution 1: running  due 01.13:00 points 01.11:00/01.12:00/01.12:30/01.13:00"
	    " next 01.11:00 booked -" },
	{ "an answer in time that was read after a change takes its place",
	    { { MADE, "06-01 09:00", "low", 0 }, { STATUS, "06-01 09:50", "waiting", 0 },
	    { STATUS, "06-01 11:00", "open", 0 },
	    { ANSWERED, "06-01 09:40", "", "06-01 11:10" } },
	    "response 1: met  due 01.10:00 points  next - booked -\n"
	    "resolution 1: running  due 01.14:10 points 01.12:10/01.13:10/01.13:40/01.14:10"
	    " next 01.12:10 booked -" },
	{ "of the instant of a change that was read first: it comes before it",
	    { { MADE, "06-01 09:00", "low", 0 }, { SEVERITY, "06-01 09:40", "high", 0 },
	    { ANSWERED, "06-01 09:40", "", "06-01 10:10" } },
	    "response 1: met  due 01.10:00 points  next - booked -\n"
	    "resolution 1: running  due 01.11:00 points 01.10:00/01.10:30/01.10:30/01.11:00"
	    " next 01.10:00 booked -" },
	{ "other terms: its points anew", { { MADE, "06-01 09:00", "low", 0 },
	    { SEVERITY, "06-01 09:30", "high", 0 } },
	    "response 1: cancelled severity-change due - points  next - booked -\n"
	    "resolution 1: running  due 01.11:00 points 01.10:00/01.10:30/01.10:30/01.11:00"
	    " next 01.10:00 booked -" },
	{ "terms that are broken already: its breach alone waits",
	    { { MADE, "06-01 09:00", "low", 0 }, { SEVERITY, "06-01 12:30", "high", 0 } },
	    "response 1: breached  due 01.10:00 points -/-/-/01.10:00 next 01.10:00 booked -\n"
	    "resolution 1: breached severity-change due 01.12:30 points -/-/-/01.12:30"
	    " next 01.12:30 booked -" },
	{ "… and waits on after another save", { { MADE, "06-01 09:00", "low", 0 },
	    { SEVERITY, "06-01 12:30", "high", 0 }, { STATUS, "06-01 12:40", "waiting", 0 } },
	    "response 1: breached  due 01.10:00 points -/-/-/01.10:00 next 01.10:00 booked -\n"
	    "resolution 1: breached severity-change due 01.12:30 points -/-/-/01.12:30"
	    " next 01.12:30 booked -" },
	{ "what was told of these terms is not told again",
	    { { MADE, "06-01 09:00", "low", 0 }, { SEVERITY, "06-01 09:05", "high", 0 },
	    { TOLD, "06-01 09:30", "50%", 0 }, { STATUS, "06-01 09:40", "waiting", 0 },
	    { STATUS, "06-01 09:50", "open", 0 } },
	    "response 1: cancelled severity-change due - points  next - booked -\n"
	    "resolution 1: running  due 01.11:10 points -/01.10:40/01.10:40/01.11:10"
	    " next 01.10:40 booked -" },
	{ "of other terms it is", { { MADE, "06-01 09:00", "high", 0 },
	    { TOLD, "06-01 10:00", "50%", 0 }, { SEVERITY, "06-01 10:10", "low", 0 } },
	    "response 1: running  due 01.11:10 points 01.10:40/01.10:55/01.10:40/01.11:10"
	    " next 01.10:40 booked -\n"
	    "resolution 1: running  due 01.13:00 points 01.11:00/01.12:00/01.12:30/01.13:00"
	    " next 01.11:00 booked -" },
	{ "no policy any more", { { MADE, "06-01 09:00", "high", 0 },
	    { SLA, "06-01 10:00", "", 0 } },
	    "resolution 1: cancelled severity-change due - points  next - booked -" },
	{ "due before its mail was read", { { MADE, "06-01 09:00", "high", "06-01 12:00" } },
	    "resolution 1: running late-ingest due 01.11:00 points"
	    " 01.10:00/01.10:30/01.10:30/01.11:00 next 01.10:00 booked -" },
	{ "due at the instant at which it is read", { { MADE, "06-01 09:00", "high",
	    "06-01 11:00" } }, "resolution 1: running late-ingest due 01.11:00 points"
	    " 01.10:00/01.10:30/01.10:30/01.11:00 next 01.10:00 booked -" },
	{ "its calendar is gone: day and night from the next change on",
	    { { MADE, "06-01 16:00", "high", 0 }, { STATUS, "06-01 16:30", "waiting", 0 },
	    { UNSAID, "06-01 16:30", "office", 0 }, { STATUS, "06-01 18:00", "open", 0 } },
	    "resolution 1: running  due 01.19:30 points 01.18:30/01.19:00/01.19:00/01.19:30"
	    " next 01.18:30 booked -" },
	{ "of May, and May is open", { { MADE, "05-29 09:00", "high", "06-04 12:00" } },
	    "resolution 1: running late-ingest due 29.11:00 points"
	    " 29.10:00/29.10:30/29.10:30/29.11:00 next 29.10:00 booked -" },
	{ "of May, and May is closed: counts in June",
	    { { MADE, "05-29 09:00", "high", "06-04 12:00" } },
	    "resolution 1: running late-ingest due 29.11:00 points"
	    " 29.10:00/29.10:30/29.10:30/29.11:00 next 29.10:00 booked 01.00:00",
	    .closed = true },
	{ "… but not while it stands still", { { MADE, "05-29 09:00", "high", "06-04 12:00" },
	    { STATUS, "05-29 10:00", "waiting", "06-04 13:00" } },
	    "resolution 1: paused late-ingest due - points  next - booked -", .closed = true },
	{ "… and stays there when it ends", { { MADE, "05-29 09:00", "high", "06-04 12:00" },
	    { RESOLVES, "06-04 13:00", "", 0 } },
	    "resolution 1: breached  due 29.11:00 points -/-/-/29.11:00 next 29.11:00"
	    " booked 01.00:00",
	    .closed = true },
	{ "of June, and May is closed", { { MADE, "06-01 09:00", "high", 0 },
	    { RESOLVES, "06-04 13:00", "", 0 } },
	    "resolution 1: breached  due 01.11:00 points -/-/-/01.11:00 next 01.11:00"
	    " booked -", .closed = true },
};

static int64_t
instant(struct arena *a, const char *at)
{
	return wall(str_printf(a, "2026-%s", at).p) * SECOND_US;
}

static void
say(struct buf *b, const char *name, int64_t n)
{
	buf_printf(b, " %s=%lld", name, (long long)n);
}

/* All that a row keeps of a cycle. */
static void
say_cycle(struct arena *a, const struct cycle *cy, struct buf *b)
{
	const struct sla_cycle *c = &cy->c;
	const struct { const char *name; int64_t n; } numbers[] = {
		{ "n", cy->n }, { "id", cy->id }, { "target", c->target },
		{ "started", c->started_at }, { "worked", c->worked },
		{ "resumed", c->resumed_at }, { "due", c->due_at }, { "last", c->last_due },
		{ "breached", c->breached_at }, { "stopped", c->stopped_at },
		{ "floor", c->floor }, { "epoch", c->epoch }, { "overrun", cy->overrun },
		{ "counted", cy->counted }, { "told", (int64_t)points_told(cy).n },
	};
	struct sla_promise p = *cy->promise;

	buf_printf(b, "%s %s '%.*s'", sla_clock_name(cy->clock), sla_state_name(c->state),
	    STR_ARG(c->cause));
	for (size_t i = 0; i < COUNT(numbers); i++)
		say(b, numbers[i].name, numbers[i].n);
	/* Of targets it keeps c->target alone; carry and reopen are asked of the files. */
	memset(p.target, 0, sizeof(p.target));
	p.replay = p.new_cycle = false;
	buf_printf(b, " %.*s\n", STR_ARG(promise_text(a, &p)));
}

static struct str
say_all(struct arena *a, const struct ticket *t)
{
	const struct clocks *cs = &t->clocks;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < cs->n; i++)
		say_cycle(a, cs->v[i], &b);
	buf_printf(&b, "%.*s", STR_ARG(promise_text(a, cs->promise)));
	say(&b, "answered", cs->answered_at);
	say(&b, "update", cs->update_from);
	say(&b, "done", cs->done_at);
	return buf_str(&b);
}

static struct field_value
severity(const char *value)
{
	return (struct field_value){ .name = STR("severity"), .value = str_c(value),
	    .source = FIELD_COMMAND, .verified = true };
}

static struct ticket *
open_one(struct work *w, const struct step *s, int64_t at)
{
	struct ticket *t = ticket_new(w, STR("one"), STR("ACME"), STR("support"));
	struct field_value v = severity(s->value);

	desk_must(w, t == NULL ? -1 : 0, "a new ticket");
	t->created_at = at;
	ticket_set_field(w, t, &v, NULL);
	ticket_start_clocks(w, t, at, 0);
	return t;
}

static int
answer(struct work *w, struct ticket *t, int64_t at, bool resolves)
{
	struct entry en = { .kind = ENTRY_MAIL_IN, .ticket = t->id, .at = at,
	    .author = STR("ana"), .by_agent = true, .is_public = true };

	t->dirty = true;
	return entry_add(w, &en) == -1 ||
	    clockrows_answered(w, &t->clocks, &en, resolves) == -1 ? -1 : 0;
}

/* As the clock loop does when a point is told. */
static void
tell(struct ticket *t, const char *point)
{
	for (size_t i = 0; i < t->clocks.n; i++)
		if (t->clocks.v[i]->c.stopped_at == 0)
			points_tell(t->clocks.a, t->clocks.v[i], str_c(point));
}

static void
change(struct work *w, struct ticket *t, const struct step *s, int64_t at)
{
	struct cause by = { .author = STR("ana"), .by_agent = true, .source = FIELD_COMMAND,
	    .why = STR("test"), .at = at };
	struct field_value v = severity(s->value);
	int status = 0;

	if (s->op == TOLD)
		tell(t, s->value);
	else if (s->op == STATUS)
		status = ticket_set_status(w, t, str_c(s->value), &by);
	else if (s->op == SEVERITY)
		status = ticket_set_field(w, t, &v, &by);
	else if (s->op == SLA)
		status = ticket_set_sla(w, t, str_c(s->value), &by);
	else if (s->op == ANSWERED || s->op == RESOLVES)
		status = answer(w, t, at, s->op == RESOLVES);
	if (status != -1 && s->op == RESOLVES)
		status = ticket_set_status(w, t, STR("resolved"), &by);
	desk_must(w, status, "change");
}

static struct ticket *
read_one(struct work *w, int64_t id)
{
	struct ticket *t = ticket_get(w, id);

	desk_must(w, t == NULL ? -1 : 0, "read");
	return t;
}

/* What the next one reads is what this one stored. */
static void
do_step(struct desk *d, const struct step *s, int64_t *id, const char *name)
{
	int64_t at = instant(d->a, s->at);
	struct ticket *t;
	struct work w;
	struct str stored;

	desk_clock(s->now == NULL ? at : instant(d->a, s->now));
	desk_begin(d, &w);
	t = s->op == MADE ? open_one(&w, s, at) : read_one(&w, *id);
	*id = t->id;
	change(&w, t, s, at);
	desk_must(&w, ticket_save(&w, t), "save");
	desk_commit(&w);
	stored = say_all(d->a, t);
	desk_begin(d, &w);
	tap_str(say_all(d->a, read_one(&w, *id)), stored, "%s: read back", name);
	desk_commit(&w);
}

static void
test_row(struct desk *d, const struct row *row)
{
	struct calendars all = d->conf->calendars;
	int64_t id = 0;

	desk_clear(d);
	desk_ask(d, row->closed ? CLOSED : "delete from docket.month");
	for (size_t i = 0; i < STEPS && row->steps[i].op != END; i++)
		if (row->steps[i].op != UNSAID) {
			do_step(d, &row->steps[i], &id, row->name);
		} else {
			d->conf->calendars.n = 0;
			d->core.worktimes = worktimes_new(d->a, &d->conf->calendars);
		}
	d->conf->calendars = all;
	d->core.worktimes = worktimes_new(d->a, &d->conf->calendars);
	tap_str(desk_ask(d, QUERY), str_c(row->want), "%s", row->name);
	desk_ask(d, "delete from docket.month");
}

int
main(int argc, char **argv)
{
	struct desk d;

	desk_open(&d, argc == 2 ? argv[1] : "");
	desk_ask(&d, DAY);
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&d, &rows[i]);
	desk_close(&d);
	return tap_done();
}
