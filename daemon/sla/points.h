/*
 * points: the instants at which something of a cycle is told: its warnings and, as
 * the last, its breach.  Pure: what waits is reckoned anew whenever the cycle is
 * saved; what was told of a target is told once for it, whatever happens.
 */
#ifndef DAEMON_SLA_POINTS_H
#define DAEMON_SLA_POINTS_H

#include "daemon/sla/clocks.h"

struct points {
	/* When each of the promise's warnings, and last the breach, is due; 0: it does
	 * not wait. */
	int64_t		*at;
	size_t		 n;		/* 0: nothing waits at all */
	int64_t		 next;		/* the earliest; 0: none */
};

/* What waits of the cycle as it stands now.  Lives in `a`. */
void	points_arm(struct arena *a, const struct cycle *, struct points *out);
/* This one ("75%", "breach") is told by the caller; the text is borrowed. */
void	points_tell(struct arena *a, struct cycle *, struct str point);
/* Those that were told of the target that it has now. */
struct strs	points_told(const struct cycle *);

#endif
