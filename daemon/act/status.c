/* status: see status.h. */
#include "daemon/act/status.h"

#include "daemon/act/refusal.h"
#include "daemon/act/relate.h"
#include "daemon/act/timer.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/step.h"

/* Where the line leads; NULL: nowhere, and why. */
static const struct status *
target(const struct prospect *p, const struct order *o, struct why **why)
{
	const struct type *type = ticket_type(p->w, p->t);
	const struct verb *v = o->verb;
	const struct status *to = v->to == -1 ? type_said(p->w->a, type, o->value) :
	    type_verb(type, v->name, (enum category)v->to, ticket_standing(p->w, p->t));

	if (to == NULL)
		*why = v->to == -1 ? step_possible(p->w, p->t) :
		    WHY(p->w->a, STR("a ticket of type * has no status for *"), type->name,
		    refusal_line(p, v, STR_NONE));
	return to;
}

static bool
is_end(const struct status *s)
{
	return category_is_done(category_word(s->category));
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct why *why = NULL;
	const struct status *to = target(p, o, &why);

	if (to == NULL || (why = step_refusal(p->w, p->t, to->name, 
	    way_as(p->actor->agent, p->actor->door == DOOR_MAIL),
	    refusal_line(p, o->verb, STR_NONE))) != NULL)
		return why;
	if (!str_eq(to->name, p->t->status) && is_end(to) && !category_is_done(p->t->category) &&
	    (why = relate_obstacle(p)) != NULL)
		return why;
	o->remark = is_end(to) ? timer_remark(p) : o->remark;
	o->value = p->t->status = to->name;
	p->t->category = category_word(to->category);
	return NULL;
}

static int
apply(struct action *ac)
{
	struct str before = ac->t->category;
	int changed = ticket_set_status(ac->w, ac->t, ac->order->value, &ac->cause);
	struct str after = ac->t->category;

	ac->event = category_is(after, CATEGORY_RESOLVED) ? EVENT_RESOLVED :
	    category_is(after, CATEGORY_CLOSED) ? EVENT_CLOSED :
	    category_is_done(before) ? EVENT_REOPENED : EVENT_CHANGED;
	return changed;
}

static int
look(struct work *w, struct ticket *t)
{
	(void)t;
	return timers_load(w);
}

const struct act act_status = { .check = check, .apply = apply, .look = look };
