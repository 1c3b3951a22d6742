/*
 * helddigest: one mail of all held and unreadable mail that a reader was not told of by a
 * mail of its own (burst.h), written when it is due: it names what still waits then.  So
 * are the lists of heap.h.
 */
#ifndef DAEMON_OUT_HELDDIGEST_H
#define DAEMON_OUT_HELDDIGEST_H

#include "daemon/ticket/work.h"

/* Those that are due, but for those that another daemon writes. */
int	helddigest_send(struct work *);

#endif
