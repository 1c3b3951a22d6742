/* closing: see closing.h. */
#include "daemon/report/closing.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "sql.h"

#define RETRY	(10LL * SECOND_US)
#define LOOK	(3600LL * SECOND_US)	/* at the latest: tickets and projects come */

/* --- which month is next ----------------------------------------------------- */

static bool
has_closed(const struct month_project *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].months.last != MONTH_NONE)
			return true;
	return false;
}

/*
 * A project without a past, where others have one: its months are closed as far
 * as theirs, with nothing in them, before a ticket can move to it.
 */
static void
queue_pin(struct closing *cl, struct db *db, struct month_project *p)
{
	int64_t since, until;
	struct strs key = { 0 }, zone = { 0 };

	p->months.last = month_of(cl->a, p->months.zone, cl->now - MONTH_GRACE) - 1;
	since = month_start(p->months.zone, p->months.last);
	until = p->months.closed_until = month_start(p->months.zone, p->months.last + 1);
	strs_add(cl->a, &key, p->key);
	strs_add(cl->a, &zone, p->zone_name);
	sql_month_close(db, &(struct sql_month_close_in){
	    .month = month_text(cl->a, p->months.last), .projects = key, .zones = zone,
	    .since = { &since, 1 }, .until = { &until, 1 }, .closed_at = cl->now });
}

/* All projects; those that are new are pinned.  *first: the oldest month, or none. */
static int
look(struct closing *cl, struct core_state *core, struct db *db, struct month_project **v,
    size_t *n, int64_t *first, struct err *e)
{
	struct sql_month_first h;
	struct sql_month_first_row row;
	bool others;

	arena_reset(cl->a);
	cl->now = clock_now();
	if (month_projects(cl->a, core->zones, core->conf, db, v, n, e) == -1)
		return -1;
	h = sql_month_first(db);
	if (db_run(db, e) == -1)
		return -1;
	sql_month_first_row(db, h, 0, &row);
	*first = row.at;
	others = has_closed(*v, *n);
	for (size_t i = 0; i < *n; i++)
		if (others && (*v)[i].months.last == MONTH_NONE && !(*v)[i].has_tickets)
			queue_pin(cl, db, &(*v)[i]);
	return db_run(db, e);
}

static int64_t
next_month(struct closing *cl, const struct month_project *p, int64_t first)
{
	return p->months.last != MONTH_NONE ? p->months.last + 1 : first != 0 ?
	    month_of(cl->a, p->months.zone, first) : month_of(cl->a, p->months.zone, cl->now);
}

/* The oldest month that can close, of all projects; MONTH_NONE: `at` says when. */
static int64_t
oldest(struct closing *cl, const struct month_project *v, size_t n, int64_t first)
{
	int64_t month = MONTH_NONE;

	cl->at = cl->now + LOOK;
	for (size_t i = 0; i < n; i++) {
		int64_t next = next_month(cl, &v[i], first), since, until;

		month_cut(&v[i].months, next, &since, &until);
		if (until + MONTH_GRACE <= cl->now)
			month = month == MONTH_NONE || next < month ? next : month;
		else if (until + MONTH_GRACE < cl->at)
			cl->at = until + MONTH_GRACE;
	}
	return month;
}

/* Queues the rows of the month's projects. */
static void
queue_close(struct closing *cl, const struct month_project *v, size_t n, int64_t month,
    int64_t first)
{
	struct strs zones = { 0 };

	cl->keys = (struct strs){ 0 };
	cl->since = ARENA_ARRAY(cl->a, n, int64_t);
	cl->until = ARENA_ARRAY(cl->a, n, int64_t);
	cl->n = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t since, until;

		if (next_month(cl, &v[i], first) != month)
			continue;
		month_cut(&v[i].months, month, &since, &until);
		if (until + MONTH_GRACE > cl->now)
			continue;
		strs_add(cl->a, &cl->keys, v[i].key);
		strs_add(cl->a, &zones, v[i].zone_name);
		cl->since[cl->n] = since;
		cl->until[cl->n++] = until;
	}
	cl->month = month_text(cl->a, month);
	sql_begin(cl->db);
	sql_session_reckons(cl->db);
	sql_month_lock(cl->db);
	cl->closed = sql_month_close(cl->db, &(struct sql_month_close_in){
	    .month = cl->month, .projects = cl->keys, .zones = zones,
	    .since = { cl->since, cl->n }, .until = { cl->until, cl->n },
	    .closed_at = cl->now });
}

/* --- closing it -------------------------------------------------------------- */

void
closing_drop(struct closing *cl, int64_t at)
{
	db_close(cl->db);
	cl->db = NULL;
	cl->phase = CLOSING_IDLE;
	cl->at = at;
}

/* What is queued goes to the server; closing_step() takes the answer. */
static int
ask(struct closing *cl, enum closing_phase phase, struct err *e)
{
	cl->phase = phase;
	return db_start(cl->db, e);
}

/* Counts what this daemon closes: those whose row is now ours. */
static int
count(struct closing *cl, struct err *e)
{
	int64_t first = INT64_MAX, last = INT64_MIN;
	struct sql_month_close_row row;
	struct strs ours = { 0 };
	size_t n = 0;

	for (size_t i = 0; sql_month_close_row(cl->db, cl->closed, i, &row); i++)
		strs_add(cl->a, &ours, str_dup(cl->a, row.project));
	for (size_t i = 0; i < cl->n; i++) {
		if (!strs_has(&ours, cl->keys.v[i]))
			continue;
		cl->keys.v[n] = cl->keys.v[i];
		cl->since[n] = cl->since[i];
		cl->until[n] = cl->until[i];
		first = cl->since[n] < first ? cl->since[n] : first;
		last = cl->until[n] > last ? cl->until[n] : last;
		n++;
	}
	cl->keys.n = cl->n = n;
	if (n == 0) {
		closing_drop(cl, 0);		/* another daemon has closed it */
		return 0;
	}
	cl->counted = sql_report_month(cl->db, &(struct sql_report_month_in){
	    .projects = cl->keys, .since = { cl->since, n }, .until = { cl->until, n },
	    .first = first, .last = last, .now = cl->now });
	return ask(cl, CLOSING_COUNT, e);
}

static int
keep(struct closing *cl, struct err *e)
{
	struct sql_report_month_row r;

	for (size_t i = 0; sql_report_month_row(cl->db, cl->counted, i, &r); i++)
		sql_month_row_insert(cl->db, &(struct sql_month_row_insert_in){
		    .project = r.project, .month = cl->month, .what = r.what,
		    .clock = r.clock, .severity = r.severity, .name = r.name, .n = r.n,
		    .breached = r.breached, .open = r.open, .cancelled = r.cancelled,
		    .median = r.median, .p90 = r.p90, .worst = r.worst });
	sql_commit(cl->db);
	return ask(cl, CLOSING_KEEP, e);
}

static int
done(struct closing *cl)
{
	log_info("month closed", { "month", LOG_S(cl->month) },
	    { "projects", LOG_I((int64_t)cl->n) });
	closing_drop(cl, 0);
	return 0;
}

/* The answer is there. */
static int
go_on(struct closing *cl, struct err *e)
{
	if (db_run(cl->db, e) == -1)
		return -1;
	return cl->phase == CLOSING_LOCK ? count(cl, e) :
	    cl->phase == CLOSING_COUNT ? keep(cl, e) : done(cl);
}

/* --- for core ---------------------------------------------------------------- */

static int
start(struct closing *cl, struct core_state *core, struct db *db, struct err *e)
{
	struct month_project *v;
	int64_t first, month;
	struct err fault;
	size_t n;

	if (look(cl, core, db, &v, &n, &first, e) == -1)
		return -1;
	month = oldest(cl, v, n, first);
	if (month == MONTH_NONE)
		return 0;
	if (db_open(core->conf->database.p, false, &cl->db, &fault) == -1) {
		log_warning("month not closed, trying again",
		    { "error", LOG_C(fault.text) });
		cl->at = cl->now + RETRY;
		return 0;
	}
	queue_close(cl, v, n, month, first);
	if (ask(cl, CLOSING_LOCK, &fault) == -1)
		closing_drop(cl, cl->now + RETRY);
	return 0;
}

int
closing_begin(struct closing *cl, struct core_state *core, struct db *db, struct err *e)
{
	struct month_project *v;
	int64_t first;
	size_t n;

	if (cl->a == NULL)
		cl->a = arena_new();
	closing_drop(cl, 0);
	if (look(cl, core, db, &v, &n, &first, e) == -1)
		return -1;
	cl->at = cl->now + CLOSING_SETTLE;
	return 0;
}

int
closing_step(struct closing *cl, struct core_state *core, struct db *db, struct err *e)
{
	struct err fault;

	if (cl->phase == CLOSING_IDLE)
		return clock_now() < cl->at ? 0 : start(cl, core, db, e);
	if (db_ready(cl->db) && go_on(cl, &fault) == -1) {
		log_warning("month not closed, trying again", { "month", LOG_S(cl->month) },
		    { "error", LOG_C(fault.text) });
		closing_drop(cl, clock_now() + RETRY);
	}
	return 0;
}

int
closing_fd(const struct closing *cl)
{
	return cl->db == NULL ? -1 : db_fd(cl->db);
}
