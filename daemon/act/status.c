/* status: see status.h. */
#include "daemon/act/status.h"

#include "daemon/sla/category.h"
#include "daemon/ticket/step.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	struct arena *a = p->w->a;
	struct str to = o->verb->to != -1 ? category_word((enum category)o->verb->to) :
	    str_lower(a, o->value);

	if (!str_eq(to, p->status) && !ticket_may_become(p->status, to))
		return WHY(a, STR("ticket #* is *: it can become *"),
		    str_printf(a, "%lld", (long long)p->t->id), p->status,
		    ticket_next_statuses(a, p->status));
	o->value = to;
	p->status = to;
	return NULL;
}

static int
apply(struct action *ac)
{
	struct str before = ac->t->status, to = ac->order->value;

	ac->event = category_is(to, CATEGORY_RESOLVED) ? EVENT_RESOLVED :
	    category_is(to, CATEGORY_CLOSED) ? EVENT_CLOSED :
	    category_is_done(before) ? EVENT_REOPENED : EVENT_CHANGED;
	return ticket_set_status(ac->w, ac->t, to, &ac->cause);
}

const struct act act_status = { check, apply };
