/* retry: see retry.h. */
#include "daemon/act/retry.h"

#include "daemon/ticket/participant.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

/* Mail clients make "kim@example.org <mailto:kim@example.org>" of it: the first counts. */
static struct str
address_of(struct arena *a, struct str value)
{
	struct addresses list = { 0 };

	address_parse(a, value, STR("utf-8"), 2, &list);
	return list.n == 0 ? STR_NONE : domain_key(a, list.v[0].addr);
}

static struct why *
check(struct prospect *p, struct order *o)
{
	if (!address_is_safe(address_of(p->w->a, o->value)))
		return WHY(p->w->a, STR("\"*\" is no mail address: kim@example.org is one"), o->value);
	return NULL;
}

static int
apply(struct action *ac)
{
	return ticket_retry_address(ac->w, ac->t, address_of(ac->w->a, ac->order->value),
	    &ac->cause);
}

const struct act act_retry_address = { check, apply };
