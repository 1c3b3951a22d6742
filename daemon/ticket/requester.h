/* requester: for whom a ticket is, when somebody says that it is for another. */
#ifndef DAEMON_TICKET_REQUESTER_H
#define DAEMON_TICKET_REQUESTER_H

#include "daemon/ticket/ticket.h"

struct contact {
	int64_t		id;
	struct address	address;	/* the preferred one */
	struct str	project;
	bool		is_known;	/* more than From: says who it is */
};

/*
 * Whose the address is, in lower case; who is made, of the project of its domain or else this
 * one, if there is nobody.  0, or -1 with w->err.
 */
int	contact_of(struct work *, struct address, struct str project, struct contact *);
/*
 * For whom it is from now on: a contact, who is made if there is none; the address in lower
 * case.  Who it was for takes part no more.  Asks the database.  1 changed, 0 it was so,
 * -1 w->err.
 */
int	ticket_change_requester(struct work *, struct ticket *, struct address,
	    const struct cause *);

#endif
