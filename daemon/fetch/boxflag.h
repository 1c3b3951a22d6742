/*
 * boxflag: mail that core has stored is flagged on the server, or moved; only
 * then is it done with.
 */
#ifndef DAEMON_FETCH_BOXFLAG_H
#define DAEMON_FETCH_BOXFLAG_H

#include "daemon/fetch/boxcore.h"

enum { FLAG_SET = 200 };		/* so many stored ones are flagged at once */

/* Flags or moves all that is stored. */
int	box_flag_done(struct box *, struct err *);

#endif
