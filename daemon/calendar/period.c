/* period: see period.h. */
#include "daemon/calendar/period.h"

#include "daemon/calendar/monthword.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"
#include "parsers/text/fold.h"

enum { DAY = 86400, WEEK_DAYS = 7, THURSDAY = 3, WEEKS_MOST = 53, YEAR_LEAST = 2000,
	YEAR_MOST = 9999 };

/* Folded; how many weeks before now. */
static const struct { struct str words; int before; } phrases[] = {
	{ STR("this week"), 0 }, { STR("last week"), 1 }, { STR("previous week"), 1 },
	{ STR("diese woche"), 0 }, { STR("letzte woche"), 1 }, { STR("vorwoche"), 1 },
	{ STR("esta semana"), 0 }, { STR("la semana pasada"), 1 }, { STR("semana pasada"), 1 },
	{ STR("cette semaine"), 0 }, { STR("semaine derniere"), 1 }, { STR("la semaine derniere"), 1 },
	{ STR("questa settimana"), 0 }, { STR("settimana scorsa"), 1 },
	{ STR("la settimana scorsa"), 1 }, { STR("semana passada"), 1 }, { STR("a semana passada"), 1 },
};

/* The Monday (day since 1970) of the week in which a day lies. */
static int64_t
monday(int64_t day)
{
	return day - (((day + THURSDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
}

static int
year_of(int64_t day)
{
	int year = (int)(1970 + day / 366);

	while (date_days(year + 1, 1, 1) <= day)
		year++;
	return year;
}

/* The week of a year in which its first Thursday lies is the first. */
static int64_t
first_monday(int year)
{
	return monday(date_days(year, 1, 4));
}

static void
put_week(struct arena *a, const struct zone *zone, int64_t day, struct period *out)
{
	int year = year_of(day + THURSDAY);

	out->name = str_printf(a, "%04d-W%02d", year, (int)((day - first_monday(year)) / WEEK_DAYS) + 1);
	out->since = zone_instant(zone, day * DAY) * SECOND_US;
	out->until = zone_instant(zone, (day + WEEK_DAYS) * DAY) * SECOND_US;
}

static bool
digits(struct str s, size_t most, int64_t *n)
{
	return s.n > 0 && s.n <= most && s.p[0] >= '0' && s.p[0] <= '9' && str_i64(s, n);
}

/* "2026-w41", "w41". */
static bool
week_number(struct str s, int64_t today, int64_t *day)
{
	size_t at = str_chr(s, 'w', 0);
	int64_t year = 0, week;

	if (at == SIZE_MAX || !digits(str_sub(s, at + 1, s.n), 2, &week) || week < 1 ||
	    week > WEEKS_MOST)
		return false;
	if (at > 0 && (at != 5 || s.p[4] != '-' || !digits(str_sub(s, 0, 4), 4, &year) ||
	    year < YEAR_LEAST || year >= YEAR_MOST))
		return false;
	if (at == 0) {
		year = year_of(monday(today) + THURSDAY);
		if (first_monday((int)year) + (week - 1) * WEEK_DAYS > today)
			year--;
	}
	*day = first_monday((int)year) + (week - 1) * WEEK_DAYS;
	return *day < first_monday((int)year + 1);
}

bool
period_read(struct arena *a, const struct zone *zone, int64_t now, struct str text,
    struct period *out)
{
	struct str s = fold_trim(fold(a, text));
	int64_t at = now / SECOND_US, today = (at + zone_offset(zone, at)) / DAY, day, month;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (str_eq(s, phrases[i].words)) {
			put_week(a, zone, monday(today) - WEEK_DAYS * phrases[i].before, out);
			return true;
		}
	if (week_number(s, today, &day)) {
		put_week(a, zone, day, out);
		return true;
	}
	if (!month_read(a, s, month_of(a, zone, now), &month))
		return false;
	out->name = month_text(a, month);
	out->since = month_start(zone, month);
	out->until = month_start(zone, month + 1);
	return true;
}
