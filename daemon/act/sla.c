/* sla: see sla.h. */
#include "daemon/act/sla.h"

#include "daemon/act/refusal.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct slas *slas = &p->w->conf->slas;
	struct strs names = { 0 };

	if (slas_find(slas, o->value) != NULL)
		return NULL;
	for (size_t i = 0; i < slas->n; i++)
		strs_add(p->w->a, &names, slas->v[i].name);
	return refusal_none_such(p, o, STR("there is no SLA *"), o->value, &names);
}

static int
apply(struct action *ac)
{
	return ticket_set_sla(ac->w, ac->t, ac->order->value, &ac->cause);
}

const struct act act_sla = { check, apply };
