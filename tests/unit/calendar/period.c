/* Months and weeks as people write them, on Monday 2026-11-30 in Madrid. */
#include "daemon/calendar/period.h"
#include "daemon/sys/clock.h"
#include "tests/tap.h"

static const struct {
	const char	*in;
	const char	*want;		/* name and where it begins and ends; "": it is none */
} rows[] = {
	{ "2026-10", "2026-10 2026-10-01 00:00 CEST 2026-11-01 00:00 CET" },
	{ "last month", "2026-10 2026-10-01 00:00 CEST 2026-11-01 00:00 CET" },
	{ "octubre", "2026-10 2026-10-01 00:00 CEST 2026-11-01 00:00 CET" },
	{ "2026-W41", "2026-W41 2026-10-05 00:00 CEST 2026-10-12 00:00 CEST" },
	{ "2026-w43", "2026-W43 2026-10-19 00:00 CEST 2026-10-26 00:00 CET" },
	{ "W1", "2026-W01 2025-12-29 00:00 CET 2026-01-05 00:00 CET" },
	{ "w49", "2026-W49 2026-11-30 00:00 CET 2026-12-07 00:00 CET" },
	{ "w50", "2025-W50 2025-12-08 00:00 CET 2025-12-15 00:00 CET" },
	{ "last week", "2026-W48 2026-11-23 00:00 CET 2026-11-30 00:00 CET" },
	{ "semaine dernière", "2026-W48 2026-11-23 00:00 CET 2026-11-30 00:00 CET" },
	{ "2026-W53", "2026-W53 2026-12-28 00:00 CET 2027-01-04 00:00 CET" },
	{ "2025-W53", "" }, { "2026-W00", "" }, { "2026-W54", "" }, { "W", "" }, { "2026W41", "" },
	{ "2026-13", "" }, { "", "" }, { "soon", "" }, { "ana", "" }, { "20266-W41", "" },
};

int
main(void)
{
	struct arena *a = arena_new();
	const struct zone *zone;
	struct period p;
	int64_t now = 0;
	struct err e;

	tap_ok(zone_load(a, STR("Europe/Madrid"), &zone, &e) == 0, "zone");
	tap_ok(clock_parse(STR("2026-11-30T10:00:00Z"), &now), "now");
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool is = period_read(a, zone, now, str_c(rows[i].in), &p);

		tap_str(!is ? STR_NONE : str_printf(a, "%.*s %.*s %.*s", STR_ARG(p.name),
		    STR_ARG(zone_text(a, zone, p.since)), STR_ARG(zone_text(a, zone, p.until))),
		    str_c(rows[i].want), "\"%s\"", rows[i].in);
	}
	arena_free(a);
	return tap_done();
}
