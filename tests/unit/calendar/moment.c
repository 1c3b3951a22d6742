/* Instants as people in a zone write them, also where its clocks change. */
#include "daemon/calendar/moment.h"

#include "tests/tap.h"
#include "tests/unit/when.h"

#define BERLIN	"Europe/Berlin"

static const struct {
	const char		*zone, *now;	/* on its wall */
	const char		*in;
	enum moment_verdict	 verdict;
	const char		*want;		/* on its wall, for people */
} rows[] = {
	{ BERLIN, "2026-11-30 10:00", "fri 17:00", MOMENT_READ, "2026-12-04 17:00 CET" },
	{ "America/New_York", "2026-11-30 10:00", "fri 17:00", MOMENT_READ,
	    "2026-12-04 17:00 EST" },
	{ "Asia/Kolkata", "2026-11-30 23:30", "tomorrow", MOMENT_READ, "2026-12-01 09:00 IST" },
	{ BERLIN, "2026-11-30 10:00", "17:00 UTC", MOMENT_READ, "2026-11-30 18:00 CET" },
	{ BERLIN, "2026-11-30 10:00", "3/12", MOMENT_TWO_WAYS, "" },
	{ BERLIN, "2026-11-30 10:00", "soon", MOMENT_UNREAD, "" },
	{ BERLIN, "2026-11-30 10:00", "30 feb", MOMENT_NO_SUCH, "" },
	{ BERLIN, "2026-11-30 10:00", "today 9:00", MOMENT_PAST, "2026-11-30 09:00 CET" },
	{ BERLIN, "2026-11-30 10:00", "-1h", MOMENT_PAST, "2026-11-30 09:00 CET" },
	{ BERLIN, "2026-11-30 10:00", "0", MOMENT_PAST, "2026-11-30 10:00 CET" },
	{ BERLIN, "2026-11-30 10:00", "2062-12-01", MOMENT_FAR, "" },
	{ BERLIN, "2026-11-30 10:00", "9999d", MOMENT_FAR, "" },
	/* A day of 23 hours and one of 25: the same time of the day, and so many hours. */
	{ BERLIN, "2026-03-28 10:00", "+1d", MOMENT_READ, "2026-03-29 10:00 CEST" },
	{ BERLIN, "2026-03-28 10:00", "+24h", MOMENT_READ, "2026-03-29 11:00 CEST" },
	{ BERLIN, "2026-10-24 10:00", "+1d", MOMENT_READ, "2026-10-25 10:00 CET" },
	{ BERLIN, "2026-10-24 10:00", "+24h", MOMENT_READ, "2026-10-25 09:00 CET" },
	/* In the gap, and twice. */
	{ BERLIN, "2026-03-28 10:00", "tomorrow 2:30", MOMENT_READ, "2026-03-29 03:30 CEST" },
	{ BERLIN, "2026-10-24 10:00", "tomorrow 2:30", MOMENT_READ, "2026-10-25 02:30 CEST" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct moment_reader by = { .hour = 9 };
		int64_t us = 0;
		enum moment_verdict v;

		tap_ok(zone_load(a, str_c(rows[i].zone), &by.zone, NULL) == 0, "%s", rows[i].zone);
		v = moment_read(a, &by, str_c(rows[i].in),
		    when(a, rows[i].zone, str_printf(a, "%s:00", rows[i].now).p), &us);
		tap_ok(v == rows[i].verdict, "\"%s\": verdict %d", rows[i].in, (int)v);
		if (rows[i].want[0] != '\0')
			tap_str(zone_text(a, by.zone, us), str_c(rows[i].want), "\"%s\"",
			    rows[i].in);
	}
	arena_free(a);
	return tap_done();
}
