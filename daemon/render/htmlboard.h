/* htmlboard: a sheet as a board: a lane for each status, one below the other on a phone. */
#ifndef DAEMON_RENDER_HTMLBOARD_H
#define DAEMON_RENDER_HTMLBOARD_H

#include "daemon/render/htmlview.h"

void	html_board(const struct html_view *);

#endif
