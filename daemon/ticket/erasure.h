/*
 * erasure: a ticket is erased for good (docket.ticket_erase).  Of its number, when and by whom
 * stay.  It is in no history, and no rule runs: both would tell of what is to be gone.
 */
#ifndef DAEMON_TICKET_ERASURE_H
#define DAEMON_TICKET_ERASURE_H

#include <stddef.h>

#include "parsers/base/str.h"

struct work;
struct ticket;
struct cause;

struct erasure {
	int64_t		mails;		/* in and out */
	int64_t		files;
	int64_t		merged;		/* tickets that went into it, which go with it */
	bool		is_known;	/* it was looked for */
	bool		is_ordered;
};

/* A round trip.  -1: w->err. */
int	erasure_look(struct work *, struct ticket *);
/* Which of those that are no tickets of this work were erased: asked where one lacks.  -1: w->err. */
int	erasure_find(struct work *, const int64_t *tickets, size_t n);
/* When (us) it was, as far as erasure_find() knows; 0: it was not. */
int64_t	erasure_at(const struct work *, int64_t ticket);
/* It is to be erased: the plan says so.  1. */
int	ticket_erase(struct work *, struct ticket *, const struct cause *);
/*
 * Does it, when it is ordered, and the work knows the ticket no more: instead of
 * ticket_save().  After what else of this work is on it was queued.  *archived: of its mails
 * so many are in an archive, where they stay.  -1: w->err.
 */
int	erasure_store(struct work *, struct ticket *, struct str by, int64_t *archived);

#endif
