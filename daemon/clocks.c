/*
 * clocks: see clocks.h.  A cycle names its policy, severity and calendar, so
 * that it can be reckoned again when the ticket has moved on.
 */
#include "daemon/clocks.h"

#include <string.h>

#include "daemon/ticket.h"

/* Statuses whose entry ends the resolution clock. */
static bool
is_done(struct str status)
{
	return str_eq(status, STR("resolved")) || str_eq(status, STR("closed"));
}

static struct worktime *
worktime_of(struct work *w, const struct cycle *cy)
{
	return work_worktime(w, cy->calendar);
}

const struct sla_target *
clocks_target(const struct work *w, const struct cycle *cy)
{
	const struct sla_policy *p = conf_sla(w->conf, cy->policy);

	return p == NULL ? NULL : sla_target_find(p, cy->severity);
}

struct cycle *
clocks_find(const struct clocks *cs, int64_t id)
{
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->id == id)
			return cs->v[i];
	return NULL;
}

struct cycle *
clocks_live(const struct clocks *cs, enum sla_clock clock)
{
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->clock == clock && cs->v[i]->c.stopped_at == 0)
			return cs->v[i];
	return NULL;
}

/* A breach that nobody was told of yet, found by a change, is told at once. */
static void
touch(struct cycle *cy, enum sla_state before)
{
	cy->dirty = true;
	cy->overrun |= cy->c.state == SLA_BREACHED && before != SLA_BREACHED;
}

static struct cycle *
clocks_last(const struct clocks *cs, enum sla_clock clock)
{
	struct cycle *last = NULL;

	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->clock == clock)
			last = cs->v[i];
	return last;
}

static struct cycle *
clocks_add(struct work *w, struct clocks *cs)
{
	struct cycle **more = ARENA_ARRAY(w->a, cs->n + 1, struct cycle *);

	if (cs->n > 0)
		memcpy(more, cs->v, cs->n * sizeof(*more));
	cs->v = more;
	return cs->v[cs->n++] = ARENA_NEW(w->a, struct cycle);
}

void
clocks_read(struct work *w, struct clocks *cs, int h)
{
	struct db *db = w->db;

	for (size_t i = 0; i < db_count(db, h); i++) {
		int clock = sla_clock_find(db_str(db, h, i, 1));
		int state = sla_state_find(db_str(db, h, i, 11));
		struct cycle *cy;

		if (clock == -1 || state == -1)
			continue;	/* of a newer docket */
		cy = clocks_add(w, cs);
		cy->id = db_i64(db, h, i, 0);
		cy->clock = (enum sla_clock)clock;
		cy->n = db_i64(db, h, i, 2);
		cy->policy = str_dup(w->a, db_str(db, h, i, 3));
		cy->severity = str_dup(w->a, db_str(db, h, i, 4));
		cy->calendar = str_dup(w->a, db_str(db, h, i, 5));
		cy->c = (struct sla_cycle){
			.state = (enum sla_state)state,
			.target = db_i64(db, h, i, 6),
			.started_at = db_i64(db, h, i, 7),
			.resumed_at = db_i64(db, h, i, 8),
			.worked = db_i64(db, h, i, 9),
			.due_at = db_i64(db, h, i, 10),
			.breached_at = db_i64(db, h, i, 12),
			.stopped_at = db_i64(db, h, i, 13),
			.cause = str_dup(w->a, db_str(db, h, i, 14)),
		};
		if (cy->clock == SLA_RESPONSE && cy->c.stopped_at != 0)
			cs->answered = true;
	}
}

/* The target's calendar, else the project's. */
static struct str
calendar_for(const struct work *w, const struct ticket *t, const struct sla_target *target)
{
	const struct project *p = conf_project(w->conf, t->project);

	if (target->calendar.n > 0 || p == NULL)
		return target->calendar;
	return p->calendar;
}

static const struct sla_target *
target_for(const struct work *w, const struct ticket *t)
{
	const struct sla_policy *policy = conf_sla(w->conf, t->sla);

	return policy == NULL ? NULL :
	    sla_target_find(policy, ticket_field(t, "severity"));
}

/* Starts a cycle when the ticket's target has this clock. */
static void
start(struct work *w, struct ticket *t, enum sla_clock clock, int64_t at)
{
	const struct sla_target *target = target_for(w, t);
	struct cycle *cy, *last = clocks_last(&t->clocks, clock);
	struct worktime *wt;
	struct str calendar;

	if (target == NULL || sla_target_of(target, clock) == 0)
		return;
	calendar = calendar_for(w, t, target);
	if ((wt = work_worktime(w, calendar)) == NULL)
		return;
	cy = clocks_add(w, &t->clocks);
	cy->clock = clock;
	cy->n = last == NULL ? 1 : last->n + 1;
	cy->policy = t->sla;
	cy->severity = ticket_field(t, "severity");
	cy->calendar = calendar;
	cy->is_new = cy->dirty = true;
	sla_start(&cy->c, wt, at, sla_target_of(target, clock));
	if (sla_pauses(target, clock, t->status))
		sla_pause(&cy->c, wt, at);
}

void
clocks_created(struct work *w, struct ticket *t, int64_t at)
{
	if (clocks_last(&t->clocks, SLA_RESPONSE) == NULL)
		start(w, t, SLA_RESPONSE, at);
	if (clocks_last(&t->clocks, SLA_RESOLUTION) == NULL)
		start(w, t, SLA_RESOLUTION, at);
}

/* Ends the clock's live cycle by sla_stop(), or by sla_cancel() if nobody will. */
static void
end(struct work *w, struct ticket *t, enum sla_clock clock, int64_t at, const char *cause,
    void (*how)(struct sla_cycle *, struct worktime *, int64_t, struct str))
{
	struct cycle *cy = clocks_live(&t->clocks, clock);
	enum sla_state before;
	struct worktime *wt;

	if (cy == NULL || (wt = worktime_of(w, cy)) == NULL)
		return;
	before = cy->c.state;
	how(&cy->c, wt, at, str_c(cause));
	touch(cy, before);
}

void
clocks_answered(struct work *w, struct ticket *t, int64_t at)
{
	bool first = !t->clocks.answered;

	end(w, t, SLA_RESPONSE, at, "answered", sla_stop);
	end(w, t, SLA_NEXT_RESPONSE, at, "answered", sla_stop);
	end(w, t, SLA_UPDATE, at, "answered", sla_stop);
	t->clocks.answered = true;
	if (!is_done(t->status) || first)
		start(w, t, SLA_UPDATE, at);
}

void
clocks_asked(struct work *w, struct ticket *t, int64_t at)
{
	/* One cycle an unanswered stretch, from its oldest message (rule 3). */
	if (t->clocks.answered && clocks_live(&t->clocks, SLA_NEXT_RESPONSE) == NULL)
		start(w, t, SLA_NEXT_RESPONSE, at);
}

/* A resolution that was met or breached goes on where it stood ("resume"). */
static void
reopen(struct work *w, struct ticket *t, int64_t at)
{
	struct cycle *cy = clocks_last(&t->clocks, SLA_RESOLUTION);
	struct worktime *wt;

	if (cy == NULL || cy->c.stopped_at == 0 || (wt = worktime_of(w, cy)) == NULL)
		return;
	cy->c.stopped_at = 0;
	cy->c.cause = cy->c.state == SLA_BREACHED ? cy->c.cause : STR_NONE;
	if (cy->c.state != SLA_BREACHED)
		cy->c.state = SLA_PAUSED;
	cy->c.resumed_at = cy->c.due_at = 0;
	sla_resume(&cy->c, wt, at);
	cy->dirty = true;
	clocks_retarget(w, t, at, STR("severity-change"));
	if (t->clocks.answered)
		start(w, t, SLA_UPDATE, at);
}

void
clocks_status(struct work *w, struct ticket *t, struct str before, int64_t at)
{
	if (is_done(t->status) && !is_done(before)) {
		end(w, t, SLA_RESOLUTION, at, "resolved", sla_stop);
		end(w, t, SLA_RESPONSE, at, "resolved", sla_cancel);
		end(w, t, SLA_NEXT_RESPONSE, at, "resolved", sla_cancel);
		end(w, t, SLA_UPDATE, at, "resolved", sla_cancel);
		return;
	}
	if (is_done(t->status))
		return;
	if (is_done(before))
		reopen(w, t, at);
	for (size_t i = 0; i < t->clocks.n; i++) {
		struct cycle *cy = t->clocks.v[i];
		const struct sla_target *target = clocks_target(w, cy);
		struct worktime *wt = worktime_of(w, cy);
		enum sla_state was;
		bool paused;

		if (cy->c.stopped_at != 0 || target == NULL || wt == NULL)
			continue;
		/* Between two pausing statuses nothing moves (rule 6). */
		was = cy->c.state;
		paused = sla_pauses(target, cy->clock, t->status);
		if (paused && cy->c.resumed_at != 0)
			sla_pause(&cy->c, wt, at);
		else if (!paused && cy->c.resumed_at == 0)
			sla_resume(&cy->c, wt, at);
		else
			continue;
		touch(cy, was);
	}
}

void
clocks_retarget(struct work *w, struct ticket *t, int64_t at, struct str cause)
{
	const struct sla_target *target = target_for(w, t);

	if (is_done(t->status))
		return;		/* takes effect at the reopening */
	for (size_t i = 0; i < t->clocks.n; i++) {
		struct cycle *cy = t->clocks.v[i];
		struct worktime *old = worktime_of(w, cy), *new;
		enum sla_state before;
		struct str calendar;

		if (cy->c.stopped_at != 0 || old == NULL)
			continue;
		before = cy->c.state;
		if (target == NULL || sla_target_of(target, cy->clock) == 0) {
			sla_cancel(&cy->c, old, at, cause);
			touch(cy, before);
			continue;
		}
		calendar = calendar_for(w, t, target);
		if ((new = work_worktime(w, calendar)) == NULL ||
		    (cy->c.target == sla_target_of(target, cy->clock) && new == old &&
		    str_eq(cy->severity, ticket_field(t, "severity")) &&
		    str_eq(cy->policy, t->sla)))
			continue;
		sla_retarget(&cy->c, old, new, sla_target_of(target, cy->clock), at,
		    cause);
		touch(cy, before);
		cy->policy = t->sla;
		cy->severity = ticket_field(t, "severity");
		cy->calendar = calendar;
	}
	/* A clock that the new target has and the old had not. */
	clocks_created(w, t, t->created_at);
}

void
clocks_breached(struct cycle *cy, int64_t due)
{
	sla_breach(&cy->c, due, cy->c.cause);
	cy->dirty = true;
}

/* The alarms of a cycle are those of its target's points that lie ahead. */
static void
put_alarms(struct work *w, const struct ticket *t, const struct cycle *cy)
{
	const struct sla_target *target = clocks_target(w, cy);
	struct worktime *wt = worktime_of(w, cy);
	struct strs points = { 0 };
	struct sla_due *due;
	struct sla_due overrun = { STR("breach"), cy->c.breached_at };
	int64_t *at;
	size_t n;

	if (!cy->is_new)
		db_queue(w->db, SQL_ALARM_DROP, "i", cy->id);
	if (target == NULL || wt == NULL)
		return;
	if (cy->overrun) {
		due = &overrun;		/* told at once, by the clock loop */
		n = 1;
	} else {
		/* From its start: what fell due before it was read fires late (rule 9). */
		n = sla_points(w->a, &cy->c, wt, target,
		    cy->is_new ? cy->c.started_at : w->now, &due);
	}
	if (n == 0)
		return;
	at = ARENA_ARRAY(w->a, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		strs_add(w->a, &points, due[i].point);
		at[i] = due[i].at;
		if (w->next_alarm == 0 || at[i] < w->next_alarm)
			w->next_alarm = at[i];
	}
	db_queue(w->db, SQL_ALARM_PUT, "iiiaj", t->id, cy->id, cy->c.target, &points,
	    at, n);
}

static int
cycle_save(struct work *w, const struct ticket *t, struct cycle *cy)
{
	const struct sla_cycle *c = &cy->c;
	struct str state = str_c(sla_state_name(c->state));

	if (!cy->is_new) {
		db_queue(w->db, SQL_CYCLE_UPDATE, "issiTiTsTTS", cy->id, cy->severity,
		    cy->calendar, c->target, c->resumed_at, c->worked, c->due_at,
		    state, c->breached_at, c->stopped_at, c->cause);
	} else {
		if ((cy->id = work_id(w, ID_CYCLE)) == 0)
			return -1;
		/* Due before it could be read: nobody's fault but the delay's. */
		if (c->due_at != 0 && c->due_at <= w->now && c->cause.n == 0)
			cy->c.cause = STR("late-ingest");
		db_queue(w->db, SQL_CYCLE_INSERT, "iisisssiTTiTsTTS", cy->id, t->id,
		    str_c(sla_clock_name(cy->clock)), cy->n, cy->policy, cy->severity,
		    cy->calendar, c->target, c->started_at, c->resumed_at, c->worked,
		    c->due_at, state, c->breached_at, c->stopped_at, c->cause);
	}
	put_alarms(w, t, cy);
	cy->is_new = cy->dirty = cy->overrun = false;
	return 0;
}

int
clocks_save(struct work *w, struct ticket *t)
{
	for (size_t i = 0; i < t->clocks.n; i++)
		if (t->clocks.v[i]->dirty && cycle_save(w, t, t->clocks.v[i]) == -1)
			return -1;
	return 0;
}
