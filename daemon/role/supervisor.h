/*
 * supervisor: keeps the roles running.  Reads no mail, holds no connection and
 * trusts no role: what a role may ask of it is to be replaced (parse) or wired
 * anew.  SIGTERM and SIGINT stop in order, SIGHUP reloads.
 */
#ifndef DAEMON_ROLE_SUPERVISOR_H
#define DAEMON_ROLE_SUPERVISOR_H

#include "daemon/role/role.h"

/*
 * Runs until it is told to stop; returns docketd's exit status.  `plan`, whose
 * configuration lives in `a`, was loaded from `path`; the function takes `a` over.
 */
int	supervisor_run(const struct roles *, const char *path, struct arena *a,
	    const struct role_plan *plan);

#endif
