/* timerask: see timerask.h. */
#include "daemon/core/timerask.h"

#include "daemon/out/notify.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/timer.h"
#include "sql.h"

/* Open again after less: the same working day. */
#define BREAK_US	((int64_t)4 * 3600 * SECOND_US)

enum { SPANS_MOST = 50 };

/* The hours that they work by. */
static struct worktime *
hours_of(struct work *w, const struct ticket *t, const struct agent *ag)
{
	const struct team *team = ag == NULL ? NULL : teams_find(&w->conf->teams, ag->team);
	const struct project *p = projects_find(&w->conf->projects, t->project);

	return worktimes_find(w->core->worktimes, ag != NULL && ag->hours.n > 0 ? ag->hours :
	    team != NULL && team->hours.n > 0 ? team->hours : p == NULL ? STR_NONE :
	    p->calendar);
}

/* When the working day ended on which it began to run; 0: it did not, or nobody knows. */
static int64_t
day_end(struct worktime *wt, int64_t since, int64_t now)
{
	int64_t from, to, end = since;

	for (int i = 0; wt != NULL && i < SPANS_MOST; i++) {
		if (!worktime_span(wt, end, &from, &to) || from > now || from - end > BREAK_US)
			break;
		if (to > now)
			return 0;
		end = to;
	}
	return end == since ? 0 : end;
}

/* Up to when it may have been worked: the day's end, else the owner's last deed there. */
static int
find_stop(struct work *w, const struct ticket *t, const struct agent *ag,
    const struct timer *tm, int64_t *out)
{
	struct sql_timer_last_sign h;
	struct sql_timer_last_sign_row row;

	*out = day_end(hours_of(w, t, ag), tm->resumed_at, w->now);
	if (*out != 0)
		return 0;
	h = sql_timer_last_sign(w->db, t->id, tm->agent, tm->resumed_at);
	if (work_run(w) == -1)
		return -1;
	if (sql_timer_last_sign_row(w->db, h, 0, &row))
		*out = row.at;
	return 0;
}

static int
trace(struct work *w, const struct ticket *t, const struct timer *tm, int64_t planned,
    int64_t *entry)
{
	struct entry en = { .kind = ENTRY_CLOCK, .ticket = t->id, .author = STR("docket") };

	entry_data(w, &en, "timer", tm->agent);
	entry_data(w, &en, "planned", clock_rfc3339(w->a, planned));
	entry_data(w, &en, "at", clock_rfc3339(w->a, w->now));
	entry_data(w, &en, "worked", str_printf(w->a, "%lld s",
	    (long long)timer_worked(tm, w->now)));
	if (entry_add(w, &en) == -1)
		return -1;
	*entry = en.id;
	log_info("timer left running", { "ticket", LOG_I(t->id) },
	    { "agent", LOG_S(tm->agent) }, { "worked_s", LOG_I(timer_worked(tm, w->now)) });
	return 0;
}

/* Its owner; the admins, of one who works here no more. */
static int
tell(struct work *w, struct event *ev)
{
	struct strs to = { 0 };

	if (rules_run(w, ev) == -1)
		return -1;
	if (ev->agent != NULL)
		return notify_agent(w, ev, STR("timer-running"), ev->agent);
	strs_add(w->a, &to, STR("admins"));
	return notify_send(w, ev, STR("timer-running"), &to);
}

static int
cut(struct work *w, struct ticket *t, const struct timer *tm, struct event *ev)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_DEFAULT,
	    .why = STR("timer_cut"), .at = w->now };

	if (ev->timer.stop_at == 0)
		ev->timer.stop_at = w->now;
	ev->timer.is_cut = true;
	return timer_stop(w, t, tm, ev->timer.stop_at, STR_NONE, &by);
}

static bool
is_over(int64_t most, int64_t worked)
{
	return most != 0 && worked >= most;
}

int
timer_ask(struct work *w, struct ticket *t, struct str whose, int64_t planned, int64_t *again)
{
	const struct conf *conf = w->conf;
	struct event ev = { .kind = EVENT_TIMER_LEFT, .ticket = t, .mailbox = t->mailbox,
	    .at = w->now, .entry_kind = ENTRY_CLOCK };
	const struct timer *found;
	struct timer tm;
	int64_t worked;

	*again = 0;
	if (timers_lock(w) == -1)
		return -1;
	found = timers_find(w->timers, whose);
	if (found == NULL || found->ticket != t->id || found->resumed_at == 0)
		return 0;
	tm = *found;
	worked = timer_worked(&tm, w->now);
	*again = timer_due(conf, &tm, w->now);
	if (!is_over(conf->timer_limit, worked) && !is_over(conf->timer_cut, worked) &&
	    !category_is_done(t->category))
		return 0;
	ev.agent = agents_find(&conf->agents, whose);
	ev.timer = (struct event_timer){ .of = &tm, .is_gone = ev.agent == NULL };
	if (trace(w, t, &tm, planned, &ev.entry) == -1 ||
	    find_stop(w, t, ev.agent, &tm, &ev.timer.stop_at) == -1)
		return -1;
	if (is_over(conf->timer_cut, worked)) {
		*again = 0;
		if (cut(w, t, &tm, &ev) == -1)
			return -1;
	}
	return tell(w, &ev) == -1 || ticket_save(w, t) == -1 ? -1 : 1;
}
