/*
 * month: the calendar months by which SLA promises are reported, in a time zone,
 * and where each begins and ends.  Pure; which of a project's months are closed
 * is report/projects.h's, who closes them report/closing.h's.
 *
 * A month closes MONTH_GRACE after its end: a mail may lie a day on the mail
 * server before docket sees it, and counts by when it arrived there (sla.md
 * rule 1).  Months close in order and without gaps: the first that is open
 * begins where the last closed one ended, whatever zone that was cut in.
 */
#ifndef DAEMON_CALENDAR_MONTH_H
#define DAEMON_CALENDAR_MONTH_H

#include "daemon/calendar/zones.h"

#define MONTH_GRACE	(24 * 3600LL * 1000000)		/* us */

enum { MONTH_NONE = -1 };

/* A month is a number: 12 times the year and 0 to 11. */
bool		month_parse(struct str text, int64_t *month);	/* "2026-10" */
struct str	month_text(struct arena *a, int64_t month);
/* In which month of that zone an instant (us) lies, and when one begins there. */
int64_t		month_of(struct arena *a, const struct zone *, int64_t us);
int64_t		month_start(const struct zone *, int64_t month);

struct months {				/* of one project, say */
	const struct zone	*zone;
	int64_t			 last;		/* closed; MONTH_NONE: none is */
	int64_t			 closed_until;	/* us: end of that */
};

/* The instants (us) between which cycles count in an open month. */
void	month_cut(const struct months *, int64_t month, int64_t *since, int64_t *until);

#endif
