/*
 * controlrun: what a mail of orders (controlmail.h) orders is done: a part a transaction, so
 * that nobody waits for the whole of it, and a kill loses and doubles nothing: a part is done
 * and known to be done with one commit.  With the last goes the mail that tells of all.
 */
#ifndef DAEMON_INTAKE_CONTROLRUN_H
#define DAEMON_INTAKE_CONTROLRUN_H

#include "daemon/intake/intake.h"

/*
 * Does the next part of the oldest mail.  *more: there was one, so there may be another.
 * -1: ERR_RETRY or ERR_ASK, as intake_store() has them; to call again is right.
 */
int	control_step(struct intake_store *, bool *more, struct err *);

#endif
