/* sheetmail: what a mail tells of a timesheet (template report-timesheet), beside its table. */
#ifndef DAEMON_CORE_SHEETMAIL_H
#define DAEMON_CORE_SHEETMAIL_H

#include "daemon/report/timesheet.h"
#include "parsers/text/view.h"

/* `report` of the template; in that arena. */
struct view	*sheet_view(struct arena *, const struct timesheet *);

#endif
