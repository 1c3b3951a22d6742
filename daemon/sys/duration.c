/* duration: see duration.h. */
#include "daemon/sys/duration.h"

enum { DAYS, HOURS, MINUTES, SECONDS, UNITS };

static const int64_t sizes[UNITS] = { 86400, 3600, 60, 1 };

static const struct style {
	const char	*units[UNITS];
	const char	*gap;		/* between two of them */
	const char	*none;		/* 0 */
	int		 first;		/* the largest unit that is used */
	int		 more;		/* how many units behind the largest are told */
	bool		 whole_minutes;	/* seconds are told alone only */
} styles[] = {
	[DURATION_EXACT] = { { "d", "h", "m", "s" }, "", "0", HOURS, 2, false },
	[DURATION_SHORT] = { { "d", "h", "m", "s" }, " ", "0s", DAYS, 1, false },
	[DURATION_WORDS] = { { " d", " h", " min", " s" }, " ", "0 s", DAYS, 1, true },
	[DURATION_WORKED] = { { " d", " h", " min", " s" }, " ", "0 s", HOURS, 1, true },
};

struct str
duration_text(struct arena *a, int64_t seconds, enum duration_style style)
{
	const struct style *st = &styles[style];
	int largest = st->first;
	struct buf b;

	if (seconds <= 0)
		return str_c(st->none);
	while (seconds < sizes[largest])
		largest++;
	buf_init(&b, a);
	for (int i = largest; i < UNITS && i <= largest + st->more; i++) {
		int64_t n = seconds / sizes[i];

		seconds %= sizes[i];
		if (n == 0 || (st->whole_minutes && i == SECONDS && largest < SECONDS))
			continue;
		buf_printf(&b, "%s%lld%s", b.n > 0 ? st->gap : "", (long long)n, st->units[i]);
	}
	return buf_str(&b);
}
