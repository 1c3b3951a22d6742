/* duerows: see duerows.h. */
#include "daemon/trial/duerows.h"

#include <stdlib.h>

#include "daemon/sla/category.h"
#include "parsers/base/array.h"

static void put_cycle(struct asked *q) { asked_put(q, STORE_CYCLE); }
static void change_cycle(struct asked *q) { asked_change(q, STORE_CYCLE, "id", "id"); }

static int
by_clock(const void *a, const void *b)
{
	const struct sql_cycle_load_row *x = a, *y = b;
	int order = str_cmp(x->clock, y->clock);

	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

static void
cycle_load(struct asked *q)
{
	asked_of_ticket(q, STORE_CYCLE);
	if (q->rows->n > 0)
		qsort(q->rows->v, q->rows->n, q->s->size_out, by_clock);
}

static void
ids_add(struct asked *q, int64_t ticket)
{
	const int64_t *v = q->rows->v;

	for (size_t i = 0; i < q->rows->n; i++)
		if (v[i] == ticket)
			return;
	*(int64_t *)asked_add(q) = ticket;
}

static void
cycle_delete(struct asked *q)
{
	struct record *r = rows_find(asked_rows(q, STORE_CYCLE), "id", asked_int(q, "id"));

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_CYCLE), r);
}

static void
points_drop(struct asked *q)
{
	struct record *r = rows_find(asked_rows(q, STORE_CYCLE), "id", asked_int(q, "id"));

	if (r != NULL)
		record_set_int(q->all->a, r, "next_at", 0);
}

static bool
is_due(const struct record *r, const char *name, int64_t now)
{
	int64_t at = record_int(r, name);

	return at != 0 && at <= now;
}

static void
alarm_tickets(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_CYCLE);

	for (size_t i = 0; i < t->n; i++)
		if (is_due(&t->v[i], "next_at", asked_int(q, "now")))
			ids_add(q, record_int(&t->v[i], "ticket"));
}

static void
alarm_ticket_take(struct asked *q)
{
	const struct db_int8s ids = record_ints(&q->q, "tickets");

	for (size_t i = 0; i < ids.n; i++)
		if (rows_find(asked_rows(q, STORE_TICKET), "id", ids.v[i]) != NULL)
			ids_add(q, ids.v[i]);
}

static int
by_ticket(const void *a, const void *b)
{
	const struct sql_alarm_due_row *x = a, *y = b;

	if (x->ticket != y->ticket)
		return x->ticket < y->ticket ? -1 : 1;
	if (x->cycle != y->cycle)
		return x->cycle < y->cycle ? -1 : 1;
	return (x->due_at > y->due_at) - (x->due_at < y->due_at);
}

/* Its warnings in their order, and the breach behind them. */
static void
points_due(struct asked *q, const struct record *cycle, int64_t ticket)
{
	const struct db_int8s points = record_ints(cycle, "points");
	const struct strs warn = record_texts(cycle, "warn");

	for (size_t k = 0; k < points.n; k++)
		if (points.v[k] != 0 && points.v[k] <= asked_int(q, "now"))
			*(struct sql_alarm_due_row *)asked_add(q) = (struct sql_alarm_due_row){
			    .cycle = record_int(cycle, "id"), .is_breach = k >= warn.n,
			    .point = k < warn.n ? warn.v[k] : STR("breach"),
			    .due_at = points.v[k], .ticket = ticket };
}

static void
alarm_due(struct asked *q)
{
	const struct db_int8s ids = record_ints(&q->q, "tickets");
	const struct rows *t = asked_rows(q, STORE_CYCLE);

	for (size_t k = 0; k < ids.n; k++)
		for (size_t i = 0; i < t->n; i++)
			if (record_int(&t->v[i], "ticket") == ids.v[k] &&
			    is_due(&t->v[i], "next_at", asked_int(q, "now")))
				points_due(q, &t->v[i], ids.v[k]);
	if (q->rows->n > 0)
		qsort(q->rows->v, q->rows->n, q->s->size_out, by_ticket);
}

static struct record *
waiting(struct asked *q, struct str kind, struct str point)
{
	struct rows *t = asked_rows(q, STORE_ALARM);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket") &&
		    str_eq(record_text(&t->v[i], "kind"), kind) &&
		    str_eq(record_text(&t->v[i], "point"), point))
			return &t->v[i];
	return NULL;
}

/* `anew`: one that waits already waits until then. */
static void
wait_for(struct asked *q, struct str kind, struct str point, int64_t due, bool anew)
{
	struct arena *a = q->all->a;
	struct record *r = waiting(q, kind, point);

	if (r != NULL && !anew)
		return;
	if (r == NULL) {
		r = rows_add(a, asked_rows(q, STORE_ALARM));
		record_set_int(a, r, "id", asked_number(q, STR("alarm")));
	}
	record_set_int(a, r, "ticket", asked_int(q, "ticket"));
	record_set_text(a, r, "kind", kind);
	record_set_text(a, r, "point", point);
	record_set_int(a, r, "due_at", due);
}

static void
wake_set(struct asked *q)
{
	wait_for(q, asked_text(q, "kind"), asked_text(q, "point"), asked_int(q, "due"), true);
}

static void
wake_drop(struct asked *q)
{
	struct record *r = waiting(q, asked_text(q, "kind"), asked_text(q, "point"));

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_ALARM), r);
}

static void
alarm_idle(struct asked *q)
{
	wait_for(q, STR("idle"), asked_text(q, "status"), asked_int(q, "due_at"), false);
}

static void
wake_tickets(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ALARM);

	for (size_t i = 0; i < t->n; i++)
		if (is_due(&t->v[i], "due_at", asked_int(q, "now")))
			ids_add(q, record_int(&t->v[i], "ticket"));
}

static void
wake_due(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ALARM);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket") &&
		    is_due(&t->v[i], "due_at", asked_int(q, "now")))
			record_give(&t->v[i], q->s, asked_add(q));
}

static void
wake_done(struct asked *q)
{
	struct record *r = rows_find(asked_rows(q, STORE_ALARM), "id", asked_int(q, "id"));

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_ALARM), r);
}

/* People's words only ever make it earlier. */
static void
alarm_quiet(struct asked *q)
{
	struct record *r = waiting(q, STR("quiet"), STR_NONE);

	if (r != NULL && record_int(r, "due_at") <= asked_int(q, "due_at"))
		return;
	wait_for(q, STR("quiet"), STR_NONE, asked_int(q, "due_at"), true);
	if (r == NULL)
		record_set_int(q->all->a, waiting(q, STR("quiet"), STR_NONE), "epoch",
		    asked_int(q, "epoch"));
}

/* Of people, not of docket. */
static bool
is_word(const struct record *entry)
{
	static const char *const kinds[] = { "mail-in", "note", "command", "change", "held" };
	bool is = false;

	for (size_t i = 0; i < COUNT(kinds); i++)
		is |= str_eq(record_text(entry, "kind"), str_c(kinds[i]));
	return is && !str_eq(record_text(entry, "author"), STR("docket"));
}

static void
ticket_last_word(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ENTRY);
	int64_t *at = asked_add(q);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket") &&
		    is_word(&t->v[i]) && record_int(&t->v[i], "at") > *at)
			*at = record_int(&t->v[i], "at");
}

static struct record *
schedule_of(struct asked *q)
{
	struct rows *t = asked_rows(q, STORE_SCHEDULE);

	for (size_t i = 0; i < t->n; i++)
		if (str_eq(record_text(&t->v[i], "rule"), asked_text(q, "rule")))
			return &t->v[i];
	return NULL;
}

/* Once, at the start: no clock of a trial goes back. */
static void
schedule_put(struct asked *q)
{
	if (schedule_of(q) == NULL)
		asked_put(q, STORE_SCHEDULE);
}

static void
schedule_take(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_SCHEDULE);
	const struct record *first = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (is_due(&t->v[i], "next_at", asked_int(q, "now")) && (first == NULL ||
		    record_int(&t->v[i], "next_at") < record_int(first, "next_at")))
			first = &t->v[i];
	if (first != NULL)
		record_give(first, q->s, asked_add(q));
}

static void
schedule_tickets(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_TICKET);

	for (size_t i = 0; i < t->n && (int64_t)q->rows->n < asked_int(q, "most"); i++)
		if (record_int(&t->v[i], "id") > asked_int(q, "after") && (asked_int(q, "done") ||
		    !category_is_done(record_text(&t->v[i], "category"))))
			ids_add(q, record_int(&t->v[i], "id"));
}

static void
schedule_went(struct asked *q)
{
	struct record *r = schedule_of(q);

	if (r != NULL)
		record_take(q->all->a, r, q->s, q->in);
}

const struct answering due_rows[] = {
	{ "cycle_insert", put_cycle }, { "cycle_update", change_cycle },
	{ "cycle_delete", cycle_delete }, { "cycle_load", cycle_load },
	{ "points_drop", points_drop },
	{ "alarm_tickets", alarm_tickets }, { "alarm_ticket_take", alarm_ticket_take },
	{ "alarm_due", alarm_due }, { "alarm_idle", alarm_idle },
	{ "wake_set", wake_set }, { "wake_drop", wake_drop }, { "wake_done", wake_done },
	{ "wake_tickets", wake_tickets }, { "wake_due", wake_due },
	{ "alarm_quiet", alarm_quiet }, { "ticket_last_word", ticket_last_word },
	{ "schedule_put", schedule_put }, { "schedule_take", schedule_take },
	{ "schedule_tickets", schedule_tickets }, { "schedule_went", schedule_went },
	{ NULL },
};
