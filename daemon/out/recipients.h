/* recipients: who it is that a rule means (policy/whom.h), each person once. */
#ifndef DAEMON_OUT_RECIPIENTS_H
#define DAEMON_OUT_RECIPIENTS_H

#include "daemon/ticket/event.h"

enum { RECIPIENTS_MAX = 200 };

struct recipient {
	struct address		 address;
	const struct agent	*agent;		/* NULL: customer, or an outsider */
	bool			 is_customer;
};

struct recipients {
	struct recipient	 v[RECIPIENTS_MAX];
	size_t			 n;
};

/* Nobody is in it twice; more than RECIPIENTS_MAX are left out. */
void	recipients_add(const struct conf *, const struct event *, struct str who,
	    struct recipients *);
void	recipients_add_agent(struct recipients *, const struct agent *);	/* or NULL */
/* The admins; where there are none, the leads, else all engineers. */
void	recipients_in_charge(const struct conf *, const struct event *, struct recipients *);

#endif
