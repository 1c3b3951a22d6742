/*
 * Views show what their conditions say: views CONNINFO [TICKETS [VIEWS [SEED]]].  Views are
 * made at random over tickets made at random; each is held against the tickets themselves.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/calendar/zone.h"
#include "daemon/ticket/holds.h"
#include "daemon/view/column.h"
#include "daemon/view/rows.h"
#include "parsers/base/array.h"
#include "tests/db/chance.h"
#include "tests/tap.h"

enum { KEYS_MAX = 3, SOME = 7 };

struct world {
	struct desk	 d;
	struct work	 w;
	int64_t		*ids;
	size_t		 n;
};

/* ---- views ---- */

static struct view_keys
some_keys(struct arena *a, size_t most, bool groups, bool sorts)
{
	struct view_keys out = { ARENA_ARRAY(a, most, struct view_key), 0 };
	size_t n = chance_pick(most + 1);

	while (out.n < n) {
		const struct view_column *c = view_column_row((enum view_column_id)chance_pick(
		    VIEW_COLUMNS));
		bool again = false;

		for (size_t i = 0; i < out.n; i++)
			again = again || out.v[i].column == c;
		if (!again && (!groups || c->groups) && (!sorts || c->sorts))
			out.v[out.n++] = (struct view_key){ c, c->id == SHOWN_FIELD ?
			    STR("seats") : STR_NONE, sorts && chance_pick(2) == 0 };
	}
	return out;
}

/* The keys that it is sorted by are its columns, so that its order shows. */
static struct view_def
some_view(struct world *o, struct buf *text)
{
	static const enum view_layout layouts[] = { LAYOUT_TABLE, LAYOUT_BOARD, LAYOUT_TREE,
		LAYOUT_TIMELINE, LAYOUT_NUMBERS, LAYOUT_CHART };
	struct conf_faults faults = { 0 };
	struct view_def d = { .name = STR("some"), .rows = SOME,
	    .layout = layouts[chance_pick(COUNT(layouts))] };

	buf_init(text, o->d.a);
	chance_condition(text, 1);
	if (conf_condition(o->d.a, o->d.conf, "views", buf_str(text), false, &d.where,
	    &faults) == -1)
		tap_ok(false, "%.*s: %.*s", STR_ARG(buf_str(text)), STR_ARG(faults.lines.v[0]));
	d.group = some_keys(o->d.a, VIEW_GROUPS_MAX, true, false);
	d.sort = d.columns = some_keys(o->d.a, KEYS_MAX, false, true);
	return d;
}

static void
ask(struct world *o, const struct view_def *d, int64_t rows, struct sheet *out)
{
	struct view_ask q = { .def = d, .language = STR("en"), .zone = zone_utc(),
		.now = o->w.now, .rows = rows };
	struct err e;

	if (view_sheet(o->d.a, o->d.db, o->d.conf, &q, out, &e) == -1) {
		printf("Bail out! %s\n", e.text);
		exit(1);
	}
}

/* ---- what must be so ---- */

static int
by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

/* How many of the tickets are in one and not in the other, or twice. */
static size_t
apart(struct world *o, const struct view_def *d, const struct sheet *s, size_t *held)
{
	int64_t *shown = ARENA_ARRAY(o->d.a, s->n_rows, int64_t);
	size_t n = 0, k = 0;

	for (size_t i = 0; i < s->n_rows; i++)
		shown[i] = s->rows[i].ticket;
	qsort(shown, s->n_rows, sizeof(*shown), by_number);
	for (size_t i = 0; i < o->n; i++) {
		bool here = ticket_holds(&o->w, work_ticket(&o->w, o->ids[i]), &d->where);
		size_t times = 0;

		for (; k < s->n_rows && shown[k] <= o->ids[i]; k++)
			times += shown[k] == o->ids[i];
		*held += here;
		n += times != (here ? 1 : 0);
	}
	return n;
}

/* The groups of each level add up to what is around them, with all rows shown. */
static bool
adds_up(const struct sheet *s, size_t levels)
{
	for (size_t level = 0; level < levels; level++) {
		int64_t count = 0, late = 0, risk = 0, seconds = 0;
		size_t next = 0;

		for (size_t i = 0; i < s->n_groups; i++) {
			const struct sheet_group *g = &s->groups[i];

			if (g->level != level)
				continue;
			if (g->first != next || (int64_t)g->n != g->count)
				return false;
			next += g->n;
			count += g->count;
			late += g->late;
			risk += g->at_risk;
			seconds += g->seconds;
		}
		if (next != s->n_rows || count != s->total.count || late != s->total.late ||
		    risk != s->total.at_risk || seconds != s->total.seconds)
			return false;
	}
	return s->total.count == (int64_t)s->n_rows;
}

static int
cell_cmp(struct world *o, const struct view_key *k, const struct sheet_cell *a,
    const struct sheet_cell *b)
{
	static const enum view_column_id since[] = { SHOWN_AGE, SHOWN_IDLE, SHOWN_WAITING };
	const struct view_column *c = k->column;
	int cmp;

	if (!a->is_set || !b->is_set)
		return (int)b->is_set - (int)a->is_set;
	if (c->holds == HOLDS_TEXT)
		cmp = str_cmp(column_rank(o->d.a, o->d.conf, k, a->text),
		    column_rank(o->d.a, o->d.conf, k, b->text));
	else
		cmp = (a->n > b->n) - (a->n < b->n);
	/* What is not told to the microsecond may be alike here. */
	for (size_t i = 0; i < COUNT(since); i++)
		if (c->id == since[i] && cmp == 0)
			return 0;
	return k->falls ? -cmp : cmp;
}

/* Words of docket's own stand there in the reader's language, so others alone are compared. */
static bool
is_compared(const struct view_column *c)
{
	return c->id != SHOWN_STATUS && c->id != SHOWN_CATEGORY && c->id != SHOWN_SEVERITY &&
	    c->id != SHOWN_RISK;
}

/* Whether it may stand before the next one of its group. */
static bool
is_before(struct world *o, const struct view_keys *sort, const struct sheet_row *a,
    const struct sheet_row *b)
{
	for (size_t i = 0; i < sort->n; i++) {
		int c = cell_cmp(o, &sort->v[i], &a->cells[i], &b->cells[i]);

		if (!is_compared(sort->v[i].column) || c < 0)
			return true;
		if (c > 0)
			return false;
		if (sort->v[i].column->holds == HOLDS_SPAN)
			return true;
	}
	return a->ticket > b->ticket;
}

/* Of those with a group of the same key the group's order is all. */
static bool
is_in_order(struct world *o, const struct view_def *d, const struct sheet *s)
{
	for (size_t i = 1; i < s->n_rows; i++) {
		bool begins = false;

		for (size_t k = 0; k < s->n_groups; k++)
			begins = begins || (s->groups[k].n > 0 && s->groups[k].first == i);
		if (!begins && !is_before(o, &d->sort, &s->rows[i - 1], &s->rows[i]))
			return false;
	}
	return true;
}

static bool
same_total(const struct sheet_group *a, const struct sheet_group *b)
{
	return a->count == b->count && a->late == b->late && a->at_risk == b->at_risk &&
	    a->seconds == b->seconds && a->oldest == b->oldest;
}

/* Fewer rows are the first of all of them, and the sums stay. */
static bool
begins_alike(const struct sheet *few, const struct sheet *all)
{
	size_t n = all->n_rows < SOME ? all->n_rows : SOME;

	if (few->n_rows != n || few->n_groups != all->n_groups ||
	    !same_total(&few->total, &all->total))
		return false;
	for (size_t i = 0; i < all->n_groups; i++)
		if (!str_eq(few->groups[i].value, all->groups[i].value) ||
		    !same_total(&few->groups[i], &all->groups[i]))
			return false;
	for (size_t i = 0; i < n; i++)
		if (few->rows[i].ticket != all->rows[i].ticket)
			return false;
	return true;
}

/* A part of one is behind it and one deeper, or stands alone. */
static bool
is_grown(const struct sheet *s)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].depth > (i == 0 ? 0 : s->rows[i - 1].depth + 1) ||
		    (s->layout != SHEET_TREE && s->rows[i].depth > 0))
			return false;
	return true;
}

static void
make_parents(struct world *o)
{
	for (size_t i = 1; i < o->n; i++)
		if (chance_pick(4) == 0)
			desk_ask(&o->d, str_printf(o->d.a, "insert into docket.relation (kind, a, b,"
			    " author, at) values ('parent', %lld, %lld, 'ana', now()) returning 1",
			    (long long)o->ids[chance_pick(i)], (long long)o->ids[i]).p);
}

/* "table, by team, -due: CONDITION" */
static struct str
told(struct arena *a, const struct view_def *d, struct str condition)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "layout %d, by", (int)d->layout);
	for (size_t i = 0; i < d->group.n; i++)
		buf_printf(&b, " %s", d->group.v[i].column->word);
	buf_adds(&b, ", sorted by");
	for (size_t i = 0; i < d->sort.n; i++)
		buf_printf(&b, " %s%s", d->sort.v[i].falls ? "-" : "", d->sort.v[i].column->word);
	buf_printf(&b, ": %.*s", STR_ARG(condition));
	return buf_str(&b);
}

static void
check(struct world *o, size_t *held)
{
	struct sheet all, few;
	struct buf text;
	struct view_def d = some_view(o, &text);
	struct str said = told(o->d.a, &d, buf_str(&text));

	ask(o, &d, VIEW_ROWS_ALL, &all);
	ask(o, &d, 0, &few);
	tap_int((long long)apart(o, &d, &all, held), 0, "so many are apart: %.*s",
	    STR_ARG(said));
	tap_ok(adds_up(&all, d.group.n), "%zu levels add up: %.*s", d.group.n, STR_ARG(said));
	tap_ok(is_grown(&all), "depths: %.*s", STR_ARG(said));
	if (d.layout == LAYOUT_TREE)
		return;
	tap_ok(is_in_order(o, &d, &all), "%zu keys are in order: %.*s", d.sort.n,
	    STR_ARG(said));
	tap_ok(begins_alike(&few, &all), "the first are the first: %.*s", STR_ARG(said));
}

int
main(int argc, char **argv)
{
	struct world o = { .n = argc > 2 ? strtoul(argv[2], NULL, 10) : 300 };
	size_t views = argc > 3 ? strtoul(argv[3], NULL, 10) : 50, held = 0;

	if (argc < 2)
		return 1;
	if (argc > 4)
		chance_seed(strtoul(argv[4], NULL, 10));
	desk_open(&o.d, argv[1]);
	chance_furnish(&o.d);
	o.ids = ARENA_ARRAY(o.d.a, o.n, int64_t);
	for (size_t i = 0; i < o.n; i++)
		o.ids[i] = chance_ticket(&o.d);
	make_parents(&o);
	desk_begin(&o.d, &o.w);
	desk_must(&o.w, ticket_lock(&o.w, o.ids, o.n), "lock");
	for (size_t i = 0; i < views; i++)
		check(&o, &held);
	tap_ok(held > o.n * views / 10 && held < o.n * views * 9 / 10, "%zu hold", held);
	desk_must(&o.w, work_rollback(&o.w), "end");
	desk_close(&o.d);
	return tap_done();
}
