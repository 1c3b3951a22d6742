/*
 * schedule: rules on schedule: at its time such a rule runs over the tickets that are not
 * done, a page of them a transaction, and the row of docket.schedule says how far it went:
 * two daemons never run it over one ticket twice.  So with views that are mailed: at its time a
 * report is wanted for each reader (core/viewreport.h).  What was missed while nobody worked runs
 * once, late.
 */
#ifndef DAEMON_CORE_SCHEDULE_H
#define DAEMON_CORE_SCHEDULE_H

#include "daemon/intake/intake.h"
#include "daemon/ticket/work.h"

/* The rows are those of the configuration: at the start, and when the clock was put back. */
int	schedule_begin(struct core_state *, struct db *, struct err *);
/* A page of what is due.  *more: there may be more. */
int	schedule_fire(struct core_state *, struct db *, struct intake_done *, bool *more,
	    struct err *);

#endif
