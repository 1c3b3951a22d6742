/*
 * htmlguard: HTML that gumbo is not to be asked about as it is, and what is left of
 * any when its tags are cut off.
 */
#ifndef PARSERS_MARKUP_HTMLGUARD_H
#define PARSERS_MARKUP_HTMLGUARD_H

#include "parsers/base/str.h"

/* Whether so much may be open at once, or in one tag, that gumbo would be quadratic. */
bool	htmlguard_is_too_much(struct str html);
/* Cuts the next piece of text between tags off *html.  False at the end. */
bool	htmlguard_next(struct str *html, struct str *text);

#endif
