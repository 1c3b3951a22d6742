/*
 * opening: a ticket that people here open, for a customer who wrote no mail, or for nobody.
 */
#ifndef DAEMON_INTAKE_OPENING_H
#define DAEMON_INTAKE_OPENING_H

#include "daemon/ticket/event.h"

struct opening {
	struct str		 subject;
	struct address		 requester;	/* address in lower case; or none */
	struct str		 project;	/* empty: the requester's, else the mailbox's */
	struct str		 mailbox;
	int64_t			 at;
	struct field_values	 fields;	/* that were said */
};

/* Whose it would be before the requester is known: this project, else the mailbox's. */
struct str	opening_project(const struct conf *, const struct opening *);
/*
 * The ticket, in memory: with ticket_save() it is there.  Asks the database for the
 * requester.  NULL: w->err.
 */
struct ticket	*opening_ticket(struct work *, const struct opening *);

/* Which it is, and for whom: a program may have completed another address. */
const struct why	*opening_remark(struct arena *, const struct ticket *);

#endif
