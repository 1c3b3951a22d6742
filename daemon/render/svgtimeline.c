/* svgtimeline: see svgtimeline.h. */
#include "daemon/render/svgtimeline.h"

#include <inttypes.h>

#include "daemon/calendar/civil.h"
#include "daemon/calendar/month.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/text/htmltext.h"

#define DAY	(86400LL * SECOND_US)

enum {
	AXIS = 44, ROW = 46, BAR_AT = 20, BAR = 16,
	LABEL = 60,			/* columns; the table has the whole */
	TICKS = 7,
	BEFORE = 60, BEHIND = 120,	/* days around today; what is beyond ends at the edge */
	MOST = 200			/* rows that are drawn */
};

struct timeline {
	const struct svg	*svg;
	const struct html_view	*v;
	const struct zone	*zone;
	int64_t			 from, until;	/* its edges */
	size_t			 n;		/* rows that are drawn */
	const struct sheet_row	**rows;
};

static int
place(const struct timeline *t, int64_t us)
{
	if (us <= t->from)
		return 0;
	if (us >= t->until)
		return SVG_WHOLE;
	return (int)((double)(us - t->from) / (double)(t->until - t->from) * SVG_WHOLE);
}

/* One that has no start or no end yet reaches to now. */
static int64_t
start_of(const struct timeline *t, const struct sheet_row *row)
{
	int64_t now = t->v->s->made_at;

	return row->from != 0 ? row->from : row->until < now ? row->until : now;
}

static int64_t
end_of(const struct timeline *t, const struct sheet_row *row)
{
	int64_t start = start_of(t, row), end = row->until;

	if (end == 0)
		end = t->v->s->made_at;
	return end > start ? end : start;
}

static struct timeline
timeline(const struct svg *svg, const struct html_view *v)
{
	const struct sheet *s = v->s;
	struct timeline t = { .svg = svg, .v = v,
	    .zone = s->zone == NULL ? zone_utc() : s->zone, .from = s->made_at - DAY,
	    .until = s->made_at + DAY, .rows = ARENA_ARRAY(v->a, s->n_rows,
	    const struct sheet_row *) };
	int64_t first = s->made_at - BEFORE * DAY, last = s->made_at + BEHIND * DAY;

	for (size_t i = 0; i < s->n_rows && t.n < MOST; i++) {
		const struct sheet_row *row = &s->rows[i];

		if (row->from == 0 && row->until == 0)
			continue;
		t.rows[t.n++] = row;
		if (start_of(&t, row) < t.from)
			t.from = start_of(&t, row);
		if (end_of(&t, row) > t.until)
			t.until = end_of(&t, row);
	}
	t.from = t.from < first ? first : t.from;
	t.until = t.until > last ? last : t.until;
	return t;
}

/* So many days between two lines that there are few enough of them. */
static int32_t
step(int32_t days)
{
	static const int32_t steps[] = { 1, 2, 7, 14, 28, 56 };

	for (size_t i = 0; i < COUNT(steps); i++)
		if (days / steps[i] < TICKS)
			return steps[i];
	return 112;
}

/* "1 Dec" */
static struct str
day_text(const struct timeline *t, int32_t day)
{
	struct str number = str_sub(civil_text(t->v->a, day), 8, 2);
	struct str month = str_c(t->v->w->months[month_of(t->v->a, t->zone,
	    civil_start(t->zone, day) + DAY / 2) % 12]);
	size_t n = 0;

	for (int i = 0; i < 3; i++)
		n += str_utf8_len(str_sub(month, n, SIZE_MAX));
	if (str_starts(number, STR("0")))
		number = str_sub(number, 1, 1);
	return str_printf(t->v->a, "%.*s %.*s", STR_ARG(number), STR_ARG(str_sub(month, 0, n)));
}

static void
put_axis(const struct timeline *t, int height)
{
	int32_t first = civil_of(t->zone, t->from), last = civil_of(t->zone, t->until);
	int32_t by = step(last - first);

	for (int32_t day = first + 1; day <= last; day += by) {
		int x = place(t, civil_start(t->zone, day));

		svg_line(t->svg, "grid", x, AXIS - 22, x, height, "");
		svg_text(t->svg, "tick", x, AXIS - 28, x > SVG_WHOLE * 9 / 10 ? SVG_END :
		    x < SVG_WHOLE / 20 ? SVG_START : SVG_MIDDLE, day_text(t, day));
	}
}

static void
put_today(const struct timeline *t, int height)
{
	int x = place(t, t->v->s->made_at);

	svg_line(t->svg, "today", x, AXIS - 8, x, height, "");
	svg_text(t->svg, "today-word halo", x, AXIS - 11, x > SVG_WHOLE * 9 / 10 ? SVG_END :
	    x < SVG_WHOLE / 10 ? SVG_START : SVG_MIDDLE, str_c(t->v->w->today));
}

static void
put_label(const struct timeline *t, const struct sheet_row *row, int y)
{
	struct str word = html_mark_word(t->v, row->mark), name = html_name(t->v, row);
	struct str label = str_printf(t->v->a, "#%" PRId64 " %s%.*s%s%.*s", row->ticket,
	    word.n > 0 ? "[" : "", STR_ARG(word), word.n > 0 ? "] " : "", STR_ARG(name));

	svg_text(t->svg, "label halo", 0, y + BAR_AT - 6, SVG_START,
	    text_cut(t->v->a, label, LABEL));
}

/* What is late goes on as a line, from when it was due to now. */
static void
put_bar(const struct timeline *t, const struct sheet_row *row, int y)
{
	int from = place(t, start_of(t, row)), until = place(t, end_of(t, row)), done;
	const char *class = html_mark_class(row->mark);

	if (until - from < 40) {		/* is seen, however short */
		from = from > SVG_WHOLE - 40 ? SVG_WHOLE - 40 : from;
		until = from + 40;
	}
	done = row->done_until == 0 ? from : place(t, row->done_until);
	done = done > until ? until : done;
	if (row->mark == SHEET_LATE && until < place(t, t->v->s->made_at))
		svg_line(t->svg, "overdue", until, y + BAR_AT + BAR / 2,
		    place(t, t->v->s->made_at), y + BAR_AT + BAR / 2, "");
	svg_rect(t->svg, str_printf(t->v->a, "plan %s", class).p, from, y + BAR_AT,
	    until - from, BAR);
	if (done > from)
		svg_rect(t->svg, str_printf(t->v->a, "over %s", class).p, from, y + BAR_AT,
		    done - from, BAR);
}

static size_t
row_of(const struct timeline *t, int64_t ticket)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->rows[i]->ticket == ticket)
			return i;
	return t->n;
}

static int
middle(size_t i)
{
	return AXIS + (int)i * ROW + BAR_AT + BAR / 2;
}

/* From the end of what blocks, down or up to the bar that waits, and to its start. */
static void
put_arrows(const struct timeline *t, size_t i)
{
	struct str marker = str_printf(t->v->a, " marker-end=\"url(#%.*s-to)\"",
	    STR_ARG(t->svg->id));

	for (size_t k = 0; k < t->rows[i]->n_waits_for; k++) {
		size_t from = row_of(t, t->rows[i]->waits_for[k]);
		int x, to = place(t, start_of(t, t->rows[i]));

		if (from == t->n || from == i)
			continue;
		x = place(t, end_of(t, t->rows[from]));
		if (x == to || x < 60) {	/* comes in from above or below */
			svg_line(t->svg, "arrow", x, middle(from), x, middle(i), marker.p);
			continue;
		}
		svg_line(t->svg, "arrow", x, middle(from), x, middle(i), "");
		svg_line(t->svg, "arrow", x, middle(i), to, middle(i), marker.p);
	}
}

void
svg_timeline(const struct svg *svg, const struct html_view *v)
{
	struct timeline t = timeline(svg, v);
	int height = AXIS + (int)t.n * ROW + 8;

	svg_open(svg, height, str_printf(v->a, "%s: %.*s", v->w->plan, STR_ARG(v->s->title)),
	    v->s->about);
	buf_printf(svg->b, "<defs><marker id=\"%.*s-to\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
	    "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" "
	    "d=\"M0 0L8 4L0 8z\"/></marker></defs>\n", STR_ARG(svg->id));
	put_axis(&t, height);
	for (size_t i = 0; i < t.n; i++)
		put_bar(&t, t.rows[i], AXIS + (int)i * ROW);
	for (size_t i = 0; i < t.n; i++)
		put_arrows(&t, i);
	put_today(&t, height);
	for (size_t i = 0; i < t.n; i++)
		put_label(&t, t.rows[i], AXIS + (int)i * ROW);
	svg_close(svg);
}
