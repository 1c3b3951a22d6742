/* htmllink: what a link says beside its text: where it leads. */
#ifndef PARSERS_MARKUP_HTMLLINK_H
#define PARSERS_MARKUP_HTMLLINK_H

#include "parsers/base/str.h"

/*
 * " <https://x.example/>", to stand behind the text that is shown; empty when
 * the text tells it already, or it leads to no page and no person.
 */
struct str	htmllink_target(struct arena *a, struct str href, struct str shown);

#endif
