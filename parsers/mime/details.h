/*
 * details: what may be a signed +detail of an address, wherever a reader of the mail can
 * find it: in links of HTML that is not shown as text, in the alternative that was not
 * taken, in texts and mails that are attached.  Nothing is proven here.
 */
#ifndef PARSERS_MIME_DETAILS_H
#define PARSERS_MIME_DETAILS_H

#include "parsers/mime/scan.h"

enum { DETAILS_MAX = 32 };		/* of one mail */

/*
 * Each once, with '+' before it, however that was written; of so much text as fits limits.
 * `files`: those of them that go wherever the mail's files go.
 */
void	details_find(struct arena *a, const struct limits *, const struct scan *,
	    struct strs *out, struct strs *files);

#endif
