/*
 * sheetsvg: charts and timelines as SVG of our own: bars, stacked bars, lines, sparklines,
 * bars over time.  Any numbers give a picture; long labels are cut.  What they show stands in
 * a table beside them (sheethtml.h): a picture is never the only place of it.
 */
#ifndef DAEMON_RENDER_SHEETSVG_H
#define DAEMON_RENDER_SHEETSVG_H

#include "daemon/render/svgbase.h"

struct html_view;

/* A file of its own, with the colours of light and dark in it. */
void	sheet_svg(struct buf *, struct arena *, const struct sheet_chart *, struct str title,
	    struct str about);
/* The same of a sheet: its chart or its timeline.  False: it has no picture. */
bool	sheet_picture(struct buf *, struct arena *, const struct sheet *);
/* Within a page. */
void	sheet_svg_chart(const struct svg *, const struct html_view *, const struct sheet_chart *,
	    struct str title, struct str about);

#endif
