/* htmltext: the one writer of text into HTML and XML: as text and within quoted attributes. */
#ifndef PARSERS_TEXT_HTMLTEXT_H
#define PARSERS_TEXT_HTMLTEXT_H

#include "parsers/base/str.h"

/*
 * Nothing in it is markup or ends an attribute.  What HTML and XML 1.0 can't hold (NUL and
 * other controls, bytes that are not UTF-8) becomes U+FFFD.
 */
void	htmltext_put(struct buf *, struct str);

#endif
