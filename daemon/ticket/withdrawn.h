/*
 * withdrawn: the reply tokens of a ticket that prove nothing any more, for somebody else
 * than their owner had them.  Each agent's tokens of a ticket have a serial; those of a
 * lower one than the agent's are dead, however long they would last.
 */
#ifndef DAEMON_TICKET_WITHDRAWN_H
#define DAEMON_TICKET_WITHDRAWN_H

#include "daemon/ticket/work.h"

struct withdrawal {
	struct str	agent;
	int64_t		serial;		/* of the tokens that are good */
	int64_t		at;		/* us: the last time */
};

struct withdrawn {			/* of one ticket; nearly always none */
	struct withdrawal	*v;
	size_t			 n;
};

/* The rows' texts, "SERIAL AT AGENT". */
void	withdrawn_read(struct arena *, const struct strs *, struct withdrawn *out);
/* The serial of this agent's good tokens. */
int64_t	withdrawn_serial(const struct withdrawn *, const struct agent *);
/*
 * All that this agent has of the ticket dies: queues the row.  When it happened before
 * (us), 0: never.
 */
int64_t	withdrawn_add(struct work *, struct withdrawn *, int64_t ticket,
	    const struct agent *);

#endif
