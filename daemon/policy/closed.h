/* closed: verbs that are switched off in docket.conf: for whom, and where. */
#ifndef DAEMON_POLICY_CLOSED_H
#define DAEMON_POLICY_CLOSED_H

#include "daemon/policy/verb.h"

struct closed {			/* one group of verbs_off */
	bool		verbs[VERBS];
	unsigned	roles;		/* bits, 1 << enum role_agent */
	struct strs	mailboxes;	/* empty: all */
};

struct closed_all {
	struct closed	*v;
	size_t		 n;
};

extern const struct conf_part closed_part;	/* docket.conf's loads it */

void		closed_read(struct loader *, const struct node *list, struct closed_all *);
/* Of a mailbox's tickets: the roles, as bits, that may do it; by the verb's own row, too. */
unsigned	closed_leave(const struct closed_all *, const struct verb *, struct str mailbox);

#endif
