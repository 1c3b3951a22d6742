/*
 * analysis: over made-up conditions and all that their subjects can be: what is proven
 * never holds of nothing, and what is shown holds.
 */
#include <stdio.h>

#include "daemon/filter/analysis.h"
#include "daemon/filter/example.h"
#include "daemon/filter/leaf.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

enum { CONDITIONS = 6000, SUBJECTS_USED = 4, VALUES = 14, DEPTH = 3 };

static struct str levels[] = { STR("low"), STR("medium"), STR("high") };
static const struct field_def severity = { .name = STR("severity"), .type = FIELD_ENUM,
    .values = { levels, COUNT(levels) } };
static const struct field_def number = { .name = STR("n"), .type = FIELD_NUMBER };

/* Each subject with values that it is tried with; of many up to two at once. */
static const struct used {
	enum subject_id		 id;
	const struct field_def	*def;
	const char		*values[VALUES];
} used[SUBJECTS_USED] = {
	{ SUBJECT_SEVERITY, &severity, { "", "low", "medium", "high" } },
	{ SUBJECT_FIELD, &number, { "", "1", "2", "2.5", "3", "4", "7" } },
	{ SUBJECT_BODY, NULL, { "", "a", "b", "ab", "ba", "A", "abc", "c", "x", "a b", "zz" } },
	{ SUBJECT_TAGS, NULL, { "a", "b", "ab", "c", "x", "abc" } },
};
static const char *const texts[] = { "a", "b", "ab", "c", "" };
static const char *const numbers[] = { "1", "2", "3", "4" };

static unsigned seed = 20261130;

static unsigned
chance(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

static struct pattern *pattern_a;

static void
add_value(struct arena *a, const struct used *u, struct filter_test *t)
{
	const char *v = u->id == SUBJECT_SEVERITY ? levels[chance(COUNT(levels))].p :
	    u->id == SUBJECT_FIELD ? numbers[chance(COUNT(numbers))] : texts[chance(
	    t->kind == TEST_CONTAINS || u->id == SUBJECT_TAGS ? COUNT(texts) - 1 : COUNT(texts))];

	strs_add(a, &t->values, str_c(v));
}

static void
make_test(struct arena *a, struct filter_test *t)
{
	static const enum filter_test_kind ordered[] = { TEST_ONE_OF, TEST_AT_LEAST,
	    TEST_AT_MOST, TEST_ABOVE, TEST_BELOW, TEST_IS_SET };
	static const enum filter_test_kind free_text[] = { TEST_ONE_OF, TEST_CONTAINS,
	    TEST_MATCHES, TEST_IS_SET, TEST_CONTAINS, TEST_ONE_OF };
	const struct used *u = &used[chance(SUBJECTS_USED)];

	t->subject = u->id;
	t->def = u->def;
	t->field = u->def == NULL ? STR_NONE : u->def->name;
	t->kind = u->def != NULL ? ordered[chance(COUNT(ordered))] :
	    free_text[chance(COUNT(free_text))];
	t->is_not = chance(3) == 0;
	if (t->kind == TEST_IS_SET) {
		strs_add(a, &t->values, chance(2) ? STR("true") : STR("false"));
	} else if (t->kind == TEST_MATCHES) {
		t->pattern = pattern_a;
		strs_add(a, &t->values, STR("^a"));
	} else {
		add_value(a, u, t);
		if ((t->kind == TEST_ONE_OF || t->kind == TEST_CONTAINS) && chance(3) == 0)
			add_value(a, u, t);
	}
}

static void
make(struct arena *a, struct condition *c, int depth)
{
	c->kind = depth == 0 || chance(3) == 0 ? WHEN_TEST : (enum group_kind)chance(3);
	if (c->kind == WHEN_TEST) {
		make_test(a, &c->test);
		return;
	}
	c->n = 1 + chance(3);
	c->v = ARENA_ARRAY(a, c->n, struct condition);
	for (size_t i = 0; i < c->n; i++)
		make(a, &c->v[i], depth - 1);
}

static void
domain_of(const void *of, const struct filter_test *t, struct domain *d)
{
	const struct analysis *an = of;

	if (t->subject != SUBJECT_SEVERITY)
		return;
	d->known = true;
	d->values = strs_copy(an->a, &severity.values);
	strs_add(an->a, &d->values, STR_NONE);
}

static bool
is_real(const void *of, const struct witness *w)
{
	(void)of;
	return w != NULL;
}

/* ---- all tickets ---- */

static size_t
choices(size_t subject)
{
	size_t n = 0;

	while (n < VALUES && used[subject].values[n] != NULL)
		n++;
	return used[subject].id == SUBJECT_TAGS ? 1 + n + n * n : n;
}

static void
choose(struct arena *a, size_t subject, size_t which, struct fact *f)
{
	const struct used *u = &used[subject];
	size_t n = 0;

	*f = (struct fact){ .subject = u->id, .field = u->def == NULL ? STR_NONE : u->def->name };
	if (u->id != SUBJECT_TAGS) {
		strs_add(a, &f->values, str_c(u->values[which]));
		return;
	}
	while (n < VALUES && u->values[n] != NULL)
		n++;
	if (which > 0)
		strs_add(a, &f->values, str_c(u->values[(which - 1) % n]));
	if (which > n)
		strs_add(a, &f->values, str_c(u->values[(which - 1 - n) / n]));
}

/* Some of all tickets, for which it is a wrong answer that there is none. */
static bool
holds_of_any(struct arena *a, const struct condition *c)
{
	for (int i = 0; i < 400; i++) {
		struct fact facts[SUBJECTS_USED];
		struct witness w = { a, facts, SUBJECTS_USED };

		for (size_t k = 0; k < SUBJECTS_USED; k++)
			choose(a, k, chance((unsigned)choices(k)), &facts[k]);
		if (witness_holds(c, &w) == 1)
			return true;
	}
	return false;
}

static void
test_random(void)
{
	size_t never = 0, shown = 0, unknown = 0, wrong = 0, missed = 0;

	for (int i = 0; i < CONDITIONS; i++) {
		struct arena *a = arena_new();
		struct analysis an = { a, &an, domain_of, is_real };
		struct condition c = { .kind = WHEN_ALL };
		struct term term = { &c, true, NULL };
		struct witness w;
		enum analysis_result result;

		make(a, &c, DEPTH);
		result = analysis_find(&an, &term, 1, &w);
		never += result == ANALYSIS_NEVER;
		shown += result == ANALYSIS_HOLDS;
		unknown += result == ANALYSIS_UNKNOWN;
		if (result == ANALYSIS_NEVER)
			wrong += holds_of_any(a, &c);
		if (result == ANALYSIS_HOLDS)
			wrong += witness_holds(&c, &w) != 1;
		if (result == ANALYSIS_UNKNOWN)
			missed += holds_of_any(a, &c);
		arena_free(a);
	}
	printf("# %zu never, %zu shown, %zu not known, %zu of them hold of some\n", never, shown,
	    unknown, missed);
	tap_int((long long)wrong, 0, "no answer is wrong");
	tap_ok(never > CONDITIONS / 50 && shown > CONDITIONS / 2, "most are answered");
	tap_ok(unknown < CONDITIONS / 20, "few are not known");
}

/* ---- an example of an expression ---- */

static void
test_examples(struct arena *a)
{
	static const char *const found[] = { "outage", "(?i)\\b(outage|down)\\b", "^\\[JIRA-\\d+\\]",
	    "a{3}b?c*", "[a-c]x", "[^a]z", "(?<v>\\d+)\\.(\\d{2})", "(?:x|y)+$", "\\$\\d", "a|b", "",
	    "(?i:Error) \\w{4}", "x(?=y)y", "colou?r", ".+@example\\.com", "^b\\Bc$" };
	static const char *const none[] = { "(?!x)x", "a(?=b)", "\\p{Lu}", "(a)\\1" };

	for (size_t i = 0; i < COUNT(found) + COUNT(none); i++) {
		bool is = i < COUNT(found);
		struct str regex = str_c(is ? found[i] : none[i - COUNT(found)]), text;
		struct pattern *p;
		struct err e;

		if (!tap_int(pattern_compile(STR("x"), regex, &p, &e), 0, "%s compiles", regex.p))
			continue;
		tap_ok(example_of(a, regex, p, &text) == is, "an example of %s", regex.p);
		if (is)
			tap_int(pattern_match(a, p, text, NULL), 1, "matches it");
		pattern_free(p);
	}
}

/* What no pattern is either must end. */
static void
test_damaged(struct arena *a)
{
	static const char bytes[] = "ab(|)[]{}^$.*+?\\d-,1<>:=!P";
	struct str text;

	for (int i = 0; i < 20000; i++) {
		char regex[24];
		size_t n = chance(sizeof(regex));

		for (size_t k = 0; k < n; k++)
			regex[k] = bytes[chance(sizeof(bytes) - 1)];
		example_of(a, (struct str){ regex, n }, NULL, &text);
	}
	tap_ok(true, "an example of anything ends");
}

/* What takes too long is not known, and ends. */
static void
test_bounded(struct arena *a)
{
	struct analysis an = { a, &an, domain_of, is_real };
	struct condition c = { .kind = WHEN_ALL, .n = 60 };
	struct term term = { &c, true, NULL };
	struct witness w;

	c.v = ARENA_ARRAY(a, c.n, struct condition);
	for (size_t i = 0; i < c.n; i++) {
		c.v[i] = (struct condition){ .kind = WHEN_ANY, .n = 3, .v = ARENA_ARRAY(a, 3,
		    struct condition) };
		for (size_t k = 0; k < 3; k++) {
			c.v[i].v[k].kind = WHEN_TEST;
			c.v[i].v[k].test = (struct filter_test){ .subject = SUBJECT_TAGS,
			    .kind = TEST_MATCHES, .pattern = pattern_a, .is_not = true };
			strs_add(a, &c.v[i].v[k].test.values, str_printf(a, "(?!x)%zu-%zu", i, k));
			c.v[i].v[k].test.is_not = k == 1;
		}
	}
	tap_ok(analysis_find(&an, &term, 1, &w) != ANALYSIS_NEVER, "60 groups of 3 end");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct err e;

	if (pattern_compile(STR("a"), STR("^a"), &pattern_a, &e) == -1)
		return 1;
	test_random();
	test_examples(a);
	test_damaged(a);
	test_bounded(a);
	pattern_free(pattern_a);
	arena_free(a);
	return tap_done();
}
