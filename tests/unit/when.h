/* when: wall times as tests write them, "2026-06-01 10:00:00" in a zone. */
#ifndef TESTS_UNIT_WHEN_H
#define TESTS_UNIT_WHEN_H

#include <stdio.h>
#include <stdlib.h>

#include "daemon/calendar/calendar.h"
#include "daemon/calendar/zone.h"
#include "daemon/sys/clock.h"

/* Seconds on the wall; ends the program on a text that is none. */
static inline int64_t
wall(const char *text)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	int y, m, d, h, min, s = 0;
	int64_t days;

	if (sscanf(text, "%d-%d-%d %d:%d:%d", &y, &m, &d, &h, &min, &s) < 5 ||
	    m < 1 || m > 12)
		abort();
	days = 365 * (y - 1) + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400 - 719162 +
	    before[m - 1] + d - 1 +
	    (m > 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
	return days * 86400 + h * 3600 + min * 60 + s;
}

/* The instant, us. */
static inline int64_t
when(struct arena *a, const char *zone, const char *text)
{
	const struct zone *z;

	if (zone_load(a, str_c(zone), &z, NULL) == -1)
		abort();
	return zone_instant(z, wall(text)) * SECOND_US;
}

static inline int32_t
date_of(const char *text)
{
	char full[32];

	snprintf(full, sizeof(full), "%s 00:00", text);
	return (int32_t)(wall(full) / 86400);
}

enum { WEEKDAYS = 5, EVERY_DAY = 7, SUNDAY = -1 };

/* hours: {from, to} in seconds, on WEEKDAYS, EVERY_DAY or SUNDAY. */
static inline struct calendar
calendar_make(struct arena *a, const char *zone, int days, const int32_t (*hours)[2],
    size_t n, const char *holiday)
{
	struct calendar c = { .name = STR("test"), .timezone = str_c(zone),
	    .always = n == 0 };
	int first = days == SUNDAY ? 6 : 0, last = days == SUNDAY ? 7 : days;

	c.hours = ARENA_ARRAY(a, n * 7, struct span);
	for (int day = first; day < last; day++)
		for (size_t i = 0; i < n; i++)
			c.hours[c.n_hours++] = (struct span){ day, hours[i][0], hours[i][1] };
	if (holiday != NULL) {
		c.holidays = ARENA_NEW(a, int32_t);
		c.holidays[c.n_holidays++] = date_of(holiday);
	}
	return c;
}

#endif
