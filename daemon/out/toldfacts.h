/* toldfacts: what became of an engineer's command lines, as templates see it. */
#ifndef DAEMON_OUT_TOLDFACTS_H
#define DAEMON_OUT_TOLDFACTS_H

#include "daemon/out/facts.h"

/* "lines" and "outcome", of an event that tells them; days in the zone. */
void	toldfacts_add(struct work *, struct view *top, const struct event *,
	    const struct reader *, const struct zone *);

#endif
