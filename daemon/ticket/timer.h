/*
 * timer: time that an agent works on a ticket just now: a row of docket.time_entry that is not
 * stopped, running or paused, and at most one an agent.  All that there are, are read once a
 * work, when the first is asked for; who changes one locks them before.
 */
#ifndef DAEMON_TICKET_TIMER_H
#define DAEMON_TICKET_TIMER_H

#include "daemon/ticket/work.h"

struct timer {
	int64_t		id;		/* of docket.time_entry; 0: this work starts it */
	struct str	agent;		/* whose; perhaps one who works here no more */
	int64_t		ticket;
	struct str	subject;	/* of that ticket */
	int64_t		started_at;	/* us */
	int64_t		resumed_at;	/* us: it runs since then; 0: it is paused */
	int64_t		worked;		/* s, until then */
	struct str	text;		/* what is being done */
};

struct timers {				/* by their agents' names */
	struct timer	*v;
	size_t		 n;
};

/* The agent's, as this work leaves it: 1, 0 there is none, -1 w->err. */
int			 timer_of(struct work *, const struct agent *, struct timer *out);
/* Until the commit nobody else starts or stops one; they are read anew.  -1: w->err. */
int			 timers_lock(struct work *);
/* As this work leaves them.  -1: w->err. */
int			 timers_load(struct work *);
struct timers		 timers_copy(struct arena *, const struct timers *);
const struct timer	*timers_find(const struct timers *, struct str agent);	/* or NULL */
/* Worked until `at` (us), in seconds; never less than before it went on. */
int64_t			 timer_worked(const struct timer *, int64_t at);

#endif
