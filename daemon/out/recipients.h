/*
 * recipients: who it is that a rule means (policy/whom.h), each person once.  Where all that
 * a word means are away, those are added who look after them.
 */
#ifndef DAEMON_OUT_RECIPIENTS_H
#define DAEMON_OUT_RECIPIENTS_H

#include "daemon/ticket/event.h"

enum { RECIPIENTS_MAX = 200 };

struct recipient {
	struct address		 address;
	const struct agent	*agent;		/* NULL: customer, or an outsider */
	bool			 is_customer;
	bool			 is_asked;	/* as the author: told of their own doing, too */
};

struct recipients {
	struct recipient	 v[RECIPIENTS_MAX];
	size_t			 n;
};

/* Nobody is in it twice; more than RECIPIENTS_MAX are left out. */
void	recipients_add(const struct work *, const struct event *, struct str who,
	    struct recipients *);
void	recipients_add_agent(struct recipients *, const struct agent *);	/* or NULL */
/* Who looks after the tickets of somebody who is away; none: there is nobody else. */
void	recipients_stand_in(const struct work *, const struct agent *, struct recipients *);
/* The admins; where there are none, the leads, else all engineers. */
void	recipients_in_charge(const struct work *, const struct event *, struct recipients *);

#endif
