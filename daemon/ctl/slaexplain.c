/*
 * docketctl sla explain: a ticket's clocks, span by span, so that a person can
 * check them by hand.  The history is run again through the engine; what the
 * daemon's rows say beside it is told when it differs.
 */
#include "daemon/ctl/slaexplain.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/calendar/zone.h"
#include "daemon/ctl/slaverify.h"
#include "daemon/render/text.h"
#include "daemon/sla/promise.h"
#include "daemon/sla/scenario.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/clocklog.h"
#include "sql.h"

enum { SPANS_SHOWN = 40 };		/* of one stretch; the rest is summed up */

struct item {				/* a line below a cycle */
	const struct cycle	*cycle;
	int64_t			 from, to;	/* to: of a span; 0: a step at `from` */
	struct str		 text;		/* of a step */
	struct item		*next;
};

struct seen {				/* a cycle as the last event left it */
	const struct cycle		*cycle;
	const struct sla_promise	*promise;
	struct sla_cycle		 c;
	struct seen			*next;
};

struct explain {
	struct ctl		*ctl;
	int64_t			 now;		/* as of when */
	struct clocks		 cs;
	struct seen		*seen;
	struct item		*first, **last;
};

static const char *
exact(struct arena *a, int64_t seconds)
{
	return duration_text(a, seconds, DURATION_EXACT).p;
}

static void
add_item(struct explain *x, const struct cycle *cy, int64_t from, int64_t to, struct str text)
{
	struct item *it = ARENA_NEW(x->ctl->a, struct item);

	*it = (struct item){ cy, from, to, text, NULL };
	*x->last = it;
	x->last = &it->next;
}

/* The open spans of a stretch in which time counted. */
static void
add_stretch(struct explain *x, const struct seen *s, int64_t from, int64_t to)
{
	struct worktime *wt = s->promise->worktime;
	int64_t a, b, at = from;

	for (int n = 0; at < to && worktime_span(wt, at, &a, &b) && a < to; n++, at = b) {
		if (a < at)
			a = at;
		if (b > to)
			b = to;
		if (n == SPANS_SHOWN) {
			add_item(x, s->cycle, a, 0, str_printf(x->ctl->a, "… and on to %s: %s",
			    clock_rfc3339(x->ctl->a, to).p, exact(x->ctl->a,
			    worktime_between(wt, a, to) / SECOND_US)));
			return;
		}
		add_item(x, s->cycle, a, b, STR_NONE);
	}
}

/* What the event did to a cycle that was there before. */
static struct str
change_text(struct arena *a, const struct seen *before, const struct cycle *cy)
{
	const struct sla_cycle *c = &cy->c, *was = &before->c;

	if (c->stopped_at != 0 && was->stopped_at == 0)
		return str_printf(a, "ends, %s%s%.*s", sla_state_name(c->state),
		    c->cause.n > 0 ? ": " : "", STR_ARG(c->cause));
	if (c->epoch != was->epoch)
		return str_printf(a, "new terms: %s in %.*s, %s worked so far%s",
		    exact(a, c->target), STR_ARG(cy->promise->calendar),
		    exact(a, c->worked / SECOND_US),
		    c->state == SLA_BREACHED && was->state != SLA_BREACHED ?
		    ": breached by the change" : "");
	if (c->resumed_at == 0 && was->resumed_at != 0)
		return STR("stands still");
	if (c->resumed_at != 0 && was->resumed_at == 0)
		return was->stopped_at != 0 ? STR("goes on after reopening") : STR("goes on");
	return STR_NONE;
}

static struct seen *
seen_find(struct explain *x, const struct cycle *cy)
{
	struct seen *s = x->seen;

	while (s != NULL && s->cycle != cy)
		s = s->next;
	return s;
}

/* Looks at every cycle after an event: what it did, and why. */
static void
note_changes(struct explain *x, int64_t at, struct str why)
{
	struct arena *a = x->ctl->a;

	for (size_t i = 0; i < x->cs.n; i++) {
		const struct cycle *cy = x->cs.v[i];
		struct seen *s = seen_find(x, cy);
		struct str text;

		if (s == NULL) {
			s = ARENA_NEW(a, struct seen);
			*s = (struct seen){ .cycle = cy, .next = x->seen };
			x->seen = s;
			text = cy->c.resumed_at != 0 ? STR("starts") :
			    STR("starts, and stands still");
		} else {
			text = change_text(a, s, cy);
			if (s->c.resumed_at != 0 && cy->c.resumed_at != s->c.resumed_at)
				add_stretch(x, s, s->c.resumed_at, at);
		}
		if (text.n > 0)
			add_item(x, cy, at, 0, str_printf(a, "%.*s (%.*s)", STR_ARG(text),
			    STR_ARG(why)));
		s->promise = cy->promise;
		s->c = cy->c;
	}
}

/*
 * What fell due before this event and all that follow (a mail may have been read
 * late) was no doing of theirs.
 */
static void
fire_before(struct explain *x, const struct clock_event *v, size_t n)
{
	int64_t until = x->now;

	for (size_t i = 0; i < n; i++)
		if (v[i].at <= until)
			until = v[i].at - 1;
	clocks_fire(&x->cs, until);
	for (struct seen *s = x->seen; s != NULL; s = s->next)
		s->c = s->cycle->c;
}

static void
replay(struct explain *x, const struct clock_event *v, size_t n)
{
	struct arena *a = x->ctl->a;
	struct worktimes *all = worktimes_new(a, &x->ctl->conf->calendars);
	int64_t now = x->now;

	clocks_init(&x->cs, a);
	for (size_t i = 0; i < n; i++) {
		fire_before(x, v + i, n - i);
		if (clocklog_apply(&x->cs, all, &v[i]))
			note_changes(x, v[i].at, clocklog_text(a, &v[i]));
	}
	clocks_fire(&x->cs, now);
	for (struct seen *s = x->seen; s != NULL; s = s->next)
		if (s->c.resumed_at != 0)
			add_stretch(x, s, s->c.resumed_at, now);
}

/* --- for people ----------------------------------------------------------- */

static const char *
instant(struct explain *x, const struct cycle *cy, int64_t at)
{
	return zone_format_exact(x->ctl->a,
	    calendar_zone(calendars_find(&x->ctl->conf->calendars, cy->promise->calendar)), at).p;
}

static void
print_items(struct explain *x, const struct cycle *cy)
{
	struct arena *a = x->ctl->a;
	int64_t sum = 0;

	for (const struct item *it = x->first; it != NULL; it = it->next) {
		if (it->cycle != cy)
			continue;
		if (it->to == 0) {
			printf("  %s  %s\n", instant(x, cy, it->from),
			    text_safe(a, it->text).p);
			continue;
		}
		sum += it->to - it->from;
		printf("      %s to %s  %s (%s)\n", instant(x, cy, it->from),
		    instant(x, cy, it->to),
		    exact(a, (it->to - it->from) / SECOND_US),
		    exact(a, sum / SECOND_US));
	}
}

static void
print_told(struct explain *x, const struct cycle *cy, int64_t cycle,
    struct sql_alarms_told told)
{
	struct ctl *ctl = x->ctl;
	struct sql_alarms_told_row row;

	for (size_t i = 0; sql_alarms_told_row(ctl->db, told, i, &row); i++) {
		if (row.cycle != cycle)
			continue;
		printf("  told: %s, planned %s, %s%s\n",
		    text_safe(ctl->a, row.point).p, instant(x, cy, row.due_at),
		    row.fired_at - row.due_at > SECOND_US ? str_printf(ctl->a,
		    "fired late at %s", instant(x, cy, row.fired_at)).p : "fired then",
		    str_eq(row.state, STR("passed")) ?
		    ", in one mail with a higher one" : "");
	}
}

static void
print_list(struct arena *a, const char *label, struct strs list)
{
	for (size_t i = 0; i < list.n; i++)
		printf("%s%s%s", i > 0 ? ", " : "  ", i > 0 ? "" : label,
		    str_printf(a, i > 0 ? "%s" : ": %s", text_safe(a, list.v[i]).p).p);
	if (list.n > 0)
		putchar('\n');
}

/* What the database has of the cycle. */
static void
print_row(struct explain *x, const struct cycle *cy, struct sql_cycle_load rows,
    struct sql_alarms_told told)
{
	struct sql_cycle_load_row row;

	for (size_t i = 0; sql_cycle_load_row(x->ctl->db, rows, i, &row); i++) {
		struct str differs;

		if (sla_cycle_of(&x->cs, &row) != cy)
			continue;
		print_told(x, cy, row.id, told);
		differs = sla_row_differs(x->ctl, &row, cy, x->now);
		if (differs.n > 0)
			printf("  the database says otherwise: %.*s (docketctl sla verify)\n",
			    STR_ARG(differs));
	}
}

static void
print_cycle(struct explain *x, const struct cycle *cy, struct sql_cycle_load rows,
    struct sql_alarms_told told)
{
	const struct sla_cycle *c = &cy->c;
	struct ctl *ctl = x->ctl;
	struct arena *a = ctl->a;

	printf("\n%s %" PRId64 ": %s%s%s\n", sla_clock_name(cy->clock), cy->n,
	    sla_state_name(c->state), c->cause.n > 0 ? ", " : "", text_safe(a, c->cause).p);
	printf("  promised: %s of worked time in calendar %s (SLA %s%s%s)\n",
	    exact(a, c->target), text_safe(a, cy->promise->calendar).p,
	    text_safe(a, cy->promise->policy).p, cy->promise->severity.n > 0 ? ", " : "",
	    text_safe(a, cy->promise->severity).p);
	print_list(a, "warned at", promise_point_texts(a, cy->promise));
	if (cy->clock == SLA_RESOLUTION || cy->clock == SLA_UPDATE)
		print_list(a, "stands still in", cy->promise->pause);
	print_items(x, cy);
	printf("  worked: %s of %s\n", exact(a,
	    sla_worked(c, cy->promise->worktime, x->now) / SECOND_US), exact(a, c->target));
	if (c->due_at != 0)
		printf("  due: %s\n", instant(x, cy, c->due_at));
	if (c->breached_at != 0)
		printf("  breached: %s\n", instant(x, cy, c->breached_at));
	print_row(x, cy, rows, told);
}

int
sla_explain(struct ctl *ctl, const struct sla_ask *ask)
{
	struct explain x = { .ctl = ctl, .now = ask->until };
	int64_t id = ask->what == NULL ? -1 : ctl_ticket(ask->what);
	struct sql_clock_log log;
	struct sql_cycle_load rows;
	struct sql_alarms_told told;
	int64_t version;
	int status;
	struct clock_event *v;
	struct err e;
	size_t n;

	if (id == -1)
		return ctl_usage(ctl, "explain needs a ticket's number");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	log = sql_clock_log(ctl->db, id);
	rows = sql_cycle_load(ctl->db, id);
	told = sql_alarms_told(ctl->db, id);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	x.last = &x.first;
	n = clocklog_read(ctl->a, ctl->db, log, &v);
	if ((version = clocklog_unknown(v, n)) != 0)
		return ctl_fail(CTL_FAILED, "ticket %" PRId64 " has a promise of version %"
		    PRId64 " in its history, which this docket cannot read: ask the newer one",
		    id, version);
	replay(&x, v, n);
	if (ctl->json) {
		puts(text_json(ctl->a, clocks_json(ctl->a, &x.cs, x.now)).p);
		return CTL_OK;
	}
	if (x.cs.n == 0)
		return ctl_fail(CTL_FAILED, "ticket %" PRId64 " has no SLA clock: its project"
		    " or its severity has no promise (docketctl show %" PRId64 ")", id, id);
	printf("Ticket #%" PRId64 "\n", id);
	for (size_t i = 0; i < x.cs.n; i++)
		print_cycle(&x, x.cs.v[i], rows, told);
	return CTL_OK;
}
