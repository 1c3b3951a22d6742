/*
 * views: how long views take: views CONNINFO DOCKET.CONF [ROUNDS].  A line a view: its name,
 * milliseconds (median and worst), rows and tickets.  The last line, "floor", counts what is
 * open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/calendar/zone.h"
#include "daemon/sys/clock.h"
#include "daemon/view/rows.h"
#include "sql.h"

enum { ROUNDS_MAX = 1000 };

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static void
tell(const char *name, size_t n, double *took, size_t rounds, size_t rows, int64_t count)
{
	qsort(took, rounds, sizeof(*took), by_size);
	printf("%.*s %.2f %.2f %zu %lld\n", (int)n, name, took[rounds / 2], took[rounds - 1], rows,
	    (long long)count);
}

static void
fail(const struct err *e)
{
	fprintf(stderr, "views: %s\n", e->text);
	exit(1);
}

static void
time_view(struct db *db, const struct conf *conf, const struct view_def *d, size_t rounds)
{
	static const struct agent reader = { .name = STR("agent7") };
	struct view_ask ask = { .def = d, .reader = &reader, .language = STR("en"),
		.zone = zone_utc(), .now = clock_now() };
	double took[ROUNDS_MAX];
	int64_t count = 0;
	size_t rows = 0;

	for (size_t i = 0; i < rounds; i++) {
		struct arena *a = arena_new();
		struct sheet sheet;
		struct err e;

		took[i] = now_ms();
		if (view_sheet(a, db, conf, &ask, &sheet, &e) == -1)
			fail(&e);
		took[i] = now_ms() - took[i];
		rows = sheet.n_rows;
		count = sheet.total.count;
		arena_free(a);
	}
	tell(d->name.p, d->name.n, took, rounds, rows, count);
}

static void
time_floor(struct db *db, size_t rounds)
{
	double took[ROUNDS_MAX];
	struct err e;

	for (size_t i = 0; i < rounds; i++) {
		took[i] = now_ms();
		if (db_script(db, "floor", "select count(*) from docket.ticket"
		    " where category not in ('resolved', 'closed')", &e) == -1)
			fail(&e);
		took[i] = now_ms() - took[i];
	}
	tell("floor", 5, took, rounds, 0, 0);
}

int
main(int argc, char **argv)
{
	size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 9;
	struct conf_faults faults = { 0 };
	struct arena *a = arena_new();
	const struct conf *conf;
	struct db *db;
	struct err e;

	if (argc < 3 || rounds == 0 || rounds > ROUNDS_MAX)
		return 1;
	if (conf_load(a, argv[2], &conf, &faults) == -1) {
		fprintf(stderr, "views: %.*s\n", STR_ARG(faults.lines.v[0]));
		return 1;
	}
	if (db_open(argv[1], false, &db, &e) == -1)
		fail(&e);
	for (size_t i = 0; i < conf->views.n; i++)
		time_view(db, conf, &conf->views.v[i], rounds);
	time_floor(db, rounds);
	db_close(db);
	arena_free(a);
	return 0;
}
