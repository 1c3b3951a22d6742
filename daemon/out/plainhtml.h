/*
 * plainhtml: text as HTML that shows it as it stands: lines end where they end, columns
 * and indents keep their width, addresses of pages are links.  Nothing in it is markup.
 */
#ifndef DAEMON_OUT_PLAINHTML_H
#define DAEMON_OUT_PLAINHTML_H

#include "parsers/base/str.h"

struct str	plainhtml(struct arena *a, struct str text);
/* The same of a piece of a line, without a paragraph around it. */
void	plainhtml_put(struct buf *, struct str text);
/* Nothing but what must be escaped: for code. */
void	plainhtml_escape(struct buf *, struct str text);

#endif
