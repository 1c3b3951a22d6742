/*
 * scan: one linear pass over the raw bytes, before any MIME library sees them,
 * that counts what could hurt it: bytes, header sizes, parts, nesting.  It also
 * sees what makes a mail ambiguous (promises.md S10).
 */
#ifndef PARSERS_SCAN_H
#define PARSERS_SCAN_H

#include "parsers/limits.h"
#include "parsers/str.h"

struct scan {
	struct str	over;		/* the limit that was passed, or empty */
	struct str	ambiguous;	/* why two readings exist, or empty */
	struct str	header;		/* the top header block that may be parsed */
};

void	scan_raw(struct arena *a, const struct limits *, struct str raw,
	    struct scan *out);

#endif
