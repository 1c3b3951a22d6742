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
