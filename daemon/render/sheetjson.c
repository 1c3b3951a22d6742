/* sheetjson: see sheetjson.h. */
#include "daemon/render/sheetjson.h"

#include "daemon/render/sheetcell.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/json.h"

struct writer {
	struct json		 j;
	struct arena		*a;
	const struct sheet	*s;
};

static const char *const kinds[] = { [SHEET_TEXT] = "text", [SHEET_TICKET] = "ticket",
	[SHEET_COUNT] = "count", [SHEET_AT] = "at", [SHEET_SPAN] = "seconds",
	[SHEET_SHARE] = "percent" };
static const char *const layouts[SHEET_LAYOUTS] = { [SHEET_TABLE] = "table",
	[SHEET_BOARD] = "board", [SHEET_TREE] = "tree", [SHEET_CALENDAR] = "calendar",
	[SHEET_TIMELINE] = "timeline", [SHEET_NUMBERS] = "numbers", [SHEET_CHART] = "chart" };
static const char *const charts[] = { [CHART_BARS] = "bars", [CHART_STACKED] = "stacked",
	[CHART_LINE] = "line", [CHART_SPARKLINE] = "sparkline" };

static void
add_value(struct writer *w, const char *key, enum sheet_kind kind, int64_t n)
{
	if (kind == SHEET_AT)
		json_str(&w->j, key, clock_rfc3339(w->a, n));
	else if (kind == SHEET_SHARE)
		json_raw(&w->j, key, sheet_percent(w->a, n));
	else
		json_int(&w->j, key, n);
}

static void
add_instant(struct writer *w, const char *key, int64_t us)
{
	if (us != 0)
		json_str(&w->j, key, clock_rfc3339(w->a, us));
}

static void
add_sums(struct writer *w, const struct sheet_group *g)
{
	json_int(&w->j, "count", g->count);
	json_int(&w->j, "late", g->late);
	json_int(&w->j, "at_risk", g->at_risk);
	json_int(&w->j, "seconds", g->seconds);
	json_str_or_null(&w->j, "oldest", g->oldest == 0 ? STR_NONE :
	    clock_rfc3339(w->a, g->oldest));
}

static void
add_columns(struct writer *w)
{
	json_open_array(&w->j, "columns");
	for (size_t c = 0; c < w->s->n_columns; c++) {
		json_open_object(&w->j, NULL);
		json_str(&w->j, "word", w->s->columns[c].word);
		json_str(&w->j, "title", w->s->columns[c].title);
		json_str(&w->j, "kind", str_c(kinds[w->s->columns[c].kind]));
		json_close(&w->j);
	}
	json_close(&w->j);
}

static void
add_groups(struct writer *w)
{
	json_open_array(&w->j, "groups");
	for (size_t i = 0; i < w->s->n_groups; i++) {
		const struct sheet_group *g = &w->s->groups[i];

		json_open_object(&w->j, NULL);
		json_str(&w->j, "by", g->word);
		json_str_or_null(&w->j, "value", g->value);
		json_int(&w->j, "level", (int64_t)g->level);
		json_int(&w->j, "first_row", (int64_t)g->first);
		json_int(&w->j, "rows", (int64_t)g->n);
		add_sums(w, g);
		json_close(&w->j);
	}
	json_close(&w->j);
}

static void
add_cells(struct writer *w, const struct sheet_row *row)
{
	json_open_object(&w->j, "cells");
	for (size_t c = 0; c < w->s->n_columns; c++) {
		const char *key = str_dup(w->a, w->s->columns[c].word).p;

		if (!row->cells[c].is_set)
			json_nil(&w->j, key);
		else if (w->s->columns[c].kind == SHEET_TEXT)
			json_str(&w->j, key, row->cells[c].text);
		else
			add_value(w, key, w->s->columns[c].kind, row->cells[c].n);
	}
	json_close(&w->j);
}

static void
add_place(struct writer *w, const struct sheet_row *row)
{
	if (w->s->layout == SHEET_TREE)
		json_int(&w->j, "depth", (int64_t)row->depth);
	if (row->lane < w->s->n_lanes)
		json_int(&w->j, "lane", (int64_t)row->lane);
	add_instant(w, "from", row->from);
	add_instant(w, "until", row->until);
	add_instant(w, "done_until", row->done_until);
	if (row->n_waits_for == 0)
		return;
	json_open_array(&w->j, "waits_for");
	for (size_t i = 0; i < row->n_waits_for; i++)
		json_int(&w->j, NULL, row->waits_for[i]);
	json_close(&w->j);
}

static void
add_rows(struct writer *w)
{
	json_open_array(&w->j, "rows");
	for (size_t i = 0; i < w->s->n_rows; i++) {
		const struct sheet_row *row = &w->s->rows[i];

		json_open_object(&w->j, NULL);
		if (row->ticket != 0)
			json_int(&w->j, "ticket", row->ticket);
		json_str_or_null(&w->j, "mark", str_c(sheet_mark_word(row->mark)));
		add_place(w, row);
		add_cells(w, row);
		json_close(&w->j);
	}
	json_close(&w->j);
}

static void
add_lanes(struct writer *w)
{
	json_open_array(&w->j, "lanes");
	for (size_t i = 0; i < w->s->n_lanes; i++) {
		json_open_object(&w->j, NULL);
		json_str(&w->j, "title", w->s->lanes[i].title);
		json_int(&w->j, "count", w->s->lanes[i].count);
		if (w->s->lanes[i].limit > 0)
			json_int(&w->j, "limit", w->s->lanes[i].limit);
		json_close(&w->j);
	}
	json_close(&w->j);
}

static void
add_chart(struct writer *w)
{
	const struct sheet_chart *c = &w->s->chart;

	json_open_object(&w->j, "chart");
	json_str(&w->j, "kind", str_c(charts[c->kind]));
	json_str(&w->j, "unit", str_c(kinds[c->unit]));
	json_strs(&w->j, "labels", &c->labels);
	json_open_array(&w->j, "series");
	for (size_t i = 0; i < c->n_series; i++) {
		json_open_object(&w->j, NULL);
		json_str(&w->j, "title", c->series[i].title);
		json_open_array(&w->j, "values");
		for (size_t k = 0; k < c->labels.n; k++)
			add_value(w, NULL, c->unit, c->series[i].values[k]);
		json_close(&w->j);
		json_close(&w->j);
	}
	json_close(&w->j);
	json_close(&w->j);
}

void
sheet_json(struct buf *b, struct arena *a, const struct sheet *s)
{
	struct writer w = { .a = a, .s = s };
	struct buf text;

	buf_init(&text, a);
	json_init(&w.j, &text, 2);
	json_open_object(&w.j, NULL);
	json_str(&w.j, "view", s->name);
	json_str(&w.j, "title", s->title);
	json_str_or_null(&w.j, "about", s->about);
	json_str(&w.j, "layout", str_c(layouts[s->layout]));
	json_str(&w.j, "made_at", clock_rfc3339(a, s->made_at));
	add_columns(&w);
	add_groups(&w);
	add_rows(&w);
	json_open_object(&w.j, "total");
	add_sums(&w, &s->total);
	json_int(&w.j, "not_shown", s->total.count > (int64_t)s->n_rows ?
	    s->total.count - (int64_t)s->n_rows : 0);
	json_close(&w.j);
	if (s->n_lanes > 0)
		add_lanes(&w);
	if (s->chart.labels.n > 0)
		add_chart(&w);
	json_close(&w.j);
	buf_add(b, text_json(a, buf_str(&text)));
	buf_addc(b, '\n');
}
