/*
 * htmlveil: where a page begins to have what its reader may not see: text without size,
 * without colour, out of the window, switched off.  Only what is known to show counts as
 * shown: text above it may be obeyed, for its writer saw it.
 */
#ifndef PARSERS_MARKUP_HTMLVEIL_H
#define PARSERS_MARKUP_HTMLVEIL_H

#include "parsers/base/str.h"

/* The bytes of clean `html` before the first thing that may hide text; html.n: all. */
size_t	htmlveil_at(struct str html);
/* The bytes of `text`, html_text()'s of it, that stand above that: whole lines. */
size_t	htmlveil_seen(struct arena *a, struct str html, struct str text);
/* Whether this declaration of a style may hide text.  Small letters, no blanks around. */
bool	htmlveil_hides(struct str property, struct str value);

#endif
