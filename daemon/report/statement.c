/* statement: see statement.h. */
#include "daemon/report/statement.h"

#include <inttypes.h>
#include <stdlib.h>

#include "daemon/calendar/civil.h"

/* --- which it is -------------------------------------------------------------- */

static int
no_such(const struct statement *st, struct str project, struct err *e)
{
	struct buf b;

	buf_init(&b, st->a);
	for (size_t i = 0; i < st->conf->projects.n; i++)
		if (st->conf->projects.v[i].billing != NULL)
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
			    STR_ARG(st->conf->projects.v[i].key));
	return err_set(e, ERR_REFUSED, "there is no project %.*s; with billing there are: %.*s",
	    STR_ARG(project), STR_ARG(b.n > 0 ? buf_str(&b) : STR("none")));
}

int
statement_begin(struct statement *st, struct str project, int64_t month, struct err *e)
{
	const struct project *p = projects_find(&st->conf->projects, project);

	if (p == NULL)
		return no_such(st, project, e);
	if (p->billing == NULL)
		return err_set(e, ERR_REFUSED, "project %.*s has no billing: give it billing = "
		    "{ currency = \"EUR\"; }; in projects.conf", STR_ARG(p->key));
	st->project = p;
	st->currency = p->billing->currency;
	st->digits = p->billing->digits;
	st->language = p->language.n > 0 ? p->language : STR("en");
	st->zone_name = calendar_zone(calendars_find(&st->conf->calendars, p->calendar));
	st->zone = zones_find(st->zones, st->zone_name);
	st->month = month;
	st->month_text = month_text(st->a, month);
	st->since = month_start(st->zone, month);
	st->until = month_start(st->zone, month + 1);
	return 0;
}

bool
statement_is_draft(const struct statement *st)
{
	return st->number.n == 0;
}

bool
statement_is_credit(const struct statement *st)
{
	return st->credits.n != 0;
}

struct str
statement_number_text(struct arena *a, struct statement_number n)
{
	return n.n == 0 ? STR("draft") : str_printf(a, "%" PRId64 "-%" PRId64, n.year, n.n);
}

bool
statement_number_read(struct str s, struct statement_number *n)
{
	struct str year;

	return str_split(&s, '-', &year) && year.n == 4 && str_i64(year, &n->year) &&
	    str_i64(s, &n->n) && n->n > 0;
}

struct billed_line *
statement_line(struct statement *st)
{
	if ((st->n & (st->n - 1)) == 0) {	/* full at each power of two */
		struct billed_line *v = ARENA_ARRAY(st->a, st->n == 0 ? 1 : 2 * st->n,
		    struct billed_line);

		if (st->n > 0)
			memcpy(v, st->lines, st->n * sizeof(*v));
		st->lines = v;
	}
	return &st->lines[st->n++];
}

/* --- the contract's hours --------------------------------------------------------- */

int
statement_prepaid(struct statement *st, struct db *db, int64_t before, struct err *e)
{
	const struct contract *c = &st->project->contract;
	struct sql_statement_drawn_row row;
	struct sql_statement_drawn h;

	st->prepaid = (struct prepaid){ .is_any = c->until != CIVIL_NONE && c->prepaid > 0 };
	if (!st->prepaid.is_any)
		return 0;
	st->prepaid.since = c->from == CIVIL_NONE ? 0 : civil_start(st->zone, c->from);
	st->prepaid.until = civil_start(st->zone, c->until + 1);
	h = sql_statement_drawn(db, st->project->key, st->prepaid.since, st->prepaid.until,
	    before == 0 ? INT64_MAX : before);
	if (db_run(db, e) == -1)
		return -1;
	sql_statement_drawn_row(db, h, 0, &row);
	st->prepaid.before = c->prepaid - row.used;
	return 0;
}

static int
by_age(const void *x, const void *y)
{
	const struct billed_line *const *a = x, *const *b = y;

	if ((*a)->at != (*b)->at)
		return (*a)->at < (*b)->at ? -1 : 1;
	return (*a)->entry != (*b)->entry ? ((*a)->entry < (*b)->entry ? -1 : 1) :
	    ((*a) < (*b) ? -1 : 1);
}

static bool
is_drawn(const struct statement *st, const struct billed_line *l)
{
	return l->billable && l->billed > 0 && l->at >= st->prepaid.since &&
	    l->at < st->prepaid.until;
}

void
statement_draw(struct statement *st)
{
	const struct billed_line **v = ARENA_ARRAY(st->a, st->n, const struct billed_line *);
	int64_t left = st->prepaid.before;

	if (!st->prepaid.is_any)
		return;
	for (size_t i = 0; i < st->n; i++)
		v[i] = &st->lines[i];
	qsort(v, st->n, sizeof(v[0]), by_age);
	for (size_t i = 0; i < st->n; i++)
		left -= v[i]->prepaid;		/* what corrections give back */
	for (size_t i = 0; i < st->n && left > 0; i++) {
		struct billed_line *l = &st->lines[v[i] - st->lines];

		if (!is_drawn(st, l))
			continue;
		l->prepaid = l->billed < left ? l->billed : left;
		l->amount = statement_share(l->amount, l->billed - l->prepaid, l->billed);
		left -= l->prepaid;
	}
}

/* --- how promises were kept --------------------------------------------------------- */

int
statement_promises(struct statement *st, struct db *db, int64_t now, struct err *e)
{
	struct compliance *r = ARENA_NEW(st->a, struct compliance);

	*r = (struct compliance){ .a = st->a, .conf = st->conf, .db = db, .now = now };
	if (compliance_find(r, st->zones, st->project->key, st->month, e) == -1)
		return -1;
	if (r->n_projects == 0)
		return 0;
	compliance_ask(r);
	if (db_run(db, e) == -1)
		return -1;
	compliance_read(r);
	for (size_t i = 0; i < r->n; i++) {	/* rows are borrowed until the next run */
		r->v[i].clock = str_dup(st->a, r->v[i].clock);
		r->v[i].severity = str_dup(st->a, r->v[i].severity);
	}
	st->kept = r->n > 0 ? r : NULL;
	return 0;
}

/* --- its sums ------------------------------------------------------------------------- */

static int
by_ticket(const void *x, const void *y)
{
	const struct billed_line *a = x, *b = y;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return a->rate < b->rate ? -1 : a->rate > b->rate;
}

static void
add_up(struct statement *st)
{
	struct billed_ticket *t = NULL;

	st->tickets = ARENA_ARRAY(st->a, st->n, struct billed_ticket);
	st->n_tickets = 0;
	st->raw = st->billed = st->total = st->prepaid.used = 0;
	for (size_t i = 0; i < st->n; i++) {
		const struct billed_line *l = &st->lines[i];

		if (t == NULL || t->number != l->number) {
			t = &st->tickets[st->n_tickets++];
			t->number = l->number;
			t->first = i;
		}
		t->n++;
		t->raw += l->raw;
		t->billed += l->billed;
		t->amount += l->amount;
		st->raw += l->raw;
		st->billed += l->billed;
		st->total += l->amount;
		st->prepaid.used += l->prepaid;
	}
}

static int
name_tickets(struct statement *st, struct db *db, struct err *e)
{
	int64_t *ids = ARENA_ARRAY(st->a, st->n_tickets, int64_t);
	struct sql_statement_subjects_row row;
	struct sql_statement_subjects h;

	for (size_t i = 0; i < st->n_tickets; i++)
		ids[i] = st->tickets[i].number;
	h = sql_statement_subjects(db, (struct db_int8s){ ids, st->n_tickets });
	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0, k = 0; sql_statement_subjects_row(db, h, i, &row); i++) {
		while (k < st->n_tickets && st->tickets[k].number < row.id)
			k++;
		if (k < st->n_tickets && st->tickets[k].number == row.id)
			st->tickets[k].subject = str_dup(st->a, row.subject);
	}
	return 0;
}

int
statement_sum(struct statement *st, struct db *db, struct err *e)
{
	if (st->n > 0)
		qsort(st->lines, st->n, sizeof(st->lines[0]), by_ticket);
	add_up(st);
	return name_tickets(st, db, e);
}

int64_t
statement_share(int64_t amount, int64_t part, int64_t whole)
{
	__extension__ typedef __int128 wide;
	wide n = (wide)amount * part, d = whole, q, r;

	if (d < 0) {
		n = -n;
		d = -d;
	}
	q = n / d;
	r = n % d;
	if (r < 0)
		r = -r;
	if (2 * r > d || (2 * r == d && q % 2 != 0))
		q += n < 0 ? -1 : 1;
	return (int64_t)q;
}

/* --- for who writes it ------------------------------------------------------------------- */

struct str
statement_money(const struct statement *st, int64_t amount)
{
	return figure_money(st->a, (struct money){ amount, st->digits }, figure_point(st->language));
}

struct str
statement_plain(const struct statement *st, int64_t amount)
{
	return figure_money(st->a, (struct money){ amount, st->digits }, '.');
}

struct str
statement_day(const struct statement *st, int64_t us)
{
	return civil_text(st->a, civil_of(st->zone, us));
}

struct str
statement_who(const struct statement *st, const struct billed_line *l)
{
	const struct agent *ag = agents_find(&st->conf->agents, l->agent);

	return ag != NULL && ag->full_name.n > 0 ? ag->full_name : l->agent;
}

struct str
statement_service(const struct statement *st, const struct billed_line *l)
{
	return service_label(&st->conf->rates, l->service);
}
