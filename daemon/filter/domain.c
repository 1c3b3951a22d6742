/* domain: see domain.h. */
#include "daemon/filter/domain.h"

#include "daemon/filter/example.h"
#include "daemon/filter/order.h"
#include "daemon/filter/testkind.h"
#include "parsers/base/array.h"
#include "parsers/text/fold.h"

struct query {
	struct arena		*a;
	const struct domain	*d;
	const struct literal	**v;		/* of what it is, or of what it was or became */
	size_t			 n;
	bool			 of_was;
	bool			 many;
	bool			 vague;		/* something could not be tried */
};

/* Whether some value must fit: else none may. */
static bool
is_positive(const struct literal *l)
{
	const struct filter_test *t = &l->leaf->test;
	bool is_false = (t->kind == TEST_IS_SET || t->kind == TEST_CHANGED) &&
	    strs_has(&t->values, STR("false"));

	return l->want != (t->is_not != is_false);
}

/* A value that nobody names contains what it likes, and equals nothing. */
static bool
is_opaque(const struct filter_test *t, struct str value)
{
	return str_eq(value, DOMAIN_OTHER) && (t->kind == TEST_MATCHES ||
	    t->kind == TEST_CONTAINS || testkind_is_by_order(t->kind));
}

static bool
fits(struct query *q, const struct literal *l, struct str value)
{
	const struct filter_test *t = &l->leaf->test;
	struct fact f = { .subject = t->subject, .field = t->field, .changed =
	    testkind_is_of_change(t->kind) };
	struct witness w = { q->a, &f, 1 };
	int holds;

	if (is_opaque(t, value)) {
		q->vague = true;
		return true;
	}
	strs_add(q->a, &f.values, value);
	strs_add(q->a, &f.was, value);
	holds = witness_holds(l->leaf, &w);
	q->vague |= holds == -1;
	return holds == l->want;
}

static bool
all_fit(struct query *q, struct str value)
{
	for (size_t i = 0; i < q->n; i++)
		if (!fits(q, q->v[i], value))
			return false;
	return true;
}

/* ---- values to try ---- */

static void
add_value(struct query *q, struct strs *out, struct str value)
{
	if (!strs_has(out, value))
		strs_add(q->a, out, value);
}

/* "2.4.0": 2.4.1 and 2.4.0 less one in some place: what lies beside a bound. */
static void
add_beside(struct query *q, struct strs *out, const struct filter_test *t)
{
	struct str v = t->values.v[0], normal;
	size_t from = v.n, until;
	int64_t n;
	struct err e;

	while (from > 0 && (v.p[from - 1] < '0' || v.p[from - 1] > '9'))
		from--;
	until = from;
	while (from > 0 && v.p[from - 1] >= '0' && v.p[from - 1] <= '9')
		from--;
	if (!str_i64(str_sub(v, from, until - from), &n))
		return;
	for (int64_t i = n > 0 ? n - 1 : 0; i <= n + 1; i++) {
		struct str made = str_printf(q->a, "%.*s%0*lld%.*s", (int)from, v.p,
		    (int)(until - from), (long long)i, (int)(v.n - until), v.p + until);

		if (order_read(q->a, t, made, &normal, &e) == 0)
			add_value(q, out, normal);
	}
}

static void
add_of_test(struct query *q, struct strs *out, const struct literal *l, struct buf *all)
{
	const struct filter_test *t = &l->leaf->test;
	struct str example;

	if (t->kind == TEST_MATCHES && is_positive(l) &&
	    example_of(q->a, t->values.v[0], t->pattern, &example)) {
		add_value(q, out, example);
		buf_printf(all, "%s%.*s", all->n > 0 ? " " : "", STR_ARG(example));
	} else if (t->kind == TEST_CONTAINS && is_positive(l)) {
		for (size_t i = 0; i < t->values.n; i++)
			add_value(q, out, t->values.v[i]);
		buf_printf(all, "%s%.*s", all->n > 0 ? " " : "", STR_ARG(t->values.v[0]));
	} else if (testkind_is_by_order(t->kind)) {
		add_beside(q, out, t);
	} else if (t->kind == TEST_ONE_OF || t->kind == TEST_WAS || t->kind == TEST_TO) {
		for (size_t i = 0; i < t->values.n; i++)
			add_value(q, out, t->values.v[i]);
	}
}

/* The test of which one of the values must be; NULL: it can be anything. */
static const struct filter_test *
named(const struct query *q)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct filter_test *t = &q->v[i]->leaf->test;

		if (is_positive(q->v[i]) && (t->kind == TEST_ONE_OF || t->kind == TEST_WAS ||
		    t->kind == TEST_TO))
			return t;
	}
	return NULL;
}

static bool
has_pattern(const struct query *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->v[i]->leaf->test.kind == TEST_MATCHES)
			return true;
	return false;
}

/* True: it is one of these, or differs from one by the case of letters alone. */
static bool
candidates(struct query *q, struct strs *out)
{
	const struct filter_test *t = named(q);
	struct buf all;

	if (q->d->known) {
		*out = q->d->values;
		return true;
	}
	if (t != NULL) {
		*out = t->values;
		return !has_pattern(q);
	}
	buf_init(&all, q->a);
	for (size_t i = 0; i < q->n; i++)
		add_of_test(q, out, q->v[i], &all);
	if (all.n > 0)
		add_value(q, out, buf_str(&all));
	add_value(q, out, STR("x"));
	add_value(q, out, STR("7"));
	if (!q->many)
		add_value(q, out, STR_NONE);
	return false;
}

/* ---- what can never be ---- */

static bool
is_same_test(const struct filter_test *x, const struct filter_test *y)
{
	if (x->kind != y->kind || x->values.n != y->values.n)
		return false;
	for (size_t i = 0; i < x->values.n; i++)
		if (!str_eq(x->values.v[i], y->values.v[i]))
			return false;
	return true;
}

/* It must contain what, as one of its words does, it must not. */
static bool
is_barred(const struct filter_test *has, const struct filter_test *lacks)
{
	for (size_t i = 0; i < has->values.n; i++) {
		bool barred = false;

		for (size_t k = 0; k < lacks->values.n; k++)
			barred |= fold_has(has->values.v[i], lacks->values.v[k]);
		if (!barred)
			return false;
	}
	return true;
}

static bool
wants_something(const struct literal *l)
{
	const struct filter_test *t = &l->leaf->test;

	return is_positive(l) && (t->kind == TEST_CONTAINS || t->kind == TEST_IS_SET ||
	    testkind_is_by_order(t->kind) || (t->kind == TEST_ONE_OF &&
	    !strs_has(&t->values, STR_NONE)));
}

/* Whether it is bounded from below by this, from above, neither; *strict: without the end. */
static int
side(const struct literal *l, bool placed, bool *strict)
{
	enum filter_test_kind kind = l->leaf->test.kind;
	bool up = kind == TEST_AT_LEAST || kind == TEST_ABOVE;

	*strict = kind == TEST_ABOVE || kind == TEST_BELOW;
	if (!testkind_is_by_order(kind) || (!is_positive(l) && !placed))
		return 0;
	if (is_positive(l))
		return up ? -1 : 1;
	*strict = !*strict;		/* not at least 3: below 3 */
	return up ? 1 : -1;
}

static bool
is_crossed(const struct literal *x, const struct literal *y, bool placed)
{
	bool strict[2];
	int sides[2] = { side(x, placed, &strict[0]), side(y, placed, &strict[1]) }, cmp;

	if (sides[0] != -1 || sides[1] != 1)
		return false;
	cmp = order_cmp(&x->leaf->test, x->leaf->test.values.v[0], y->leaf->test.values.v[0]);
	return cmp > 0 || (cmp == 0 && (strict[0] || strict[1]));
}

static bool
contradict(const struct literal *x, const struct literal *y, bool placed)
{
	const struct filter_test *t = &x->leaf->test, *u = &y->leaf->test;

	if (is_positive(x) && !is_positive(y) && (is_same_test(t, u) ||
	    (u->kind == TEST_IS_SET && wants_something(x)) ||
	    (t->kind == TEST_CONTAINS && u->kind == TEST_CONTAINS && is_barred(t, u))))
		return true;
	return is_crossed(x, y, placed);
}

/* Some value has a place on the line: what is not at least 3 is below 3 then. */
static bool
is_placed(const struct query *q)
{
	for (size_t i = 0; i < q->n; i++)
		if (is_positive(q->v[i]) && testkind_is_by_order(q->v[i]->leaf->test.kind))
			return true;
	return false;
}

static bool
is_proven_never(const struct query *q)
{
	bool placed = is_placed(q);

	for (size_t i = 0; i < q->n; i++)
		for (size_t k = 0; k < q->n; k++)
			if (i != k && contradict(q->v[i], q->v[k], placed))
				return true;
	return false;
}

/* ---- one value ---- */

static enum domain_answer
find_one(struct query *q, struct str *out)
{
	struct strs all = { 0 };
	bool complete = candidates(q, &all);

	q->vague = false;
	for (size_t i = 0; i < all.n; i++) {
		if ((q->many && all.v[i].n == 0) || !all_fit(q, all.v[i]))
			continue;
		*out = all.v[i];
		return str_eq(*out, DOMAIN_OTHER) ? DOMAIN_MAYBE : DOMAIN_YES;
	}
	return (complete && !q->vague) || is_proven_never(q) ? DOMAIN_NO : DOMAIN_MAYBE;
}

/* Of several values each test that must hold has one, and no other test holds of it. */
static enum domain_answer
find_many(struct query *q, struct strs *out)
{
	const struct literal **all = q->v, **some = ARENA_ARRAY(q->a, q->n + 1,
	    const struct literal *);
	size_t n = q->n, negative = 0;
	enum domain_answer answer = DOMAIN_YES;

	for (size_t i = 0; i < n; i++)
		if (!is_positive(all[i]))
			some[negative++] = all[i];
	q->v = some;
	q->n = negative + 1;
	for (size_t i = 0; i < n && answer != DOMAIN_NO; i++) {
		enum domain_answer one;
		struct str value;

		if (!is_positive(all[i]))
			continue;
		some[negative] = all[i];
		one = find_one(q, &value);
		if (one == DOMAIN_YES)
			add_value(q, out, value);
		if (one != DOMAIN_YES)
			answer = one;
	}
	return answer;
}

static enum domain_answer
find_values(struct query *q, struct strs *out)
{
	struct str value;
	enum domain_answer answer;

	if (q->many)
		return find_many(q, out);
	answer = find_one(q, &value);
	if (answer == DOMAIN_YES)
		strs_add(q->a, out, value);
	return answer;
}

/* ---- what it is, was and became ---- */

static struct query
query_of(struct arena *a, const struct domain *d, const struct literals *all, bool of_change,
    enum filter_test_kind kind)
{
	struct query q = { .a = a, .d = d };

	q.v = ARENA_ARRAY(a, all->n, const struct literal *);
	for (size_t i = 0; i < all->n; i++) {
		const struct filter_test *t = &all->v[i]->leaf->test;

		q.many = subject_row(t->subject)->many;
		if (of_change ? t->kind == kind : !testkind_is_of_change(t->kind))
			q.v[q.n++] = all->v[i];
	}
	return q;
}

/* 1: it must have changed, -1: it must not, 0: either; 2: both, which is never. */
static int
must_change(const struct literals *all)
{
	bool must = false, must_not = false;

	for (size_t i = 0; i < all->n; i++) {
		enum filter_test_kind kind = all->v[i]->leaf->test.kind;

		must |= testkind_is_of_change(kind) && is_positive(all->v[i]);
		must_not |= kind == TEST_CHANGED && !is_positive(all->v[i]);
	}
	return must && must_not ? 2 : must - must_not;
}

static bool
has_same(const struct strs *x, const struct strs *y)
{
	return x->n == 1 && y->n == 1 && str_ieq(x->v[0], y->v[0]);
}

/* Another value than it has now, which it was. */
static enum domain_answer
find_before(struct query *was, struct fact *out)
{
	struct strs all = { 0 };
	bool complete = candidates(was, &all), same = false;

	was->vague = false;
	for (size_t i = 0; i < all.n; i++) {
		struct strs one = { &all.v[i], 1 };

		if (!all_fit(was, all.v[i]))
			continue;
		if (!has_same(&one, &out->values) && !str_eq(all.v[i], DOMAIN_OTHER)) {
			strs_add(was->a, &out->was, all.v[i]);
			return DOMAIN_YES;
		}
		same = true;
	}
	return complete && !was->vague && !same ? DOMAIN_NO : DOMAIN_MAYBE;
}

static enum domain_answer
find_changed(struct arena *a, const struct domain *d, const struct literals *all,
    struct fact *out)
{
	struct query was = query_of(a, d, all, true, TEST_WAS), now = query_of(a, d, all, true,
	    TEST_TO), is = query_of(a, d, all, false, TEST_ONE_OF);
	struct strs ignored = { 0 };
	enum domain_answer before;

	out->changed = true;
	if (find_values(&now, &ignored) == DOMAIN_NO)
		return DOMAIN_NO;
	/* What it became and what it is now is the same but for what rules did since. */
	for (size_t i = 0; i < now.n; i++)
		is.v[is.n++] = now.v[i];
	if (!was.many && find_values(&is, &out->values) != DOMAIN_YES)
		return DOMAIN_MAYBE;
	if (was.many)
		return DOMAIN_MAYBE;
	before = find_before(&was, out);
	return before;
}

enum domain_answer
domain_find(struct arena *a, const struct domain *d, const struct literals *all,
    struct fact *out)
{
	const struct filter_test *t = &all->v[0]->leaf->test;
	struct query is = query_of(a, d, all, false, TEST_ONE_OF);
	struct strs values = { 0 };
	int change = must_change(all);
	enum domain_answer answer;

	*out = (struct fact){ .subject = t->subject, .field = t->field };
	if (change == 2)
		return DOMAIN_NO;
	answer = find_values(&is, &values);
	if (answer == DOMAIN_NO)
		return DOMAIN_NO;
	if (change == 1)
		return find_changed(a, d, all, out);
	out->values = values;
	return answer;
}
