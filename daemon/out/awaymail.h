/*
 * awaymail: whoever looks after the tickets of an engineer that is away hears of it, with the
 * tickets; the engineer, if somebody else said so, and when they are back, with what happened.
 */
#ifndef DAEMON_OUT_AWAYMAIL_H
#define DAEMON_OUT_AWAYMAIL_H

#include "daemon/ticket/away.h"

/* What this work changed of it; `by`: whoever did.  0, or -1. */
int	awaymail_changed(struct work *, const struct agent *, const struct agent *by);
/* They are back: with the next commit of this work. */
int	awaymail_back(struct work *, const struct agent *, struct away);

#endif
