/* Every layout of a sheet: well-formed, nothing of a text is markup, numbers are numbers. */
#include "tests/sheets.h"

#include <gumbo.h>
#include <locale.h>

#include "daemon/render/page.h"
#include "daemon/render/sheethtml.h"
#include "daemon/render/sheetsvg.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

static const char *const languages[] = { "en", "es", "de", "fr", "pt", "it" };

struct seen {
	size_t	tables, headings, scripts, handlers, styles, unnamed, links;
	int	level;			/* of the last heading */
	bool	jumps;			/* one is two below the one before */
};

/* An attribute that runs something or goes around the style sheet. */
static void
look_at_attributes(const GumboElement *e, struct seen *seen)
{
	for (unsigned i = 0; i < e->attributes.length; i++) {
		const GumboAttribute *at = e->attributes.data[i];

		seen->handlers += strncmp(at->name, "on", 2) == 0;
		seen->styles += strcmp(at->name, "style") == 0;
	}
}

static void
look_at_heading(int level, struct seen *seen)
{
	seen->headings++;
	seen->jumps |= level > seen->level + 1;
	seen->level = level;
}

static void
look(const GumboNode *node, struct seen *seen)
{
	const GumboElement *e = &node->v.element;

	if (node->type != GUMBO_NODE_ELEMENT)
		return;
	look_at_attributes(e, seen);
	seen->scripts += e->tag == GUMBO_TAG_SCRIPT || e->tag == GUMBO_TAG_IFRAME;
	seen->tables += e->tag == GUMBO_TAG_TABLE;
	if (e->tag >= GUMBO_TAG_H1 && e->tag <= GUMBO_TAG_H6)
		look_at_heading((int)(e->tag - GUMBO_TAG_H1) + 1, seen);
	if (e->tag == GUMBO_TAG_A) {
		seen->links++;
		seen->unnamed += e->children.length == 0;
	}
	for (unsigned i = 0; i < e->children.length; i++)
		look(e->children.data[i], seen);
}

static struct str
page(struct arena *a, const struct sheet *s)
{
	struct buf b, body;

	buf_init(&b, a);
	buf_init(&body, a);
	sheet_html(&body, a, s);
	page_html(&b, &(struct page){ .language = s->language, .desk = STR("Desk"),
	    .title = s->title, .own_heading = true, .body = buf_str(&body) });
	return buf_str(&b);
}

static bool
has(struct str s, const char *what)
{
	return str_find(s, str_c(what), 0) != SIZE_MAX;
}

static void
check(struct arena *a, const struct sheet *s, bool hostile)
{
	struct str html = page(a, s);
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *out = gumbo_parse_with_options(&options, html.p, html.n);
	struct seen seen = { .level = 0 };

	look(out->root, &seen);
	tap_int((int)out->errors.length, 0, "%.*s: well-formed", STR_ARG(s->name));
	gumbo_destroy_output(&options, out);
	tap_int((int)(seen.scripts + seen.handlers + seen.styles), 0, "%.*s: runs nothing",
	    STR_ARG(s->name));
	tap_ok(seen.headings > 0 && !seen.jumps, "%.*s: headings in order", STR_ARG(s->name));
	tap_int((int)seen.unnamed, 0, "%.*s: each link has a name", STR_ARG(s->name));
	tap_ok(!has(html, "nan%") && !has(html, "inf%") && !has(html, "-nan"),
	    "%.*s: no number is none", STR_ARG(s->name));
	tap_ok(str_is_utf8(html) && str_chr(html, '\0', 0) == SIZE_MAX, "%.*s: UTF-8",
	    STR_ARG(s->name));
	if (s->n_rows > 0)
		tap_ok(seen.links >= s->n_rows, "%.*s: each row is there", STR_ARG(s->name));
	if (hostile)
		tap_ok(has(html, "&lt;script&gt;"), "%.*s: a text is shown", STR_ARG(s->name));
}

static void
test_layouts(struct arena *a)
{
	for (int kind = 0; kind < SHEETS_KINDS; kind++) {
		for (int i = 0; i < SHEET_LAYOUTS; i++) {
			struct sheet s = sheets_make(a, (enum sheet_layout)i,
			    (enum sheets_kind)kind, languages[(kind + i) % 6]);

			s.heading = 1;
			check(a, &s, kind == SHEETS_HOSTILE);
		}
		for (int i = CHART_BARS; i <= CHART_SPARKLINE; i++) {
			struct sheet s = sheets_chart(a, i, (enum sheets_kind)kind, "en");

			check(a, &s, kind == SHEETS_HOSTILE);
		}
	}
}

static struct str
html(struct arena *a, const struct sheet *s)
{
	struct buf b;

	buf_init(&b, a);
	sheet_html(&b, a, s);
	return buf_str(&b);
}

/* What a reader must find, whatever the colours. */
static void
test_words(struct arena *a)
{
	static const struct { enum sheet_layout layout; enum sheets_kind kind; const char *want; }
	rows[] = {
		{ SHEET_TABLE, SHEETS_USUAL, "<span class=\"mark late\">Late</span>" },
		{ SHEET_TABLE, SHEETS_USUAL, "<span class=\"mark risk\">At risk</span>" },
		{ SHEET_TABLE, SHEETS_USUAL, "<span class=\"mark done\">done</span>" },
		{ SHEET_TABLE, SHEETS_USUAL, "<a class=\"name\" href=\"/ticket/41\">Invoice" },
		{ SHEET_TABLE, SHEETS_USUAL, "12 more, not shown" },
		{ SHEET_TABLE, SHEETS_USUAL, "<time datetime=\"2026-11-30T06:00:00Z\">"
		  "2026-11-30 07:00</time>" },
		{ SHEET_TABLE, SHEETS_USUAL, "<th scope=\"col\" class=\"num\">Time</th>" },
		{ SHEET_TABLE, SHEETS_GROUPED, "<th scope=\"rowgroup\" colspan=\"6\">" },
		{ SHEET_TABLE, SHEETS_GROUPED, "Project:</span> ACME <span class=\"sum\">Tickets "
		  "<b>17</b>" },
		{ SHEET_TABLE, SHEETS_EMPTY, "Nothing to show" },
		{ SHEET_BOARD, SHEETS_USUAL, "<div class=\"lane over\">\n<h2>Open <span class=\"count\">"
		  "7+ of 5</span> <span class=\"mark late\">over the limit</span></h2>" },
		{ SHEET_BOARD, SHEETS_USUAL, "<div class=\"lane empty\">\n<h2>Closed" },
		{ SHEET_BOARD, SHEETS_GROUPED, "<ul class=\"lanes\">" },
		{ SHEET_TREE, SHEETS_GROUPED, "<summary><span class=\"of\">Project:</span> ACME" },
		{ SHEET_CALENDAR, SHEETS_USUAL, "<time datetime=\"2026-11-30\">30</time></p><ul>\n"
		  "<li class=\"late\">" },
		{ SHEET_CALENDAR, SHEETS_USUAL, "<h2>December 2026</h2>" },
		{ SHEET_TIMELINE, SHEETS_USUAL, "marker-end=\"url(#svg-timeline-usual-to)\"" },
		{ SHEET_TIMELINE, SHEETS_USUAL, "waits for #57" },
		{ SHEET_TIMELINE, SHEETS_USUAL, ">1 Dec</text>" },
		{ SHEET_TIMELINE, SHEETS_USUAL, ">Today</text>" },
		{ SHEET_NUMBERS, SHEETS_USUAL, "<dt>Overdue</dt>\n<dd class=\"\"><b>11</b>" },
		{ SHEET_CHART, SHEETS_USUAL, "role=\"img\" aria-labelledby=\"svg-chart-usual-t "
		  "svg-chart-usual-d\"" },
		{ SHEET_CHART, SHEETS_USUAL, "<tr><th scope=\"row\">2026-03</th><td class=\"num\">8" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sheet s = sheets_make(a, rows[i].layout, rows[i].kind, "en");

		tap_ok(has(html(a, &s), rows[i].want), "%s: %s", sheets_layouts[rows[i].layout],
		    rows[i].want);
	}
}

/* Days are the reader's, also where the clocks change: Berlin, 25 hours and 23. */
static void
test_days(struct arena *a)
{
	static const struct { int64_t due; const char *want; } rows[] = {
		{ 1792880999, "<time datetime=\"2026-10-25\">25</time></p><ul>" },	/* 00:29:59 */
		{ 1792965599, "<time datetime=\"2026-10-25\">25</time></p><ul>" },	/* 22:59:59 */
		{ 1792969200, "<time datetime=\"2026-10-26\">26</time></p><ul>" },	/* 00:00 */
		{ 1774738800, "<time datetime=\"2026-03-29\">29</time></p><ul>" },	/* 00:00 */
		{ 1774821600, "<time datetime=\"2026-03-30\">30</time></p><ul>" },	/* 00:00 */
		{ 1798757999, "<time datetime=\"2026-12-31\">31</time></p><ul>" },	/* 23:59:59 */
		{ 1798758000, "<time datetime=\"2027-01-01\">1</time></p><ul>" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sheet s = sheets_make(a, SHEET_CALENDAR, SHEETS_USUAL, "en");

		s.n_rows = 1;
		s.rows[0].until = rows[i].due * 1000000;
		tap_ok(has(html(a, &s), rows[i].want), "due at %lld: %s", (long long)rows[i].due,
		    rows[i].want);
	}
}

/* A picture in a file has its colours with it. */
static void
test_pictures(struct arena *a)
{
	for (int i = CHART_BARS; i <= CHART_SPARKLINE; i++) {
		struct sheet s = sheets_chart(a, i, SHEETS_HOSTILE, "en");
		struct buf b;

		buf_init(&b, a);
		tap_ok(sheet_picture(&b, a, &s), "chart %d is a picture", i);
		tap_ok(has(buf_str(&b), "viewBox=\"0 0 960 "), "chart %d: of its own size", i);
		tap_ok(has(buf_str(&b), "prefers-color-scheme: dark"), "chart %d: has colours", i);
		tap_ok(!has(buf_str(&b), "<script"), "chart %d: no text is markup", i);
	}
	tap_ok(!sheet_picture(&(struct buf){ .a = a }, a, &(struct sheet){ .layout = SHEET_TABLE }),
	    "a table has none");
}

int
main(void)
{
	struct arena *a = arena_new();

	setlocale(LC_CTYPE, "C.UTF-8");
	test_layouts(a);
	test_words(a);
	test_days(a);
	test_pictures(a);
	arena_free(a);
	return tap_done();
}
