/* Where a text's pictures stand in its HTML. */
#include "daemon/out/pictures.h"

#include "tests/tap.h"

#define IMG(id, alt)	"<img src=\"cid:" id "\" alt=\"" alt "\" " \
			"style=\"max-width:100%;height:auto\">"

static const struct row {
	const char		*name;
	const char		*html;
	struct attachment	 v[2];
	size_t			 n;
	const char		*want;
} rows[] = {
	{ "none", "<p>x</p>\n", { { .name = STR("a.png") } }, 0, "<p>x</p>\n" },
	{ "by its Content-ID", "<p>see [cid:i@x] there</p>\n",
	    { { .name = STR("a.png"), .content_id = STR("i@x") } }, 1,
	    "<p>see " IMG("1@d", "a.png") " there</p>\n" },
	{ "as Gmail marks it", "<p>see [image: a.png]</p>\n", { { .name = STR("a.png") } }, 1,
	    "<p>see " IMG("1@d", "a.png") "</p>\n" },
	{ "by its name in brackets", "<p>[a.png]</p>", { { .name = STR("a.png") } }, 1,
	    "<p>" IMG("1@d", "a.png") "</p>" },
	{ "as Apple Mail marks it", "<p>&lt;a.png&gt;</p>", { { .name = STR("a.png") } }, 1,
	    "<p>" IMG("1@d", "a.png") "</p>" },
	{ "the Content-ID goes before the name", "<p>[a.png] [cid:i@x]</p>",
	    { { .name = STR("a.png"), .content_id = STR("i@x") } }, 1,
	    "<p>[a.png] " IMG("1@d", "a.png") "</p>" },
	{ "without a mark it stands below", "<p>x</p>\n", { { .name = STR("a.png") } }, 1,
	    "<p>x</p>\n<p>" IMG("1@d", "a.png") "</p>\n" },
	{ "two without, in order", "x", { { .name = STR("a.png") }, { .name = STR("b.png") } }, 2,
	    "x<p>" IMG("1@d", "a.png") "</p>\n<p>" IMG("2@d", "b.png") "</p>\n" },
	{ "two of one name take a mark each", "[a.png] and [a.png]",
	    { { .name = STR("a.png") }, { .name = STR("a.png") } }, 2,
	    IMG("1@d", "a.png") " and " IMG("2@d", "a.png") },
	{ "without a name", "x [] y", { { .type = STR("image/png") } }, 1,
	    "x [] y<p>" IMG("1@d", "") "</p>\n" },
	{ "a name that is markup", "x [&lt;b&gt; &amp; &quot;c&quot;.png]",
	    { { .name = STR("<b> & \"c\".png") } }, 1,
	    "x " IMG("1@d", "&lt;b&gt; &amp; &quot;c&quot;.png") },
	{ "a name that would end the attribute", "x",
	    { { .name = STR("\" onerror=\"x\" y=\"") } }, 1,
	    "x<p>" IMG("1@d", "&quot; onerror=&quot;x&quot; y=&quot;") "</p>\n" },
	{ "an empty text", "", { { .name = STR("a.png") } }, 1, "<p>" IMG("1@d", "a.png") "</p>\n" },
};

int
main(void)
{
	static const int64_t numbers[] = { 0, 1 };
	static struct mail_file files[] = { { .content_id = STR("1@d") },
	    { .content_id = STR("2@d") } };
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct attachment v[2] = { rows[i].v[0], rows[i].v[1] };
		const struct letter l = { .attachments = v, .n_attachments = 2 };
		const struct parcel p = { .pictures = { numbers, rows[i].n }, .v = files,
		    .n = rows[i].n };

		tap_str(pictures_place(a, str_c(rows[i].html), &l, &p), str_c(rows[i].want), "%s",
		    rows[i].name);
	}
	arena_free(a);
	return tap_done();
}
