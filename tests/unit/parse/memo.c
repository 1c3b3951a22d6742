/* What is known, what is wanted, and when asking ends. */
#include "daemon/parse/memo.h"

#include <stdio.h>

#include "tests/tap.h"

static void
answer(struct memo *m, enum match_result result)
{
	struct matches *w = memo_wanted(m);

	for (size_t i = 0; i < w->n; i++)
		w->v[i].result = result;
	memo_learn(m);
}

static void
test_round(void)
{
	struct memo *m = memo_new();
	char text[] = "high";

	tap_int(memo_find(m, 1, str_c(text)), MATCH_OPEN, "not known");
	tap_int(memo_find(m, 1, STR("high")), MATCH_OPEN, "nor the second time");
	tap_int(memo_find(m, 2, STR("high")), MATCH_OPEN, "nor to another pattern");
	text[0] = 'x';			/* the ticket's memory may be another's by then */
	tap_int((long long)memo_wanted(m)->n, 2, "each is asked once");
	answer(m, MATCH_YES);
	tap_int((long long)memo_wanted(m)->n, 0, "nothing is wanted any more");
	tap_int(memo_find(m, 1, STR("high")), MATCH_YES, "known");
	tap_int(memo_find(m, 2, STR("high")), MATCH_YES, "to both");
	tap_int(memo_find(m, 1, STR("xigh")), MATCH_OPEN, "another text");
	memo_settle(m);
	tap_int((long long)memo_wanted(m)->n, 0, "what was given up is not asked");
	tap_int(memo_find(m, 1, STR("high")), MATCH_YES, "what is known stays");
	memo_free(m);
}

static void
test_bounds(struct arena *a)
{
	struct memo *m = memo_new();
	struct str big = { arena_alloc(a, 3 << 20), 3 << 20 };
	int rounds = 0;

	while (rounds < 100 && memo_find(m, 0, str_printf(a, "text %d", rounds)) == MATCH_OPEN) {
		answer(m, MATCH_NO);
		rounds++;
	}
	tap_int(rounds, 16, "nothing is begun again for ever");
	tap_int(memo_find(m, 0, STR("text 3")), MATCH_NO, "what is known is told all the same");
	memo_settle(m);
	tap_int(memo_find(m, 0, STR("text x")), MATCH_OPEN, "the next one is asked for again");
	memo_find(m, 0, big);
	memo_find(m, 1, big);
	answer(m, MATCH_NO);
	tap_int(memo_find(m, 1, big), MATCH_NO, "texts stay until it is through");
	memo_settle(m);
	tap_int(memo_find(m, 1, big), MATCH_OPEN, "too many are forgotten");
	memo_free(m);
	memo_free(NULL);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_round();
	test_bounds(a);
	arena_free(a);
	return tap_done();
}
