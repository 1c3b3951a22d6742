/*
 * automatic: how much automatic mail customers get (promises.md S5).  Whoever writes in a
 * stranger's name makes docket write to that stranger: so few mails a person, whichever
 * "+detail" they use, few to a domain's people whom nothing proves, and one for a text
 * that comes again after a mail of ours, as a robot's does.  Counted within a work too.
 */
#ifndef DAEMON_OUT_AUTOMATIC_H
#define DAEMON_OUT_AUTOMATIC_H

#include "daemon/out/tally.h"
#include "daemon/ticket/event.h"

/* Wants the counts that automatic_limit() asks after a letter of this author. */
void	automatic_ask(struct work *, const struct letter *, struct str author);
/* *why: this address gets no more now.  Else NULL, and the mail is counted. */
int	automatic_limit(struct work *, const struct event *, struct str address,
	    const char **why);

#endif
