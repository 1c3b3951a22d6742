/* registry: see registry.h. */
#include "daemon/ticket/registry.h"

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

int
registry_fill(struct db *db, const struct conf *conf, struct err *e)
{
	struct arena *a = arena_new();
	int status;

	put_projects(db, a, &conf->projects);
	put_agents(db, a, &conf->agents);
	status = db_run(db, e);
	arena_free(a);
	return status;
}
