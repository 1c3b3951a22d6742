/*
 * sheetcsv: a sheet as CSV, a row a ticket: its columns by their words, the same in every
 * language, behind those of its groups that are not among them; instants in UTC (RFC 3339),
 * durations in seconds.  A chart: a row a label.  No text is a formula (csv.h).
 */
#ifndef DAEMON_RENDER_SHEETCSV_H
#define DAEMON_RENDER_SHEETCSV_H

#include "daemon/render/sheet.h"

void	sheet_csv(struct buf *, struct arena *, const struct sheet *);

#endif
