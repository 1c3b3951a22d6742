/*
 * svgtimeline: a sheet's rows as bars over time, in the reader's zone: the part that is over
 * is solid, an arrow leads from what blocks to what waits, a line is today.
 */
#ifndef DAEMON_RENDER_SVGTIMELINE_H
#define DAEMON_RENDER_SVGTIMELINE_H

#include "daemon/render/htmlview.h"
#include "daemon/render/svgbase.h"

void	svg_timeline(const struct svg *, const struct html_view *);

#endif
