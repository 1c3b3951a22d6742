/*
 * advise: a project is told of a fault in what it runs, by a mail that people order for many
 * projects at once (docketctl affected --mail).  Each gets a mail of its own, to its own people
 * alone, on a ticket of its own: a child of the fault's, given to whom the fault is given, that
 * waits for their answer.  Whatever comes back, comes to that ticket.
 *
 * One transaction a project: ticket, mail, and the row by which nobody is told twice
 * (docket.advice).  Mails are paced: each goes `interval` after the last one of all that were
 * ordered.  No rule runs, nor one on idle: nobody wrote anything yet.  The breaker (out/breaker.h) does not count
 * them, for people ordered them.
 */
#ifndef DAEMON_INTAKE_ADVISE_H
#define DAEMON_INTAKE_ADVISE_H

#include "daemon/out/outbox.h"
#include "daemon/ticket/advice.h"

enum { ADVISE_CHILDREN = 2000 };	/* others that the fault's ticket may be related to */

struct advise {				/* what is ordered, for all projects */
	int64_t			 ticket;	/* the fault's */
	struct str		 template;
	struct str		 subject;	/* of tickets and mails; empty: docket's own words */
	struct str		 mailbox;	/* the fault's: of projects without their own */
	const struct agent	*agent;		/* NULL: who may run docketctl */
	int64_t			 interval;	/* us */
};

struct advised {			/* one project, and what became of it */
	const struct project	*project;
	const struct address	*people;	/* not 0 of them; the first is the requester */
	size_t			 n;
	struct advice		 advice;
	bool			 is_before;	/* it was told by this template: nothing was done */
	int64_t			 child;		/* 0: was erased */
	int64_t			 due_at;
};

/* 0, or -1 with w->err (ERR_MESSAGE: there is no such ticket, or it has too many children). */
int	advise_project(struct work *, const struct advise *, struct advised *);
/* The mail as it would be, of a ticket 0; nothing is stored.  0, -1. */
int	advise_preview(struct work *, const struct advise *, const struct advised *,
	    struct mail_out *);

#endif
