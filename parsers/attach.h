/* attach: the list of a letter's attachments, and how their names are shown. */
#ifndef PARSERS_ATTACH_H
#define PARSERS_ATTACH_H

#include "parsers/letter.h"

struct attachments {
	struct arena		*a;
	struct attachment	*v;
	size_t			 n, cap;
	size_t			 max;
};

/* Zeroed; lives in the list's arena.  NULL when there are max. */
struct attachment	*attach_new(struct attachments *);
/* For show only: one line, no path, no control, no bidi override.  UTF-8 in. */
struct str		 attach_name(struct arena *a, struct str name);

#endif
