/*
 * sla: see sla.h.  The one quantity is worked time: a cycle is due at the
 * earliest instant at which its worked time reaches its target.
 */
#include "daemon/sla/sla.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "parsers/base/names.h"

static const char *const clock_names[SLA_CLOCKS] = {
	[SLA_RESPONSE] = "response",
	[SLA_NEXT_RESPONSE] = "next_response",
	[SLA_UPDATE] = "update",
	[SLA_RESOLUTION] = "resolution",
};

static const char *const state_names[SLA_STATES] = {
	[SLA_RUNNING] = "running",
	[SLA_PAUSED] = "paused",
	[SLA_MET] = "met",
	[SLA_BREACHED] = "breached",
	[SLA_CANCELLED] = "cancelled",
};

const char *
sla_clock_name(enum sla_clock clock)
{
	return NAMES_WORD(clock_names, clock);
}

int
sla_clock_find(struct str name)
{
	return NAMES_FIND(clock_names, name);
}

const char *
sla_state_name(enum sla_state state)
{
	return NAMES_WORD(state_names, state);
}

int
sla_state_find(struct str name)
{
	return NAMES_FIND(state_names, name);
}

static int64_t
target_us(const struct sla_cycle *c)
{
	return c->target * SECOND_US;
}

/* --- what was promised ---------------------------------------------------- */

const struct sla_promise *
sla_promise(struct arena *a, struct worktimes *all, const struct sla_policy *p,
    const struct sla_target *t, struct str severity, struct str calendar)
{
	struct sla_promise *out;

	if (t == NULL)
		return NULL;
	out = ARENA_NEW(a, struct sla_promise);
	out->policy = p->name;
	out->severity = severity;
	out->calendar = t->calendar.n > 0 ? t->calendar : calendar;
	out->worktime = worktimes_find(all, out->calendar);
	memcpy(out->target, t->duration, sizeof(out->target));
	out->warn = t->warn;
	out->n_warn = t->n_warn;
	out->pause = t->pause;
	out->replay = p->carry == SLA_REPLAY;
	out->new_cycle = p->reopen == SLA_NEW_CYCLE;
	return out->worktime == NULL ? NULL : out;
}

static bool
same_points(const struct sla_promise *a, const struct sla_promise *b)
{
	if (a->n_warn != b->n_warn)
		return false;
	for (size_t i = 0; i < a->n_warn; i++)
		if (!str_eq(a->warn[i].text, b->warn[i].text))
			return false;
	return true;
}

static bool
same_pause(const struct sla_promise *a, const struct sla_promise *b)
{
	if (a->pause.n != b->pause.n)
		return false;
	for (size_t i = 0; i < a->pause.n; i++)
		if (!strs_has(&b->pause, a->pause.v[i]))
			return false;
	return true;
}

bool
sla_promise_same(const struct sla_promise *a, const struct sla_promise *b,
    enum sla_clock clock)
{
	return a->target[clock] == b->target[clock] && str_eq(a->calendar, b->calendar) &&
	    same_points(a, b) && same_pause(a, b);
}

bool
sla_pauses(const struct sla_promise *p, enum sla_clock clock, struct str status)
{
	return (clock == SLA_RESOLUTION || clock == SLA_UPDATE) &&
	    strs_has(&p->pause, status);
}

/* --- the cycle ------------------------------------------------------------ */

int64_t
sla_worked(const struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	return c->worked + (c->resumed_at == 0 ? 0 :
	    worktime_between(wt, c->resumed_at, at));
}

/* A breached cycle keeps its due instant until a change puts it ahead (rule 7). */
static bool
keeps_due(const struct sla_cycle *c)
{
	return c->state == SLA_BREACHED && c->worked >= target_us(c);
}

/* Time counts from `at`, and so the cycle is due. */
static void
run(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	c->resumed_at = at;
	if (!keeps_due(c))
		c->last_due = worktime_after(wt, at, target_us(c) - c->worked);
	c->due_at = c->last_due;
}

/* Time stands still, and so nothing is known of when it will be due. */
static void
stand(struct sla_cycle *c)
{
	c->resumed_at = 0;
	c->due_at = keeps_due(c) ? c->last_due : 0;
}

/* A breach at the due instant; one that a change made stays. */
static bool
is_natural(const struct sla_cycle *c)
{
	return c->state == SLA_BREACHED &&
	    (c->cause.n == 0 || str_eq(c->cause, SLA_LATE_INGEST));
}

/*
 * Before an event: what is past its due instant was breached then, whether or
 * not somebody was there to see it; and what happened in time and was read after
 * the breach had been told was in time all the same (rules 1 and 2).
 */
static void
settle(struct sla_cycle *c, int64_t at)
{
	if (c->state != SLA_BREACHED && c->due_at != 0 && at > c->due_at) {
		sla_breach(c, c->due_at, STR_NONE);
	} else if (is_natural(c) && at <= c->breached_at) {
		c->state = c->resumed_at != 0 ? SLA_RUNNING : SLA_PAUSED;
		c->breached_at = 0;
		c->cause = STR_NONE;
		c->epoch++;	/* its points may be told again */
	}
}

/* Worked time stops here. */
static void
halt(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	c->worked = sla_worked(c, wt, at);
	c->resumed_at = 0;
}

void
sla_start(struct sla_cycle *c, struct worktime *wt, int64_t at, int64_t target)
{
	*c = (struct sla_cycle){ .state = SLA_RUNNING, .target = target,
	    .started_at = at };
	run(c, wt, at);
}

void
sla_pause(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	if (c->stopped_at != 0 || c->resumed_at == 0)
		return;
	settle(c, at);
	halt(c, wt, at);
	stand(c);
	if (c->state != SLA_BREACHED)
		c->state = SLA_PAUSED;
}

void
sla_resume(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	if (c->stopped_at != 0 || c->resumed_at != 0)
		return;
	if (c->state != SLA_BREACHED)
		c->state = SLA_RUNNING;
	run(c, wt, at);
}

void
sla_stop(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	if (c->stopped_at != 0)
		return;
	settle(c, at);
	halt(c, wt, at);
	c->stopped_at = at;
	if (c->state == SLA_BREACHED)
		return;
	c->state = SLA_MET;
	c->cause = STR_NONE;
}

void
sla_cancel(struct sla_cycle *c, struct worktime *wt, int64_t at, struct str cause)
{
	if (c->stopped_at != 0)
		return;
	settle(c, at);
	halt(c, wt, at);
	c->stopped_at = at;
	if (c->state == SLA_BREACHED)
		return;
	c->due_at = 0;
	c->state = SLA_CANCELLED;
	c->cause = cause;
}

void
sla_reopen(struct sla_cycle *c)
{
	c->stopped_at = 0;
	stand(c);
	if (c->state == SLA_BREACHED)
		return;
	c->state = SLA_PAUSED;
	c->cause = STR_NONE;
}

void
sla_breach(struct sla_cycle *c, int64_t at, struct str cause)
{
	if (c->stopped_at != 0 || c->state == SLA_BREACHED)
		return;
	c->state = SLA_BREACHED;
	c->breached_at = at;
	c->cause = cause;
}

void
sla_retarget(struct sla_cycle *c, struct worktime *wt, int64_t target, int64_t worked,
    bool paused, int64_t at, struct str cause)
{
	if (c->stopped_at != 0)
		return;
	settle(c, at);
	c->target = target;
	c->worked = worked;
	c->resumed_at = 0;
	c->floor = worked;
	c->epoch++;
	c->fired = 0;
	/* The new terms are broken already: by the change, at its time. */
	if (c->state != SLA_BREACHED && worked > target_us(c))
		sla_breach(c, at, cause);
	if (c->state != SLA_BREACHED)
		c->state = paused ? SLA_PAUSED : SLA_RUNNING;
	else if (worked < target_us(c))
		c->cause = STR("reclassified");
	else
		c->last_due = c->breached_at;
	if (paused)
		stand(c);
	else
		run(c, wt, at);
}

/* --- points --------------------------------------------------------------- */

/* Worked time at which the point lies. */
static int64_t
point_worked(const struct sla_cycle *c, const struct sla_point *p)
{
	return p->is_percent ? target_us(c) / 100 * p->value :
	    target_us(c) - p->value * SECOND_US;
}

/* In time order; of equal ones the earlier added comes first. */
static void
insert(struct sla_due *v, size_t n, struct sla_due due)
{
	for (; n > 0 && v[n - 1].at > due.at; n--)
		v[n] = v[n - 1];
	v[n] = due;
}

size_t
sla_points(struct arena *a, const struct sla_cycle *c, const struct sla_promise *p,
    struct sla_due **out)
{
	size_t n = 0;

	*out = NULL;
	if (c->resumed_at == 0 || c->stopped_at != 0 || c->state == SLA_BREACHED)
		return 0;
	*out = ARENA_ARRAY(a, p->n_warn + 1, struct sla_due);
	for (size_t i = 0; i < p->n_warn; i++) {
		int64_t at = point_worked(c, &p->warn[i]);
		struct sla_due due = { p->warn[i].text, (int)i, 0 };

		/* Told, passed before time went on, or not ahead when these terms came. */
		if ((c->fired >> i & 1) != 0 || at < c->worked || at <= c->floor)
			continue;
		due.at = worktime_after(p->worktime, c->resumed_at, at - c->worked);
		insert(*out, n++, due);
	}
	insert(*out, n++, (struct sla_due){ STR("breach"), -1, c->due_at });
	return n;
}
