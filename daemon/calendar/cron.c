/* cron: see cron.h. */
#include "daemon/calendar/cron.h"

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { DAY = 86400, HOUR = 3600, MINUTE = 60, YEARS = 9, EPOCH_WEEKDAY = 4 };

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
	"sep", "oct", "nov", "dec" };
static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

static const struct part {
	const char		*what;
	int64_t			 min, max;
	const char		*const *names;	/* of min and so on; or NULL */
	size_t			 n_names;
} parts[] = {
	{ "minute", 0, 59, NULL, 0 },
	{ "hour", 0, 23, NULL, 0 },
	{ "day of the month", 1, 31, NULL, 0 },
	{ "month", 1, 12, months, COUNT(months) },
	{ "day of the week", 0, 7, weekdays, COUNT(weekdays) },
};

static bool
read_one(const struct part *p, struct str s, int64_t *out)
{
	for (size_t i = 0; i < p->n_names; i++)
		if (str_ieq(s, str_c(p->names[i]))) {
			*out = p->min + (int64_t)i;
			return true;
		}
	return s.n > 0 && s.n <= 2 && str_i64(s, out) && *out >= p->min && *out <= p->max;
}

/* "*", "3", "mon-fri", with or without "/2". */
static bool
read_range(const struct part *p, struct str s, uint64_t *bits)
{
	size_t slash = str_chr(s, '/', 0), dash;
	struct str range = str_sub(s, 0, slash);
	int64_t from = p->min, to = p->max, step = 1;

	if (slash != SIZE_MAX && (!str_i64(str_sub(s, slash + 1, SIZE_MAX), &step) || step < 1 ||
	    step > p->max))
		return false;
	dash = str_chr(range, '-', 0);
	if (dash != SIZE_MAX) {
		if (!read_one(p, str_sub(range, 0, dash), &from) ||
		    !read_one(p, str_sub(range, dash + 1, SIZE_MAX), &to))
			return false;
	} else if (!str_eq(range, STR("*"))) {
		if (!read_one(p, range, &from))
			return false;
		to = slash == SIZE_MAX ? from : p->max;
	}
	for (int64_t i = from; i <= to; i += step)
		*bits |= (uint64_t)1 << i;
	return from <= to;
}

static bool
read_part(const struct part *p, struct str s, uint64_t *bits)
{
	struct str rest = s, one;

	*bits = 0;
	if (s.n == 0 || s.p[s.n - 1] == ',')
		return false;
	while (rest.n > 0) {
		str_split(&rest, ',', &one);
		if (!read_range(p, one, bits))
			return false;
	}
	return true;
}

/* The next word off the front; tabs and spaces part them. */
static struct str
next_word(struct str *s)
{
	size_t n = 0;
	struct str word;

	*s = str_trim(*s);
	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\t')
		n++;
	word = str_sub(*s, 0, n);
	*s = str_trim(str_sub(*s, n, SIZE_MAX));
	return word;
}

int
cron_parse(struct str s, struct cron *out, struct err *e)
{
	uint64_t bits[COUNT(parts)];
	struct str words[COUNT(parts)];

	for (size_t i = 0; i < COUNT(parts); i++) {
		words[i] = next_word(&s);
		if (words[i].n == 0)
			return err_set(e, ERR_CONF, "a schedule has five words: minute, hour, day "
			    "of the month, month, day of the week, as \"0 9 * * mon-fri\"");
		if (!read_part(&parts[i], words[i], &bits[i]))
			return err_set(e, ERR_CONF, "\"%.*s\" is no %s: %lld to %lld%s, \"*\", "
			    "\"1-5\", \"1,3\" or \"*/15\"", STR_ARG(words[i]), parts[i].what,
			    (long long)parts[i].min, (long long)parts[i].max,
			    parts[i].names == months ? ", jan to dec" :
			    parts[i].names == weekdays ? ", sun to sat" : "");
	}
	if (s.n > 0)
		return err_set(e, ERR_CONF, "a schedule has five words, and no \"%.*s\"", STR_ARG(s));
	if ((bits[4] >> 7 & 1) != 0)		/* Sunday, too */
		bits[4] |= 1;
	*out = (struct cron){ bits[0], (uint32_t)bits[1], (uint32_t)bits[2], (uint32_t)bits[3],
	    (uint32_t)bits[4] & 0x7f, (uint32_t)bits[1] == 0xffffff, words[2].p[0] == '*',
	    words[4].p[0] == '*' };
	if (cron_next(out, zone_utc(), 0) == 0)
		return err_set(e, ERR_CONF, "there is no such day in any year");
	return 0;
}

/* Year, month and day of a day since 1970 (Howard Hinnant's days_from_civil, backwards). */
static void
civil(int64_t days, int64_t *month, int64_t *day)
{
	int64_t z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
}

static bool
is_day(const struct cron *c, int64_t days)
{
	int64_t month, day;
	bool by_day, by_weekday;

	civil(days, &month, &day);
	by_day = (c->days >> day & 1) != 0;
	by_weekday = (c->weekdays >> ((days + EPOCH_WEEKDAY) % 7) & 1) != 0;
	if ((c->months >> month & 1) == 0)
		return false;
	return c->any_day || c->any_weekday ? by_day && by_weekday : by_day || by_weekday;
}

/* When the wall shows this once more, in autumn; 0: it does not. */
static int64_t
second_time(const struct zone *z, int64_t wall, int64_t first)
{
	for (int64_t later = 2 * HOUR; later >= HOUR / 2; later /= 2)
		if (first + later + zone_offset(z, first + later) == wall)
			return first + later;
	return 0;
}

static void
consider(int64_t instant, int64_t after, int64_t *best)
{
	if (instant > after && (*best == 0 || instant < *best))
		*best = instant;
}

/* The first of a day after this instant; 0: none. */
static int64_t
first_of_day(const struct cron *c, const struct zone *z, int64_t days, int64_t after)
{
	int64_t best = 0;

	for (int64_t m = 0; m < DAY / MINUTE; m++) {
		int64_t wall = days * DAY + m * MINUTE, instant;

		if ((c->hours >> (m / 60) & 1) == 0 || (c->minutes >> (m % 60) & 1) == 0)
			continue;
		instant = zone_instant(z, wall);
		consider(instant, after, &best);
		if (c->every_hour)
			consider(second_time(z, wall, instant), after, &best);
	}
	return best;
}

int64_t
cron_next(const struct cron *c, const struct zone *z, int64_t after)
{
	int64_t seconds = after / SECOND_US;
	int64_t day = (seconds + zone_offset(z, seconds)) / DAY - 1;

	for (int64_t last = day + YEARS * 366; day <= last; day++) {
		int64_t found = is_day(c, day) ? first_of_day(c, z, day, seconds) : 0;

		if (found != 0)
			return found * SECOND_US;
	}
	return 0;
}
