/*
 * projectevent: what happens to a project, not to one of its tickets: a point of a budget, the
 * end of a version or of a contract (docket.project_event).  Each point is told once, whoever
 * finds it, how often, and with how many daemons; rules run on it in a transaction of its own
 * right after the commit (core/projectlook.h).
 */
#ifndef DAEMON_TICKET_PROJECTEVENT_H
#define DAEMON_TICKET_PROJECTEVENT_H

#include "daemon/calendar/civil.h"
#include "daemon/filter/eventkind.h"
#include "daemon/ticket/work.h"

struct project_event {
	struct str	project;	/* its key */
	enum event_kind	kind;		/* event_is_of_project() */
	/* What the points are of: each that says something else has points of its own. */
	struct str	what;		/* "2026-11 of 40h", "docket 2.2 prod", "2026-12-31" */
	int64_t		point;		/* per cent of a budget; days before an end */
	int64_t		used, limit;	/* of a budget: s */
	int64_t		ticket;		/* … number: whose time went past the point; 0: not known */
	struct str	product, version, environment;	/* of version-eol */
	int32_t		day;		/* of version-eol and contract-ending: the last one */
};

/* Queues it; nothing, when it was told before.  `passed`: a further point is told instead. */
void	project_event_tell(struct work *, const struct project_event *, bool passed);
/*
 * Of the points that are reached the furthest is told, and the others are passed with it.
 * `at`: per cent of the budget that is used, or days that are left, negative after the end.
 */
void	project_event_reach(struct work *, const struct project_event *, int64_t at);

/* The mailbox that writes of the project: its own, else the first; NULL: there is none. */
const struct mailbox	*project_event_mailbox(const struct conf *, struct str project);
/* In whose days, months and years a project lives: that of its calendar, else UTC. */
const struct zone	*project_event_zone(const struct work *, const struct project *);

#endif
