/*
 * copy: a ticket of the database in a trial, as it is now: read, and never locked, in one
 * read-only transaction.
 */
#ifndef DAEMON_TRIAL_COPY_H
#define DAEMON_TRIAL_COPY_H

#include "daemon/trial/trial.h"

/* -1: *e, also where there is no such ticket. */
int	copy_ticket(struct trial *, struct db *from, int64_t ticket, struct err *);

#endif
