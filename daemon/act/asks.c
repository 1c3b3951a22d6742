/* asks: see asks.h. */
#include "daemon/act/asks.h"

#include "daemon/act/refusal.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	struct strs names;

	if (str_starts(o->value, STR("#")))
		o->value = str_sub(o->value, 1, SIZE_MAX);
	if (o->value.n == 0 || verb_find(DOOR_MAIL, o->value) != NULL)
		return NULL;
	names = verb_names(p->w->a, DOOR_MAIL);
	return refusal_none_such(p, o, STR("there is no command #*"), o->value, &names);
}

/* intake/answers.h answers. */
const struct act act_help = { .check = check };

/* A rule of the files, whatever its case. */
static struct why *
check_rule(struct prospect *p, struct order *o)
{
	const struct rules *all = &p->w->conf->rules;
	struct strs names = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		if (str_ieq(all->v[i].name, o->value)) {
			o->value = all->v[i].name;
			return NULL;
		}
		strs_add(p->w->a, &names, all->v[i].name);
	}
	return o->value.n == 0 ? NULL : refusal_none_such(p, o, STR("there is no rule *"),
	    o->value, &names);
}

const struct act act_explain = { .check = check_rule };

/* An engineer has tickets of another kind. */
static struct why *
check_customer(struct prospect *p, struct order *o)
{
	struct why *why;

	(void)o;
	if (p->actor->agent == NULL)
		return NULL;
	why = WHY(p->w->a, STR("only customers write #tickets"));
	why->instead = STR("#list");
	return why;
}

const struct act act_tickets_own = { .check = check_customer };
