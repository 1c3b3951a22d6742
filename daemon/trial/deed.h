/*
 * deed: what a test says of a ticket without a mail: it is there, something happens to it,
 * somebody does something to it.  Each 0, or -1 with *e.
 */
#ifndef DAEMON_TRIAL_DEED_H
#define DAEMON_TRIAL_DEED_H

#include "daemon/policy/rulecase.h"
#include "daemon/trial/trial.h"

/* It has been there for so many seconds; `starts`: its clocks wait for its event. */
int	deed_ticket(struct trial *, const struct case_values *, int64_t age, bool starts,
	    struct err *);
/* To the first ticket. */
int	deed_event(struct trial *, const struct case_step *, struct err *);
int	deed_do(struct trial *, const struct case_step *, struct err *);

#endif
