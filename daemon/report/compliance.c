/* compliance: see compliance.h. */
#include "daemon/report/compliance.h"

#include <inttypes.h>

/* --- what is asked -------------------------------------------------------- */

static void
add_project(struct compliance *r, struct month_project *p, int64_t month)
{
	struct arena *a = r->a;
	struct reported *m = &r->projects[r->n_projects++];

	*m = (struct reported){ .project = p, .zone = p->zone_name, .shown = p->has_tickets,
	    .month = month != MONTH_NONE ? month : month_of(a, p->months.zone, r->now) };
	m->month_text = month_text(a, m->month);
	m->closed = p->months.last != MONTH_NONE && m->month <= p->months.last;
	month_cut(&p->months, m->month, &m->since, &m->until);
}

int
compliance_find(struct compliance *r, struct zones *zones, struct str only, int64_t month,
    struct err *e)
{
	struct month_project *v;
	size_t n;

	if (month_projects(r->a, zones, r->conf, r->db, &v, &n, e) == -1)
		return -1;
	r->month_text = month_text(r->a, month != MONTH_NONE ? month :
	    month_of(r->a, zone_utc(), r->now));
	r->projects = ARENA_ARRAY(r->a, n, struct reported);
	for (size_t i = 0; i < n; i++)
		if (only.n > 0 ? str_eq(v[i].key, only) :
		    v[i].has_tickets || v[i].months.last != MONTH_NONE)
			add_project(r, &v[i], month);
	return 0;
}

/* --- what is counted ------------------------------------------------------ */

static void
add_part(struct arena *a, struct parts *list, struct str name, int64_t n)
{
	struct part *p = ARENA_NEW(a, struct part);

	*p = (struct part){ .name = name, .n = n };
	if (list->last == NULL)
		list->last = &list->first;
	*list->last = p;
	list->last = &p->next;
}

static void
read_row(struct compliance *r, struct reported *of, const struct sql_report_month_row *row)
{
	struct group *g = r->n == 0 ? NULL : &r->v[r->n - 1];

	if (g == NULL || g->of != of || !str_eq(g->clock, row->clock) ||
	    !str_eq(g->severity, row->severity)) {
		g = &r->v[r->n++];
		g->of = of;
		of->shown = true;
		g->clock = row->clock;
		g->severity = row->severity;
	}
	if (str_eq(row->what, STR("cause"))) {
		add_part(r->a, &g->causes, row->name.n == 0 ? STR("overdue") : row->name,
		    row->n);
	} else if (str_eq(row->what, STR("paused"))) {
		add_part(r->a, &g->paused, row->name, row->n);
	} else {
		g->met = row->n;
		g->breached = row->breached;
		g->open = row->open;
		g->cancelled = row->cancelled;
		g->median = row->median;
		g->p90 = row->p90;
		g->worst = row->worst;
	}
}

static struct reported *
find_reported(struct compliance *r, struct str key)
{
	for (size_t i = 0; i < r->n_projects; i++)
		if (str_eq(r->projects[i].project->key, key))
			return &r->projects[i];
	return NULL;
}

static void
read_closed(struct compliance *r, struct sql_month_closed h)
{
	struct sql_month_closed_row row;

	for (size_t i = 0; sql_month_closed_row(r->db, h, i, &row); i++) {
		struct reported *m = find_reported(r, row.project);

		m->closed_at = row.closed_at;
		m->zone = row.zone;
		m->until = row.until;
	}
}

/* The rows of one project, from *at on. */
static void
read_project(struct compliance *r, struct reported *m, struct sql_report_month h, size_t *at)
{
	struct sql_report_month_row row;

	for (; sql_report_month_row(r->db, h, *at, &row) &&
	    str_eq(m->project->key, row.project); ++*at)
		read_row(r, m, &row);
}

/* Rows of a project are in one of the two results, together and in order. */
static void
read_rows(struct compliance *r, struct sql_report_month rows, struct sql_report_month counted)
{
	struct db *db = r->db;
	size_t at_rows = 0, at_counted = 0;

	r->v = ARENA_ARRAY(r->a, sql_report_month_count(db, rows) +
	    sql_report_month_count(db, counted), struct group);
	for (size_t i = 0; i < r->n_projects; i++) {
		struct reported *m = &r->projects[i];

		if (m->closed)
			read_project(r, m, rows, &at_rows);
		else
			read_project(r, m, counted, &at_counted);
	}
}

void
compliance_ask(struct compliance *r)
{
	struct strs closed = { 0 }, months = { 0 }, open = { 0 };
	int64_t *since = ARENA_ARRAY(r->a, r->n_projects, int64_t);
	int64_t *until = ARENA_ARRAY(r->a, r->n_projects, int64_t);
	int64_t first = INT64_MAX, last = 0;

	for (size_t i = 0; i < r->n_projects; i++) {
		const struct reported *m = &r->projects[i];

		if (m->closed) {
			strs_add(r->a, &closed, m->project->key);
			strs_add(r->a, &months, m->month_text);
			continue;
		}
		since[open.n] = m->since;
		until[open.n] = m->until;
		strs_add(r->a, &open, m->project->key);
		first = m->since < first ? m->since : first;
		last = m->until > last ? m->until : last;
	}
	/* All are one transaction: the time it takes is the time it takes. */
	sql_session_reckons(r->db);
	r->asked.closed = sql_month_closed(r->db, closed, months);
	r->asked.rows = sql_month_rows(r->db, closed, months);
	if (open.n > 0)
		r->asked.counted = sql_report_month(r->db, &(struct sql_report_month_in){
		    .projects = open, .since = { since, open.n }, .until = { until, open.n },
		    .first = first, .last = last, .now = r->now });
}

void
compliance_read(struct compliance *r)
{
	read_closed(r, r->asked.closed);
	read_rows(r, r->asked.rows, r->asked.counted);
}

int64_t
compliance_closes_at(const struct reported *m)
{
	return m->closed ? 0 : m->until + MONTH_GRACE;
}

/* Tenths of a percent, cut: one breach in a million is no 100 %.  -1: none. */
static int64_t
permille(int64_t met, int64_t breached)
{
	return met + breached == 0 ? -1 : met * 1000 / (met + breached);
}

struct str
compliance_percent(struct arena *a, int64_t met, int64_t breached, const char *none)
{
	int64_t p = permille(met, breached);

	return p == -1 ? str_c(none) : str_printf(a, "%" PRId64 ".%" PRId64, p / 10, p % 10);
}
