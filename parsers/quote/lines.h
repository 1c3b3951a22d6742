/* lines: small looks at the text of one line. */
#ifndef PARSERS_QUOTE_LINES_H
#define PARSERS_QUOTE_LINES_H

#include "parsers/base/str.h"

struct lines;			/* parsers/quote/quotelines.h */

/* s without the bytes of `set` at both ends. */
struct str	lines_strip(struct str s, const char *set);
/* A '<' or '[' that nothing closes: the address goes on in the next line. */
bool		lines_are_open(struct str s);
/* Spaces between words, and 1. */
size_t		lines_words(struct str s);

/* A line folded for a look, when it is short enough for one; else STR_NONE. */
struct str	lines_look(struct arena *a, struct str raw);
struct str	lines_look_of(struct str raw, struct str folded);
/* The lines [from, to] as one, folded. */
struct str	lines_join(const struct lines *t, size_t from, size_t to);

#endif
