/* alarm: see alarm.h. */
#include "daemon/core/alarm.h"

#include "daemon/core/back.h"
#include "daemon/core/projectlook.h"
#include "daemon/core/schedule.h"
#include "daemon/core/wake.h"
#include "daemon/out/breaker.h"
#include "daemon/out/digest.h"
#include "daemon/out/helddigest.h"
#include "daemon/rules/grouped.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/points.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "sql.h"

struct due {				/* a point that is due */
	int64_t		 cycle;
	bool		 is_breach;
	struct str	 point;
	int64_t		 at;
	int64_t		 ticket;
};

int
alarm_next(struct db *db, int64_t *due, struct err *e)
{
	struct sql_alarm_next h = sql_alarm_next(db);
	struct sql_alarm_next_row row;

	if (db_run(db, e) == -1)
		return -1;
	sql_alarm_next_row(db, h, 0, &row);
	*due = row.due_at;
	return 0;
}

/* The trace: what fired, when it was planned and when it came. */
static int
trace(struct work *w, const struct ticket *t, const struct cycle *cy,
    const struct due *d, bool told, int64_t *entry)
{
	struct entry en = { .kind = ENTRY_CLOCK, .ticket = t->id, .author = STR("docket") };

	entry_data(w, &en, "clock", str_c(sla_clock_name(cy->clock)));
	entry_data(w, &en, "cycle", str_printf(w->a, "%lld", (long long)cy->n));
	entry_data(w, &en, "point", d->point);
	entry_data(w, &en, "planned", clock_rfc3339(w->a, d->at));
	entry_data(w, &en, "at", clock_rfc3339(w->a, w->now));
	if (!told)
		entry_data(w, &en, "told", STR("with a higher one"));
	if (entry_add(w, &en) == -1)
		return -1;
	*entry = en.id;
	return 0;
}

static int
tell(struct work *w, struct ticket *t, const struct cycle *cy, const struct due *d,
    int64_t entry)
{
	struct worktime *wt = cy->promise->worktime;
	struct event ev = {
		.kind = d->is_breach ? EVENT_SLA_BREACH : EVENT_SLA_WARNING, .ticket = t,
		.mailbox = t->mailbox, .at = w->now, .entry = entry,
		.entry_kind = ENTRY_CLOCK,
		.sla = { .clock = cy->clock, .point = d->point, .target = cy->c.target,
		    .cause = cy->c.cause, .calendar = cy->promise->calendar,
		    .due = cy->c.due_at != 0 ? cy->c.due_at : d->at,
		    .late = event_is_late(d->at, w->now) },
	};

	ev.sla.left = ev.sla.due >= w->now ? worktime_between(wt, w->now, ev.sla.due) :
	    -worktime_between(wt, ev.sla.due, w->now);
	log_info(event_word(ev.kind), { "ticket", LOG_I(t->id) },
	    { "clock", LOG_C(sla_clock_name(cy->clock)) },
	    { "point", LOG_S(d->point) }, { "late", LOG_I(ev.sla.late) });
	return rules_run(w, &ev);
}

/* The row by which a point is told once (docket.alarm). */
static void
record(struct work *w, const struct ticket *t, const struct cycle *cy, const struct due *d,
    bool told)
{
	sql_alarm_told(w->db, &(struct sql_alarm_told_in){
	    .kind = str_c(event_word(d->is_breach ? EVENT_SLA_BREACH : EVENT_SLA_WARNING)),
	    .ticket = t->id, .cycle = cy->id, .point = d->point, .epoch = cy->c.epoch,
	    .due_at = d->at, .fired_at = w->now, .state = told ? STR("fired") : STR("passed") });
}

/* Points of one cycle, in time order: the last one is told. */
static int
fire_cycle(struct work *w, struct ticket *t, const struct due *d, size_t n)
{
	struct cycle *cy = clocks_find(&t->clocks, d->cycle);
	const struct due *last = &d[n - 1];
	int64_t entry = 0;

	if (cy == NULL) {	/* of a newer docket: it must not wait for ever */
		sql_points_drop(w->db, d->cycle);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		record(w, t, cy, &d[i], &d[i] == last);
		points_tell(w->a, cy, d[i].point);
		if (trace(w, t, cy, &d[i], &d[i] == last, &entry) == -1)
			return -1;
	}
	if (last->is_breach && cy->c.state != SLA_BREACHED)
		sla_breach(&cy->c, last->at, cy->c.cause);
	return tell(w, t, cy, last, entry);
}

/* What is due of these tickets, by ticket, cycle and time. */
static int
read_due(struct work *w, const int64_t *ids, size_t n_ids, struct due **out, size_t *count)
{
	struct sql_alarm_due h = sql_alarm_due(w->db, (struct db_int8s){ ids, n_ids }, w->now);
	struct sql_alarm_due_row row;

	if (work_run(w) == -1)
		return -1;
	*count = sql_alarm_due_count(w->db, h);
	*out = ARENA_ARRAY(w->a, *count, struct due);
	for (size_t i = 0; sql_alarm_due_row(w->db, h, i, &row); i++)
		(*out)[i] = (struct due){
			.cycle = row.cycle, .is_breach = row.is_breach,
			.point = str_dup(w->a, row.point), .at = row.due_at,
			.ticket = row.ticket,
		};
	return 0;
}

static int
fire_ticket(struct work *w, struct ticket *t, const struct due *due, size_t n)
{
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && due[k].cycle == due[i].cycle; k++)
			continue;
		if (fire_cycle(w, t, due + i, k - i) == -1)
			return -1;
	}
	return ticket_save(w, t);
}

/* Of tickets that are locked. */
static int
fire_tickets(struct work *w, const int64_t *ids, size_t n_ids)
{
	struct due *due;
	size_t n;
	bool asks = false;

	if (read_due(w, ids, n_ids, &due, &n) == -1)
		return -1;
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && due[k].ticket == due[i].ticket; k++)
			continue;
		if (fire_ticket(w, work_ticket(w, due[i].ticket), due + i, k - i) == 0)
			continue;
		if (w->err.kind != ERR_ASK)
			return -1;
		asks = true;		/* together with the others' questions */
	}
	return asks ? -1 : 0;
}

/*
 * Fires what is due of these tickets, but of those that another daemon has, in
 * one transaction: each person gets one mail.  How many there were, or -1.
 */
static int
fire_some(struct core_state *core, struct db *db, struct arena *a, const int64_t *ids,
    size_t n, struct intake_done *done, struct err *e)
{
	struct work w;
	struct sql_alarm_ticket_take h;
	struct sql_alarm_ticket_take_row row;
	int64_t *mine;
	size_t got;

	work_begin(&w, core, db, a);
	h = sql_alarm_ticket_take(db, (struct db_int8s){ ids, n });
	if (work_run(&w) == -1)
		goto fail;
	got = sql_alarm_ticket_take_count(db, h);
	mine = ARENA_ARRAY(a, got, int64_t);
	for (size_t i = 0; sql_alarm_ticket_take_row(db, h, i, &row); i++)
		mine[i] = row.id;
	if (ticket_lock(&w, mine, got) == -1)
		goto fail;
	digest_open(&w);
	if (fire_tickets(&w, mine, got) == -1)
		goto fail;
	if (digest_send(&w) == -1 || work_commit(&w) == -1)
		goto fail;
	done->deliveries += w.deliveries;
	return (int)got;
fail:
	*e = w.err;
	work_rollback(&w);
	return -1;
}

/* One by one, so that a ticket whose alarm cannot be told delays no other. */
static int
fire_each(struct core_state *core, struct db *db, struct arena *a, const int64_t *ids,
    size_t n, struct intake_done *done, struct err *e)
{
	int fired = 0;

	for (size_t i = 0; i < n; i++, arena_reset(a)) {
		int one = fire_some(core, db, a, &ids[i], 1, done, e);

		if (one == -1 && err_is_passing(e))
			return -1;
		if (one == -1)
			log_error("alarm not fired", { "ticket", LOG_I(ids[i]) },
			    { "error", LOG_C(e->text) });
		fired += one == 1;
	}
	return fired;
}

static int
fire_clocks(struct core_state *core, struct db *db, struct intake_done *done, bool *more,
    struct err *e)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct sql_alarm_tickets h = sql_alarm_tickets(db, clock_now());
	struct sql_alarm_tickets_row row;
	int64_t *ids;
	int fired;
	size_t n;

	*more = false;
	if ((fired = db_run(db, e)) == -1)
		goto out;
	n = sql_alarm_tickets_count(db, h);
	ids = ARENA_ARRAY(a, n, int64_t);
	for (size_t i = 0; sql_alarm_tickets_row(db, h, i, &row); i++)
		ids[i] = row.ticket;
	if (n == 0)
		goto out;
	fired = fire_some(core, db, each, ids, n, done, e);
	if (fired == -1 && !err_is_passing(e)) {
		arena_reset(each);
		fired = fire_each(core, db, each, ids, n, done, e);
	}
	*more = fired > 0;
out:
	arena_free(each);
	arena_free(a);
	return fired == -1 ? -1 : 0;
}

/* In a transaction of its own. */
static int
fire_digests(struct core_state *core, struct db *db, struct intake_done *done, struct err *e)
{
	struct arena *a = arena_new();
	struct work w;
	int rc = 0;

	work_begin(&w, core, db, a);
	if (helddigest_send(&w) == -1 || back_tell(&w) == -1 || breaker_look(&w) == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		rc = -1;
	} else {
		done->deliveries += w.deliveries;
	}
	arena_free(a);
	return rc;
}

/* One that cannot be told is told as that, and not tried for ever. */
static int
fire_group(struct core_state *core, struct db *db, const struct group *g, struct intake_done *done,
    struct err *e)
{
	struct arena *a = arena_new();
	struct str why = STR_NONE;
	struct work w;
	int rc;

	work_begin(&w, core, db, a);
	if ((rc = grouped_tell(&w, g) == -1 || work_commit(&w) == -1 ? -1 : 0) == -1) {
		*e = w.err;
		work_rollback(&w);
	}
	if (rc == -1 && !err_is_passing(e)) {
		why = str_dup(a, str_c(e->text));
		log_error("a group could not be told", { "rule", LOG_S(g->rule) },
		    { "error", LOG_S(why) });
		work_begin(&w, core, db, a);
		if ((rc = grouped_give_up(&w, g, why) == -1 || work_commit(&w) == -1 ? -1 : 0) == -1) {
			*e = w.err;
			work_rollback(&w);
		}
	}
	done->deliveries += rc == 0 ? w.deliveries : 0;
	arena_free(a);
	return rc;
}

static int
fire_groups(struct core_state *core, struct db *db, struct intake_done *done, struct err *e)
{
	struct arena *a = arena_new();
	struct group *v = NULL;
	struct work w;
	size_t n = 0;
	int rc;

	work_begin(&w, core, db, a);
	if ((rc = grouped_due(&w, &v, &n)) == -1)
		*e = w.err;
	work_rollback(&w);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = fire_group(core, db, &v[i], done, e);
	arena_free(a);
	return rc;
}

int
alarm_fire(struct core_state *core, struct db *db, struct intake_done *done,
    bool *more, struct err *e)
{
	return fire_clocks(core, db, done, more, e) == -1 ||
	    wake_fire(core, db, done, more, e) == -1 ||
	    schedule_fire(core, db, done, more, e) == -1 ||
	    projectlook_fire(core, db, done, more, e) == -1 ||
	    fire_groups(core, db, done, e) == -1 ? -1 : fire_digests(core, db, done, e);
}
