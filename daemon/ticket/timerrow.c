/* timerrow: see timerrow.h. */
#include "daemon/ticket/timerrow.h"

#include "daemon/sys/clock.h"
#include "sql.h"

enum { SOON_S = 300 };			/* they may stop it themselves until then */

static void
store_alarm(struct work *w, int64_t ticket, const struct timer_change *c)
{
	if (c->step == TIMER_DROPPED || c->asks_at == 0) {
		sql_wake_drop(w->db, TIMER_ALARM, ticket, c->as.agent, w->now);
		return;
	}
	sql_wake_set(w->db, TIMER_ALARM, ticket, c->as.agent, c->asks_at);
	if (w->next_alarm == 0 || c->asks_at < w->next_alarm)
		w->next_alarm = c->asks_at;
}

void
timer_store(struct work *w, int64_t ticket, const struct change *change)
{
	const struct timer_change *c = change->timer;
	const struct timer *as = &c->as;

	if (c->step == TIMER_STARTS)
		sql_timer_start(w->db, &(struct sql_timer_start_in){ .ticket = ticket,
		    .project = c->project, .agent = as->agent, .at = as->started_at,
		    .text = as->text, .now = w->now, .by = change->by.author });
	else if (c->step == TIMER_BECOMES)
		sql_timer_becomes(w->db, as->agent, as->resumed_at, as->worked, as->text);
	else
		sql_timer_drop(w->db, as->agent, as->resumed_at);
	store_alarm(w, ticket, c);
}

void
timers_ask_soon(struct work *w, int64_t ticket)
{
	int64_t soon = w->now + SOON_S * SECOND_US;

	sql_timer_ask_soon(w->db, ticket, soon);
	if (w->next_alarm == 0 || soon < w->next_alarm)
		w->next_alarm = soon;
}

void
timers_merged(struct work *w, int64_t ticket, int64_t into)
{
	sql_timers_merged(w->db, ticket, into);
	w->timers = NULL;		/* they are read again where somebody asks */
}
