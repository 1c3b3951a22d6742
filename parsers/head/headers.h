/* headers: looking up a letter's top-level header fields, and showing a raw mail's. */
#ifndef PARSERS_HEAD_HEADERS_H
#define PARSERS_HEAD_HEADERS_H

#include "parsers/base/str.h"

/* One top-level header field, unfolded. */
struct header {
	struct str	name;		/* as written */
	struct str	value;		/* decoded where it is free text, else as written */
};

struct headers {
	struct header	*v;
	size_t		 n;
};

/* The first field of that name (case-folded) at or after *at, which then
 * stands behind it; NULL at the end.  Start with *at = 0. */
const struct header	*headers_next(const struct headers *, struct str name, size_t *at);
/* The first one's value, trimmed, or STR_NONE. */
struct str		 headers_get(const struct headers *, struct str name);
bool			 headers_has(const struct headers *, struct str name);
/*
 * All fields of a raw header block.  Those that have a grammar stay as they were
 * written, but for line ends: what an encoded word hides is no part of them.
 */
void			 headers_read(struct arena *a, struct str block, struct str charset,
			    struct headers *out);
/* The first field of that name in a raw block, folds still in it; or STR_NONE. */
struct str		 headers_raw(struct str block, struct str name);
/* The lines of a raw mail's header that a person wants to see, as people forward them. */
struct str		 headers_summary(struct arena *a, struct str raw, struct str charset);

#endif
