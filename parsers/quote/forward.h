/* forward: whose mail is passed on here, said by the header block above it. */
#ifndef PARSERS_QUOTE_FORWARD_H
#define PARSERS_QUOTE_FORWARD_H

#include "parsers/head/address.h"

struct headblock;
struct line;

/*
 * Only when is_forward: the mail that is passed on, as its own header block in
 * the text says; any of it may be empty.  The sender of the letter claims it.
 */
struct forward {
	struct address	from;
	struct str	subject;
	int64_t		date;		/* seconds since 1970, 0 without a zone */
	struct str	date_text;	/* date.h's date_text(), or as written when unreadable */
	struct str	cover;		/* what the sender wrote above it; begins reply_text */
};

/* "---------- Forwarded message ---------", "Begin forwarded message:" */
/* Also behind '>'. */
bool	forward_is_mark(const struct line *);
/* "Fwd: …", "WG: …", also behind other marks as "[list]"; without it; and "Re: …". */
bool	forward_is_subject(struct arena *a, struct str subject);
struct str	forward_bare_subject(struct arena *a, struct str subject);
bool	forward_is_reply_subject(struct arena *a, struct str subject);
/* Lives in `a`; the block's slices are borrowed. */
void	forward_read(struct arena *a, const struct headblock *, struct forward *out);

#endif
