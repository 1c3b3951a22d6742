/* Conditions over texts that a table gives: each kind of test, and all together. */
#include <stdlib.h>

#include "daemon/filter/eval.h"
#include "daemon/filter/leaf.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

enum { SOME = 3 };

struct given {				/* what each subject is */
	struct arena	*a;
	const char	*tags[SOME];	/* up to NULL */
	const char	*status;
	const char	*was;		/* status before this; NULL: it is what it was */
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

/* Tags are never changed by this. */
static bool
changed(const void *of, const struct filter_test *t, struct strs *was, struct strs *to)
{
	const struct given *g = of;

	if (t->subject != SUBJECT_STATUS || g->was == NULL)
		return false;
	strs_add(g->a, was, str_c(g->was));
	strs_add(g->a, to, str_c(g->status));
	return true;
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
	{ "equal", SUBJECT_STATUS, TEST_ONE_OF, { "open" }, { NULL }, 1 },
	{ "equal without case", SUBJECT_STATUS, TEST_ONE_OF, { "OPEN" }, { NULL }, 1 },
	{ "not the same", SUBJECT_STATUS, TEST_ONE_OF, { "opened" }, { NULL }, 0 },
	{ "any of", SUBJECT_STATUS, TEST_ONE_OF, { "new", "open" }, { NULL }, 1 },
	{ "none of", SUBJECT_STATUS, TEST_ONE_OF, { "new", "closed" }, { NULL }, 0 },
	{ "any of nothing", SUBJECT_STATUS, TEST_ONE_OF, { NULL }, { NULL }, 0 },
	{ "one of several texts", SUBJECT_TAGS, TEST_ONE_OF, { "b" }, { "a", "b" }, 1 },
	{ "no text at all", SUBJECT_TAGS, TEST_ONE_OF, { "b" }, { NULL }, 0 },
	{ "a text that matches", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "xb" }, 1 },
	{ "none that matches", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "b" }, 0 },
	{ "nothing to match", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { NULL }, 0 },
	{ "not tried", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "a", "?" }, -1 },
	{ "a match needs no more tries", SUBJECT_TAGS, TEST_MATCHES, { NULL }, { "?", "x" }, 1 },
	{ "contains", SUBJECT_TAGS, TEST_CONTAINS, { "zwei" }, { "Eins", "ZWEI." }, 1 },
	{ "contains without accents", SUBJECT_TAGS, TEST_CONTAINS, { "x", "gravite" },
	  { "La Gravité" }, 1 },
	{ "contains it not", SUBJECT_TAGS, TEST_CONTAINS, { "ab" }, { "a", "b" }, 0 },
	{ "is set", SUBJECT_TAGS, TEST_IS_SET, { "true" }, { "a" }, 1 },
	{ "nothing is set", SUBJECT_TAGS, TEST_IS_SET, { "true" }, { NULL }, 0 },
	{ "empty is not set", SUBJECT_TAGS, TEST_IS_SET, { "true" }, { "" }, 0 },
	{ "is not set", SUBJECT_TAGS, TEST_IS_SET, { "false" }, { "" }, 1 },
	{ "is set, and not not", SUBJECT_TAGS, TEST_IS_SET, { "false" }, { "a" }, 0 },
	{ "changed", SUBJECT_STATUS, TEST_CHANGED, { "true" }, { NULL }, 1 },
	{ "not changed", SUBJECT_TAGS, TEST_CHANGED, { "true" }, { "a" }, 0 },
	{ "as it was", SUBJECT_TAGS, TEST_CHANGED, { "false" }, { "a" }, 1 },
	{ "was", SUBJECT_STATUS, TEST_WAS, { "New" }, { NULL }, 1 },
	{ "was not", SUBJECT_STATUS, TEST_WAS, { "open" }, { NULL }, 0 },
	{ "was nothing: it is as it was", SUBJECT_TAGS, TEST_WAS, { "a" }, { "a" }, 0 },
	{ "to", SUBJECT_STATUS, TEST_TO, { "closed", "open" }, { NULL }, 1 },
	{ "to another", SUBJECT_STATUS, TEST_TO, { "new" }, { NULL }, 0 },
	{ "the field asked for", SUBJECT_FIELD, TEST_ONE_OF, { "order" }, { NULL }, 1 },
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

/* Each, and that it is turned round by `not`. */
static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct given g = { a, { r->tags[0], r->tags[1], r->tags[2] }, "open", "new" };
		const struct filter_source src = { &g, getters, matches, changed };
		struct condition c = { .kind = WHEN_TEST, .test = test_of(a, r) };

		tap_int(filter_holds(&c, &src, NULL), r->want, "%s", r->name);
		c.test.is_not = true;
		tap_int(filter_holds(&c, &src, NULL), r->want == -1 ? -1 : !r->want, "not: %s",
		    r->name);
	}
}

/* --- order --- */

static const struct {
	enum field_type	 type;
	const char	*values[SOME];	/* lowest first; the middle is what is asked for */
	const char	*without;	/* has no place among them */
} orders[] = {
	{ FIELD_ENUM, { "low", "medium", "high" }, "none" },
	{ FIELD_VERSION, { "2.9.0", "2.10.0-rc1", "2.10.0" }, "latest" },
	{ FIELD_NUMBER, { "-10", "-9.5", "100" }, "many" },
	{ FIELD_DATE, { "2025-12-31", "2026-01-01", "2026-01-10" }, "soon" },
	{ FIELD_DURATION, { "90m", "1h31m", "1d" }, "long" },
};

static void
test_order(struct arena *a)
{
	static const struct { enum filter_test_kind kind; int want[SOME]; } asked[] = {
		{ TEST_AT_LEAST, { 0, 1, 1 } }, { TEST_AT_MOST, { 1, 1, 0 } },
		{ TEST_ABOVE, { 0, 0, 1 } }, { TEST_BELOW, { 1, 0, 0 } },
	};

	for (size_t i = 0; i < COUNT(orders) * COUNT(asked) * SOME; i++) {
		size_t o = i / SOME / COUNT(asked), k = i / SOME % COUNT(asked);
		struct field_def d = { .name = STR("order"), .type = orders[o].type };
		struct given g = { a, { orders[o].values[i % SOME] }, "open", NULL };
		const struct filter_source src = { &g, getters, matches, NULL };
		struct condition c = { .kind = WHEN_TEST, .test = { .subject = SUBJECT_TAGS,
		    .def = &d, .kind = asked[k].kind } };

		for (size_t v = 0; v < SOME; v++)
			strs_add(a, &d.values, str_c(orders[o].values[v]));
		strs_add(a, &c.test.values, str_c(orders[o].values[1]));
		tap_int(filter_holds(&c, &src, NULL), asked[k].want[i % SOME], "%s, test %zu of %s",
		    field_type_name(d.type), k, g.tags[0]);
		g.tags[0] = i % 2 ? "" : orders[o].without;
		tap_int(filter_holds(&c, &src, NULL), 0, "%s, test %zu of \"%s\"",
		    field_type_name(d.type), k, g.tags[0]);
	}
}

/* --- groups --- */

/*
 * "y" holds, "n" does not, "?" is undecided; groups are (&…), (|…), (!…).  Of each
 * the result, the leaf to blame, and what became of the leaves: "." was not looked at.
 */
static const struct {
	const char	*in;
	int		 want;
	int		 failing;
	const char	*leaves;
} groups[] = {
	{ "(&)", 1, -1, "" }, { "(&y)", 1, -1, "y" }, { "(&yy)", 1, -1, "yy" },
	{ "(&yn)", 0, 1, "yn" }, { "(&nn)", 0, 0, "n." }, { "(&y?)", -1, -1, "y?" },
	{ "(&n?)", 0, 0, "n." }, { "(&?n)", 0, 1, "?n" }, { "(&?y)", -1, -1, "?y" },
	{ "(|yn)", 1, -1, "y." }, { "(|ny)", 1, -1, "ny" }, { "(|nn)", 0, 0, "nn" },
	{ "(|?n)", -1, -1, "?n" }, { "(|?y)", 1, -1, "?y" },
	{ "(!nn)", 1, -1, "nn" }, { "(!nyn)", 0, 1, "ny." }, { "(!n?)", -1, -1, "n?" },
	{ "(!?y)", 0, 1, "?y" },
	{ "(&y(|nn)y)", 0, 1, "ynn." }, { "(&y(!(&yy))y)", 0, 2, "yyy." },
	{ "(&(!(&yn))y)", 1, -1, "yny" }, { "(&(!(!y))n)", 0, 1, "yn" },
	{ "(|(&n?)(&yn)(!n))", 1, -1, "n.ynn" }, { "(&(|(&yn)(&ny)))", 0, 1, "ynn." },
	{ "(|(&nn)(&yn))", 0, 3, "n.yn" }, { "(|(&yn)(&yn))", 0, 1, "ynyn" },
	{ "(|(&yn)(&yyn)n)", 0, 4, "ynyynn" }, { "(&y(|n(&y(|n(&yn)))))", 0, 5, "ynynyn" },
	{ "(!(&(!(&yn))y))", 0, 2, "yny" },
};

static struct condition
parse(struct arena *a, const char **in, size_t *leaf)
{
	struct condition c = { .kind = **in == '&' ? WHEN_ALL : **in == '|' ? WHEN_ANY : WHEN_NONE };
	struct row r = { .subject = SUBJECT_STATUS, .kind = TEST_ONE_OF };

	if (**in != '&' && **in != '|' && **in != '!') {
		r.values[0] = **in == 'y' ? "open" : "new";
		if (**in == '?')
			r = (struct row){ .subject = SUBJECT_TAGS, .kind = TEST_MATCHES };
		c = (struct condition){ .kind = WHEN_TEST, .test = test_of(a, &r) };
		c.test.leaf = (*leaf)++;
		return c;
	}
	for (++*in; **in != ')'; ++*in) {
		*in += **in == '(';
		c.v = array_grow(a, c.v, c.n, sizeof(*c.v));
		c.v[c.n++] = parse(a, in, leaf);
	}
	return c;
}

static void
test_groups(struct arena *a)
{
	struct given g = { a, { "?" }, "open", NULL };
	const struct filter_source src = { &g, getters, matches, changed };

	for (size_t i = 0; i < COUNT(groups); i++) {
		const char *in = groups[i].in + 1;
		size_t leaves = 0;
		struct condition c = parse(a, &in, &leaves);
		signed char result[8];
		struct str value[8];
		struct filter_seen seen = { .a = a, .result = result, .value = value };
		char left[9] = "";

		tap_int((long long)filter_leaves(&c), (long long)leaves, "%s: leaves", groups[i].in);
		tap_int(filter_holds(&c, &src, NULL), groups[i].want, "%s", groups[i].in);
		tap_int(filter_holds(&c, &src, &seen), groups[i].want, "%s: seen", groups[i].in);
		tap_int((int)seen.failing, groups[i].failing, "%s: blames", groups[i].in);
		for (size_t k = 0; k < leaves; k++)
			left[k] = "?ny."[result[k] + 1];
		tap_str(str_c(left), str_c(groups[i].leaves), "%s: saw", groups[i].in);
		seen.whole = true;
		tap_int(filter_holds(&c, &src, &seen), groups[i].want, "%s: whole", groups[i].in);
		tap_int((int)seen.failing, groups[i].failing, "%s: blames, whole", groups[i].in);
		for (size_t k = 0; k < leaves; k++)
			tap_ok(result[k] != FILTER_UNSEEN && value[k].n > 0, "%s: saw all, %zu",
			    groups[i].in, k);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_order(a);
	test_groups(a);
	arena_free(a);
	return tap_done();
}
