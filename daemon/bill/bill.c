/* bill: see bill.h. */
#include "daemon/bill/bill.h"

#include <stdlib.h>

#include "daemon/bill/money.h"
#include "daemon/bill/pick.h"
#include "daemon/bill/round.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

#define WORKED_MOST	(3660 * 86400LL)		/* s: ten years */
#define AT_MOST		(253402300800LL * SECOND_US)	/* us: the year 10000 */

struct reckoning {
	struct arena		*a;
	const struct bill_terms	*terms;
	const struct billing	*billing;
	struct picker		 picker;
	struct bill		*out;
	struct err		*err;
};

struct str
bill_zone(const struct conf *c, const struct project *p)
{
	return calendar_zone(p == NULL ? NULL : calendars_find(&c->calendars, p->calendar));
}

/* ---- in which order ---- */

static int
by_number(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

/* Whatever differs decides, so that no order of the caller's is left. */
static int
entry_order(const void *p, const void *q)
{
	const struct bill_entry *const *px = p, *const *py = q, *x = *px, *y = *py;
	const int by[] = {
		by_number(x->number, y->number), by_number(x->at, y->at), by_number(x->id, y->id),
		by_number(x->worked, y->worked), str_cmp(x->agent, y->agent),
		str_cmp(x->service, y->service), str_cmp(x->text, y->text),
		x->billable - y->billable, x->day_only - y->day_only, x->late - y->late,
	};

	for (size_t i = 0; i < COUNT(by); i++)
		if (by[i] != 0)
			return by[i];
	return 0;
}

static const struct bill_entry **
sorted(struct arena *a, const struct bill_entry *v, size_t n)
{
	const struct bill_entry **out = ARENA_ARRAY(a, n, const struct bill_entry *);

	for (size_t i = 0; i < n; i++)
		out[i] = &v[i];
	if (n > 1)
		qsort(out, n, sizeof(*out), entry_order);
	return out;
}

/* ---- lines of one entry ---- */

static struct bill_line *
add_line(struct reckoning *k, const struct bill_entry *e, int64_t raw)
{
	struct bill *b = k->out;

	b->v = array_grow(k->a, b->v, b->n, sizeof(*b->v));
	b->v[b->n] = (struct bill_line){ .of = e, .raw = raw, .why = STR("not billable"),
	    .service = pick_service(k->terms, e) };
	return &b->v[b->n++];
}

/* What has no place here, whoever made it. */
static int
check_entry(struct reckoning *k, const struct bill_entry *e)
{
	if (e->worked > WORKED_MOST || e->worked < -WORKED_MOST || e->at > AT_MOST ||
	    e->at < -AT_MOST)
		return err_set(k->err, ERR_CONF, "entry %lld (ticket %lld, %.*s) is longer than ten "
		    "years, or of no year that there is: correct it", (long long)e->id,
		    (long long)e->number, STR_ARG(e->agent));
	return 0;
}

/* -1: there is no such service (any more). */
static int
is_billed(struct reckoning *k, const struct bill_entry *e, bool *out)
{
	struct str name = pick_service(k->terms, e);
	const struct service *s = service_find(&k->terms->conf->rates, name);

	*out = e->billable && (s == NULL || s->billable);
	if (e->billable && name.n > 0 && s == NULL)
		return err_set(k->err, ERR_CONF, "entry %lld (ticket %lld, %.*s) is of service "
		    "%.*s, and rates.conf has none of that name: put it there", (long long)e->id,
		    (long long)e->number, STR_ARG(e->agent), STR_ARG(name));
	return 0;
}

/* Customers read it: where it stands in which file is what `docketctl rate explain` tells. */
static struct str
why_piece(struct reckoning *k, const struct bill_entry *e, const struct rate_piece *p)
{
	struct str currency = k->billing->currency;
	struct buf b;

	buf_init(&b, k->a);
	buf_printf(&b, "%.*s %.*s/h", STR_ARG(money_rate_text(k->a, p->rate->amount)),
	    STR_ARG(currency));
	if (p->surcharge != NULL)
		buf_printf(&b, "; %.*s +%.*s %%", STR_ARG(p->surcharge->name),
		    STR_ARG(money_percent_text(k->a, p->surcharge->percent)));
	else if (e->day_only && k->picker.n_surcharges > 0)
		buf_adds(&b, "; its hours are not known");
	return buf_str(&b);
}

static int
add_entry(struct reckoning *k, const struct bill_entry *e)
{
	struct rate_pieces pieces;
	bool billed;

	if (check_entry(k, e) == -1 || is_billed(k, e, &billed) == -1)
		return -1;
	if (!billed) {
		add_line(k, e, e->worked);
		return 0;
	}
	if (pick_pieces(k->a, &k->picker, e, &pieces, k->err) == -1)
		return -1;
	if (pieces.n == 0)
		add_line(k, e, 0)->why = STR("nothing is left of it");
	for (size_t i = 0; i < pieces.n; i++) {
		const struct rate_piece *p = &pieces.v[i];
		struct bill_line *line = add_line(k, e, p->worked);

		line->rate = p->surcharge == NULL ? p->rate->amount :
		    money_raised(p->rate->amount, p->surcharge->percent);
		line->why = why_piece(k, e, p);
		line->billed = p->worked;	/* so far */
	}
	return 0;
}

/* ---- rounding ---- */

/* Lines that cost something, and are rounded as one. */
struct unit {
	struct bill_line **v;
	size_t		  n;
};

static bool
is_same_unit(const struct reckoning *k, const struct bill_line *x, const struct bill_line *y)
{
	const struct bill_entry *p = x->of, *q = y->of;

	switch (k->billing->rounding.per) {
	case PER_STATEMENT:
		return true;
	case PER_TICKET:
		return p->number == q->number;
	case PER_TICKET_DAY:
		return p->number == q->number &&
		    pick_day(k->terms->zone, p->at) == pick_day(k->terms->zone, q->at);
	default:
		return p == q;
	}
}

static void
round_unit(struct reckoning *k, struct unit *u)
{
	int64_t *raw = ARENA_ARRAY(k->a, u->n, int64_t), *billed = ARENA_ARRAY(k->a, u->n, int64_t);
	int64_t sum = 0, rounded;

	for (size_t i = 0; i < u->n; i++)
		sum += raw[i] = u->v[i]->raw;
	rounded = round_worked(&k->billing->rounding, sum);
	if (rounded == sum)
		return;
	round_spread(k->a, raw, u->n, rounded, billed);
	for (size_t i = 0; i < u->n; i++) {
		struct bill_line *line = u->v[i];

		line->billed = billed[i];
		line->why = str_printf(k->a, "%.*s; %.*s is billed as %.*s (%.*s)", STR_ARG(line->why),
		    STR_ARG(money_hours_text(k->a, sum)), STR_ARG(money_hours_text(k->a, rounded)),
		    STR_ARG(rounding_text(k->a, &k->billing->rounding)));
	}
}

/* Lines of a unit follow each other, with some that are not billed between them. */
static void
round_lines(struct reckoning *k)
{
	struct bill *b = k->out;
	struct unit u = { ARENA_ARRAY(k->a, b->n, struct bill_line *), 0 };

	for (size_t i = 0; i < b->n; i++) {
		if (b->v[i].billed == 0)	/* not billed, or nothing */
			continue;
		if (u.n > 0 && !is_same_unit(k, u.v[0], &b->v[i])) {
			round_unit(k, &u);
			u.n = 0;
		}
		u.v[u.n++] = &b->v[i];
	}
	if (u.n > 0)
		round_unit(k, &u);
}

/* ---- money ---- */

static int
too_large(struct reckoning *k)
{
	return err_set(k->err, ERR_CONF, "what project %.*s would be billed is too large to be "
	    "counted: see its entries and rates", STR_ARG(k->terms->project->key));
}

static int
add_up(struct reckoning *k)
{
	struct bill *b = k->out;
	money_wide all = 0;
	int digits = k->billing->digits;

	for (size_t i = 0; i < b->n; i++) {
		struct bill_line *line = &b->v[i];
		money_wide product = (money_wide)line->rate * line->billed;

		if (!money_of(product, digits, &line->amount) ||
		    __builtin_add_overflow(b->total, line->amount, &b->total))
			return too_large(k);
		all += product;
		b->raw += line->raw;
		b->billed += line->billed;
	}
	return money_of(all, digits, &b->at_once) ? 0 : too_large(k);
}

int
bill_reckon(struct arena *a, const struct bill_terms *t, const struct bill_entry *v, size_t n,
    struct bill *out, struct err *err)
{
	struct reckoning k = { .a = a, .terms = t, .billing = t->project->billing, .out = out,
	    .err = err };
	const struct bill_entry **in;

	*out = (struct bill){ 0 };
	if (k.billing == NULL)
		return err_set(err, ERR_CONF, "project %.*s has no billing, and so no currency: give "
		    "it billing = { currency = \"EUR\"; }; in projects.conf",
		    STR_ARG(t->project->key));
	picker_init(a, t, &k.picker);
	in = sorted(a, v, n);
	for (size_t i = 0; i < n; i++)
		if (add_entry(&k, in[i]) == -1)
			return -1;
	round_lines(&k);
	return add_up(&k);
}
