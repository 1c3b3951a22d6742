/*
 * htmlmark: what an element's attributes say beyond its name: that a mail
 * program quotes, signs or hides with it.  Which marks which program writes is
 * a table.
 */
#ifndef PARSERS_MARKUP_HTMLMARK_H
#define PARSERS_MARKUP_HTMLMARK_H

#include "parsers/base/str.h"

struct htmlattrs {			/* empty when absent */
	struct str	id;
	struct str	class;
	struct str	name;
	struct str	style;
	struct str	width;
	struct str	height;
};

enum htmlmark {
	HTMLMARK_NONE,
	HTMLMARK_INTRO,			/* says who wrote the quote that comes next */
	HTMLMARK_QUOTED,		/* history, unless it begins as a forward */
	HTMLMARK_BORDER,		/* quoted: a bar at its left */
	HTMLMARK_HISTORY,		/* the header block of the mail below begins */
	HTMLMARK_SECTION,		/* quoted if it holds blocks, else such a header block */
	HTMLMARK_SIGNATURE,
	HTMLMARK_INDENTED		/* a <blockquote> that only indents */
};

enum htmlmark	htmlmark_of(struct arena *a, const struct htmlattrs *);

/* How an element's style changes what is seen of it and in it. */
struct htmlstyle {
	bool	is_hidden;
	bool	is_tight;		/* a paragraph without space around it */
	bool	is_dot;			/* an image that nobody sees */
	bool	is_struck;		/* a line goes through its text */
	enum htmlset {
		HTMLSET_INHERIT,
		HTMLSET_ON,
		HTMLSET_OFF
	} unseen, pre;			/* text of no size; spaces count */
};

void	htmlmark_style(const struct htmlattrs *, struct htmlstyle *out);

#endif
