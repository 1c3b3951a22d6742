/* period: a month or a week as people write it: "2026-10", "last month", "2026-W41", "last week". */
#ifndef DAEMON_CALENDAR_PERIOD_H
#define DAEMON_CALENDAR_PERIOD_H

#include "daemon/calendar/month.h"

struct period {
	struct str	name;		/* "2026-10", "2026-W41" (ISO 8601: it begins on Monday) */
	int64_t		since, until;	/* us */
};

/* In that zone, as of now (us); a week without a year is the last of its number.  False: it is none. */
bool	period_read(struct arena *a, const struct zone *, int64_t now, struct str text,
	    struct period *out);

#endif
