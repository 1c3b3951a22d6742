/* htmltable: a sheet as a table, its groups with what they add up to; as cards on a phone. */
#ifndef DAEMON_RENDER_HTMLTABLE_H
#define DAEMON_RENDER_HTMLTABLE_H

#include "daemon/render/htmlview.h"

void	html_table(const struct html_view *);

#endif
