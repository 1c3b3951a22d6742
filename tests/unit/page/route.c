/* Which page a path means: and above all, which paths mean none. */
#include "daemon/page/route.h"

#include "tests/tap.h"

static const struct {
	const char *path;
	bool	    post;
	const char *pattern;		/* NULL: none */
	const char *args;		/* joined by a space */
	bool	    other;		/* … but by POST there is one */
} rows[] = {
	{ "/", false, "/", "", false },
	{ "/requests", false, "/requests", "", false },
	{ "/requests/12", false, "/requests/#", "12", false },
	{ "/requests/new", false, "/requests/new", "", false },
	{ "/requests/new", true, "/requests/new", "", false },
	{ "/requests/12/reply", true, "/requests/#/reply", "12", false },
	{ "/requests/12/reply", false, NULL, "", true },
	{ "/requests/12/files/7/1", false, "/requests/#/files/#/#", "12 7 1", false },
	{ "/t/12/abc2def", false, "/t/#/$", "12 abc2def", false },
	{ "/t/12/abc2def/files/7/1", false, "/t/#/$/files/#/#", "12 abc2def 7 1", false },
	{ "/in/abc234", false, "/in/$", "abc234", false },
	{ "/feed/0a9f.ics", false, "/feed/$.ics", "0a9f", false },
	/* None. */
	{ "/feed/0a9f", false, NULL, "", false },
	{ "/feed/.ics", false, NULL, "", false },
	{ "/feed/0a.9f.ics", false, NULL, "", false },
	{ "/feed/0a9f.ics/", false, NULL, "", false },
	{ "/feed/0a9f.ics", true, NULL, "", true },
	{ "", false, NULL, "", false },
	{ "//", false, NULL, "", false },
	{ "/requests/", false, NULL, "", false },
	{ "/requests//12", false, NULL, "", false },
	{ "/requests/12/", false, NULL, "", false },
	{ "/Requests", false, NULL, "", false },
	{ "/requests/0", false, NULL, "", false },
	{ "/requests/012", false, NULL, "", false },
	{ "/requests/-1", false, NULL, "", false },
	{ "/requests/+1", false, NULL, "", false },
	{ "/requests/1.5", false, NULL, "", false },
	{ "/requests/12 ", false, NULL, "", false },
	{ "/requests/99999999999999999999", false, NULL, "", false },
	{ "/requests/12/files/7/0", false, NULL, "", false },
	{ "/requests/../project", false, NULL, "", false },
	{ "/requests/12/files/7", false, NULL, "", false },
	{ "/t/12/ABC", false, NULL, "", false },
	{ "/t/12/a.b", false, NULL, "", false },
	{ "/t/12/a%2fb", false, NULL, "", false },
	{ "/t//abc", false, NULL, "", false },
	{ "/in/", false, NULL, "", false },
	{ "/in/a/b", false, NULL, "", false },
	{ "/requests/#", false, NULL, "", false },
	{ "/in/$", false, NULL, "", false },
	{ "requests", false, NULL, "", false },
	{ "/style.css/", false, NULL, "", false },
	{ "/mine.json", true, NULL, "", true },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str args[VISIT_ARGS];
		struct strs list = { args, 0 };
		bool other;
		const struct route *r = route_find(str_c(rows[i].path), rows[i].post, args, &list.n,
		    &other);

		tap_str(r == NULL ? STR("none") : str_c(r->pattern), str_c(rows[i].pattern == NULL ?
		    "none" : rows[i].pattern), "row of '%s'", rows[i].path);
		if (r != NULL)
			tap_str(strs_join(a, &list, " "), str_c(rows[i].args), "arguments of '%s'",
			    rows[i].path);
		else
			tap_ok(other == rows[i].other, "another way to '%s'", rows[i].path);
	}
	arena_free(a);
	return tap_done();
}
