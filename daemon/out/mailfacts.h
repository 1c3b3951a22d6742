/*
 * mailfacts: what of a mail's header its reader must see, as templates have it: whom
 * answers go to, who sent it for somebody else, a Reply-To that gets nothing, a subject
 * of its own.
 */
#ifndef DAEMON_OUT_MAILFACTS_H
#define DAEMON_OUT_MAILFACTS_H

#include "daemon/ticket/event.h"
#include "parsers/text/template.h"

/* Adds `mail` to `top`. */
void	mailfacts_add(struct work *, struct view *top, const struct event *);

#endif
