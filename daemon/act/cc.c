/* cc: see cc.h. */
#include "daemon/act/cc.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/requester.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

enum { CC_ORDER_MAX = 20 };

static void
read_value(struct arena *a, struct str value, struct addresses *out)
{
	*out = (struct addresses){ 0 };
	address_parse(a, value, STR("utf-8"), CC_ORDER_MAX + 1, out);
	for (size_t i = 0; i < out->n; i++)
		out->v[i].addr = domain_key(a, out->v[i].addr);
}

/* NULL: it may take part. */
static struct why *
obstacle(const struct work *w, const struct address *ad)
{
	struct str told = ad->addr.n > 0 ? ad->addr : ad->name;

	if (!address_is_safe(ad->addr) || str_chr(address_domain(ad->addr), '.', 0) == SIZE_MAX)
		return WHY(w->a, STR("\"*\" is no mail address: kim@example.org is one"), told);
	if (ours_has(w, ad->addr))
		return WHY(w->a, STR("* is an address of docket's own"), told);
	if (agents_by_address(&w->conf->agents, ad->addr) != NULL)
		return WHY(w->a, STR("* is an engineer's, who is told by rules"), told);
	return NULL;
}

static struct why *
too_many(struct arena *a)
{
	return WHY(a, STR("at most * at once and * on a ticket take part"),
	    str_printf(a, "%d", CC_ORDER_MAX), str_printf(a, "%d", PARTICIPANTS_MAX));
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct addresses list;
	struct why *why;

	read_value(p->w->a, o->value, &list);
	if (list.n == 0)
		return WHY(p->w->a, STR("it names no mail address"));
	if (list.n > CC_ORDER_MAX)
		return too_many(p->w->a);
	for (size_t i = 0; i < list.n; i++) {
		if ((why = obstacle(p->w, &list.v[i])) != NULL)
			return why;
		participant_join(p->w->a, p->t, list.v[i]);
	}
	return p->t->participants.n > PARTICIPANTS_MAX ? too_many(p->w->a) : NULL;
}

static int
apply(struct action *ac)
{
	struct addresses list;
	int changed = 0, one;

	read_value(ac->w->a, ac->order->value, &list);
	for (size_t i = 0; i < list.n; i++) {
		if ((one = ticket_add_cc(ac->w, ac->t, list.v[i].addr, &ac->cause)) == -1)
			return -1;
		changed |= one;
	}
	return changed;
}

/* Who could go: all but the requester. */
static struct strs
others(struct arena *a, const struct ticket *t)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < t->participants.n; i++)
		if (!str_ieq(t->participants.v[i].addr, t->requester_address.addr))
			strs_add(a, &out, t->participants.v[i].addr);
	return out;
}

static struct why *
check_uncc(struct prospect *p, struct order *o)
{
	struct strs known = others(p->w->a, p->t);
	struct addresses list;

	read_value(p->w->a, o->value, &list);
	if (list.n == 0)
		return WHY(p->w->a, STR("it names no mail address"));
	for (size_t i = 0; i < list.n; i++) {
		struct str addr = list.v[i].addr;

		if (str_ieq(addr, p->t->requester_address.addr))
			return WHY(p->w->a, STR("* is the requester: say who is it instead, *"),
			    addr, refusal_line(p, verb_row(VERB_REQUESTER), STR("ADDRESS")));
		if (!strs_ihas(&known, addr))
			return refusal_none_such(p, o, STR("* takes no part"), addr, &known);
		participant_leave(p->w->a, p->t, addr);
	}
	return NULL;
}

static int
apply_uncc(struct action *ac)
{
	struct addresses list;
	int changed = 0;

	read_value(ac->w->a, ac->order->value, &list);
	for (size_t i = 0; i < list.n; i++)
		changed |= ticket_remove_cc(ac->w, ac->t, list.v[i].addr, &ac->cause);
	return changed;
}

static struct why *
check_requester(struct prospect *p, struct order *o)
{
	struct addresses list;
	struct why *why;

	read_value(p->w->a, o->value, &list);
	if (list.n == 0)
		return WHY(p->w->a, STR("it names no mail address"));
	if (list.n > 1)
		return WHY(p->w->a, STR("one person is the requester; #cc lets others take part"));
	if ((why = obstacle(p->w, &list.v[0])) != NULL)
		return why;
	participant_leave(p->w->a, p->t, p->t->requester_address.addr);
	participant_join(p->w->a, p->t, list.v[0]);
	p->t->requester_address = list.v[0];
	return NULL;
}

bool
requester_read(struct arena *a, struct str value, struct address *out)
{
	struct addresses list;

	read_value(a, value, &list);
	if (list.n != 1)
		return false;
	*out = list.v[0];
	return true;
}

static int
apply_requester(struct action *ac)
{
	struct addresses list;

	read_value(ac->w->a, ac->order->value, &list);
	return ticket_change_requester(ac->w, ac->t, list.v[0], &ac->cause);
}

const struct act act_cc = { check, apply };
const struct act act_uncc = { check_uncc, apply_uncc };
const struct act act_requester = { check_requester, apply_requester };
