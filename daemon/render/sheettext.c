/* sheettext: see sheettext.h. */
#include "daemon/render/sheettext.h"

#include <inttypes.h>

#include "daemon/calendar/zone.h"
#include "daemon/render/sheetcell.h"
#include "daemon/render/text.h"
#include "daemon/render/textbars.h"
#include "daemon/render/textboard.h"
#include "daemon/render/textcalendar.h"
#include "daemon/render/texttable.h"
#include "parsers/base/array.h"

enum { NARROWEST = 40 };		/* no terminal is taken to be less wide */

static const struct {
	void	(*put)(const struct text_view *);
	bool	 is_chart;
} layouts[SHEET_LAYOUTS] = {
	[SHEET_TABLE] = { texttable_put, false },
	[SHEET_BOARD] = { textboard_put, false },
	[SHEET_TREE] = { texttable_put, false },
	[SHEET_CALENDAR] = { textcalendar_put, false },
	[SHEET_TIMELINE] = { textbars_timeline, false },
	[SHEET_NUMBERS] = { textbars_numbers, true },
	[SHEET_CHART] = { textbars_chart, true },
};

static void
put_head(const struct text_view *v)
{
	text_fold(v->b, text_safe(v->a, v->s->title), 0, v->room);
	if (v->s->about.n > 0)
		text_fold(v->b, text_safe(v->a, v->s->about), 0, v->room);
	buf_addc(v->b, '\n');
}

static void
put_body(const struct text_view *v)
{
	bool chart = v->s->chart.labels.n > 0;

	if (layouts[v->s->layout].is_chart) {
		if (chart)
			layouts[v->s->layout].put(v);
		if (chart && v->s->n_rows > 0)
			buf_addc(v->b, '\n');
		if (v->s->n_rows > 0)
			texttable_put(v);
		chart |= v->s->n_rows > 0;
	} else if (v->s->n_rows > 0 || v->s->n_groups > 0 || v->s->n_lanes > 0) {
		layouts[v->s->layout].put(v);
		chart = true;
	}
	if (!chart)
		buf_printf(v->b, "%.*s\n", STR_ARG(v->s->words.none));
}

/* What the signs in it mean. */
static void
put_signs(const struct text_view *v)
{
	const struct { enum sheet_mark mark; struct str word; } words[] = {
		{ SHEET_LATE, v->s->words.late }, { SHEET_AT_RISK, v->s->words.at_risk },
		{ SHEET_DONE, str_c(v->w->done) },
	};
	struct buf b;

	buf_init(&b, v->a);
	for (size_t k = 0; k < COUNT(words); k++)
		for (size_t i = 0; i < v->s->n_rows; i++)
			if (v->s->rows[i].mark == words[k].mark) {
				buf_printf(&b, "%s%s %.*s", b.n == 0 ? "" : "  ",
				    textview_sign(words[k].mark), STR_ARG(words[k].word));
				break;
			}
	if (b.n > 0)
		text_fold(v->b, buf_str(&b), 0, v->room);
}

static void
put_foot(const struct text_view *v)
{
	const struct zone *zone = v->s->zone == NULL ? zone_utc() : v->s->zone;

	buf_addc(v->b, '\n');
	if (v->s->total.count > 0 && !layouts[v->s->layout].is_chart)
		text_fold(v->b, str_printf(v->a, "%.*s: %s", STR_ARG(v->s->words.total),
		    textview_sums(v, &v->s->total).p), 0, v->room);
	put_signs(v);
	text_fold(v->b, str_printf(v->a, "%.*s %s", STR_ARG(v->s->words.made),
	    zone_text(v->a, zone, v->s->made_at).p), 0, v->room);
}

void
sheet_text(struct buf *b, struct arena *a, const struct sheet *s, size_t columns)
{
	struct text_view v = { .b = b, .a = a, .s = s, .w = html_words(s->language),
	    .room = columns > 0 && columns < NARROWEST ? NARROWEST : columns,
	    .number = sheet_number_column(s), .name = sheet_name_column(s) };

	put_head(&v);
	put_body(&v);
	if (s->n_groups == 0 && !layouts[s->layout].is_chart)
		textview_more(&v, 0, s->total.count - (int64_t)s->n_rows);
	put_foot(&v);
}
