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
/* Line i goes; if it looks like a command, its writer may want to know (t->left). */
void		kept_note_left(struct lines *t, size_t i);
/*
 * Those, and what is like a command in a signature, in a banner, or is the last line of
 * all, below what is taken for history; not that where the text that is kept begins so.
 */
void		kept_left(struct lines *t, struct str kept, struct strs *out);

#endif
