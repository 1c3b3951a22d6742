/* clocks: see clocks.h. */
#include "daemon/sla/clocks.h"

#include <string.h>

#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

/* sla.md rule 7 has one word for what any change of terms does. */
#define CHANGED	STR("severity-change")
#define MERGED	STR("merged")
#define SPAM	STR("spam")
#define SPLIT	STR("split")

void
clocks_init(struct clocks *cs, struct arena *a)
{
	memset(cs, 0, sizeof(*cs));
	cs->a = a;
	cs->status = category_word(CATEGORY_NEW);
}

/* Statuses whose entry ends the clocks. */
bool
clocks_is_done(struct str status)
{
	return category_is_done(status);
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

static struct cycle *
last_of(const struct clocks *cs, enum sla_clock clock)
{
	struct cycle *last = NULL;

	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->clock == clock)
			last = cs->v[i];
	return last;
}

struct cycle *
clocks_add(struct clocks *cs, enum sla_clock clock, int64_t n)
{
	struct cycle *cy = ARENA_NEW(cs->a, struct cycle);
	size_t at = cs->n;

	cs->v = array_grow(cs->a, cs->v, cs->n, sizeof(*cs->v));
	for (; at > 0 && cs->v[at - 1]->clock > clock; at--)
		cs->v[at] = cs->v[at - 1];
	cs->v[at] = cy;
	cs->n++;
	cy->clock = clock;
	cy->n = n;
	return cy;
}

void
clocks_past(struct clocks *cs, struct str status, int64_t at)
{
	cs->past = array_grow(cs->a, cs->past, cs->n_past, sizeof(*cs->past));
	cs->past[cs->n_past++] = (struct status_change){ at, status };
}

static void
add_fired(struct clocks *cs, const struct clock_fired *f)
{
	cs->fired = array_grow(cs->a, cs->fired, cs->n_fired, sizeof(*cs->fired));
	cs->fired[cs->n_fired++] = *f;
}

/* --- one cycle ------------------------------------------------------------ */

/* A breach that nobody was told of yet, found by a change, is told at once. */
static void
touch(struct clocks *cs, struct cycle *cy, enum sla_state before)
{
	struct clock_fired f = { cy, STR("breach"), cy->c.breached_at };

	cy->dirty = true;
	if (cy->c.state != SLA_BREACHED || before == SLA_BREACHED)
		return;
	cy->overrun = true;
	add_fired(cs, &f);
}

static bool
is_paused(const struct clocks *cs, const struct sla_promise *p, enum sla_clock clock)
{
	return sla_pauses(p, clock, cs->status);
}

/* Starts a cycle when this clock was promised. */
static void
start(struct clocks *cs, enum sla_clock clock, int64_t at)
{
	const struct sla_promise *p = cs->promise;
	struct cycle *cy, *last = last_of(cs, clock);

	if (p == NULL || p->target[clock] == 0 || cs->ended)
		return;
	cy = clocks_add(cs, clock, last == NULL ? 1 : last->n + 1);
	cy->promise = p;
	cy->is_new = cy->dirty = true;
	sla_start(&cy->c, p->worktime, at, p->target[clock]);
	if (is_paused(cs, p, clock))
		sla_pause(&cy->c, p->worktime, at);
}

/* Ends the clock's live cycle: met or breached; cancelled when a cause is given. */
static void
end(struct clocks *cs, enum sla_clock clock, int64_t at, struct str cancelled)
{
	struct cycle *cy = clocks_live(cs, clock);
	enum sla_state before;

	if (cy == NULL)
		return;
	before = cy->c.state;
	if (cancelled.n > 0)
		sla_cancel(&cy->c, cy->promise->worktime, at, cancelled);
	else
		sla_stop(&cy->c, cy->promise->worktime, at);
	touch(cs, cy, before);
}

/*
 * Worked time of a cycle from its start as if p had held all along: its hours,
 * its pauses; the time between resolving and reopening does not count.
 */
static int64_t
worked_anew(const struct clocks *cs, const struct cycle *cy, const struct sla_promise *p,
    int64_t at)
{
	struct str status = category_word(CATEGORY_NEW);
	int64_t from = cy->c.started_at, sum = 0;

	for (size_t i = 0; i <= cs->n_past; i++) {
		int64_t to = i < cs->n_past ? cs->past[i].at : at;

		if (to > at)
			to = at;
		if (to > from) {
			if (!clocks_is_done(status) && !sla_pauses(p, cy->clock, status))
				sum += worktime_between(p->worktime, from, to);
			from = to;
		}
		if (i < cs->n_past)
			status = cs->past[i].status;
	}
	return sum;
}

/* Whether a target that is just used up was so before `at`: in closed hours. */
static bool
was_used_up(const struct cycle *cy, struct worktime *wt, int64_t at)
{
	return cy->c.state == SLA_RUNNING && cy->c.worked == cy->c.target * SECOND_US &&
	    worktime_between(wt, at - 1, at) == 0;
}

/* A live cycle under p, of which so much was worked by the hours of `by`. */
static void
retarget(struct clocks *cs, struct cycle *cy, const struct sla_promise *p, int64_t worked,
    struct worktime *by, int64_t at, struct str cause)
{
	sla_retarget(&cy->c, p->worktime, p->target[cy->clock], worked,
	    is_paused(cs, p, cy->clock), at, cause);
	/* Due in the past as well: the earliest instant counts. */
	if (was_used_up(cy, by, at))
		sla_breach(&cy->c, at, cause);
}

/* The same from its start, as if p had held all along. */
static void
retarget_anew(struct clocks *cs, struct cycle *cy, const struct sla_promise *p, int64_t at)
{
	retarget(cs, cy, p, worked_anew(cs, cy, p, at), p->worktime, at, CHANGED);
}

/* Puts a live cycle under p, its worked time as p's policy has it (rule 7). */
static void
put_under(struct clocks *cs, struct cycle *cy, const struct sla_promise *p, int64_t at)
{
	const struct sla_promise *old = cy->promise;
	enum sla_state before = cy->c.state;

	if (p == NULL || p->target[cy->clock] == 0) {
		sla_cancel(&cy->c, old->worktime, at, CHANGED);
		if (cy->clock == SLA_RESPONSE)
			cs->asked_at = 0;	/* what was asked so far was its own */
	} else if (!sla_promise_same(old, p, cy->clock) && p->replay) {
		retarget_anew(cs, cy, p, at);
	} else if (!sla_promise_same(old, p, cy->clock)) {
		retarget(cs, cy, p, sla_worked(&cy->c, old->worktime, at), old->worktime,
		    at, CHANGED);
	}
	if (p != NULL)
		cy->promise = p;
	touch(cs, cy, before);
}

/* An edit of the policy's file is no change of the ticket's terms (rule 12). */
static bool
is_same_terms(const struct sla_promise *a, const struct sla_promise *b)
{
	return str_eq(a->policy, b->policy) && str_eq(a->severity, b->severity) &&
	    str_eq(a->calendar, b->calendar);
}

/* --- events --------------------------------------------------------------- */

void
clocks_created(struct clocks *cs, const struct sla_promise *p, int64_t at)
{
	cs->promise = p;
	cs->created_at = cs->asked_at = at;
	if (clocks_is_done(cs->status))
		return;
	start(cs, SLA_RESPONSE, at);
	start(cs, SLA_RESOLUTION, at);
}

void
clocks_answered(struct clocks *cs, int64_t at, bool resolves)
{
	if (cs->ended)
		return;
	end(cs, SLA_RESPONSE, at, STR_NONE);
	end(cs, SLA_NEXT_RESPONSE, at, STR_NONE);
	end(cs, SLA_UPDATE, at, STR_NONE);
	if (cs->answered_at == 0)
		cs->answered_at = at;
	cs->update_from = at;
	cs->asked_at = 0;
	if (!resolves && !clocks_is_done(cs->status))
		start(cs, SLA_UPDATE, at);
}

/* `response` runs once a ticket: what comes after it is next_response's. */
static bool
is_past_response(const struct clocks *cs)
{
	const struct cycle *cy = last_of(cs, SLA_RESPONSE);

	return cs->answered_at != 0 || (cy != NULL && cy->c.stopped_at != 0);
}

void
clocks_asked(struct clocks *cs, int64_t at)
{
	if (cs->asked_at == 0)
		cs->asked_at = at;
	/* One cycle an unanswered stretch, from its oldest message (rule 3). */
	if (is_past_response(cs) && clocks_live(cs, SLA_NEXT_RESPONSE) == NULL)
		start(cs, SLA_NEXT_RESPONSE, at);
}

/* The live cycle ran since then. */
static void
wait_since(struct clocks *cs, struct cycle *cy, int64_t since, int64_t at, struct str cause)
{
	enum sla_state before = cy->c.state;

	cy->c.started_at = since;
	retarget(cs, cy, cy->promise, worktime_between(cy->promise->worktime, since, at),
	    cy->promise->worktime, at, cause);
	touch(cs, cy, before);
}

void
clocks_asked_since(struct clocks *cs, int64_t since, int64_t at)
{
	struct cycle *cy = clocks_live(cs, SLA_NEXT_RESPONSE);

	if (cs->ended || clocks_is_done(cs->status) ||
	    (cs->asked_at != 0 && cs->asked_at <= since))
		return;
	cs->asked_at = since;
	if (!is_past_response(cs))
		return;
	if (cy == NULL) {
		start(cs, SLA_NEXT_RESPONSE, since);
		if ((cy = clocks_live(cs, SLA_NEXT_RESPONSE)) == NULL)
			return;
	}
	wait_since(cs, cy, since, at, MERGED);
}

void
clocks_split(struct clocks *cs, int64_t since, int64_t at)
{
	struct cycle *cy = clocks_live(cs, SLA_NEXT_RESPONSE);

	if (cs->ended)
		return;
	cs->asked_at = since;
	if (cy != NULL && since == 0)
		end(cs, SLA_NEXT_RESPONSE, at, SPLIT);
	else if (cy != NULL && since > cy->c.started_at)
		wait_since(cs, cy, since, at, SPLIT);
}

static void
resolve(struct clocks *cs, int64_t at)
{
	end(cs, SLA_RESOLUTION, at, STR_NONE);
	end(cs, SLA_RESPONSE, at, STR("resolved"));
	end(cs, SLA_NEXT_RESPONSE, at, STR("resolved"));
	end(cs, SLA_UPDATE, at, STR("resolved"));
	cs->asked_at = 0;
	cs->done_at = at;
}

/* Whether it ended because the ticket was done, and not because a change ended it. */
static bool
is_resolved(const struct clocks *cs, const struct cycle *cy)
{
	return cy->c.state != SLA_CANCELLED && cy->c.stopped_at == cs->done_at;
}

/* Nobody has answered what was taken for spam. */
static void
ask_again(struct clocks *cs, int64_t at)
{
	const struct cycle *cy = last_of(cs, SLA_RESPONSE);

	if (cs->answered_at != 0 || cy == NULL || !str_eq(cy->c.cause, SPAM))
		return;
	cs->asked_at = at;
	start(cs, SLA_RESPONSE, at);
}

/* The resolution clock goes on where it stood, or starts again (rule 10). */
static void
reopen(struct clocks *cs, int64_t at)
{
	struct cycle *cy = last_of(cs, SLA_RESOLUTION);

	if (cs->answered_at != 0)
		cs->update_from = at;
	if (cs->promise == NULL)
		return;
	ask_again(cs, at);
	if (cy == NULL || !is_resolved(cs, cy) || cs->promise->new_cycle ||
	    cs->promise->target[SLA_RESOLUTION] == 0) {
		start(cs, SLA_RESOLUTION, at);
	} else {
		sla_reopen(&cy->c);
		cy->dirty = true;	/* also where the status lets it stand still */
		/* A change while it was resolved takes effect now. */
		if (!is_same_terms(cy->promise, cs->promise))
			put_under(cs, cy, cs->promise, at);
	}
	if (cs->answered_at != 0)
		start(cs, SLA_UPDATE, at);
}

/* Lets each live cycle stand still or run, as the status says. */
static void
settle(struct clocks *cs, int64_t at)
{
	for (size_t i = 0; i < cs->n; i++) {
		struct cycle *cy = cs->v[i];
		const struct sla_promise *p = cy->promise;
		bool paused = is_paused(cs, p, cy->clock);
		enum sla_state before = cy->c.state;

		/* Between two pausing statuses nothing moves (rule 6). */
		if (cy->c.stopped_at != 0 || paused == (cy->c.resumed_at == 0))
			continue;
		if (paused)
			sla_pause(&cy->c, p->worktime, at);
		else
			sla_resume(&cy->c, p->worktime, at);
		touch(cs, cy, before);
	}
}

void
clocks_status(struct clocks *cs, struct str to, int64_t at)
{
	struct str before = cs->status;

	if (str_eq(before, to) || cs->ended)
		return;
	cs->status = to;
	clocks_past(cs, to, at);
	if (clocks_is_done(to)) {
		if (!clocks_is_done(before))
			resolve(cs, at);
		return;
	}
	if (clocks_is_done(before))
		reopen(cs, at);
	settle(cs, at);
}

/* Starts a clock that was promised late as if it had been from `origin` on. */
static void
start_from(struct clocks *cs, enum sla_clock clock, int64_t origin, int64_t at)
{
	const struct sla_promise *p = cs->promise;
	enum sla_state before;
	struct cycle *cy;

	start(cs, clock, origin);
	if ((cy = clocks_live(cs, clock)) == NULL)
		return;
	sla_pause(&cy->c, p->worktime, origin);
	before = cy->c.state;
	retarget_anew(cs, cy, p, at);
	touch(cs, cy, before);
}

/* From where the resolution clock of now would have run. */
static int64_t
resolution_origin(const struct clocks *cs)
{
	int64_t origin = cs->created_at;

	if (cs->promise == NULL || !cs->promise->new_cycle)
		return origin;
	for (size_t i = 1; i < cs->n_past; i++)		/* the last reopening */
		if (clocks_is_done(cs->past[i - 1].status) && !clocks_is_done(cs->past[i].status))
			origin = cs->past[i].at;
	return origin;
}

/*
 * Clocks that were not promised before and are now: from the change, or from
 * where they would have started when the policy replays.
 */
static void
start_missing(struct clocks *cs, int64_t at)
{
	const int64_t origin[SLA_CLOCKS] = {	/* 0: it would not run now */
		[SLA_RESPONSE] = is_past_response(cs) ? 0 : cs->created_at,
		[SLA_NEXT_RESPONSE] = is_past_response(cs) ? cs->asked_at : 0,
		[SLA_UPDATE] = cs->update_from,
		[SLA_RESOLUTION] = resolution_origin(cs),
	};

	for (int i = 0; i < SLA_CLOCKS; i++) {
		enum sla_clock clock = (enum sla_clock)i;

		if (origin[i] == 0 || clocks_live(cs, clock) != NULL)
			continue;
		if (cs->promise != NULL && cs->promise->replay && origin[i] < at)
			start_from(cs, clock, origin[i], at);
		else
			start(cs, clock, at);
	}
}

void
clocks_change(struct clocks *cs, const struct sla_promise *p, int64_t at)
{
	cs->promise = p;
	if (clocks_is_done(cs->status) || cs->ended || cs->created_at == 0)
		return;		/* takes effect at the reopening */
	for (size_t i = 0; i < cs->n; i++)
		if (cs->v[i]->c.stopped_at == 0)
			put_under(cs, cs->v[i], p, at);
	start_missing(cs, at);
}

static void
end_all(struct clocks *cs, int64_t at, struct str cause)
{
	for (int i = 0; i < SLA_CLOCKS; i++)
		end(cs, (enum sla_clock)i, at, cause);
}

void
clocks_spam(struct clocks *cs, int64_t at)
{
	end_all(cs, at, SPAM);
	cs->asked_at = 0;
}

void
clocks_end(struct clocks *cs, int64_t at, struct str cause)
{
	end_all(cs, at, cause);
	cs->ended = true;
}

void
clocks_recount(struct clocks *cs, struct str calendar, int64_t at)
{
	for (size_t i = 0; i < cs->n; i++) {
		struct cycle *cy = cs->v[i];
		const struct sla_promise *p = cy->promise;
		enum sla_state before = cy->c.state;

		if (cy->c.stopped_at != 0 || !str_eq(p->calendar, calendar))
			continue;
		retarget_anew(cs, cy, p, at);
		touch(cs, cy, before);
	}
}

/* --- points --------------------------------------------------------------- */

static struct cycle *
earliest(struct clocks *cs, struct sla_due *out)
{
	struct cycle *found = NULL;

	for (size_t i = 0; i < cs->n; i++) {
		struct sla_due *due;

		if (sla_points(cs->a, &cs->v[i]->c, cs->v[i]->promise, &due) == 0 ||
		    (found != NULL && due->at >= out->at))
			continue;
		found = cs->v[i];
		*out = *due;
	}
	return found;
}

void
clocks_fire(struct clocks *cs, int64_t until)
{
	struct clock_fired f;
	struct sla_due due;
	struct cycle *cy;

	while ((cy = earliest(cs, &due)) != NULL && due.at <= until) {
		f = (struct clock_fired){ cy, due.point, due.at };
		if (due.i == -1)
			sla_breach(&cy->c, due.at, STR_NONE);
		else
			cy->c.fired |= (uint64_t)1 << due.i;
		cy->dirty = true;
		add_fired(cs, &f);
	}
}
