/*
 * cron: when something comes again and again, as crontab(5) writes it: minute, hour, day of
 * the month, month, day of the week, on the wall of a time zone.  A time that a spring gap
 * skips comes when the gap is over; one that comes twice in autumn is the first, unless
 * every hour is meant.
 */
#ifndef DAEMON_CALENDAR_CRON_H
#define DAEMON_CALENDAR_CRON_H

#include "daemon/calendar/zone.h"

struct cron {
	uint64_t	minutes;	/* bits */
	uint32_t	hours, days, months, weekdays;
	bool		every_hour;
	bool		any_day, any_weekday;	/* "*": the other decides alone */
};

/* "0 9 * * mon-fri".  -1: ERR_CONF, which word is wrong, and what would be right. */
int	cron_parse(struct str, struct cron *, struct err *);
/* The first instant after this one, both us; 0: there is none in nine years. */
int64_t	cron_next(const struct cron *, const struct zone *, int64_t after);

#endif
