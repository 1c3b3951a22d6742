/* viewwhen: see viewwhen.h. */
#include "daemon/policy/viewwhen.h"

enum { WORDS = 3 };

/* "8:00", "08:30" */
static bool
is_time(struct str s, int64_t *hour, int64_t *minute)
{
	struct str rest = s, first;

	return str_chr(s, ':', 0) != SIZE_MAX && str_split(&rest, ':', &first) && rest.n == 2 &&
	    str_i64(first, hour) && str_i64(rest, minute) && *hour >= 0 && *hour < 24 &&
	    *minute >= 0 && *minute < 60;
}

bool
view_when(struct arena *a, struct str said, struct str *cron, struct str *zone)
{
	struct str words[WORDS], rest = str_trim(said), days = STR("*");
	int64_t hour, minute;
	size_t n = 0, at = 0;

	while (n < WORDS && str_split(&rest, ' ', &words[n])) {
		rest = str_trim(rest);
		n++;
	}
	if (n == 0 || rest.n > 0)
		return false;
	if (!is_time(words[0], &hour, &minute)) {
		if (n == 1 || !is_time(words[1], &hour, &minute))
			return false;
		days = words[0];
		at = 1;
	}
	if (n > at + 2)
		return false;
	*cron = str_printf(a, "%lld %lld * * %.*s", (long long)minute, (long long)hour,
	    STR_ARG(days));
	if (n == at + 1)
		return false;
	*zone = words[at + 1];
	return true;
}
