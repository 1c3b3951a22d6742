/*
 * projects: those that the SLA report tells of, each with its months in the time
 * zone of its calendar and how far they are closed (sla.md rule 12: a closed
 * month's report never changes).  Who closes them is closing.h.
 */
#ifndef DAEMON_REPORT_PROJECTS_H
#define DAEMON_REPORT_PROJECTS_H

#include "daemon/calendar/month.h"
#include "daemon/db/db.h"
#include "daemon/policy/conf.h"

struct month_project {
	struct str		 key;
	struct str		 zone_name;	/* its calendar's; gone: of its last month */
	bool			 has_tickets;
	struct months		 months;
};

/* All of the configuration, with tickets or with closed months, by key. */
int	month_projects(struct arena *a, struct zones *, const struct conf *, struct db *,
	    struct month_project **out, size_t *n, struct err *);

#endif
