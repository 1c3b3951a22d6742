/*
 * htmlbrief: HTML with less in it, of which gumbo makes the same tree: running
 * text is set aside, and comments, style, script and the attributes that nobody
 * reads are left out.  Gumbo needs some 400 instructions for each byte that it
 * is given, and the square of the attributes of one tag.
 */
#ifndef PARSERS_MARKUP_HTMLBRIEF_H
#define PARSERS_MARKUP_HTMLBRIEF_H

#include "parsers/base/str.h"

struct htmlbrief {
	struct str	html;		/* for gumbo; in `a`, or the whole as it was */
	struct strs	runs;		/* set aside; borrowed from the whole */
};

/*
 * `html` is clean UTF-8 (charset_clean).  What stands behind the first `max`
 * bytes of text, or a little more, is left out.
 */
void	htmlbrief_make(struct arena *a, struct str html, size_t max, struct htmlbrief *out);
/*
 * Cuts the next piece off *text, which stood in the tree: a piece as it is, or
 * a run that was set aside.  False at the end.  A run is given once only.
 */
bool	htmlbrief_next(struct htmlbrief *, struct str *text, struct str *piece);
/* The piece that `text` begins with; it is still to be given. */
struct str	htmlbrief_first(const struct htmlbrief *, struct str text);
/* The same of what follows the spaces that it begins with, no-break ones too. */
struct str	htmlbrief_start(const struct htmlbrief *, struct str text);

#endif
