/*
 * customerorders: the few commands that a project lets its customers give at the top of a
 * mail (customer_commands in projects.conf).  A line that is not understood, not allowed or
 * not possible leaves the whole block what it was, text: it is never an error to a customer.
 */
#ifndef DAEMON_INTAKE_CUSTOMERORDERS_H
#define DAEMON_INTAKE_CUSTOMERORDERS_H

#include "daemon/intake/orders.h"
#include "daemon/intake/reading.h"

struct customer_orders {
	struct actor	 actor;
	struct orders	 orders;
	struct str	 text;		/* of the mail without them */
	bool		 says;		/* it has more to say than commands */
	bool		 asks;		/* for their tickets */
	struct str	 capped;	/* the severity that it asks for and may not have; or empty */
};

/* The lines at its top that the project allows; false: none, or not all are clear. */
bool	customer_block(struct work *, const struct reading *, const struct project *,
	    struct command_block *);
/* Of who takes part and whose mail is believed; orders.n is 0: there are none. */
void	customer_orders_read(struct work *, const struct reading *, const struct ticket *,
	    struct customer_orders *);

#endif
