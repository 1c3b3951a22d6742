/*
 * numbers: tickets as people name them in a line, by number: "12", "#12, #15 7".
 */
#ifndef PARSERS_FIELD_NUMBERS_H
#define PARSERS_FIELD_NUMBERS_H

#include "parsers/base/str.h"

enum { NUMBERS_MOST = 20 };		/* of one line */

struct numbers {			/* each once, as they came */
	int64_t		*v;
	size_t		 n;
};

void		numbers_add(struct arena *, struct numbers *, int64_t);
bool		numbers_has(const struct numbers *, int64_t);
/*
 * Adds those of a line, in `a`.  Empty: all are understood, and there is one; else the
 * word that is no number, or the first that is one too many.
 */
struct str	numbers_read(struct arena *a, struct str line, struct numbers *);

#endif
