/*
 * stranger: what a mail tells somebody whom nothing but From names: anybody could have
 * written in their name, so nothing of what was written comes to them.
 */
#ifndef DAEMON_OUT_STRANGER_H
#define DAEMON_OUT_STRANGER_H

#include "daemon/ticket/event.h"

/* The event, and its ticket, without a word that its author chose; in w->a. */
struct event	stranger_event(struct work *, const struct event *);

#endif
