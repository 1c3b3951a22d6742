/*
 * clockrows: see clockrows.h.  A cycle's row holds the terms that it runs under
 * (policy, severity, calendar, target, points, pauses): an edit of the files
 * changes no open cycle by itself (sla.md rule 12).
 */
#include "daemon/ticket/clockrows.h"

#include <inttypes.h>

#include "daemon/calendar/month.h"
#include "daemon/sla/promise.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/clocklog.h"
#include "daemon/ticket/entry.h"

/* Columns of SQL_CYCLE_LOAD. */
enum { C_ID, C_CLOCK, C_N, C_POLICY, C_SEVERITY, C_CALENDAR, C_TARGET, C_STARTED, C_RESUMED,
    C_WORKED, C_DUE, C_STATE, C_BREACHED, C_STOPPED, C_CAUSE, C_WARN, C_PAUSE, C_LAST_DUE,
    C_FLOOR, C_EPOCH };

static struct str
column(struct work *w, int h, size_t row, int col)
{
	return str_dup(w->a, db_str(w->db, h, row, col));
}

static const struct sla_promise *
read_promise(struct work *w, int h, size_t row, enum sla_clock clock)
{
	struct sla_promise *p = ARENA_NEW(w->a, struct sla_promise);

	p->policy = column(w, h, row, C_POLICY);
	p->severity = column(w, h, row, C_SEVERITY);
	p->calendar = column(w, h, row, C_CALENDAR);
	p->target[clock] = db_i64(w->db, h, row, C_TARGET);
	promise_points(w->a, column(w, h, row, C_WARN), p);
	promise_pause(w->a, column(w, h, row, C_PAUSE), p);
	p->worktime = worktimes_find(w->core->worktimes, p->calendar);
	if (p->worktime == NULL) {
		p->worktime = worktimes_always(w->core->worktimes);
		log_warning("a clock's calendar is gone: it counts day and night; put it back "
		    "or change the ticket's SLA", { "calendar", LOG_S(p->calendar) });
	}
	return p;
}

/*
 * The instant by whose month a report counts the cycle (docket.counted_at, before
 * months close); 0: it stands still.
 */
static int64_t
counted_at(const struct sla_cycle *c)
{
	return c->state == SLA_PAUSED ? 0 : c->state == SLA_BREACHED ? c->breached_at :
	    c->state == SLA_MET && c->stopped_at > c->last_due ? c->stopped_at :
	    c->last_due;
}

static void
read_cycle(struct work *w, struct clocks *cs, int h, size_t row)
{
	struct db *db = w->db;
	int clock = sla_clock_find(db_str(db, h, row, C_CLOCK));
	int state = sla_state_find(db_str(db, h, row, C_STATE));
	struct cycle *cy;

	if (clock == -1 || state == -1)
		return;		/* of a newer docket */
	cy = clocks_add(cs, (enum sla_clock)clock, db_i64(db, h, row, C_N));
	cy->id = db_i64(db, h, row, C_ID);
	cy->promise = read_promise(w, h, row, cy->clock);
	cy->c = (struct sla_cycle){
		.state = (enum sla_state)state,
		.target = db_i64(db, h, row, C_TARGET),
		.started_at = db_i64(db, h, row, C_STARTED),
		.resumed_at = db_i64(db, h, row, C_RESUMED),
		.worked = db_i64(db, h, row, C_WORKED),
		.due_at = db_i64(db, h, row, C_DUE),
		.last_due = db_i64(db, h, row, C_LAST_DUE),
		.breached_at = db_i64(db, h, row, C_BREACHED),
		.stopped_at = db_i64(db, h, row, C_STOPPED),
		.cause = column(w, h, row, C_CAUSE),
		.floor = db_i64(db, h, row, C_FLOOR),
		.epoch = db_i64(db, h, row, C_EPOCH),
	};
	cy->counted = counted_at(&cy->c);
}

/* What the configuration promises on these terms, or NULL. */
static const struct sla_promise *
promise_of(struct work *w, const struct clock_terms *terms)
{
	const struct project *project = projects_find(&w->conf->projects, terms->project);
	const struct sla_policy *p = slas_find(&w->conf->slas, terms->policy);

	return sla_promise(w->a, w->core->worktimes, p, sla_target_find(p, terms->severity),
	    terms->severity, project == NULL ? STR_NONE : project->calendar);
}

void
clockrows_read(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    int cycles, int statuses)
{
	cs->a = w->a;
	for (size_t i = 0; i < db_count(w->db, cycles); i++)
		read_cycle(w, cs, cycles, i);
	for (size_t i = 0; statuses != -1 && i < db_count(w->db, statuses); i++)
		clocks_past(cs, column(w, statuses, i, 1), db_i64(w->db, statuses, i, 0));
	cs->promise = promise_of(w, terms);
}

/* What is promised from now on, whole: the history explains itself. */
static int
tell_promise(struct work *w, const struct clocks *cs, int64_t ticket, int64_t at,
    struct str why)
{
	struct entry en = { .kind = ENTRY_CLOCK, .ticket = ticket, .at = at,
	    .author = STR("docket") };

	entry_data(w, &en, "what", STR("promise"));
	if (why.n > 0)
		entry_data(w, &en, "cause", why);
	entry_data(w, &en, "promise", promise_text(w->a, cs->promise));
	return entry_add(w, &en);
}

int
clockrows_created(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    int64_t at)
{
	const struct sla_promise *p = promise_of(w, terms);

	clocks_created(cs, p, at);
	return p == NULL ? 0 : tell_promise(w, cs, terms->ticket, at, STR_NONE);
}

int
clockrows_change(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    int64_t at, struct str why)
{
	const struct sla_promise *before = cs->promise, *p = promise_of(w, terms);

	if (cs->created_at == 0)
		return 0;	/* it is being opened: the promise comes at the end */
	clocks_change(cs, p, at);
	return before == NULL && p == NULL ? 0 : tell_promise(w, cs, terms->ticket, at, why);
}

static struct cycle *
cycle_of(struct clocks *cs, const struct cycle *like)
{
	struct cycle *cy;

	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->clock == like->clock && cs->v[i]->n == like->n)
			return cs->v[i];
	cy = clocks_add(cs, like->clock, like->n);
	cy->is_new = true;
	return cy;
}

/* What the history does not know: that a breach was told, or its cycle read late. */
static void
keep_told(struct sla_cycle *c, const struct sla_cycle *was)
{
	bool live = c->state == SLA_RUNNING || c->state == SLA_BREACHED;

	if (live && c->cause.n == 0 && str_eq(was->cause, STR("late-ingest")))
		c->cause = was->cause;
	if (was->state == SLA_BREACHED && c->due_at == was->breached_at)
		sla_breach(c, was->breached_at, c->cause);
	if (c->epoch < was->epoch)
		c->epoch = was->epoch;	/* what was told is not told again */
}

/* The clocks become what the history says; what was over before `at` stays. */
static void
take_over(struct clocks *cs, const struct clocks *again, int64_t at)
{
	for (size_t i = 0; i < again->n; i++) {
		struct cycle *cy = cycle_of(cs, again->v[i]);
		struct sla_cycle was = cy->c;

		if (cy->c.stopped_at != 0 && cy->c.stopped_at < at)
			continue;
		cy->c = again->v[i]->c;
		cy->promise = again->v[i]->promise;
		if (!cy->is_new)
			keep_told(&cy->c, &was);
		cy->dirty = true;
	}
	cs->answered_at = again->answered_at;
	cs->asked_at = again->asked_at;
	cs->update_from = again->update_from;
}

/* Runs the ticket's history again, in the order in which it took place. */
static int
run_again(struct work *w, struct clocks *cs, const struct entry *en)
{
	int h = db_queue(w->db, SQL_CLOCK_LOG, "i", en->ticket);
	struct clock_event *v;
	struct clocks again;
	size_t n;

	if (work_run(w) == -1)
		return -1;
	n = clocklog_read(w->a, w->db, h, &v);
	clocks_init(&again, w->a);
	for (size_t i = 0; i < n; i++)
		clocklog_apply(&again, w->core->worktimes, &v[i]);
	if (again.created_at != 0)
		take_over(cs, &again, en->at);
	return 0;
}

int
clockrows_answered(struct work *w, struct clocks *cs, const struct entry *en, bool resolves)
{
	int h = db_queue(w->db, SQL_CLOCK_LOG_HAS, "iTi", en->ticket, en->at, en->id);

	if (work_run(w) == -1)
		return -1;
	clocks_answered(cs, en->at, resolves);
	return db_bool(w->db, h, 0, 0) ? run_again(w, cs, en) : 0;
}

/*
 * The alarms of a cycle are its points that lie ahead; one that has fired, or
 * was passed, stays so.
 */
static void
put_alarms(struct work *w, int64_t ticket, const struct cycle *cy)
{
	struct sla_due *due, overrun = { STR("breach"), -1, cy->c.breached_at };
	struct strs points = { 0 };
	int64_t *at;
	size_t n = 1;

	if (!cy->is_new)
		db_queue(w->db, SQL_ALARM_DROP, "i", cy->id);
	if (cy->overrun)
		due = &overrun;		/* told at once, by the clock loop */
	else
		n = sla_points(w->a, &cy->c, cy->promise, &due);
	if (n == 0)
		return;
	at = ARENA_ARRAY(w->a, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		strs_add(w->a, &points, due[i].point);
		at[i] = due[i].at;
		if (w->next_alarm == 0 || at[i] < w->next_alarm)
			w->next_alarm = at[i];
	}
	db_queue(w->db, SQL_ALARM_PUT, "iiiaj", ticket, cy->id, cy->c.epoch, &points, at, n);
}

static int
cycle_save(struct work *w, int64_t ticket, struct cycle *cy)
{
	const struct sla_promise *p = cy->promise;
	const struct sla_cycle *c = &cy->c;
	struct str state = str_c(sla_state_name(c->state));
	struct strs warn = promise_point_texts(w->a, p);

	if (!cy->is_new) {
		db_queue(w->db, SQL_CYCLE_UPDATE, "isssiTiTsTTSaaTii", cy->id, p->policy,
		    p->severity, p->calendar, c->target, c->resumed_at, c->worked, c->due_at,
		    state, c->breached_at, c->stopped_at, c->cause, &warn, &p->pause,
		    c->last_due, c->floor, c->epoch);
	} else {
		if ((cy->id = work_id(w, ID_CYCLE)) == 0)
			return -1;
		/* Due before it could be read: nobody's fault but the delay's. */
		if (c->due_at != 0 && c->due_at <= w->now && c->cause.n == 0)
			cy->c.cause = STR("late-ingest");
		db_queue(w->db, SQL_CYCLE_INSERT, "iisisssiTTiTsTTSaaTii", cy->id, ticket,
		    str_c(sla_clock_name(cy->clock)), cy->n, p->policy, p->severity,
		    p->calendar, c->target, c->started_at, c->resumed_at, c->worked,
		    c->due_at, state, c->breached_at, c->stopped_at, c->cause, &warn,
		    &p->pause, c->last_due, c->floor, c->epoch);
	}
	put_alarms(w, ticket, cy);
	cy->counted = counted_at(c);
	cy->is_new = cy->dirty = cy->overrun = false;
	return 0;
}

/*
 * Whether a save moves the cycle out of, or into, a month that may be closed.
 * None is within MONTH_GRACE of its end, and half of that is left for clocks
 * that differ.
 */
static bool
moves_past(const struct work *w, const struct cycle *cy)
{
	int64_t now = counted_at(&cy->c), past = w->now - MONTH_GRACE / 2;

	return cy->dirty && now != cy->counted &&
	    ((now != 0 && now < past) || (cy->counted != 0 && cy->counted < past));
}

/* One that ends goes first: of each clock one may live at a time. */
int
clockrows_save(struct work *w, struct clocks *cs, int64_t ticket)
{
	bool past = false;

	for (size_t i = 0; i < cs->n; i++)
		past |= moves_past(w, cs->v[i]);
	if (past)
		db_queue(w->db, SQL_MONTH_KEEP, "i", ticket);
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->dirty && cs->v[i]->c.stopped_at != 0 &&
		    cycle_save(w, ticket, cs->v[i]) == -1)
			return -1;
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->dirty && cycle_save(w, ticket, cs->v[i]) == -1)
			return -1;
	if (past)
		db_queue(w->db, SQL_MONTH_BOOK, "i", ticket);
	return 0;
}
