/* However deep it stands, HTML reads as it does at the top; and the pieces are small. */
#include "parsers/markup/htmlflat.h"

#include "parsers/markup/html.h"
#include "parsers/markup/htmlguard.h"
#include "parsers/text/charset.h"
#include "tests/tap.h"

enum { MAX = 1 << 20 };

static const char *const snippets[] = {
	"<p>One</p><p>Two &amp; three &lt;x&gt;</p>",
	"<div>One</div><div>Two</div><div><br></div><div>Three</div>",
	"a<b>b</b>c <i>d</i><br>e",
	"<ul><li>one<li>two</ul><ol><li>three</ol>after",
	"<table border=1><tr><th>a<th>b<tr><td>1<td>2</table>after",
	"<table><tr><td>a</td><td>b</td></tr></table>",
	("<p>New</p><div class=\"gmail_quote\"><div class=\"gmail_attr\">Jo wrote:</div>"
	"<blockquote>old<blockquote>older</blockquote></blockquote></div>"),
	"Yes<div id=\"divRplyFwdMsg\">From: Jo</div><div>old</div>",
	"Yes<div class=\"moz-signature\">Jo</div>",
	"<div style=\"display:none\">secret</div>shown",
	"<span style=\"font-size:0\">secret</span>shown",
	"<pre>a  b\n c</pre>d",
	"<a href=\"https://x.example/\">here</a> and <img alt=\"cat\">",
	"<script>if (a<b) x()</script>text<style>p { }</style>",
	"<svg><text>x</text></svg>shown",
	"1 < 2 &eacute;",
};

static const struct { const char *name, *open, *close; } wraps[] = {
	{ "div", "<div>", "</div>" }, { "span", "<span>", "</span>" },
	{ "font with a colour", "<font color=\"red\">", "</font>" },
	{ "a styled div", "<div style=\"color:red\" class=\"x\">", "</div>" },
	{ "font that is never closed", "<font size=2>", "" },
	{ "div and center in turn", "<div><center>", "</center></div>" },
};

static struct str
text_of(struct arena *a, struct str html)
{
	return html_text(a, charset_clean(a, html), MAX);
}

static void
test_same(struct arena *a, const char *snippet, size_t wrap, int depth)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < depth; i++)
		buf_adds(&b, wraps[wrap].open);
	buf_adds(&b, snippet);
	for (int i = 0; i < depth; i++)
		buf_adds(&b, wraps[wrap].close);
	tap_str(text_of(a, buf_str(&b)), text_of(a, str_c(snippet)), "in %d of %s: %.40s", depth,
	    wraps[wrap].name, snippet);
}

/* Quotes beyond what a tree may hold are quotes still, and what follows them is none. */
static void
test_quotes(struct arena *a)
{
	struct str text;
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 400; i++)
		buf_adds(&b, "<blockquote>");
	buf_adds(&b, "old");
	for (int i = 0; i < 400; i++)
		buf_adds(&b, "</blockquote>");
	buf_adds(&b, "<p>new</p>");
	text = text_of(a, buf_str(&b));
	tap_ok(str_starts(text, STR(">>>>")) && str_ends(text, STR("\nnew")), "400 quotes");
}

/* A megabyte of cells, paragraphs and quotes: every piece is for a tree. */
static void
test_pieces(struct arena *a)
{
	static const char *const units[] = {
		"<p>text one", "<td>x</td>", "<blockquote>text</blockquote>", "<div>", "<b><i>x",
		"<table><tr><td>", "<a href=x>", "<ul><li>", "</div>", "<!-- x -->", "<br>",
	};
	struct htmlflat flat;
	struct str piece;
	struct buf b;
	size_t n = 0;

	for (size_t i = 0; i < COUNT(units); i++) {
		buf_init(&b, a);
		while (b.n < 1000 * 1000)
			buf_adds(&b, units[i]);
		htmlflat_init(&flat, a, buf_str(&b));
		for (n = 0; htmlflat_next(&flat, &piece); n++)
			if (piece.n > 200 * 1000 || htmlguard_is_too_much(piece))
				break;
		tap_ok(flat.rest.n == 0, "pieces of %s: %zu", units[i], n);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	charset_init();
	for (size_t i = 0; i < COUNT(snippets); i++)
		for (size_t k = 0; k < COUNT(wraps); k++)
			test_same(a, snippets[i], k, 320);
	test_quotes(a);
	test_pieces(a);
	arena_free(a);
	return tap_done();
}
