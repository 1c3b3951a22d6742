/*
 * projectfacts: what templates see of a project: `project`, `contract` and `budget` where it has
 * them, `eol` of a version that comes to its end.
 */
#ifndef DAEMON_OUT_PROJECTFACTS_H
#define DAEMON_OUT_PROJECTFACTS_H

#include "daemon/out/facts.h"

/* Of the event's project, or its ticket's; for people here alone. */
void	projectfacts_add(struct work *, struct view *top, const struct event *,
	    const struct reader *);

/* In one line, for webhooks: "budget of ACME: 90 % is used, 36h of 40h (2026-11)". */
struct str	projectfacts_line(struct arena *, const struct project_event *);

#endif
