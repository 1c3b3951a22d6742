/* verbsoff: verbs that are switched off in docket.conf: for whom, and where. */
#ifndef DAEMON_POLICY_VERBSOFF_H
#define DAEMON_POLICY_VERBSOFF_H

#include "daemon/policy/verb.h"

struct verbs_off_group {
	bool		verbs[VERBS];
	unsigned	roles;		/* bits, 1 << enum role_agent */
	struct strs	mailboxes;	/* empty: all */
};

struct verbs_off {
	struct verbs_off_group	*v;
	size_t			 n;
};

extern const struct conf_part verbs_off_part;	/* docket.conf's loads it */

void		verbs_off_read(struct loader *, const struct node *list, struct verbs_off *);
/* Of a mailbox's tickets: the roles, as bits, that may do it; by the verb's own row, too. */
unsigned	verbs_off_leave(const struct verbs_off *, const struct verb *, struct str mailbox);

#endif
