/* report: #report: what is counted of the past, by mail. */
#ifndef DAEMON_ACT_REPORT_H
#define DAEMON_ACT_REPORT_H

#include "daemon/act/act.h"

/* The month that is now where whoever asks reads their clock. */
int64_t		report_month_now(const struct prospect *);
/* Why that is none, with those that would do behind `before` ("sla "). */
struct why	*report_no_month(struct prospect *, const struct order *, struct str before,
		    struct str month, int64_t now);

extern const struct act act_report;	/* "sla", "sla october": checked, "sla 2026-10" */

#endif
