#include "daemon/calendar/worktime.h"

#include "tests/tap.h"
#include "tests/unit/when.h"

#define H(h, m)	((h) * 3600 + (m) * 60)

enum which {
	BER, NYC, BER_XMAS, NYC_THANKS, ALWAYS, SUNDAY_0_6, NIGHT, SUNDAY_GAP, SUNDAY_TWICE,
	SPLIT, DAILY, OVERLAP, INTO_SUNDAY, WHICH
};

static struct worktime *
worktime_make(struct arena *a, enum which which)
{
	static const struct {
		const char	*zone;
		int		 days;
		int32_t		 hours[2][2];
		size_t		 n;
		const char	*holiday;
	} rows[WHICH] = {
		[BER] = { "Europe/Berlin", WEEKDAYS, { { H(9, 0), H(17, 0) } }, 1, NULL },
		[NYC] = { "America/New_York", WEEKDAYS, { { H(9, 0), H(17, 0) } }, 1, NULL },
		[BER_XMAS] = { "Europe/Berlin", WEEKDAYS, { { H(9, 0), H(17, 0) } }, 1,
		    "2026-12-25" },
		[NYC_THANKS] = { "America/New_York", WEEKDAYS, { { H(9, 0), H(17, 0) } }, 1,
		    "2026-11-26" },
		[ALWAYS] = { "Europe/Berlin", 0, { { 0, 0 } }, 0, NULL },
		[SUNDAY_0_6] = { "Europe/Berlin", SUNDAY, { { 0, H(6, 0) } }, 1, NULL },
		[NIGHT] = { "Europe/Berlin", EVERY_DAY, { { H(22, 0), H(30, 0) } }, 1, NULL },
		[SUNDAY_GAP] = { "Europe/Berlin", SUNDAY, { { H(2, 30), H(5, 0) } }, 1, NULL },
		[SUNDAY_TWICE] = { "Europe/Berlin", SUNDAY, { { H(2, 15), H(5, 0) } }, 1,
		    NULL },
		[SPLIT] = { "Europe/Berlin", WEEKDAYS,
		    { { H(9, 0), H(12, 0) }, { H(13, 0), H(17, 0) } }, 2, NULL },
		[DAILY] = { "Europe/Berlin", EVERY_DAY, { { 0, H(24, 0) } }, 1, NULL },
		[OVERLAP] = { "Europe/Berlin", EVERY_DAY,
		    { { H(9, 0), H(12, 0) }, { H(11, 0), H(14, 0) } }, 2, NULL },
		[INTO_SUNDAY] = { "Europe/Berlin", EVERY_DAY, { { H(22, 0), H(26, 0) } }, 1,
		    "2026-06-06" },
	};
	struct calendar *c = ARENA_NEW(a, struct calendar);

	*c = calendar_make(a, rows[which].zone, rows[which].days, rows[which].hours,
	    rows[which].n, rows[which].holiday);
	return worktime_new(a, c);
}

/* sla.md, Cases: the numbers are its. */
static void
test_deadlines(struct arena *a)
{
	static const struct {
		const char	*name;
		enum which	 which;
		const char	*zone, *from;
		int		 minutes;
		const char	*want;
	} rows[] = {
		{ "1", BER, "Europe/Berlin", "2026-03-27 16:30", 60, "2026-03-30 09:30 CEST" },
		{ "2", BER, "Europe/Berlin", "2026-03-28 10:00", 60, "2026-03-30 10:00 CEST" },
		{ "3 at closing", BER, "Europe/Berlin", "2026-06-03 16:00", 60,
		    "2026-06-03 17:00 CEST" },
		{ "3 created at closing", BER, "Europe/Berlin", "2026-06-03 17:00", 60,
		    "2026-06-04 10:00 CEST" },
		{ "4", BER, "Europe/Berlin", "2026-03-27 16:30", 16 * 60,
		    "2026-03-31 16:30 CEST" },
		{ "5 spring", ALWAYS, "Europe/Berlin", "2026-03-28 22:00", 8 * 60,
		    "2026-03-29 07:00 CEST" },
		{ "5 autumn", ALWAYS, "Europe/Berlin", "2026-10-24 22:00", 8 * 60,
		    "2026-10-25 05:00 CET" },
		{ "6 night over the change", NIGHT, "Europe/Berlin", "2026-03-28 22:00",
		    7 * 60 + 30, "2026-03-29 22:30 CEST" },
		{ "6 nights", NIGHT, "Europe/Berlin", "2026-06-01 21:00", 9 * 60,
		    "2026-06-02 23:00 CEST" },
		{ "7 in the gap", SUNDAY_GAP, "Europe/Berlin", "2026-03-29 00:00", 30,
		    "2026-03-29 04:00 CEST" },
		{ "8", NYC, "America/New_York", "2026-03-06 16:00", 120,
		    "2026-03-09 10:00 EDT" },
		{ "9 New York", NYC_THANKS, "America/New_York", "2026-11-25 16:00", 240,
		    "2026-11-27 12:00 EST" },
		{ "9 Berlin", BER, "America/New_York", "2026-11-25 16:00", 240,
		    "2026-11-26 07:00 EST" },
		{ "10", BER_XMAS, "Europe/Berlin", "2026-12-24 15:00", 240,
		    "2026-12-28 11:00 CET" },
		{ "11", SPLIT, "Europe/Berlin", "2026-06-01 11:30", 60,
		    "2026-06-01 13:30 CEST" },
		{ "11 at noon", SPLIT, "Europe/Berlin", "2026-06-01 12:15", 60,
		    "2026-06-01 14:00 CEST" },
		{ "12 daily", DAILY, "Europe/Berlin", "2026-06-01 23:30", 60,
		    "2026-06-02 00:30 CEST" },
		{ "12 24x7", ALWAYS, "Europe/Berlin", "2026-06-01 23:30", 60,
		    "2026-06-02 00:30 CEST" },
		{ "nothing to work", BER, "Europe/Berlin", "2026-06-06 10:00", 0,
		    "2026-06-06 10:00 CEST" },
		{ "overlapping spans count once", OVERLAP, "Europe/Berlin",
		    "2026-06-01 09:00", 5 * 60, "2026-06-01 14:00 CEST" },
		{ "a holiday keeps the evening before", INTO_SUNDAY, "Europe/Berlin",
		    "2026-06-06 00:00", 120, "2026-06-06 02:00 CEST" },
		{ "… and takes its own whole", INTO_SUNDAY, "Europe/Berlin",
		    "2026-06-06 12:00", 60, "2026-06-07 23:00 CEST" },
		{ "years ahead", BER, "Europe/Berlin", "2026-06-01 09:00",
		    8 * 60 * 5 * 52 * 20, "2046-05-04 17:00 CEST" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(zone_format(a, str_c(rows[i].zone),
		    worktime_after(worktime_make(a, rows[i].which),
		    when(a, rows[i].zone, rows[i].from),
		    (int64_t)rows[i].minutes * 60 * SECOND_US)),
		    str_c(rows[i].want), "case %s", rows[i].name);
}

static void
test_worth(struct arena *a)
{
	static const struct {
		const char	*name;
		enum which	 which;
		const char	*from, *to;
		int		 minutes;
	} rows[] = {
		{ "6 spring", SUNDAY_0_6, "2026-03-29 00:00", "2026-03-30 00:00", 5 * 60 },
		{ "6 autumn", SUNDAY_0_6, "2026-10-25 00:00", "2026-10-26 00:00", 7 * 60 },
		{ "7 spring", SUNDAY_GAP, "2026-03-29 00:00", "2026-03-30 00:00", 90 },
		{ "7 autumn", SUNDAY_TWICE, "2026-10-25 00:00", "2026-10-26 00:00", 225 },
		{ "12 a week each", DAILY, "2026-06-01 00:00", "2026-06-08 00:00", 7 * 1440 },
		{ "12 over the change", DAILY, "2026-03-28 00:00", "2026-03-30 00:00",
		    2 * 1440 - 60 },
		{ "backwards", BER, "2026-06-02 12:00", "2026-06-01 12:00", 0 },
		{ "a weekend", BER, "2026-06-05 17:00", "2026-06-08 09:00", 0 },
		{ "within a span", BER, "2026-06-01 10:00", "2026-06-01 10:07", 7 },
		{ "a year", BER, "2026-01-01 00:00", "2027-01-01 00:00", 261 * 8 * 60 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(worktime_between(worktime_make(a, rows[i].which),
		    when(a, "Europe/Berlin", rows[i].from),
		    when(a, "Europe/Berlin", rows[i].to)),
		    (long long)rows[i].minutes * 60 * SECOND_US, "worth: %s", rows[i].name);
}

/* The earliest instant, and the same whatever was asked before. */
static void
test_inverse(struct arena *a)
{
	int wrong = 0;

	for (int which = 0; which < WHICH; which++) {
		struct worktime *old = worktime_make(a, (enum which)which);
		uint64_t seed = 42;

		for (int i = 0; i < 500; i++) {
			struct worktime *new = worktime_make(a, (enum which)which);
			int64_t from, worked, at;

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			from = (int64_t)(seed >> 24) % (90LL * 365 * 86400) * SECOND_US;
			worked = (int64_t)(seed >> 40) % (400 * 3600) * SECOND_US + 1;
			at = worktime_after(old, from, worked);
			wrong += worktime_between(old, from, at) != worked ||
			    worktime_between(old, from, at - 1) != worked - 1 ||
			    worktime_after(new, from, worked) != at;
		}
	}
	tap_int(wrong, 0, "after and between are each other's inverse");
}

static void
test_far(struct arena *a)
{
	struct worktime *wt = worktime_make(a, BER);
	int64_t at = worktime_after(wt, 0, INT64_MAX);

	tap_ok(at > 0 && worktime_after(wt, INT64_MAX, 1) == at,
	    "what never ends is due at the horizon");
	tap_ok(worktime_between(wt, INT64_MIN, INT64_MAX) > 0, "any instant may be asked");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_deadlines(a);
	test_worth(a);
	test_inverse(a);
	test_far(a);
	arena_free(a);
	return tap_done();
}
