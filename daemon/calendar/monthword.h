/* monthword: a month as people write it: "2026-10", "last month", "octubre", "oct 2025". */
#ifndef DAEMON_CALENDAR_MONTHWORD_H
#define DAEMON_CALENDAR_MONTHWORD_H

#include "daemon/calendar/month.h"

/*
 * In any of docket's languages; without a year the last one of that name, `now` (a month)
 * included; empty: now.  False: it is none, or after now.
 */
bool	month_read(struct arena *a, struct str text, int64_t now, int64_t *month);

#endif
