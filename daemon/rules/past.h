/*
 * past: what happened to tickets, out of their history: the events that rules are on, each
 * with its ticket as it was then.  A page of tickets is read at a time; nothing is written.
 *
 * The ticket is rolled back by its changes, and forward again.  What rules did then is part
 * of it, whatever they are now.
 */
#ifndef DAEMON_RULES_PAST_H
#define DAEMON_RULES_PAST_H

#include "daemon/ticket/event.h"

/* What one mail, order or alarm did: a chain's events.  They name no ticket of their own. */
struct past_chain {
	struct event	 v[EVENTS];
	size_t		 n;
	struct str	 author;	/* agent's name or address */
	bool		 by_agent;
	struct change	*changes;	/* what all of it changed */
	size_t		 n_changes;
	struct ticket	*ticket;	/* as it was, lives in the page's arena; to be copied */
};

struct past_page {
	int64_t			 after;		/* tickets up to here are done */
	int64_t			 last;		/* the last there is */
	struct past_chain	**v;
	size_t			 n;
};

/* Events that are not found in the history: rules on them alone cannot be tried. */
bool	past_has_event(enum event_kind);
/* Subjects whose value of then is not known: a test of one cannot be tried. */
bool	past_has_subject(enum subject_id);

/*
 * The next page, in `a`: fills v and moves `after`.  1, 0 at the end, -1.  Some pages are
 * empty.  `conf`: what statuses mean.
 */
int	past_read(struct arena *a, struct db *, const struct conf *, int64_t since,
	    struct past_page *, struct err *);

/* The ticket again, to be changed. */
struct ticket	*past_ticket(struct arena *a, const struct past_chain *);

#endif
