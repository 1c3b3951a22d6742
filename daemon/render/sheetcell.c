/* sheetcell: see sheetcell.h. */
#include "daemon/render/sheetcell.h"

#include <inttypes.h>

#include "daemon/calendar/zone.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"

enum { MINUTE_CHARS = 16 };		/* "2026-12-01 10:00": the foot names the zone */

static struct str
span(struct arena *a, int64_t seconds)
{
	if (seconds >= 0)
		return duration_text(a, seconds, DURATION_SHORT);
	return str_printf(a, "-%s", duration_text(a, seconds == INT64_MIN ? INT64_MAX : -seconds,
	    DURATION_SHORT).p);
}

struct str
sheet_percent(struct arena *a, int64_t share)
{
	uint64_t of = share < 0 ? -(uint64_t)share : (uint64_t)share;

	return str_printf(a, "%s%" PRIu64 ".%02" PRIu64, share < 0 ? "-" : "", of / 100, of % 100);
}

struct str
sheet_value(struct arena *a, const struct sheet *s, enum sheet_kind kind, int64_t n)
{
	switch (kind) {
	case SHEET_AT:
		return str_dup(a, str_sub(zone_text(a, s->zone == NULL ? zone_utc() : s->zone, n),
		    0, MINUTE_CHARS));
	case SHEET_SPAN:
		return span(a, n);
	case SHEET_SHARE:
		return str_printf(a, "%s\u00a0%%", sheet_percent(a, n).p);
	case SHEET_TICKET:
		return str_printf(a, "#%" PRId64, n);
	case SHEET_TEXT:
	case SHEET_COUNT:
		break;
	}
	return str_printf(a, "%" PRId64, n);
}

struct str
sheet_cell_text(struct arena *a, const struct sheet *s, const struct sheet_row *row,
    size_t column)
{
	const struct sheet_cell *cell = &row->cells[column];
	enum sheet_kind kind = s->columns[column].kind;

	if (!cell->is_set)
		return STR_NONE;
	return kind == SHEET_TEXT ? cell->text : sheet_value(a, s, kind, cell->n);
}

/* The column of that word, else the first of that kind. */
static size_t
column_of(const struct sheet *s, struct str word, enum sheet_kind kind)
{
	size_t first = s->n_columns;

	for (size_t c = s->n_columns; c-- > 0;) {
		if (str_eq(s->columns[c].word, word))
			return c;
		if (s->columns[c].kind == kind)
			first = c;
	}
	return first;
}

size_t
sheet_name_column(const struct sheet *s)
{
	return column_of(s, STR("subject"), SHEET_TEXT);
}

size_t
sheet_number_column(const struct sheet *s)
{
	return column_of(s, STR("number"), SHEET_TICKET);
}

const char *
sheet_mark_word(enum sheet_mark mark)
{
	static const char *const words[] = { [SHEET_PLAIN] = "", [SHEET_AT_RISK] = "at-risk",
		[SHEET_LATE] = "late", [SHEET_DONE] = "done" };

	return (size_t)mark < COUNT(words) ? words[mark] : "";
}

int64_t
sheet_hidden(const struct sheet_group *g)
{
	return g->count > (int64_t)g->n ? g->count - (int64_t)g->n : 0;
}
