#include "daemon/calendar/month.h"
#include "daemon/sys/clock.h"
#include "tests/tap.h"

static int64_t
instant(const char *text)
{
	int64_t us = 0;

	clock_parse(str_c(text), &us);
	return us;
}

static void
test_parse(struct arena *a)
{
	static const struct { const char *in, *want; } rows[] = {
		{ "2026-10", "2026-10" }, { "2026-01", "2026-01" }, { "2026-12", "2026-12" },
		{ "2026-13", "no" }, { "2026-00", "no" }, { "2026-1", "no" },
		{ "2026/10", "no" }, { "1970-12", "no" }, { "", "no" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t month;

		tap_str(month_parse(str_c(rows[i].in), &month) ? month_text(a, month) :
		    STR("no"), str_c(rows[i].want), "'%s'", rows[i].in);
	}
}

/* A project that closed `last` up to `closed`, and how `month` is cut. */
static void
test_cut(struct zones *zones)
{
	static const struct { const char *name, *zone, *last, *closed, *month, *since, *until; }
	rows[] = {
		{ "nothing closed", "Europe/Berlin", NULL, NULL, "2026-10",
		    "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z" },
		{ "the first open one", "Europe/Berlin", "2026-09", "2026-09-30T22:00:00Z",
		    "2026-10", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z" },
		{ "the zone went west: no hour counts twice", "America/New_York", "2026-09",
		    "2026-09-30T22:00:00Z", "2026-10", "2026-09-30T22:00:00Z",
		    "2026-11-01T04:00:00Z" },
		{ "the zone went east: no hour is left out", "Asia/Tokyo", "2026-09",
		    "2026-10-01T04:00:00Z", "2026-10", "2026-10-01T04:00:00Z",
		    "2026-10-31T15:00:00Z" },
		{ "a later one", "Asia/Tokyo", "2026-09", "2026-10-01T04:00:00Z", "2026-12",
		    "2026-11-30T15:00:00Z", "2026-12-31T15:00:00Z" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct months p = { .zone = zones_find(zones, str_c(rows[i].zone)),
		    .last = MONTH_NONE };
		int64_t month = 0, since, until;

		if (rows[i].last != NULL) {
			month_parse(str_c(rows[i].last), &p.last);
			p.closed_until = instant(rows[i].closed);
		}
		month_parse(str_c(rows[i].month), &month);
		month_cut(&p, month, &since, &until);
		tap_int(since, instant(rows[i].since), "%s: since", rows[i].name);
		tap_int(until, instant(rows[i].until), "%s: until", rows[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct zones *zones = zones_new(a);

	test_parse(a);
	test_cut(zones);
	tap_str(month_text(a, month_of(a, zones_find(zones, STR("Asia/Tokyo")),
	    instant("2026-10-31T15:00:00Z"))), STR("2026-11"), "a month in its zone");
	tap_ok(zones_find(zones, STR("Asia/Tokyo")) == zones_find(zones, STR("Asia/Tokyo")) &&
	    zones_find(zones, STR("No/Where")) == zone_utc(), "a zone is read once, or is UTC");
	arena_free(a);
	return tap_done();
}
