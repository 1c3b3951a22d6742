/* textcalendar: a calendar as text: each day that holds something, and what. */
#ifndef DAEMON_RENDER_TEXTCALENDAR_H
#define DAEMON_RENDER_TEXTCALENDAR_H

#include "daemon/render/textview.h"

void	textcalendar_put(const struct text_view *);

#endif
