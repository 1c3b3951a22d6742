/*
 * due: what core does between mails because its time has come: alarms, authors of mail
 * that waits long, clocks that an edit moved, months that close, reports.
 */
#ifndef DAEMON_CORE_DUE_H
#define DAEMON_CORE_DUE_H

#include "daemon/core/session.h"

/* A step of each; one that fails is logged, and tried again later. */
void	core_do_due(struct core *);

#endif
