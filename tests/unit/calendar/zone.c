#include <string.h>
#include <time.h>

#include "tests/tap.h"
#include "tests/unit/when.h"

static void
test_instants(struct arena *a)
{
	static const struct { const char *name, *zone, *wall, *want; } rows[] = {
		{ "winter", "Europe/Berlin", "2026-01-15 12:00", "2026-01-15 12:00 CET" },
		{ "summer", "Europe/Berlin", "2026-07-15 12:00", "2026-07-15 12:00 CEST" },
		{ "gap begins", "Europe/Berlin", "2026-03-29 02:00", "2026-03-29 03:00 CEST" },
		{ "in the gap", "Europe/Berlin", "2026-03-29 02:30", "2026-03-29 03:30 CEST" },
		{ "gap is over", "Europe/Berlin", "2026-03-29 03:00", "2026-03-29 03:00 CEST" },
		{ "twice: the first", "Europe/Berlin", "2026-10-25 02:30",
		    "2026-10-25 02:30 CEST" },
		{ "before it", "Europe/Berlin", "2026-10-25 01:59", "2026-10-25 01:59 CEST" },
		{ "after it", "Europe/Berlin", "2026-10-25 03:00", "2026-10-25 03:00 CET" },
		{ "New York's gap", "America/New_York", "2026-03-08 02:30",
		    "2026-03-08 03:30 EDT" },
		{ "New York's hour twice", "America/New_York", "2026-11-01 01:30",
		    "2026-11-01 01:30 EDT" },
		{ "a gap of half an hour", "Australia/Lord_Howe", "2026-10-04 02:15",
		    "2026-10-04 02:45 +11" },
		{ "a day that was left out", "Pacific/Apia", "2011-12-30 12:00",
		    "2011-12-31 12:00 +14" },
		{ "no change at all", "Asia/Kolkata", "2026-03-29 02:30",
		    "2026-03-29 02:30 IST" },
		{ "by the footer, summer", "Europe/Berlin", "2080-07-01 12:00",
		    "2080-07-01 12:00 CEST" },
		{ "by the footer, gap", "Europe/Berlin", "2080-03-31 02:30",
		    "2080-03-31 03:30 CEST" },
		{ "by the footer, twice", "Europe/Berlin", "2080-10-27 02:30",
		    "2080-10-27 02:30 CEST" },
		{ "by the footer, south", "Australia/Sydney", "2080-01-01 00:00",
		    "2080-01-01 00:00 AEDT" },
		{ "by the footer, no DST", "Asia/Tokyo", "2080-07-01 12:00",
		    "2080-07-01 12:00 JST" },
		{ "leap day", "UTC", "2028-02-29 23:59", "2028-02-29 23:59 UTC" },
		{ "before 1970", "Europe/Berlin", "1960-12-31 23:30", "1960-12-31 23:30 CET" },
		{ "new year", "Pacific/Auckland", "2027-01-01 00:00",
		    "2027-01-01 00:00 NZDT" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(zone_format(a, str_c(rows[i].zone),
		    when(a, rows[i].zone, rows[i].wall)), str_c(rows[i].want), "%s",
		    rows[i].name);
	tap_str(zone_format_exact(a, STR("Europe/Berlin"),
	    when(a, "Europe/Berlin", "2026-06-01 10:00:07")),
	    STR("Mon 2026-06-01 10:00:07 CEST"), "with day and second");
	tap_str(zone_format_exact(a, STR("UTC"), -1), STR("Wed 1969-12-31 23:59:59 UTC"),
	    "the last second before 1970");
}

/* Every hour of years beside what libc says, also past the table's end. */
static void
test_beside_libc(struct arena *a)
{
	static const char *const names[] = {
		"Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca",
		"Europe/Dublin", "Asia/Gaza", "Pacific/Chatham", "Antarctica/Troll",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z;
		time_t differs = 0;

		setenv("TZ", names[i], 1);
		tzset();
		if (zone_load(a, str_c(names[i]), &z, NULL) == -1)
			abort();
		for (time_t t = 1500000000; t < 2300000000 && differs == 0; t += 3600) {
			struct tm tm;

			localtime_r(&t, &tm);
			if (zone_offset(z, t) != tm.tm_gmtoff)
				differs = t;
		}
		tap_int(differs, 0, "as libc: %s", names[i]);
	}
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	tap_str(zone_format(a, STR("Europe/Berlin"), 0), STR("1970-01-01 01:00 CET"),
	    "the process's TZ plays no part");
}

static void
test_names(struct arena *a)
{
	static const char *const refused[] = {
		"", "Europe/Nowhere", "../etc/passwd", "/etc/localtime", "Europe", "Europe/",
		"Europe/../Europe/Berlin", "tzdata.zi", "Europe/Berlin\n", "zone.tab",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};
	const struct zone *z;
	struct err e;

	for (size_t i = 0; i < COUNT(refused); i++) {
		e.kind = ERR_NONE;
		tap_ok(zone_load(a, str_c(refused[i]), &z, &e) == -1 && e.kind == ERR_CONF,
		    "no zone: row %zu", i);
	}
	tap_str(zone_format(a, STR("Europe/Nowhere"), 0), STR("1970-01-01 00:00 UTC"),
	    "shown in UTC when there is no such zone");
}

/* A file as a broken disk could leave it: each byte changed, each length cut. */
static void
test_broken_files(struct arena *a)
{
	FILE *f = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
	char good[8192], bad[8192];
	size_t n = f == NULL ? 0 : fread(good, 1, sizeof(good), f);
	size_t read = 0;
	const struct zone *z;
	int cut = 0;

	tap_ok(n > 1000, "have a zone file");
	for (size_t i = 0; i < n; i++) {
		memcpy(bad, good, n);
		bad[i] = (char)~bad[i];
		if (zone_parse(a, (struct str){ bad, n }, &z, NULL) == 0) {
			/* Any instant has an answer. */
			for (int64_t t = -4000000000; t < 8000000000; t += 200000003)
				read += zone_instant(z, t) + zone_offset(z, t) != 0;
		}
		cut += zone_parse(a, str_sub((struct str){ good, n }, 0, i), &z, NULL) == -1;
	}
	tap_ok(read > 0, "a changed byte is refused or gives some answer");
	tap_int(cut, (long long)n, "a cut file is refused");
	if (f != NULL)
		fclose(f);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_instants(a);
	test_beside_libc(a);
	test_names(a);
	test_broken_files(a);
	arena_free(a);
	return tap_done();
}
