/*
 * decision: the actions of a verb on kept mails (held, quarantine), each on several of
 * them by their numbers: "held accept 7 9".
 */
#ifndef DAEMON_CTL_DECISION_H
#define DAEMON_CTL_DECISION_H

#include "daemon/ctl/verbs.h"

struct action;

struct ask {				/* what is to be done with which mail */
	int64_t		 id;
	bool		 remember;
	const char	*as;
	const struct agent	*agent;	/* whose decision it is; NULL: docketctl's */
	const struct action	*action;
};

struct action {				/* a row; the last one has no name */
	const char	*name;
	int		(*run)(struct ctl *, const struct ask *);
	const char	*done;		/* "accepted", of a decision */
};

/* NULL: there is none of that name. */
const struct action	*decision_action(const struct action *rows, struct str name);
/*
 * "list", or an action and numbers: fills ask->action, NULL for list.  What is wrong is
 * told, `usage` where the action is none, and its exit status given.
 */
int	decision_read(struct ctl *, const struct action *rows, int n, char **argv,
	    struct ask *, const char *usage);
/* Each by itself: one that cannot be had stops no other.  The last failure's status. */
int	decision_run(struct ctl *, int n, char **argv, struct ask *);

#endif
