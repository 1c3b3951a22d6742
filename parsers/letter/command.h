/*
 * command: the block of `#name value` lines that may open an agent's mail
 * (product.md 4).  Only lines and words are found here; what a command means
 * is daemon/policy/verb.c's table.
 */
#ifndef PARSERS_LETTER_COMMAND_H
#define PARSERS_LETTER_COMMAND_H

#include "parsers/base/str.h"

struct command_line {
	struct str	name;		/* lower case, without '#' */
	struct str	arg;		/* trimmed; may be empty */
	struct str	line;		/* as written, for messages */
};

struct command_block {
	struct command_line	*v;
	size_t			 n;
	/*
	 * What follows the block, blank lines at both ends dropped, a leading
	 * "\#" made "#".
	 */
	struct str		 rest;
	size_t			 end;		/* bytes of the text up to the last line's end */
	bool			 too_many;	/* lines, or one over LIMIT_COMMAND_LINE */
};

void	command_parse(struct arena *a, struct str reply_text,
	    struct command_block *out);

#endif
