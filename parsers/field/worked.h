/*
 * worked: what an agent says that they worked: "1h30m @yesterday 14:00 support nonbillable
 * what was done".  Behind the span stand, in any order and each once, the day, a service
 * and whether it can be billed; what begins with another word, or behind a dash, is text.
 * What may be one of these or text is asked about: a version is no day, a name no slip.
 */
#ifndef PARSERS_FIELD_WORKED_H
#define PARSERS_FIELD_WORKED_H

#include "parsers/field/when.h"

struct worked_reader {
	struct when_reader	 when;		/* looking back */
	const struct strs	*services;
};

enum worked_billing { WORKED_UNSAID, WORKED_BILLABLE, WORKED_NONBILLABLE };

struct worked {
	int64_t			seconds;	/* negative: it corrects */
	bool			has_date;
	struct when		when;		/* it began then */
	struct str		date;		/* as it was written; of a fault too */
	struct str		service;	/* one of the reader's; of WORKED_NEAR the nearest */
	enum worked_billing	billing;
	bool			free;		/* a number alone, or a day without its @: told */
	struct str		text;
	struct str		word;		/* of a fault: what is meant */
};

enum worked_verdict {
	WORKED_READ,
	WORKED_NO_SPAN,			/* it does not begin with one */
	WORKED_NO_UNIT,			/* "1,5": of what? */
	WORKED_MINUTES,			/* "1h 30": minutes, or text? */
	WORKED_NO_DATE,			/* behind an @ */
	WORKED_TWO_WAYS,		/* 3/4 */
	WORKED_NO_SUCH,			/* 30 February */
	WORKED_MAY_BE_DATE,		/* a day without an @, or text? */
	WORKED_NEAR,			/* a service, or text? */
	WORKED_TWICE			/* a day, or a service, was said before */
};

enum worked_verdict	worked_read(struct arena *a, const struct worked_reader *, struct str in,
			    struct worked *out);

#endif
