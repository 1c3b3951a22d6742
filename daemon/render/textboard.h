/* textboard: a board as text: lanes beside each other, or where they are many below. */
#ifndef DAEMON_RENDER_TEXTBOARD_H
#define DAEMON_RENDER_TEXTBOARD_H

#include "daemon/render/textview.h"

void	textboard_put(const struct text_view *);

#endif
