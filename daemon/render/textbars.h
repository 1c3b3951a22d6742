/* textbars: what is drawn with characters: bars of a timeline and of a chart, and numbers. */
#ifndef DAEMON_RENDER_TEXTBARS_H
#define DAEMON_RENDER_TEXTBARS_H

#include "daemon/render/textview.h"

void	textbars_timeline(const struct text_view *);
void	textbars_chart(const struct text_view *);
void	textbars_numbers(const struct text_view *);

#endif
