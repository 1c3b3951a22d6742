/* pick: see pick.h. */
#include "daemon/bill/pick.h"

#include <stdlib.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"


/* ---- what may hold for a project ---- */

static int
specific_first(const void *p, const void *q)
{
	const struct rate *const *x = p, *const *y = q;
	int by = rate_cmp(*x, *y);

	return by != 0 ? -by : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

static void
add_rates(struct arena *a, struct picker *p)
{
	const struct rates *all = &p->terms->conf->rates;
	const struct project *project = p->terms->project;

	p->rates = ARENA_ARRAY(a, all->n, const struct rate *);
	for (size_t i = 0; i < all->n; i++)
		if ((all->v[i].project.n == 0 || str_eq(all->v[i].project, project->key)) &&
		    str_eq(all->v[i].currency, project->billing->currency))
			p->rates[p->n_rates++] = &all->v[i];
	if (p->n_rates > 1)
		qsort(p->rates, p->n_rates, sizeof(*p->rates), specific_first);
}

/* A project's own stands for the general one of its name. */
static bool
is_replaced(const struct rates *all, const struct surcharge *s, struct str project)
{
	for (size_t i = 0; s->project.n == 0 && i < all->n_surcharges; i++)
		if (str_eq(all->surcharges[i].name, s->name) &&
		    str_eq(all->surcharges[i].project, project))
			return true;
	return false;
}

static int
highest_first(const void *p, const void *q)
{
	const struct surcharge *const *x = p, *const *y = q;

	if ((*x)->percent != (*y)->percent)
		return (*x)->percent > (*y)->percent ? -1 : 1;
	return ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

static const struct zone *
zone_of(struct arena *a, const struct bill_terms *t, const struct surcharge *s)
{
	const struct zone *z = NULL;

	if (s->when != SURCHARGE_HOLIDAY || zone_load(a,
	    calendar_zone(calendars_find(&t->conf->calendars, s->calendar)), &z, NULL) == -1)
		return zone_utc();
	return z;
}

static void
add_surcharges(struct arena *a, struct picker *p)
{
	const struct rates *all = &p->terms->conf->rates;
	struct str project = p->terms->project->key;

	p->surcharges = ARENA_ARRAY(a, all->n_surcharges, const struct surcharge *);
	p->zones = ARENA_ARRAY(a, all->n_surcharges, const struct zone *);
	for (size_t i = 0; i < all->n_surcharges; i++) {
		const struct surcharge *s = &all->surcharges[i];

		if (s->percent > 0 && (s->project.n == 0 || str_eq(s->project, project)) &&
		    !is_replaced(all, s, project))
			p->surcharges[p->n_surcharges++] = s;
	}
	if (p->n_surcharges > 1)
		qsort(p->surcharges, p->n_surcharges, sizeof(*p->surcharges), highest_first);
	for (size_t i = 0; i < p->n_surcharges; i++)
		p->zones[i] = zone_of(a, p->terms, p->surcharges[i]);
}

void
picker_init(struct arena *a, const struct bill_terms *t, struct picker *p)
{
	*p = (struct picker){ .terms = t };
	add_rates(a, p);
	add_surcharges(a, p);
}

/* ---- when it holds ---- */

struct str
pick_service(const struct bill_terms *t, const struct bill_entry *e)
{
	return e->service.n > 0 ? e->service : t->project->billing->service;
}

int32_t
pick_day(const struct zone *z, int64_t us)
{
	int64_t s = us / SECOND_US - (us % SECOND_US < 0), wall = s + zone_offset(z, s);

	return (int32_t)(wall / 86400 - (wall % 86400 < 0));
}

/* When that day begins there, us. */
static int64_t
day_start(const struct zone *z, int64_t day)
{
	return zone_instant(z, day * 86400) * SECOND_US;
}

/* From when to when it is asked: an instant, or a day of which no hour is known. */
struct asked {
	int64_t	from, to;		/* us; to > from */
};

static bool
is_open(struct worktimes *times, struct str calendar, struct asked at)
{
	struct worktime *wt = worktimes_find(times, calendar);

	return wt != NULL && worktime_between(wt, at.from, at.to) == at.to - at.from;
}

static bool
is_closed(struct worktimes *times, struct str calendar, struct asked at)
{
	struct worktime *wt = worktimes_find(times, calendar);

	return wt != NULL && worktime_between(wt, at.from, at.to) == 0;
}

static bool
has_holiday(const struct calendar *c, int32_t day)
{
	for (size_t i = 0; i < c->n_holidays; i++)
		if (c->holidays[i] == day)
			return true;
	return false;
}

static bool
is_holiday(const struct bill_terms *t, struct str calendar, const struct zone *z, struct asked at)
{
	const struct calendar *c = calendars_find(&t->conf->calendars, calendar);

	return c != NULL && has_holiday(c, pick_day(z, at.from)) &&
	    has_holiday(c, pick_day(z, at.to - 1));
}

static bool
is_of(const struct rate *r, const struct bill_entry *e, struct str service)
{
	return (r->agent.n == 0 || str_eq(r->agent, e->agent)) &&
	    (r->service.n == 0 || str_eq(r->service, service));
}

static bool
rate_holds(const struct picker *p, const struct rate *r, const struct bill_entry *e,
    struct asked at)
{
	int32_t day = pick_day(p->terms->zone, at.from);

	return is_of(r, e, pick_service(p->terms, e)) && day >= r->from && day <= r->until &&
	    (r->calendar.n == 0 || is_open(p->terms->worktimes, r->calendar, at));
}

static bool
surcharge_holds(const struct picker *p, size_t i, struct asked at)
{
	const struct surcharge *s = p->surcharges[i];

	if (s->when == SURCHARGE_HOLIDAY)
		return is_holiday(p->terms, s->calendar, p->zones[i], at);
	return s->when == SURCHARGE_OPEN ? is_open(p->terms->worktimes, s->calendar, at) :
	    is_closed(p->terms->worktimes, s->calendar, at);
}

/* ---- where an entry is split ---- */

struct cuts {
	int64_t	*v;			/* us, within the entry; the first is where it begins */
	size_t	 n;
};

static void
cut(struct arena *a, struct cuts *c, struct asked whole, int64_t at)
{
	if (at <= whole.from || at >= whole.to)
		return;
	c->v = array_grow(a, c->v, c->n, sizeof(*c->v));
	c->v[c->n++] = at;
}

static void
cut_hours(struct arena *a, struct cuts *c, struct asked whole, struct worktime *wt)
{
	int64_t from, to, at = whole.from;

	while (wt != NULL && at < whole.to && worktime_span(wt, at, &from, &to) &&
	    from < whole.to) {
		cut(a, c, whole, from);
		cut(a, c, whole, to);
		at = to;
	}
}

static void
cut_days(struct arena *a, struct cuts *c, struct asked whole, const struct zone *z)
{
	int64_t day = pick_day(z, whole.from), at;

	while ((at = day_start(z, ++day)) < whole.to)
		cut(a, c, whole, at);
}

static int
earlier(const void *p, const void *q)
{
	const int64_t *x = p, *y = q;

	return (*x > *y) - (*x < *y);
}

static struct cuts
cuts_of(struct arena *a, const struct picker *p, const struct bill_entry *e, struct asked whole)
{
	struct worktimes *times = p->terms->worktimes;
	struct cuts c = { 0 };

	c.v = array_grow(a, NULL, 0, sizeof(*c.v));
	c.v[c.n++] = whole.from;
	if (e->day_only)
		return c;
	for (size_t i = 0; i < p->n_rates; i++)
		if (p->rates[i]->calendar.n > 0 &&
		    is_of(p->rates[i], e, pick_service(p->terms, e)))
			cut_hours(a, &c, whole, worktimes_find(times, p->rates[i]->calendar));
	for (size_t i = 0; i < p->n_surcharges; i++)
		if (p->surcharges[i]->when == SURCHARGE_HOLIDAY)
			cut_days(a, &c, whole, p->zones[i]);
		else
			cut_hours(a, &c, whole, worktimes_find(times, p->surcharges[i]->calendar));
	cut_days(a, &c, whole, p->terms->zone);		/* rates have dates */
	if (c.n > 1)
		qsort(c.v, c.n, sizeof(*c.v), earlier);
	return c;
}

/* ---- pieces ---- */

static struct str
entry_text(struct arena *a, const struct bill_terms *t, const struct bill_entry *e, int64_t at)
{
	struct str service = pick_service(t, e);

	return str_printf(a, "entry %lld (ticket %lld, %.*s, %.*s%s%.*s)", (long long)e->id,
	    (long long)e->number, STR_ARG(e->agent), STR_ARG(zone_text(a, t->zone, at)),
	    service.n > 0 ? ", service " : "", STR_ARG(service));
}

static int
no_rate(struct arena *a, const struct bill_terms *t, const struct bill_entry *e, int64_t at,
    struct err *err)
{
	struct str service = pick_service(t, e);

	return err_set(err, ERR_CONF, "%.*s: no rate of rates.conf covers it, and nothing is billed "
	    "at 0: { project = \"%.*s\"; %s%.*s%samount = \"100.00\"; } would%s",
	    STR_ARG(entry_text(a, t, e, at)), STR_ARG(t->project->key),
	    service.n > 0 ? "service = \"" : "", STR_ARG(service), service.n > 0 ? "\"; " : "",
	    e->day_only ? "; of its day no hour is known, so no rate with hours counts" : "");
}

/* The rate of a moment of it.  -1: none, or two. */
static int
rate_at(struct arena *a, const struct picker *p, const struct bill_entry *e, struct asked at,
    const struct rate **out, struct err *err)
{
	*out = NULL;
	for (size_t i = 0; i < p->n_rates; i++) {
		const struct rate *r = p->rates[i];

		if (*out != NULL && rate_cmp(*out, r) != 0)
			break;
		if (!rate_holds(p, r, e, at))
			continue;
		if (*out != NULL)
			return err_set(err, ERR_CONF, "%.*s: the rates of %.*s:%d and %.*s:%d are as "
			    "specific, and both hold: let one of them not", STR_ARG(entry_text(a,
			    p->terms, e, at.from)), STR_ARG((*out)->file), (*out)->line,
			    STR_ARG(r->file), r->line);
		*out = r;
	}
	return *out == NULL ? no_rate(a, p->terms, e, at.from, err) : 0;
}

static const struct surcharge *
surcharge_at(const struct picker *p, struct asked at)
{
	for (size_t i = 0; i < p->n_surcharges; i++)
		if (surcharge_holds(p, i, at))
			return p->surcharges[i];
	return NULL;
}

/* What costs the same is one piece, wherever it lies. */
static void
add_piece(struct arena *a, struct rate_pieces *out, struct rate_piece one)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].rate == one.rate && out->v[i].surcharge == one.surcharge) {
			out->v[i].worked += one.worked;
			return;
		}
	out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
	out->v[out->n++] = one;
}

int
pick_pieces(struct arena *a, const struct picker *p, const struct bill_entry *e,
    struct rate_pieces *out, struct err *err)
{
	int64_t length = e->worked < 0 ? -e->worked : e->worked, done = 0;
	int64_t sign = e->worked < 0 ? -1 : 1;
	int32_t day = pick_day(p->terms->zone, e->at);
	struct asked whole = { e->at, e->at + length * SECOND_US };
	struct cuts c;

	*out = (struct rate_pieces){ 0 };
	c = cuts_of(a, p, e, whole);
	for (size_t i = 0; i < c.n; i++) {
		struct asked at = { c.v[i], c.v[i] + 1 };
		int64_t end = i + 1 == c.n ? length : (c.v[i + 1] - e->at) / SECOND_US;
		struct rate_piece one = { .at = at.from, .worked = sign * (end - done) };

		if (end == done)
			continue;
		done = end;
		if (e->day_only)
			at = (struct asked){ day_start(p->terms->zone, day),
			    day_start(p->terms->zone, day + 1) };
		if (rate_at(a, p, e, at, &one.rate, err) == -1)
			return -1;
		one.surcharge = surcharge_at(p, at);
		add_piece(a, out, one);
	}
	return 0;
}

/* ---- for who asks why ---- */

struct str
pick_refusal(struct arena *a, const struct bill_terms *t, const struct bill_entry *e,
    const struct rate *r)
{
	int32_t day = pick_day(t->zone, e->at);
	int32_t last = pick_day(t->zone, e->at + (e->worked > 0 ? e->worked - 1 : 0) * SECOND_US);

	if (r->project.n > 0 && !str_eq(r->project, t->project->key))
		return str_printf(a, "is for project %.*s", STR_ARG(r->project));
	if (!str_eq(r->currency, t->project->billing->currency))
		return str_printf(a, "is in %.*s", STR_ARG(r->currency));
	if (r->agent.n > 0 && !str_eq(r->agent, e->agent))
		return str_printf(a, "is for engineer %.*s", STR_ARG(r->agent));
	if (r->service.n > 0 && !str_eq(r->service, pick_service(t, e)))
		return str_printf(a, "is for service %.*s", STR_ARG(r->service));
	if (last < r->from)
		return STR("begins later");
	if (day > r->until)
		return STR("ended before");
	return STR_NONE;
}

struct str
pick_surcharge_refusal(struct arena *a, const struct bill_terms *t, const struct surcharge *s)
{
	struct str key = t->project->key;

	if (s->project.n > 0 && !str_eq(s->project, key))
		return str_printf(a, "is for project %.*s", STR_ARG(s->project));
	if (is_replaced(&t->conf->rates, s, key))
		return str_printf(a, "project %.*s has its own", STR_ARG(key));
	return s->percent == 0 ? STR("adds nothing") : STR_NONE;
}
