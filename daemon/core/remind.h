/*
 * remind: a ticket that people wanted to see again (ticket/wake.h) is told of; one that was
 * on hold until then is open again.
 */
#ifndef DAEMON_CORE_REMIND_H
#define DAEMON_CORE_REMIND_H

#include "daemon/ticket/event.h"

/* Of whose reminder it is, else of who has it.  1: told; 0: it holds no more; -1: w->err. */
int	remind(struct work *, struct ticket *, const struct event_wake *, struct str whose);

#endif
