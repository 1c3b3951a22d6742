#include "parsers/markup/html.h"

#include <string.h>

#include "tests/tap.h"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "nothing", "", "" },
	{ "no tags", "hello\n  world", "hello world" },
	{ "entities", "a &lt; b &amp;&nbsp;c &eacute;", "a < b & c \xc3\xa9" },
	{ "halves of characters", "&#55357;&#56832; &#xD83D;&#xde00;&#xD83D; &#x1F600;",
	    "\xf0\x9f\x98\x80 \xf0\x9f\x98\x80\xef\xbf\xbd \xf0\x9f\x98\x80" },
	{ "addresses as tags", "To <jo@acme.example>, see <https://acme.example/a b>",
	    "To <jo@acme.example>, see <https://acme.example/a b>" },
	{ "words as tags", "<p>vector<int> v; MAC <C0-4A-00>; at <main.c:45>; <Your Name></p>end",
	    "vector<int> v; MAC <C0-4A-00>; at <main.c:45>; <Your Name>\n\nend" },
	{ "a path as a tag", "run <C:\\Temp\\x> now", "run <C:\\Temp\\x> now" },
	{ "tags of vendors", "a<o:p>b</o:p><st1:place>c<v:shape id=x>d<u1:p/>", "abcd" },
	{ "a tag of nobody that is closed", "a<sign>b</SIGN>c<x-tab/>d", "abcd" },
	{ "no tags in comments and styles", "<style>a<b-c></style><!-- <int> -->x", "x" },
	{ "a tag with attributes", "a<thing class=x>b", "ab" },
	{ "powers", "10<sup>6</sup> m<sup>2</sup> 10<sup>-3</sup> 9<sup>th</sup> x <sup>2</sup>",
	    "10^6 m^2 10^-3 9th x 2" },
	{ "crossed out", "<s>5</s> <del>6 </del><strike></strike><span style="
	    "\"text-decoration: line-through\">7<s>8</s></span> 9", "~~5~~ ~~6~~ ~~78~~ 9" },
	{ "a list that goes on", "<ol start=3><li>c<li>d</ol><ol><li value=7>g<li>h</ol>",
	    "3. c\n4. d\n\n7. g\n8. h" },
	{ "paragraphs", "<p>one</p>\n<p>two</p>", "one\n\ntwo" },
	{ "divisions", "<div>one</div><div>two</div>", "one\ntwo" },
	{ "a break between divisions", "<div>one</div><div><br></div><div>two</div>",
	    "one\n\ntwo" },
	{ "breaks", "one<br>two<br/><br/>three", "one\ntwo\n\nthree" },
	{ "script and style", "<style>p{}</style><p>x<script>alert(1)</script></p>", "x" },
	{ "title", "<html><head><title>t</title></head><body>x</body></html>", "x" },
	{ "hidden preview", "<div style=\"DISPLAY : none\">preview</div>x", "x" },
	{ "hidden from Outlook", "<span style='mso-hide:all'>preview</span>x", "x" },
	{ "hidden attribute", "<p hidden>preview</p>x", "x" },
	{ "spaces around elements", "<p>a <b>b</b> c<i> d</i>\n<u>e</u></p>", "a b c d e" },
	{ "comment", "a<!-- b -->c", "ac" },
	{ "list", "<ul><li>one</li><li>two</li></ul>", "- one\n- two" },
	{ "numbers", "<ol><li>one<li>two</ol>", "1. one\n2. two" },
	{ "list in a list", "<ul><li>one<ul><li>deep</ul><li>two</ul>",
	    "- one\n  - deep\n- two" },
	{ "table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
	    "a b\nc" },
	{ "quote", "new<blockquote>old<br>older<blockquote>oldest</blockquote></blockquote>end",
	    "new\n> old\n> older\n>> oldest\nend" },
	{ "pre", "<pre>a  b\n\n c</pre>", "a  b\n\n c" },
	{ "rule", "a<hr>b", "a\n________________________________\nb" },
	{ "link", "<a href=\"https://x.example/a\">here</a>", "here <https://x.example/a>" },
	{ "link shown as it is", "<a href=\"https://x.example/a\">https://x.example/a</a>",
	    "https://x.example/a" },
	{ "mail link", "<a href=\"mailto:jo@x.example\">Jo</a>", "Jo <mailto:jo@x.example>" },
	{ "link that runs", "<a href=\"javascript:alert(1)\">x</a>", "x" },
	{ "image", "<img src=a.png alt=\"a cat\"><img src=b.png>", "[a cat]" },
	{ "unclosed", "<div><b>one<p>two", "one\n\ntwo" },
	{ "entities that are controls", "a&#27;[2J&#0;b&#7;", "a[2J\xef\xbf\xbd" "b" },
	{ "an entity that is no character", "a&#x110000;b",
	    "a\xef\xbf\xbd" "b" },
	{ "cut tag", "one<div", "one" },
	{ "no opacity", "<div style='opacity:0.0'>preview</div><p style='opacity:0.5'>x</p>", "x" },
	{ "no height", "<div style='max-height:0px;overflow:hidden'>preview</div>x", "x" },
	{ "a low height that cuts nothing", "<div style='height:0'>x</div>", "x" },
	{ "text of no size", "<div style='font-size:0'>gap<div style='font-size:14px'>x</div>gap</div>", "x" },
	{ "a small size", "<span style='font-size:0.8em'>x</span>", "x" },
	{ "a preview by its name", "<div class=preheader>preview</div>x", "x" },
	{ "an image that nobody sees", "<img src=t.gif width=1 height=1 alt=track>x", "x" },
	{ "Office's settings", "<xml><w:View>Normal</w:View></xml><p>x</p>", "x" },
	{ "conditional comments", "<!--[if mso]><p>old</p><![endif]--><![if !mso]>x<![endif]>", "x" },
	{ "Outlook's paragraphs", "<p class=MsoNormal>one</p><p class=MsoNormal>two</p>"
	    "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>three</p>", "one\ntwo\n\nthree" },
	{ "an empty division", "<div>one</div><div></div><div>&nbsp;</div><div>two</div>", "one\n\ntwo" },
	{ "paragraphs in a list", "<ul><li><p>one</p></li><li><p>two</p></li></ul>", "- one\n- two" },
	{ "numbers within numbers", "<ol><li>a<ol><li>b<li>c</ol><li>d</ol>", "1. a\n  1. b\n  2. c\n2. d" },
	{ "data with borders", "<table border=1><tr><td><p>a</p></td><td>b<br>c</td></tr>"
	    "<tr><td></td><td>d</td></tr></table>x", "a | b c\n| d\n\nx" },
	{ "data from Word", "<table class=MsoTableGrid border=0><tr><td style='border:solid windowtext 1.0pt'>"
	    "<p class=MsoNormal>a</p></td><td style='border:solid windowtext 1.0pt'><p class=MsoNormal>b</p></td>"
	    "</tr></table>", "a | b" },
	{ "data with headings", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td>"
	    "<td>d</td></tr></tbody></table>", "a | b\nc | d" },
	{ "a table in a cell", "<table border=1><tr><td>a</td><td>b</td></tr><tr><td><table><tr><td>c</td>"
	    "<td>d</td></tr></table></td><td>e</td></tr></table>", "a | b\nc d | e" },
	{ "layout", "<table><tr><td><div>a</div><div>b</div></td><td><p>c</p></td></tr></table>",
	    "a\nb\n\nc" },
	{ "labels of a header table", "<table class=moz-email-headers-table><tr><th>Subject: </th><td>Lamp</td>"
	    "</tr><tr><th>From: </th><td>Jo</td></tr></table>", "Subject: Lamp\nFrom: Jo" },
	{ "spaces that count", "<div style='white-space:pre-wrap'>a  b\nc</div>", "a  b\nc" },
	{ "breaks without end", "a<br><br><br><br><br><br>b", "a\n\n\nb" },
	{ "an indented block is no quote", "a<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>b"
	    "</blockquote>", "a\nb" },
	{ "Gmail", "<div>new</div><div class=gmail_quote><div dir=ltr class=gmail_attr>Jo quux:<br></div>"
	    "<blockquote class=gmail_quote>old</blockquote></div>", "new\n> Jo quux:\n> old" },
	{ "Gmail, forwarded", "<div>see</div><div class=gmail_quote><div class=gmail_attr>---------- Forwarded "
	    "message ---------<br>From: Jo</div><br>old</div>",
	    "see\n---------- Forwarded message ---------\nFrom: Jo\n\nold" },
	{ "Thunderbird", "new<div class=moz-cite-prefix>Jo quux:<br></div><blockquote type=cite>old</blockquote>",
	    "new\n> Jo quux:\n> old" },
	{ "Yahoo", "<div>new</div><div id=ydp1yahoo_quoted_2 class=ydp1yahoo_quoted><div>Jo quux:</div><div>old"
	    "</div></div>", "new\n> Jo quux:\n> old" },
	{ "Yahoo, forwarded", "<div class=yahoo_quoted><div>----- Forwarded Message -----</div><div>old</div></div>",
	    "----- Forwarded Message -----\nold" },
	{ "Outlook.com", "<div>new</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Xyz:</b> Jo</div>"
	    "<div>old</div>", "new\n________________________________\nXyz: Jo\nold" },
	{ "Outlook.com, nothing quoted", "<div>new</div><div id=appendonsend></div>", "new" },
	{ "Outlook for Mac", "<div>new</div><span id=OLK_SRC_BODY_SECTION><div>Xyz: Jo</div><div>old</div></span>",
	    "new\n> Xyz: Jo\n> old" },
	{ "Outlook for Mac, its section ended too soon", "<div>new</div><div><span id=OLK_SRC_BODY_SECTION>"
	    "<b>Xyz:</b> Jo<br></span></div><div>old</div>",
	    "new\n________________________________\nXyz: Jo\nold" },
	{ "Outlook for Mac, forwarded", "<div>new</div><span id=OLK_SRC_BODY_SECTION><div>---- Forwarded ----</div>"
	    "<div>old</div></span>", "new\n---- Forwarded ----\nold" },
	{ "Outlook", "<p class=MsoNormal>new</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt'>"
	    "<p class=MsoNormal><b>Xyz:</b> Jo</p></div>old",
	    "new\n________________________________\nXyz: Jo\nold" },
	{ "Outlook, with a line", "new<div style='border:none;border-left:solid blue 1.5pt'>old</div>",
	    "new\n> old" },
	{ "a signature by its mark", "<div>new</div><div class=gmail_signature>Jo<br>Acme</div>",
	    "new\n-- \nJo\nAcme" },
	{ "a signature with its own dashes", "new<pre class=moz-signature>-- \nJo</pre>", "new\n\n-- \nJo" },
	{ "a signature with dashes before it", "<div>new</div><span class=gmail_signature_prefix>-- </span><br>"
	    "<div class=gmail_signature>Jo</div>", "new\n--\nJo" },
	{ "a signature by the end of its name", "<div>new</div><div class='front-signature x'>Jo</div>",
	  "new\n-- \nJo" },
	{ "a signature of nothing", "<div>new</div><div id=Signature><div></div></div>", "new" },
};

static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(html_text(a, str_c(rows[i].in), 1000), str_c(rows[i].want), "%s",
		    rows[i].name);
}

static void
test_max(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "<p>\xc3\xa9\xc3\xa9\xc3\xa9</p>");
	tap_int((long long)html_text(a, buf_str(&b), 102).n, 102, "cut at the limit");
	tap_ok(str_is_utf8(html_text(a, buf_str(&b), 101)), "never within a character");
}

/* Each made gumbo, or a reader that recurses, take seconds or gigabytes. */
static const struct { const char *name, *unit; size_t n; const char *tail; } bombs[] = {
	{ "deep divisions", "<div>", 200000, "end" },
	{ "deep bold", "<b>", 300000, "end" },
	{ "deep, closed by another name", "<i></q>", 100000, "end" },
	{ "deep quotes", "<blockquote>", 50000, "end" },
	{ "open tags only", "<", 500000, " end" },
	{ "tables in tables", "<table><tr><td>", 50000, "end" },
	{ "bold paragraphs", "<p><b>x", 50000, "<p>end" },
};

static void
test_bombs(struct arena *a)
{
	for (size_t i = 0; i < COUNT(bombs); i++) {
		struct str text;
		struct buf b;

		buf_init(&b, a);
		for (size_t k = 0; k < bombs[i].n; k++)
			buf_adds(&b, bombs[i].unit);
		buf_adds(&b, bombs[i].tail);
		text = html_text(a, buf_str(&b), 1 << 20);
		tap_ok(str_ends(text, STR("end")) || text.n == 0, "%s", bombs[i].name);
		arena_reset(a);
	}
}

/* Attributes differ, so no limit of the standard holds: 150 fonts a paragraph. */
static void
test_clones(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 150; i++)
		buf_printf(&b, "<font a%d=1>", i);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "<p>x</p>");
	tap_ok(html_text(a, buf_str(&b), 1 << 20).n > 100000, "formatting without end");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_max(a);
	test_bombs(a);
	test_clones(a);
	arena_free(a);
	return tap_done();
}
