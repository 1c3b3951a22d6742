/* report: #report: what is counted of the past, by mail. */
#ifndef DAEMON_ACT_REPORT_H
#define DAEMON_ACT_REPORT_H

#include "daemon/act/act.h"

extern const struct act act_report;	/* "sla", "sla october": checked, "sla 2026-10" */

#endif
