/*
 * Each line is said as a reason and as an error: what is kept of it is its
 * beginning, and no character is split.
 */
#include "parsers/base/err.h"
#include "parsers/base/limits.h"
#include "parsers/base/reason.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

/* Of at most `max` bytes. */
static void
check(struct str said, struct str line, size_t max)
{
	assert(said.n <= max && str_is_utf8(said) && str_starts(line, said));
	assert(said.n == line.n || said.n + 4 > max);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct reasons list = { .wanted = true }, unwanted = { .wanted = false };
	struct err e = { ERR_NONE, "" };
	struct str line;

	charset_init();
	while (str_line(&in, &line)) {
		size_t n = list.n;

		line = charset_line(a, charset_text(a, STR_NONE, STR_NONE, line));
		reason_add(a, &list, "x", "%.*s", STR_ARG(line));
		reason_add(a, &unwanted, "x", "%.*s", STR_ARG(line));
		reason_add(a, NULL, "x", "%.*s", STR_ARG(line));
		assert(list.n == (n < LIMIT_REASONS ? n + 1 : n));
		if (list.n > n)
			check(list.v[n].why, line, LIMIT_REASON);
		assert(err_set(&e, ERR_MESSAGE, "%.*s", STR_ARG(line)) == -1);
		check(str_c(e.text), line, sizeof(e.text) - 1);
	}
	assert(unwanted.n == 0);
}
