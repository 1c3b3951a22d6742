/*
 * late: who wrote a mail that has waited for hours is told that it does, once a mail, in
 * their language: they may reach its reader in another way.
 */
#ifndef DAEMON_CORE_LATE_H
#define DAEMON_CORE_LATE_H

#include "daemon/ticket/work.h"

/* A transaction of its own.  *more: there may be others; *deliveries are counted up. */
int	late_tell(struct core_state *, struct db *, size_t *deliveries, bool *more, struct err *);

#endif
