/*
 * reports: those that engineers ask for by mail (#report, #timesheet, #list VIEW), and views on
 * schedule, one after the other.  To count a month may take seconds, so it is done on a session
 * of its own, and mail and alarms go on meanwhile; a view is waited for, which takes less than
 * a mail does.  Exactly one mail of each, also with two daemons and after a kill: what was
 * asked is a row, which goes with the commit that queues the mail.  One that cannot be made
 * lets others go first, and in the end is told to who asked.
 */
#ifndef DAEMON_CORE_REPORTS_H
#define DAEMON_CORE_REPORTS_H

#include "daemon/render/sheet.h"
#include "daemon/report/compliance.h"
#include "daemon/report/timesheet.h"
#include "daemon/ticket/work.h"

struct reports {
	struct arena		*a;		/* of one report */
	struct db		*db;		/* while one is counted */
	int64_t			 at;		/* us: not before; core's session failed */
	bool			 wait;		/* there may be one */
	int64_t			 id;
	struct str		 agent, mailbox, message_id, subject;
	struct str		 what;		/* "sla", "timesheet", "view", "digest" */
	struct str		 whose;		/* of a timesheet: the engineer; of a view: which */
	int64_t			 month;
	struct compliance	 counted;	/* of sla */
	struct timesheet	 sheet;
	struct sql_timesheet_entries	 asked;
	struct sheet		 view;		/* of a view */
};

/* Goes on as far as it can without waiting; -1: core's own session failed. */
int	reports_step(struct reports *, struct core_state *, struct db *, size_t *deliveries,
	    struct err *);
/* The session to poll for, -1: none. */
int	reports_fd(const struct reports *);
void	reports_drop(struct reports *);

#endif
