/* moment: see moment.h. */
#include "daemon/calendar/moment.h"

#include "daemon/sys/clock.h"

enum { DAY = 86400, FAR_DAYS = 5 * 366 };

static int64_t
floor_second(int64_t us)
{
	return us >= 0 ? us / SECOND_US : -((-us + SECOND_US - 1) / SECOND_US);
}

enum moment_verdict
moment_read(struct arena *a, const struct moment_reader *by, struct str in, int64_t now,
    int64_t *us)
{
	int64_t seconds = floor_second(now), at;
	struct when_reader reader = { .day_first = by->day_first,
	    .month_first = by->month_first, .hour = by->hour,
	    .now = seconds + zone_offset(by->zone, seconds) };
	struct when when;

	switch (when_read(a, &reader, in, &when)) {
	case WHEN_UNREAD:
		return MOMENT_UNREAD;
	case WHEN_TWO_WAYS:
		return MOMENT_TWO_WAYS;
	case WHEN_NO_SUCH:
		return MOMENT_NO_SUCH;
	case WHEN_READ:
		break;
	}
	at = when.kind == WHEN_SPAN ? seconds + when.seconds :
	    when.kind == WHEN_UTC ? when.seconds : zone_instant(by->zone, when.seconds);
	if (at > seconds + (int64_t)FAR_DAYS * DAY)
		return MOMENT_FAR;
	*us = at * SECOND_US;
	return *us > now ? MOMENT_READ : MOMENT_PAST;
}
