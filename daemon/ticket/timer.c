/* timer: see timer.h. */
#include "daemon/ticket/timer.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/ticket.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { TEXT_MAX = 1000 };		/* octets of what is being done */

int64_t
timer_worked(const struct timer *t, int64_t at)
{
	return t->worked + (t->resumed_at == 0 || at <= t->resumed_at ? 0 :
	    (at - t->resumed_at) / SECOND_US);
}

struct str
timer_text(struct arena *a, struct str before, struct str more)
{
	if (before.n == 0 || str_find(more, before, 0) != SIZE_MAX)
		return more;
	if (more.n == 0 || str_find(before, more, 0) != SIZE_MAX)
		return before;
	return str_utf8_cut(str_printf(a, "%.*s; %.*s", STR_ARG(before), STR_ARG(more)),
	    TEXT_MAX);
}

const struct timer *
timers_find(const struct timers *all, struct str agent)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].agent, agent))
			return &all->v[i];
	return NULL;
}

struct timers
timers_copy(struct arena *a, const struct timers *in)
{
	struct timers out = { 0 };

	for (size_t i = 0; in != NULL && i < in->n; i++)
		timers_put(a, &out, &in->v[i]);
	return out;
}

void
timers_take(struct timers *all, struct str agent)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++)
		if (!str_eq(all->v[i].agent, agent))
			all->v[kept++] = all->v[i];
	all->n = kept;
}

void
timers_put(struct arena *a, struct timers *all, const struct timer *t)
{
	const struct timer one = *t;

	timers_take(all, one.agent);
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = one;
}

static struct timer
read_row(struct arena *a, const struct sql_timers_row *row)
{
	return (struct timer){ .id = row->id, .agent = str_dup(a, row->agent),
	    .ticket = row->number, .subject = str_dup(a, row->subject),
	    .started_at = row->started_at, .resumed_at = row->resumed_at,
	    .worked = row->worked, .text = str_dup(a, row->text) };
}

int
timers_load(struct work *w)
{
	struct sql_timers_row row;
	struct timers *all;
	struct sql_timers h;

	if (w->timers != NULL)
		return 0;
	h = sql_timers(w->db);
	if (work_run(w) == -1)
		return -1;
	w->timers = all = ARENA_NEW(w->a, struct timers);
	for (size_t i = 0; sql_timers_row(w->db, h, i, &row); i++) {
		all->v = array_grow(w->a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = read_row(w->a, &row);
	}
	return 0;
}

int
timers_lock(struct work *w)
{
	sql_timer_lock(w->db);
	w->timers = NULL;
	return timers_load(w);
}

int
timer_of(struct work *w, const struct agent *ag, struct timer *out)
{
	const struct timer *mine;

	if (timers_load(w) == -1)
		return -1;
	if ((mine = timers_find(w->timers, ag->name)) != NULL)
		*out = *mine;
	return mine != NULL;
}

/* ---- what is done to one ---- */

int64_t
timer_due(const struct conf *conf, const struct timer *t, int64_t now)
{
	int64_t limit = conf->timer_limit, ask, cut;

	if (t->resumed_at == 0 || (limit == 0 && conf->timer_cut == 0))
		return 0;
	ask = limit == 0 ? INT64_MAX : t->resumed_at + (limit - t->worked) * SECOND_US;
	if (ask <= now)
		ask = now + limit * SECOND_US;
	cut = conf->timer_cut == 0 ? INT64_MAX :
	    t->resumed_at + (conf->timer_cut - t->worked) * SECOND_US;
	return cut < ask ? cut : ask;
}

static struct str
state_word(const struct timer *t)
{
	return t->resumed_at == 0 ? STR("paused") : STR("running");
}

/* Into the plan; and this work knows it from now on. */
static int
plan(struct work *w, struct ticket *t, const struct timer_change *c, struct str old,
    const struct cause *by)
{
	struct timer_change *kept = ARENA_NEW(w->a, struct timer_change);

	*kept = *c;
	kept->project = t->project;
	if (c->step == TIMER_DROPPED)
		timers_take(w->timers, c->as.agent);
	else
		timers_put(w->a, w->timers, &c->as);
	plan_add(w->a, &t->plan, &(struct change){ .what = CHANGE_TIMER, .old = old,
	    .new = c->step == TIMER_DROPPED ? STR_NONE : state_word(&c->as),
	    .timer = kept, .by = *by });
	return 1;
}

int
timer_start(struct work *w, struct ticket *t, struct str agent, struct str text, int64_t at,
    const struct cause *by)
{
	struct timer_change c = { TIMER_STARTS, { .agent = agent, .ticket = t->id,
	    .subject = t->subject, .started_at = at, .resumed_at = at,
	    .text = str_dup(w->a, str_utf8_cut(text, TEXT_MAX)) }, STR_NONE, 0 };

	c.asks_at = timer_due(w->conf, &c.as, at);
	return plan(w, t, &c, STR_NONE, by);
}

int
timer_go_on(struct work *w, struct ticket *t, const struct timer *tm, int64_t resumed_at,
    struct str text, const struct cause *by)
{
	struct timer_change c = { TIMER_BECOMES, *tm, STR_NONE, 0 };
	int64_t at = tm->resumed_at != 0 && by->at < tm->resumed_at ? tm->resumed_at : by->at;

	if (resumed_at == 0)
		c.as.worked = timer_worked(tm, at);
	c.as.resumed_at = resumed_at;
	c.as.text = str_dup(w->a, text);
	c.asks_at = timer_due(w->conf, &c.as, at);
	return plan(w, t, &c, state_word(tm), by);
}

int
timer_keep(struct work *w, struct ticket *t, const struct timer *tm, const struct cause *by)
{
	struct timer_change c = { TIMER_BECOMES, *tm, STR_NONE, 0 };
	int64_t limit = w->conf->timer_limit;

	c.asks_at = limit == 0 || tm->resumed_at == 0 ? timer_due(w->conf, tm, by->at) :
	    by->at + limit * SECOND_US;
	return plan(w, t, &c, state_word(tm), by);
}

int
timer_drop(struct work *w, struct ticket *t, const struct timer *tm, const struct cause *by)
{
	struct timer_change c = { TIMER_DROPPED, *tm, STR_NONE, 0 };
	int64_t at = by->at < tm->started_at ? tm->started_at : by->at;

	c.as.worked = timer_worked(tm, at);
	c.as.resumed_at = at;
	return plan(w, t, &c, time_span_text(w->a, c.as.worked), by);
}

/* Who works here no more is known by the name alone. */
static const struct agent *
owner(struct work *w, struct str name)
{
	const struct agent *ag = agents_find(&w->conf->agents, name);
	struct agent *gone = ARENA_NEW(w->a, struct agent);

	*gone = (struct agent){ .name = str_dup(w->a, name), .timezone = STR("UTC") };
	return ag != NULL ? ag : gone;
}

int
timer_stop(struct work *w, struct ticket *t, const struct timer *tm, int64_t at,
    struct str text, const struct cause *by)
{
	const struct timer was = *tm;
	int64_t from = was.resumed_at != 0 ? was.resumed_at : was.started_at;
	struct time_entry te = { .id = was.id, .ticket = t, .agent = owner(w, was.agent),
	    .started_at = was.started_at, .stopped_at = at < from ? from : at,
	    .worked = timer_worked(&was, at), .exact = true, .billable = true,
	    .text = timer_text(w->a, was.text, str_utf8_cut(text, TEXT_MAX)), .by = *by };

	timers_take(w->timers, was.agent);
	sql_wake_drop(w->db, TIMER_ALARM, was.ticket, was.agent, w->now);
	return time_entry_add(w, &te);
}
