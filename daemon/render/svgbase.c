/* svgbase: see svgbase.h. */
#include "daemon/render/svgbase.h"

#include "daemon/render/htmlview.h"
#include "parsers/base/array.h"
#include "parsers/text/htmltext.h"

enum { ALONE = 960 };			/* units wide is a picture in a file */

extern const char chart_style[];	/* colours.css and chart.css, by embedcss.py */

static const struct { const char *turn, *path; } patterns[] = {
	{ "", "" },
	{ " patternTransform=\"rotate(45)\"", "M0 4h8" },
	{ "", "M2 4h3" },
	{ " patternTransform=\"rotate(-45)\"", "M0 4h8" },
	{ "", "M4 0v8" },
	{ "", "M0 4h8M4 0v8" },
};

void
svg_place(const struct svg *s, const char *name, int share)
{
	int n = share < 0 ? -share : share;

	buf_printf(s->b, " %s=\"%s%d.%02d%%\"", name, share < 0 ? "-" : "", n / 100, n % 100);
}

void
svg_open(const struct svg *s, int height, struct str title, struct str about)
{
	buf_printf(s->b, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"%s\" role=\"img\" "
	    "aria-labelledby=\"%.*s-t%s", s->class, STR_ARG(s->id), about.n > 0 ? " " : "");
	if (about.n > 0)
		buf_printf(s->b, "%.*s-d", STR_ARG(s->id));
	if (s->alone)
		buf_printf(s->b, "\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n", ALONE,
		    height, ALONE, height);
	else
		buf_printf(s->b, "\" width=\"100%%\" height=\"%d\">\n", height);
	buf_printf(s->b, "<title id=\"%.*s-t\">", STR_ARG(s->id));
	htmltext_put(s->b, title);
	buf_adds(s->b, "</title>\n");
	if (about.n > 0) {
		buf_printf(s->b, "<desc id=\"%.*s-d\">", STR_ARG(s->id));
		htmltext_put(s->b, about);
		buf_adds(s->b, "</desc>\n");
	}
	if (s->alone)
		buf_printf(s->b, "<style>%s</style>\n<rect width=\"100%%\" height=\"100%%\" "
		    "class=\"paper\"/>\n", chart_style);
}

void
svg_close(const struct svg *s)
{
	buf_adds(s->b, "</svg>\n");
}

const char *
svg_series_class(const struct sheet_series *series, size_t i)
{
	static const char *const classes[] = { "s1", "s2", "s3", "s4", "s5", "s6" };
	const char *mark = html_mark_class(series->mark);

	return mark[0] != '\0' ? mark : classes[i % COUNT(classes)];
}

void
svg_patterns(const struct svg *s, const struct sheet_series *series, size_t n)
{
	buf_adds(s->b, "<defs>\n");
	for (size_t i = 0; i < n; i++) {
		size_t k = (i + i / COUNT(patterns)) % COUNT(patterns);

		buf_printf(s->b, "<pattern id=\"%.*s-p%zu\" width=\"8\" height=\"8\" "
		    "patternUnits=\"userSpaceOnUse\"%s><rect width=\"8\" height=\"8\" class=\"%s\"/>",
		    STR_ARG(s->id), i, patterns[k].turn, svg_series_class(&series[i], i));
		if (patterns[k].path[0] != '\0')
			buf_printf(s->b, "<path class=\"hatch\" d=\"%s\"/>", patterns[k].path);
		buf_adds(s->b, "</pattern>\n");
	}
	buf_adds(s->b, "</defs>\n");
}

void
svg_fill(const struct svg *s, size_t series)
{
	buf_printf(s->b, " fill=\"url(#%.*s-p%zu)\"", STR_ARG(s->id), series);
}

void
svg_rect(const struct svg *s, const char *class, int x, int y, int width, int height)
{
	buf_printf(s->b, "<rect class=\"%s\"", class);
	svg_place(s, "x", x);
	svg_place(s, "width", width < 0 ? 0 : width);
	buf_printf(s->b, " y=\"%d\" height=\"%d\"/>\n", y, height);
}

void
svg_line(const struct svg *s, const char *class, int x1, int y1, int x2, int y2,
    const char *more)
{
	buf_printf(s->b, "<line class=\"%s\"", class);
	svg_place(s, "x1", x1);
	svg_place(s, "x2", x2);
	buf_printf(s->b, " y1=\"%d\" y2=\"%d\"%s/>\n", y1, y2, more);
}

void
svg_text(const struct svg *s, const char *class, int x, int y, enum svg_anchor anchor,
    struct str text)
{
	static const char *const anchors[] = { "", " text-anchor=\"middle\"",
		" text-anchor=\"end\"" };

	buf_printf(s->b, "<text class=\"%s\"", class);
	svg_place(s, "x", x);
	buf_printf(s->b, " y=\"%d\"%s>", y, anchors[anchor]);
	htmltext_put(s->b, text);
	buf_adds(s->b, "</text>\n");
}
