/* htmltree: a sheet as nested lists: groups, tickets, what is below them. */
#ifndef DAEMON_RENDER_HTMLTREE_H
#define DAEMON_RENDER_HTMLTREE_H

#include "daemon/render/htmlview.h"

void	html_tree(const struct html_view *);

#endif
