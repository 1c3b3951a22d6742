/*
 * withouttime: an engineer answered a customer and told no time of it: none with the answer,
 * and since their answer before no entry was booked and no timer ran on the ticket.
 */
#ifndef DAEMON_INTAKE_WITHOUTTIME_H
#define DAEMON_INTAKE_WITHOUTTIME_H

#include "daemon/intake/orders.h"

/*
 * Of an answer that is this entry, before its orders are done: 1, 0, -1 w->err.  Asks nothing
 * where no rule wants to know.
 */
int	without_time(struct work *, const struct ticket *, const struct actor *,
	    const struct orders *);

#endif
