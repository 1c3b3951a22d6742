/*
 * words: header text for people: unfolded, RFC 2047 encoded words decoded,
 * raw 8-bit bytes read as UTF-8, the mail's charset or windows-1252.
 */
#ifndef PARSERS_TEXT_WORDS_H
#define PARSERS_TEXT_WORDS_H

#include "parsers/base/str.h"

/* One clean line of UTF-8.  `charset` is the mail's own, may be empty. */
struct str	words_decode(struct arena *a, struct str raw, struct str charset);
/*
 * Length of the encoded word that s starts with, 0 when it does not start with
 * one: for readers that must not look into it.
 */
size_t		words_skip(struct str s);

#endif
