/* advicefacts: what a project is told of a fault in what it runs, as `affected`. */
#ifndef DAEMON_OUT_ADVICEFACTS_H
#define DAEMON_OUT_ADVICEFACTS_H

#include "daemon/ticket/event.h"
#include "parsers/text/template.h"

/* Nothing where the event brings no such thing. */
void	advicefacts_add(struct arena *, struct view *top, const struct event *);

#endif
