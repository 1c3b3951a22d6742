/* prose: software versions in running text ("we run 2.4.1-rc2 on Linux"). */
#ifndef PARSERS_FIELD_PROSE_H
#define PARSERS_FIELD_PROSE_H

#include "parsers/base/str.h"

struct prose {
	struct str	raw;		/* "v2.4.1"; borrowed from the text */
	struct str	lead;		/* the word before it, folded; "v" for v2.4.1 */
};

struct prose_scan {
	struct str		 in;		/* what is left; start with the text */
	struct str		 before;	/* on the same line, what was passed */
	const struct strs	*strong;	/* words after which two numbers do */
	const struct strs	*weak;		/* words after which it takes three */
};

/* The next version that stands right behind one of the words.  False at the end. */
bool	prose_next(struct arena *a, struct prose_scan *, struct prose *out);

#endif
