#include "daemon/calendar/civil.h"
#include "daemon/calendar/zones.h"
#include "daemon/sys/clock.h"
#include "tests/tap.h"

/* An instant, which day it is there, and when that began. */
static const struct { const char *zone, *at, *day, *start; } rows[] = {
	{ "UTC", "2026-10-31T23:59:59Z", "2026-10-31", "2026-10-31T00:00:00Z" },
	{ "Europe/Berlin", "2026-10-31T22:59:59Z", "2026-10-31", "2026-10-30T23:00:00Z" },
	{ "Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11-01", "2026-10-31T23:00:00Z" },
	{ "Europe/Berlin", "2026-10-25T23:30:00Z", "2026-10-26", "2026-10-25T23:00:00Z" },
	{ "Europe/Berlin", "2026-10-25T22:30:00Z", "2026-10-25", "2026-10-24T22:00:00Z" },
	{ "America/New_York", "2026-11-01T03:59:59Z", "2026-10-31", "2026-10-31T04:00:00Z" },
	{ "Asia/Kathmandu", "2026-10-31T18:15:00Z", "2026-11-01", "2026-10-31T18:15:00Z" },
	{ "Pacific/Kiritimati", "2026-10-31T10:00:00Z", "2026-11-01", "2026-10-31T10:00:00Z" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct zones *zones = zones_new(a);

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *z = zones_find(zones, str_c(rows[i].zone));
		int64_t us = 0;

		clock_parse(str_c(rows[i].at), &us);
		tap_str(civil_text(a, civil_of(z, us)), str_c(rows[i].day), "%s in %s",
		    rows[i].at, rows[i].zone);
		tap_str(clock_rfc3339(a, civil_start(z, civil_of(z, us))), str_c(rows[i].start),
		    "… began");
	}
	arena_free(a);
	return tap_done();
}
