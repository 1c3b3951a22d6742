/* trace: see trace.h. */
#include "daemon/rules/trace.h"

#include "parsers/base/array.h"

const char *const rule_outcome_words[RULE_OUTCOMES + 1] = {
	[RULE_FIRED] = "fired", [RULE_UNCHANGED] = "unchanged", [RULE_SHADOW] = "shadow",
	[RULE_NOT] = "not", [RULE_BEFORE] = "before", [RULE_STOPPED] = "stopped",
	[RULE_OFF] = "off", [RULE_BUDGET] = "budget", [RULE_OVER] = "over",
};

struct rule_trace *
traces_add(struct arena *a, struct rule_traces *all, const struct rule *r,
    const struct event *ev, enum rule_outcome outcome)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct rule_trace){ .rule = r, .event = ev, .outcome = outcome,
	    .leaf = SIZE_MAX };
	return &all->v[all->n++];
}

void
traces_refuse(struct arena *a, struct rule_traces *all, const struct rule_refusal *why)
{
	struct rule_trace *t = &all->v[all->n - 1];

	t->refused = array_grow(a, t->refused, t->n_refused, sizeof(*t->refused));
	t->refused[t->n_refused++] = *why;
}
