/* timer: see timer.h. */
#include "daemon/ticket/timer.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "sql.h"

int64_t
timer_worked(const struct timer *t, int64_t at)
{
	return t->worked + (t->resumed_at == 0 || at <= t->resumed_at ? 0 :
	    (at - t->resumed_at) / SECOND_US);
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

	if (in == NULL || in->n == 0)
		return out;
	out = (struct timers){ ARENA_ARRAY(a, in->n, struct timer), in->n };
	memcpy(out.v, in->v, in->n * sizeof(out.v[0]));
	return out;
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
	all->v = ARENA_ARRAY(w->a, sql_timers_count(w->db, h), struct timer);
	while (sql_timers_row(w->db, h, all->n, &row))
		all->v[all->n++] = read_row(w->a, &row);
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
