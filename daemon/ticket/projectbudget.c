/* projectbudget: see projectbudget.h. */
#include "daemon/ticket/projectbudget.h"

#include "daemon/calendar/month.h"
#include "sql.h"

enum { MONTHS = 12, QUARTER = 3, WEEK = 7, THURSDAY = 3 };

const struct budget_limit *
project_budget(const struct project *p)
{
	return p == NULL || p->billing == NULL || p->billing->budget.worked == 0 ? NULL :
	    &p->billing->budget;
}

/* ISO 8601: weeks begin on Monday, and are of the year that has their Thursday. */
static struct budget_period
week_of(struct arena *a, const struct zone *zone, int64_t us)
{
	int32_t day = civil_of(zone, us), monday = day - (day + THURSDAY) % WEEK;
	struct str thursday = civil_text(a, monday + THURSDAY);
	int64_t january;
	int32_t first = 0;

	month_parse(str_printf(a, "%.*s-01", 4, thursday.p), &january);
	first = civil_of(zone, month_start(zone, january));
	return (struct budget_period){ .name = str_printf(a, "%.*s-W%02d", 4, thursday.p,
	    (monday + THURSDAY - first) / WEEK + 1), .since = civil_start(zone, monday),
	    .until = civil_start(zone, monday + WEEK) };
}

/* `n` months that begin with a multiple of so many. */
static struct budget_period
months_of(struct arena *a, const struct zone *zone, int64_t us, int n)
{
	int64_t from = month_of(a, zone, us) / n * n;
	struct budget_period p = { .since = month_start(zone, from),
	    .until = month_start(zone, from + n), .name = month_text(a, from) };

	if (n == MONTHS)
		p.name = str_sub(p.name, 0, 4);
	else if (n == QUARTER)
		p.name = str_printf(a, "%.*s-Q%lld", 4, p.name.p,
		    (long long)(from % MONTHS / QUARTER + 1));
	return p;
}

struct budget_period
budget_period_of(struct arena *a, const struct zone *zone, enum budget_per per, int64_t us)
{
	switch (per) {
	case BUDGET_WEEK:
		return week_of(a, zone, us);
	case BUDGET_MONTH:
		return months_of(a, zone, us, 1);
	case BUDGET_QUARTER:
		return months_of(a, zone, us, QUARTER);
	case BUDGET_YEAR:
		return months_of(a, zone, us, MONTHS);
	case BUDGET_ALL:
		break;
	}
	return (struct budget_period){ .name = STR_NONE };
}

struct str
budget_points_of(struct arena *a, const struct budget_period *p, const struct budget_limit *b)
{
	struct str text = str_sub(b->text, 0, str_chr(b->text, '/', 0));

	return p->name.n == 0 ? str_printf(a, "%.*s in all", STR_ARG(text)) :
	    str_printf(a, "%.*s of %.*s", STR_ARG(p->name), STR_ARG(text));
}

static void
reach(struct work *w, const struct project *p, int64_t at, int64_t ticket)
{
	const struct budget_limit *b = project_budget(p);
	struct budget_period period = budget_period_of(w->a, project_event_zone(w, p), b->per, at);
	int64_t points[EVENT_POINTS];

	sql_project_budget_reach(w->db, &(struct sql_project_budget_reach_in){
	    .project = p->key, .what = budget_points_of(w->a, &period, b), .since = period.since,
	    .until = period.until, .allowed = b->worked,
	    .points = { points, event_points(EVENT_BUDGET, points) }, .ticket = ticket,
	    .now = w->now });
}

void
project_budget_booked(struct work *w, struct str project, int64_t counts_at, int64_t ticket)
{
	const struct project *p = projects_find(&w->conf->projects, project);
	const struct budget_limit *b = project_budget(p);
	const struct zone *zone;

	if (b == NULL)
		return;
	zone = project_event_zone(w, p);
	sql_project_budget_lock(w->db, p->key);
	reach(w, p, counts_at, ticket);
	if (budget_period_of(w->a, zone, b->per, counts_at).since !=
	    budget_period_of(w->a, zone, b->per, w->now).since)
		reach(w, p, w->now, ticket);
	if (w->next_alarm == 0 || w->next_alarm > w->now)
		w->next_alarm = w->now;
}

struct budget_known {			/* of this work, newest first */
	const struct project	*of;
	struct budget_used	 used;
	struct budget_known	*next;
};

int
project_budget_used(struct work *w, const struct project *p, struct budget_used *out)
{
	const struct budget_limit *b = project_budget(p);
	struct sql_project_budget_used_row row;
	struct sql_project_budget_used h;
	struct budget_known *k;

	for (k = w->budgets; k != NULL && k->of != p;)
		k = k->next;
	if (k == NULL) {
		k = ARENA_NEW(w->a, struct budget_known);
		*k = (struct budget_known){ .of = p, .next = w->budgets, .used = {
		    .period = budget_period_of(w->a, project_event_zone(w, p), b->per, w->now),
		    .limit = b->worked } };
		h = sql_project_budget_used(w->db, p->key, k->used.period.since,
		    k->used.period.until);
		if (work_run(w) == -1)
			return -1;
		if (sql_project_budget_used_row(w->db, h, 0, &row))
			k->used.used = row.used;
		w->budgets = k;
	}
	*out = k->used;
	return 0;
}

int
project_budget_look(struct work *w)
{
	const struct projects *all = &w->conf->projects;

	for (size_t i = 0; i < all->n; i++)
		if (project_budget(&all->v[i]) != NULL)
			reach(w, &all->v[i], w->now, 0);
	return 0;
}
