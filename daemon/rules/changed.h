/*
 * changed: what an event changed of its ticket, as `changed`, `was` and `to` ask it.
 */
#ifndef DAEMON_RULES_CHANGED_H
#define DAEMON_RULES_CHANGED_H

#include "daemon/filter/read.h"
#include "daemon/ticket/event.h"

/*
 * Whether the test's subject is another now than before the event: what it was and what it
 * became; of tags those that went and those that came.
 */
bool	changed_look(struct work *, const struct event *, const struct filter_test *,
	    struct strs *was, struct strs *to);
/* The event made what stands in the ticket's plan from there on. */
void	changed_since(struct work *, struct event *, size_t from);

#endif
