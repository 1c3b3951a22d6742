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
#include "parsers/base/array.h"
#include "sql.h"

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
is_about_to_fire(const struct sql_cycle_load_row *row, const struct sla_cycle *c, int64_t now)
{
	return c->state == SLA_BREACHED && c->stopped_at == 0 && row->breached_at == 0 &&
	    now - c->breached_at < 5 * SECOND_US;
}

struct str
sla_row_differs(struct ctl *ctl, const struct sql_cycle_load_row *row, const struct cycle *cy,
    int64_t now)
{
	const struct sla_cycle *c = &cy->c;
	const struct { const char *name; int64_t want, have; bool is_instant; } list[] = {
		{ "target_seconds", c->target, row->target, false },
		{ "start", c->started_at, row->started_at, true },
		{ "worked_us", c->worked, row->worked, false },
		{ "due", c->due_at, row->due_at, true },
		{ "breached", c->breached_at, row->breached_at, true },
		{ "stopped", c->stopped_at, row->stopped_at, true },
	};
	struct buf b;

	buf_init(&b, ctl->a);
	if (is_about_to_fire(row, c, now))
		return STR_NONE;
	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].have != list[i].want)
			buf_printf(&b, "%s%s %s instead of %s", b.n > 0 ? ", " : "",
			    list[i].name,
			    number_text(ctl->a, list[i].have, list[i].is_instant).p,
			    number_text(ctl->a, list[i].want, list[i].is_instant).p);
	if (!str_eq(row->state, str_c(sla_state_name(c->state))))
		buf_printf(&b, "%sstate %.*s instead of %s", b.n > 0 ? ", " : "",
		    STR_ARG(row->state), sla_state_name(c->state));
	return buf_str(&b);
}

const struct cycle *
sla_cycle_of(const struct clocks *cs, const struct sql_cycle_load_row *row)
{
	int clock = sla_clock_find(row->clock);

	for (size_t i = 0; i < cs->n; i++)
		if ((int)cs->v[i]->clock == clock && cs->v[i]->n == row->n)
			return cs->v[i];
	return NULL;
}

/* Of these calendars, one that was edited after the cycle ended or was breached. */
static const struct since *
edited_since(const struct tally *t, const struct strs *calendars,
    const struct sql_cycle_load_row *row)
{
	int64_t stopped = row->stopped_at, breached = row->breached_at;
	int64_t over = breached != 0 && (stopped == 0 || breached < stopped) ? breached : stopped;

	for (size_t i = 0; over != 0 && i < t->n_since; i++)
		if (t->since[i].at > over && strs_has(calendars, t->since[i].calendar))
			return &t->since[i];
	return NULL;
}

static void
tell(struct ctl *ctl, struct tally *t, int64_t id, const struct sql_cycle_load_row *row,
    const struct since *edited, struct str differs)
{
	struct str clock = text_safe(ctl->a, row->clock);
	struct str why = edited == NULL ? STR_NONE : str_printf(ctl->a,
	    "not comparable, calendar %.*s was edited at %s: ",
	    STR_ARG(text_safe(ctl->a, edited->calendar)),
	    clock_rfc3339(ctl->a, edited->at).p);

	if (edited == NULL)
		t->wrong++;
	else
		t->edited++;
	if (!ctl->json)
		printf("#%" PRId64 " %s %" PRId64 ": %.*s%.*s\n", id, clock.p, row->n,
		    STR_ARG(why), STR_ARG(differs));
}

struct page_ticket {
	int64_t			id;
	struct sql_clock_log	log;
	struct sql_cycle_load	rows;
};

/*
 * The clocks that the history gives, and the calendars that it names.  0, or the
 * version of a promise that cannot be read.
 */
static int64_t
replay(struct ctl *ctl, struct worktimes *all, struct sql_clock_log h, int64_t now,
    struct clocks *cs, struct strs *calendars)
{
	struct clock_event *v;
	size_t n = clocklog_read(ctl->a, ctl->db, h, &v);
	int64_t version = clocklog_unknown(v, n);

	if (version != 0)
		return version;
	clocks_init(cs, ctl->a);
	for (size_t i = 0; i < n; i++) {
		clocklog_apply(cs, all, &v[i]);
		if (cs->promise != NULL)
			strs_add(ctl->a, calendars, cs->promise->calendar);
	}
	clocks_fire(cs, now);
	return 0;
}

/* Nothing is known of its clocks, and so it is no ticket that is as it should be. */
static void
tell_unknown(const struct ctl *ctl, struct tally *t, int64_t id, size_t cycles, int64_t version)
{
	t->cycles += (int64_t)cycles;
	t->wrong++;
	if (!ctl->json)
		printf("#%" PRId64 ": its history has a promise of version %" PRId64
		    ", which this docket cannot read\n", id, version);
}

static void
compare(struct ctl *ctl, const struct page_ticket *p, const struct clocks *cs,
    const struct strs *calendars, struct tally *t)
{
	size_t n = sql_cycle_load_count(ctl->db, p->rows);
	struct sql_cycle_load_row row;

	for (size_t i = 0; sql_cycle_load_row(ctl->db, p->rows, i, &row); i++) {
		const struct cycle *cy = sla_cycle_of(cs, &row);
		struct str differs = cy == NULL ? STR("the history does not give it") :
		    sla_row_differs(ctl, &row, cy, t->now);

		t->cycles++;
		if (differs.n > 0)
			tell(ctl, t, p->id, &row, edited_since(t, calendars, &row), differs);
	}
	if (cs->n > n) {
		t->wrong++;
		if (!ctl->json)
			printf("#%" PRId64 ": %zu cycles in the database, %zu by its history\n",
			    p->id, n, cs->n);
	}
}

static void
verify_ticket(struct ctl *ctl, struct worktimes *all, const struct page_ticket *p,
    struct tally *t)
{
	struct arena *a = arena_new(), *outer = ctl->a;
	struct strs calendars = { 0 };
	struct clocks cs;
	int64_t version;

	ctl->a = a;
	if ((version = replay(ctl, all, p->log, t->now, &cs, &calendars)) != 0)
		tell_unknown(ctl, t, p->id, sql_cycle_load_count(ctl->db, p->rows), version);
	else
		compare(ctl, p, &cs, &calendars, t);
	t->tickets++;
	ctl->a = outer;
	arena_free(a);
}

/* -1, or the last ticket of the page; 0 when there is none. */
static int64_t
verify_page(struct ctl *ctl, struct worktimes *all, int64_t after, struct tally *t,
    struct err *e)
{
	struct sql_verify_page h = sql_verify_page(ctl->db, after);
	struct page_ticket page[500];
	struct sql_verify_page_row row;
	size_t n = 0;

	if (db_run(ctl->db, e) == -1)
		return -1;
	while (n < COUNT(page) && sql_verify_page_row(ctl->db, h, n, &row))
		page[n++].id = row.ticket;
	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		page[i].log = sql_clock_log(ctl->db, page[i].id);
		page[i].rows = sql_cycle_load(ctl->db, page[i].id);
	}
	if (db_run(ctl->db, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		verify_ticket(ctl, all, &page[i], t);
	return page[n - 1].id;
}

static int
read_since(struct ctl *ctl, struct tally *t, struct err *e)
{
	struct sql_seen_calendars h = sql_seen_calendars(ctl->db);
	struct sql_seen_calendars_row row;

	if (db_run(ctl->db, e) == -1)
		return -1;
	t->since = ARENA_ARRAY(ctl->a, sql_seen_calendars_count(ctl->db, h), struct since);
	for (; sql_seen_calendars_row(ctl->db, h, t->n_since, &row); t->n_since++)
		t->since[t->n_since] = (struct since){
			.calendar = str_dup(ctl->a, row.name), .at = row.seen_at };
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
