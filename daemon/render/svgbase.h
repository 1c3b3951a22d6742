/*
 * svgbase: what our pictures are drawn with.  Across, places are hundredths of a percent of
 * the width, so that a picture fits any screen and its letters keep their size; down, pixels.
 * Each series has a colour and a pattern.
 */
#ifndef DAEMON_RENDER_SVGBASE_H
#define DAEMON_RENDER_SVGBASE_H

#include "daemon/render/sheet.h"

enum { SVG_WHOLE = 10000 };

struct svg {
	struct buf	*b;
	struct arena	*a;
	struct str	 id;		/* begins each of its ids: ASCII letters, digits, "-" */
	bool		 alone;		/* a file of its own, with its colours in it */
	const char	*class;
};

/* Its start and end; about may be empty. */
void	svg_open(const struct svg *, int height, struct str title, struct str about);
void	svg_close(const struct svg *);
/* Once, before what is filled with a series. */
void	svg_patterns(const struct svg *, const struct sheet_series *, size_t n);
/* " fill=…" of the series. */
void	svg_fill(const struct svg *, size_t series);
const char	*svg_series_class(const struct sheet_series *, size_t i);	/* "s1", "late" */

/* " x=\"12.5%\"" */
void	svg_place(const struct svg *, const char *name, int share);
void	svg_rect(const struct svg *, const char *class, int x, int y, int width, int height);
void	svg_line(const struct svg *, const char *class, int x1, int y1, int x2, int y2,
	    const char *more);
enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };
void	svg_text(const struct svg *, const char *class, int x, int y, enum svg_anchor, struct str);

#endif
