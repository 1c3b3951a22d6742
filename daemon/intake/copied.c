/* copied: see copied.h. */
#include "daemon/intake/copied.h"

#include "daemon/policy/own.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/participant.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

enum { COPIED_MAX = 20 };		/* that one mail may bring, or show */

/* Our own server vouches for the author's domain. */
static bool
is_vouched(const struct reading *r)
{
	const struct authres *ar = &r->letter->authres;

	return str_ieq(ar->dmarc, STR("pass")) &&
	    str_ieq(ar->dmarc_from, address_domain(r->from.addr));
}

static bool
may_bring(const struct work *w, const struct reading *r, const struct ticket *t)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);
	enum requester_cc rule = p == NULL ? CC_NEVER : p->requester_cc;

	if (r->letter->ambiguous.n > 0 || str_ieq(r->letter->authres.dmarc, STR("fail")))
		return false;
	if (r->forwarder != NULL)
		return true;
	return r->contact != 0 && r->contact == t->requester &&
	    (rule == CC_ALWAYS || (rule == CC_DMARC && is_vouched(r)));
}

/*
 * Where the mail names none of our addresses it came by one that docket does not know as
 * ours, or in blind copy: whom it is to may lead back here, or need not know of docket.
 */
static bool
names_ours(const struct work *w, const struct letter *l)
{
	const struct addresses *lists[] = { &l->to, &l->cc };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (ours_has(w, lists[i]->v[k].addr))
				return true;
	return false;
}

static bool
is_blind(const struct work *w, const struct letter *l, struct str to)
{
	return !names_ours(w, l) && (l->to.n == 1 ||
	    own_domain(&w->conf->letter.own_addresses, address_domain(to)));
}

/* An outsider who is not on the ticket. */
static bool
is_new(const struct work *w, const struct reading *r, const struct ticket *t, struct str addr)
{
	const struct letter *l = r->letter;
	struct token token;

	for (size_t i = 0; i < l->reached.n; i++)
		if (str_ieq(l->reached.v[i].addr, addr))
			return false;
	return address_is_safe(addr) && !str_ieq(addr, r->from.addr) &&
	    !str_ieq(addr, r->sender.addr) && !ours_has(w, addr) &&
	    !ticket_has_participant(t, addr) &&
	    agents_by_address(&w->conf->agents, addr) == NULL &&
	    token_read(w->core->keys, w->conf, addr, w->now, &token) == TOKEN_NONE;
}

static void
add(struct arena *a, struct addresses *list, struct address ad)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i].addr, ad.addr))
			return;
	if (list->n == COPIED_MAX)
		return;
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = ad;
}

static void
note(struct work *w, struct entry *en, const char *name, const struct addresses *list)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(list->v[i].addr));
	if (list->n > 0)
		entry_data(w, en, name, buf_str(&b));
}

void
copied_take(struct work *w, const struct reading *r, struct ticket *t, struct entry *en,
    struct addresses *out)
{
	const struct addresses *lists[] = { &r->letter->to, &r->letter->cc };
	struct addresses new = { 0 };

	*out = (struct addresses){ 0 };
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++) {
			struct address ad = lists[i]->v[k];

			ad.addr = domain_key(w->a, ad.addr);
			if (lists[i] == &r->letter->to && is_blind(w, r->letter, ad.addr))
				continue;
			if (is_new(w, r, t, ad.addr))
				add(w->a, &new, ad);
		}
	if (!may_bring(w, r, t)) {
		*out = new;
		note(w, en, "not_on_the_ticket", out);
		return;
	}
	for (size_t i = 0; i < new.n; i++)
		ticket_add_participant(w, t, new.v[i]);
	note(w, en, "brought_in", &new);
}
