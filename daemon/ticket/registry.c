/* registry: see registry.h. */
#include "daemon/ticket/registry.h"

#include "daemon/policy/ruleset.h"
#include "daemon/sys/clock.h"
#include "sql.h"

static void
put_projects(struct db *db, struct arena *a, const struct projects *all)
{
	struct strs keys = { 0 }, names = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		strs_add(a, &keys, all->v[i].key);
		strs_add(a, &names, all->v[i].name);
	}
	sql_project_register(db, keys, names, clock_now());
}

static void
put_agents(struct db *db, struct arena *a, const struct agents *all)
{
	struct strs names = { 0 }, full_names = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		strs_add(a, &names, all->v[i].name);
		strs_add(a, &full_names, all->v[i].full_name);
	}
	sql_agent_register(db, names, full_names, clock_now());
}

/* Before the traces that tell of them. */
static void
put_rules(struct db *db, struct arena *a, const struct conf *conf)
{
	struct ruleset s;

	if (conf->trace_keep == 0)
		return;
	ruleset_of(a, conf, &s);
	sql_policy_register(db, &(struct sql_policy_register_in){ .print = s.print,
	    .names = s.names, .places = s.places, .states = s.states, .events = s.events,
	    .tests = s.tests, .now = clock_now() });
}

int
registry_fill(struct db *db, const struct conf *conf, struct err *e)
{
	struct arena *a = arena_new();
	int status;

	put_projects(db, a, &conf->projects);
	put_agents(db, a, &conf->agents);
	put_rules(db, a, conf);
	status = db_run(db, e);
	arena_free(a);
	return status;
}
