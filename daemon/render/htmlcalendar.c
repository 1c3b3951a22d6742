/* htmlcalendar: see htmlcalendar.h. */
#include "daemon/render/htmlcalendar.h"

#include <inttypes.h>
#include <stdlib.h>

#include "daemon/calendar/civil.h"
#include "daemon/calendar/month.h"

enum { WEEK = 7, MONDAY = 3 };		/* 1970-01-01 was a Thursday */
#define LAST	(INT64_C(7258118400) * 1000000)		/* 2200: beyond, it is no date */

struct dated {
	int32_t			 day;
	int64_t			 month;
	const struct sheet_row	*row;
};

struct days {
	const struct html_view	*v;
	const struct zone	*zone;
	int32_t			 today;
	struct dated		*rows;		/* by day, as the sheet has them within one */
	size_t			 n;
	size_t			 at;		/* what comes next */
};

/* Where a row stands: at its end. */
static int64_t
when(const struct sheet_row *row)
{
	return row->until > 0 && row->until < LAST ? row->until : 0;
}

static int
by_day(const void *x, const void *y)
{
	const struct dated *a = x, *b = y;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

static void
find_days(struct days *d, const struct sheet *s)
{
	d->rows = ARENA_ARRAY(d->v->a, s->n_rows, struct dated);
	for (size_t i = 0; i < s->n_rows; i++) {
		int64_t us = when(&s->rows[i]);

		if (us != 0)
			d->rows[d->n++] = (struct dated){ civil_of(d->zone, us),
			    month_of(d->v->a, d->zone, us), &s->rows[i] };
	}
	if (d->n > 0)
		qsort(d->rows, d->n, sizeof(d->rows[0]), by_day);
}

static void
put_item(const struct html_view *v, const struct sheet_row *row)
{
	buf_printf(v->b, "<li class=\"%s\">", html_mark_class(row->mark));
	html_heading(v, row, true);
	buf_adds(v->b, "</li>\n");
}

/* On a phone a day that holds nothing is left out, and each says which weekday it is. */
static void
put_day(struct days *d, int32_t day, int32_t first, int weekday)
{
	const struct html_view *v = d->v;
	bool any = d->at < d->n && d->rows[d->at].day == day;
	struct str date = civil_text(v->a, day);

	buf_printf(v->b, "<td class=\"day%s%s\"><p class=\"date\"><span class=\"wd\">%s </span>"
	    "<time datetime=\"%.*s\">%d</time>", any ? "" : " free", day == d->today ? " today" : "",
	    v->w->weekdays[weekday], STR_ARG(date), (int)(day - first + 1));
	if (day == d->today)
		buf_printf(v->b, " <span class=\"mark\">%s</span>", v->w->today);
	buf_adds(v->b, "</p>");
	if (any)
		buf_adds(v->b, "<ul>\n");
	for (; d->at < d->n && d->rows[d->at].day == day; d->at++)
		put_item(v, d->rows[d->at].row);
	buf_adds(v->b, any ? "</ul></td>" : "</td>");
}

static void
put_weekdays(const struct html_view *v)
{
	buf_adds(v->b, "<thead><tr>");
	for (size_t i = 0; i < WEEK; i++)
		buf_printf(v->b, "<th scope=\"col\">%s</th>", v->w->weekdays[i]);
	buf_adds(v->b, "</tr></thead>\n<tbody>\n");
}

static void
put_month(struct days *d, int64_t month)
{
	const struct html_view *v = d->v;
	int32_t first = civil_of(d->zone, month_start(d->zone, month));
	int32_t next = civil_of(d->zone, month_start(d->zone, month + 1));
	int32_t day = first - (first + MONDAY) % WEEK;

	buf_printf(v->b, "<h%u>%s %" PRId64 "</h%u>\n<table class=\"month\">\n", v->heading + 1,
	    v->w->months[month % 12], month / 12, v->heading + 1);
	put_weekdays(v);
	while (day < next) {
		buf_adds(v->b, "<tr>");
		for (int i = 0; i < WEEK; i++, day++)
			if (day < first || day >= next)
				buf_adds(v->b, "<td class=\"out\"></td>");
			else
				put_day(d, day, first, i);
		buf_adds(v->b, "</tr>\n");
	}
	buf_adds(v->b, "</tbody>\n</table>\n");
}

static void
put_undated(const struct html_view *v)
{
	bool any = false;

	for (size_t i = 0; i < v->s->n_rows; i++) {
		if (when(&v->s->rows[i]) != 0)
			continue;
		if (!any)
			buf_printf(v->b, "<h%u>%s</h%u>\n<ul class=\"plain\">\n", v->heading + 1,
			    v->w->no_date, v->heading + 1);
		any = true;
		put_item(v, &v->s->rows[i]);
	}
	if (any)
		buf_adds(v->b, "</ul>\n");
}

void
html_calendar(const struct html_view *v)
{
	struct days d = { .v = v, .zone = v->s->zone == NULL ? zone_utc() : v->s->zone };

	d.today = civil_of(d.zone, v->s->made_at);
	find_days(&d, v->s);
	while (d.at < d.n) {
		size_t before = d.at;

		put_month(&d, d.rows[d.at].month);
		if (d.at == before)		/* a zone that cuts days strangely: never twice */
			d.at++;
	}
	put_undated(v);
}
