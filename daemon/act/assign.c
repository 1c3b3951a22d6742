/* assign: see assign.h. */
#include "daemon/act/assign.h"

#include "parsers/base/nearest.h"

static struct str
check(struct prospect *p, struct order *o)
{
	const struct agents *agents = &p->w->conf->agents;
	struct strs names = { 0 };

	if (agents_find(agents, o->value) != NULL)
		return STR_NONE;
	for (size_t i = 0; i < agents->n; i++)
		strs_add(p->w->a, &names, agents->v[i].name);
	return nearest_none_such(p->w->a, "agent", o->value, &names);
}

static struct str
check_take(struct prospect *p, struct order *o)
{
	(void)o;
	return p->actor->agent != NULL ? STR_NONE :
	    STR("take assigns it to an agent: say who with --as AGENT");
}

static int
give(struct action *ac, struct str who)
{
	ac->event = EVENT_ASSIGNED;
	return ticket_assign(ac->w, ac->t, who, &ac->cause);
}

static int
apply(struct action *ac)
{
	return give(ac, ac->order->value);
}

static int
apply_take(struct action *ac)
{
	return give(ac, ac->actor->agent->name);
}

static int
apply_unassign(struct action *ac)
{
	return give(ac, STR_NONE);
}

const struct act act_assign = { check, apply };
const struct act act_take = { check_take, apply_take };
const struct act act_unassign = { NULL, apply_unassign };
