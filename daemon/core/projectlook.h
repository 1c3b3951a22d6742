/*
 * projectlook: every quarter of an hour, on which all time zones' days begin, one daemon looks
 * what happens to projects: contracts, budgets, versions (looks[] in projectlook.c).  What
 * it, or anybody else, found (ticket/projectevent.h) rules run on here, each in a
 * transaction of its own: after a kill it is found again, and told once.
 */
#ifndef DAEMON_CORE_PROJECTLOOK_H
#define DAEMON_CORE_PROJECTLOOK_H

#include "daemon/intake/intake.h"

/* 0, or -1: *e.  *more: there may be more that is due. */
int	projectlook_fire(struct core_state *, struct db *, struct intake_done *, bool *more,
	    struct err *);
/* At the start, and after a clock that was ahead was put right. */
int	projectlook_begin(struct db *, struct err *);

#endif
