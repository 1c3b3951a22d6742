/* core: what a verb needs that writes tickets and mails as docketd's core does. */
#ifndef DAEMON_CTL_CORE_H
#define DAEMON_CTL_CORE_H

#include "daemon/ctl/ctl.h"
#include "daemon/ticket/work.h"

/* Before the database is open; `writes`: mails with proofs, too.  CTL_OK, or it is told. */
int	ctl_core(struct ctl *, struct core_state *, bool writes);
/* After it is: what a transaction finds there.  CTL_OK, or it is told. */
int	ctl_core_load(struct ctl *, struct core_state *, bool writes);
/* Patterns that ended a transaction by ERR_ASK are tried, and it can begin again. */
void	ctl_core_ask(struct ctl *, struct core_state *);

#endif
