/* month: see month.h. */
#include "daemon/report/month.h"

#include "daemon/sys/clock.h"
#include "parsers/text/date.h"

bool
month_parse(struct str text, int64_t *month)
{
	int64_t year, m;

	if (text.n != 7 || text.p[4] != '-' || !str_i64(str_sub(text, 0, 4), &year) ||
	    !str_i64(str_sub(text, 5, 2), &m) || year < 1971 || m < 1 || m > 12)
		return false;
	*month = year * 12 + m - 1;
	return true;
}

struct str
month_text(struct arena *a, int64_t month)
{
	return str_printf(a, "%04lld-%02lld", (long long)(month / 12),
	    (long long)(month % 12 + 1));
}

int64_t
month_of(struct arena *a, const struct zone *zone, int64_t us)
{
	int64_t month = 1971 * 12;

	month_parse(str_sub(zone_text(a, zone, us), 0, 7), &month);
	return month;
}

int64_t
month_start(const struct zone *zone, int64_t month)
{
	return zone_instant(zone, date_days(month / 12, (int)(month % 12) + 1, 1) * 86400) *
	    SECOND_US;
}

/* --- projects -------------------------------------------------------------- */

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
		.last = MONTH_NONE,
		.closed_until = db_i64(db, 0, row, M_UNTIL),
	};
	month_parse(db_str(db, 0, row, M_LAST), &p->last);
	configured = conf_project(conf, p->key);
	if (configured != NULL)
		p->zone_name = conf_calendar_zone(conf_calendar(conf, configured->calendar));
	else if (p->zone_name.n == 0)
		p->zone_name = STR("UTC");
	p->zone = zones_find(zones, p->zone_name);
}

int
month_projects(struct arena *a, struct zones *zones, const struct conf *conf,
    struct db *db, struct month_project **out, size_t *n, struct err *e)
{
	struct strs keys = { 0 };

	for (size_t i = 0; i < conf->n_projects; i++)
		strs_add(a, &keys, conf->projects[i].key);
	if (db_exec(db, e, SQL_MONTH_PROJECTS, "a", &keys) == -1)
		return -1;
	*n = db_count(db, 0);
	*out = ARENA_ARRAY(a, *n, struct month_project);
	for (size_t i = 0; i < *n; i++)
		read_project(a, zones, conf, db, i, &(*out)[i]);
	return 0;
}

void
month_cut(const struct month_project *p, int64_t month, int64_t *since, int64_t *until)
{
	*since = month_start(p->zone, month);
	*until = month_start(p->zone, month + 1);
	if (p->last != MONTH_NONE && (month == p->last + 1 || *since < p->closed_until))
		*since = p->closed_until;
}
