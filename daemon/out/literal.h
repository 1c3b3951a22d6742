/*
 * literal: what an engineer's text means as it stands, though Markdown has a use for
 * it: a path's backslash, <placeholders>, patterns of file names, SQL, columns.  Each such
 * byte is marked before md4c reads the text (a noncharacter of Unicode stands for it),
 * and shown again in what md4c made of it.
 */
#ifndef DAEMON_OUT_LITERAL_H
#define DAEMON_OUT_LITERAL_H

#include "parsers/base/str.h"

enum { LITERAL_PAIRS = 8 };

struct literal {			/* a text that is being marked */
	struct buf	 b;
	const char	*end;		/* of the text */
	const char	*close[LITERAL_PAIRS];	/* where emphasis that has begun ends */
	size_t		 n;
	bool		 in_table;	/* cells are padded with spaces that mean nothing */
};

/* A text of which no mark is left that it brought itself. */
struct str	literal_clean(struct arena *a, struct str text);
void	literal_begin(struct literal *, struct arena *a, struct str text);
/* One byte that is no Markdown here; a letter stays itself. */
void	literal_put(struct literal *, char);
/* A piece of a line of the text: what is no Markdown within it is marked. */
void	literal_inline(struct literal *, struct str);
/*
 * What was marked, plain again.  In code a space is a space; elsewhere it is one that
 * neither breaks nor shrinks.
 */
void	literal_show(struct buf *, struct str, bool in_code);

#endif
