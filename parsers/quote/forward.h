/* forward: whose mail is passed on here, said by the header block above it. */
#ifndef PARSERS_QUOTE_FORWARD_H
#define PARSERS_QUOTE_FORWARD_H

#include "parsers/letter/letter.h"
#include "parsers/quote/headblock.h"

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
