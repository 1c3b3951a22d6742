/*
 * closing: core's closing of months (projects.h): what the report says of a month
 * is kept when the month closes, of all projects whose month it is in one
 * transaction, the oldest month first; so months that passed while docket was
 * down, or before it knew of closing, are closed one after the other.
 *
 * To reckon a month of a million cycles takes seconds, so it is asked on a
 * database session of its own, and mail and alarms go on meanwhile.  Exactly
 * once, also with two daemons: by the lock and the key of docket.month.  A kill
 * leaves nothing behind; the next run closes the month.
 *
 * Nothing closes in the first CLOSING_SETTLE of a session: mail that waited on
 * the server, and alarms that fell due, come first.
 */
#ifndef DAEMON_REPORT_CLOSING_H
#define DAEMON_REPORT_CLOSING_H

#include "daemon/report/projects.h"
#include "daemon/ticket/work.h"
#include "sql.h"

#define CLOSING_SETTLE	(15 * 60LL * 1000000)		/* us */

enum closing_phase {
	CLOSING_IDLE,			/* `at` says when to look */
	CLOSING_LOCK,			/* waits for the lock, and the months' rows */
	CLOSING_COUNT,			/* waits for the report */
	CLOSING_KEEP			/* waits for the commit */
};

struct closing {
	enum closing_phase	 phase;
	int64_t			 at;	/* us */
	struct arena		*a;	/* of one month */
	struct db		*db;	/* while it is not idle */
	struct str		 month;	/* that closes */
	int64_t			 now;
	struct strs		 keys;	/* projects whose month it is; since, until: of each */
	int64_t			*since, *until;
	size_t			 n;
	struct sql_month_close	 closed;	/* CLOSING_LOCK: what is ours */
	struct sql_report_month	 counted;	/* CLOSING_COUNT */
};

/* A session of core begins: a project that is new begins where others are. */
int	closing_begin(struct closing *, struct core_state *, struct db *, struct err *);
/*
 * Goes on as far as it can without waiting.  -1: core's own session failed; its
 * own failures it logs, and tries again.
 */
int	closing_step(struct closing *, struct core_state *, struct db *, struct err *);
/* The session to poll for, -1: none. */
int	closing_fd(const struct closing *);
/* Nothing is under way any more: the server undoes what was not committed. */
void	closing_drop(struct closing *, int64_t at);

#endif
