/* date: Date fields (RFC 5322 section 3.3), leniently. */
#ifndef PARSERS_TEXT_DATE_H
#define PARSERS_TEXT_DATE_H

#include "parsers/base/str.h"

struct date {
	int64_t		seconds;	/* since 1970; UTC when has_zone */
	int		offset;		/* minutes east of Greenwich, as written */
	bool		has_zone;	/* without one it is the time of an unknown place */
	bool		has_time;
};

bool		date_parse(struct str raw, struct date *out);
/*
 * RFC 3339 with the writer's offset: "2026-03-01T10:00:00+01:00"; without what
 * was not written: "2026-03-01T10:00:00", "2026-03-01".
 */
struct str	date_text(struct arena *a, const struct date *);

/* Days since 1970-01-01 of a proleptic Gregorian date; month 1 to 12. */
int64_t		date_days(int64_t year, int month, int day);
/* Those of "2026-12-25".  False: there is no such day, or it is written otherwise. */
bool		date_day(struct str, int32_t *days);
struct str	date_day_text(struct arena *, int32_t days);

/* What was read so far; 0 is not read yet. */
struct date_parts {
	int	day, month, year;
	int	hour, minute, second;
	int	offset;
	bool	has_time, has_zone;
	bool	is_pm, is_am;
	bool	month_is_word;		/* "mar." may have been a Tuesday */
};

/* "+0100", "CEST", "GMT+2"; false when it is no zone. */
bool		date_read_zone(struct str word, struct date_parts *);
/* False when there is no such day. */
bool		date_make(const struct date_parts *, struct date *out);

#endif
