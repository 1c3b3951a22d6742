/*
 * quote: the text that the writer wrote this time, apart from quoted history
 * and signature.  When in doubt it keeps: a quote shown twice is a nuisance, a
 * sentence lost is a lost customer.
 */
#ifndef PARSERS_QUOTE_H
#define PARSERS_QUOTE_H

#include "parsers/str.h"

struct split {
	struct str	reply;		/* new text, trimmed, lives in the arena */
	struct str	signature;	/* may be empty */
	bool		has_quote;
};

/* `text` has LF lines (letter.text). */
void	quote_split(struct arena *a, struct str text, struct split *out);

#endif
