/*
 * reason: why a mail was read as it was, for people (docketctl parse
 * --explain).  The readers say it where they decide; unless somebody wants to
 * know it, saying costs nothing and a letter carries none.
 */
#ifndef PARSERS_BASE_REASON_H
#define PARSERS_BASE_REASON_H

#include "parsers/base/str.h"

struct reason {
	struct str	about;		/* "kind", "field severity", "text" */
	struct str	why;		/* one line */
};

struct reasons {
	bool		 wanted;
	struct reason	*v;
	size_t		 n;
};

/*
 * Adds one in the order of deciding, up to LIMIT_REASONS; `about` is borrowed.
 * Does nothing when `list` is NULL or not wanted.
 */
void	reason_add(struct arena *a, struct reasons *list, const char *about,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
