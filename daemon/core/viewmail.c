/* viewmail: see viewmail.h. */
#include "daemon/core/viewmail.h"

#include <inttypes.h>

#include "daemon/calendar/zone.h"
#include "daemon/out/listing.h"
#include "daemon/render/sheetcell.h"
#include "daemon/render/sheettext.h"

enum {
	COLUMNS = 76,			/* of the text: programs fold behind these */
	ROW_OCTETS = 60, CELL_OCTETS = 90,	/* of HTML around what a row and a cell say */
	DEEPEST = 10
};

static const struct str YES = STR("yes");

struct facts {
	struct arena		*a;
	const struct sheet	*s;
	struct view		*items;
	size_t			 octets;	/* of the items, as HTML */
	size_t			 name;		/* the column */
};

static struct view *
item(struct facts *f)
{
	f->octets += ROW_OCTETS;
	return view_add(f->a, f->items, STR_NONE, view_object(f->a));
}

static void
add_cell(struct facts *f, struct view *cells, struct str text, bool number, const char *mark)
{
	struct view *one = view_add(f->a, cells, STR_NONE, view_object(f->a));

	view_text(f->a, one, "cell", text);
	view_text(f->a, one, "is_number", number ? YES : STR_NONE);
	view_text(f->a, one, "mark", str_c(mark));
	f->octets += CELL_OCTETS + text.n;
}

static bool
is_number(enum sheet_kind kind)
{
	return kind == SHEET_TICKET || kind == SHEET_COUNT || kind == SHEET_SHARE;
}

/* In a tree moved in by its depth. */
static struct str
cell_text(const struct facts *f, const struct sheet_row *row, size_t c)
{
	struct str s = sheet_cell_text(f->a, f->s, row, c);
	struct buf b;

	if (c != f->name || f->s->layout != SHEET_TREE || row->depth == 0)
		return s;
	buf_init(&b, f->a);
	for (size_t i = 0; i < row->depth && i < DEEPEST; i++)
		buf_adds(&b, "\u00a0\u00a0");
	buf_adds(&b, "└ ");
	buf_add(&b, s);
	return buf_str(&b);
}

static void
add_row(struct facts *f, const struct sheet_row *row)
{
	struct view *one = item(f), *cells = view_add(f->a, one, STR("cells"), view_list(f->a));
	const char *mark = row->mark == SHEET_LATE ? "#a00" : row->mark == SHEET_AT_RISK ? "#950" : "";

	if (f->s->n_lanes > 0)
		add_cell(f, cells, row->lane < f->s->n_lanes ? f->s->lanes[row->lane].title :
		    STR_NONE, false, mark);
	for (size_t c = 0; c < f->s->n_columns; c++)
		add_cell(f, cells, cell_text(f, row, c), is_number(f->s->columns[c].kind), mark);
}

static struct str
sums(const struct facts *f, const struct sheet_group *g)
{
	const struct sheet_words *w = &f->s->words;
	struct buf b;

	buf_init(&b, f->a);
	buf_printf(&b, "%.*s %" PRId64, STR_ARG(w->count), g->count);
	if (g->late > 0)
		buf_printf(&b, " · %.*s %" PRId64, STR_ARG(w->late), g->late);
	if (g->at_risk > 0)
		buf_printf(&b, " · %.*s %" PRId64, STR_ARG(w->at_risk), g->at_risk);
	if (g->seconds > 0)
		buf_printf(&b, " · %.*s %s", STR_ARG(w->booked),
		    sheet_value(f->a, f->s, SHEET_SPAN, g->seconds).p);
	return buf_str(&b);
}

static void
add_group(struct facts *f, const struct sheet_group *g)
{
	struct view *one = item(f);
	struct str value = g->value.n > 0 ? g->value : STR("–");
	struct buf b;

	buf_init(&b, f->a);
	for (size_t i = 0; i < g->level && i < DEEPEST; i++)
		buf_adds(&b, "\u00a0\u00a0");
	buf_printf(&b, "%.*s: %.*s", STR_ARG(g->title), STR_ARG(value));
	view_text(f->a, one, "group", buf_str(&b));
	view_text(f->a, one, "sums", sums(f, g));
	f->octets += CELL_OCTETS + b.n;
}

static void
add_head(struct facts *f, struct view *heads, struct str title, bool number)
{
	struct view *one = view_add(f->a, heads, STR_NONE, view_object(f->a));

	view_text(f->a, one, "head", title);
	view_text(f->a, one, "is_number", number ? YES : STR_NONE);
}

/* Rows with the heads of their groups; how many it holds. */
static size_t
add_rows(struct facts *f, struct view *heads)
{
	const struct sheet *s = f->s;
	size_t g = 0, i = 0;

	if (s->n_lanes > 0)
		add_head(f, heads, STR_NONE, false);
	for (size_t c = 0; c < s->n_columns; c++)
		add_head(f, heads, s->columns[c].title, is_number(s->columns[c].kind));
	for (; i < s->n_rows && f->octets < LISTING_OCTETS / 2; i++) {
		for (; g < s->n_groups && s->groups[g].first <= i; g++)
			add_group(f, &s->groups[g]);
		add_row(f, &s->rows[i]);
	}
	return i;
}

static void
add_chart(struct facts *f, struct view *heads)
{
	const struct sheet_chart *c = &f->s->chart;

	add_head(f, heads, STR_NONE, false);
	for (size_t i = 0; i < c->n_series; i++)
		add_head(f, heads, c->series[i].title, true);
	for (size_t k = 0; k < c->labels.n; k++) {
		struct view *cells = view_add(f->a, item(f), STR("cells"), view_list(f->a));

		add_cell(f, cells, c->labels.v[k], false, "");
		for (size_t i = 0; i < c->n_series; i++)
			add_cell(f, cells, sheet_value(f->a, f->s, c->unit,
			    c->series[i].values[k]), true, "");
	}
}

/* The sheet as text, of the rows that the table has. */
static void
add_lines(struct facts *f, struct view *v, size_t rows)
{
	struct view *lines = view_add(f->a, v, STR("lines"), view_list(f->a));
	struct sheet cut = *f->s;
	struct str rest, line;
	struct buf b;

	if (rows < cut.n_rows) {
		cut.n_rows = rows;
		cut.total.n = rows;
	}
	buf_init(&b, f->a);
	sheet_text(&b, f->a, &cut, COLUMNS);
	rest = buf_str(&b);
	while (str_line(&rest, &line))
		view_text(f->a, view_add(f->a, lines, STR_NONE, view_object(f->a)), "line", line);
}

struct view *
viewmail_facts(struct arena *a, const struct sheet *s)
{
	struct view *v = view_object(a), *heads = view_add(a, v, STR("heads"), view_list(a));
	struct facts f = { .a = a, .s = s, .name = sheet_name_column(s),
	    .items = view_add(a, v, STR("items"), view_list(a)) };
	bool chart = s->chart.labels.n > 0 && s->n_rows == 0;
	size_t rows = 0;

	view_text(a, v, "name", s->title);
	view_text(a, v, "about", s->about);
	view_text(a, v, "width", str_printf(a, "%zu", s->n_columns + (s->n_lanes > 0)));
	if (chart)
		add_chart(&f, heads);
	else
		rows = add_rows(&f, heads);
	view_text(a, v, "none", f.items->n == 0 ? s->words.none : STR_NONE);
	view_text(a, v, "all", chart || s->total.count == 0 ? STR_NONE : str_printf(a, "%.*s: %s",
	    STR_ARG(s->words.total), sums(&f, &s->total).p));
	if (!chart && s->total.count > (int64_t)rows)
		view_text(a, v, "more", str_printf(a, "… %" PRId64 " %.*s", s->total.count -
		    (int64_t)rows, STR_ARG(s->words.more)));
	view_text(a, v, "at", str_printf(a, "%.*s %s", STR_ARG(s->words.made),
	    zone_text(a, s->zone == NULL ? zone_utc() : s->zone, s->made_at).p));
	add_lines(&f, v, rows);
	return v;
}
