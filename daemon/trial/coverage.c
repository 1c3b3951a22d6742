/* coverage: see coverage.h. */
#include "daemon/trial/coverage.h"

#include "daemon/filter/leaf.h"

enum { WAS_TRUE = 1, WAS_FALSE = 2 };

struct covered {
	bool		 fired;
	unsigned char	*leaves;	/* bits of the above, by leaf */
	bool		*done;		/* by action */
};

void
coverage_init(struct coverage *c, struct arena *a, const struct rules *rules)
{
	*c = (struct coverage){ .a = a, .rules = rules,
	    .v = ARENA_ARRAY(a, rules->n, struct covered) };
	for (size_t i = 0; i < rules->n; i++) {
		c->v[i].leaves = ARENA_ARRAY(a, filter_leaves(&rules->v[i].when), unsigned char);
		c->v[i].done = ARENA_ARRAY(a, rules->v[i].n_actions, bool);
	}
}

static void
add(struct covered *c, const struct trial_trace *t)
{
	size_t leaves = filter_leaves(&t->rule->when);

	c->fired |= t->outcome == RULE_FIRED || t->outcome == RULE_UNCHANGED ||
	    t->outcome == RULE_SHADOW;
	for (size_t i = 0; i < leaves; i++)
		if (t->seen[i] == 1)
			c->leaves[i] |= WAS_TRUE;
		else if (t->seen[i] == 0)
			c->leaves[i] |= WAS_FALSE;
	for (size_t i = 0; i < t->rule->n_actions; i++)
		c->done[i] |= t->done[i];
}

void
coverage_add(struct coverage *c, const struct trial *tr)
{
	const struct trial_trace *v;
	size_t n = trial_traces(tr, &v);

	for (size_t i = 0; i < n; i++)
		add(&c->v[v[i].rule - c->rules->v], &v[i]);
}

struct gaps {				/* of one rule */
	struct coverage		*c;
	const struct rule	*rule;
	const struct covered	*seen;
	struct strs		*out;
};

static void
want(struct gaps *g, bool seen, int line, struct str what)
{
	g->c->wanted++;
	g->c->seen += seen;
	if (!seen)
		strs_add(g->c->a, g->out, str_printf(g->c->a, "%.*s:%d %.*s",
		    STR_ARG(g->rule->file), line, STR_ARG(what)));
}

static void
leaf(const struct filter_test *t, void *of)
{
	struct gaps *g = of;
	struct arena *a = g->c->a;
	unsigned char seen = g->seen->leaves[t->leaf];

	want(g, (seen & WAS_TRUE) != 0, t->line,
	    str_printf(a, "%.*s never true", STR_ARG(t->said)));
	want(g, (seen & WAS_FALSE) != 0, t->line,
	    str_printf(a, "%.*s never false", STR_ARG(t->said)));
}

static struct str
action_text(struct arena *a, const struct rule_action *ac)
{
	return ac->values.n == 0 ? str_c(ac->verb->name) : str_printf(a, "%s %.*s",
	    ac->verb->name, STR_ARG(strs_join(a, &ac->values, ", ")));
}

/* Of a rule that never fired, that says all of its actions. */
static void
gaps_of(struct gaps *g)
{
	const struct rule *r = g->rule;
	struct arena *a = g->c->a;
	struct strs implied = { 0 }, *told = g->out;

	want(g, g->seen->fired, r->line, str_printf(a, "rule \"%.*s\" never fired",
	    STR_ARG(r->name)));
	filter_each(&r->when, leaf, g);
	if (r->enabled == RULE_IN_SHADOW)
		return;
	if (!g->seen->fired)
		g->out = &implied;
	for (size_t i = 0; i < r->n_actions; i++)
		want(g, g->seen->done[i], r->actions[i].line, str_printf(a,
		    "rule \"%.*s\": %.*s never done", STR_ARG(r->name),
		    STR_ARG(action_text(a, &r->actions[i]))));
	g->out = told;
}

struct strs
coverage_gaps(struct coverage *c)
{
	struct strs out = { 0 };

	c->seen = c->wanted = 0;
	for (size_t i = 0; i < c->rules->n; i++) {
		struct gaps g = { c, &c->rules->v[i], &c->v[i], &out };

		if (g.rule->enabled != RULE_DISABLED)
			gaps_of(&g);
	}
	return out;
}

int
coverage_percent(const struct coverage *c)
{
	return c->wanted == 0 ? 100 : (int)(c->seen * 100 / c->wanted);
}
