/* lines: small looks at the text of one line. */
#ifndef PARSERS_QUOTE_LINES_H
#define PARSERS_QUOTE_LINES_H

#include "parsers/base/str.h"

/* s without the bytes of `set` at both ends. */
struct str	lines_strip(struct str s, const char *set);
/* A '<' or '[' that nothing closes: the address goes on in the next line. */
bool		lines_are_open(struct str s);
/* Spaces between words, and 1. */
size_t		lines_words(struct str s);

#endif
