#include "daemon/out/markdown.h"
#include "tests/tap.h"

#define NB	"&nbsp;"

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
	    "<p>[1]: https://acme.example &quot;t&quot;</p>\n<p>[2]: x</p>\n" },
	{ "a line below a text", "Total\n-----\n5\n===\n",
	    "<p>Total<br />\n-----<br />\n5<br />\n===</p>\n" },
	{ "columns", "a   b  c \nd", "<p>a" NB NB " b" NB " c<br />\nd</p>\n" },
	{ "an indent", "server:\n  port: 1\n    x: 2",
	    "<p>server:<br />\n" NB NB "port: 1<br />\n" NB NB NB NB "x: 2</p>\n" },
	{ "code", "Do:\n\n    a  <b> \\& __x__\n    c",
	    "<p>Do:</p>\n<pre><code>a  &lt;b&gt; \\&amp; __x__\nc\n</code></pre>\n" },
	{ "code between fences", "```\na  <b> # x\n  1. y\n# z\n```",
	    "<pre><code>a  &lt;b&gt; # x\n  1. y\n# z\n</code></pre>\n" },
	{ "code within a line", "`a  \\n <b> &amp;`", "<p><code>a  \\n &lt;b&gt; &amp;amp;</code></p>\n" },
	{ "noncharacters", "a\xef\xb7\x93" "b\xef\xb7\xaf", "<p>a\xef\xbf\xbd" "b\xef\xbf\xbd</p>\n" },
	{ "an Arabic letter beside them", "\xef\xb7\xb2", "<p>\xef\xb7\xb2</p>\n" },
	{ "unsafe links", "[x](javascript:alert(1))", "<p><a href=\"\">x</a></p>\n" },
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
