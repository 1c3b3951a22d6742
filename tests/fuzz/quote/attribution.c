/* An attribution is a few lines of text that end where it was asked for. */
#include "parsers/quote/attribution.h"
#include "tests/fuzz/fuzz.h"

enum { LINES_MAX = 10 };		/* five, with a gap before each */

/* Only a colon is missing, and more stands below. */
static bool
is_unmarked(const struct lines *t, size_t i)
{
	return i + 1 < t->n && attribution_is_dated(t->v[i].f) &&
	    attribution_is(str_printf(t->a, "%.*s:", STR_ARG(t->v[i].f)));
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct lines t = { .a = a };
	size_t from;

	lines_split(&t, in);
	for (size_t i = 0; i < t.n; i++) {
		if ((from = attribution_from(&t, i)) != SIZE_MAX) {
			assert(from <= i && i - from < LINES_MAX);
			assert(t.v[from].kind == LINE_TEXT && t.v[i].kind == LINE_TEXT);
			assert(from < i || attribution_is(t.v[i].f) ||
			    is_unmarked(&t, i));
		}
		assert(!attribution_is_weak(t.v[i].f) || t.v[i].f.n > 0);
	}
}
