/*
 * viewreport: a view as a report (reports.h): asked for by #list NAME, or due on schedule, when
 * each of its readers gets a row of docket.report_wanted, in the commit that moves it to its
 * next time: two daemons send it once.
 */
#ifndef DAEMON_CORE_VIEWREPORT_H
#define DAEMON_CORE_VIEWREPORT_H

#include "daemon/render/sheet.h"
#include "daemon/ticket/work.h"

/*
 * `said`: "at-risk project=ACME".  The sheet lives in `a`.  -1: *e; ERR_CONF: no such view is
 * shown to them any more.
 */
int	viewreport_make(struct arena *a, struct db *, const struct core_state *, struct str said,
	    const struct agent *, struct str mailbox, struct sheet *out, struct err *e);
/* Whether there is nothing in it, and nobody wants to be told so. */
bool	viewreport_is_idle(const struct conf *, const struct sheet *);
/* One for each reader who is not away.  The view lives in the configuration. */
void	viewreport_want(struct work *, const struct view_def *);

#endif
