/* timerow: how what a plan has of time (timeentry.h) becomes a row. */
#ifndef DAEMON_TICKET_TIMEROW_H
#define DAEMON_TICKET_TIMEROW_H

#include "daemon/ticket/timeentry.h"

/* Queues it, told by that entry of the history unless it has one of its own. */
void	time_row_store(struct work *, int64_t ticket, const struct time_entry *, int64_t entry);

#endif
