/* statementreckon: see statementreckon.h. */
#include "daemon/report/statementreckon.h"

#include <inttypes.h>

#include "daemon/bill/bill.h"

struct taken {				/* of an entry that was billed */
	int64_t	id;
	int64_t	raw, billed, prepaid, amount;	/* that are left of it */
};

struct reckoning {
	struct statement	*st;
	struct worktimes	*worktimes;
	struct statement_withouts *without;
	struct bill_entry	*v;		/* for the rules */
	size_t			 n, n_own;	/* those that are no corrections stand first, by id */
	int64_t			*parts;		/* corrections in them: entry, what it corrects */
	size_t			 n_parts;
	struct taken		*taken;
	size_t			 n_taken;
};

/* --- entries ------------------------------------------------------------------ */

static struct bill_entry *
own_entry(struct reckoning *r, int64_t id)
{
	size_t from = 0, to = r->n_own;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (r->v[mid].id == id)
			return &r->v[mid];
		if (r->v[mid].id < id)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

static void
add_entry(struct reckoning *r, const struct sql_statement_entries_row *row)
{
	struct arena *a = r->st->a;
	bool other = row->corrects != 0;
	struct bill_entry *en = &r->v[r->n++];

	*en = (struct bill_entry){ .id = row->id, .number = row->number,
	    .agent = str_dup(a, other ? row->o_agent : row->agent),
	    .service = str_dup(a, other ? row->o_service : row->service),
	    .text = str_dup(a, row->text), .at = other ? row->o_at : row->at,
	    .worked = row->worked, .day_only = !(other ? row->o_exact : row->exact),
	    .billable = other ? row->o_billable : row->billable, .late = other || row->late };
	r->n_own += !other;
}

/* --- corrections of what was billed ------------------------------------------------ */

static struct taken *
taken_of(struct reckoning *r, const struct sql_statement_entries_row *row)
{
	struct taken *t;

	for (size_t i = 0; i < r->n_taken; i++)
		if (r->taken[i].id == row->corrects)
			return &r->taken[i];
	t = &r->taken[r->n_taken++];
	*t = (struct taken){ row->corrects, row->o_raw + row->took_raw,
	    row->o_billed + row->took_billed, row->o_prepaid + row->took_prepaid,
	    row->o_amount + row->took_amount };
	return t;
}

static int64_t
not_below(int64_t n, int64_t left)
{
	return n < -left ? -left : n;
}

static void
take_back(struct reckoning *r, const struct sql_statement_entries_row *row)
{
	struct arena *a = r->st->a;
	struct taken *t = taken_of(r, row);
	struct billed_line *l = statement_line(r->st);
	bool all = t->raw + row->worked <= 0 || row->o_raw == 0;

	*l = (struct billed_line){ .entry = row->id, .number = row->number, .at = row->o_at,
	    .agent = str_dup(a, row->o_agent), .service = str_dup(a, row->o_service),
	    .text = str_dup(a, row->text), .raw = row->worked, .rate = row->o_rate,
	    .late = true, .billable = row->o_billable };
	l->billed = all ? -t->billed : not_below(row->worked, t->billed);
	l->prepaid = all ? -t->prepaid : statement_share(row->o_prepaid, row->worked, row->o_raw);
	l->amount = all ? -t->amount : statement_share(row->o_amount, row->worked, row->o_raw);
	l->why = str_printf(a, "corrects what statement %" PRId64 "-%" PRId64 " billed, as it did",
	    row->o_year, row->o_n);
	t->raw += l->raw;
	t->billed += l->billed;
	t->prepaid += l->prepaid;
	t->amount += l->amount;
	numbers_add(a, &r->st->entries, row->id);
}

static int
add_correction(struct reckoning *r, const struct sql_statement_entries_row *row, struct err *e)
{
	struct bill_entry *of = own_entry(r, row->corrects);

	if (of != NULL) {
		of->worked += row->worked;
		r->parts[2 * r->n_parts] = row->id;
		r->parts[2 * r->n_parts++ + 1] = row->corrects;
		return 0;
	}
	if (row->o_n == 0) {
		add_entry(r, row);
		return 0;
	}
	if (!str_eq(row->o_currency, r->st->currency))
		return err_set(e, ERR_REFUSED, "a correction (entry %" PRId64 ") is of what statement "
		    "%" PRId64 "-%" PRId64 " billed in %.*s, and the project has %.*s now: two "
		    "currencies have no sum; credit that statement, and close its month anew",
		    row->id, row->o_year, row->o_n, STR_ARG(row->o_currency),
		    STR_ARG(r->st->currency));
	take_back(r, row);
	return 0;
}

static int
read_entries(struct reckoning *r, struct db *db, struct sql_statement_entries h, struct err *e)
{
	struct sql_statement_entries_row row;
	size_t n = sql_statement_entries_count(db, h);

	r->v = ARENA_ARRAY(r->st->a, n, struct bill_entry);
	r->parts = ARENA_ARRAY(r->st->a, 2 * n, int64_t);
	r->taken = ARENA_ARRAY(r->st->a, n, struct taken);
	for (size_t i = 0; sql_statement_entries_row(db, h, i, &row); i++) {
		if (row.corrects == 0)
			add_entry(r, &row);
		else if (add_correction(r, &row, e) == -1)
			return -1;
	}
	return 0;
}

/* What was taken back as a whole is no line of a bill. */
static void
drop_nothing(struct reckoning *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].worked != 0)
			r->v[kept++] = r->v[i];
	r->n = kept;
}

/* --- by the rules -------------------------------------------------------------------- */

static struct bill_terms
bill_terms_of(const struct reckoning *r)
{
	return (struct bill_terms){ .conf = r->st->conf, .project = r->st->project,
	    .worktimes = r->worktimes, .zone = r->st->zone };
}

/* Each by itself: those that no rate is for are left out. */
static void
sift(struct reckoning *r)
{
	struct arena *a = r->st->a, *scratch = arena_new();
	struct bill_terms terms = bill_terms_of(r);
	struct statement_withouts *w = r->without;
	size_t kept = 0;
	struct bill one;
	struct err why;

	w->v = ARENA_ARRAY(a, r->n, struct statement_without);
	for (size_t i = 0; i < r->n; i++) {
		const struct bill_entry *en = &r->v[i];

		arena_reset(scratch);
		if (bill_reckon(scratch, &terms, en, 1, &one, &why) == 0)
			r->v[kept++] = *en;
		else
			w->v[w->n++] = (struct statement_without){ en->id, en->number, en->agent,
			    en->service, en->worked, str_dup(a, str_c(why.text)) };
	}
	r->n = kept;
	arena_free(scratch);
}

static void
add_line(struct statement *st, const struct bill_line *b)
{
	struct billed_line *l = statement_line(st);

	*l = (struct billed_line){ .raw = b->raw, .billed = b->billed, .rate = b->rate,
	    .amount = b->amount, .why = b->why, .service = b->service };
	if (b->of == NULL)
		return;
	l->entry = b->of->id;
	l->number = b->of->number;
	l->at = b->of->at;
	l->agent = b->of->agent;
	l->text = b->of->text;
	l->late = b->of->late;
	l->billable = b->of->billable && (service_find(&st->conf->rates, b->service) == NULL ||
	    service_find(&st->conf->rates, b->service)->billable);
}

static int
by_rules(struct reckoning *r, struct err *e)
{
	struct bill_terms terms = bill_terms_of(r);
	struct statement *st = r->st;
	struct bill bill;

	if (bill_reckon(st->a, &terms, r->v, r->n, &bill, e) == -1) {
		if (e->kind != ERR_CONF)
			return -1;
		sift(r);
		if (bill_reckon(st->a, &terms, r->v, r->n, &bill, e) == -1)
			return -1;
	}
	for (size_t i = 0; i < bill.n; i++)
		add_line(st, &bill.v[i]);
	st->apart = bill.total - bill.at_once;
	return 0;
}

static bool
is_billed(const struct reckoning *r, int64_t id)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].id == id)
			return true;
	return false;
}

/* The entries that are billed by it: numbers_add() looks through all, and there may be many. */
static void
list_entries(struct reckoning *r)
{
	struct numbers *all = &r->st->entries;
	int64_t *v = ARENA_ARRAY(r->st->a, all->n + r->n + r->n_parts, int64_t);

	if (all->n > 0)
		memcpy(v, all->v, all->n * sizeof(*v));
	all->v = v;
	for (size_t i = 0; i < r->n; i++)
		v[all->n++] = r->v[i].id;
	for (size_t i = 0; i < r->n_parts; i++)
		if (is_billed(r, r->parts[2 * i + 1]))
			v[all->n++] = r->parts[2 * i];
}

static int
reckon(struct reckoning *r, struct db *db, struct sql_statement_entries h, int64_t before,
    struct err *e)
{
	*r->without = (struct statement_withouts){ 0 };
	if (db_run(db, e) == -1 || read_entries(r, db, h, e) == -1)
		return -1;
	drop_nothing(r);
	if (by_rules(r, e) == -1)
		return -1;
	list_entries(r);
	if (statement_prepaid(r->st, db, before, e) == -1)
		return -1;
	statement_draw(r->st);
	return statement_sum(r->st, db, e);
}

int
statement_reckon(struct statement *st, struct worktimes *worktimes, struct db *db,
    struct statement_withouts *without, struct err *e)
{
	struct reckoning r = { .st = st, .worktimes = worktimes, .without = without };

	return reckon(&r, db, sql_statement_entries(db, st->project->key, st->since, st->until,
	    st->project->billing->wants_approval), 0, e);
}

int
statement_reckon_again(struct statement *st, struct worktimes *worktimes, struct db *db,
    int64_t id, struct statement_withouts *without, struct err *e)
{
	struct reckoning r = { .st = st, .worktimes = worktimes, .without = without };

	return reckon(&r, db, sql_statement_entries_again(db, id), id, e);
}
