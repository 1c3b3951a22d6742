/* When a pattern is not tried any more: what counts, and what of a letter is left out. */
#include "daemon/parse/patience.h"

#include "tests/tap.h"

enum { PATTERNS = 3 };

static void
mail(struct patience *p, enum match_result first, enum match_result again,
    enum match_result other)
{
	struct match v[] = { { .pattern = 0, .result = first }, { .pattern = 0, .result = again },
		{ .pattern = 2, .result = other } };

	patience_count(p, &(struct matches){ v, COUNT(v) });
}

int
main(void)
{
	struct arena *a = arena_new();
	struct patience *p = patience_new(a, PATTERNS);
	struct match v[] = { { .pattern = 0 }, { .pattern = 1 }, { .pattern = 0, .result = MATCH_YES } };

	tap_ok(!patience_is_over(NULL, 0), "without any, never");
	tap_int((int64_t)patience_marks(p).n, 0, "at first nothing is marked");
	mail(p, MATCH_OVER, MATCH_OVER, MATCH_NO);
	mail(p, MATCH_OVER, MATCH_OVER, MATCH_OPEN);
	tap_ok(!patience_is_over(p, 0), "twice, though of two texts each");
	mail(p, MATCH_YES, MATCH_NO, MATCH_OVER);
	tap_ok(!patience_is_over(p, 0) && !patience_is_over(p, 2), "another's does not count");
	mail(p, MATCH_NO, MATCH_OVER, MATCH_NO);
	tap_ok(patience_is_over(p, 0), "the third ends it");
	tap_ok(!patience_is_over(p, 2) && !patience_is_over(p, 1), "the others go on");
	tap_ok(!patience_is_over(p, PATTERNS), "there is no such pattern");
	tap_str(patience_marks(p), (struct str){ "\1\0\0", 3 }, "marked");
	patience_apply(patience_marks(p), &(struct matches){ v, COUNT(v) });
	tap_int(v[0].result, MATCH_OVER, "what is open of it is over");
	tap_int(v[1].result, MATCH_OPEN, "the others are open");
	tap_int(v[2].result, MATCH_YES, "what was found stays");
	arena_free(a);
	return tap_done();
}
