/* heading: see heading.h. */
#include "daemon/act/heading.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/limits.h"

static struct why *
check_subject(struct prospect *p, struct order *o)
{
	(void)p;
	o->value = str_utf8_cut(o->value, LIMIT_SUBJECT);
	return NULL;
}

static int
apply_subject(struct action *ac)
{
	return ticket_rename(ac->w, ac->t, ac->order->value, &ac->cause);
}

/* In whichever case: keys are written as people speak them. */
static struct why *
check_project(struct prospect *p, struct order *o)
{
	const struct projects *all = &p->w->conf->projects;
	struct strs keys = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (str_ieq(all->v[i].key, o->value)) {
			o->value = all->v[i].key;
			if (p->t->worked.unbilled != 0 && !str_eq(p->t->project, o->value))
				o->remark = WHY(p->w->a, STR("its time that is not billed goes along: *"),
				    time_span_text(p->w->a, p->t->worked.unbilled));
			p->t->project = o->value;
			return NULL;
		}
		strs_add(p->w->a, &keys, all->v[i].key);
	}
	return refusal_none_such(p, o, STR("there is no project *"), o->value, &keys);
}

static int
apply_project(struct action *ac)
{
	return ticket_move(ac->w, ac->t, ac->order->value, &ac->cause);
}

const struct act act_subject = { check_subject, apply_subject };
const struct act act_project = { check_project, apply_project };
