/* tags: see tags.h. */
#include "daemon/act/tags.h"

/* A rule's may come of a pattern that matched nothing. */
static struct str
check(struct prospect *p, struct order *o)
{
	(void)p;
	o->value = str_trim(o->value);
	return o->value.n > 0 ? STR_NONE : STR("a tag has at least a letter");
}

static int
apply(struct action *ac)
{
	return ticket_add_tag(ac->w, ac->t, ac->order->value, &ac->cause);
}

const struct act act_tag = { check, apply };
