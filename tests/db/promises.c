/*
 * Random promises into the history and back: promises CONNINFO N.  For each, what
 * clock_log gives (daemon/ticket/clocklog.h) and what `docketctl show` tells of it
 * (docket.promise_text) are compared with what was stored; then one of a version
 * that is not known.  test_promise.py runs it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/db/db.h"
#include "daemon/sla/promise.h"
#include "daemon/ticket/clocklog.h"
#include "sql.h"
#include "tests/tap.h"

enum { TICKET = 1, FIRST = 1 };

#define INSTANT	INT64_C(1780308000000000)	/* 2026-06-01T10:00:00Z */

static uint64_t state = 20260601;

static size_t
below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % n);
}

static struct str
word(void)
{
	static const char *const words[] = { "gold", "high", "24x7", "two words", "a\"b\\c",
	    "gr\xc3\xbc\xc3\x9f", "\xe2\x82\xac", "x=1;y=2" };

	return str_c(words[below(COUNT(words))]);
}

/* NULL now and then: nothing is promised any more. */
static const struct sla_promise *
promise_make(struct arena *a)
{
	static const char *const points[] = { "75%", "30m", "1h30m", "2%" };
	static const char *const statuses[] = { "waiting", "on-hold", "with us" };
	static const size_t most[] = { 100, 7200, 90061, 86400 * 60 };
	struct sla_promise *p = ARENA_NEW(a, struct sla_promise);
	struct strs warn = { 0 };

	if (below(10) == 0)
		return NULL;
	*p = (struct sla_promise){ .policy = word(), .severity = below(3) == 0 ? STR_NONE : word(),
	    .calendar = word(), .replay = below(2) == 0, .new_cycle = below(2) == 0 };
	for (int i = 0; i < SLA_CLOCKS; i++)
		p->target[i] = below(2) == 0 ? 0 : (int64_t)below(most[below(COUNT(most))]);
	for (size_t i = below(COUNT(points) + 1); i > 0; i--)
		strs_add(a, &warn, str_c(points[i - 1]));
	promise_points(a, &warn, p);
	for (size_t i = below(COUNT(statuses) + 1); i > 0; i--)
		strs_add(a, &p->pause, str_c(statuses[i - 1]));
	return p;
}

static void
queue(struct db *db, int64_t entry, struct str promise)
{
	sql_entry_insert(db, &(struct sql_entry_insert_in){ .id = entry, .ticket = TICKET,
	    .at = INSTANT, .kind = STR("clock"), .author = STR("docket") });
	sql_change_insert(db, &(struct sql_change_insert_in){ .entry = entry, .ticket = TICKET,
	    .at = INSTANT, .what = STR("promise"), .promise = promise });
}

static void
run(struct db *db, const char *what)
{
	struct err e;

	if (db_run(db, &e) == 0)
		return;
	fprintf(stderr, "%s: %s\n", what, e.text);
	exit(1);
}

/* All of a promise, told apart: people's text leaves out the version alone. */
static bool
same(struct arena *a, const struct clock_event *e, struct str shown, struct str text,
    struct str json)
{
	return e->version == PROMISE_VERSION && str_eq(promise_json(a, e->promise), json) &&
	    str_eq(promise_text(a, e->promise), text) &&
	    str_eq(shown, str_printf(a, "promise: %.*s",
	    STR_ARG(text)));
}

static void
compare(struct arena *a, struct db *db, const struct strs *texts, const struct strs *jsons)
{
	struct sql_clock_log log = sql_clock_log(db, TICKET);
	struct sql_show_entries shown = sql_show_entries(db, TICKET);
	struct sql_show_entries_row row;
	struct clock_event *v;
	size_t n, good = 0;

	run(db, "read");
	n = clocklog_read(a, db, log, &v);
	tap_int((int64_t)n, (int64_t)texts->n + 1, "all that was stored");
	for (size_t i = 0; i < texts->n && sql_show_entries_row(db, shown, i, &row); i++) {
		if (same(a, &v[i], row.data, texts->v[i], jsons->v[i]))
			good++;
		else
			printf("# %.*s\n# %.*s\n", STR_ARG(jsons->v[i]), STR_ARG(row.data));
	}
	tap_int((int64_t)good, (int64_t)texts->n, "the same in C and in SQL");
	tap_int(clocklog_unknown(v, n - 1), 0, "all are known");
	tap_int(clocklog_unknown(v, n), PROMISE_VERSION + 1, "but for the last");
	tap_ok(v[n - 1].promise == NULL, "… of which nothing is guessed");
	sql_show_entries_row(db, shown, n - 1, &row);
	tap_str(row.data, STR("promise: of version 2, which this docket does not know"),
	    "… as people are told");
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct strs texts = { 0 }, jsons = { 0 };
	struct db *db;
	struct err e;

	if (argc != 3 || db_open(argv[1], false, &db, &e) == -1)
		return 1;
	for (long i = 0; i < atol(argv[2]); i++) {
		const struct sla_promise *p = promise_make(a);

		strs_add(a, &texts, promise_text(a, p));
		strs_add(a, &jsons, promise_json(a, p));
		queue(db, FIRST + i, jsons.v[i]);
	}
	queue(db, FIRST + (int64_t)jsons.n, str_printf(a, "{\"v\":%d,\"target\":\"gold\"}",
	    PROMISE_VERSION + 1));
	run(db, "write");
	compare(a, db, &texts, &jsons);
	db_close(db);
	arena_free(a);
	return tap_done();
}
