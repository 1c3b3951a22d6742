/*
 * store: see store.h.  A transaction that is rolled back leaves the tables as they were, but
 * for numbers that were taken: as sequences do.
 */
#include "daemon/trial/store.h"

#include <assert.h>
#include <string.h>

#include "daemon/trial/duerows.h"
#include "daemon/trial/grouprows.h"
#include "daemon/trial/peoplerows.h"
#include "daemon/trial/ticketrows.h"
#include "parsers/base/array.h"

enum { AT_BEGIN, AT_SAVEPOINT, SAVED };

struct store {
	struct tables		 now;
	struct rows		 saved[SAVED][STORE_TABLES];
	struct db_standin	 standin;
	void			(*ended)(void *of, bool kept);
	void			*of;
};

static void
save(struct store *st, size_t at)
{
	for (int t = 0; t < STORE_TABLES; t++)
		st->saved[at][t] = rows_copy(st->now.a, &st->now.v[t]);
}

static void
restore(struct store *st, size_t at)
{
	for (int t = 0; t < STORE_TABLES; t++)
		st->now.v[t] = st->saved[at][t];
	save(st, at);
}

static void begin(struct store *st) { save(st, AT_BEGIN); }
static void dry_begin(struct store *st) { save(st, AT_SAVEPOINT); }
static void dry_end(struct store *st) { restore(st, AT_SAVEPOINT); }
static void commit(struct store *st) { st->ended(st->of, true); }

static void
rollback(struct store *st)
{
	restore(st, AT_BEGIN);
	st->ended(st->of, false);
}

static const struct {
	const char	*name;
	void		(*run)(struct store *);
} transactions[] = {
	{ "begin", begin }, { "commit", commit }, { "rollback", rollback },
	{ "dry_begin", dry_begin }, { "dry_end", dry_end },
};

static const struct answering *const known[] = { people_rows, ticket_rows, due_rows,
	group_rows };

static void
answer(void *of, const struct sql_statement *s, const void *in, struct arena *a,
    struct db_rows *rows)
{
	struct store *st = of;
	struct asked q = { .all = &st->now, .s = s, .in = in, .a = a, .rows = rows };

	for (size_t i = 0; i < COUNT(transactions); i++)
		if (strcmp(transactions[i].name, s->name) == 0)
			transactions[i].run(st);
	record_take(a, &q.q, s, in);
	for (size_t i = 0; i < COUNT(known); i++)
		for (const struct answering *row = known[i]; row->name != NULL; row++)
			if (strcmp(row->name, s->name) == 0)
				row->answer(&q);
}

struct store *
store_new(struct arena *a, void (*ended)(void *of, bool kept), void *of)
{
	struct store *st = ARENA_NEW(a, struct store);

	st->now.a = a;
	st->standin = (struct db_standin){ answer, st };
	st->ended = ended;
	st->of = of;
	return st;
}

struct db *
store_db(struct store *st)
{
	return db_stand_in(&st->standin);
}

const struct rows *
store_rows(const struct store *st, enum store_table t)
{
	return &st->now.v[t];
}

const struct sql_statement *
store_statement(const char *name)
{
	size_t i = 0;

	while (i < SQL_COUNT && strcmp(sql_statements[i].name, name) != 0)
		i++;
	assert(i < SQL_COUNT);
	return &sql_statements[i];
}

struct record *
store_take(struct store *st, enum store_table t, const char *statement, const void *row)
{
	struct record *r = rows_add(st->now.a, &st->now.v[t]);

	record_take_row(st->now.a, r, store_statement(statement), row);
	return r;
}

void
store_above(struct store *st, const char *sequence, int64_t last)
{
	asked_sequence(&st->now, str_c(sequence))->last = last;
}

static void
earliest(const struct rows *t, const char *name, int64_t *at)
{
	for (size_t i = 0; i < t->n; i++) {
		int64_t due = record_int(&t->v[i], name);

		if (due != 0 && (*at == 0 || due < *at))
			*at = due;
	}
}

int64_t
store_next(const struct store *st)
{
	int64_t at = 0;

	earliest(&st->now.v[STORE_CYCLE], "next_at", &at);
	earliest(&st->now.v[STORE_ALARM], "due_at", &at);
	earliest(&st->now.v[STORE_SCHEDULE], "next_at", &at);
	earliest(&st->now.v[STORE_GROUPED], "due_at", &at);
	return at;
}
