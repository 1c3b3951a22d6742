/*
 * clockrows: see clockrows.h.  A cycle's row holds the terms that it runs under
 * (policy, severity, calendar, target, points, pauses): an edit of the files
 * changes no open cycle by itself (sla.md rule 12).
 */
#include "daemon/ticket/clockrows.h"

#include <inttypes.h>

#include "daemon/calendar/month.h"
#include "daemon/sla/points.h"
#include "daemon/sla/promise.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/clocklog.h"
#include "daemon/ticket/entry.h"
#include "sql.h"

static const struct sla_promise *
read_promise(struct work *w, const struct sql_cycle_load_row *row, enum sla_clock clock)
{
	struct sla_promise *p = ARENA_NEW(w->a, struct sla_promise);

	p->policy = str_dup(w->a, row->policy);
	p->severity = str_dup(w->a, row->severity);
	p->calendar = str_dup(w->a, row->calendar);
	p->target[clock] = row->target;
	promise_points(w->a, &row->warn, p);
	promise_pause(w->a, &row->pause, p);
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

/* Of a breached cycle waits only the breach that a change found. */
static void
read_points(struct work *w, struct cycle *cy, const struct sql_cycle_load_row *row)
{
	for (size_t i = 0; i < row->told.n; i++)
		strs_add(w->a, &cy->told, str_dup(w->a, row->told.v[i]));
	cy->told_epoch = row->epoch;
	cy->overrun = cy->c.state == SLA_BREACHED && row->next_at != 0;
}

static void
read_cycle(struct work *w, struct clocks *cs, const struct sql_cycle_load_row *row)
{
	int clock = sla_clock_find(row->clock), state = sla_state_find(row->state);
	struct cycle *cy;

	if (clock == -1 || state == -1)
		return;		/* of a newer docket */
	cy = clocks_add(cs, (enum sla_clock)clock, row->n);
	cy->id = row->id;
	cy->promise = read_promise(w, row, cy->clock);
	cy->c = (struct sla_cycle){
		.state = (enum sla_state)state,
		.target = row->target,
		.started_at = row->started_at,
		.resumed_at = row->resumed_at,
		.worked = row->worked,
		.due_at = row->due_at,
		.last_due = row->last_due_at,
		.breached_at = row->breached_at,
		.stopped_at = row->stopped_at,
		.cause = str_dup(w->a, row->cause),
		.floor = row->floor,
		.epoch = row->epoch,
	};
	cy->counted = counted_at(&cy->c);
	read_points(w, cy, row);
}

/* What the configuration promises on these terms, or NULL. */
static const struct sla_promise *
promise_of(struct work *w, const struct clock_terms *terms)
{
	const struct project *project = projects_find(&w->conf->projects, terms->project);
	const struct sla_policy *p = slas_find(&w->conf->slas, terms->policy);

	return sla_promise(w->a, w->core->worktimes, p, terms->target, terms->severity,
	    project == NULL ? STR_NONE : project->calendar);
}

void
clockrows_read(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    struct sql_cycle_load cycles, struct sql_ticket_statuses statuses)
{
	struct sql_cycle_load_row cycle;
	struct sql_ticket_statuses_row status;

	cs->a = w->a;
	for (size_t i = 0; sql_cycle_load_row(w->db, cycles, i, &cycle); i++)
		read_cycle(w, cs, &cycle);
	for (size_t i = 0; sql_ticket_statuses_row(w->db, statuses, i, &status); i++)
		clocks_past(cs, str_dup(w->a, status.category), status.at);
	cs->promise = promise_of(w, terms);
}

bool
clockrows_created(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    int64_t at)
{
	clocks_created(cs, promise_of(w, terms), at);
	return cs->promise != NULL;
}

bool
clockrows_change(struct work *w, struct clocks *cs, const struct clock_terms *terms,
    int64_t at)
{
	const struct sla_promise *before = cs->promise, *p = promise_of(w, terms);

	if (cs->created_at == 0)
		return false;	/* it is being opened: the promise comes at the end */
	clocks_change(cs, p, at);
	return before != NULL || p != NULL;
}

static struct cycle *
find_like(const struct clocks *cs, const struct cycle *like)
{
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->clock == like->clock && cs->v[i]->n == like->n)
			return cs->v[i];
	return NULL;
}

static struct cycle *
cycle_of(struct clocks *cs, const struct cycle *like)
{
	struct cycle *cy = find_like(cs, like);

	if (cy != NULL)
		return cy;
	cy = clocks_add(cs, like->clock, like->n);
	cy->is_new = true;
	return cy;
}

/* What the history does not know: that a breach was told, or its cycle read late. */
static void
keep_told(struct sla_cycle *c, const struct sla_cycle *was)
{
	bool live = c->state == SLA_RUNNING || c->state == SLA_BREACHED;

	if (live && c->cause.n == 0 && str_eq(was->cause, SLA_LATE_INGEST))
		c->cause = was->cause;
	if (was->state == SLA_BREACHED && c->due_at == was->breached_at)
		sla_breach(c, was->breached_at, c->cause);
	if (c->epoch < was->epoch)
		c->epoch = was->epoch;	/* what was told is not told again */
}

/* Cycles that began only by the order in which things were read: they never ran. */
static void
drop_unknown(struct work *w, struct clocks *cs, const struct clocks *again, int64_t at)
{
	size_t n = 0;

	for (size_t i = 0; i < cs->n; i++) {
		struct cycle *cy = cs->v[i];

		if (cy->c.started_at < at || find_like(again, cy) != NULL)
			cs->v[n++] = cy;
		else if (!cy->is_new)
			sql_cycle_delete(w->db, cy->id);
	}
	cs->n = n;
}

/* The clocks become what the history says; what was over before `at` stays. */
static void
take_over(struct work *w, struct clocks *cs, const struct clocks *again, int64_t at)
{
	drop_unknown(w, cs, again, at);
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
	struct sql_clock_log h = sql_clock_log(w->db, en->ticket);
	struct clock_event *v;
	struct clocks again;
	int64_t version;
	size_t n;

	if (work_run(w) == -1)
		return -1;
	n = clocklog_read(w->a, w->db, h, &v);
	if ((version = clocklog_unknown(v, n)) != 0) {
		log_warning("an answer that was read late is not put in its place: the history"
		    " has a promise that this docket cannot read; run the newer one",
		    { "ticket", LOG_I(en->ticket) }, { "version", LOG_I(version) });
		return 0;
	}
	clocks_init(&again, w->a);
	for (size_t i = 0; i < n; i++)
		clocklog_apply(&again, w->core->worktimes, &v[i]);
	if (again.created_at != 0)
		take_over(w, cs, &again, en->at);
	return 0;
}

int
clockrows_answered(struct work *w, struct clocks *cs, const struct entry *en, bool resolves)
{
	struct sql_clock_log_has h = sql_clock_log_has(w->db, en->ticket, en->at, en->id);
	struct sql_clock_log_has_row row;

	if (work_run(w) == -1)
		return -1;
	clocks_answered(cs, en->at, resolves);
	return sql_clock_log_has_row(w->db, h, 0, &row) && row.has ? run_again(w, cs, en) : 0;
}

static void
cycle_insert(struct work *w, int64_t ticket, const struct cycle *cy, const struct points *pts)
{
	const struct sla_promise *p = cy->promise;
	const struct sla_cycle *c = &cy->c;

	sql_cycle_insert(w->db, &(struct sql_cycle_insert_in){
	    .id = cy->id, .ticket = ticket, .clock = str_c(sla_clock_name(cy->clock)),
	    .n = cy->n, .policy = p->policy, .severity = p->severity,
	    .calendar = p->calendar, .target = c->target, .started_at = c->started_at,
	    .resumed_at = c->resumed_at, .worked = c->worked, .due_at = c->due_at,
	    .state = str_c(sla_state_name(c->state)), .breached_at = c->breached_at,
	    .stopped_at = c->stopped_at, .cause = c->cause,
	    .warn = promise_point_texts(w->a, p), .pause = p->pause,
	    .last_due_at = c->last_due, .floor = c->floor, .epoch = c->epoch,
	    .points = { pts->at, pts->n }, .next_at = pts->next });
}

static void
cycle_update(struct work *w, const struct cycle *cy, const struct points *pts)
{
	const struct sla_promise *p = cy->promise;
	const struct sla_cycle *c = &cy->c;

	sql_cycle_update(w->db, &(struct sql_cycle_update_in){
	    .id = cy->id, .policy = p->policy, .severity = p->severity,
	    .calendar = p->calendar, .target = c->target, .resumed_at = c->resumed_at,
	    .worked = c->worked, .due_at = c->due_at,
	    .state = str_c(sla_state_name(c->state)), .breached_at = c->breached_at,
	    .stopped_at = c->stopped_at, .cause = c->cause,
	    .warn = promise_point_texts(w->a, p), .pause = p->pause,
	    .last_due_at = c->last_due, .floor = c->floor, .epoch = c->epoch,
	    .points = { pts->at, pts->n }, .next_at = pts->next,
	    .told = points_told(cy), .started_at = c->started_at });
}

/* With its points: those that lie ahead wait in the row. */
static int
cycle_save(struct work *w, int64_t ticket, struct cycle *cy)
{
	const struct sla_cycle *c = &cy->c;
	struct points pts;

	points_arm(w->a, cy, &pts);
	if (!cy->is_new) {
		cycle_update(w, cy, &pts);
	} else {
		if ((cy->id = work_id(w, ID_CYCLE)) == 0)
			return -1;
		/* Due before it could be read: nobody's fault but the delay's. */
		if (c->due_at != 0 && c->due_at <= w->now && c->cause.n == 0)
			cy->c.cause = SLA_LATE_INGEST;
		cycle_insert(w, ticket, cy, &pts);
	}
	if (pts.next != 0 && (w->next_alarm == 0 || pts.next < w->next_alarm))
		w->next_alarm = pts.next;
	cy->counted = counted_at(c);
	cy->overrun = cy->overrun && c->state == SLA_BREACHED;
	cy->is_new = cy->dirty = false;
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
		sql_month_keep(w->db, ticket);
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->dirty && cs->v[i]->c.stopped_at != 0 &&
		    cycle_save(w, ticket, cs->v[i]) == -1)
			return -1;
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->dirty && cycle_save(w, ticket, cs->v[i]) == -1)
			return -1;
	if (past)
		sql_month_book(w->db, ticket);
	return 0;
}
