/* wake: see wake.h. */
#include "daemon/ticket/wake.h"

#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/timerrow.h"
#include "sql.h"

const char *const wake_words[WAKES + 1] = {
	[WAKE_DUE] = "due", [WAKE_SNOOZE] = "snooze", [WAKE_HOLD] = "hold",
};

const enum change_what wake_changes[WAKES] = {
	[WAKE_DUE] = CHANGE_DUE, [WAKE_SNOOZE] = CHANGE_SNOOZE, [WAKE_HOLD] = CHANGE_HOLD,
};

static void
set(struct work *w, int64_t ticket, enum wake_kind kind, struct str point, struct str at)
{
	int64_t us = 0;

	if (!clock_parse(at, &us)) {
		sql_wake_drop(w->db, str_c(wake_words[kind]), ticket, point, w->now);
		return;
	}
	sql_wake_set(w->db, str_c(wake_words[kind]), ticket, point, us);
	if (w->next_alarm == 0 || us < w->next_alarm)
		w->next_alarm = us;
}

void
wake_store(struct work *w, int64_t ticket, const struct change *c)
{
	int64_t us = 0;

	for (int k = 0; k < WAKES; k++)
		if (c->what == wake_changes[k])
			set(w, ticket, (enum wake_kind)k, k == WAKE_SNOOZE && c->by.by_agent ?
			    c->by.author : STR_NONE, c->new);
	if (c->what == CHANGE_DUE) {
		clock_parse(c->new, &us);
		sql_ticket_due(w->db, ticket, us);
	}
	if (c->what == CHANGE_START) {
		clock_parse(c->new, &us);
		sql_ticket_start(w->db, ticket, us);
	}
	/* On hold anew: until when is said next, if it is. */
	if (c->what == CHANGE_STATUS && category_is(c->category.n > 0 ? c->category : c->new,
	    CATEGORY_ON_HOLD))
		set(w, ticket, WAKE_HOLD, STR_NONE, STR_NONE);
	if (c->what == CHANGE_STATUS && category_is_done(c->category.n > 0 ? c->category : c->new))
		timers_ask_soon(w, ticket);
}
