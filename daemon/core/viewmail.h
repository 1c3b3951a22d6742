/*
 * viewmail: what a mail tells of a view's sheet (template report-view), beside its CSV: its
 * text, and rows for a table of the simplest kind, which mail programs show.
 */
#ifndef DAEMON_CORE_VIEWMAIL_H
#define DAEMON_CORE_VIEWMAIL_H

#include "daemon/render/sheet.h"
#include "parsers/text/view.h"

/* As many rows as a mail shows whole (out/listing.h); "more" counts the others. */
struct view	*viewmail_facts(struct arena *, const struct sheet *);

#endif
