/*
 * html: HTML mail as text that a person can read: paragraphs, lists, tables,
 * links with their targets, quotes as "> ", no script, style or hidden preview.
 */
#ifndef PARSERS_MARKUP_HTML_H
#define PARSERS_MARKUP_HTML_H

#include "parsers/base/str.h"

/* `html` is UTF-8.  At most `max` bytes of text. */
struct str	html_text(struct arena *a, struct str html, size_t max);

#endif
