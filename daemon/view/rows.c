/* rows: see rows.h. */
#include "daemon/view/rows.h"

#include "daemon/calendar/zone.h"
#include "daemon/policy/wording.h"
#include "daemon/view/arrange.h"
#include "daemon/view/column.h"
#include "daemon/view/scope.h"
#include "daemon/view/sources.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { GROUPS_MAX = 2000 };		/* of one view: more than anybody reads */

#define DAY_US	((int64_t)86400 * 1000000)

static const enum sheet_kind kinds[] = {
	[HOLDS_TEXT] = SHEET_TEXT, [HOLDS_NUMBER] = SHEET_COUNT, [HOLDS_AT] = SHEET_AT,
	[HOLDS_SPAN] = SHEET_SPAN,
};

/* What is known before anything is asked. */
static void
begin(struct arena *a, const struct view_ask *ask, struct sheet *out)
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
	(void)a;
}

/* Those of them that the reader may see. */
static struct view_keys
keys_for(struct arena *a, const struct view_ask *ask, const struct view_keys *all)
{
	struct view_keys out = { ARENA_ARRAY(a, all->n, struct view_key), 0 };

	for (size_t i = 0; i < all->n; i++)
		if (ask->project.n == 0 || all->v[i].column->is_public)
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

static void
set_bar(const struct sql_view_rows_row *r, int64_t now, struct sheet_row *row)
{
	int64_t over = r->resolved != 0 ? r->resolved : now;

	row->from = r->start;
	row->until = r->due != 0 ? r->due : r->resolved;
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

static bool
is_in(const struct sheet *s, int64_t ticket)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].ticket == ticket)
			return true;
	return false;
}

/* Of a customer's sheet: numbers of tickets that are not in it are not theirs to see. */
static void
keep_own_waits(struct arena *a, struct sheet *s)
{
	for (size_t i = 0; i < s->n_rows; i++) {
		struct sheet_row *row = &s->rows[i];
		int64_t *own = ARENA_ARRAY(a, row->n_waits_for, int64_t);
		size_t n = 0;

		for (size_t k = 0; k < row->n_waits_for; k++)
			if (is_in(s, row->waits_for[k]))
				own[n++] = row->waits_for[k];
		row->waits_for = own;
		row->n_waits_for = n;
	}
}

/* ---- rows ---- */

static void
take_row(struct arena *a, const struct view_ask *ask, const struct view_keys *shown,
    const struct sql_view_rows_row *r, struct sheet_row *row)
{
	*row = (struct sheet_row){ .ticket = r->id, .mark = mark_of(r, ask->now),
	    .cells = ARENA_ARRAY(a, shown->n, struct sheet_cell) };
	for (size_t i = 0; i < shown->n && i < r->cells.n; i++)
		row->cells[i] = cell_of(a, shown->v[i].column, r->cells.v[i], ask->language);
	row->lane = (size_t)(category_find(r->category) == -1 ? 0 : category_find(r->category));
	set_bar(r, ask->now, row);
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
		at->rows[i].groups = strs_copy(a, &r.groups);
		at->n_rows++;
	}
}

static void
take_sums(struct arena *a, struct db *db, struct sql_view_groups h, struct arranging *at,
    struct sheet_group *total)
{
	size_t n = sql_view_groups_count(db, h);
	struct sql_view_groups_row r;

	at->sums = ARENA_ARRAY(a, n, struct sum);
	for (size_t i = 0; i < n && sql_view_groups_row(db, h, i, &r); i++) {
		struct sheet_group g = { .count = r.count, .late = r.late, .at_risk = r.at_risk,
		    .seconds = r.seconds, .oldest = r.oldest };

		if (r.whole)
			*total = g;
		else
			at->sums[at->n_sums++] = (struct sum){ strs_copy(a, &r.groups), g };
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

static void
set_lanes(struct arena *a, const struct view_ask *ask, struct sheet *out)
{
	out->lanes = ARENA_ARRAY(a, CATEGORIES, struct sheet_lane);
	out->n_lanes = CATEGORIES;
	for (size_t i = 0; i < CATEGORIES; i++)
		out->lanes[i].title = wording(WORDING_STATUS, category_word((enum category)i),
		    ask->language);
	for (size_t i = 0; i < out->n_rows; i++)
		out->lanes[out->rows[i].lane].count++;
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

static int
tickets(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct sheet *out, struct err *e)
{
	struct view_keys shown = keys_for(a, ask, &ask->def->columns),
	    group = keys_for(a, ask, &ask->def->group);
	const struct db_where *wanted = scope_of(a, conf, ask),
	    *grouped = column_texts(a, conf, &group, ask->now);
	int64_t most = ask->rows == VIEW_ROWS_ALL ? INT32_MAX : ask->rows > 0 ? ask->rows :
	    ask->def->rows;
	struct sql_view_rows rows = sql_view_rows(db, &(struct sql_view_rows_in){ wanted, grouped,
	    column_texts(a, conf, &shown, ask->now),
	    column_order(a, conf, &group, &ask->def->sort, ask->now), most, ask->now });
	struct sql_view_groups sums = sql_view_groups(db, &(struct sql_view_groups_in){ wanted,
	    grouped, shows(&shown, SHOWN_TIME), GROUPS_MAX, ask->now });
	struct arranging at = { .tree = ask->def->layout == LAYOUT_TREE };

	if (db_run(db, e) == -1)
		return -1;
	set_columns(a, &shown, out);
	take_rows(a, db, ask, rows, &shown, &at);
	take_sums(a, db, sums, &at, &out->total);
	arrange(a, &at, group.n, out);
	set_group_words(a, ask, &group, out);
	if (ask->project.n > 0)
		keep_own_waits(a, out);
	if (ask->def->layout == LAYOUT_BOARD)
		set_lanes(a, ask, out);
	if (ask->def->layout == LAYOUT_CHART || ask->def->layout == LAYOUT_NUMBERS)
		arrange_chart(a, out);
	return 0;
}

int
view_sheet(struct arena *a, struct db *db, const struct conf *conf, const struct view_ask *ask,
    struct sheet *out, struct err *e)
{
	begin(a, ask, out);
	if (ask->project.n > 0 && !ask->def->for_customers)
		return 0;
	return ask->def->of == VIEW_TICKETS ? tickets(a, db, conf, ask, out, e) :
	    source_fill(a, db, conf, ask, out, e);
}
