/* sheetsvg: see sheetsvg.h. */
#include "daemon/render/sheetsvg.h"

#include "daemon/render/htmlview.h"
#include "daemon/render/svgtimeline.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "parsers/text/htmltext.h"

enum {
	TOP = 6, LINE = 20, BAR = 16, GAP = 12,
	BARS_END = 8300,		/* of the width; values stand to the right of it */
	PLOT = 170, PLOT_TOP = 24, SPARK = 36,
	MOST = 60,			/* labels; the table has all */
	LABEL = 44, SHORT = 11,		/* columns of a label, of one at an axis */
	TICKS = 5,
	INSET = 150			/* beside a curve, for its points */
};

struct chart {
	const struct svg		*svg;
	const struct html_view		*v;
	const struct sheet_chart	*c;
	size_t				 n;		/* labels that are drawn */
	double				 low, high;	/* both ends of the scale; 0 is within */
};

/* Of each series' points, so that one alone is seen and lines are told apart. */
static const char *const shapes[] = { "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", "M-4 -4h8v8h-8z",
	"M0 -5l5 9h-10z", "M0 -5l5 5l-5 5l-5 -5z" };

static void
widen(struct chart *c, double value)
{
	if (value < c->low)
		c->low = value;
	if (value > c->high)
		c->high = value;
}

/* A stack has no place for what is less than nothing. */
static double
stack_of(const struct sheet_chart *c, size_t label)
{
	double sum = 0;

	for (size_t k = 0; k < c->n_series; k++)
		if (c->series[k].values[label] > 0)
			sum += (double)c->series[k].values[label];
	return sum;
}

/* The next number whose half is one, too. */
static double
round_up(double high)
{
	static const double steps[] = { 2, 4, 6, 8, 10, 3, 5 };
	double by = 1, best = high;

	while (high > 10 * by)
		by *= 10;
	for (size_t i = 0; i < COUNT(steps); i++)
		if (high <= steps[i] * by && (best == high || steps[i] * by < best) &&
		    (by > 1 || i < 5))
			best = steps[i] * by;
	return best;
}

static struct chart
chart(const struct svg *svg, const struct html_view *v, const struct sheet_chart *chart)
{
	struct chart c = { .svg = svg, .v = v, .c = chart,
	    .n = chart->labels.n > MOST && chart->kind <= CHART_STACKED ? MOST : chart->labels.n };

	for (size_t i = 0; i < c.n; i++)
		if (chart->kind == CHART_STACKED)
			widen(&c, stack_of(chart, i));
		else
			for (size_t k = 0; k < chart->n_series; k++)
				widen(&c, (double)chart->series[k].values[i]);
	if (chart->kind == CHART_LINE && c.high > 0 && c.low >= 0)
		c.high = round_up(c.high);
	if (c.high <= c.low)
		c.high = c.low + 1;
	return c;
}

/* Where a value lies on a way of so many units. */
static int
place(const struct chart *c, double value, int units)
{
	double at = (value - c->low) / (c->high - c->low) * units;

	return at <= 0 ? 0 : at >= units ? units : (int)(at + 0.5);
}

static struct str
value_text(const struct chart *c, int64_t value)
{
	return html_value(c->v, c->c->unit == SHEET_TEXT ? SHEET_COUNT : c->c->unit, value);
}

static void
put_bar(const struct chart *c, size_t series, int from, int until, int y)
{
	buf_adds(c->svg->b, "<rect class=\"bar\" rx=\"2\"");
	svg_place(c->svg, "x", from < until ? from : until);
	svg_place(c->svg, "width", from < until ? until - from : from - until);
	buf_printf(c->svg->b, " y=\"%d\" height=\"%d\"", y, BAR);
	svg_fill(c->svg, series);
	buf_adds(c->svg->b, "/>\n");
}

static int
put_bars(const struct chart *c, size_t label, int y)
{
	int zero = place(c, 0, BARS_END);

	for (size_t k = 0; k < c->c->n_series; k++, y += BAR + 2) {
		int64_t value = c->c->series[k].values[label];

		put_bar(c, k, zero, place(c, (double)value, BARS_END), y);
		svg_text(c->svg, "value", SVG_WHOLE, y + BAR - 3, SVG_END, value_text(c, value));
	}
	return y;
}

static int
put_stack(const struct chart *c, size_t label, int y)
{
	double sum = 0;
	int at = 0;

	for (size_t k = 0; k < c->c->n_series; k++) {
		int64_t value = c->c->series[k].values[label];
		int end;

		if (value <= 0)
			continue;
		sum += (double)value;
		end = place(c, sum, BARS_END);
		put_bar(c, k, at, end, y);
		at = end;
	}
	svg_text(c->svg, "value", SVG_WHOLE, y + BAR - 3, SVG_END,
	    value_text(c, sum < 9e18 ? (int64_t)sum : INT64_MAX));
	return y + BAR + 2;
}

/* As it is drawn: filled, or its line with its points. */
static void
put_sample(const struct chart *c, size_t k)
{
	const char *class = svg_series_class(&c->c->series[k], k);

	if (c->c->kind == CHART_LINE) {
		buf_printf(c->svg->b, "<path class=\"curve %s d%zu\" d=\"M0 7h22\"/><path "
		    "class=\"point %s\" transform=\"translate(11 7)\" d=\"%s\"/>", class, k % 4,
		    class, shapes[k % 4]);
		return;
	}
	buf_adds(c->svg->b, "<rect class=\"bar\" rx=\"2\" width=\"22\" height=\"14\"");
	svg_fill(c->svg, k);
	buf_adds(c->svg->b, "/>");
}

static void
put_legend(const struct chart *c, int y)
{
	for (size_t k = 0; c->c->n_series > 1 && k < c->c->n_series; k++) {
		buf_adds(c->svg->b, "<svg overflow=\"visible\"");
		svg_place(c->svg, "x", k % 2 == 0 ? 0 : SVG_WHOLE / 2);
		buf_printf(c->svg->b, " y=\"%d\">", y + (int)(k / 2) * (LINE + 2));
		put_sample(c, k);
		buf_adds(c->svg->b, "<text x=\"28\" y=\"12\">");
		htmltext_put(c->svg->b, text_cut(c->v->a, c->c->series[k].title, LABEL / 2));
		buf_adds(c->svg->b, "</text></svg>\n");
	}
}

static int
legend_height(const struct chart *c)
{
	return c->c->n_series < 2 ? 0 : (int)((c->c->n_series + 1) / 2) * (LINE + 2) + GAP;
}

static void
draw_bars(const struct chart *c, struct str title, struct str about)
{
	size_t bars = c->c->kind == CHART_STACKED ? 1 : c->c->n_series;
	int each = LINE + (int)bars * (BAR + 2) + GAP, y = TOP + legend_height(c);

	svg_open(c->svg, y + (int)c->n * each + TOP, title, about);
	svg_patterns(c->svg, c->c->series, c->c->n_series);
	put_legend(c, TOP);
	for (size_t i = 0; i < c->n; i++, y += GAP) {
		svg_text(c->svg, "label", 0, y + LINE - 6, SVG_START,
		    text_cut(c->v->a, c->c->labels.v[i], LABEL));
		y = c->c->kind == CHART_STACKED ? put_stack(c, i, y + LINE) :
		    put_bars(c, i, y + LINE);
	}
	if (c->low < 0)
		svg_line(c->svg, "axis", place(c, 0, BARS_END), TOP + legend_height(c),
		    place(c, 0, BARS_END), y, "");
	svg_close(c->svg);
}

static int
across(const struct chart *c, size_t i)
{
	return c->n < 2 ? SVG_WHOLE / 2 :
	    INSET + (int)((SVG_WHOLE - 2 * INSET) * (double)i / (double)(c->n - 1));
}

/* In a picture of its own, which is stretched: the line's width is not. */
static void
put_curve(const struct chart *c, size_t k, int y, int height)
{
	buf_printf(c->svg->b, "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" "
	    "preserveAspectRatio=\"none\" overflow=\"visible\"><polyline class=\"curve %s d%zu\" "
	    "points=\"", y, height, SVG_WHOLE, height, svg_series_class(&c->c->series[k], k), k % 4);
	for (size_t i = 0; i < c->n; i++)
		buf_printf(c->svg->b, "%s%d,%d", i == 0 ? "" : " ", across(c, i),
		    height - place(c, (double)c->c->series[k].values[i], height));
	buf_adds(c->svg->b, "\"/></svg>\n");
}

static void
put_point(const struct chart *c, size_t k, size_t i, int y, int height)
{
	buf_adds(c->svg->b, "<svg overflow=\"visible\"");
	svg_place(c->svg, "x", across(c, i));
	buf_printf(c->svg->b, " y=\"%d\"><path class=\"point %s\" d=\"%s\"/></svg>\n", y + height -
	    place(c, (double)c->c->series[k].values[i], height),
	    svg_series_class(&c->c->series[k], k), shapes[k % 4]);
}

static void
put_grid(const struct chart *c, int top)
{
	for (int i = 0; i <= 2; i++) {
		double value = c->low + (c->high - c->low) * i / 2;
		int y = top + PLOT - PLOT * i / 2;

		svg_line(c->svg, "grid", 0, y, SVG_WHOLE, y, "");
		if (i == 1 && c->high - c->low < 2)
			continue;		/* there is no half */
		svg_text(c->svg, "tick halo", 0, y - 4, SVG_START, value_text(c,
		    value >= 9e18 ? INT64_MAX : value <= -9e18 ? INT64_MIN : (int64_t)value));
	}
}

static void
put_labels(const struct chart *c, int y)
{
	size_t ticks = c->n < TICKS ? c->n : TICKS, last = SIZE_MAX;

	for (size_t k = 0; k < ticks; k++) {
		size_t i = ticks < 2 ? 0 : k * (c->n - 1) / (ticks - 1);

		if (i == last)
			continue;
		last = i;
		svg_text(c->svg, "tick", across(c, i), y, c->n < 2 ? SVG_MIDDLE : k == 0 ?
		    SVG_START : k + 1 == ticks ? SVG_END : SVG_MIDDLE,
		    text_cut(c->v->a, c->c->labels.v[i], SHORT));
	}
}

static void
draw_lines(const struct chart *c, struct str title, struct str about)
{
	int top = PLOT_TOP + legend_height(c);

	svg_open(c->svg, top + PLOT + LINE + TOP, title, about);
	svg_patterns(c->svg, c->c->series, c->c->n_series);
	put_legend(c, TOP);
	put_grid(c, top);
	for (size_t k = 0; k < c->c->n_series; k++) {
		put_curve(c, k, top, PLOT);
		for (size_t i = 0; i < c->n && c->n <= MOST; i++)
			put_point(c, k, i, top, PLOT);
	}
	put_labels(c, top + PLOT + LINE - 2);
	svg_close(c->svg);
}

static void
draw_spark(const struct chart *c, struct str title, struct str about)
{
	svg_open(c->svg, SPARK + 2 * TOP, title, about);
	for (size_t k = 0; k < c->c->n_series; k++) {
		put_curve(c, k, TOP, SPARK);
		if (c->n > 0)
			put_point(c, k, c->n - 1, TOP, SPARK);
	}
	svg_close(c->svg);
}

void
sheet_svg_chart(const struct svg *svg, const struct html_view *v, const struct sheet_chart *data,
    struct str title, struct str about)
{
	struct chart c = chart(svg, v, data);

	if (data->kind == CHART_LINE)
		draw_lines(&c, title, about);
	else if (data->kind == CHART_SPARKLINE)
		draw_spark(&c, title, about);
	else
		draw_bars(&c, title, about);
}

void
sheet_svg(struct buf *b, struct arena *a, const struct sheet_chart *c, struct str title,
    struct str about)
{
	const struct sheet s = { .title = title };
	const struct html_view v = html_view(b, a, &s);
	const struct svg svg = { b, a, STR("docket"), true, "chart" };

	sheet_svg_chart(&svg, &v, c, title, about);
}

bool
sheet_picture(struct buf *b, struct arena *a, const struct sheet *s)
{
	const struct html_view v = html_view(b, a, s);
	const struct svg svg = { b, a, STR("docket"), true, "chart" };

	if (s->layout == SHEET_TIMELINE)
		svg_timeline(&svg, &v);
	else if (s->layout == SHEET_CHART || s->layout == SHEET_NUMBERS)
		sheet_svg_chart(&svg, &v, &s->chart, s->title, s->about);
	else
		return false;
	return true;
}
