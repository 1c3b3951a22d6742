/*
 * moment: an instant as somebody wrote it (parsers/field/when.h), in their zone: one
 * within a spring gap lies behind it, one that comes twice in autumn is the first.
 */
#ifndef DAEMON_CALENDAR_MOMENT_H
#define DAEMON_CALENDAR_MOMENT_H

#include "daemon/calendar/zone.h"
#include "parsers/field/when.h"

struct moment_reader {
	const struct zone	*zone;
	bool			 day_first;	/* 3/4 is the third of April */
	bool			 month_first;	/* … the fourth of March; neither: unclear */
	int			 hour;		/* of a day that is named without one */
};

enum moment_verdict {
	MOMENT_READ,
	MOMENT_UNREAD, MOMENT_TWO_WAYS, MOMENT_NO_SUCH,		/* as when.h has it */
	MOMENT_PAST,			/* *us says when: not after now */
	MOMENT_FAR			/* … years from now: a slip */
};

/* Now and *us are microseconds since 1970. */
enum moment_verdict	moment_read(struct arena *a, const struct moment_reader *,
			    struct str in, int64_t now, int64_t *us);

#endif
