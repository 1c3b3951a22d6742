/* figures: see figures.h. */
#include "daemon/report/figures.h"

#include <inttypes.h>

enum { MINUTE = 60, HOUR = 3600, RATE_DIGITS = 4 };

/* Also of the one number whose opposite there is none. */
static uint64_t
magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

struct str
figure_time(struct arena *a, int64_t seconds)
{
	uint64_t s = magnitude(seconds);

	return str_printf(a, "%s%" PRIu64 ":%02" PRIu64 ":%02" PRIu64, seconds < 0 ? "-" : "",
	    s / HOUR, s / MINUTE % MINUTE, s % MINUTE);
}

struct str
figure_money(struct arena *a, struct money m, char point)
{
	uint64_t n = magnitude(m.amount), unit = 1;

	for (int i = 0; i < m.digits; i++)
		unit *= 10;
	if (m.digits == 0)
		return str_printf(a, "%s%" PRIu64, m.amount < 0 ? "-" : "", n);
	return str_printf(a, "%s%" PRIu64 "%c%0*" PRIu64, m.amount < 0 ? "-" : "", n / unit, point,
	    m.digits, n % unit);
}

struct str
figure_rate(struct arena *a, int64_t rate, int digits, char point)
{
	int shown = RATE_DIGITS;

	for (; shown > digits && rate % 10 == 0; shown--)
		rate /= 10;
	return figure_money(a, (struct money){ rate, shown }, point);
}

char
figure_point(struct str language)
{
	return language.n == 0 || str_eq(language, STR("en")) ? '.' : ',';
}
