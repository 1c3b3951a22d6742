/*
 * docketctl sla report: how the promises of a month were kept.  The unit is the
 * cycle, counted in the month of its due instant in its project's time zone, with
 * the target and severity in force at its end.  A closed month is read as it was
 * kept; an open one is counted from stored rows only, so that a change of the
 * configuration's promises moves nothing in the past.
 */
#include "daemon/ctl/slareport.h"

#include "daemon/ctl/slaprint.h"
#include "daemon/sys/clock.h"
#include "sql.h"

/* What count() asks in its one run. */
struct asked {
	struct sql_month_closed	closed;
	struct sql_report_month	rows;		/* of closed months */
	struct sql_report_month	counted;	/* of open ones */
};

/* --- what is asked -------------------------------------------------------- */

static void
add_project(struct report *r, struct month_project *p, int64_t month)
{
	struct arena *a = r->ctl->a;
	struct reported *m = &r->projects[r->n_projects++];

	*m = (struct reported){ .project = p, .zone = p->zone_name, .shown = p->has_tickets,
	    .month = month != MONTH_NONE ? month : month_of(a, p->months.zone, r->now) };
	m->month_text = month_text(a, m->month);
	m->closed = p->months.last != MONTH_NONE && m->month <= p->months.last;
	month_cut(&p->months, m->month, &m->since, &m->until);
}

/* All that may have something to tell, or the one that was asked for. */
static int
find_projects(struct report *r, const char *only, int64_t month)
{
	struct ctl *ctl = r->ctl;
	struct month_project *v;
	struct err e;
	size_t n;

	if (month_projects(ctl->a, zones_new(ctl->a), ctl->conf, ctl->db, &v, &n, &e) == -1)
		return ctl_err(&e);
	r->projects = ARENA_ARRAY(ctl->a, n, struct reported);
	for (size_t i = 0; i < n; i++)
		if (only != NULL ? str_eq(v[i].key, str_c(only)) :
		    v[i].has_tickets || v[i].months.last != MONTH_NONE)
			add_project(r, &v[i], month);
	if (only != NULL && r->n_projects == 0)
		return ctl_fail(CTL_FAILED, "there is no project %s", only);
	if (only != NULL)
		r->projects[0].shown = true;
	return CTL_OK;
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
read_row(struct report *r, struct reported *of, const struct sql_report_month_row *row)
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
		add_part(r->ctl->a, &g->causes, row->name.n == 0 ? STR("overdue") : row->name,
		    row->n);
	} else if (str_eq(row->what, STR("paused"))) {
		add_part(r->ctl->a, &g->paused, row->name, row->n);
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
find_reported(struct report *r, struct str key)
{
	for (size_t i = 0; i < r->n_projects; i++)
		if (str_eq(r->projects[i].project->key, key))
			return &r->projects[i];
	return NULL;
}

static void
read_closed(struct report *r, struct sql_month_closed h)
{
	struct sql_month_closed_row row;

	for (size_t i = 0; sql_month_closed_row(r->ctl->db, h, i, &row); i++) {
		struct reported *m = find_reported(r, row.project);

		m->closed_at = row.closed_at;
		m->zone = row.zone;
		m->until = row.until;
	}
}

/* The rows of one project, from *at on. */
static void
read_project(struct report *r, struct reported *m, struct sql_report_month h, size_t *at)
{
	struct sql_report_month_row row;

	for (; sql_report_month_row(r->ctl->db, h, *at, &row) &&
	    str_eq(m->project->key, row.project); ++*at)
		read_row(r, m, &row);
}

/* Rows of a project are in one of the two results, together and in order. */
static void
read_rows(struct report *r, struct sql_report_month rows, struct sql_report_month counted)
{
	struct db *db = r->ctl->db;
	size_t at_rows = 0, at_counted = 0;

	r->v = ARENA_ARRAY(r->ctl->a, sql_report_month_count(db, rows) +
	    sql_report_month_count(db, counted), struct group);
	for (size_t i = 0; i < r->n_projects; i++) {
		struct reported *m = &r->projects[i];

		if (m->closed)
			read_project(r, m, rows, &at_rows);
		else
			read_project(r, m, counted, &at_counted);
	}
}

static int
count(struct report *r)
{
	struct ctl *ctl = r->ctl;
	struct strs closed = { 0 }, months = { 0 }, open = { 0 };
	int64_t *since = ARENA_ARRAY(ctl->a, r->n_projects, int64_t);
	int64_t *until = ARENA_ARRAY(ctl->a, r->n_projects, int64_t);
	int64_t first = INT64_MAX, last = 0;
	struct asked asked = { 0 };
	struct err e;

	for (size_t i = 0; i < r->n_projects; i++) {
		const struct reported *m = &r->projects[i];

		if (m->closed) {
			strs_add(ctl->a, &closed, m->project->key);
			strs_add(ctl->a, &months, m->month_text);
			continue;
		}
		since[open.n] = m->since;
		until[open.n] = m->until;
		strs_add(ctl->a, &open, m->project->key);
		first = m->since < first ? m->since : first;
		last = m->until > last ? m->until : last;
	}
	/* All are one transaction: the time it takes is the time it takes. */
	sql_session_reckons(ctl->db);
	asked.closed = sql_month_closed(ctl->db, closed, months);
	asked.rows = sql_month_rows(ctl->db, closed, months);
	if (open.n > 0)
		asked.counted = sql_report_month(ctl->db, &(struct sql_report_month_in){
		    .projects = open, .since = { since, open.n }, .until = { until, open.n },
		    .first = first, .last = last, .now = r->now });
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	read_closed(r, asked.closed);
	read_rows(r, asked.rows, asked.counted);
	return CTL_OK;
}

int
sla_report(struct ctl *ctl, const struct sla_ask *ask)
{
	struct report r = { .ctl = ctl, .now = ask->until };
	int64_t month = MONTH_NONE;
	int status;

	if (ask->what != NULL)
		return ctl_usage(ctl, "report takes options only");
	if (ask->month != NULL && !month_parse(str_c(ask->month), &month))
		return ctl_usage(ctl, "--month: '%s' is no month such as 2026-10", ask->month);
	r.month_text = month_text(ctl->a, month != MONTH_NONE ? month :
	    month_of(ctl->a, zone_utc(), r.now));
	if ((status = ctl_db(ctl)) != CTL_OK ||
	    (status = find_projects(&r, ask->project, month)) != CTL_OK ||
	    (status = count(&r)) != CTL_OK)
		return status;
	if (ask->csv)
		report_print_csv(&r);
	else if (ctl->json)
		report_print_json(&r);
	else
		report_print(&r);
	return CTL_OK;
}
