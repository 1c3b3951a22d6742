/* timesheet: #timesheet: what was worked, by mail: one's own, a lead's anybody's. */
#ifndef DAEMON_ACT_TIMESHEET_H
#define DAEMON_ACT_TIMESHEET_H

#include "daemon/act/act.h"

extern const struct act act_timesheet;	/* "", "october", "ana 2026-10": checked, "ana 2026-10" */

#endif
