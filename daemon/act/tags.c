/* tags: see tags.h. */
#include "daemon/act/tags.h"

/* A rule's may come of a pattern that matched nothing. */
static struct why *
check(struct prospect *p, struct order *o)
{
	o->value = str_trim(o->value);
	return o->value.n > 0 ? NULL :
	    WHY(p->w->a, STR("a tag has at least a letter"));
}

static int
apply(struct action *ac)
{
	return ticket_add_tag(ac->w, ac->t, ac->order->value, &ac->cause);
}

const struct act act_tag = { check, apply };
