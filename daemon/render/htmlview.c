/* htmlview: see htmlview.h. */
#include "daemon/render/htmlview.h"

#include <inttypes.h>

#include "daemon/calendar/zone.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"
#include "parsers/text/htmltext.h"

enum { MINUTE_CHARS = 16 };		/* "2026-12-01 10:00": the footer names the zone */

struct html_view
html_view(struct buf *b, struct arena *a, const struct sheet *s)
{
	struct html_view v = { .b = b, .a = a, .s = s, .w = html_words(s->language),
	    .heading = s->heading == 0 ? 2 : s->heading, .number = s->n_columns,
	    .name = s->n_columns };

	for (size_t c = s->n_columns; c-- > 0;) {
		if (s->columns[c].kind == SHEET_TICKET)
			v.number = c;
		if (str_eq(s->columns[c].word, STR("subject")))
			v.name = c;
	}
	for (size_t c = 0; v.name == s->n_columns && v.number == s->n_columns &&
	    c < s->n_columns; c++)
		if (s->columns[c].kind == SHEET_TEXT)
			v.name = c;
	return v;
}

static struct str
span(struct arena *a, int64_t seconds)
{
	if (seconds >= 0)
		return duration_text(a, seconds, DURATION_SHORT);
	return str_printf(a, "-%s", duration_text(a, seconds == INT64_MIN ? INT64_MAX : -seconds,
	    DURATION_SHORT).p);
}

static struct str
share(struct arena *a, int64_t n)
{
	uint64_t of = n < 0 ? -(uint64_t)n : (uint64_t)n;

	return str_printf(a, "%s%" PRIu64 ".%02" PRIu64 "\u00a0%%", n < 0 ? "-" : "", of / 100,
	    of % 100);
}

struct str
html_value(const struct html_view *v, enum sheet_kind kind, int64_t n)
{
	switch (kind) {
	case SHEET_AT:
		return str_sub(zone_text(v->a, v->s->zone == NULL ? zone_utc() : v->s->zone, n), 0,
		    MINUTE_CHARS);
	case SHEET_SPAN:
		return span(v->a, n);
	case SHEET_SHARE:
		return share(v->a, n);
	case SHEET_TICKET:
		return str_printf(v->a, "#%" PRId64, n);
	case SHEET_TEXT:
	case SHEET_COUNT:
		break;
	}
	return str_printf(v->a, "%" PRId64, n);
}

struct str
html_cell_text(const struct html_view *v, const struct sheet_row *row, size_t column)
{
	const struct sheet_cell *cell = &row->cells[column];
	enum sheet_kind kind = v->s->columns[column].kind;

	if (!cell->is_set)
		return STR_NONE;
	return kind == SHEET_TEXT ? cell->text : html_value(v, kind, cell->n);
}

struct str
html_mark_word(const struct html_view *v, enum sheet_mark mark)
{
	switch (mark) {
	case SHEET_LATE:
		return v->s->words.late;
	case SHEET_AT_RISK:
		return v->s->words.at_risk;
	case SHEET_DONE:
		return str_c(v->w->done);
	case SHEET_PLAIN:
		break;
	}
	return STR_NONE;
}

const char *
html_mark_class(enum sheet_mark mark)
{
	static const char *const classes[] = { [SHEET_PLAIN] = "", [SHEET_AT_RISK] = "risk",
		[SHEET_LATE] = "late", [SHEET_DONE] = "done" };

	return mark < COUNT(classes) ? classes[mark] : "";
}

struct str
html_name(const struct html_view *v, const struct sheet_row *row)
{
	struct str s = v->name < v->s->n_columns ? html_cell_text(v, row, v->name) : STR_NONE;

	return s.n > 0 ? s : row->ticket > 0 ? html_value(v, SHEET_TICKET, row->ticket) : STR("-");
}

void
html_put(const struct html_view *v, struct str s)
{
	if (str_ascii(s, 0) == s.n) {		/* turns nothing around */
		htmltext_put(v->b, s);
		return;
	}
	buf_adds(v->b, "<bdi>");
	htmltext_put(v->b, s);
	buf_adds(v->b, "</bdi>");
}

void
html_time(const struct html_view *v, int64_t us)
{
	buf_printf(v->b, "<time datetime=\"%s\">", clock_rfc3339(v->a, us).p);
	htmltext_put(v->b, html_value(v, SHEET_AT, us));
	buf_adds(v->b, "</time>");
}

void
html_cell(const struct html_view *v, const struct sheet_row *row, size_t column)
{
	const struct sheet_cell *cell = &row->cells[column];

	if (!cell->is_set)
		return;
	if (v->s->columns[column].kind == SHEET_AT)
		html_time(v, cell->n);
	else
		html_put(v, html_cell_text(v, row, column));
}

void
html_href(const struct html_view *v, int64_t ticket)
{
	htmltext_put(v->b, v->s->link_before);
	buf_printf(v->b, "%" PRId64, ticket);
	htmltext_put(v->b, v->s->link_after);
}

static void
put_waits(const struct html_view *v, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->n_waits_for; i++)
		buf_printf(v->b, "%s#%" PRId64, i == 0 ? "" : ", ", row->waits_for[i]);
}

static void
put_name(const struct html_view *v, const struct sheet_row *row)
{
	bool linked = row->ticket > 0 && v->s->link_before.n > 0;

	if (linked) {
		buf_adds(v->b, "<a class=\"name\" href=\"");
		html_href(v, row->ticket);
		buf_adds(v->b, "\">");
	} else
		buf_adds(v->b, "<span class=\"name\">");
	html_put(v, html_name(v, row));
	buf_adds(v->b, linked ? "</a>" : "</span>");
}

void
html_heading(const struct html_view *v, const struct sheet_row *row, bool number)
{
	struct str word = html_mark_word(v, row->mark);

	if (number && row->ticket > 0 && v->name < v->s->n_columns)
		buf_printf(v->b, "<span class=\"no\">#%" PRId64 "</span> ", row->ticket);
	put_name(v, row);
	if (word.n > 0) {
		buf_printf(v->b, " <span class=\"mark %s\">", html_mark_class(row->mark));
		htmltext_put(v->b, word);
		buf_adds(v->b, "</span>");
	}
	if (row->n_waits_for > 0) {
		buf_printf(v->b, " <span class=\"waits\">%s ", v->w->waits_for);
		put_waits(v, row);
		buf_adds(v->b, "</span>");
	}
}

void
html_facts(const struct html_view *v, const struct sheet_row *row)
{
	bool any = false;

	for (size_t c = 0; c < v->s->n_columns; c++) {
		if (c == v->name || c == v->number || html_cell_text(v, row, c).n == 0)
			continue;
		buf_adds(v->b, any ? "<div><dt>" : "<dl class=\"facts\"><div><dt>");
		htmltext_put(v->b, v->s->columns[c].title);
		buf_adds(v->b, "</dt> <dd>");
		html_cell(v, row, c);
		buf_adds(v->b, "</dd></div>");
		any = true;
	}
	if (any)
		buf_adds(v->b, "</dl>");
}

void
html_group(const struct html_view *v, const struct sheet_group *g)
{
	buf_adds(v->b, "<span class=\"of\">");
	htmltext_put(v->b, g->title);
	buf_adds(v->b, ":</span> ");
	html_put(v, g->value.n > 0 ? g->value : STR("–"));
}

static void
put_sum(const struct html_view *v, const char *class, struct str word, struct str value)
{
	buf_printf(v->b, " <span class=\"sum%s\">", class);
	htmltext_put(v->b, word);
	buf_adds(v->b, " <b>");
	htmltext_put(v->b, value);
	buf_adds(v->b, "</b></span>");
}

void
html_sums(const struct html_view *v, const struct sheet_group *g)
{
	const struct sheet_words *w = &v->s->words;

	put_sum(v, "", w->count, html_value(v, SHEET_COUNT, g->count));
	if (g->late > 0)
		put_sum(v, " late", w->late, html_value(v, SHEET_COUNT, g->late));
	if (g->at_risk > 0)
		put_sum(v, " risk", w->at_risk, html_value(v, SHEET_COUNT, g->at_risk));
	if (g->seconds > 0)
		put_sum(v, "", w->booked, html_value(v, SHEET_SPAN, g->seconds));
	if (g->oldest != 0)
		put_sum(v, "", w->oldest, str_sub(html_value(v, SHEET_AT, g->oldest), 0, 10));
}
