/* What is too long to be said whole ends behind a whole character. */
#include "parsers/base/err.h"
#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "tests/tap.h"

static struct str
line(struct arena *a, size_t n, const char *end)
{
	struct buf b;

	buf_init(&b, a);
	while (b.n < n)
		buf_addc(&b, 'x');
	buf_adds(&b, end);
	return buf_str(&b);
}

static void
test_cut(struct arena *a, size_t max, bool reason)
{
	static const struct { const char *name; int before; const char *end; int kept; } rows[] = {
		{ "as long as may be", -1, "x", 0 },
		{ "one byte more", 0, "x", 0 },
		{ "a character just fits", -2, "\xc3\xa9", 0 },
		{ "a character would be split", -1, "\xc3\xa9", -1 },
		{ "one of four bytes", -3, "\xf0\x9f\x98\x80", -3 },
	};
	const char *what = reason ? "reason" : "error";

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str in = line(a, (size_t)((int)max + rows[i].before), rows[i].end), said;
		struct reasons list = { .wanted = true };
		struct err e = { ERR_NONE, "" };

		reason_add(a, &list, "x", "%.*s", STR_ARG(in));
		tap_int(err_set(&e, ERR_CONF, "%.*s", STR_ARG(in)), -1, "it is an error");
		said = reason ? list.v[0].why : str_c(e.text);
		tap_int((long long)said.n, (int)max + rows[i].kept, "%s: %s", what, rows[i].name);
		tap_ok(str_starts(in, said), "its beginning");
	}
}

static void
test_list(struct arena *a)
{
	struct reasons list = { .wanted = true }, unwanted = { .wanted = false };

	for (size_t i = 0; i < LIMIT_REASONS + 5; i++)
		reason_add(a, &list, "x", "%zu", i);
	tap_int((long long)list.n, LIMIT_REASONS, "no more than that");
	tap_str(list.v[1].why, STR("1"), "in the order of deciding");
	reason_add(a, &unwanted, "x", "y");
	tap_int((long long)unwanted.n, 0, "nobody wants to know");
	tap_int(err_set(NULL, ERR_CONF, "x"), -1, "nobody wants an error's words");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_cut(a, LIMIT_REASON, true);
	test_cut(a, sizeof(((struct err *)NULL)->text) - 1, false);
	test_list(a);
	arena_free(a);
	return tap_done();
}
