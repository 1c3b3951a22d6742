/*
 * runseol: versions that projects run and whose support ends: 180, 90 and 30 days before, and on
 * the last day; of one that is over already it is told once.  A project that runs another by
 * then is told nothing.
 */
#ifndef DAEMON_TICKET_RUNSEOL_H
#define DAEMON_TICKET_RUNSEOL_H

#include "daemon/ticket/projectevent.h"

/* Tells what is due, each once.  0, or -1: w->err.  A round trip. */
int	runs_eol_look(struct work *);

#endif
