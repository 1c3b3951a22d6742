/*
 * said: what was written on a ticket before an answer, as its customers may read it again
 * below the answer: public mails alone, the last one or as many as a mailbox quotes.
 */
#ifndef DAEMON_OUT_SAID_H
#define DAEMON_OUT_SAID_H

#include "daemon/calendar/zone.h"
#include "daemon/ticket/event.h"
#include "parsers/text/template.h"

/* Adds `quotes` to `top` where the event is an engineer's answer.  -1: w->err. */
int	said_add(struct work *, struct view *top, const struct event *, const struct zone *);

#endif
