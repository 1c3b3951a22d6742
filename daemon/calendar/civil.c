/* civil: see civil.h. */
#include "daemon/calendar/civil.h"

#include "daemon/sys/clock.h"

enum { DAY_SECONDS = 24 * 3600 };

struct str
civil_text(struct arena *a, int32_t day)
{
	return str_sub(clock_rfc3339(a, (int64_t)day * DAY_SECONDS * SECOND_US), 0, 10);
}

int32_t
civil_of(const struct zone *z, int64_t us)
{
	int64_t second = us / SECOND_US - (us % SECOND_US < 0);
	int64_t wall = second + zone_offset(z, second);

	return (int32_t)(wall / DAY_SECONDS - (wall % DAY_SECONDS < 0));
}

int64_t
civil_start(const struct zone *z, int32_t day)
{
	return zone_instant(z, (int64_t)day * DAY_SECONDS) * SECOND_US;
}
