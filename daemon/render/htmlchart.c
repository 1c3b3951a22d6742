/* htmlchart: see htmlchart.h. */
#include "daemon/render/htmlchart.h"

#include "daemon/render/htmltable.h"
#include "daemon/render/sheetsvg.h"
#include "parsers/text/htmltext.h"

static struct str
value_text(const struct html_view *v, int64_t value)
{
	enum sheet_kind unit = v->s->chart.unit;

	return html_value(v, unit == SHEET_TEXT ? SHEET_COUNT : unit, value);
}

static bool
has_rows(const struct sheet *s)
{
	return s->n_rows > 0 && s->n_columns > 0;
}

static void
put_none(const struct html_view *v)
{
	buf_adds(v->b, "<p class=\"none\">");
	htmltext_put(v->b, v->s->words.none);
	buf_adds(v->b, "</p>\n");
}

static void
put_data_head(const struct html_view *v)
{
	const struct sheet_chart *c = &v->s->chart;

	buf_adds(v->b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
	    "aria-labelledby=\"view-");
	htmltext_put(v->b, v->s->name);
	buf_printf(v->b, "\">\n<table class=\"data\">\n<thead><tr><th scope=\"col\">%s</th>",
	    v->w->what);
	for (size_t k = 0; k < c->n_series; k++) {
		buf_adds(v->b, "<th scope=\"col\" class=\"num\">");
		html_put(v, c->series[k].title.n > 0 ? c->series[k].title : v->s->words.count);
		buf_adds(v->b, "</th>");
	}
	buf_adds(v->b, "</tr></thead>\n<tbody>\n");
}

static void
put_data(const struct html_view *v)
{
	const struct sheet_chart *c = &v->s->chart;

	put_data_head(v);
	for (size_t i = 0; i < c->labels.n; i++) {
		buf_adds(v->b, "<tr><th scope=\"row\">");
		html_put(v, c->labels.v[i]);
		buf_adds(v->b, "</th>");
		for (size_t k = 0; k < c->n_series; k++) {
			buf_adds(v->b, "<td class=\"num\">");
			htmltext_put(v->b, value_text(v, c->series[k].values[i]));
			buf_adds(v->b, "</td>");
		}
		buf_adds(v->b, "</tr>\n");
	}
	buf_adds(v->b, "</tbody>\n</table>\n</div>\n");
}

void
html_chart(const struct html_view *v)
{
	const struct sheet_chart *c = &v->s->chart;
	const struct svg svg = { v->b, v->a, str_printf(v->a, "svg-%.*s", STR_ARG(v->s->name)),
	    false, c->kind == CHART_SPARKLINE ? "chart spark" : "chart" };

	if (c->labels.n == 0 || c->n_series == 0) {
		if (has_rows(v->s))
			html_table(v);
		else
			put_none(v);
		return;
	}
	buf_adds(v->b, "<div class=\"beside\">\n<figure>\n");
	sheet_svg_chart(&svg, v, c, str_printf(v->a, "%s: %.*s", v->w->chart,
	    STR_ARG(v->s->title)), v->s->about);
	buf_adds(v->b, "</figure>\n");
	put_data(v);
	buf_adds(v->b, "</div>\n");
	if (has_rows(v->s))
		html_table(v);
}

static void
put_number(const struct html_view *v, size_t label)
{
	const struct sheet_chart *c = &v->s->chart;

	buf_adds(v->b, "<div class=\"tile\"><dt>");
	html_put(v, c->labels.v[label]);
	buf_adds(v->b, "</dt>\n");
	for (size_t k = 0; k < c->n_series; k++) {
		struct str word = html_mark_word(v, c->series[k].mark);

		buf_printf(v->b, "<dd class=\"%s\"><b>", html_mark_class(c->series[k].mark));
		htmltext_put(v->b, value_text(v, c->series[k].values[label]));
		buf_adds(v->b, "</b> ");
		html_put(v, c->n_series > 1 && c->series[k].title.n > 0 ? c->series[k].title : word);
		buf_adds(v->b, "</dd>\n");
	}
	buf_adds(v->b, "</div>\n");
}

void
html_numbers(const struct html_view *v)
{
	const struct sheet_chart *c = &v->s->chart;

	if (c->labels.n > 0 && c->n_series > 0) {
		buf_adds(v->b, "<dl class=\"tiles\">\n");
		for (size_t i = 0; i < c->labels.n; i++)
			put_number(v, i);
		buf_adds(v->b, "</dl>\n");
	} else if (!has_rows(v->s))
		put_none(v);
	if (has_rows(v->s))
		html_table(v);
}
