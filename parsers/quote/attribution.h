/*
 * attribution: the line, or the few that a program wrapped it into, that says
 * whose words follow: "On Monday Jo <jo@acme.example> wrote:".
 */
#ifndef PARSERS_QUOTE_ATTRIBUTION_H
#define PARSERS_QUOTE_ATTRIBUTION_H

#include "parsers/quote/quotelines.h"

/* Whether a folded line, or several joined, introduces a quote by itself. */
bool	attribution_is(struct str folded);
/*
 * "Jo Smith wrote:", "Quoting jo@acme.example:", which only the quote below it
 * makes certain.
 */
bool	attribution_is_weak(struct str folded);
/* Whether a folded one says an address, or a year and a time of the day. */
bool	attribution_is_dated(struct str folded);
/*
 * Where in a line of text, behind a sentence, the attribution begins that the
 * folded lines `more` go on with; 0 when there is none.
 */
size_t	attribution_begins(struct arena *a, struct str raw, struct str more);
/* The first line of the attribution that ends at `end`, or SIZE_MAX. */
size_t	attribution_from(const struct lines *t, size_t end);
/* Whether it is one even where nothing below is marked as quoted. */
bool	attribution_is_certain(const struct lines *t, size_t from, size_t end);

#endif
