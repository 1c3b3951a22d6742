/* textcalendar: see textcalendar.h. */
#include "daemon/render/textcalendar.h"

#include <stdlib.h>

#include "daemon/calendar/civil.h"
#include "daemon/render/sheetcell.h"
#include "daemon/render/text.h"

enum { WEEK = 7, MONDAY = 3 };		/* 1970-01-01 was a Thursday */
#define LAST	(INT64_C(7258118400) * 1000000)		/* 2200: beyond, it is no date */

struct dated {
	int64_t			 us;	/* 0: it has no date */
	int32_t			 day;
	const struct sheet_row	*row;
};

/* Where a row stands: at its end; at its start when it has none. */
static int64_t
when(const struct sheet_row *row)
{
	int64_t us = row->until != 0 ? row->until : row->from;

	return us > 0 && us < LAST ? us : 0;
}

/* What has no date comes last; else as the sheet has them within a day. */
static int
by_day(const void *x, const void *y)
{
	const struct dated *a = x, *b = y;

	if ((a->us == 0) != (b->us == 0))
		return a->us == 0 ? 1 : -1;
	if (a->us != 0 && a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static void
put_day(const struct text_view *v, const struct zone *zone, const struct dated *d)
{
	bool today = d->us != 0 && d->day == civil_of(zone, v->s->made_at);

	if (d->us == 0)
		buf_printf(v->b, "\n%s\n", v->w->no_date);
	else
		buf_printf(v->b, "\n%s %.*s%s%s%s\n", v->w->weekdays[(d->day + MONDAY) % WEEK],
		    STR_ARG(civil_text(v->a, d->day)), today ? " (" : "", today ? v->w->today : "",
		    today ? ")" : "");
}

static void
put_row(const struct text_view *v, const struct dated *d)
{
	struct str time = d->us == 0 ? STR_NONE :
	    str_sub(sheet_value(v->a, v->s, SHEET_AT, d->us), 11, 5);
	struct str facts = textview_facts(v, d->row, false);

	text_hang(v->b, str_printf(v->a, "  %.*s%s", STR_ARG(time), time.n > 0 ? "  " : ""),
	    str_printf(v->a, "%s%s%.*s", textview_name(v, d->row).p, facts.n > 0 ? " · " : "",
	    STR_ARG(facts)), v->room);
}

void
textcalendar_put(const struct text_view *v)
{
	const struct zone *zone = v->s->zone == NULL ? zone_utc() : v->s->zone;
	struct dated *rows = ARENA_ARRAY(v->a, v->s->n_rows, struct dated);

	for (size_t i = 0; i < v->s->n_rows; i++) {
		int64_t us = when(&v->s->rows[i]);

		rows[i] = (struct dated){ us, us == 0 ? 0 : civil_of(zone, us), &v->s->rows[i] };
	}
	if (v->s->n_rows > 0)
		qsort(rows, v->s->n_rows, sizeof(rows[0]), by_day);
	for (size_t i = 0; i < v->s->n_rows; i++) {
		if (i == 0 || rows[i].day != rows[i - 1].day ||
		    (rows[i].us == 0) != (rows[i - 1].us == 0))
			put_day(v, zone, &rows[i]);
		put_row(v, &rows[i]);
	}
}
