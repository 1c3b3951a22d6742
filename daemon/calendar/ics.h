/* ics: the whole days that an iCalendar file (RFC 5545) names: holidays. */
#ifndef DAEMON_CALENDAR_ICS_H
#define DAEMON_CALENDAR_ICS_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct ics_days {
	int32_t	*v;			/* since 1970-01-01, in no order */
	size_t	 n;
};

/*
 * Adds the days of all-day events, repeated ones up to the year 2100; an event
 * with a time of day, or a cancelled one, takes none.  -1: ERR_CONF.
 */
int	ics_days(struct arena *a, struct str text, struct ics_days *out, struct err *);

#endif
