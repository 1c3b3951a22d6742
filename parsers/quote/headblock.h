/*
 * headblock: the few lines "From: … Sent: … To: … Subject: …" that Outlook and
 * its like put above a mail that they quote or forward.
 */
#ifndef PARSERS_QUOTE_HEADBLOCK_H
#define PARSERS_QUOTE_HEADBLOCK_H

#include "parsers/quote/quotelines.h"

struct headblock {
	struct str	from;		/* values as written, joined; may be empty */
	struct str	date;
	struct str	subject;
	bool		is_english;	/* its labels are */
	size_t		end;		/* the first line below the block */
};

/*
 * Whether a block begins at line i: a known label of "From" with others of its
 * kind, in any order; or, where `marked` says that a program announced one,
 * three labels of any language with an address and a date among them.
 */
bool	headblock_read(const struct lines *t, size_t i, bool marked, struct headblock *out);
/* Whether line i may be one of a block's, by its label. */
bool	headblock_has_label(const struct lines *t, size_t i);
/* Whether a block's date says in which zone it is: " +0100", " GMT". */
bool	headblock_has_zone(struct str date);

#endif
