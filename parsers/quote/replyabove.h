/* replyabove: "## Please type your reply above this line ##", in any language. */
#ifndef PARSERS_QUOTE_REPLYABOVE_H
#define PARSERS_QUOTE_REPLYABOVE_H

#include "parsers/base/str.h"

struct line;			/* parsers/quote/quotelines.h */

/* Whether a folded text may hold such a line at all: a quick look. */
bool	replyabove_within(struct str folded);
/* In a mail that answers none only one that a program has decorated. */
bool	replyabove_is_line(const struct line *, bool answers);

#endif
