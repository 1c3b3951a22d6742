/*
 * runsaid: what a ticket says of what its project runs.
 */
#ifndef DAEMON_TICKET_RUNSAID_H
#define DAEMON_TICKET_RUNSAID_H

#include "daemon/ticket/ticket.h"

/*
 * 1: it runs that from now on; 0: it was known, or people are asked (t->run_doubt); -1: w->err.
 * A round trip.  The ticket is stored, and its history tells it with the rest of its plan.
 */
int	runs_tell(struct work *, struct ticket *, const struct run *);

#endif
