/* whenwords: what a word of a date says, in en, es, de, fr, pt and it. */
#ifndef PARSERS_FIELD_WHENWORDS_H
#define PARSERS_FIELD_WHENWORDS_H

#include "parsers/base/str.h"

enum when_sense {
	NEXT_DAY,			/* so many days after today */
	DAY_MORE,			/* "after" tomorrow, "before" yesterday */
	WEEKDAY,			/* 0: Sunday */
	MONTH,
	WEEKDAY_OR_MARCH,		/* "mar" */
	NOTHING
};

struct when_word {
	enum when_sense	sense;
	int		n;
};

/* A folded word; false: it says nothing of a date. */
bool	when_word(struct str, struct when_word *out);

#endif
