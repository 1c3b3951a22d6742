#include "daemon/out/markdown.h"
#include "tests/tap.h"

#define NB	"&nbsp;"
#define PRE	"<pre style=\"white-space:pre-wrap;overflow-wrap:anywhere\"><code>"
#define CELL(tag, align)	"<" tag " style=\"border:1px solid #8a8a8a;padding:2px 8px;" \
			"text-align:" align "\">"
#define TABLE	"<table style=\"border-collapse:collapse\">\n"
#define A(url)	"<a href=\"" url "\">" url "</a>"

static const struct {
	const char	*name, *in, *want;
} rows[] = {
	{ "emphasis, code, quotes", "*so* and **so** with `ls -l`", "<p><em>so</em> and "
	    "<strong>so</strong> with <code>ls -l</code></p>\n" },
	{ "a heading of its own", "One.\n\n## Two\n\nThree.",
	    "<p>One.</p>\n<h2>Two</h2>\n<p>Three.</p>\n" },
	{ "bullets", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" },
	{ "a link and its ampersand", "[here](https://acme.example/?a=1&b=2)",
	    "<p><a href=\"https://acme.example/?a=1&amp;b=2\">here</a></p>\n" },
	{ "links in brackets", "<https://acme.example/?a=1&b=2> <jo@acme.example>",
	    "<p><a href=\"https://acme.example/?a=1&amp;b=2\">https://acme.example/?a=1&amp;b=2</a> "
	    "<a href=\"mailto:jo@acme.example\">jo@acme.example</a></p>\n" },
	{ "a placeholder", "Edit <server>, then <listen port>.",
	    "<p>Edit &lt;server&gt;, then &lt;listen port&gt;.</p>\n" },
	{ "tags and comments", "<b>x</b> <!-- no -->\n<script>alert(1)</script>",
	    "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- no --&gt;<br />\n"
	    "&lt;script&gt;alert(1)&lt;/script&gt;</p>\n" },
	{ "entities", "write &amp; or &lt;", "<p>write &amp;amp; or &amp;lt;</p>\n" },
	{ "paths", "\\\\srv\\share\\*.log C:\\_tmp\\[x]",
	    "<p>\\\\srv\\share\\*.log C:\\_tmp\\[x]</p>\n" },
	{ "a path as an address", "[x](https://a.example/\\b)",
	    "<p><a href=\"https://a.example/%5Cb\">x</a></p>\n" },
	{ "globs and products", "src/*.c and src/*.h, *.o, 2*3*4, a**b**c",
	    "<p>src/*.c and src/*.h, *.o, 2*3*4, a**b**c</p>\n" },
	{ "emphasis before a full stop", "It is *urgent*. It is **now**.",
	    "<p>It is <em>urgent</em>. It is <strong>now</strong>.</p>\n" },
	{ "names with underscores", "__init__ and __a_b__ and x_y_z, __two words__",
	    "<p>__init__ and __a_b__ and x_y_z, <strong>two words</strong></p>\n" },
	{ "numbers of an answer", "1. yes\n3. no\n7) maybe",
	    "<p>1. yes<br />\n3. no<br />\n7) maybe</p>\n" },
	{ "comments of a configuration", "# ListenPort 80\nListenPort 8080\n## end",
	    "<p># ListenPort 80<br />\nListenPort 8080<br />\n## end</p>\n" },
	{ "a list of addresses", "[1]: https://acme.example \"t\"\n\n[2]: x",
	    "<p>[1]: " A("https://acme.example") " &quot;t&quot;</p>\n<p>[2]: x</p>\n" },
	{ "a line below a text", "Total\n-----\n5\n===\n",
	    "<p>Total<br />\n-----<br />\n5<br />\n===</p>\n" },
	{ "columns", "a   b  c \nd", "<p>a" NB NB " b" NB " c<br />\nd</p>\n" },
	{ "an indent", "server:\n  port: 1\n    x: 2",
	    "<p>server:<br />\n" NB NB "port: 1<br />\n" NB NB NB NB "x: 2</p>\n" },
	{ "code", "Do:\n\n    a  <b> \\& __x__\n    c",
	    "<p>Do:</p>\n" PRE "a  &lt;b&gt; \\&amp; __x__\nc\n</code></pre>\n" },
	{ "code between fences", "```\na  <b> # x\n  1. y\n# z\n```",
	    PRE "a  &lt;b&gt; # x\n  1. y\n# z\n</code></pre>\n" },
	{ "code within a line", "`a  \\n <b> &amp;`", "<p><code>a  \\n &lt;b&gt; &amp;amp;</code></p>\n" },
	{ "noncharacters", "a\xef\xb7\x93" "b\xef\xb7\xaf", "<p>a\xef\xbf\xbd" "b\xef\xbf\xbd</p>\n" },
	{ "an Arabic letter beside them", "\xef\xb7\xb2", "<p>\xef\xb7\xb2</p>\n" },
	{ "unsafe links", "[x](javascript:alert(1)) [y](data:text/html,z)",
	    "<p>[x](javascript:alert(1)) [y](data:text/html,z)</p>\n" },
	{ "unsafe links in angles", "<javascript:alert(1)> <data:text/html,z>",
	    "<p>&lt;javascript:alert(1)&gt; &lt;data:text/html,z&gt;</p>\n" },
	{ "a link to a link", "[x][y] [y]\n\n[y]: javascript:alert(1)",
	    "<p>[x][y] [y]</p>\n<p>[y]: javascript:alert(1)</p>\n" },
	{ "no pictures", "![x](https://a.example/p.png)",
	    "<p>!<a href=\"https://a.example/p.png\">x</a></p>\n" },
	{ "a call of C", "handlers[i](ctx), v[0](1)", "<p>handlers[i](ctx), v[0](1)</p>\n" },
	{ "bare addresses", "See https://a.example/?a=1&b=2, (http://localhost:80/x_y_(z)).",
	    "<p>See <a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a>, "
	    "(" A("http://localhost:80/x_y_(z)") ").</p>\n" },
	{ "what looks like emphasis in one", "https://a.example/*a*/**b**/_c_/~~d~~.",
	    "<p>" A("https://a.example/*a*/**b**/_c_/~~d") "~~.</p>\n" },
	{ "an address within code", "`https://a.example/`",
	    "<p><code>https://a.example/</code></p>\n" },
	{ "where an alphabet's address ends", "(https://a.example/k\xc3\xb6ln\xe3\x80\x82x)",
	    "<p>(<a href=\"https://a.example/k%C3%B6ln\">https://a.example/k\xc3\xb6ln</a>"
	    "\xe3\x80\x82x)</p>\n" },
	{ "a table", "a|b\n-|-:\n`1`|2\nend", TABLE "<thead>\n<tr>"
	    "<th scope=\"col\" style=\"border:1px solid #8a8a8a;padding:2px 8px;text-align:left\">"
	    "a</th><th scope=\"col\" style=\"border:1px solid #8a8a8a;padding:2px 8px;"
	    "text-align:right\">b</th></tr>\n</thead>\n<tbody>\n<tr>" CELL("td", "left")
	    "<code>1</code></td>" CELL("td", "right") "2</td></tr>\n</tbody>\n</table>\n"
	    "<p>end</p>\n" },
	{ "a table that would lose a cell", "a|b\n-|-\n1|2|3",
	    "<p>a|b<br />\n-|-<br />\n1|2|3</p>\n" },
	{ "strikethrough, and homes", "~~no~~ cp ~/a ~/b ~x~ a~~b~~",
	    "<p><del>no</del> cp ~/a ~/b ~x~ a~~b~~</p>\n" },
	{ "tasks", "- [ ] a\n- [x] b", "<ul>\n<li>&#9744; a</li>\n<li>&#9745; b</li>\n</ul>\n" },
	{ "an answer below a quote", "> why?\nso", "<blockquote>\n<p>why?</p>\n</blockquote>\n"
	    "<p>so</p>\n" },
	{ "quotes in quotes", ">> a\n> b\nc", "<blockquote>\n<blockquote>\n<p>a</p>\n"
	    "</blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>\n" },
	{ "a definition in a quote", "> [1]: https://a.example\n> # x\n> 7. y",
	    "<blockquote>\n<p>[1]: " A("https://a.example") "<br />\n# x<br />\n7. y</p>\n"
	    "</blockquote>\n" },
	{ "a text below a list", "- a\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>\n" },
	{ "a difference", "- old\n+ new\n  same\n\n+ 5", "<p>- old<br />\n+ new<br />\n" NB NB
	    "same</p>\n<p>+ 5</p>\n" },
	{ "what Markdown escapes", "\\*no\\* \\[x\\] \\#", "<p>\\*no\\* \\[x\\] \\#</p>\n" },
	{ "a pattern in quotes", "LIKE '*x*' OR \"_y_\"",
	    "<p>LIKE '*x*' OR &quot;_y_&quot;</p>\n" },
	{ "emphasis over two lines", "**a\nb** c", "<p><strong>a<br />\nb</strong> c</p>\n" },
	{ "what a fence says", "```sql\nx\n```", "<p>sql</p>\n" PRE "x\n</code></pre>\n" },
	{ "a fence in a list", "- a\n  ```\n  x\\*\n  ```", "<ul>\n<li>a</li>\n</ul>\n" PRE
	    "x\\*\n</code></pre>\n" },
	{ "a rule", "a\n\n---\n\nb", "<p>a</p>\n<hr />\n<p>b</p>\n" },
	{ "nothing", "", "" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(markdown_html(a, str_c(rows[i].in)), str_c(rows[i].want), "%s",
		    rows[i].name);
	arena_free(a);
	return tap_done();
}
