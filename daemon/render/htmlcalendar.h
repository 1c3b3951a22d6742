/* htmlcalendar: a sheet by days: a month a table; on a phone a list of days. */
#ifndef DAEMON_RENDER_HTMLCALENDAR_H
#define DAEMON_RENDER_HTMLCALENDAR_H

#include "daemon/render/htmlview.h"

void	html_calendar(const struct html_view *);

#endif
