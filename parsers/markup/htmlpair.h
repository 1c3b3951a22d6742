/*
 * htmlpair: characters beyond the first 65,536 that a program wrote as the two halves of
 * UTF-16, each as a number: "&#55357;&#56832;".  HTML has no such characters.
 */
#ifndef PARSERS_MARKUP_HTMLPAIR_H
#define PARSERS_MARKUP_HTMLPAIR_H

#include "parsers/base/str.h"

/* With each pair as its character; `html` itself when there are none. */
struct str	htmlpair_join(struct arena *a, struct str html);

#endif
