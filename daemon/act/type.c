/* type: see type.h. */
#include "daemon/act/type.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/step.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct types *types = &p->w->conf->types;
	const struct type *t = types_said(p->w->a, types, o->value);
	const struct status *to;
	struct strs names = { 0 };

	for (size_t i = 0; i < types->n; i++)
		strs_add(p->w->a, &names, types->v[i].name);
	if (t == NULL)
		return refusal_none_such(p, o, STR("there is no type *"), o->value, &names);
	to = type_place(t, p->t->status, p->t->category);
	o->value = p->t->type = t->name;
	p->t->status = to->name;
	p->t->category = category_word(to->category);
	return NULL;
}

/* What the check let pass: of a rule, when the files were read. */
static int
apply(struct action *ac)
{
	const struct type *t = types_find(&ac->w->conf->types, ac->order->value);

	return t == NULL ? 0 : ticket_set_type(ac->w, ac->t, t, &ac->cause);
}

const struct act act_type = { .check = check, .apply = apply };
