/*
 * away: engineers who are away until some instant, as they said (#away) or somebody for them
 * (docketctl agent away).  What reaches them of their tickets reaches their team, too
 * (out/recipients.h), and a round-robin leaves them out.  They are back by themselves, and
 * told then what happened (out/awaymail.h).
 */
#ifndef DAEMON_TICKET_AWAY_H
#define DAEMON_TICKET_AWAY_H

#include "daemon/ticket/work.h"

struct away {				/* zeros: they are here */
	int64_t	since, until;		/* us */
};

/* All that are away, as the tables have it now.  0, or -1. */
int		away_load(struct core_state *, struct db *, struct err *);
/* As this work leaves it; one whose time is over is here. */
struct away	away_of(const struct work *, const struct agent *);
/* With the commit; `until` 0: here again. */
void		away_set(struct work *, const struct agent *, int64_t until, struct str by);
/* As it was before this work; one whose time is over, too, until its end is told. */
struct away	away_before(const struct work *, const struct agent *);
/* This work changes it. */
bool		away_is_changed(const struct work *, const struct agent *);
/* The work is stored: all works know. */
void		away_settle(struct work *);

#endif
