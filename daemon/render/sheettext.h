/*
 * sheettext: a sheet as text, in any layout, to read in a terminal or a mail of plain text:
 * safe, and no wider than `columns` (0: as wide as it gets).
 */
#ifndef DAEMON_RENDER_SHEETTEXT_H
#define DAEMON_RENDER_SHEETTEXT_H

#include "daemon/render/sheet.h"

void	sheet_text(struct buf *, struct arena *, const struct sheet *, size_t columns);

#endif
