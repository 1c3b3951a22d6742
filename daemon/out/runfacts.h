/*
 * runfacts: what is known of a ticket's version: that its time is over, and what people here
 * are asked about what its project runs.
 */
#ifndef DAEMON_OUT_RUNFACTS_H
#define DAEMON_OUT_RUNFACTS_H

#include "daemon/out/facts.h"

void	runfacts_add(struct work *, struct view *top, const struct ticket *,
	    const struct reader *, const struct zone *);

#endif
