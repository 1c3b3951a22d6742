/*
 * wake: what is no clock's and waits for its time on a ticket (docket.alarm): each is
 * looked at once, also with two daemons, and told when it still holds.
 */
#ifndef DAEMON_CORE_WAKE_H
#define DAEMON_CORE_WAKE_H

#include "daemon/intake/intake.h"
#include "daemon/ticket/work.h"

/* All that is due of up to 100 tickets, each in a transaction of its own.  *more: see alarm.h. */
int	wake_fire(struct core_state *, struct db *, struct intake_done *, bool *more,
	    struct err *);

#endif
