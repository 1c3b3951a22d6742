/*
 * enriched: text/enriched (RFC 1896) and its older text/richtext (RFC 1341) as text
 * that a person can read; an excerpt as a quote.
 */
#ifndef PARSERS_MARKUP_ENRICHED_H
#define PARSERS_MARKUP_ENRICHED_H

#include "parsers/base/str.h"

/* `text` is UTF-8.  `old`: richtext, where a line ends by <nl>.  At most `max` bytes. */
struct str	enriched_text(struct arena *a, struct str text, bool old, size_t max);

#endif
