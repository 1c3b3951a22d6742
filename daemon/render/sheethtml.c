/* sheethtml: see sheethtml.h. */
#include "daemon/render/sheethtml.h"

#include <inttypes.h>

#include "daemon/render/htmlboard.h"
#include "daemon/render/htmlcalendar.h"
#include "daemon/render/htmlchart.h"
#include "daemon/render/htmltable.h"
#include "daemon/render/htmltimeline.h"
#include "daemon/render/htmltree.h"
#include "parsers/text/htmltext.h"

static const struct {
	void	(*put)(const struct html_view *);
	bool	 of_rows;			/* without rows there is nothing to draw */
} layouts[SHEET_LAYOUTS] = {
	[SHEET_TABLE] = { html_table, true },
	[SHEET_BOARD] = { html_board, false },
	[SHEET_TREE] = { html_tree, true },
	[SHEET_CALENDAR] = { html_calendar, true },
	[SHEET_TIMELINE] = { html_timeline, true },
	[SHEET_NUMBERS] = { html_numbers, false },
	[SHEET_CHART] = { html_chart, false },
};

static void
put_head(const struct html_view *v)
{
	buf_adds(v->b, "<section class=\"view\" aria-labelledby=\"view-");
	htmltext_put(v->b, v->s->name);
	buf_printf(v->b, "\">\n<h%u id=\"view-", v->heading);
	htmltext_put(v->b, v->s->name);
	buf_adds(v->b, "\">");
	html_put(v, v->s->title);
	buf_printf(v->b, "</h%u>\n", v->heading);
	if (v->s->about.n > 0) {
		buf_adds(v->b, "<p class=\"about\">");
		html_put(v, v->s->about);
		buf_adds(v->b, "</p>\n");
	}
	if (v->s->total.count > 0) {
		buf_adds(v->b, "<p class=\"total\">");
		html_sums(v, &v->s->total);
		buf_adds(v->b, "</p>\n");
	}
}

static void
put_more(const struct html_view *v)
{
	int64_t more = v->s->total.count - (int64_t)v->s->n_rows;

	if (more <= 0)
		return;
	buf_printf(v->b, "<p class=\"more\">%" PRId64 " ", more);
	htmltext_put(v->b, v->s->words.more);
	buf_adds(v->b, "</p>\n");
}

void
sheet_html(struct buf *b, struct arena *a, const struct sheet *s)
{
	struct html_view v = html_view(b, a, s);
	size_t layout = (size_t)s->layout < SHEET_LAYOUTS ? (size_t)s->layout : SHEET_TABLE;

	put_head(&v);
	if (s->n_rows > 0 || s->n_groups > 0 || !layouts[layout].of_rows)
		layouts[layout].put(&v);
	else {
		buf_adds(b, "<p class=\"none\">");
		htmltext_put(b, s->words.none);
		buf_adds(b, "</p>\n");
	}
	put_more(&v);
	buf_adds(b, "</section>\n");
}
