/*
 * grouped: what rules with group_wait order waits in the database, and is told together: a
 * burst is one mail to each reader, and one post to a webhook.
 */
#ifndef DAEMON_RULES_GROUPED_H
#define DAEMON_RULES_GROUPED_H

#include "daemon/policy/rule.h"
#include "daemon/ticket/event.h"

struct group {				/* that is due */
	struct str	rule;
	int64_t		action;		/* its place in the rule */
	struct str	name;		/* what its tickets have in common */
};

/* The event, of a ticket, waits with the others of its group.  -1: w->err. */
int	grouped_add(struct work *, const struct rule *, const struct rule_action *,
	    const struct event *);
/* Those whose time has come: how many; in w->a. */
int	grouped_due(struct work *, struct group **out, size_t *n);
/* Tells one, which another daemon may have told already. */
int	grouped_tell(struct work *, const struct group *);
/* One that cannot be told: each of its tickets says so. */
int	grouped_give_up(struct work *, const struct group *, struct str why);

#endif
