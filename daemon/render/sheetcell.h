/* sheetcell: what stands in a cell of a sheet, as people read it; not made safe. */
#ifndef DAEMON_RENDER_SHEETCELL_H
#define DAEMON_RENDER_SHEETCELL_H

#include "daemon/render/sheet.h"

/* "2026-12-01 10:00" in the sheet's zone, "2h 5m", "97.50 %", "#42". */
struct str	sheet_value(struct arena *, const struct sheet *, enum sheet_kind, int64_t);
/* Empty when it is not set. */
struct str	sheet_cell_text(struct arena *, const struct sheet *, const struct sheet_row *,
		    size_t column);
/* The column that names a row: "subject", else the first text; n_columns: there is none. */
size_t		sheet_name_column(const struct sheet *);
size_t		sheet_number_column(const struct sheet *);
/* "97.50", "-0.05" */
struct str	sheet_percent(struct arena *, int64_t share);
/* "late", the same in every language; empty for none. */
const char	*sheet_mark_word(enum sheet_mark);
/* How many belong to it that are not among its rows. */
int64_t		sheet_hidden(const struct sheet_group *);

#endif
