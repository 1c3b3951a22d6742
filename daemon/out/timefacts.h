/* timefacts: what was worked on a ticket, for its engineers: customers' facts never have it. */
#ifndef DAEMON_OUT_TIMEFACTS_H
#define DAEMON_OUT_TIMEFACTS_H

#include "daemon/ticket/ticket.h"
#include "parsers/text/view.h"

/* "worked" and "nonbillable", where there is any. */
void	timefacts_add(struct work *, struct view *ticket, const struct ticket *);

#endif
