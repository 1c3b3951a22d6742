/* wake: see wake.h. */
#include "daemon/core/wake.h"

#include "daemon/core/remind.h"
#include "daemon/core/timerask.h"
#include "daemon/out/notify.h"
#include "daemon/policy/whom.h"
#include "daemon/rules/quiet.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/step.h"
#include "daemon/ticket/timer.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { AGAIN = 2, QUIET };		/* of an alarm: later */

struct due {
	int64_t		id;
	struct str	kind;
	struct str	point;		/* "#3 ana": by which ticket, perhaps by whom; "ana" */
	int64_t		at;
	struct str	subject;	/* of that ticket */
	int64_t		epoch;		/* quiet: told up to then, us */
};

/* Who is told of it, where no rule tells somebody: who works on the ticket. */
static int
tell(struct work *w, struct event *ev)
{
	struct strs to = { 0 };
	struct rule_mail *mails;
	struct chain *chain = rules_plan(w, ev);
	bool told;

	if (chain == NULL)
		return -1;
	told = rules_mails(chain, w->a, &mails) > 0;
	if (rules_store(w, chain) == -1)
		return -1;
	strs_add(w->a, &to, str_c(whom_words[WHOM_ASSIGNEE]));
	return told ? 0 : notify_send(w, ev, str_c(event_word(ev->kind)), &to);
}

static int
tell_related(struct work *w, struct ticket *t, const struct due *d, enum event_kind kind)
{
	struct entry en = { .kind = ENTRY_RULE, .ticket = t->id, .author = STR("docket") };
	struct str by = d->point, number;
	struct event ev = { .kind = kind, .ticket = t, .mailbox = t->mailbox, .at = w->now,
	    .entry_kind = ENTRY_RULE, .link_subject = d->subject };

	if (str_split(&by, ' ', &number))
		ev.agent = agents_find(&w->conf->agents, by);
	else
		number = d->point;
	str_i64(str_sub(number, 1, number.n), &ev.link);
	entry_data(w, &en, "what", str_c(event_word(kind)));
	entry_data(w, &en, "by", number);
	if (entry_add(w, &en) == -1)
		return -1;
	ev.entry = en.id;
	log_info(event_word(kind), { "ticket", LOG_I(t->id) }, { "by", LOG_S(number) });
	return tell(w, &ev);
}

/* 1: it was told; 0: it holds no more; -1. */
static int
fire_unblocked(struct work *w, struct ticket *t, const struct due *d)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_DEFAULT,
	    .why = STR("on_unblock"), .at = w->now };

	if (category_is_done(t->category) ||
	    relations_open(w, &t->relations, RELATED_BLOCKED_BY).n > 0)
		return 0;
	if (ticket_follow(w, t, ticket_standing(w, t)->on_unblock, &by) == -1)
		return -1;
	return tell_related(w, t, d, EVENT_UNBLOCKED) == -1 ? -1 : 1;
}

static int
fire_blocked(struct work *w, struct ticket *t, const struct due *d)
{
	if (category_is_done(t->category) ||
	    relations_open(w, &t->relations, RELATED_BLOCKED_BY).n == 0)
		return 0;
	return tell_related(w, t, d, EVENT_BLOCKED) == -1 ? -1 : 1;
}

static int
fire_merged(struct work *w, struct ticket *t, const struct due *d)
{
	return tell_related(w, t, d, EVENT_MERGED) == -1 ? -1 : 1;
}

/* Nothing has happened for so long: it is closed, unless something has. */
static int
fire_idle(struct work *w, struct ticket *t, const struct due *d)
{
	const struct status *s = ticket_standing(w, t);
	const struct status *to = type_verb(ticket_type(w, t), "close", CATEGORY_CLOSED, s);
	struct cause by = { .author = STR("docket"), .source = FIELD_DEFAULT,
	    .why = STR("idle_close"), .at = w->now };
	struct event ev = { .kind = EVENT_CLOSED, .ticket = t, .mailbox = t->mailbox,
	    .at = w->now, .entry_kind = ENTRY_CHANGE };
	int changed;

	if (to == NULL || s->idle_close == 0 || !str_eq(s->name, d->point))
		return 0;
	if (t->touched_at + s->idle_close * SECOND_US > w->now)
		return AGAIN;
	if ((changed = ticket_follow(w, t, to->name, &by)) != 1)
		return changed;
	return rules_run(w, &ev) == -1 ? -1 : 1;
}

/* What rules on idle did is told; an event that none took leaves no trace. */
static int
run_idle(struct work *w, struct event *ev, int64_t planned)
{
	struct entry en = { .kind = ENTRY_RULE, .ticket = ev->ticket->id, .author = STR("docket") };
	struct chain *chain = rules_plan(w, ev);
	const struct rule_trace *v;
	bool fired = false;

	if (chain == NULL)
		return -1;
	for (size_t i = 0, n = rules_traces(chain, &v); i < n; i++)
		fired |= v[i].outcome == RULE_FIRED;
	if (fired) {
		entry_data(w, &en, "what", STR("idle"));
		entry_data(w, &en, "since", clock_rfc3339(w->a, ev->quiet_since));
		entry_data(w, &en, "planned", clock_rfc3339(w->a, planned));
		if (ev->sla.late)
			entry_data(w, &en, "late", STR("yes"));
		if (entry_add(w, &en) == -1)
			return -1;
	}
	return rules_store(w, chain);
}

/*
 * Nobody wrote for long: so it seemed when the alarm was made.  It is made anew for what is
 * due next after people's last word, and what was told is not told again.
 */
static int
fire_quiet(struct work *w, struct ticket *t, const struct due *d)
{
	struct event ev = { .kind = EVENT_IDLE, .ticket = t, .mailbox = t->mailbox,
	    .at = w->now, .entry_kind = ENTRY_RULE, .quiet_told = d->epoch };
	struct sql_ticket_last_word h = sql_ticket_last_word(w->db, t->id);
	struct sql_ticket_last_word_row row;
	int64_t planned;

	if (work_run(w) == -1)
		return -1;
	sql_ticket_last_word_row(w->db, h, 0, &row);
	ev.quiet_since = row.at != 0 ? row.at : t->created_at;
	planned = quiet_next(w, ev.quiet_since, d->epoch);
	ev.sla.late = planned != 0 && event_is_late(planned, w->now);
	if (planned != 0 && planned <= w->now && run_idle(w, &ev, planned) == -1)
		return -1;
	return QUIET;
}

static int
fire_reminder(struct work *w, struct ticket *t, const struct due *d)
{
	return remind(w, t, &(struct event_wake){ d->kind, d->at }, d->point);
}

/* The same alarm waits anew, where the timer runs on: this one is over first. */
static int
fire_timer(struct work *w, struct ticket *t, const struct due *d)
{
	int64_t again = 0;
	int told = timer_ask(w, t, d->point, d->at, &again);

	if (told == -1)
		return -1;
	sql_wake_done(w->db, d->id, told == 1 ? STR("fired") : STR("dropped"), w->now);
	if (again != 0)
		sql_wake_set(w->db, TIMER_ALARM, t->id, d->point, again);
	return told;
}

static const struct kind {
	const char	*name;
	int		(*fire)(struct work *, struct ticket *, const struct due *);
} kinds[] = {
	{ "blocked", fire_blocked }, { "merged", fire_merged }, { "unblocked", fire_unblocked },
	{ "idle", fire_idle }, { "quiet", fire_quiet },
	{ "due", fire_reminder }, { "snooze", fire_reminder }, { "hold", fire_reminder },
	{ "timer", fire_timer },
};

/* For what rules on idle are due after now. */
static int
arm_quiet(struct work *w, struct ticket *t)
{
	struct sql_ticket_last_word h = sql_ticket_last_word(w->db, t->id);
	struct sql_ticket_last_word_row row;

	if (work_run(w) == -1)
		return -1;
	sql_ticket_last_word_row(w->db, h, 0, &row);
	quiet_set(w, t->id, quiet_next(w, row.at != 0 ? row.at : t->created_at, w->now));
	return 0;
}

/* One of a newer docket does not wait for ever. */
static int
fire(struct work *w, struct ticket *t, const struct due *d)
{
	int told = 0;

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(d->kind, str_c(kinds[i].name)))
			told = kinds[i].fire(w, t, d);
	if (told == -1)
		return -1;
	sql_wake_done(w->db, d->id, told == 1 || told == QUIET ? STR("fired") : STR("dropped"),
	    w->now);
	if (told == QUIET)
		return arm_quiet(w, t);
	if (told == AGAIN)
		ticket_arm_idle(w, t, t->touched_at);
	return 0;
}

static int
fire_all(struct work *w, struct ticket *t)
{
	struct sql_wake_due h = sql_wake_due(w->db, t->id, w->now);
	struct sql_wake_due_row row;
	struct due *due;
	size_t n;

	if (work_run(w) == -1)
		return -1;
	n = sql_wake_due_count(w->db, h);
	due = ARENA_ARRAY(w->a, n, struct due);
	for (size_t i = 0; sql_wake_due_row(w->db, h, i, &row); i++)
		due[i] = (struct due){ row.id, str_dup(w->a, row.kind),
		    str_dup(w->a, row.point), row.due_at,
		    str_dup(w->a, row.subject), row.epoch };
	for (size_t i = 0; i < n; i++)
		if (fire(w, t, &due[i]) == -1)
			return -1;
	return 0;
}

/* 1: its own transaction is through; 0: another daemon has it; -1. */
static int
fire_ticket(struct core_state *core, struct db *db, int64_t id, struct intake_done *done,
    struct err *e)
{
	struct arena *a = arena_new();
	struct sql_alarm_ticket_take h;
	struct ticket *t = NULL;
	struct work w;
	int rc = -1;

	work_begin(&w, core, db, a);
	h = sql_alarm_ticket_take(db, (struct db_int8s){ &id, 1 });
	if (work_run(&w) == -1)
		goto out;
	rc = (int)sql_alarm_ticket_take_count(db, h);
	if (rc == 1 && ((t = ticket_get(&w, id)) == NULL || fire_all(&w, t) == -1))
		rc = -1;
	if (rc != -1 && work_commit(&w) == -1)
		rc = -1;
out:
	if (rc == -1) {
		*e = w.err;
		work_rollback(&w);
	}
	done->deliveries += w.deliveries;
	arena_free(a);
	return rc;
}

int
wake_fire(struct core_state *core, struct db *db, struct intake_done *done, bool *more,
    struct err *e)
{
	struct arena *a = arena_new();
	struct sql_wake_tickets h = sql_wake_tickets(db, clock_now());
	struct sql_wake_tickets_row row;
	int64_t *ids;
	int rc = db_run(db, e);
	size_t n = rc == -1 ? 0 : sql_wake_tickets_count(db, h);

	ids = ARENA_ARRAY(a, n, int64_t);
	for (size_t i = 0; i < n && sql_wake_tickets_row(db, h, i, &row); i++)
		ids[i] = row.ticket;
	for (size_t i = 0; i < n && rc != -1; i++) {
		int one = fire_ticket(core, db, ids[i], done, e);

		*more |= one == 1;
		if (one != -1)
			continue;
		if (err_is_passing(e))
			rc = -1;
		else
			log_error("alarm not fired", { "ticket", LOG_I(ids[i]) },
			    { "error", LOG_C(e->text) });
	}
	arena_free(a);
	return rc == -1 ? -1 : 0;
}
