/* schedule: see schedule.h. */
#include "daemon/core/schedule.h"

#include "daemon/calendar/cron.h"
#include "daemon/core/viewreport.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "sql.h"

enum { PAGE = 50 };			/* tickets of a transaction */

/* So far may the clocks of two daemons be apart: a time that one told is none of the other's. */
#define APART_US	((int64_t)3600 * SECOND_US)

struct due_turn {				/* of a rule or view that is due */
	const struct rule	*rule;		/* both NULL: the configuration has it no more */
	const struct view_def	*view;
	struct str		 name;
	int64_t			 planned;
	int64_t			 after;		/* the last ticket that it went over */
};

#define OF_VIEW	STR("#list ")			/* before its name, which no rule has */

/* The next time; 0: never. */
static int64_t
next_time(struct core_state *core, struct str schedule, struct str zone, int64_t after)
{
	struct cron cron;
	struct err e;

	return cron_parse(schedule, &cron, &e) == -1 ? 0 :
	    cron_next(&cron, zones_find(core->zones, zone), after);
}

static void
put(struct core_state *core, struct db *db, struct arena *a, struct str name,
    struct str schedule, struct str zone)
{
	int64_t now = clock_now();

	sql_schedule_put(db, name, str_printf(a, "%.*s %.*s", STR_ARG(schedule), STR_ARG(zone)),
	    next_time(core, schedule, zone, now), next_time(core, schedule, zone, now + APART_US));
}

int
schedule_begin(struct core_state *core, struct db *db, struct err *e)
{
	const struct rules *all = &core->conf->rules;
	const struct rule_numbers *on = &all->on[EVENT_SCHEDULE];
	struct arena *a = arena_new();
	const struct view_defs *views = &core->conf->views;
	struct strs names = { 0 };
	int rc;

	for (size_t i = 0; i < on->n; i++) {
		const struct rule *r = &all->v[on->v[i]];

		strs_add(a, &names, r->name);
		put(core, db, a, r->name, r->schedule, r->zone);
	}
	for (size_t i = 0; i < views->n; i++) {
		const struct view_def *d = &views->v[i];
		struct str name = str_printf(a, "#list %.*s", STR_ARG(d->name));

		if (d->mail.at.n == 0)
			continue;
		strs_add(a, &names, name);
		put(core, db, a, name, d->mail.at, d->mail.zone);
	}
	sql_schedule_drop(db, names);
	rc = db_run(db, e);
	arena_free(a);
	return rc;
}

/* 1: one is due, and this work has it alone; 0, -1. */
static int
take(struct work *w, struct due_turn *out)
{
	struct sql_schedule_take h = sql_schedule_take(w->db, w->now);
	struct sql_schedule_take_row row;

	if (work_run(w) == -1)
		return -1;
	if (!sql_schedule_take_row(w->db, h, 0, &row))
		return 0;
	*out = (struct due_turn){ .name = str_dup(w->a, row.rule), .planned = row.next_at,
	    .after = row.after };
	if (str_starts(row.rule, OF_VIEW))
		out->view = view_defs_find(&w->conf->views, str_sub(row.rule, OF_VIEW.n, SIZE_MAX));
	else
		out->rule = rules_find(&w->conf->rules, row.rule);
	if (out->view != NULL && out->view->mail.at.n == 0)
		out->view = NULL;
	if (out->rule != NULL && out->rule->schedule.n == 0)
		out->rule = NULL;
	return 1;
}

/* One ticket: no trace but what the rule did. */
static int
run_ticket(struct work *w, const struct due_turn *r, struct ticket *t)
{
	struct event ev = { .kind = EVENT_SCHEDULE, .ticket = t, .mailbox = t->mailbox,
	    .at = w->now, .entry_kind = ENTRY_RULE, .alone = r->rule,
	    .sla = { .late = event_is_late(r->planned, w->now) } };

	return rules_run(w, &ev);
}

/*
 * The page's tickets but `skip`; what a parser must be asked is found for all of them at
 * once.
 */
static int
run_page(struct work *w, struct due_turn *r, int64_t most, int64_t skip, size_t *n)
{
	struct sql_schedule_tickets h = sql_schedule_tickets(w->db, r->after,
	    r->rule->names_status, most);
	struct sql_schedule_tickets_row row;
	bool asks = false;
	int64_t *ids;

	if (work_run(w) == -1)
		return -1;
	*n = sql_schedule_tickets_count(w->db, h);
	ids = ARENA_ARRAY(w->a, *n, int64_t);
	for (size_t i = 0; sql_schedule_tickets_row(w->db, h, i, &row); i++)
		r->after = ids[i] = row.id;
	if (*n > 0 && ticket_lock(w, ids, *n) == -1)
		return -1;
	for (size_t i = 0; i < *n; i++) {
		struct ticket *t = work_ticket(w, ids[i]);

		if (t == NULL || ids[i] == skip || run_ticket(w, r, t) == 0)
			continue;
		if (w->err.kind != ERR_ASK)
			return -1;
		asks = true;
	}
	return asks ? -1 : 0;
}

/* How far it is: on to the next page, or to its next time. */
static void
went(struct work *w, const struct due_turn *r, bool is_last)
{
	if (r->view != NULL)
		sql_schedule_went(w->db, r->name, 0, next_time(w->core, r->view->mail.at,
		    r->view->mail.zone, w->now));
	else if (is_last || r->rule == NULL)
		sql_schedule_went(w->db, r->name, 0, r->rule == NULL ? 0 : next_time(w->core,
		    r->rule->schedule, r->rule->zone, w->now));
	else
		sql_schedule_went(w->db, r->name, r->after, r->planned);
}

/*
 * 1: a page of `most` is through; 0: nothing is due; -1.  The rule does not run over ticket
 * `skip`.  *reached: the last of the page.
 */
static int
fire(struct core_state *core, struct db *db, struct intake_done *done, int64_t most,
    int64_t skip, int64_t *reached, struct err *e)
{
	struct arena *a = arena_new();
	struct due_turn r = { 0 };
	struct work w;
	size_t n = 0;
	int rc;

	work_begin(&w, core, db, a);
	if ((rc = take(&w, &r)) == 1 && r.rule != NULL)
		rc = run_page(&w, &r, most, skip, &n) == -1 ? -1 : 1;
	if (rc == 1 && r.view != NULL)
		viewreport_want(&w, r.view);
	*reached = r.after;
	if (rc == 1)
		went(&w, &r, n < (size_t)most);
	if (rc == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		rc = -1;
	} else {
		done->deliveries += w.deliveries;
		done->reports_wait |= w.reports_wait;
	}
	arena_free(a);
	return rc;
}

static bool
has_mails(const struct view_defs *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].mail.at.n > 0)
			return true;
	return false;
}

int
schedule_fire(struct core_state *core, struct db *db, struct intake_done *done, bool *more,
    struct err *e)
{
	int64_t reached;
	int rc;

	if (core->conf->rules.on[EVENT_SCHEDULE].n == 0 && !has_mails(&core->conf->views))
		return 0;
	rc = fire(core, db, done, PAGE, 0, &reached, e);
	if (rc == -1 && !err_is_passing(e)) {	/* one by one: a ticket delays no other */
		rc = fire(core, db, done, 1, 0, &reached, e);
		if (rc == -1 && !err_is_passing(e)) {
			log_error("a rule on schedule did not run over a ticket",
			    { "ticket", LOG_I(reached) }, { "error", LOG_C(e->text) });
			rc = fire(core, db, done, 1, reached, &reached, e);
		}
	}
	*more |= rc == 1;
	return rc == -1 ? -1 : 0;
}
