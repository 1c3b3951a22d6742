/* kept: what is left of a text whose lines have been told apart. */
#ifndef PARSERS_QUOTE_KEPT_H
#define PARSERS_QUOTE_KEPT_H

#include "parsers/base/str.h"

struct lines;			/* parsers/quote/quotelines.h */

/* The new text, the signature; without blank lines at both ends; live in t->a. */
struct str	kept_text(const struct lines *t);
struct str	kept_signature(const struct lines *t);
/*
 * How many bytes of the new text may hold commands: what stands in the first
 * `own` bytes of the text `in`, with nothing cut off above or between.
 */
size_t		kept_commands(const struct lines *t, struct str in, size_t own);
/* Lines that were cut off as quoted history, or as signature; blank ones do not count. */
size_t		kept_count_cut(const struct lines *t, bool signature);

#endif
