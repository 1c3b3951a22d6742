/* back: engineers whose time away is over (ticket/away.h). */
#ifndef DAEMON_CORE_BACK_H
#define DAEMON_CORE_BACK_H

#include "daemon/ticket/work.h"

/* Within the work: each is told what happened meanwhile, once.  -1: w->err. */
int	back_tell(struct work *);

#endif
