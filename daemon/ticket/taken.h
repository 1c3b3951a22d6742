/* taken: the mails that were taken on a ticket, any of which may become one of its own. */
#ifndef DAEMON_TICKET_TAKEN_H
#define DAEMON_TICKET_TAKEN_H

#include "parsers/base/str.h"

struct work;
struct ticket;
struct cause;

enum { TAKEN_MOST = 500 };		/* that are looked at: the newest */

struct taken_mail {
	int64_t		entry;
	bool		is_customers;
	bool		is_passed_on;	/* by an engineer, whose mail it is in */
	bool		is_first;	/* the ticket was made of it */
	bool		is_kept;	/* its bytes are there: it can be read again */
	int64_t		into;		/* the ticket that it became; 0: none */
	bool		is_going;	/* it becomes one */
	int64_t		asked_at;	/* a customer's question, of then; 0: it is none */
};

struct taken {				/* the newest first */
	struct taken_mail	*v;
	size_t			 n;
	bool			 is_known;	/* it was looked for */
	int64_t			 came_asked;	/* the oldest that waits, of merged tickets; 0 */
};

/* A round trip.  -1: w->err. */
int	taken_look(struct work *, struct ticket *);
/* This one becomes a ticket of its own, when core has read it once more. */
int	ticket_split_off(struct work *, struct ticket *, int64_t entry, const struct cause *);

#endif
