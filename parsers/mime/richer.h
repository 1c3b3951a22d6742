/*
 * richer: whether the HTML of a multipart/alternative is the mail and the plain text
 * beside it but a stand-in ("your program cannot show HTML"), or far poorer.
 */
#ifndef PARSERS_MIME_RICHER_H
#define PARSERS_MIME_RICHER_H

#include "parsers/base/str.h"

/* So short that it may be one; else the HTML need not be read. */
bool	richer_is_doubtful(struct str plain);
/* `html` as html_text() makes it. */
bool	richer_is_html(struct arena *a, struct str plain, struct str html);

#endif
