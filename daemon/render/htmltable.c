/* htmltable: see htmltable.h. */
#include "daemon/render/htmltable.h"

#include "parsers/text/htmltext.h"

static bool
is_number(enum sheet_kind kind)
{
	return kind == SHEET_COUNT || kind == SHEET_SPAN || kind == SHEET_SHARE;
}

/* The column that names a row: its subject, else its number. */
static size_t
heads(const struct html_view *v)
{
	return v->name < v->s->n_columns ? v->name : v->number < v->s->n_columns ? v->number : 0;
}

static void
put_head(const struct html_view *v)
{
	buf_adds(v->b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"view-");
	htmltext_put(v->b, v->s->name);
	buf_adds(v->b, "\">\n<table class=\"rows\">\n<thead>\n<tr>");
	for (size_t c = 0; c < v->s->n_columns; c++) {
		buf_adds(v->b, is_number(v->s->columns[c].kind) ?
		    "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
		htmltext_put(v->b, v->s->columns[c].title);
		buf_adds(v->b, "</th>");
	}
	buf_adds(v->b, "</tr>\n</thead>\n<tbody>\n");
}

/* A phone shows each cell with its title; the number and the subject need none. */
static void
put_cell(const struct html_view *v, const struct sheet_row *row, size_t c)
{
	enum sheet_kind kind = v->s->columns[c].kind;

	if (c == heads(v)) {
		buf_adds(v->b, "<th scope=\"row\">");
		html_heading(v, row, false);
		buf_adds(v->b, "</th>");
		return;
	}
	buf_adds(v->b, c == v->number ? "<td class=\"no\"" : is_number(kind) ?
	    "<td class=\"num\"" : kind == SHEET_AT ? "<td class=\"at\"" : "<td");
	if (c != v->number) {
		buf_adds(v->b, " data-l=\"");
		htmltext_put(v->b, v->s->columns[c].title);
		buf_adds(v->b, "\"");
	}
	buf_adds(v->b, ">");
	html_cell(v, row, c);
	buf_adds(v->b, "</td>");
}

static void
put_row(const struct html_view *v, const struct sheet_row *row)
{
	const char *class = html_mark_class(row->mark);

	if (class[0] == '\0')
		buf_adds(v->b, "<tr>");
	else
		buf_printf(v->b, "<tr class=\"%s\">", class);
	for (size_t c = 0; c < v->s->n_columns; c++)
		put_cell(v, row, c);
	buf_adds(v->b, "</tr>\n");
}

static void
put_group(const struct html_view *v, const struct sheet_group *g)
{
	buf_printf(v->b, "</tbody>\n<tbody>\n<tr class=\"group g%zu\"><th scope=\"rowgroup\" "
	    "colspan=\"%zu\">", g->level > 3 ? 3 : g->level, v->s->n_columns);
	html_group(v, g);
	html_sums(v, g);
	buf_adds(v->b, "</th></tr>\n");
}

void
html_table(const struct html_view *v)
{
	const struct sheet *s = v->s;
	size_t row = 0;

	if (s->n_columns == 0)
		return;
	put_head(v);
	for (size_t g = 0; g < s->n_groups; g++) {
		for (; row < s->groups[g].first && row < s->n_rows; row++)
			put_row(v, &s->rows[row]);
		put_group(v, &s->groups[g]);
	}
	for (; row < s->n_rows; row++)
		put_row(v, &s->rows[row]);
	buf_adds(v->b, "</tbody>\n</table>\n</div>\n");
}
