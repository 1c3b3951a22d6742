/*
 * clockrows: a ticket's clocks as rows: cycles with the points that wait, and what
 * was promised as a change in the history, from which all can be replayed.
 */
#ifndef DAEMON_TICKET_CLOCKROWS_H
#define DAEMON_TICKET_CLOCKROWS_H

#include "daemon/sla/clocks.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/work.h"
#include "sql.h"

/* What of a ticket decides what is promised to it. */
struct clock_terms {
	int64_t		ticket;
	struct str	policy;		/* of sla.conf, or empty */
	struct str	severity;
	struct str	project;
	const struct sla_target	*target;	/* the policy's that it comes to; or NULL */
};

/*
 * Reads what was asked (no statuses: zeros) into the clocks
 * of a ticket whose status and times the caller has set.
 */
void	clockrows_read(struct work *, struct clocks *, const struct clock_terms *,
	    struct sql_cycle_load, struct sql_ticket_statuses);
/*
 * The ticket came in; its terms changed.  cs->promise is what is promised from now
 * on.  False when the history has nothing to tell: nothing was promised, and is.
 */
bool	clockrows_created(struct work *, struct clocks *, const struct clock_terms *,
	    int64_t at);
bool	clockrows_change(struct work *, struct clocks *, const struct clock_terms *,
	    int64_t at);
/*
 * An agent answered the customer, by this entry (queued already); `resolves`: and
 * resolved it.  What was read before and is of the same instant comes after it.
 */
int	clockrows_answered(struct work *, struct clocks *, const struct entry *,
	    bool resolves);
/* Queues what changed. */
int	clockrows_save(struct work *, struct clocks *, int64_t ticket);

#endif
