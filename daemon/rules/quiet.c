/* quiet: see quiet.h. */
#include "daemon/rules/quiet.h"

#include "daemon/calendar/worktime.h"
#include "daemon/sys/clock.h"
#include "sql.h"

/* An alarm that waits for people: none is as late as this, in 2199. */
#define PARKED	((int64_t)7226582400 * SECOND_US)

int64_t
quiet_due(const struct work *w, const struct rule *r, int64_t since)
{
	struct worktime *wt = r->idle_calendar.n == 0 ? NULL :
	    worktimes_find(w->core->worktimes, r->idle_calendar);

	return wt == NULL ? since + r->idle * SECOND_US :
	    worktime_after(wt, since, r->idle * SECOND_US);
}

int64_t
quiet_next(const struct work *w, int64_t since, int64_t after)
{
	const struct rules *all = &w->conf->rules;
	const struct rule_numbers *on = &all->on[EVENT_IDLE];
	int64_t next = 0;

	for (size_t i = 0; i < on->n; i++) {
		int64_t due = quiet_due(w, &all->v[on->v[i]], since);

		if (due > after && (next == 0 || due < next))
			next = due;
	}
	return next;
}

static void
arm(struct work *w, int64_t ticket, int64_t due, int64_t told)
{
	sql_alarm_quiet(w->db, ticket, due, told);
	if (w->next_alarm == 0 || due < w->next_alarm)
		w->next_alarm = due;
}

void
quiet_set(struct work *w, int64_t ticket, int64_t due)
{
	arm(w, ticket, due == 0 ? PARKED : due, w->now);
}

void
quiet_arm(struct work *w, const struct event *ev)
{
	int64_t idle = rules_idle(&w->conf->rules);

	if (idle > 0 && ev->ticket != NULL && ev->kind != EVENT_IDLE && ev->kind != EVENT_ARRIVED &&
	    ev->kind != EVENT_SCHEDULE && ev->kind != EVENT_SLA_WARNING &&
	    ev->kind != EVENT_SLA_BREACH)
		arm(w, ev->ticket->id, w->now + idle * SECOND_US, 0);
}
