/*
 * markdown: an agent's text as HTML (CommonMark with tables, strikethrough and task
 * lists, by md4c).  Nothing of the text is lost or altered: what is not plainly meant as
 * Markdown (structure.h, literal.h) is shown as it was typed, and so is a text of more
 * than 64 KiB.  No pictures, no markup of its own; links lead to pages and mails only.
 */
#ifndef DAEMON_OUT_MARKDOWN_H
#define DAEMON_OUT_MARKDOWN_H

#include "parsers/base/str.h"

struct str	markdown_html(struct arena *a, struct str text);

#endif
