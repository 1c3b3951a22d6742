/*
 * Every language writes a day in its own way: what is looked at is where digits
 * stand, and what stands between them.
 */
#include "parsers/quote/daytime.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A time, a year, or a day by numbers: at least two runs of digits. */
bool
daytime_has_date(struct str s)
{
	size_t runs = 0, longest = 0, run = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i])) {
			run = 0;
			continue;
		}
		runs += run++ == 0;
		longest = run > longest ? run : longest;
	}
	return runs >= 2 && longest <= 4;
}

/* "2025", "3/3/25", "03.03.25": people who tell of a time hardly add the year. */
bool
daytime_has_year(struct str s)
{
	for (size_t i = 0, n = 0, parts = 0; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			n++;
			if (n == 4 && (i + 1 == s.n || !is_digit(s.p[i + 1])) &&
			    (s.p[i - 3] == '1' || s.p[i - 3] == '2'))
				return true;
			if (n == 2 && parts == 2)
				return true;
			continue;
		}
		parts = n > 0 && n <= 2 && str_chr(STR("/.-"), s.p[i], 0) != SIZE_MAX ?
		    parts + 1 : s.p[i] == ' ' && n == 0 ? parts : 0;
		n = 0;
	}
	return false;
}

/* "a las 10:12", "10.12 Uhr". */
bool
daytime_has_time(struct str s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if ((s.p[i] == ':' || s.p[i] == '.' || s.p[i] == 'h') && is_digit(s.p[i - 1]) &&
		    is_digit(s.p[i + 1]))
			return true;
	return false;
}
