/* faultsaid: what somebody says of a ticket's fault (fault.h), or takes back. */
#ifndef DAEMON_TICKET_FAULTSAID_H
#define DAEMON_TICKET_FAULTSAID_H

#include "daemon/ticket/ticket.h"

/* 1 changed, 0 it is said already.  Or nothing is to be said of the version any more. */
int		 ticket_say_fault(struct work *, struct ticket *, const struct fault *,
		    const struct cause *);
int		 ticket_unsay_fault(struct work *, struct ticket *, struct str product,
		    struct str version, const struct cause *);

#endif
