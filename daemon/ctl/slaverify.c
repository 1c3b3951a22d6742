/*
 * docketctl sla verify: every ticket's history run again through the engine
 * gives the cycles that the database holds (sla.md rule 13).  It runs by the
 * calendars of now, and an edit leaves ended cycles as they were (rule 12): one
 * that differs and was over before the edit is told as not comparable.
 */
#include "daemon/ctl/slaverify.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/clocklog.h"

/* Columns of SQL_CYCLE_LOAD that are compared. */
enum { C_CLOCK = 1, C_N = 2, C_TARGET = 6, C_STARTED = 7, C_WORKED = 9, C_DUE = 10,
    C_STATE = 11, C_BREACHED = 12, C_STOPPED = 13 };

struct since {				/* a calendar says what it says since then */
	struct str	calendar;
	int64_t		at;
};

struct tally {
	int64_t		 now;		/* as of when */
	int64_t		 tickets, cycles, wrong, edited;
	struct since	*since;
	size_t		 n_since;
};

static struct str
number_text(struct arena *a, int64_t v, bool is_instant)
{
	if (!is_instant)
		return str_printf(a, "%" PRId64, v);
	return v == 0 ? STR("none") : clock_rfc3339(a, v);
}

/* A breach whose alarm is about to fire is no difference. */
static bool
is_about_to_fire(struct ctl *ctl, int rows, size_t row, const struct sla_cycle *c,
    int64_t now)
{
	return c->state == SLA_BREACHED && c->stopped_at == 0 &&
	    db_i64(ctl->db, rows, row, C_BREACHED) == 0 &&
	    now - c->breached_at < 5 * SECOND_US;
}

struct str
sla_row_differs(struct ctl *ctl, int rows, size_t row, const struct cycle *cy,
    int64_t now)
{
	const struct sla_cycle *c = &cy->c;
	const struct { const char *name; int64_t want; int col; bool is_instant; } list[] = {
		{ "target_seconds", c->target, C_TARGET, false },
		{ "start", c->started_at, C_STARTED, true },
		{ "worked_us", c->worked, C_WORKED, false },
		{ "due", c->due_at, C_DUE, true },
		{ "breached", c->breached_at, C_BREACHED, true },
		{ "stopped", c->stopped_at, C_STOPPED, true },
	};
	struct str state = db_str(ctl->db, rows, row, C_STATE);
	struct buf b;

	buf_init(&b, ctl->a);
	if (is_about_to_fire(ctl, rows, row, c, now))
		return STR_NONE;
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		int64_t have = db_i64(ctl->db, rows, row, list[i].col);

		if (have != list[i].want)
			buf_printf(&b, "%s%s %s instead of %s", b.n > 0 ? ", " : "",
			    list[i].name, number_text(ctl->a, have, list[i].is_instant).p,
			    number_text(ctl->a, list[i].want, list[i].is_instant).p);
	}
	if (!str_eq(state, str_c(sla_state_name(c->state))))
		buf_printf(&b, "%sstate %.*s instead of %s", b.n > 0 ? ", " : "",
		    STR_ARG(state), sla_state_name(c->state));
	return buf_str(&b);
}

static const struct cycle *
cycle_of(const struct clocks *cs, struct ctl *ctl, int rows, size_t row)
{
	int clock = sla_clock_find(db_str(ctl->db, rows, row, C_CLOCK));

	for (size_t i = 0; i < cs->n; i++)
		if ((int)cs->v[i]->clock == clock &&
		    cs->v[i]->n == db_i64(ctl->db, rows, row, C_N))
			return cs->v[i];
	return NULL;
}

/* Of these calendars, one that was edited after the cycle ended or was breached. */
static const struct since *
edited_since(const struct tally *t, const struct strs *calendars, struct ctl *ctl, int rows,
    size_t row)
{
	int64_t stopped = db_i64(ctl->db, rows, row, C_STOPPED);
	int64_t breached = db_i64(ctl->db, rows, row, C_BREACHED);
	int64_t over = breached != 0 && (stopped == 0 || breached < stopped) ? breached : stopped;

	for (size_t i = 0; over != 0 && i < t->n_since; i++)
		if (t->since[i].at > over && strs_has(calendars, t->since[i].calendar))
			return &t->since[i];
	return NULL;
}

static void
tell(struct ctl *ctl, struct tally *t, int64_t id, int rows, size_t row,
    const struct since *edited, struct str differs)
{
	struct str clock = text_safe(ctl->a, db_str(ctl->db, rows, row, C_CLOCK));
	struct str why = edited == NULL ? STR_NONE : str_printf(ctl->a,
	    "not comparable, calendar %.*s was edited at %s: ",
	    STR_ARG(text_safe(ctl->a, edited->calendar)),
	    clock_rfc3339(ctl->a, edited->at).p);

	if (edited == NULL)
		t->wrong++;
	else
		t->edited++;
	if (!ctl->json)
		printf("#%" PRId64 " %s %" PRId64 ": %.*s%.*s\n", id, clock.p,
		    db_i64(ctl->db, rows, row, C_N), STR_ARG(why), STR_ARG(differs));
}

static void
verify_ticket(struct ctl *ctl, struct worktimes *all, int64_t id, int log, int rows,
    struct tally *t)
{
	struct arena *a = arena_new(), *outer = ctl->a;
	struct strs calendars = { 0 };
	struct clock_event *v;
	struct clocks cs;
	size_t n = clocklog_read(a, ctl->db, log, &v);

	ctl->a = a;
	clocks_init(&cs, a);
	for (size_t i = 0; i < n; i++) {
		clocklog_apply(&cs, all, &v[i]);
		if (cs.promise != NULL)
			strs_add(a, &calendars, cs.promise->calendar);
	}
	clocks_fire(&cs, t->now);
	for (size_t i = 0; i < db_count(ctl->db, rows); i++) {
		const struct cycle *cy = cycle_of(&cs, ctl, rows, i);
		struct str differs = cy == NULL ? STR("the history does not give it") :
		    sla_row_differs(ctl, rows, i, cy, t->now);

		t->cycles++;
		if (differs.n > 0)
			tell(ctl, t, id, rows, i,
			    edited_since(t, &calendars, ctl, rows, i), differs);
	}
	if (cs.n > db_count(ctl->db, rows)) {
		t->wrong++;
		if (!ctl->json)
			printf("#%" PRId64 ": %zu cycles in the database, %zu by its history\n",
			    id, db_count(ctl->db, rows), cs.n);
	}
	t->tickets++;
	ctl->a = outer;
	arena_free(a);
}

/* -1, or the last ticket of the page; 0 when there is none. */
static int64_t
verify_page(struct ctl *ctl, struct worktimes *all, int64_t after, struct tally *t,
    struct err *e)
{
	int64_t ids[500];
	int logs[500], rows[500];
	size_t n;

	if (db_exec(ctl->db, e, SQL_VERIFY_PAGE, "i", after) == -1)
		return -1;
	n = db_count(ctl->db, 0);
	for (size_t i = 0; i < n; i++)
		ids[i] = db_i64(ctl->db, 0, i, 0);
	for (size_t i = 0; i < n; i++) {
		logs[i] = db_queue(ctl->db, SQL_CLOCK_LOG, "i", ids[i]);
		rows[i] = db_queue(ctl->db, SQL_CYCLE_LOAD, "i", ids[i]);
	}
	if (n == 0)
		return 0;
	if (db_run(ctl->db, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		verify_ticket(ctl, all, ids[i], logs[i], rows[i], t);
	return ids[n - 1];
}

static int
read_since(struct ctl *ctl, struct tally *t, struct err *e)
{
	if (db_exec(ctl->db, e, SQL_SEEN_CALENDARS, "") == -1)
		return -1;
	t->n_since = db_count(ctl->db, 0);
	t->since = ARENA_ARRAY(ctl->a, t->n_since, struct since);
	for (size_t i = 0; i < t->n_since; i++)
		t->since[i] = (struct since){
			.calendar = str_dup(ctl->a, db_str(ctl->db, 0, i, 0)),
			.at = db_i64(ctl->db, 0, i, 1),
		};
	return 0;
}

int
sla_verify(struct ctl *ctl, const struct sla_ask *ask)
{
	struct tally t = { .now = ask->until };
	struct worktimes *all;
	int64_t last = 0;
	struct err e;
	int status;

	if (ask->what != NULL)
		return ctl_usage(ctl, "verify takes no argument");
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (read_since(ctl, &t, &e) == -1)
		return ctl_err(&e);
	all = worktimes_new(ctl->a, &ctl->conf->calendars);
	while ((last = verify_page(ctl, all, last, &t, &e)) > 0)
		if (isatty(STDERR_FILENO))
			fprintf(stderr, "\r%" PRId64 " tickets", t.tickets);
	if (last == -1)
		return ctl_err(&e);
	if (isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (ctl->json)
		printf("{\"tickets\": %" PRId64 ", \"cycles\": %" PRId64 ", \"different\": %"
		    PRId64 ", \"not_comparable\": %" PRId64 "}\n", t.tickets, t.cycles,
		    t.wrong, t.edited);
	else
		printf("%" PRId64 " tickets, %" PRId64 " cycles, %" PRId64 " different, %"
		    PRId64 " not comparable\n", t.tickets, t.cycles, t.wrong, t.edited);
	return t.wrong == 0 ? CTL_OK : CTL_FAILED;
}
