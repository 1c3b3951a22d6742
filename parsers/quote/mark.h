/* mark: rules, and titles that programs put above what is older. */
#ifndef PARSERS_QUOTE_MARK_H
#define PARSERS_QUOTE_MARK_H

#include "parsers/base/str.h"

struct line;			/* parsers/quote/quotelines.h */

/* "______", "------", "=====". */
bool		line_is_rule(const struct line *);
/* "-----Original Message-----", also without dashes on one side. */
bool		line_is_original_mark(struct str folded);
/* The same without dashes, or in a language that we do not know. */
bool		line_is_title(const struct line *);

#endif
