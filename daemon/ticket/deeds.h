/*
 * deeds: what agents did to a ticket within the last day, and which of it an agent can have
 * taken back.  Read once, with the ticket locked; what can be taken back is found in that
 * without a question to the database.
 */
#ifndef DAEMON_TICKET_DEEDS_H
#define DAEMON_TICKET_DEEDS_H

#include "daemon/ticket/plan.h"

enum { DEEDS_HOURS = 24 };

#define DEEDS_UNDO	STR("#undo")	/* the history's word of what took others back */

struct ticket;

struct agent_entry {			/* of the history */
	struct str	author;		/* agent's name */
	int64_t		at;
	bool		is_mail;	/* it is the mail that said it */
	bool		is_sent;	/* … to customers, too */
	bool		is_change;
	struct change	change;		/* with what ordered it as by.why */
};

struct deeds {				/* the newest first */
	struct agent_entry	*v;
	size_t			 n;
	bool			 is_known;	/* they were looked for */
};

struct last_deed {
	struct plan	plan;		/* of one mail, or one call, in order */
	bool		is_sent;	/* it said something to customers, too */
};

/* Into t->deeds.  A round trip, once.  -1: w->err. */
int	deeds_look(struct work *, struct ticket *);
/* The agent's last one that was not taken back since; empty: there is none. */
void	deeds_last(struct arena *, const struct deeds *, struct str agent, struct last_deed *);

#endif
