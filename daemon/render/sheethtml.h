/*
 * sheethtml: a sheet as HTML: a <section> to stand in a page (page.h), in any layout.  Texts
 * of rows are escaped and kept to themselves (<bdi>); no script, no style within.
 */
#ifndef DAEMON_RENDER_SHEETHTML_H
#define DAEMON_RENDER_SHEETHTML_H

#include "daemon/render/sheet.h"

void	sheet_html(struct buf *, struct arena *, const struct sheet *);

#endif
