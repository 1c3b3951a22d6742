/* due: see due.h. */
#include "daemon/core/due.h"

#include "daemon/core/alarm.h"
#include "daemon/core/late.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/budget.h"
#include "sql.h"

enum { LATE_S = 10 };			/* between looks for mail that waits long */

static void
fire_due(struct core *c)
{
	struct intake_done done = { 0 };
	bool more = false;
	struct err e;

	if (c->db == NULL || core_is_held(c) || c->stop_at != 0 || c->next_alarm == 0 ||
	    c->next_alarm > clock_now())
		return;
	if (alarm_fire(&c->state, c->db, &done, &more, &e) == -1) {
		core_failed(c, &e, "alarms not fired");
		if (core_is_held(c))
			return;
		c->next_alarm = clock_now() + 5 * SECOND_US;
		return;
	}
	memo_settle(c->state.memo);
	if (done.deliveries > 0)
		c->next_delivery = 1;
	c->reports.wait |= done.reports_wait;
	if (alarm_next(c->db, &c->next_alarm, &e) == -1)
		core_failed(c, &e, "alarms not read");
	else if (!more && c->next_alarm != 0 && c->next_alarm <= clock_now())
		c->next_alarm = clock_now() + SECOND_US;	/* another daemon's */
}

static void
tell_late(struct core *c)
{
	size_t deliveries = 0;
	bool more = false;
	struct err e;

	if (c->db == NULL || core_is_held(c) || c->stop_at != 0 || clock_now() < c->late_at)
		return;
	c->late_at = clock_now() + LATE_S * SECOND_US;
	if (late_tell(&c->state, c->db, &deliveries, &more, &e) == -1)
		core_failed(c, &e, "authors of late mail not told");
	if (more)
		c->late_at = 0;
	if (deliveries > 0)
		c->next_delivery = 1;
}

/* Between mails: a page of the clocks that an edit moves. */
static void
refresh(struct core *c)
{
	int64_t next = 0;
	struct err e;

	if (c->db == NULL || core_is_held(c) || c->stop_at != 0 || c->refresh.at == c->refresh.n)
		return;
	if (refresh_step(&c->state, c->db, c->batch, &c->refresh, &next, &e) == -1) {
		core_failed(c, &e, "clocks not reckoned again");
		if (c->db != NULL && !core_is_held(c))
			c->refresh.at++;	/* the next start tries it again */
	}
	arena_reset(c->batch);
	core_earlier(&c->next_alarm, next);
}

/* Between mails too, and on a session of its own. */
static void
close_months(struct core *c)
{
	struct err e;

	if (c->db != NULL && c->stop_at == 0 &&
	    closing_step(&c->closing, &c->state, c->db, &e) == -1)
		core_failed(c, &e, "months not looked at");
}

/* Likewise. */
static void
make_reports(struct core *c)
{
	size_t deliveries = 0;
	struct err e;

	if (c->db != NULL && !core_is_held(c) && c->stop_at == 0 &&
	    reports_step(&c->reports, &c->state, c->db, &deliveries, &e) == -1)
		core_failed(c, &e, "report not made");
	if (deliveries > 0)
		c->next_delivery = 1;
}

/* Of what stopped rules, a condition: in a transaction of its own. */
static void
tell_trips(struct core *c)
{
	int64_t due = budget_due(c->state.budget);
	struct err e;

	if (c->db != NULL && !core_is_held(c) && due != 0 &&
	    budget_tell(c->state.budget, c->db, clock_now(), &e) == -1)
		core_failed(c, &e, "the admins not told that rules were stopped");
}

/* How long each rule on idle waits, and at most by the clock on the wall: calendars have breaks. */
static void
waits_of(const struct rules *all, struct arena *a, struct db_int8s *idles,
    struct db_int8s *latest)
{
	enum { BREAKS = 50 };
	const struct rule_numbers *on = &all->on[EVENT_IDLE];
	int64_t *least = ARENA_ARRAY(a, on->n, int64_t), *most = ARENA_ARRAY(a, on->n, int64_t);

	for (size_t i = 0; i < on->n; i++) {
		const struct rule *r = &all->v[on->v[i]];

		least[i] = r->idle;
		most[i] = r->idle_calendar.n > 0 ? r->idle * BREAKS : r->idle;
	}
	*idles = (struct db_int8s){ least, on->n };
	*latest = (struct db_int8s){ most, on->n };
}

/* Tickets of before rules were on idle get their alarm, some at a time, since the start. */
static void
fill_quiet(struct core *c)
{
	int64_t idle = rules_idle(&c->state.conf->rules);
	struct sql_alarm_quiet_fill h;
	struct sql_alarm_quiet_fill_row row;
	struct db_int8s idles, latest;
	struct err e;

	if (c->quiet_filled || c->db == NULL || core_is_held(c) || c->stop_at != 0)
		return;
	if (idle == 0) {
		c->quiet_filled = true;
		return;
	}
	waits_of(&c->state.conf->rules, c->batch, &idles, &latest);
	h = sql_alarm_quiet_fill(c->db, c->quiet_after, idle, idles, latest);
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "alarms of quiet tickets not made");
		return;
	}
	arena_reset(c->batch);
	sql_alarm_quiet_fill_row(c->db, h, 0, &row);
	c->quiet_filled = row.last == 0;
	if (c->quiet_filled && alarm_next(c->db, &c->next_alarm, &e) == -1)
		core_failed(c, &e, "alarms not read");
	if (!c->quiet_filled)
		c->quiet_after = row.last;
}

void
core_do_due(struct core *c)
{
	fill_quiet(c);
	tell_trips(c);
	fire_due(c);
	tell_late(c);
	refresh(c);
	close_months(c);
	make_reports(c);
}
