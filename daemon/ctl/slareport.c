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

/* Columns of SQL_REPORT_MONTH and SQL_MONTH_ROWS. */
enum { R_WHAT, R_PROJECT, R_CLOCK, R_SEVERITY, R_NAME, R_N, R_BREACHED, R_OPEN,
    R_CANCELLED, R_MEDIAN, R_P90, R_WORST };

/* Columns of SQL_MONTH_CLOSED. */
enum { K_PROJECT, K_CLOSED_AT, K_ZONE, K_UNTIL };

/* Results of the one run of count(). */
enum { H_PATIENT, H_CLOSED, H_ROWS, H_COUNTED };

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

static int64_t
number_or_none(const struct db *db, int h, size_t row, int col)
{
	return db_null(db, h, row, col) ? -1 : db_i64(db, h, row, col);
}

static void
read_row(struct report *r, struct reported *of, int h, size_t row)
{
	struct db *db = r->ctl->db;
	struct str what = db_str(db, h, row, R_WHAT), name = db_str(db, h, row, R_NAME);
	struct group *g = r->n == 0 ? NULL : &r->v[r->n - 1];
	int64_t n = db_i64(db, h, row, R_N);

	if (g == NULL || g->of != of || !str_eq(g->clock, db_str(db, h, row, R_CLOCK)) ||
	    !str_eq(g->severity, db_str(db, h, row, R_SEVERITY))) {
		g = &r->v[r->n++];
		g->of = of;
		of->shown = true;
		g->clock = db_str(db, h, row, R_CLOCK);
		g->severity = db_str(db, h, row, R_SEVERITY);
	}
	if (str_eq(what, STR("cause"))) {
		add_part(r->ctl->a, &g->causes, name.n == 0 ? STR("overdue") : name, n);
	} else if (str_eq(what, STR("paused"))) {
		add_part(r->ctl->a, &g->paused, name, n);
	} else {
		g->met = n;
		g->breached = db_i64(db, h, row, R_BREACHED);
		g->open = db_i64(db, h, row, R_OPEN);
		g->cancelled = db_i64(db, h, row, R_CANCELLED);
		g->median = number_or_none(db, h, row, R_MEDIAN);
		g->p90 = number_or_none(db, h, row, R_P90);
		g->worst = number_or_none(db, h, row, R_WORST);
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
read_closed(struct report *r)
{
	struct db *db = r->ctl->db;

	for (size_t i = 0; i < db_count(db, H_CLOSED); i++) {
		struct reported *m = find_reported(r, db_str(db, H_CLOSED, i, K_PROJECT));

		m->closed_at = db_i64(db, H_CLOSED, i, K_CLOSED_AT);
		m->zone = db_str(db, H_CLOSED, i, K_ZONE);
		m->until = db_i64(db, H_CLOSED, i, K_UNTIL);
	}
}

/* Rows of a project are in one of the two results, together and in order. */
static void
read_rows(struct report *r)
{
	struct db *db = r->ctl->db;
	size_t n[] = { db_count(db, H_ROWS), db_count(db, H_COUNTED) }, at[2] = { 0 };

	r->v = ARENA_ARRAY(r->ctl->a, n[0] + n[1], struct group);
	for (size_t i = 0; i < r->n_projects; i++) {
		struct reported *m = &r->projects[i];
		int k = m->closed ? 0 : 1;

		while (at[k] < n[k] && str_eq(m->project->key,
		    db_str(db, H_ROWS + k, at[k], R_PROJECT)))
			read_row(r, m, H_ROWS + k, at[k]++);
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
	db_queue(ctl->db, SQL_SESSION_RECKONS, "");
	db_queue(ctl->db, SQL_MONTH_CLOSED, "aa", &closed, &months);
	db_queue(ctl->db, SQL_MONTH_ROWS, "aa", &closed, &months);
	if (open.n > 0)
		db_queue(ctl->db, SQL_REPORT_MONTH, "ajjTTT", &open, since, open.n, until,
		    open.n, first, last, r->now);
	else
		db_queue(ctl->db, SQL_MONTH_ROWS, "aa", &open, &open);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	read_closed(r);
	read_rows(r);
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
