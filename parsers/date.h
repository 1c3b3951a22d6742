/* date: Date fields (RFC 5322 section 3.3), leniently. */
#ifndef PARSERS_DATE_H
#define PARSERS_DATE_H

#include "parsers/str.h"

struct date {
	int64_t		seconds;	/* since 1970, UTC */
	int		offset;		/* minutes east of Greenwich, as written */
};

bool		date_parse(struct str raw, struct date *out);
/* RFC 3339 with the writer's offset: "2026-03-01T10:00:00+01:00". */
struct str	date_text(struct arena *a, const struct date *);

/* Days since 1970-01-01 of a proleptic Gregorian date; month 1 to 12. */
int64_t		date_days(int64_t year, int month, int day);

#endif
