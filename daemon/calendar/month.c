/* month: see month.h. */
#include "daemon/calendar/month.h"

#include "daemon/sys/clock.h"
#include "parsers/text/date.h"

bool
month_parse(struct str text, int64_t *month)
{
	int64_t year, m;

	if (text.n != 7 || text.p[4] != '-' || !str_i64(str_sub(text, 0, 4), &year) ||
	    !str_i64(str_sub(text, 5, 2), &m) || year < 1971 || m < 1 || m > 12)
		return false;
	*month = year * 12 + m - 1;
	return true;
}

struct str
month_text(struct arena *a, int64_t month)
{
	return str_printf(a, "%04lld-%02lld", (long long)(month / 12),
	    (long long)(month % 12 + 1));
}

int64_t
month_of(struct arena *a, const struct zone *zone, int64_t us)
{
	int64_t month = 1971 * 12;

	month_parse(str_sub(zone_text(a, zone, us), 0, 7), &month);
	return month;
}

int64_t
month_start(const struct zone *zone, int64_t month)
{
	return zone_instant(zone, date_days(month / 12, (int)(month % 12) + 1, 1) * 86400) *
	    SECOND_US;
}

void
month_cut(const struct months *p, int64_t month, int64_t *since, int64_t *until)
{
	*since = month_start(p->zone, month);
	*until = month_start(p->zone, month + 1);
	if (p->last != MONTH_NONE && (month == p->last + 1 || *since < p->closed_until))
		*since = p->closed_until;
}
