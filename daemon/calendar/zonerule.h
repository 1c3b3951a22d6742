/*
 * zonerule: for ever after the table of a zone's changes: the footer of its
 * file, a POSIX TZ string (RFC 8536 section 3.3).
 */
#ifndef DAEMON_CALENDAR_ZONERULE_H
#define DAEMON_CALENDAR_ZONERULE_H

#include "parsers/base/str.h"

enum {
	ZONE_ABBREV_MAX = 16,
	ZONE_OFFSET_MAX = 26 * 3600,	/* beyond anything that was ever in use */
	ZONE_DAY = 86400
};

/* As written: Mm.w.d, Jn, n. */
enum zonerule_kind { ZONERULE_MONTH, ZONERULE_JULIAN, ZONERULE_DAY };

struct zonerule_day {			/* when a year's change happens */
	enum zonerule_kind	kind;
	int			month;
	int			week;	/* 5 is the last */
	int			day;	/* of week, or of year */
	int32_t			time;	/* seconds from that day's 00:00 on the wall */
};

struct zone_kind {				/* one local time type */
	int32_t		offset;
	char		abbrev[ZONE_ABBREV_MAX];
};

struct zonerule {			/* all zero: there is none */
	bool			is_set;
	bool			has_dst;
	struct zone_kind	std, dst;
	struct zonerule_day	to_dst, to_std;
};

struct zone_piece {			/* a stretch with one offset */
	int64_t			 from;	/* INT64_MIN: from the beginning */
	int64_t			 to;	/* INT64_MAX: no end is known */
	const struct zone_kind	*kind;
};

/* An empty text is no rule.  -1: it can't be read. */
int	zonerule_parse(struct str text, struct zonerule *);
/* The stretch that this instant is in, by the rule alone. */
struct zone_piece	zonerule_piece(const struct zonerule *, int64_t instant);
/* The year of an instant in UTC, or of a wall time; both in seconds. */
int64_t	zonerule_year(int64_t);

#endif
