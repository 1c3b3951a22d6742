/*
 * month: the calendar months by which a project's SLA promises are reported, in
 * the time zone of its calendar, and which of them are closed (sla.md rule 12:
 * a closed month's report never changes).  Who closes them is closing.h.
 *
 * A month closes MONTH_GRACE after its end: a mail may lie a day on the mail
 * server before docket sees it, and counts by when it arrived there (rule 1).
 * Months of a project close in order and without gaps: the first that is open
 * begins where the last closed one ended, whatever zone that was cut in.
 */
#ifndef DAEMON_REPORT_MONTH_H
#define DAEMON_REPORT_MONTH_H

#include "daemon/calendar/zones.h"
#include "daemon/db/db.h"
#include "daemon/policy/conf.h"

#define MONTH_GRACE	(24 * 3600LL * 1000000)		/* us */

enum { MONTH_NONE = -1 };

/* A month is a number: 12 times the year and 0 to 11. */
bool		month_parse(struct str text, int64_t *month);	/* "2026-10" */
struct str	month_text(struct arena *a, int64_t month);
/* In which month of that zone an instant (us) lies, and when one begins there. */
int64_t		month_of(struct arena *a, const struct zone *, int64_t us);
int64_t		month_start(const struct zone *, int64_t month);

struct month_project {
	struct str		 key;
	struct str		 zone_name;	/* its calendar's; gone: of its last month */
	const struct zone	*zone;
	bool			 has_tickets;
	int64_t			 last;		/* closed; MONTH_NONE: none is */
	int64_t			 closed_until;	/* us: end of that */
};

/* All of the configuration, with tickets or with closed months, by key. */
int	month_projects(struct arena *a, struct zones *, const struct conf *, struct db *,
	    struct month_project **out, size_t *n, struct err *);
/* The instants (us) between which the project's cycles count in an open month. */
void	month_cut(const struct month_project *, int64_t month, int64_t *since,
	    int64_t *until);

#endif
