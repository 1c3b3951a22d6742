/* projects: see projects.h. */
#include "daemon/report/projects.h"

/* Columns of SQL_MONTH_PROJECTS. */
enum { M_KEY, M_HAS_TICKETS, M_LAST, M_ZONE, M_UNTIL };

static void
read_project(struct arena *a, struct zones *zones, const struct conf *conf,
    const struct db *db, size_t row, struct month_project *p)
{
	const struct project *configured;

	*p = (struct month_project){
		.key = str_dup(a, db_str(db, 0, row, M_KEY)),
		.zone_name = str_dup(a, db_str(db, 0, row, M_ZONE)),
		.has_tickets = db_bool(db, 0, row, M_HAS_TICKETS),
		.months = { .last = MONTH_NONE,
		    .closed_until = db_i64(db, 0, row, M_UNTIL) },
	};
	month_parse(db_str(db, 0, row, M_LAST), &p->months.last);
	configured = projects_find(&conf->projects, p->key);
	if (configured != NULL)
		p->zone_name = calendar_zone(calendars_find(&conf->calendars, configured->calendar));
	else if (p->zone_name.n == 0)
		p->zone_name = STR("UTC");
	p->months.zone = zones_find(zones, p->zone_name);
}

int
month_projects(struct arena *a, struct zones *zones, const struct conf *conf,
    struct db *db, struct month_project **out, size_t *n, struct err *e)
{
	struct strs keys = { 0 };

	for (size_t i = 0; i < conf->projects.n; i++)
		strs_add(a, &keys, conf->projects.v[i].key);
	if (db_exec(db, e, SQL_MONTH_PROJECTS, "a", &keys) == -1)
		return -1;
	*n = db_count(db, 0);
	*out = ARENA_ARRAY(a, *n, struct month_project);
	for (size_t i = 0; i < *n; i++)
		read_project(a, zones, conf, db, i, &(*out)[i]);
	return 0;
}
