/*
 * alarm: the clock loop: SLA points and breaches that fell due fire, once, also
 * with two daemons; after downtime only the highest of a cycle is told, each
 * leaves its trace (sla.md rule 9).  And digests of held mail (out/helddigest.h).
 */
#ifndef DAEMON_CORE_ALARM_H
#define DAEMON_CORE_ALARM_H

#include "daemon/intake/intake.h"
#include "daemon/ticket/work.h"

/* When the next alarm is due (us); 0: none waits. */
int	alarm_next(struct db *, int64_t *due, struct err *);
/*
 * Fires what is due, of up to 100 tickets in one transaction, with one mail a
 * person.  *more: there may be more than was looked at.
 */
int	alarm_fire(struct core_state *, struct db *, struct intake_done *, bool *more,
	    struct err *);

#endif
