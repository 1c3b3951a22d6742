/* Cron words: which are read, what the others are told, and when they come, also over a change
 * of the clocks. */
#include "daemon/calendar/cron.h"

#include <stdlib.h>

#include "daemon/sys/clock.h"
#include "tests/tap.h"

static const struct row {
	const char	*words, *zone, *after;
	const char	*want;		/* instants one after another, apart by spaces */
} rows[] = {
	{ "0 9 * * mon-fri", "UTC", "2026-06-05T08:59:59Z",
	  "2026-06-05T09:00:00Z 2026-06-08T09:00:00Z 2026-06-09T09:00:00Z" },
	{ "0 9 * * 1-5", "Europe/Madrid", "2026-06-05T07:00:00Z", "2026-06-08T07:00:00Z" },
	{ "*/15 8-9 * * *", "UTC", "2026-06-05T08:40:00Z",
	  "2026-06-05T08:45:00Z 2026-06-05T09:00:00Z" },
	{ "30 17 1,15 jan *", "UTC", "2026-06-05T00:00:00Z",
	  "2027-01-01T17:30:00Z 2027-01-15T17:30:00Z" },
	{ "0 0 29 2 *", "UTC", "2026-06-05T00:00:00Z", "2028-02-29T00:00:00Z" },
	{ "0 0 13 * fri", "UTC", "2026-06-01T00:00:00Z",
	  "2026-06-05T00:00:00Z 2026-06-12T00:00:00Z 2026-06-13T00:00:00Z" },
	{ "0 12 * * 7", "UTC", "2026-06-01T00:00:00Z", "2026-06-07T12:00:00Z" },
	{ "59 23 31 dec *", "America/New_York", "2026-12-31T00:00:00Z", "2027-01-01T04:59:00Z" },
	/* Spring in Madrid: 02:30 is not there on 29 March 2026. */
	{ "30 2 * * *", "Europe/Madrid", "2026-03-28T12:00:00Z",
	  "2026-03-29T01:30:00Z 2026-03-30T00:30:00Z" },
	{ "*/30 * * * *", "Europe/Madrid", "2026-03-29T00:30:00Z",
	  "2026-03-29T01:00:00Z 2026-03-29T01:30:00Z 2026-03-29T02:00:00Z" },
	/* Autumn: 02:30 comes twice on 25 October, and once with an hour of its own. */
	{ "30 2 * * *", "Europe/Madrid", "2026-10-24T12:00:00Z",
	  "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z" },
	{ "30 * * * *", "Europe/Madrid", "2026-10-25T00:00:00Z",
	  "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z" },
	/* Half an hour on Lord Howe. */
	{ "45 * * * *", "Australia/Lord_Howe", "2026-04-04T14:00:00Z",
	  "2026-04-04T14:45:00Z 2026-04-04T15:15:00Z 2026-04-04T16:15:00Z" },
};

static const struct {
	const char	*words;
	const char	*want;
} refused[] = {
	{ "", "five words" },
	{ "0 9 * *", "five words" },
	{ "0 9 * * mon-fri 7", "and no \"7\"" },
	{ "60 9 * * *", "\"60\" is no minute: 0 to 59" },
	{ "0 24 * * *", "\"24\" is no hour: 0 to 23" },
	{ "0 9 0 * *", "\"0\" is no day of the month: 1 to 31" },
	{ "0 9 * 13 *", "\"13\" is no month: 1 to 12, jan to dec" },
	{ "0 9 * * mo", "\"mo\" is no day of the week: 0 to 7, sun to sat" },
	{ "0 9 * * fri-mon", "\"fri-mon\" is no day of the week" },
	{ "*/0 9 * * *", "\"*/0\" is no minute" },
	{ "1, 9 * * *", "\"1,\" is no minute" },
	{ "1- 9 * * *", "\"1-\" is no minute" },
	{ "-1 9 * * *", "\"-1\" is no minute" },
	{ "0 9 30 2 *", "no such day" },
	{ "@daily", "\"@daily\" is no minute" },
};

static void
test_next(struct arena *a, const struct row *row)
{
	const struct zone *zone = NULL;
	struct str rest = str_c(row->want), want;
	struct cron c;
	struct err e;
	int64_t at;

	if (!tap_int(cron_parse(str_c(row->words), &c, &e), 0, "%s is read", row->words) ||
	    zone_load(a, str_c(row->zone), &zone, &e) == -1 || !clock_parse(str_c(row->after), &at))
		abort();
	while (rest.n > 0) {
		str_split(&rest, ' ', &want);
		at = cron_next(&c, zone, at);
		tap_str(clock_rfc3339(a, at), want, "%s in %s after %s", row->words, row->zone,
		    row->after);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		test_next(a, &rows[i]);
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct cron c;
		struct err e = { 0 };

		tap_ok(cron_parse(str_c(refused[i].words), &c, &e) == -1 &&
		    str_find(str_c(e.text), str_c(refused[i].want), 0) != SIZE_MAX,
		    "'%s': %s", refused[i].words, e.text);
	}
	arena_free(a);
	return tap_done();
}
