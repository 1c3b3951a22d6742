/*
 * runsaid: what a ticket says of what its project runs: which product it is about, where, and
 * its version, which is told when it was set.
 */
#ifndef DAEMON_TICKET_RUNSAID_H
#define DAEMON_TICKET_RUNSAID_H

#include "daemon/ticket/ticket.h"

/* Its field `product`, else its project's product, else the first.  NULL: there is none. */
const struct product	*runs_product(const struct conf *, const struct ticket *);
/* Its field `environment` where the product has that, else the product's first. */
struct str		 runs_environment(const struct product *, const struct ticket *);

/*
 * 1: it runs that from now on; 0: it was known, or people are asked (t->run_doubt); -1: w->err.
 * A round trip.  The ticket is stored, and its history tells it with the rest of its plan.
 */
int	runs_tell(struct work *, struct ticket *, const struct run *);
/*
 * What comes of the plan that is about to be stored: a version that was set is told, what rules
 * say of the project is judged.  A contact of the project is believed; whose mail waits, or is
 * spam, is not, nor a stranger.  What such a ticket told is taken back when it turns out to
 * be spam, or to be about another project, product or environment.  0, -1.
 */
int	runs_follow(struct work *, struct ticket *, bool is_new);

#endif
