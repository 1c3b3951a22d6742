/* What a condition brings along to the database; tests/db/where.c asks it. */
#include "daemon/view/where.h"

#include "tests/tap.h"

enum { MANY = 3000 };

static size_t
values_of(struct arena *a, size_t contains)
{
	struct condition any = { .kind = WHEN_ANY, .v = ARENA_ARRAY(a, contains, struct condition),
	    .n = contains };
	struct strs needle = { 0 };

	strs_add(a, &needle, STR("lift"));
	for (size_t i = 0; i < any.n; i++)
		any.v[i] = (struct condition){ .kind = WHEN_TEST,
		    .test = { .subject = SUBJECT_SUBJECT, .kind = TEST_CONTAINS,
		    .values = needle } };
	return where_of(a, NULL, &any, 0)->n;
}

int
main(void)
{
	struct arena *a = arena_new();
	size_t one = values_of(a, 1);

	/* The map of letters is the same for all: it goes once. */
	tap_int((int)one, 3, "one that folds: its own, and the two of the map");
	tap_int((int)values_of(a, MANY), MANY + 2, "of many each has one of its own");
	arena_free(a);
	return tap_done();
}
