/* Conditions over texts that a table gives: each kind of test, and all together. */
#include <stdlib.h>

#include "daemon/filter/eval.h"
#include "tests/tap.h"

enum { SOME = 3 };

struct given {				/* what each subject is */
	struct arena	*a;
	const char	*tags[SOME];	/* up to NULL */
	const char	*status;
};

static void
of_tags(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct given *g = of;

	(void)t;
	for (size_t i = 0; i < SOME && g->tags[i] != NULL; i++)
		strs_add(g->a, out, str_c(g->tags[i]));
}

static void
of_status(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct given *g = of;

	(void)t;
	strs_add(g->a, out, str_c(g->status));
}

/* Fields give their own name: that shows which one is asked. */
static void
of_field(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct given *g = of;

	strs_add(g->a, out, t->field);
}

static const subject_fn getters[SUBJECTS] = {
	[SUBJECT_TAGS] = of_tags, [SUBJECT_STATUS] = of_status, [SUBJECT_FIELD] = of_field,
};

/* A text that holds an x matches, one of "?" cannot be tried. */
static int
matches(const void *of, const struct filter_test *t, struct str s)
{
	(void)of;
	(void)t;
	return str_eq(s, STR("?")) ? -1 : str_chr(s, 'x', 0) != SIZE_MAX;
}

struct row {
	const char		*name;
	enum subject_id		 subject;
	enum filter_test_kind	 kind;
	const char		*values[SOME];
	const char		*tags[SOME];
	int			 want;
};

static const struct row rows[] = {
	{ "equal", SUBJECT_STATUS, TEST_EQUAL, { "open" }, { NULL }, 1 },
	{ "equal without case", SUBJECT_STATUS, TEST_EQUAL, { "OPEN" }, { NULL }, 1 },
	{ "not the same", SUBJECT_STATUS, TEST_EQUAL, { "opened" }, { NULL }, 0 },
	{ "any of", SUBJECT_STATUS, TEST_ANY_OF, { "new", "open" }, { NULL }, 1 },
	{ "none of", SUBJECT_STATUS, TEST_ANY_OF, { "new", "closed" }, { NULL }, 0 },
	{ "any of nothing", SUBJECT_STATUS, TEST_ANY_OF, { NULL }, { NULL }, 0 },
	{ "not equal", SUBJECT_STATUS, TEST_NOT_EQUAL, { "new" }, { NULL }, 1 },
	{ "not not equal", SUBJECT_STATUS, TEST_NOT_EQUAL, { "open" }, { NULL }, 0 },
	{ "not one of two", SUBJECT_STATUS, TEST_NOT_EQUAL, { "new", "open" }, { NULL }, 0 },
	{ "one of several texts", SUBJECT_TAGS, TEST_EQUAL, { "b" }, { "a", "b" }, 1 },
	{ "no text at all", SUBJECT_TAGS, TEST_EQUAL, { "b" }, { NULL }, 0 },
	{ "not in no text", SUBJECT_TAGS, TEST_NOT_EQUAL, { "b" }, { NULL }, 1 },
	{ "not in several texts", SUBJECT_TAGS, TEST_NOT_EQUAL, { "b" }, { "a", "b" }, 0 },
	{ "a text that matches", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "xb" }, 1 },
	{ "none that matches", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "b" }, 0 },
	{ "nothing to match", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { NULL }, 0 },
	{ "not tried", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "?" }, -1 },
	{ "not tried after a match", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "x", "?" }, -1 },
	{ "the field asked for", SUBJECT_FIELD, TEST_EQUAL, { "order" }, { NULL }, 1 },
};

static struct filter_test
test_of(struct arena *a, const struct row *r)
{
	struct filter_test t = { .subject = r->subject, .field = STR("order"),
	    .kind = r->kind };

	for (size_t i = 0; i < SOME && r->values[i] != NULL; i++)
		strs_add(a, &t.values, str_c(r->values[i]));
	return t;
}

static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct given g = { a, { r->tags[0], r->tags[1], r->tags[2] }, "open" };
		struct filter_test t = test_of(a, r);
		struct condition c = { &t, 1 };

		tap_int(filter_holds(&c, &(struct filter_source){ &g, getters, matches }),
		    r->want, "%s", r->name);
	}
}

/* In order, up to the first that does not hold: "yes", "no" or "?" each. */
static void
test_together(struct arena *a)
{
	static const struct { const char *in[SOME]; int want; } all[] = {
		{ { NULL }, 1 }, { { "yes" }, 1 }, { { "yes", "yes" }, 1 },
		{ { "yes", "no" }, 0 }, { { "no", "?" }, 0 }, { { "yes", "?" }, -1 },
		{ { "?", "no" }, -1 },
	};
	struct given g = { a, { "?" }, "open" };

	for (size_t i = 0; i < COUNT(all); i++) {
		struct filter_test v[SOME] = { { 0 } };
		struct condition c = { v, 0 };

		for (; c.n < SOME && all[i].in[c.n] != NULL; c.n++) {
			struct row r = { .subject = SUBJECT_STATUS, .kind = TEST_EQUAL };

			r.values[0] = all[i].in[c.n][0] == 'y' ? "open" : "new";
			if (all[i].in[c.n][0] == '?')
				r = (struct row){ .subject = SUBJECT_TAGS, .kind = TEST_MATCHES };
			v[c.n] = test_of(a, &r);
		}
		tap_int(filter_holds(&c, &(struct filter_source){ &g, getters, matches }),
		    all[i].want, "%zu together, row %zu", c.n, i);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_together(a);
	arena_free(a);
	return tap_done();
}
