/* text: see text.h. */
#include "daemon/act/text.h"

#include "daemon/act/refusal.h"

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct canned_all *all = &p->w->conf->canned;
	struct strs names;

	if (canned_find(all, o->value, STR("en")) != NULL)
		return NULL;
	names = canned_names(p->w->a, all);
	return refusal_none_such(p, o, STR("there is no canned text *"), o->value,
	    &names);
}

/* intake/cannedtext.h puts it in. */
const struct act act_text = { .check = check };
