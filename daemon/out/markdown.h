/*
 * markdown: an agent's text as HTML (CommonMark by cmark, but for what literal.h keeps as
 * it was typed; unsafe links are dropped).  Never for text of strangers.
 */
#ifndef DAEMON_OUT_MARKDOWN_H
#define DAEMON_OUT_MARKDOWN_H

#include "parsers/base/str.h"

struct str	markdown_html(struct arena *a, struct str text);

#endif
