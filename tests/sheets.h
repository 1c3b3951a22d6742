/* sheets: sheets of every layout, to draw: of a working day, empty, or meant to break it. */
#ifndef TESTS_SHEETS_H
#define TESTS_SHEETS_H

#include "daemon/render/sheet.h"

enum sheets_kind { SHEETS_USUAL, SHEETS_GROUPED, SHEETS_EMPTY, SHEETS_HOSTILE, SHEETS_KINDS };

#define SHEETS_NOW	(INT64_C(1796112000) * 1000000)		/* 2026-12-01 08:00 UTC */

struct sheet	sheets_make(struct arena *, enum sheet_layout, enum sheets_kind, const char *language);
/* The same as a chart of that kind. */
struct sheet	sheets_chart(struct arena *, int kind, enum sheets_kind, const char *language);
extern const char *const sheets_layouts[SHEET_LAYOUTS], *const sheets_kinds[SHEETS_KINDS];

#endif
