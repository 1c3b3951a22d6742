#include "daemon/render/page.h"

#include <math.h>
#include <stdlib.h>

#include "parsers/base/array.h"
#include "tests/tap.h"

enum { TEXT = 45, SHAPE = 30 };		/* tenths: WCAG 2.2, 1.4.3 and 1.4.11 */

/* What stands on what, in light and in dark. */
static const struct { const char *over, *under; int least; } pairs[] = {
	{ "ink", "bg", TEXT }, { "ink", "paper", TEXT }, { "ink", "soft", TEXT },
	{ "dim", "bg", TEXT }, { "dim", "paper", TEXT }, { "dim", "soft", TEXT },
	{ "accent", "bg", TEXT }, { "accent", "paper", TEXT }, { "accent", "soft", TEXT },
	{ "on-accent", "accent", TEXT },
	{ "late", "late-bg", TEXT }, { "risk", "risk-bg", TEXT }, { "done", "done-bg", TEXT },
	{ "ink", "late-bg", TEXT }, { "ink", "risk-bg", TEXT }, { "ink", "done-bg", TEXT },
	{ "late", "paper", TEXT }, { "risk", "paper", TEXT }, { "done", "paper", TEXT },
	{ "edge", "paper", SHAPE }, { "edge", "bg", SHAPE },
	{ "c1", "paper", SHAPE }, { "c2", "paper", SHAPE }, { "c3", "paper", SHAPE },
	{ "c4", "paper", SHAPE }, { "c5", "paper", SHAPE }, { "c6", "paper", SHAPE },
};

static double
channel(struct str hex, size_t at)
{
	double v = (double)str_hex(hex, at) / 255;

	return v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* The relative luminance of the variable, or -1; `from`: where its scheme begins. */
static double
luminance(struct arena *a, const char *name, size_t from)
{
	struct str css = page_css(), want = str_printf(a, "--%s: #", name), hex;
	size_t at = str_find(css, want, from);

	if (at == SIZE_MAX)
		return -1;
	hex = str_sub(css, at + want.n, 6);
	return 0.2126 * channel(hex, 0) + 0.7152 * channel(hex, 2) + 0.0722 * channel(hex, 4);
}

static void
test_contrast(struct arena *a)
{
	size_t dark = str_find(page_css(), STR("prefers-color-scheme: dark"), 0);

	tap_ok(dark != SIZE_MAX, "there are colours of the dark");
	for (size_t i = 0; i < 2 * COUNT(pairs); i++) {
		size_t k = i / 2, from = i % 2 == 0 ? 0 : dark;
		double x = luminance(a, pairs[k].over, from), y = luminance(a, pairs[k].under, from);
		double ratio = x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);

		tap_ok(x >= 0 && y >= 0 && ratio * 10 >= pairs[k].least, "%s on %s, %s: %.2f",
		    pairs[k].over, pairs[k].under, from == 0 ? "light" : "dark", ratio);
	}
}

static struct str
html(struct arena *a, const struct page *p)
{
	struct buf b;

	buf_init(&b, a);
	page_html(&b, p);
	return buf_str(&b);
}

static void
has(struct str s, const char *what, bool wanted)
{
	tap_ok((str_find(s, str_c(what), 0) != SIZE_MAX) == wanted, "%s: %s",
	    wanted ? "has" : "has not", what);
}

static void
test_page(struct arena *a)
{
	const struct page_link nav[] = {
		{ STR("board.html"), STR("Board"), true },
		{ STR("x\" onload=\"y"), STR("<b>"), false },
	};
	const struct page p = { .language = STR("de"), .desk = STR("A & B"), .home = STR("./"),
	    .title = STR("</title><script>"), .body = STR("<p>body</p>\n"), .nav = nav,
	    .n_nav = COUNT(nav), .who = STR("Ana"), .notice = STR("<done>"), .made = STR("now") };
	struct str s = html(a, &p);

	has(s, "<html lang=\"de\">", true);
	has(s, "<title>&lt;/title&gt;&lt;script&gt; · A &amp; B</title>", true);
	has(s, "<h1>&lt;/title&gt;&lt;script&gt;</h1>", true);
	has(s, "<script", false);
	has(s, "<a href=\"board.html\" aria-current=\"page\">Board</a>", true);
	has(s, "<a href=\"x&quot; onload=&quot;y\">&lt;b&gt;</a>", true);
	has(s, "href=\"#content\">Zum Inhalt springen</a>", true);
	has(s, "<main id=\"content\"", true);
	has(s, "<p>body</p>\n", true);
	has(s, "role=\"status\">&lt;done&gt;</p>", true);
	has(s, "href=\"/style.css\"", true);
	has(s, " style=", false);
	has(s, "<style", false);
	s = html(a, &(struct page){ .title = STR("T"), .own_heading = true,
	    .style = STR("style.css"), .script = STR("board.js") });
	has(s, "<html lang=\"en\">", true);
	has(s, "<h1>", false);
	has(s, "<nav", false);
	has(s, "href=\"style.css\"", true);
	has(s, "<script src=\"board.js\" defer></script>", true);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_contrast(a);
	test_page(a);
	arena_free(a);
	return tap_done();
}
