/* civil: days as numbers, counted from 1970-01-01, and where one begins in a time zone. */
#ifndef DAEMON_CALENDAR_CIVIL_H
#define DAEMON_CALENDAR_CIVIL_H

#include "daemon/calendar/zone.h"

enum { CIVIL_NONE = INT32_MIN };		/* no day; of a span: it has no begin */

/* As date_day() reads it: "2026-12-25". */
struct str	civil_text(struct arena *a, int32_t day);
/* Which day it is in that zone at an instant (us), and when one begins there. */
int32_t		civil_of(const struct zone *, int64_t us);
int64_t		civil_start(const struct zone *, int32_t day);

#endif
