/*
 * htmlword: words in angle brackets that are no HTML: programs put text into a page as it
 * is, and "<jo@acme.example>", "vector<int>" or "<your name>" would be an element that
 * nobody sees.
 */
#ifndef PARSERS_MARKUP_HTMLWORD_H
#define PARSERS_MARKUP_HTMLWORD_H

#include "parsers/base/str.h"

/* With such words written as text; `html` itself when there are none. */
struct str	htmlword_keep(struct arena *a, struct str html);

#endif
