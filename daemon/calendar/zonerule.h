/*
 * zonerule: for ever after the table of a zone's changes: the footer of its
 * file, a POSIX TZ string (RFC 8536 section 3.3).
 */
#ifndef DAEMON_CALENDAR_ZONERULE_H
#define DAEMON_CALENDAR_ZONERULE_H

#include "parsers/base/str.h"

enum {
	ABBREV_MAX = 16,
	OFFSET_MAX = 26 * 3600,		/* beyond anything that was ever in use */
	DAY = 86400
};

enum rule_kind { RULE_MONTH, RULE_JULIAN, RULE_DAY };	/* Mm.w.d, Jn, n */

struct rule {				/* when a year's change happens */
	enum rule_kind	kind;
	int		month;
	int		week;		/* 5 is the last */
	int		day;		/* of week, or of year */
	int32_t		time;		/* seconds from that day's 00:00 on the wall */
};

struct kind {				/* one local time type */
	int32_t		offset;
	char		abbrev[ABBREV_MAX];
};

struct footer {				/* POSIX TZ: for ever after the table */
	bool		is_set;
	bool		has_dst;
	struct kind	std, dst;
	struct rule	to_dst, to_std;
};

struct piece {				/* a stretch with one offset */
	int64_t			 from;		/* INT64_MIN: from the beginning */
	int64_t			 to;		/* INT64_MAX: no end is known */
	const struct kind	*kind;
};

/* An empty text is no rule.  -1: it is none that can be read. */
int	footer_parse(struct str text, struct footer *);
/* The stretch of the footer's rule that this instant is in. */
struct piece	footer_piece(const struct footer *, int64_t instant);
/* The year that an instant, or a wall's time, is in; both in seconds. */
int64_t	year_of(int64_t instant);
/* Of ASCII. */
bool	is_letter(char);

#endif
