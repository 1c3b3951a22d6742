/* What a ticket's version comes to where something runs already. */
#include "daemon/ticket/runs.h"

#include "tests/tap.h"

static const char *const words[] = {
	[RUN_SAME] = "same", [RUN_NEW] = "new", [RUN_LOWER] = "lower", [RUN_UNSURE] = "unsure",
};

static const struct {
	const char	*name;
	const char	*runs, *runs_key;	/* NULL: nothing is known to */
	const char	*says, *says_key;
	bool		 known;
	const char	*want;
} rows[] = {
	{ "the first of there", NULL, "", "2.4.1", "b", true, "new" },
	{ "the first, from nobody who is known", NULL, "", "2.4.1", "b", false, "unsure" },
	{ "higher", "2.4.0", "a", "2.4.1", "b", true, "new" },
	{ "higher, from nobody who is known", "2.4.0", "a", "2.4.1", "b", false, "unsure" },
	{ "lower", "2.4.1", "b", "2.4.0", "a", true, "lower" },
	{ "the same", "2.4.1", "b", "2.4.1", "b", true, "same" },
	{ "the same, written in another way", "2.4.1", "b", "2.4.1.0", "b", true, "same" },
	{ "the same, from nobody who is known", "2.4.1", "b", "2.4.1", "b", false, "same" },
	{ "what runs is in no catalogue", "nightly", "", "2.4.1", "b", true, "unsure" },
	{ "what it says has no order", "2.4.1", "b", "nightly", "", true, "unsure" },
	{ "neither has an order, and they are one", "nightly", "", "nightly", "", true, "same" },
	{ "neither has an order", "nightly", "", "weekly", "", true, "unsure" },
	{ "a longer key that begins so", "2.4.1", "b", "2.4.1-1", "ba", true, "new" },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct running now = { .version = str_c(rows[i].runs), .key = str_c(rows[i].runs_key) };
		struct run r = { .version = str_c(rows[i].says), .key = str_c(rows[i].says_key),
		    .is_known = rows[i].known };

		tap_str(str_c(words[runs_judge(rows[i].runs == NULL ? NULL : &now, &r)]),
		    str_c(rows[i].want), "%s", rows[i].name);
	}
	return tap_done();
}
