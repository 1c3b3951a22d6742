/*
 * actions: what a reader can do by a ready-made mail: links to their own reply address,
 * with the command in it.
 */
#ifndef DAEMON_OUT_ACTIONS_H
#define DAEMON_OUT_ACTIONS_H

#include "daemon/out/facts.h"

/* "actions" and "copied" of a notice to an agent. */
void	actions_add(struct work *, struct view *top, const struct event *,
	    const struct reader *);

#endif
