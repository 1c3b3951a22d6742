/* eval: see eval.h. */
#include "daemon/filter/eval.h"

#include "daemon/filter/leaf.h"
#include "daemon/filter/order.h"
#include "daemon/filter/testkind.h"
#include "parsers/base/limits.h"
#include "parsers/text/fold.h"

struct evaluation {
	const struct filter_source	*src;
	struct filter_seen		*seen;		/* or NULL */
};

/* ---- one test ---- */

static bool
one_contains(const struct filter_test *t, struct str s)
{
	for (size_t i = 0; i < t->values.n; i++)
		if (fold_has(s, t->values.v[i]))
			return true;
	return false;
}

static bool
compares(const struct filter_test *t, struct str s)
{
	int c;

	if (t->values.n == 0 || !order_has(t, s) || !order_has(t, t->values.v[0]))
		return false;
	c = order_cmp(t, s, t->values.v[0]);
	return t->kind == TEST_AT_LEAST ? c >= 0 : t->kind == TEST_AT_MOST ? c <= 0 :
	    t->kind == TEST_ABOVE ? c > 0 : c < 0;
}

static int
fits(const struct filter_test *t, const struct filter_source *src, struct str s)
{
	switch (t->kind) {
	case TEST_MATCHES:
		return src->matches(src->of, t, s);
	case TEST_CONTAINS:
		return one_contains(t, s);
	case TEST_AT_LEAST:
	case TEST_AT_MOST:
	case TEST_ABOVE:
	case TEST_BELOW:
		return compares(t, s);
	case TEST_IS_SET:
		return s.n > 0;
	case TEST_ONE_OF:
	case TEST_WAS:
	case TEST_TO:
	case TEST_CHANGED:
	case TEST_KINDS:
		break;
	}
	return strs_ihas(&t->values, s);
}

/* Of several values one that fits is enough, also where another could not be tried. */
static int
any_fits(const struct filter_test *t, const struct filter_source *src, const struct strs *values)
{
	int result = 0;

	for (size_t i = 0; i < values->n && result != 1; i++) {
		int fit = fits(t, src, values->v[i]);

		if (fit != 0)
			result = fit;
	}
	return result;
}

static int
turned(int result)
{
	return result == -1 ? -1 : !result;
}

/* What the test looks at; false: it is of a change, and none was made. */
static bool
look_at(const struct filter_test *t, const struct filter_source *src, struct strs *out)
{
	struct strs was = { 0 }, to = { 0 };
	bool changed;

	if (!testkind_is_of_change(t->kind)) {
		src->get[t->subject](src->of, t, out);
		return true;
	}
	changed = src->changed != NULL && src->changed(src->of, t, &was, &to);
	*out = t->kind == TEST_WAS ? was : to;
	return changed;
}

static int
test_holds(const struct filter_test *t, const struct filter_source *src, struct strs *values)
{
	bool is_false = (t->kind == TEST_IS_SET || t->kind == TEST_CHANGED) &&
	    strs_has(&t->values, STR("false"));
	int result = look_at(t, src, values);

	if (result == 1 && t->kind != TEST_CHANGED)
		result = any_fits(t, src, values);
	return t->is_not != is_false ? turned(result) : result;
}

/* A body is long, and what is shown of it is not. */
static struct str
shown(struct arena *a, const struct strs *values)
{
	struct strs brief = { 0 };

	if (values->n == 1)
		return str_utf8_cut(values->v[0], LIMIT_SEEN);
	for (size_t i = 0; i < values->n; i++)
		strs_add(a, &brief, str_utf8_cut(values->v[i], LIMIT_SEEN));
	return str_utf8_cut(strs_join(a, &brief, ", "), LIMIT_SEEN);
}

static int
leaf(struct evaluation *e, const struct filter_test *t)
{
	struct strs values = { 0 };
	int result = test_holds(t, e->src, &values);
	struct filter_seen *seen = e->seen;

	if (seen == NULL)
		return result;
	if (seen->result != NULL)
		seen->result[t->leaf] = (signed char)result;
	if (seen->value != NULL)
		seen->value[t->leaf] = shown(seen->a, &values);
	return result;
}

/* ---- groups ---- */

struct reason {				/* that a condition is what it is */
	const struct filter_test	*test;	/* to name for it */
	size_t				 met;	/* how many held before it: how near it came */
};

static int	holds(struct evaluation *, const struct condition *, struct reason *);

/*
 * The first member of the result that decides the group, else undecided when any is, else
 * the other; *why is of the member that decided, else of the one that came nearest, or of
 * the last where each had to hold.
 */
static int
group(struct evaluation *e, const struct condition *c, int decides, struct reason *why)
{
	int result = !decides;

	for (size_t i = 0; i < c->n; i++) {
		struct reason of = { 0 };
		int r = holds(e, &c->v[i], &of);

		if (result == decides)
			continue;
		if (r == decides || i == 0 || decides == 0 || of.met > why->met)
			*why = of;
		if (r == decides && decides == 0)
			why->met += i;
		if (r == decides || r == -1)
			result = r;
		if (r == decides && (e->seen == NULL || !e->seen->whole))
			break;
	}
	return result;
}

static int
holds(struct evaluation *e, const struct condition *c, struct reason *why)
{
	switch (c->kind) {
	case WHEN_ALL:
		return group(e, c, 0, why);
	case WHEN_ANY:
		return group(e, c, 1, why);
	case WHEN_NONE:
		return turned(group(e, c, 1, why));
	case WHEN_TEST:
		break;
	}
	why->test = &c->test;
	return leaf(e, &c->test);
}

static void
forget(struct filter_seen *seen, size_t leaves)
{
	for (size_t i = 0; i < leaves; i++) {
		if (seen->result != NULL)
			seen->result[i] = FILTER_UNSEEN;
		if (seen->value != NULL)
			seen->value[i] = STR_NONE;
	}
	seen->failing = SIZE_MAX;
	seen->failing_value = STR_NONE;
}

/* What the test looked at is asked again: most rules do not hold, and few are explained. */
static void
blame(const struct filter_source *src, struct filter_seen *seen, const struct filter_test *t)
{
	struct strs values = { 0 };

	seen->failing = t->leaf;
	look_at(t, src, &values);
	seen->failing_value = shown(seen->a, &values);
}

int
filter_holds(const struct condition *c, const struct filter_source *src,
    struct filter_seen *seen)
{
	struct evaluation e = { src, seen };
	struct reason why = { 0 };
	int result;

	if (seen != NULL)
		forget(seen, seen->result != NULL || seen->value != NULL ? filter_leaves(c) : 0);
	result = holds(&e, c, &why);
	if (seen != NULL && result == 0 && why.test != NULL)
		blame(src, seen, why.test);
	return result;
}
