/* refresh: see refresh.h. */
#include "daemon/core/refresh.h"

#include "daemon/filter/leaf.h"
#include "daemon/sla/promise.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/refit.h"
#include "daemon/ticket/ticket.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { PAGE = 20 };			/* tickets in a transaction */

/* --- what a calendar and a policy say -------------------------------------- */

static void
put_texts(struct buf *b, const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, " %.*s", STR_ARG(list->v[i]));
}

static void
put_calendar(struct buf *b, const struct calendar *c)
{
	buf_printf(b, "%.*s %d;", STR_ARG(c->timezone), c->always);
	for (size_t i = 0; i < c->n_hours; i++)
		buf_printf(b, " %d:%d-%d", c->hours[i].day, c->hours[i].from, c->hours[i].to);
	for (size_t i = 0; i < c->n_holidays; i++)
		buf_printf(b, " %d", c->holidays[i]);
	for (size_t i = 0; i < c->members.n; i++) {
		buf_adds(b, " (");
		put_calendar(b, c->parts[i]);
		buf_addc(b, ')');
	}
}

static void
put_policy(struct buf *b, const struct terms *terms, const struct sla_policy *p)
{
	buf_printf(b, "%u %u %u", p->applies, p->carry, p->reopen);
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct sla_target *t = &p->targets[i];

		buf_printf(b, "; %.*s", STR_ARG(t->calendar));
		buf_addc(b, ' ');
		if (t->condition != 0)
			filter_put(b, terms_of(terms, t->condition));
		for (int k = 0; k < SLA_CLOCKS; k++)
			buf_printf(b, " %lld", (long long)t->duration[k]);
		for (size_t k = 0; k < t->n_warn; k++)
			buf_printf(b, " %.*s", STR_ARG(t->warn[k].text));
		put_texts(b, &t->pause);
	}
}

/* --- what was edited -------------------------------------------------------- */

static struct str
kind_of(const struct refresh_job *job)
{
	static const char *const words[] = { "calendar", "policy", "types" };

	return str_c(words[job->kind]);
}

static void
add_jobs(struct core_state *core, struct refresh *r)
{
	const struct conf *conf = core->conf;
	struct buf b;

	r->v = ARENA_ARRAY(core->forever, conf->calendars.n + conf->slas.n + 1,
	    struct refresh_job);
	r->v[r->n++] = (struct refresh_job){ .kind = REFRESH_TYPES, .name = STR("types.conf"),
	    .print = refit_print(core->forever, &conf->types) };
	for (size_t i = 0; i < conf->calendars.n; i++) {
		buf_init(&b, core->forever);
		put_calendar(&b, &conf->calendars.v[i]);
		r->v[r->n++] = (struct refresh_job){ .kind = REFRESH_CALENDAR,
		    .name = conf->calendars.v[i].name, .print = buf_str(&b) };
	}
	for (size_t i = 0; i < conf->slas.n; i++) {
		buf_init(&b, core->forever);
		put_policy(&b, &conf->terms, &conf->slas.v[i]);
		r->v[r->n++] = (struct refresh_job){ .kind = REFRESH_POLICY, .name = conf->slas.v[i].name,
		    .print = buf_str(&b),
		    .only_noted = conf->slas.v[i].applies != SLA_TO_OPEN };
	}
}

static int
note_seen(struct db *db, const struct refresh_job *job, struct err *e)
{
	sql_seen_put(db, kind_of(job), job->name, job->print, clock_now());
	return db_run(db, e);
}

/* A start takes what a reload would not: they keep their status, and stand by its category. */
static int
find_lost(struct core_state *core, struct db *db, struct err *e)
{
	struct arena *a = arena_new();
	struct strs lines = { 0 };
	int rc = refit_lost(db, a, &core->conf->types, &lines, e);

	for (size_t i = 0; i < lines.n; i++)
		log_error("tickets without a status", { "at", LOG_S(lines.v[i]) });
	arena_free(a);
	return rc;
}

int
refresh_find(struct core_state *core, struct db *db, struct refresh *r, struct err *e)
{
	size_t kept = 0;

	if (r->v == NULL)
		add_jobs(core, r);
	for (size_t i = r->at = 0; i < r->n; i++) {
		struct refresh_job *job = &r->v[i];
		struct sql_seen_same h = sql_seen_same(db, kind_of(job), job->name, job->print);
		struct sql_seen_same_row seen;
		bool ever;

		if (db_run(db, e) == -1)
			return -1;
		ever = sql_seen_same_row(db, h, 0, &seen);
		if (seen.same)
			continue;
		if (job->kind == REFRESH_TYPES) {
			if (find_lost(core, db, e) == -1)
				return -1;
			r->v[kept++] = *job;
		} else if (!ever || job->only_noted) {
			if (note_seen(db, job, e) == -1)
				return -1;
		} else {
			log_info("open clocks are reckoned again: it was edited",
			    { job->kind == REFRESH_CALENDAR ? "calendar" : "policy",
			    LOG_S(job->name) });
			r->v[kept++] = *job;
		}
	}
	r->n = kept;
	return 0;
}

/* --- and done ---------------------------------------------------------------- */

/* Whether a live cycle of the ticket runs under other terms than p's. */
static bool
is_outdated(const struct clocks *cs, const struct sla_promise *p)
{
	for (size_t i = 0; i < cs->n; i++) {
		const struct cycle *cy = cs->v[i];

		if (cy->c.stopped_at == 0 &&
		    (p == NULL || !sla_promise_same(cy->promise, p, cy->clock)))
			return true;
	}
	return false;
}

static int
refresh_ticket(struct work *w, const struct refresh_job *job, struct ticket *t)
{
	if (job->kind == REFRESH_TYPES)
		return ticket_refit(w, t) == -1 ? -1 : ticket_save(w, t);
	if (job->kind == REFRESH_CALENDAR)
		clocks_recount(&t->clocks, job->name, w->now);
	else if (is_outdated(&t->clocks, t->clocks.promise))
		ticket_promise_anew(w, t, w->now, STR("policy-change"));
	return ticket_save(w, t);
}

static int
refresh_page(struct work *w, struct refresh_job *job, const int64_t *ids, size_t n)
{
	w->wants_past = true;
	if (ticket_lock(w, ids, n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct ticket *t = work_ticket(w, ids[i]);

		if (t != NULL && refresh_ticket(w, job, t) == -1)
			return -1;
	}
	return 0;
}

/* The last page: it is noted that this is what the clocks run by. */
static int
finish(struct db *db, struct refresh *r, struct refresh_job *job, struct err *e)
{
	if (note_seen(db, job, e) == -1)
		return -1;
	log_info(job->kind == REFRESH_TYPES ? "tickets stand as types.conf says" :
	    "open clocks are up to date", { kind_of(job).p, LOG_S(job->name) },
	    { "tickets", LOG_I(job->done) });
	r->at++;
	return 0;
}

/* Tickets with open clocks of what was edited. */
static int
clocks_page(struct db *db, const struct refresh_job *job, int64_t *ids, size_t *n, struct err *e)
{
	struct sql_refresh_calendar h = (job->kind == REFRESH_CALENDAR ? sql_refresh_calendar :
	    sql_refresh_policy)(db, job->name, job->after);
	struct sql_refresh_calendar_row row;

	if (db_run(db, e) == -1)
		return -1;
	while (*n < PAGE && sql_refresh_calendar_row(db, h, *n, &row))
		ids[(*n)++] = row.ticket;
	return 0;
}

/* One page, in a transaction. */
static int
page_done(struct core_state *core, struct db *db, struct arena *a, struct refresh_job *job,
    int64_t *ids, size_t *n, bool *over, int64_t *next, struct err *e)
{
	struct work w;
	int64_t after = job->after;

	work_begin(&w, core, db, a);
	if ((job->kind == REFRESH_TYPES && refit_page(&w, &after, ids, PAGE, n, over) == -1) ||
	    refresh_page(&w, job, ids, *n) == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		return -1;
	}
	job->after = job->kind == REFRESH_TYPES ? after : ids[*n - 1];
	job->done += (int64_t)*n;
	*next = w.next_alarm;
	return 0;
}

int
refresh_step(struct core_state *core, struct db *db, struct arena *a, struct refresh *r,
    int64_t *next, struct err *e)
{
	struct refresh_job *job = &r->v[r->at];
	int64_t ids[PAGE];
	bool over = false;
	size_t n = 0;

	if (job->kind != REFRESH_TYPES) {
		if (clocks_page(db, job, ids, &n, e) == -1)
			return -1;
		if (n == 0)
			return finish(db, r, job, e);
	}
	if (page_done(core, db, a, job, ids, &n, &over, next, e) == -1)
		return -1;
	return over ? finish(db, r, job, e) : 0;
}
