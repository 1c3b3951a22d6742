/* timerow: how what a plan has of time (timeentry.h) becomes a row. */
#ifndef DAEMON_TICKET_TIMEROW_H
#define DAEMON_TICKET_TIMEROW_H

#include "daemon/ticket/timeentry.h"

/* Queues it, told by that entry of the history unless it has one of its own. */
void	time_row_store(struct work *, int64_t ticket, const struct time_entry *, int64_t entry);
/* What no statement has yet goes along to the project, before the ticket's row does. */
void	time_row_move(struct work *, int64_t ticket, struct str project);
/* All of it goes to another ticket, of that project. */
void	time_row_merge(struct work *, int64_t ticket, int64_t into);

#endif
