/*
 * merge: a ticket goes into another, which stays.  Who takes part, files and relations go
 * with it; its clocks end, and who waited there waits here (sla.md rule 11).  Its history
 * stays its own, and each names the other.
 */
#ifndef DAEMON_TICKET_MERGE_H
#define DAEMON_TICKET_MERGE_H

#include "daemon/ticket/ticket.h"

/* Both locked.  1, or -1 with w->err. */
int	ticket_merge(struct work *, struct ticket *, struct ticket *into, const struct cause *);

#endif
