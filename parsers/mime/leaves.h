/*
 * leaves: the texts of a mail or of a part of it, in order; chained, so that
 * sets join cheaply.
 */
#ifndef PARSERS_MIME_LEAVES_H
#define PARSERS_MIME_LEAVES_H

#include "parsers/mime/scan.h"

struct leaf {
	const struct part	*html;		/* made text last; NULL: it is text */
	struct str		 text;
	bool			 is_odd;		/* neither text/plain nor HTML */
	struct leaf		*next;
};

struct leaves {
	struct leaf	*first, **last;
	bool		 has_plain;		/* some that is not blank */
	bool		 has_html;
};

void	leaves_init(struct leaves *);
/* A text that was found elsewhere than in a text part; lives in `a`. */
void	leaves_add(struct arena *a, struct leaves *, struct str text);
/* Those of `more` behind the others; `more` is not used afterwards. */
void	leaves_join(struct leaves *, const struct leaves *more);

#endif
