/* terms: see terms.h. */
#include "daemon/policy/terms.h"

#include "daemon/filter/check.h"
#include "daemon/filter/leaf.h"
#include "daemon/policy/conf.h"
#include "parsers/base/array.h"

size_t
terms_read(struct loader *l, const struct node *n)
{
	struct conf *c = l->whole;
	struct terms *all = &c->terms;
	struct filter_reader in = { l, &c->fields, NULL, STR("sla.conf") };

	all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
	filter_read(&in, n, &all->v[all->n]);
	if (node_is_group(n) && node_count(n) == 0)
		conf_fault(l, n, "when is empty: leave it out for any ticket");
	filter_check_lasting(l, n->file, &all->v[all->n]);
	return ++all->n;
}

const struct condition *
terms_of(const struct terms *all, size_t number)
{
	return &all->v[number - 1];
}

/* ---- targets that nothing is left for ---- */

static bool
is_same(const struct filter_test *x, const struct filter_test *y)
{
	return x->subject == y->subject && str_eq(x->field, y->field);
}

/* All that a ticket of the other can have there is among the values of this. */
static bool
is_wider(const struct filter_test *t, const struct condition *other, struct str severity)
{
	bool is_severity = t->subject == SUBJECT_SEVERITY && severity.n > 0;

	if (is_severity)
		return strs_has(&t->values, severity);
	for (size_t i = 0; i < other->n; i++) {
		const struct filter_test *o = &other->v[i].test;
		bool all = other->v[i].kind == WHEN_TEST && is_same(t, o) &&
		    o->kind == TEST_ONE_OF && !o->is_not;

		for (size_t k = 0; all && k < o->values.n; k++)
			all = strs_has(&t->values, o->values.v[k]);
		if (all)
			return true;
	}
	return false;
}

/*
 * Whether a condition of lists of values takes all of another's tickets (of that severity,
 * unless it is empty).  What is asked otherwise is not looked into.
 */
static bool
takes(const struct condition *c, const struct condition *other, struct str severity)
{
	static const struct condition any;

	c = c == NULL ? &any : c;
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].kind != WHEN_TEST || c->v[i].test.kind != TEST_ONE_OF ||
		    c->v[i].test.is_not || !is_wider(&c->v[i].test, other, severity))
			return false;
	return true;
}

struct before {				/* targets of a policy before one */
	const struct terms	*terms;
	const struct sla_target	*v;
	size_t			 n;
};

static bool
any_takes(const struct before *b, const struct condition *of, struct str severity)
{
	for (size_t i = 0; i < b->n; i++)
		if (takes(b->v[i].condition == 0 ? NULL : terms_of(b->terms, b->v[i].condition), of,
		    severity))
			return true;
	return false;
}

/* Its severities, where it names them. */
static const struct strs *
severities(const struct condition *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].kind == WHEN_TEST && c->v[i].test.subject == SUBJECT_SEVERITY &&
		    c->v[i].test.kind == TEST_ONE_OF && !c->v[i].test.is_not)
			return &c->v[i].test.values;
	return NULL;
}

static bool
is_hidden(const struct before *b, const struct sla_target *t)
{
	static const struct condition any;
	const struct condition *of = t->condition == 0 ? &any : terms_of(b->terms, t->condition);
	const struct strs *each = severities(of);
	size_t taken = 0;

	if (any_takes(b, of, STR_NONE))
		return true;
	for (size_t i = 0; each != NULL && i < each->n; i++)
		taken += any_takes(b, of, each->v[i]);
	return each != NULL && each->n > 0 && taken == each->n;
}

void
terms_check(struct loader *l, const struct terms *terms, const struct slas *slas)
{
	for (size_t i = 0; i < slas->n; i++) {
		const struct sla_policy *p = &slas->v[i];

		for (size_t k = 0; k < p->n_targets; k++)
			if (is_hidden(&(struct before){ terms, p->targets, k }, &p->targets[k]))
				conf_fault_at(l, STR("sla.conf"), p->targets[k].line, "this target "
				    "is never reached: those before it take all its tickets");
	}
}
