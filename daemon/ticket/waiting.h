/*
 * waiting: mail that is held on a ticket, or on one that went into it, until somebody decides
 * (docket.held).
 */
#ifndef DAEMON_TICKET_WAITING_H
#define DAEMON_TICKET_WAITING_H

#include "daemon/db/db.h"
#include "parsers/base/str.h"
#include "sql.h"

struct work;
struct ticket;

struct waiting_mail {
	int64_t		entry;
	struct str	author;
	bool		is_kept;	/* its bytes are there: it can be read again */
	bool		may_take;	/* the address can be the requester's other one */
};

struct waiting {			/* the longest waiting first */
	struct waiting_mail	*v;
	size_t			 n;
	bool			 is_known;	/* it was looked for */
};

struct waiting_decision {
	int64_t		entry;
	struct str	what;		/* "accept", "ticket" or "drop" */
	bool		remember;	/* the address is the requester's from now on */
	struct str	by;
	bool		by_agent;
	int64_t		at;
};

/* Locks them for this work: nobody else decides.  A round trip.  -1: w->err. */
int	waiting_look(struct work *, struct ticket *);
/* Queues the decision, and the word to core that a mail is to be read again. */
struct sql_held_decide	waiting_decide(struct db *, const struct waiting_decision *);

#endif
