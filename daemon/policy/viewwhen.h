/* viewwhen: when a view is mailed, as people say it: "mon 08:00 Europe/Berlin". */
#ifndef DAEMON_POLICY_VIEWWHEN_H
#define DAEMON_POLICY_VIEWWHEN_H

#include "parsers/base/arena.h"
#include "parsers/base/str.h"

/*
 * Days, which may be left out, a time, and a zone, which may be, as the words of
 * calendar/cron.h; the days are checked there.  True if it names a zone: *zone.  What is not
 * such stays as it is.
 */
bool	view_when(struct arena *a, struct str said, struct str *cron, struct str *zone);

#endif
