/* What gumbo is given, and that all text comes back: '#' stands for a run here. */
#include "parsers/markup/htmlbrief.h"

#include "tests/tap.h"

#define RUN	"Running text"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "nothing", "", "" },
	{ "a run", RUN, "#" },
	{ "spaces around a run", "<p>\n " RUN " , \n</p>", "<p>\n # \n</p>" },
	{ "short text", "<b>short</b>", "<b>short</b>" },
	{ "entities", RUN "&nbsp;" RUN "&copyright " RUN, "#&nbsp;#&copyright #" },
	{ "a bare '&'", "AT&T & Sons", "AT&T & Sons" },
	{ "a no-break space before it", "\xc2\xa0" RUN, "\xc2\xa0#" },
	{ "attributes that are read", "<p id=a CLASS='b' style = \"c\" hidden>",
	    "<p id=a CLASS='b' style = \"c\" hidden>" },
	{ "attributes that nobody reads", "<td bgcolor=red valign='top' width=1 data-x>",
	    "<td width=1>" },
	{ "of what is opened again", "<font color=red><a title=x>", "<font color=red><a title=x>" },
	{ "attributes without a space between", "<p a=\"1\"id=\"2\"/class=\"3\">",
	    "<p id=\"2\" class=\"3\">" },
	{ "an end of a tag in a value", "<p title=\"a > b\" id='>'>" RUN, "<p id='>'>#" },
	{ "a '=' where a name begins", "<p =id=x id=y>", "<p id=y>" },
	{ "an end tag", "</p x=y>", "</p>" },
	{ "an empty element", "<br/>", "<br>" },
	{ "a cut end tag", "one</", "one</" },
	{ "a cut tag", RUN "<p id=x", "#" },
	{ "no tag", "1 < 2 and more", "1 < #" },
	{ "a comment", "<p>a<br><!-- <p> - -- > --><br>", "<p>a<br><br>" },
	{ "a comment within a text", "&am<!-- x -->p;", "&am<!-->p;" },
	{ "comments without anything", "<p><!--><p><!--->", "<p><p>" },
	{ "a comment that ends in '!'", "<p><!-- x --!>" RUN, "<p>#" },
	{ "an open comment", RUN "<!-- x", "#<!-->" },
	{ "a conditional comment", "<p><!--[if mso]>x<![endif]--><![if !mso]>y<![endif]>",
	    "<p><![if !mso]>y<![endif]>" },
	{ "a doctype", "<!DOCTYPE html><p>", "<!DOCTYPE html><p>" },
	{ "style", "<style type=x><!-- p { } --></style><p>", "<style></style><p>" },
	{ "style in capitals", "<STYLE>a</styles></Style ><p>", "<STYLE></Style><p>" },
	{ "open style", "<p><style>a", "<p><style>" },
	{ "script", "<script>if (a < b) \"</p>\"</script><p>", "<script></script><p>" },
	{ "script with a comment", "<script><!-- " RUN, "<script><!-- " RUN },
	{ "title", "<title>" RUN "<b></title>" RUN, "<title>" RUN "<b></title>#" },
	{ "what only a tree can read", "<p a>" RUN "<select b><style>" RUN "<!-- -->",
	    "<p>#<select><style>" RUN "<!-- -->" },
	{ "characters that would be taken for runs", RUN "\xf3\xb0\x80\x80", RUN "\xf3\xb0\x80\x80" },
};

static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct htmlbrief brief;
		struct str rest, piece;
		struct buf b;

		htmlbrief_make(a, str_c(rows[i].in), 1000, &brief);
		buf_init(&b, a);
		for (rest = brief.html; rest.n > 0;) {
			bool is_run = htmlbrief_first(&brief, rest).p != rest.p;

			if (!htmlbrief_next(&brief, &rest, &piece))
				break;
			buf_add(&b, is_run ? STR("#") : piece);
		}
		tap_str(buf_str(&b), str_c(rows[i].want), "%s", rows[i].name);
	}
}

static void
test_runs(struct arena *a)
{
	struct htmlbrief brief;
	struct str text, piece;

	htmlbrief_make(a, STR("<p>" RUN), 1000, &brief);
	text = str_sub(brief.html, 3, brief.html.n);
	tap_str(htmlbrief_first(&brief, text), STR(RUN), "a look at a run");
	tap_ok(htmlbrief_next(&brief, &text, &piece) && text.n == 0, "one piece");
	tap_str(piece, STR(RUN), "the run");
	text = str_sub(brief.html, 3, brief.html.n);
	tap_ok(htmlbrief_next(&brief, &text, &piece), "a second time");
	tap_str(piece, STR("\xf3\xb0\x80\x80"), "it is what stands there");
}

static void
test_limits(struct arena *a)
{
	struct htmlbrief brief;
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "<p>" RUN "</p>");
	htmlbrief_make(a, buf_str(&b), 1000, &brief);
	tap_ok(brief.runs.n < 10000, "no more than is read: %zu runs", brief.runs.n);
	htmlbrief_make(a, buf_str(&b), SIZE_MAX, &brief);
	tap_int((long long)brief.runs.n, 0xfffe, "no more runs than there are marks");
	buf_init(&b, a);
	buf_adds(&b, "<p");
	for (int i = 0; i < 10000; i++)
		buf_adds(&b, " id=x");
	buf_adds(&b, ">");
	htmlbrief_make(a, buf_str(&b), 1000, &brief);
	tap_ok(brief.html.n < 1000, "few attributes of a tag: %zu bytes", brief.html.n);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_runs(a);
	test_limits(a);
	arena_free(a);
	return tap_done();
}
