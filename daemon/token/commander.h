/*
 * commander: the programs that print tokens (flow "command").  The caged role runs none: a
 * child that was forked before the cage does, which holds no token and reads no network.
 *
 * A program gets no shell, no standard input, its arguments as written and a small
 * environment; it has half a minute, and 20 KB to print.
 */
#ifndef DAEMON_TOKEN_COMMANDER_H
#define DAEMON_TOKEN_COMMANDER_H

#include "daemon/policy/conf.h"
#include "parsers/base/err.h"

struct commander;

/* Before a cage and before threads.  Lives in `a`, as long as the process.  NULL: *e. */
struct commander	*commander_new(struct arena *a, const struct conf *, struct err *e);
/* What that mailbox's program printed; any thread may ask. */
int			 commander_run(struct commander *, struct arena *a,
			    const struct oauth *, struct str *out, struct err *e);
/* The same without a child, for a process without a cage. */
int			 commander_run_here(struct arena *a, const struct oauth *,
			    struct str *out, struct err *e);

#endif
