/* Paths, pairs and cookies. */
#include "parsers/http/cookie.h"
#include "parsers/http/target.h"
#include "tests/tap.h"

static const struct {
	const char	*in, *want;	/* NULL: refused */
} paths[] = {
	{ "/", "/" }, { "/a", "/a" }, { "/a/", "/a/" }, { "/a/b.c", "/a/b.c" },
	{ "/a%20b", "/a b" }, { "/a+b", "/a+b" }, { "/%C3%A9", "/é" }, { "/%41", "/A" },
	{ "/a%3Fb", "/a?b" }, { "/...", "/..." }, { "/.a", "/.a" },
	{ "", NULL }, { "a", NULL }, { "*", NULL }, { "//", NULL }, { "//evil.example/", NULL },
	{ "/a//b", NULL }, { "/a//", NULL }, { "/.", NULL }, { "/..", NULL }, { "/a/..", NULL },
	{ "/a/./b", NULL }, { "/%2e%2e/a", NULL }, { "/.%2E", NULL }, { "/a%2fb", NULL },
	{ "/a%2Fb", NULL }, { "/a\\b", NULL }, { "/a%5cb", NULL }, { "/a%00", NULL },
	{ "/a%0d%0aX:1", NULL }, { "/%7f", NULL }, { "/%", NULL }, { "/%4", NULL }, { "/%zz", NULL },
	{ "/%ff", NULL }, { "/%c0%af", NULL }, { "/a#b", NULL }, { "/%ed%a0%80", NULL },
};

static const struct {
	const char	*in;
	int		 status;
	const char	*want;		/* names and values, a | between */
} pairs[] = {
	{ "", 0, "" }, { "a=1", 0, "a|1" }, { "a", 0, "a|" }, { "a=", 0, "a|" }, { "=1", 0, "|1" },
	{ "a=1&b=2", 0, "a|1|b|2" }, { "a=1&&b=2&", 0, "a|1|b|2" }, { "a=1=2", 0, "a|1=2" },
	{ "a+b=c+d", 0, "a b|c d" }, { "a=%26%3d%2B", 0, "a|&=+" }, { "a=1&a=2", 0, "a|1|a|2" },
	{ "a=x%0D%0Ay%0Dz%0A", 0, "a|x\ny\nz\n" }, { "a;b=1", 0, "a;b|1" }, { "a=%C3%A9", 0, "a|é" },
	{ "a=%", 400, "" }, { "a=%4", 400, "" }, { "a=%g0", 400, "" }, { "a=%00", 400, "" },
	{ "a=%ff", 400, "" }, { "%ff=a", 400, "" }, { "a=\xff", 400, "" },
	{ "1&2&3&4", 413, "" },
};

static const struct {
	const char	*in, *want;
} cookies[] = {
	{ "", "" }, { "__Host-docket=abc", "abc" }, { "a=1; __Host-docket=abc; b=2", "abc" },
	{ "a=1;__Host-docket=abc", "abc" }, { "__Host-docket = abc ", "abc" },
	{ "__Host-docket=abc; __Host-docket=abc", "abc" },
	{ "__Host-docket=abc; __Host-docket=def", "" },
	{ "__Host-docket=abc; __Host-docket=", "" },
	{ "__host-docket=abc", "" }, { "__Host-docket-code=abc", "" }, { "x__Host-docket=abc", "" },
	{ "__Host-docket=\"abc\"", "" }, { "__Host-docket=a b", "" }, { "__Host-docket=a,b", "" },
	{ "__Host-docket", "" }, { "__Host-docket=a=b", "" }, { "\xc2\xa0__Host-docket=abc", "" },
	{ "$Version=1; __Host-docket=abc", "abc" }, { "a=\"; __Host-docket=abc; \"", "abc" },
	{ "__Host-docket=\xff", "" },
};

static void
test_paths(struct arena *a)
{
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct str out;
		bool ok = http_path(a, str_c(paths[i].in), &out);

		tap_int(ok, paths[i].want != NULL, "path %s", paths[i].in);
		if (ok)
			tap_str(out, str_c(paths[i].want), "is %s", paths[i].want);
	}
	tap_ok(!http_path(a, (struct str){ "/a\0b", 4 }, &(struct str){ 0 }), "a path with a NUL");
}

static void
test_pairs(struct arena *a)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct strs out;
		int status = http_pairs(a, str_c(pairs[i].in), 3, &out);

		tap_int(status, pairs[i].status, "pairs %s", pairs[i].in);
		if (status == 0)
			tap_str(strs_join(a, &out, "|"), str_c(pairs[i].want), "are these");
	}
}

static void
test_cookies(void)
{
	for (size_t i = 0; i < COUNT(cookies); i++)
		tap_str(http_cookie(str_c(cookies[i].in), STR("__Host-docket")),
		    str_c(cookies[i].want), "cookie %zu: %s", i, cookies[i].in);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_paths(a);
	test_pairs(a);
	test_cookies();
	arena_free(a);
	return tap_done();
}
