/* htmltimeline: a sheet's bars over time as a picture, and the same as a table below. */
#ifndef DAEMON_RENDER_HTMLTIMELINE_H
#define DAEMON_RENDER_HTMLTIMELINE_H

#include "daemon/render/htmlview.h"

void	html_timeline(const struct html_view *);

#endif
