/* htmlchart: a sheet's numbers and chart, each with the table of its data. */
#ifndef DAEMON_RENDER_HTMLCHART_H
#define DAEMON_RENDER_HTMLCHART_H

#include "daemon/render/htmlview.h"

void	html_numbers(const struct html_view *);
void	html_chart(const struct html_view *);

#endif
