/* ratecheck: see ratecheck.h. */
#include "daemon/policy/ratecheck.h"

#include "daemon/calendar/worktime.h"
#include "daemon/calendar/zone.h"
#include "daemon/sys/clock.h"
#include "parsers/text/date.h"

enum { LOOK_DAYS = 4 * 366, DAY_S = 86400 };

/* ---- currencies ---- */

/*
 * An amount must never be charged in another currency than it was meant in: what says none
 * is unclear where the project and the file name two.
 */
static void
settle_currency(struct loader *l, const struct conf *c, const struct rates *all, struct rate *r)
{
	const struct project *p = projects_find(&c->projects, r->project);
	struct str theirs = p != NULL && p->billing != NULL ? p->billing->currency : STR_NONE;

	if (p != NULL && p->billing == NULL)
		conf_fault_at(l, r->file, r->line, "project %.*s has no billing: give it billing = "
		    "{ currency = \"EUR\"; }; in projects.conf, or take this rate out",
		    STR_ARG(p->key));
	else if (r->currency.n > 0 && theirs.n > 0 && !str_eq(r->currency, theirs))
		conf_fault_at(l, r->file, r->line, "a rate in %.*s, and project %.*s is billed in "
		    "%.*s: say the amount in that", STR_ARG(r->currency), STR_ARG(p->key),
		    STR_ARG(theirs));
	else if (r->currency.n == 0 && all->currency.n > 0 && theirs.n > 0 &&
	    !str_eq(all->currency, theirs))
		conf_fault_at(l, r->file, r->line, "project %.*s is billed in %.*s, and rates here "
		    "are in %.*s where they say none: say currency = \"%.*s\"", STR_ARG(p->key),
		    STR_ARG(theirs), STR_ARG(all->currency), STR_ARG(theirs));
	else if (r->currency.n == 0 && r->project.n == 0 && all->currency.n == 0)
		conf_fault_at(l, r->file, r->line, "a rate of every project names no currency: say "
		    "currency = \"EUR\" in it, or once at the top of the file");
	if (r->currency.n == 0)
		r->currency = theirs.n > 0 ? theirs : all->currency;
}

/* ---- which rate holds ---- */

/* An instant at which both are open, from then on for some years; 0: there is none. */
static int64_t
meet(struct worktime *x, struct worktime *y, int64_t at, int64_t until)
{
	int64_t xf, xt, yf, yt;

	while (at < until && worktime_span(x, at, &xf, &xt) && worktime_span(y, at, &yf, &yt)) {
		int64_t from = xf > yf ? xf : yf, to = xt < yt ? xt : yt;

		if (from < to)
			return from >= until ? 0 : from > at ? from : at;
		at = to;
	}
	return 0;
}

/* When both may hold; 0: never. */
static int64_t
both_hold(struct worktimes *times, const struct rate *r, const struct rate *s)
{
	struct worktime *x, *y;
	int64_t from = r->from, until = r->until;

	if (r->calendar.n == 0 || str_eq(r->calendar, s->calendar))
		return 1;
	if (from == INT32_MIN)
		from = date_days(2026, 1, 1);
	if (until == INT32_MAX || until > from + LOOK_DAYS)
		until = from + LOOK_DAYS;
	x = worktimes_find(times, r->calendar);
	y = worktimes_find(times, s->calendar);
	return x == NULL || y == NULL ? 0 :
	    meet(x, y, from * DAY_S * SECOND_US, (until + 1) * DAY_S * SECOND_US);
}

static void
check_pair(struct loader *l, struct worktimes *times, const struct rate *r, const struct rate *s)
{
	int64_t at;

	if (!str_eq(r->project, s->project) || !str_eq(r->agent, s->agent) ||
	    !str_eq(r->service, s->service) || !str_eq(r->currency, s->currency) ||
	    rate_cmp(r, s) != 0 || (at = both_hold(times, r, s)) == 0)
		return;
	if (at == 1)
		conf_fault_at(l, s->file, s->line, "this rate and that of %.*s:%d are for the same "
		    "(%.*s): take one out, or say from or until when", STR_ARG(r->file), r->line,
		    STR_ARG(rate_scope(l->a, r)));
	else
		conf_fault_at(l, s->file, s->line, "this rate and that of %.*s:%d hold both when %.*s "
		    "and %.*s are open, as at %.*s: let their hours not meet", STR_ARG(r->file),
		    r->line, STR_ARG(r->calendar), STR_ARG(s->calendar),
		    STR_ARG(zone_text(l->a, zone_utc(), at)));
}

void
ratecheck(struct loader *l, const struct conf *c, struct rates *all)
{
	struct worktimes *times = worktimes_new(l->a, &c->calendars);
	size_t before;

	for (size_t i = 0; i < all->n; i++)
		settle_currency(l, c, all, &all->v[i]);
	before = l->faults->lines.n;
	for (size_t i = 0; before == 0 && i < all->n; i++)
		for (size_t k = 0; k < i; k++)
			check_pair(l, times, &all->v[k], &all->v[i]);
}
