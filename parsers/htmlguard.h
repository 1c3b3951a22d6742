/*
 * htmlguard: HTML that gumbo is not to be asked about, and how it is read
 * instead.
 */
#ifndef PARSERS_HTMLGUARD_H
#define PARSERS_HTMLGUARD_H

#include "parsers/str.h"

/* Whether so many elements may be open at once that gumbo would be quadratic. */
bool	htmlguard_is_too_deep(struct str html);
/* Cuts the next piece of text between tags off *html.  False at the end. */
bool	htmlguard_next(struct str *html, struct str *text);

#endif
