/* retry: see retry.h. */
#include "daemon/act/retry.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/reach.h"
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

static void
wants(struct work *w, struct str value)
{
	reach_want(w, address_of(w->a, value));
}

static int
look(struct work *w, struct ticket *t)
{
	reach_want(w, t->requester_address.addr);
	for (size_t i = 0; i < t->participants.n; i++)
		reach_want(w, t->participants.v[i].addr);
	reach_ask(w);
	if (work_run(w) == -1)
		return -1;
	reach_learn(w);
	return 0;
}

static void
add_dead(const struct prospect *p, struct str address, struct strs *out)
{
	const struct reach *known = reach_known(p->w, address);

	if (known != NULL && known->marked.n > 0 && !strs_ihas(out, known->address))
		strs_add(p->w->a, out, known->address);
}

/* Those of the ticket that get no automatic mail. */
static struct strs
dead(const struct prospect *p)
{
	struct strs out = { 0 };

	add_dead(p, p->t->requester_address.addr, &out);
	for (size_t i = 0; i < p->t->participants.n; i++)
		add_dead(p, p->t->participants.v[i].addr, &out);
	return out;
}

/* One from which nothing came back is taken for another that it came back from, if any did. */
static struct why *
check(struct prospect *p, struct order *o)
{
	struct str address = address_of(p->w->a, o->value);
	struct strs others = dead(p);

	if (!address_is_safe(address))
		return refusal_none_such(p, o,
		    STR("\"*\" is no mail address: kim@example.org is one"), o->value, &others);
	if (others.n == 0 || reach_known(p->w, address) != NULL)
		return NULL;
	return refusal_none_such(p, o, STR("no mail came back from *, but from others"),
	    address, &others);
}

static int
apply(struct action *ac)
{
	return ticket_retry_address(ac->w, ac->t, address_of(ac->w->a, ac->order->value),
	    &ac->cause);
}

const struct act act_retry_address = { check, apply, .look = look, .wants = wants };
