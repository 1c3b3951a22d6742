/*
 * rulepairs: see rulepairs.h.  A rule is asked of the ticket as those before it left it,
 * and fires once a chain: what these could undo is not claimed.
 */
#include "daemon/policy/rulepairs.h"

#include "daemon/filter/leaf.h"
#include "daemon/filter/order.h"
#include "daemon/policy/ruleeffect.h"
#include "parsers/base/array.h"

enum { QUESTIONS = 20000 };		/* of two rules each: some ten seconds would be more */

/* Whether y holds wherever x does.  A ticket that shows it does not is soon found. */
static bool
implies(struct rule_world *w, const struct rule *x, const struct rule *y)
{
	const struct term terms[] = { { &x->when, true, NULL }, { &y->when, false, NULL } };
	const struct witness *seen = ruleworld_seen(w, x);

	if (seen != NULL && witness_holds(&y->when, &(struct witness){ w->a, seen->v, seen->n }) == 0)
		return false;
	return ruleworld_ask(w, terms, COUNT(terms), NULL) == ANALYSIS_NEVER;
}

/* ---- one hides the other ---- */

/* What begins a chain, once; all else can come of a rule, and again. */
static bool
begins(struct str event)
{
	static const char *const words[] = { "arrived", "created", "customer-replied", "agent-replied",
	    "noted", "bounce", "held", "quarantined", "reply-without-time" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(event, str_c(words[i])))
			return true;
	return ruleworld_is_of_time(event) && !rule_is_alone_on(event);
}

/* That has not fired before in the chain, and so is asked. */
static bool
is_always_asked(const struct rule *r)
{
	for (size_t i = 0; i < r->on.n; i++)
		if (!begins(r->on.v[i]))
			return false;
	return r->enabled == RULE_ENABLED;
}

/* A rule between the two can make of the ticket what the later is for. */
static bool
is_changed_between(struct rule_world *w, size_t before, size_t which)
{
	const struct rules *all = &w->c->rules;

	for (size_t i = before + 1; i < which; i++)
		if (all->v[i].enabled == RULE_ENABLED && strs_has(&all->v[i].on, w->event) &&
		    effects_touch(w->l->a, &all->v[i], &all->v[which].when))
			return true;
	return false;
}

static bool
hides(struct rule_world *w, size_t before, size_t which)
{
	const struct rule *stop = &w->c->rules.v[before], *r = &w->c->rules.v[which];

	return strs_has(&stop->on, w->event) && rule_stops(stop, w->event) && is_always_asked(stop) &&
	    implies(w, r, stop) && !is_changed_between(w, before, which);
}

/* The first that hides it on this event; NULL. */
static const struct rule *
hidden_by(struct rule_world *w, size_t which)
{
	for (size_t i = 0; i < which; i++)
		if (hides(w, i, which))
			return &w->c->rules.v[i];
	return NULL;
}

static void
check_hidden(struct rule_world *w, size_t which)
{
	const struct rule *r = &w->c->rules.v[which], *by = NULL;
	const struct term term = { &r->when, true, NULL };
	struct strs names = { 0 };
	bool conditional = false;
	struct str example;

	for (size_t i = 0; i < r->on.n; i++) {
		w->event = r->on.v[i];
		if (!begins(w->event) || (by = hidden_by(w, which)) == NULL)
			return;
		conditional |= !filter_is_always(&by->when);
		if (!strs_has(&names, by->name))
			strs_add(w->l->a, &names, by->name);
	}
	if (by == NULL || !conditional)
		return;		/* without a condition it is a fault, which is told (check.c) */
	w->event = r->on.v[0];
	example = ruleworld_example(w, &term, 1);
	conf_hint_at(w->l, r->file, r->line, "rule \"%.*s\" is never reached: \"%.*s\" "
	    "(%.*s:%d) stops before it whatever it is for%s%.*s", STR_ARG(r->name),
	    STR_ARG(strs_join(w->l->a, &names, "\" or \"")), STR_ARG(by->file), by->line,
	    example.n > 0 ? ", as a ticket with " : "", STR_ARG(example));
}

/* ---- both do the same ---- */

static bool
are_same_strs(const struct strs *x, const struct strs *y)
{
	for (size_t i = 0; i < x->n; i++)
		if (!strs_has(y, x->v[i]))
			return false;
	return x->n == y->n;
}

static bool
do_the_same(const struct rule *x, const struct rule *y)
{
	if (x->n_actions != y->n_actions || x->enabled != y->enabled || x->idle != y->idle ||
	    !str_eq(x->idle_calendar, y->idle_calendar) || !str_eq(x->schedule, y->schedule) ||
	    !str_eq(x->zone, y->zone))
		return false;
	for (size_t i = 0; i < x->n_actions; i++)
		if (x->actions[i].verb != y->actions[i].verb ||
		    !str_eq(x->actions[i].template, y->actions[i].template) ||
		    !are_same_strs(&x->actions[i].values, &y->actions[i].values))
			return false;
	return are_same_strs(&x->on, &y->on);
}

static void
check_same(struct rule_world *w, const struct rule *r, const struct rule *before)
{
	const struct term terms[] = { { &r->when, true, NULL }, { &before->when, true, NULL } };
	struct str example;

	w->event = r->on.v[0];
	if (!do_the_same(r, before) || !implies(w, r, before) || !implies(w, before, r))
		return;
	example = ruleworld_example(w, terms, COUNT(terms));
	conf_hint_at(w->l, r->file, r->line, "rule \"%.*s\" is the same as \"%.*s\" (%.*s:%d)%s%.*s: "
	    "leave one out", STR_ARG(r->name), STR_ARG(before->name), STR_ARG(before->file),
	    before->line, example.n > 0 ? ", as of a ticket with " : "", STR_ARG(example));
}

/* ---- both set the same ---- */

/* What is one of these cannot be one of those, nor is what lies above below. */
static bool
are_apart(const struct filter_test *x, const struct filter_test *y)
{
	if (x->is_not || y->is_not || x->subject != y->subject || !str_eq(x->field, y->field) ||
	    subject_row(x->subject)->many)
		return false;
	if ((x->kind == TEST_AT_LEAST || x->kind == TEST_ABOVE) && (y->kind == TEST_AT_MOST ||
	    y->kind == TEST_BELOW))
		return order_cmp(x, x->values.v[0], y->values.v[0]) > 0;
	for (size_t i = 0; x->kind == TEST_ONE_OF && i < x->values.n; i++)
		if (strs_ihas(&y->values, x->values.v[i]))
			return false;
	return x->kind == TEST_ONE_OF && y->kind == TEST_ONE_OF;
}

static bool
are_disjoint(const struct condition *x, const struct condition *y)
{
	for (size_t i = 0; x->kind == WHEN_ALL && i < x->n; i++)
		for (size_t k = 0; y->kind == WHEN_ALL && k < y->n; k++)
			if (x->v[i].kind == WHEN_TEST && y->v[k].kind == WHEN_TEST &&
			    (are_apart(&x->v[i].test, &y->v[k].test) ||
			    are_apart(&y->v[k].test, &x->v[i].test)))
				return true;
	return false;
}

/* A later rule for some of the earlier's tickets is an exception: that is wanted. */
static bool
clash(struct rule_world *w, const struct rule *r, const struct rule *before, struct str *example)
{
	struct witness after;
	struct term terms[] = { { &before->when, true, NULL }, { &r->when, true, &after } };

	if (are_disjoint(&r->when, &before->when) && !effects_touch(w->a, before, &r->when))
		return false;
	effects_after(w->l->a, before, &after);
	for (size_t i = 0; i < r->on.n; i++) {
		w->event = r->on.v[i];
		if (!strs_has(&before->on, w->event) || rule_is_alone_on(w->event) ||
		    rule_stops(before, w->event) ||
		    implies(w, r, before))
			continue;
		*example = ruleworld_example(w, terms, COUNT(terms));
		if (example->n > 0)
			return true;
	}
	return false;
}

struct setter {
	const struct rule	*r;
	const struct rule_action *action;
	struct effect		 effect;
};

struct setters {
	struct setter	*v;
	size_t		 n;
};

static void
check_setter(struct rule_world *w, const struct setters *all, const struct setter *s)
{
	struct str example;

	for (size_t i = all->n; i-- > 0;) {
		const struct setter *b = &all->v[i];

		if (b->r == s->r || !str_eq(b->effect.what, s->effect.what) ||
		    str_eq(b->effect.value, s->effect.value) ||
		    !clash(w, s->r, b->r, &example))
			continue;
		conf_hint_at(w->l, s->r->file, s->action->line, "rule \"%.*s\" sets %.*s to %.*s and "
		    "\"%.*s\" (%.*s:%d) sets it to %.*s, both of a ticket with %.*s: the later one "
		    "holds", STR_ARG(s->r->name), STR_ARG(s->effect.what), STR_ARG(s->effect.value),
		    STR_ARG(b->r->name), STR_ARG(b->r->file), b->action->line,
		    STR_ARG(b->effect.value), STR_ARG(example));
		return;
	}
}

static void
check_sets(struct rule_world *w, const struct rule *r, struct setters *all)
{
	for (size_t i = 0; i < r->n_actions; i++) {
		struct setter s = { r, &r->actions[i], { STR_NONE, STR_NONE } };

		if (!effect_of(s.action, &s.effect))
			continue;
		check_setter(w, all, &s);
		all->v = array_grow(w->l->a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = s;
	}
}

void
rulepairs(struct rule_world *w)
{
	const struct rules *all = &w->c->rules;
	struct setters setters = { 0 };

	w->open = true;
	w->asked = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct rule *r = &all->v[i];

		if (w->asked > QUESTIONS) {
			conf_hint_at(w->l, r->file, r->line, "from rule \"%.*s\" on rules are not "
			    "compared with the others: there are too many like each other",
			    STR_ARG(r->name));
			return;
		}
		if (r->enabled == RULE_DISABLED || r->on.n == 0)
			continue;
		check_hidden(w, i);
		for (size_t k = 0; k < i; k++)
			if (all->v[k].enabled != RULE_DISABLED)
				check_same(w, r, &all->v[k]);
		if (r->enabled == RULE_ENABLED)
			check_sets(w, r, &setters);
	}
}
