/*
 * unproven: mail in an engineer's name that nothing proves: it is kept, nothing of it is
 * done, and the agent is told at the address that docket knows (promises S2).
 */
#ifndef DAEMON_INTAKE_UNPROVEN_H
#define DAEMON_INTAKE_UNPROVEN_H

#include "daemon/intake/reading.h"

/* The same, of a proven one that its author is asked about once more. */
int	unproven_hold(struct work *, struct reading *, struct str reason);
/* Queues its rows and runs its events.  0, or -1 with w->err. */
int	agent_unproven(struct work *, struct reading *);

#endif
