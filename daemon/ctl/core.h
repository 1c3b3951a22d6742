/* core: what a verb needs that writes tickets and mails as docketd's core does. */
#ifndef DAEMON_CTL_CORE_H
#define DAEMON_CTL_CORE_H

#include "daemon/ctl/ctl.h"
#include "daemon/ticket/work.h"

/* Before the database is open; `writes`: mails with proofs, too.  CTL_OK, or it is told. */
int	ctl_core(struct ctl *, struct core_state *, bool writes);

#endif
