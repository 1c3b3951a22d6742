/*
 * child: the supervisor's roles as processes: forking, wiring the pairs that
 * talk (each with core, but for alert, which talks with nobody, and read, which web
 * alone asks), and when to start again one that died.
 */
#ifndef DAEMON_ROLE_CHILD_H
#define DAEMON_ROLE_CHILD_H

#include <sys/types.h>

#include "daemon/role/role.h"

struct child {
	const struct role_ops	*ops;
	uint32_t		 index;		/* of the parse workers */
	pid_t			 pid;		/* 0: not running */
	struct channel		*control;	/* while it runs */
	bool			 ready;
	int64_t			 started;	/* ms, clock_mono() */
	int64_t			 heard;		/* ms: last sign of life */
	int64_t			 start_at;	/* ms: when not running */
	int64_t			 pause;		/* ms before the start after the next */
};

struct family {
	const struct role_ops	*ops;		/* of all roles */
	const struct conf	*conf;
	int			 signals;	/* the supervisor's, closed in children */
	struct child		*v;
	size_t			 n;
};

/* One child a role, and the plan's number of parse workers; lives in `a`. */
void		 family_init(struct arena *a, struct family *, const struct role_ops *,
		    const struct role_plan *, int signals);
/* Forks each that is due and wires it. */
void		 family_start_due(struct family *);
/* Milliseconds until the next start, -1: none waits. */
int64_t		 family_next_start(const struct family *);
struct child	*family_find(struct family *, enum role, uint32_t index);	/* or NULL */
struct child	*family_by_pid(struct family *, pid_t);				/* or NULL */
/* Those of the portal may be late, or never: mail does not wait for pages. */
bool		 family_is_ready(const struct family *);
bool		 family_runs(const struct family *, enum role);	/* any of that role */
/*
 * After waitpid(): frees its channel, logs, sets start_at.  `expected`: it was
 * told to stop.
 */
void		 child_died(struct child *, int status, bool expected);

#endif
