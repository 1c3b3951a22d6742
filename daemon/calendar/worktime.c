/*
 * calendar: see calendar.h.  Spans cover a stretch of local days, which is made
 * anew, wider, when a time outside it is asked; running totals make the worked
 * time before any instant (its position) one binary search.
 *
 * Trusts the configuration's check: a calendar has open time and a zone that
 * exists.  Should the zone have gone since, it reckons in UTC and says so.
 * Instants further away than HORIZON_DAYS from 1970 are taken as that far, and
 * a deadline that lies beyond it is the horizon.
 */
#include "daemon/calendar/worktime.h"

#include <stdlib.h>

#include "daemon/calendar/zone.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	DAY = 86400,
	MARGIN_DAYS = 9,		/* a span may run over days, a zone is off by one */
	YEAR_DAYS = 366,
	HORIZON_DAYS = 200000		/* the year 2517 */
};

#define DAY_US	((int64_t)DAY * SECOND_US)

struct open_span {
	int64_t	from, to;		/* us */
	int64_t	before;			/* worked us of the spans before it */
};

struct part {				/* a calendar, or one of a union's */
	const struct calendar	*calendar;
	const struct zone	*zone;
};

struct worktime {
	struct arena		*a;
	bool			 always;
	struct part		*parts;
	size_t			 n_parts;
	struct open_span	*v;		/* rising, disjoint */
	size_t			 n;
	size_t			 cap;
	int64_t			 from_day;	/* the first local day that it is made for */
	int64_t			 to_day;	/* the first that it is not made for */
};

static void
add_part(struct worktime *wt, const struct calendar *c)
{
	struct part *part = &wt->parts[wt->n_parts++];
	struct err e;

	part->calendar = c;
	wt->always |= c->always;
	if (zone_load(wt->a, c->timezone, &part->zone, &e) == 0)
		return;
	part->zone = zone_utc();
	if (!c->always)
		log_error("calendar reckoned in UTC",
		    { "calendar", LOG_S(c->name) }, { "error", LOG_C(e.text) });
}

static size_t
count_parts(const struct calendar *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->members.n; i++)
		n += count_parts(c->parts[i]);
	return c->members.n == 0 ? 1 : n;
}

/* Unions of unions are walked; the configuration's check found no circle. */
static void
add_parts(struct worktime *wt, const struct calendar *c)
{
	if (c->members.n == 0)
		add_part(wt, c);
	for (size_t i = 0; i < c->members.n; i++)
		add_parts(wt, c->parts[i]);
}

struct worktime *
worktime_new(struct arena *a, const struct calendar *c)
{
	struct worktime *wt = ARENA_NEW(a, struct worktime);

	wt->a = a;
	wt->parts = ARENA_ARRAY(a, count_parts(c), struct part);
	add_parts(wt, c);
	return wt;
}

static int
compare_days(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool
is_holiday(const struct calendar *c, int64_t day)
{
	int32_t key = (int32_t)day;

	return c->n_holidays > 0 && bsearch(&key, c->holidays, c->n_holidays,
	    sizeof(key), compare_days) != NULL;
}

static int
compare_spans(const void *a, const void *b)
{
	const struct open_span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* A span over a change of the clocks is as long as it really is. */
static void
add_span(struct worktime *wt, const struct zone *z, int64_t day, const struct span *s)
{
	struct open_span o = {
		.from = zone_instant(z, day * DAY + s->from) * SECOND_US,
		.to = zone_instant(z, day * DAY + s->to) * SECOND_US,
	};

	if (o.from < o.to)
		wt->v[wt->n++] = o;
}

/* Sorted, joined where they meet, totalled. */
static void
settle(struct worktime *wt)
{
	size_t n = 0;

	if (wt->n == 0)
		return;
	qsort(wt->v, wt->n, sizeof(*wt->v), compare_spans);
	for (size_t i = 1; i < wt->n; i++) {
		if (wt->v[i].from > wt->v[n].to)
			wt->v[++n] = wt->v[i];
		else if (wt->v[i].to > wt->v[n].to)
			wt->v[n].to = wt->v[i].to;
	}
	wt->n = n + 1;
	for (size_t i = 1; i < wt->n; i++)
		wt->v[i].before = wt->v[i - 1].before + wt->v[i - 1].to - wt->v[i - 1].from;
}

static void
make_part(struct worktime *wt, const struct part *part)
{
	const struct calendar *c = part->calendar;

	for (int64_t day = wt->from_day; day < wt->to_day; day++) {
		int weekday = (int)((day % 7 + 10) % 7);	/* 1970-01-01: Thursday */

		if (is_holiday(c, day))
			continue;
		for (size_t i = 0; i < c->n_hours; i++)
			if (c->hours[i].day == weekday)
				add_span(wt, part->zone, day, &c->hours[i]);
	}
}

static void
make(struct worktime *wt, int64_t from_day, int64_t to_day)
{
	size_t weeks = (size_t)((to_day - from_day) / 7 + 1), need = 0;

	for (size_t i = 0; i < wt->n_parts; i++)
		need += weeks * wt->parts[i].calendar->n_hours;
	if (wt->cap < need) {
		wt->cap = need;
		wt->v = ARENA_ARRAY(wt->a, wt->cap, struct open_span);
	}
	wt->n = 0;
	wt->from_day = from_day;
	wt->to_day = to_day;
	for (size_t i = 0; i < wt->n_parts; i++)
		make_part(wt, &wt->parts[i]);
	settle(wt);
}

static int64_t
clamp(int64_t us)
{
	const int64_t max = HORIZON_DAYS * DAY_US;

	return us < -max ? -max : us > max ? max : us;
}

/*
 * Makes sure that spans cover the instants; the stretch at least doubles, so
 * that what the arena keeps of former ones stays in proportion.
 */
static void
cover(struct worktime *wt, int64_t from, int64_t to)
{
	int64_t first = from / DAY_US - MARGIN_DAYS, last = to / DAY_US + MARGIN_DAYS;
	int64_t size = wt->to_day - wt->from_day;

	if (size > 0 && first >= wt->from_day && last < wt->to_day)
		return;
	if (size == 0) {
		make(wt, first - YEAR_DAYS, last + YEAR_DAYS);
		return;
	}
	make(wt, first < wt->from_day ? first - size : wt->from_day,
	    last >= wt->to_day ? last + size : wt->to_day);
}

/* How many spans start at or before this instant. */
static size_t
spans_until(const struct worktime *wt, int64_t at)
{
	size_t lo = 0, hi = wt->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (wt->v[mid].from <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int64_t
position(const struct worktime *wt, int64_t at)
{
	size_t i = spans_until(wt, at);
	const struct open_span *s;

	if (i == 0)
		return 0;
	s = &wt->v[i - 1];
	return s->before + (at < s->to ? at : s->to) - s->from;
}

int64_t
worktime_between(struct worktime *wt, int64_t from, int64_t to)
{
	from = clamp(from);
	to = clamp(to);
	if (to <= from)
		return 0;
	if (wt->always)
		return to - from;
	cover(wt, from, to);
	return position(wt, to) - position(wt, from);
}

/* The first span in which the position reaches `wanted`, or NULL. */
static const struct open_span *
span_reaching(const struct worktime *wt, int64_t wanted)
{
	size_t lo = 0, hi = wt->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct open_span *s = &wt->v[mid];

		if (s->before + s->to - s->from < wanted)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < wt->n ? &wt->v[lo] : NULL;
}

int64_t
worktime_after(struct worktime *wt, int64_t from, int64_t worked)
{
	const int64_t horizon = HORIZON_DAYS * DAY_US;
	const struct open_span *s;
	int64_t until, wanted;

	from = clamp(from);
	if (worked <= 0)
		return from;
	if (worked >= horizon - from)
		return horizon;
	if (wt->always)
		return from + worked;
	for (until = from + worked;; until = clamp(until + (until - from))) {
		cover(wt, from, until);
		wanted = position(wt, from) + worked;
		/* Spans of the margin may still grow longer: they don't count yet. */
		if (position(wt, until) >= wanted && (s = span_reaching(wt, wanted)) != NULL)
			return s->from + wanted - s->before;
		if (until == horizon)
			return horizon;
	}
}

bool
worktime_span(struct worktime *wt, int64_t at, int64_t *from, int64_t *to)
{
	const int64_t horizon = HORIZON_DAYS * DAY_US;
	int64_t until = at, step = YEAR_DAYS * DAY_US;

	at = clamp(at);
	if (wt->always) {
		*from = at;
		*to = INT64_MAX;
		return true;
	}
	do {
		size_t i;

		until = clamp(until + step);
		cover(wt, at, until);
		i = spans_until(wt, at);
		if (i > 0 && wt->v[i - 1].to > at)
			i--;
		if (i < wt->n && wt->v[i].to < until) {
			*from = wt->v[i].from;
			*to = wt->v[i].to;
			return true;
		}
	} while (until < horizon);
	return false;
}

/* --- all of a list ---------------------------------------------- */

struct worktimes {
	struct arena		*a;
	const struct calendars	*calendars;
	struct worktime		**v;		/* one a calendar, NULL: not used yet */
	struct worktime		*always;
};

struct worktimes *
worktimes_new(struct arena *a, const struct calendars *calendars)
{
	struct worktimes *all = ARENA_NEW(a, struct worktimes);

	all->a = a;
	all->calendars = calendars;
	all->v = ARENA_ARRAY(a, calendars->n, struct worktime *);
	return all;
}

struct worktime *
worktimes_always(struct worktimes *all)
{
	struct calendar *c;

	if (all->always == NULL) {
		c = ARENA_NEW(all->a, struct calendar);
		c->timezone = STR("UTC");
		c->always = true;
		all->always = worktime_new(all->a, c);
	}
	return all->always;
}

struct worktime *
worktimes_find(struct worktimes *all, struct str name)
{
	const struct calendar *c = calendars_find(all->calendars, name);
	size_t i;

	if (c == NULL)
		return NULL;
	i = (size_t)(c - all->calendars->v);
	if (all->v[i] == NULL)
		all->v[i] = worktime_new(all->a, c);
	return all->v[i];
}
