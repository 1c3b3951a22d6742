/*
 * sheetjson: a sheet as JSON: what it is, its columns, groups, rows, lanes and chart.  Words are
 * the same in every language; instants are in UTC (RFC 3339), durations in seconds,
 * shares in percent.
 */
#ifndef DAEMON_RENDER_SHEETJSON_H
#define DAEMON_RENDER_SHEETJSON_H

#include "daemon/render/sheet.h"

void	sheet_json(struct buf *, struct arena *, const struct sheet *);

#endif
