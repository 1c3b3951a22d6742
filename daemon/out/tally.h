/*
 * tally: what is limited by time, counted: in docket.tally, and with what the work that is
 * not yet committed adds.  What a key stands for is tally.c's table.
 */
#ifndef DAEMON_OUT_TALLY_H
#define DAEMON_OUT_TALLY_H

#include "daemon/ticket/work.h"
#include "parsers/head/addrspec.h"

enum tally_what {
	TALLY_PERSON,			/* automatic mails to address_person(), an hour */
	TALLY_DOMAIN,			/* those to people of a domain whom nothing proves */
	TALLY_NETWORK,			/* those that mails from a network brought forth */
	TALLY_TEXT,			/* the same, for the same text of theirs */
	TALLY_UNPROVEN,			/* "is this yours?" to an agent, an hour */
	TALLY_SENDER,			/* mails of a sender, five minutes */
	TALLY_BYTES,			/* of a sender's mail, a day */
	TALLY_DIGEST,			/* digests to a reader, an hour */
	TALLY_SIGN_IN,			/* links and codes to a network for an address, an hour */
	TALLY_SIGN_IN_ADDRESS,		/* … to an address */
	TALLY_SIGN_IN_NETWORK,		/* asked by a network */
	TALLY_FORM,			/* forms of the portal, of a person */
	TALLIES
};

/* It is asked with the others: see tally_ask(). */
void	tally_want(struct work *, enum tally_what, struct str key);
/* Queues one question for all that is wanted and not known. */
void	tally_ask(struct work *);
/* After work_run(): the answers to all that was asked. */
void	tally_learn(struct work *);
/* Asks now what is not known.  -1: w->err. */
int	tally_count(struct work *, enum tally_what, struct str key, int64_t *n);
/* Counts, for this work and, with its commit, for all later ones. */
void	tally_add(struct work *, enum tally_what, struct str key, int64_t n);
/* For who has no work (docketctl deliver): the count, asked now. */
int	tally_look(struct db *, enum tally_what, struct str key, int64_t now, int64_t *n,
	    struct err *);
/* Queues it. */
void	tally_put(struct db *, enum tally_what, struct str key, int64_t now, int64_t n);
/* Drops what counts nowhere any more, some of it. */
int	tally_sweep(struct db *, int64_t now, struct err *);

#endif
