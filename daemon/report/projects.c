/* projects: see projects.h. */
#include "daemon/report/projects.h"

#include "sql.h"

static void
read_project(struct arena *a, struct zones *zones, const struct conf *conf,
    const struct sql_month_projects_row *row, struct month_project *p)
{
	const struct project *configured;

	*p = (struct month_project){
		.key = str_dup(a, row->key),
		.zone_name = str_dup(a, row->zone),
		.has_tickets = row->has_tickets,
		.months = { .last = MONTH_NONE, .closed_until = row->until },
	};
	month_parse(row->last, &p->months.last);
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
	struct sql_month_projects h;
	struct sql_month_projects_row row;
	struct strs keys = { 0 };

	for (size_t i = 0; i < conf->projects.n; i++)
		strs_add(a, &keys, conf->projects.v[i].key);
	h = sql_month_projects(db, keys);
	if (db_run(db, e) == -1)
		return -1;
	*n = sql_month_projects_count(db, h);
	*out = ARENA_ARRAY(a, *n, struct month_project);
	for (size_t i = 0; sql_month_projects_row(db, h, i, &row); i++)
		read_project(a, zones, conf, &row, &(*out)[i]);
	return 0;
}
