/*
 * quote: the text that the writer wrote this time, apart from quoted history
 * and signature.  When in doubt it keeps: a quote shown twice is a nuisance, a
 * sentence lost is a lost customer.
 */
#ifndef PARSERS_QUOTE_QUOTE_H
#define PARSERS_QUOTE_QUOTE_H

#include "parsers/quote/forward.h"

struct reasons;			/* parsers/base/reason.h */

/* What the header says that helps to read the text. */
struct quote_hints {
	const struct address	*sender;	/* NULL: not known */
	struct str		 subject;	/* may be empty */
	bool			 answers;	/* it names a mail that it answers */
	struct str		 marked;	/* the signature, as the mail's HTML marks it */
	size_t			 own;		/* bytes of the text in which commands may stand */
	struct reasons		*why;		/* gets each cut and its line; may be NULL */
};

struct split {
	struct str	reply;		/* new text, trimmed, lives in the arena */
	struct str	signature;	/* may be empty */
	bool		has_quote;
	size_t		quote_lines;	/* that were cut off, without blank ones */
	size_t		signature_lines;
	size_t		commands;	/* bytes of `reply` in which commands may stand */
	struct strs	left;		/* lines like commands that were cut off; the first few */
	bool		is_forward;	/* the forwarded mail is part of `reply` */
	struct forward	forward;
};

/* `text` has LF lines (letter.text). */
void	quote_split(struct arena *a, struct str text, const struct quote_hints *,
	    struct split *out);

#endif
