/* new: see new.h. */
#include "daemon/act/new.h"

#include "daemon/ticket/ticket.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	(void)o;
	return p->t->id == 0 ? NULL : WHY(p->w->a, STR("this mail belongs to ticket #*: #new stands "
	    "in a new mail, to your address for new tickets or the support address"),
	    str_printf(p->w->a, "%lld", (long long)p->t->id));
}

/* There is one before it is applied. */
static int
apply(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_new = { .check = check, .apply = apply };
