/*
 * transcript: the mail that tells an engineer what became of each command line of theirs,
 * in their own thread.  It is queued with what it tells of, so that both are there or
 * none; what comes a second time is told no second time.
 */
#ifndef DAEMON_INTAKE_TRANSCRIPT_H
#define DAEMON_INTAKE_TRANSCRIPT_H

#include "daemon/intake/reading.h"
#include "daemon/ticket/told.h"

/* Of the mail that this entry is of, if its writer wants to hear it.  0, or -1 with w->err. */
int	transcript_send(struct work *, const struct reading *, struct ticket *,
	    const struct entry *, const struct told *);

#endif
