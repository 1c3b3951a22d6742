/* nobody: whose name stands in an attribution, that no program puts there: "the server". */
#ifndef PARSERS_QUOTE_NOBODY_H
#define PARSERS_QUOTE_NOBODY_H

#include "parsers/quote/quotelines.h"

/* A folded attribution says "I", "she", "the …", or a thing that stands alone. */
bool	nobody_is_named(struct str folded);
/* The lines name a thing in small letters: "mail server"; names have a capital. */
bool	nobody_in_small(const struct lines *t, size_t from, size_t end);

#endif
