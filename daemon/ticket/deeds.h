/* deeds: what an agent did last to a ticket, to be taken back. */
#ifndef DAEMON_TICKET_DEEDS_H
#define DAEMON_TICKET_DEEDS_H

#include "daemon/ticket/ticket.h"

struct deeds {
	struct plan	plan;		/* of one mail, or one call, in order */
	bool		sent;		/* it said something to customers, too */
};

/*
 * The last of so many hours that was not taken back since; empty: there is none.  `undo`:
 * the history's word of what took it back.  Asks the database.  -1: w->err.
 */
int	deeds_last(struct work *, const struct ticket *, struct str agent, int hours,
	    struct str undo, struct deeds *);

#endif
