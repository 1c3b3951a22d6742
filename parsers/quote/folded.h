/*
 * folded: the lines of a text that its new text lacks.  A cut may be wrong, so people
 * are told that there was one and may see what it took.
 */
#ifndef PARSERS_QUOTE_FOLDED_H
#define PARSERS_QUOTE_FOLDED_H

#include "parsers/base/str.h"

struct folded_line {
	struct str	text;		/* borrowed from the text */
	bool		is_gone;
};

struct folded {
	struct folded_line	*v;	/* all lines of the text */
	size_t			 n;
	size_t			 gone;	/* of these; those that say nothing do not count */
};

/*
 * Line by line and in order; spaces at the ends of lines do not count.  A line of which
 * the new text has a part alone is gone: the rest of it is seen nowhere else.
 */
void		folded_find(struct arena *, struct str text, struct str new_text,
		    struct folded *);
/*
 * The lines that are gone, `mark` before each, and one empty where others stood between
 * them.  No more than `most`; *left counts those that had no room.
 */
struct str	folded_text(struct arena *, const struct folded *, const char *mark,
		    size_t most, size_t *left);
/* All lines, `mark` before those that are gone. */
struct str	folded_marked(struct arena *, const struct folded *, const char *mark);

#endif
