/* rows: see rows.h. */
#include "daemon/view/rows.h"

#include <stdlib.h>

#include "daemon/calendar/civil.h"
#include "daemon/policy/wording.h"
#include "daemon/view/arrange.h"
#include "daemon/view/column.h"
#include "daemon/view/scope.h"
#include "daemon/view/sources.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { DAYS = 30 };			/* of a line by day */

#define DAY_US	((int64_t)86400 * 1000000)

static const enum sheet_kind kinds[] = {
	[HOLDS_TEXT] = SHEET_TEXT, [HOLDS_NUMBER] = SHEET_COUNT, [HOLDS_AT] = SHEET_AT,
	[HOLDS_SPAN] = SHEET_SPAN,
};

/* What is known before anything is asked. */
static void
begin(const struct view_ask *ask, struct sheet *out)
{
	const struct view_def *d = ask->def;
	struct str l = ask->language;
	struct sheet_words *w = &out->words;

	*out = (struct sheet){ .name = d->name, .title = view_title(d, l),
	    .about = view_about(d, l), .language = l, .zone = ask->zone, .made_at = ask->now,
	    .layout = (enum sheet_layout)d->layout };
	w->made = wording(WORDING_SHEET, STR("made"), l);
	w->more = wording(WORDING_SHEET, STR("more"), l);
	w->none = wording(WORDING_SHEET, STR("none"), l);
	w->total = wording(WORDING_SHEET, STR("total"), l);
	w->late = wording(WORDING_SHEET, STR("late"), l);
	w->at_risk = wording(WORDING_SHEET, STR("at-risk"), l);
	w->oldest = wording(WORDING_SHEET, STR("oldest"), l);
	w->booked = wording(WORDING_SHEET, STR("booked"), l);
	w->count = wording(WORDING_SHEET, STR("count"), l);
}

/* Whether who reads it is told by when things were promised: a customer where projects.conf does. */
static bool
tells_due(const struct conf *conf, const struct view_ask *ask)
{
	const struct project *p = projects_find(&conf->projects, ask->project);

	return ask->project.n == 0 || (p != NULL && p->portal_due);
}

/* Those of them that the reader may see. */
static struct view_keys
keys_for(struct arena *a, const struct conf *conf, const struct view_ask *ask,
    const struct view_keys *all)
{
	struct view_keys out = { ARENA_ARRAY(a, all->n, struct view_key), 0 };

	for (size_t i = 0; i < all->n; i++)
		if (ask->project.n == 0 || (all->v[i].column->is_public &&
		    (all->v[i].column->id != SHOWN_DUE || tells_due(conf, ask))))
			out.v[out.n++] = all->v[i];
	return out;
}

static void
set_columns(struct arena *a, const struct view_keys *keys, struct sheet *out)
{
	out->columns = ARENA_ARRAY(a, keys->n, struct sheet_column);
	out->n_columns = keys->n;
	for (size_t i = 0; i < keys->n; i++) {
		const struct view_column *c = keys->v[i].column;

		out->columns[i] = (struct sheet_column){
			.word = keys->v[i].field.n == 0 ? str_c(c->word) :
			    str_printf(a, "%s%.*s", c->word, STR_ARG(keys->v[i].field)),
			.title = view_column_title(c, keys->v[i].field, out->language),
			.kind = c->id == SHOWN_NUMBER || c->id == SHOWN_PARENT ? SHEET_TICKET :
			    kinds[c->holds],
			.gives = c->gives };
	}
}

/* A value as people of that language read it: docket's own words have others there. */
static struct str
in_words(const struct view_column *c, struct str value, struct str language)
{
	enum wording_kind kind = c->id == SHOWN_SEVERITY ? WORDING_SEVERITY :
	    c->id == SHOWN_RISK ? WORDING_SHEET : WORDING_STATUS;

	if (c->id != SHOWN_SEVERITY && c->id != SHOWN_RISK && c->id != SHOWN_STATUS &&
	    c->id != SHOWN_CATEGORY)
		return value;
	return value.n == 0 ? value : wording(kind, value, language);
}

static struct sheet_cell
cell_of(struct arena *a, const struct view_column *c, struct str value, struct str language)
{
	struct sheet_cell cell = { .is_set = value.n > 0 };

	if (c->holds == HOLDS_TEXT)
		cell.text = str_dup(a, in_words(c, value, language));
	else
		cell.is_set = str_i64(value, &cell.n);
	return cell;
}

static enum sheet_mark
mark_of(const struct sql_view_rows_row *r, int64_t now)
{
	if (category_is_done(r->category))
		return SHEET_DONE;
	if (r->due == 0)
		return SHEET_PLAIN;
	return r->due < now ? SHEET_LATE : r->due < now + DAY_US ? SHEET_AT_RISK : SHEET_PLAIN;
}

/* Of a calendar the next due point, else by when it is meant to be done. */
static void
set_bar(const struct sql_view_rows_row *r, enum view_layout layout, int64_t now,
    struct sheet_row *row)
{
	int64_t over = r->resolved != 0 ? r->resolved : now;

	row->from = r->start;
	row->until = r->due == 0 ? r->resolved : layout == LAYOUT_CALENDAR ? r->due : r->ends;
	row->done_until = row->until != 0 && over > row->until ? row->until : over;
}

static void
set_waits(struct arena *a, const struct strs *numbers, struct sheet_row *row)
{
	int64_t *v = ARENA_ARRAY(a, numbers->n, int64_t);

	for (size_t i = 0; i < numbers->n; i++)
		if (str_i64(numbers->v[i], &v[row->n_waits_for]))
			row->n_waits_for++;
	row->waits_for = v;
}

/* ---- rows ---- */

/* The database's own texts go with its next answer. */
static struct strs
kept(struct arena *a, const struct strs *texts)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < texts->n; i++)
		strs_add(a, &out, str_dup(a, texts->v[i]));
	return out;
}

static void
take_row(struct arena *a, const struct view_ask *ask, const struct view_keys *shown,
    const struct sql_view_rows_row *r, struct sheet_row *row)
{
	*row = (struct sheet_row){ .ticket = r->id, .mark = mark_of(r, ask->now),
	    .cells = ARENA_ARRAY(a, shown->n, struct sheet_cell) };
	for (size_t i = 0; i < shown->n && i < r->cells.n; i++)
		row->cells[i] = cell_of(a, shown->v[i].column, r->cells.v[i], ask->language);
	row->lane = (size_t)(category_find(r->category) == -1 ? 0 : category_find(r->category));
	set_bar(r, ask->def->layout, ask->now, row);
	set_waits(a, &r->waits_for, row);
}

static void
take_rows(struct arena *a, struct db *db, const struct view_ask *ask, struct sql_view_rows h,
    const struct view_keys *shown, struct arranging *at)
{
	size_t n = sql_view_rows_count(db, h);
	struct sql_view_rows_row r;

	at->rows = ARENA_ARRAY(a, n, struct arranged);
	for (size_t i = 0; i < n && sql_view_rows_row(db, h, i, &r); i++) {
		take_row(a, ask, shown, &r, &at->rows[i].row);
		at->rows[i].parent = r.parent;
		at->rows[i].groups = kept(a, &r.groups);
		at->n_rows++;
	}
}

static void
take_sums(struct arena *a, struct db *db, struct sql_view_groups h, struct arranging *at)
{
	size_t n = sql_view_groups_count(db, h);
	struct sql_view_groups_row r;

	at->sums = ARENA_ARRAY(a, n, struct sum);
	for (size_t i = 0; i < n && sql_view_groups_row(db, h, i, &r); i++)
		at->sums[at->n_sums++] = (struct sum){ kept(a, &r.groups),
		    { .count = r.count, .late = r.late, .at_risk = r.at_risk,
		    .seconds = r.seconds, .oldest = r.oldest } };
}

/* Arrows lead to tickets of the sheet alone: of others the reader may not even know. */
static int
by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

static void
drop_waits(struct arena *a, struct sheet *out)
{
	int64_t *all = ARENA_ARRAY(a, out->n_rows, int64_t);

	for (size_t i = 0; i < out->n_rows; i++)
		all[i] = out->rows[i].ticket;
	qsort(all, out->n_rows, sizeof(*all), by_number);
	for (size_t i = 0; i < out->n_rows; i++) {
		struct sheet_row *row = &out->rows[i];
		int64_t *kept = ARENA_ARRAY(a, row->n_waits_for, int64_t);
		size_t n = 0;

		for (size_t k = 0; k < row->n_waits_for; k++)
			if (bsearch(&row->waits_for[k], all, out->n_rows, sizeof(*all),
			    by_number) != NULL)
				kept[n++] = row->waits_for[k];
		row->waits_for = kept;
		row->n_waits_for = n;
	}
}

static void
set_group_words(struct arena *a, const struct view_ask *ask, const struct view_keys *group,
    struct sheet *out)
{
	for (size_t i = 0; i < out->n_groups; i++) {
		struct sheet_group *g = &out->groups[i];
		const struct view_key *k = &group->v[g->level];

		g->title = view_column_title(k->column, k->field, ask->language);
		g->word = k->field.n == 0 ? str_c(k->column->word) :
		    str_printf(a, "%s%.*s", k->column->word, STR_ARG(k->field));
		g->value = in_words(k->column, g->value, ask->language);
	}
}

/* Its sums have their category behind the groups. */
static void
set_lanes(struct arena *a, const struct view_ask *ask, const struct arranging *at,
    struct sheet *out)
{
	out->lanes = ARENA_ARRAY(a, CATEGORIES, struct sheet_lane);
	out->n_lanes = CATEGORIES;
	for (size_t i = 0; i < CATEGORIES; i++)
		out->lanes[i].title = wording(WORDING_STATUS, category_word((enum category)i),
		    ask->language);
	for (size_t i = 0; i < at->n_sums; i++) {
		int c = category_find(at->sums[i].groups.v[at->n_levels]);

		out->lanes[c == -1 ? 0 : c].count += at->sums[i].of.count;
	}
	for (size_t i = 0; i < ask->def->n_limits; i++)
		out->lanes[ask->def->limits[i].category].limit = ask->def->limits[i].most;
}

static bool
shows(const struct view_keys *all, enum view_column_id id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].column->id == id)
			return true;
	return false;
}

/* ---- a line by day ---- */

static struct sql_view_days
ask_days(struct db *db, const struct view_ask *ask, const struct db_where *wanted,
    int64_t *starts)
{
	int32_t today = civil_of(ask->zone, ask->now);

	for (int i = 0; i <= DAYS; i++)
		starts[i] = civil_start(ask->zone, today + 1 - DAYS + i);
	return sql_view_days(db, wanted, (struct db_int8s){ starts, DAYS + 1 }, starts[0]);
}

static void
take_days(struct arena *a, struct db *db, const struct view_ask *ask, struct sql_view_days h,
    struct sheet *out)
{
	static const enum view_column_id titles[] = { SHOWN_CREATED, SHOWN_RESOLVED };
	int32_t first = civil_of(ask->zone, ask->now) + 1 - DAYS;
	struct sheet_chart *c = &out->chart;
	struct sql_view_days_row r;

	c->kind = CHART_LINE;
	c->unit = SHEET_COUNT;
	c->n_series = COUNT(titles);
	c->series = ARENA_ARRAY(a, c->n_series, struct sheet_series);
	for (int i = 0; i < DAYS; i++)
		strs_add(a, &c->labels, civil_text(a, first + i));
	for (size_t i = 0; i < COUNT(titles); i++)
		c->series[i] = (struct sheet_series){ .title = view_column_title(
		    view_column_row(titles[i]), STR_NONE, ask->language),
		    .mark = titles[i] == SHOWN_RESOLVED ? SHEET_DONE : SHEET_PLAIN,
		    .values = ARENA_ARRAY(a, DAYS, int64_t) };
	for (size_t i = 0; sql_view_days_row(db, h, i, &r); i++) {
		c->series[0].values[r.day - 1] = r.made;
		c->series[1].values[r.day - 1] = r.resolved;
	}
}

/* ---- tickets ---- */

static void
hide_due(struct sheet *out)
{
	out->total.late = out->total.at_risk = 0;
	for (size_t i = 0; i < out->n_groups; i++)
		out->groups[i].late = out->groups[i].at_risk = 0;
	for (size_t i = 0; i < out->n_rows; i++)
		if (out->rows[i].mark != SHEET_DONE) {
			out->rows[i].mark = SHEET_PLAIN;
			out->rows[i].until = 0;
		}
}

struct level {
	const struct conf	*conf;
	const struct view_key	*key;
};

static struct str
rank(struct arena *a, const void *of, struct str value)
{
	const struct level *l = of;

	return column_rank(a, l->conf, l->key, value);
}

static const struct arrange_level *
levels(struct arena *a, const struct conf *conf, const struct view_keys *group,
    const struct view_keys *sort)
{
	struct arrange_level *out = ARENA_ARRAY(a, group->n, struct arrange_level);
	struct level *of = ARENA_ARRAY(a, group->n, struct level);

	for (size_t i = 0; i < group->n; i++) {
		of[i] = (struct level){ conf, &group->v[i] };
		out[i] = (struct arrange_level){ rank, &of[i], column_falls(sort, &group->v[i]) };
	}
	return out;
}

/* What sums are made by: of a board by its lanes, too. */
static struct view_keys
with_lane(struct arena *a, const struct view_keys *group, bool board)
{
	struct view_keys out = { ARENA_ARRAY(a, group->n + 1, struct view_key), group->n };

	for (size_t i = 0; i < group->n; i++)
		out.v[i] = group->v[i];
	if (board)
		out.v[out.n++].column = view_column_row(SHOWN_CATEGORY);
	return out;
}

struct asking {
	struct view_keys	 shown, group, sums;
	const struct db_where	*wanted;
	struct sql_view_rows	 rows;
	struct sql_view_groups	 groups;
	struct sql_view_days	 days;
	int64_t			 starts[DAYS + 1];
	bool			 by_day;	/* a chart without groups */
};

static void
ask_all(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct asking *q)
{
	const struct view_def *d = ask->def;
	int64_t most = ask->rows == VIEW_ROWS_ALL ? INT32_MAX : ask->rows > 0 ? ask->rows :
	    d->rows;
	const struct db_where *grouped, *shown, *sorted, *first;
	bool theirs = ask->project.n > 0;

	q->shown = keys_for(a, conf, ask, &d->columns);
	q->group = keys_for(a, conf, ask, &d->group);
	q->sums = with_lane(a, &q->group, d->layout == LAYOUT_BOARD);
	q->wanted = scope_of(a, conf, ask);
	grouped = column_texts(a, conf, &q->group, theirs, ask->now);
	shown = column_texts(a, conf, &q->shown, theirs, ask->now);
	sorted = column_order(a, conf, &q->group, &d->sort, ask->now);
	first = column_first(a, conf, &q->group, &d->sort, ask->now);
	q->rows = first == NULL ? sql_view_rows(db, &(struct sql_view_rows_in){ q->wanted, grouped,
	    shown, sorted, most, ask->now }) : sql_view_rows_tied(db,
	    &(struct sql_view_rows_tied_in){ q->wanted, grouped, shown, first, sorted, most,
	    ask->now });
	q->groups = sql_view_groups(db, q->wanted, column_texts(a, conf, &q->sums, theirs,
	    ask->now), shows(&q->shown, SHOWN_TIME), ask->now);
	q->by_day = d->layout == LAYOUT_CHART && q->group.n == 0;
	if (q->by_day)
		q->days = ask_days(db, ask, q->wanted, q->starts);
}

static int
tickets(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct sheet *out, struct err *e)
{
	struct asking q = { .by_day = false };
	struct arranging at = { .tree = ask->def->layout == LAYOUT_TREE };

	ask_all(a, db, conf, ask, &q);
	if (db_run(db, e) == -1)
		return -1;
	at.levels = levels(a, conf, &q.group, &ask->def->sort);
	at.n_levels = q.group.n;
	set_columns(a, &q.shown, out);
	take_rows(a, db, ask, q.rows, &q.shown, &at);
	take_sums(a, db, q.groups, &at);
	arrange(a, &at, out);
	drop_waits(a, out);
	set_group_words(a, ask, &q.group, out);
	if (ask->def->layout == LAYOUT_BOARD)
		set_lanes(a, ask, &at, out);
	if (q.by_day)
		take_days(a, db, ask, q.days, out);
	else if (ask->def->layout == LAYOUT_CHART || ask->def->layout == LAYOUT_NUMBERS)
		arrange_chart(a, out);
	if (!tells_due(conf, ask))
		hide_due(out);
	return 0;
}

int
view_sheet(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct sheet *out, struct err *e)
{
	begin(ask, out);
	if (ask->project.n > 0 && !ask->def->for_customers)
		return 0;
	return ask->def->of == VIEW_TICKETS ? tickets(a, db, conf, ask, out, e) :
	    source_fill(a, db, conf, ask, out, e);
}
