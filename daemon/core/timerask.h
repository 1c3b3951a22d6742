/*
 * timerask: a timer that was left running: its owner is asked about it, once a limit, and
 * rules on timer-left-running are run; it is cut where docket.conf says so.
 */
#ifndef DAEMON_CORE_TIMERASK_H
#define DAEMON_CORE_TIMERASK_H

#include "daemon/ticket/event.h"

/*
 * Of an alarm of the ticket that is due.  1: told; 0: it runs there no more, or not for so
 * long yet; -1: w->err.  *again: when the same alarm is due anew, 0: not.
 */
int	timer_ask(struct work *, struct ticket *, struct str whose, int64_t planned,
	    int64_t *again);

#endif
