/* duration: how long, as text. */
#ifndef DAEMON_SYS_DURATION_H
#define DAEMON_SYS_DURATION_H

#include "parsers/base/str.h"

enum duration_style {
	DURATION_EXACT,		/* "1h30m", "0": as configured durations are written */
	DURATION_SHORT,		/* "2d 3h", "5m 10s", "0s": the two largest units, for tables */
	DURATION_WORDS,		/* "2 d 3 h", "45 min", "0 s": for mails; whole minutes */
	DURATION_WORKED		/* "51 h 20 min": the same, of hours that no day has 24 of */
};

/* Of at least 0 seconds. */
struct str	duration_text(struct arena *a, int64_t seconds, enum duration_style);

#endif
