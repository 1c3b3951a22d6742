/*
 * when: spans and instants as people write them in en, es, de, fr, pt and it:
 * "1h30m", "fri 17:00", "mañana 9:00", "1.12. 17:00", "+2d".  What is read is time on
 * the reader's wall: in which zone that is, the caller knows (calendar/moment.h).
 */
#ifndef PARSERS_FIELD_WHEN_H
#define PARSERS_FIELD_WHEN_H

#include "parsers/base/str.h"

enum when_kind {
	WHEN_SPAN,			/* so many seconds after now, whatever the wall says */
	WHEN_WALL,			/* seconds since 1970-01-01 00:00 of the wall */
	WHEN_UTC			/* … of Greenwich: a zone was written */
};

struct when {
	enum when_kind	kind;
	int64_t		seconds;
	bool		is_day;			/* no time of the day was named */
};

struct when_reader {
	int64_t	now;			/* on their wall */
	bool	day_first;		/* 3/4 is the third of April, not unclear */
	bool	month_first;		/* … the fourth of March */
	int	hour;			/* of a day that is named without one */
	bool	back;			/* what names no year, or less, is the last such; no spans */
};

enum when_verdict {
	WHEN_READ,
	WHEN_UNREAD,			/* it is no instant that is known */
	WHEN_TWO_WAYS,			/* 3/4 */
	WHEN_NO_SUCH			/* 30 February, 25:00, a Friday that is none */
};

/* A number alone is minutes; "1:30" is hours; a sign may stand before. */
bool			when_span(struct arena *a, struct str in, int64_t *seconds);
/*
 * Unless `back`: what names no year, no day or a day of the week is the next such; a span stands for
 * its end, and one of days ends at the same time of the day.  It may lie in the past.
 */
enum when_verdict	when_read(struct arena *a, const struct when_reader *, struct str in,
			    struct when *out);

#endif
