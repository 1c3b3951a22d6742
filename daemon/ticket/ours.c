/* ours: see ours.h. */
#include "daemon/ticket/ours.h"

#include "daemon/policy/own.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"
#include "sql.h"

static bool
is_agent(const struct work *w, struct str address)
{
	return agents_by_address(&w->conf->agents, address) != NULL;
}

void
ours_ask(struct work *w, struct sql_own_since *h)
{
	*h = sql_own_since(w->db, w->core->own_last);
}

void
ours_learn(struct work *w, struct sql_own_since h)
{
	struct core_state *core = w->core;
	struct sql_own_since_row row;

	for (size_t i = 0; sql_own_since_row(w->db, h, i, &row); i++) {
		core->own_last = row.id;
		if (row.forgotten)
			strs_drop(&core->own, row.address);
		else if (!strs_has(&core->own, row.address))
			strs_add(core->forever, &core->own, str_dup(core->forever, row.address));
	}
	core->own_known = true;
}

int
ours_load(struct work *w)
{
	struct sql_own_since h;

	if (w->core->own_known)
		return 0;
	ours_ask(w, &h);
	if (work_run(w) == -1)
		return -1;
	ours_learn(w, h);
	return 0;
}

bool
ours_has(const struct work *w, struct str address)
{
	return !is_agent(w, address) && (own_has(&w->conf->letter.own_addresses, address) ||
	    own_has(&w->core->own, address));
}

static bool
is_in(const struct addresses *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(list->v[i].addr, address))
			return true;
	return false;
}

void
ours_note(struct work *w, struct str mailbox, const struct letter *l)
{
	for (size_t i = 0; i < l->reached.n; i++) {
		struct str address = domain_key(w->a, l->reached.v[i].addr);

		if (address_is_safe(address) && !is_agent(w, address) &&
		    !ours_has(w, address) &&
		    (is_in(&l->to, address) || is_in(&l->cc, address)))
			sql_own_learn(w->db, address, mailbox, w->now);
	}
}
