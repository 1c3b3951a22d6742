/*
 * rawheader: a header block as bytes: which lines belong to one field, and
 * where the block ends.  Nothing is decoded; bad lines are told, not dropped
 * with what follows them.
 */
#ifndef PARSERS_HEAD_RAWHEADER_H
#define PARSERS_HEAD_RAWHEADER_H

#include "parsers/base/str.h"

struct rawheader {
	struct str	name;		/* as written; empty: no field, a bad line */
	struct str	value;		/* folds and line ends still in it, trimmed */
	struct str	bytes;		/* the whole field with its line ends */
	bool		loose;		/* space before the colon */
};

/*
 * Cuts the next field off *rest.  False at the end of the block, whose empty
 * line is then cut off too.
 */
bool	rawheader_next(struct str *rest, struct rawheader *out);
/* Drops the empty lines, mbox "From " lines and blanks that may stand before a mail. */
struct str	rawheader_start(struct str raw);

#endif
