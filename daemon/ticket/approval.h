/*
 * approval: a lead has seen an agent's time of a month or a week (docket.time_approval): what
 * counts there stays there, and what is told later counts later, until a lead takes it back.
 * Who asks has the agent's time for themself until the commit, as who books it has.
 */
#ifndef DAEMON_TICKET_APPROVAL_H
#define DAEMON_TICKET_APPROVAL_H

#include "daemon/calendar/period.h"
#include "daemon/policy/agent.h"

struct ticket;
struct work;

struct approval {
	const struct agent	*agent;		/* whose time */
	struct period		 period;
	struct str		 by;		/* who approved it; empty: nobody */
	int64_t			 entries, worked;	/* that count in it; s */
	bool			 has_timer;	/* one that began before its end is not stopped */
	struct str		 reason;	/* why it is taken back */
	const struct approval	*next;
};

/* Into the ticket's list, which is of no ticket.  -1: w->err. */
int		approval_look(struct work *, struct ticket *, const struct agent *,
		    const struct period *);
const struct approval	*approval_find(const struct ticket *, const struct agent *,
			    const struct period *);	/* or NULL */
/* Queue it, by that agent or docketctl. */
void		approval_give(struct work *, const struct approval *, struct str by);
void		approval_take(struct work *, const struct approval *, struct str by);

#endif
