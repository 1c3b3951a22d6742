/*
 * flights: deliveries that the send role has, from the row being 'sending' to
 * the answer.  What this process forgets by dying is taken up again by another
 * core, which sees that nobody holds its number any more.
 */
#ifndef DAEMON_ROLE_FLIGHTS_H
#define DAEMON_ROLE_FLIGHTS_H

#include "daemon/role/channel.h"

enum { FLIGHTS_MAX = 128 };		/* deliveries with send at once */

struct flights {
	struct channel	*send;		/* NULL: being started */
	struct flight {
		int64_t	 id;
		int64_t	 stops;		/* as in struct delivery */
		size_t	 box;
	}		 v[FLIGHTS_MAX];
	size_t		 n;
	bool		 closed;	/* no new ones: docketd stops */
};

/* How many more may start now. */
size_t	flights_room(const struct flights *);
/* Hands the list to send: its rows are committed as 'sending'. */
void	flights_start(struct flights *, const struct delivery *);
/* How many of them are that mailbox's. */
size_t	flights_of(const struct flights *, size_t box);
/* The answer came; false: it was none of ours. */
bool	flights_end(struct flights *, int64_t id, struct flight *was);

#endif
