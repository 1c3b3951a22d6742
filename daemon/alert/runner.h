/*
 * runner: the program that an admin gave, run with a text on its standard input.  A child
 * of its own runs it, forked before the cage closes: the role itself can start nothing,
 * and what is started has none of its sessions, secrets or memory of them.
 *
 * No shell, an environment of a few DOCKET_* values, and an end after 30 seconds.
 */
#ifndef DAEMON_ALERT_RUNNER_H
#define DAEMON_ALERT_RUNNER_H

#include "daemon/alert/bulletin.h"

struct runner;

/* Forks: no thread, no secret and no session yet.  Lives in `a`.  NULL: *e. */
struct runner	*runner_new(struct arena *a, struct str command, struct err *e);
/*
 * Blocks for 35 seconds at most.  -1: why it failed in *e (ERR_BUG: the child is gone,
 * and nothing can be run any more).
 */
int		 runner_run(struct runner *, const struct bulletin_text *, struct str kinds,
		    size_t open, struct err *e);

#endif
