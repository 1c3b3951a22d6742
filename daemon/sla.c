/*
 * sla: see sla.h.  The one quantity is worked time: a cycle is due at the
 * earliest instant at which its worked time reaches its target.
 */
#include "daemon/sla.h"

#include <string.h>

#include "daemon/clock.h"

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

static int
name_find(const char *const *names, int n, struct str name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(name, str_c(names[i])))
			return i;
	return -1;
}

const char *
sla_clock_name(enum sla_clock clock)
{
	return clock_names[clock];
}

int
sla_clock_find(struct str name)
{
	return name_find(clock_names, SLA_CLOCKS, name);
}

const char *
sla_state_name(enum sla_state state)
{
	return state_names[state];
}

int
sla_state_find(struct str name)
{
	return name_find(state_names, SLA_STATES, name);
}

static int64_t
target_us(const struct sla_cycle *c)
{
	return c->target * SECOND_US;
}

int64_t
sla_worked(const struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	return c->worked + (c->resumed_at == 0 ? 0 :
	    worktime_between(wt, c->resumed_at, at));
}

/* The due instant while time counts, from worked and resumed_at. */
static void
set_due(struct sla_cycle *c, struct worktime *wt)
{
	int64_t left = target_us(c) - c->worked;

	/* One that is over its target keeps the instant at which that came out. */
	c->due_at = left < 0 ? c->breached_at : worktime_after(wt, c->resumed_at, left);
}

/*
 * What is past its due instant was breached then, whether or not somebody was
 * there to see it.
 */
static void
breach_if_over(struct sla_cycle *c, int64_t at)
{
	if (c->state != SLA_BREACHED && c->due_at != 0 && at > c->due_at)
		sla_breach(c, c->due_at, STR_NONE);
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
	    .started_at = at, .resumed_at = at };
	set_due(c, wt);
}

void
sla_pause(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	if (c->stopped_at != 0 || c->resumed_at == 0)
		return;
	breach_if_over(c, at);
	halt(c, wt, at);
	c->due_at = 0;
	if (c->state != SLA_BREACHED)
		c->state = SLA_PAUSED;
}

void
sla_resume(struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	if (c->stopped_at != 0 || c->resumed_at != 0)
		return;
	c->resumed_at = at;
	if (c->state != SLA_BREACHED)
		c->state = SLA_RUNNING;
	set_due(c, wt);
}

void
sla_stop(struct sla_cycle *c, struct worktime *wt, int64_t at, struct str cause)
{
	if (c->stopped_at != 0)
		return;
	breach_if_over(c, at);
	halt(c, wt, at);
	c->stopped_at = at;
	if (c->state == SLA_BREACHED)
		return;
	c->state = SLA_MET;
	c->cause = cause;
}

void
sla_cancel(struct sla_cycle *c, struct worktime *wt, int64_t at, struct str cause)
{
	if (c->stopped_at != 0)
		return;
	breach_if_over(c, at);
	halt(c, wt, at);
	c->stopped_at = at;
	c->due_at = 0;
	if (c->state == SLA_BREACHED)
		return;
	c->state = SLA_CANCELLED;
	c->cause = cause;
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
sla_retarget(struct sla_cycle *c, struct worktime *old, struct worktime *new,
    int64_t target, int64_t at, struct str cause)
{
	bool running = c->resumed_at != 0;

	if (c->stopped_at != 0)
		return;
	breach_if_over(c, at);
	halt(c, old, at);
	c->target = target;
	/* The new terms are broken already: by the change, at its time (rule 7). */
	if (c->worked > target_us(c))
		sla_breach(c, at, cause);
	else if (c->state == SLA_BREACHED)
		c->cause = STR("reclassified");
	if (running) {
		c->resumed_at = at;
		set_due(c, new);
	}
}

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
sla_points(struct arena *a, const struct sla_cycle *c, struct worktime *wt,
    const struct sla_target *target, int64_t from, struct sla_due **out)
{
	size_t n = 0;

	*out = NULL;
	if (c->resumed_at == 0 || c->stopped_at != 0 || c->state == SLA_BREACHED)
		return 0;
	*out = ARENA_ARRAY(a, target->n_warn + 1, struct sla_due);
	for (size_t i = 0; i < target->n_warn; i++) {
		int64_t left = point_worked(c, &target->warn[i]) - c->worked;
		struct sla_due due = { target->warn[i].text, 0 };

		if (left < 0)		/* passed before the clock went on */
			continue;
		due.at = worktime_after(wt, c->resumed_at, left);
		if (due.at > c->started_at && due.at >= from)
			insert(*out, n++, due);
	}
	if (c->due_at >= from)
		insert(*out, n++, (struct sla_due){ STR("breach"), c->due_at });
	return n;
}

const struct sla_target *
sla_target_find(const struct sla_policy *p, struct str severity)
{
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct sla_target *t = &p->targets[i];

		if (t->severities.n == 0 || strs_has(&t->severities, severity))
			return t;
	}
	return NULL;
}

int64_t
sla_target_of(const struct sla_target *t, enum sla_clock clock)
{
	const int64_t targets[SLA_CLOCKS] = {
		[SLA_RESPONSE] = t->response,
		[SLA_RESOLUTION] = t->resolution,
	};

	return targets[clock];
}

bool
sla_pauses(const struct sla_target *t, enum sla_clock clock, struct str status)
{
	return clock == SLA_RESOLUTION && strs_has(&t->pause, status);
}
