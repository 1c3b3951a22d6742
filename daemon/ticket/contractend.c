/* contractend: see contractend.h. */
#include "daemon/ticket/contractend.h"

enum contract_state
project_contract(const struct work *w, const struct project *p, int64_t us)
{
	return contract_state(&p->contract, civil_of(project_event_zone(w, p), us));
}

struct str
project_sla(const struct work *w, const struct project *p, int64_t us)
{
	if (p == NULL)
		return STR_NONE;
	return p->contract.sla.n > 0 && project_contract(w, p, us) == CONTRACT_LASTS ?
	    p->contract.sla : p->sla;
}

void
ticket_sla_of_contract(const struct work *w, struct ticket *t, int64_t at)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);

	if (t->is_new && str_eq(t->sla, project_sla(w, p, w->now)))
		t->sla = project_sla(w, p, at);
}

static void
look(struct work *w, const struct project *p)
{
	const struct contract *c = &p->contract;
	int32_t today = civil_of(project_event_zone(w, p), w->now);
	struct project_event e = { .project = p->key, .kind = EVENT_CONTRACT_ENDING,
	    .what = civil_text(w->a, c->until), .day = c->until };

	if (c->from == CIVIL_NONE || today >= c->from)
		project_event_reach(w, &e, c->until - today);
}

int
contract_look(struct work *w)
{
	const struct projects *all = &w->conf->projects;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].contract.until != CIVIL_NONE)
			look(w, &all->v[i]);
	return 0;
}
