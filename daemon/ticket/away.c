/* away: see away.h. */
#include "daemon/ticket/away.h"

#include <string.h>

#include "sql.h"

struct aways {				/* by their places in the configuration */
	struct away	*v;
	size_t		 n;
};

static struct aways *
aways_new(struct arena *a, const struct agents *all)
{
	struct aways *out = ARENA_NEW(a, struct aways);

	out->n = all->n;
	out->v = ARENA_ARRAY(a, all->n, struct away);
	return out;
}

int
away_load(struct core_state *core, struct db *db, struct err *e)
{
	const struct agents *agents = &core->conf->agents;
	struct sql_agent_away h = sql_agent_away(db);
	struct sql_agent_away_row row;

	if (db_run(db, e) == -1)
		return -1;
	if (core->aways == NULL)
		core->aways = aways_new(core->forever, agents);
	memset(core->aways->v, 0, agents->n * sizeof(core->aways->v[0]));
	for (size_t i = 0; sql_agent_away_row(db, h, i, &row); i++) {
		const struct agent *ag = agents_find(agents, row.name);

		if (ag != NULL)
			core->aways->v[ag - agents->v] = (struct away){ row.since, row.until };
	}
	return 0;
}

static struct away
find(const struct work *w, const struct aways *all, const struct agent *ag)
{
	return all == NULL ? (struct away){ 0, 0 } : all->v[ag - w->conf->agents.v];
}

struct away
away_of(const struct work *w, const struct agent *ag)
{
	struct away away = find(w, w->aways != NULL ? w->aways : w->core->aways, ag);

	return away.until > w->now ? away : (struct away){ 0, 0 };
}

void
away_set(struct work *w, const struct agent *ag, int64_t until, struct str by)
{
	struct away *mine;

	if (w->aways == NULL) {
		w->aways = aways_new(w->a, &w->conf->agents);
		if (w->core->aways != NULL)
			memcpy(w->aways->v, w->core->aways->v,
			    w->aways->n * sizeof(w->aways->v[0]));
	}
	mine = &w->aways->v[ag - w->conf->agents.v];
	*mine = (struct away){ until == 0 ? 0 : mine->since != 0 ? mine->since : w->now, until };
	sql_agent_away_set(w->db, ag->name, until, by, w->now);
	if (until != 0 && (w->next_alarm == 0 || until < w->next_alarm))
		w->next_alarm = until;
}

struct away
away_before(const struct work *w, const struct agent *ag)
{
	return find(w, w->core->aways, ag);
}

bool
away_is_changed(const struct work *w, const struct agent *ag)
{
	return w->aways != NULL &&
	    find(w, w->aways, ag).until != away_before(w, ag).until;
}

void
away_settle(struct work *w)
{
	if (w->aways != NULL && w->core->aways != NULL)
		memcpy(w->core->aways->v, w->aways->v, w->aways->n * sizeof(w->aways->v[0]));
}
