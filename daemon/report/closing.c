/* closing: see closing.h. */
#include "daemon/report/closing.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

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
	db_queue(db, SQL_MONTH_CLOSE, "asajjT", &key, month_text(cl->a, p->months.last), &zone,
	    &since, (size_t)1, &until, (size_t)1, cl->now);
}

/* All projects; those that are new are pinned.  *first: the oldest month, or none. */
static int
look(struct closing *cl, struct core_state *core, struct db *db, struct month_project **v,
    size_t *n, int64_t *first, struct err *e)
{
	bool others;

	arena_reset(cl->a);
	cl->now = clock_now();
	*first = 0;
	if (month_projects(cl->a, core->zones, core->conf, db, v, n, e) == -1 ||
	    db_exec(db, e, SQL_MONTH_FIRST, "") == -1)
		return -1;
	if (db_count(db, 0) > 0)
		*first = db_i64(db, 0, 0, 0);
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
	db_queue(cl->db, SQL_BEGIN, "");
	db_queue(cl->db, SQL_SESSION_RECKONS, "");
	db_queue(cl->db, SQL_MONTH_LOCK, "");
	db_queue(cl->db, SQL_MONTH_CLOSE, "asajjT", &cl->keys, cl->month, &zones, cl->since,
	    cl->n, cl->until, cl->n, cl->now);
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
	struct strs ours = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < db_count(cl->db, 3); i++)
		strs_add(cl->a, &ours, str_dup(cl->a, db_str(cl->db, 3, i, 0)));
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
	db_queue(cl->db, SQL_REPORT_MONTH, "ajjTTT", &cl->keys, cl->since, n, cl->until, n,
	    first, last, cl->now);
	return ask(cl, CLOSING_COUNT, e);
}

/* A column of report_month; what is null is empty. */
static struct str
cell(struct closing *cl, size_t row, int col)
{
	return db_null(cl->db, 0, row, col) ? STR_NONE :
	    str_dup(cl->a, db_str(cl->db, 0, row, col));
}

static int
keep(struct closing *cl, struct err *e)
{
	for (size_t i = 0; i < db_count(cl->db, 0); i++)
		db_queue(cl->db, SQL_MONTH_ROW_INSERT, "sssssssSSSSSS", cell(cl, i, 1),
		    cl->month, cell(cl, i, 0), cell(cl, i, 2), cell(cl, i, 3),
		    cell(cl, i, 4), cell(cl, i, 5), cell(cl, i, 6), cell(cl, i, 7),
		    cell(cl, i, 8), cell(cl, i, 9), cell(cl, i, 10), cell(cl, i, 11));
	db_queue(cl->db, SQL_COMMIT, "");
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
