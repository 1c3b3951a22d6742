/*
 * budget: how much rules may do within an hour, and what the admins are told where they would
 * do more: a loop ends in a condition (condition.h), never in a full queue.  Counted in
 * memory, by each daemon for itself, and with the commit: what is rolled back was not done.
 */
#ifndef DAEMON_TICKET_BUDGET_H
#define DAEMON_TICKET_BUDGET_H

#include "daemon/ticket/condition.h"
#include "daemon/ticket/work.h"

enum budget_kind {
	BUDGET_CHANGES,			/* of a ticket */
	BUDGET_MAILS			/* to an address, or a webhook */
};

struct budget	*budget_new(void);
/* This key had `most` in this hour, with what this work spent. */
bool		 budget_is_spent(struct work *, enum budget_kind, struct str key, int64_t most);
void		 budget_spend(struct work *, enum budget_kind, struct str key);
/*
 * Rules were stopped: `text` says which and why, `mend` what people can do.  It is told by
 * a condition, however often it comes, with the count.
 */
void		 budget_trip(struct work *, enum condition_kind, struct str text, struct str mend);
/* After the commit: all later works know. */
void		 budget_settle(struct work *);
/* Tells of trips that wait, once a second at most.  0, or -1. */
int		 budget_tell(struct budget *, struct db *, int64_t now, struct err *);
/* When that is to be (us); 0: none waits. */
int64_t		 budget_due(const struct budget *);

#endif
