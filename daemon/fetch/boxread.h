/*
 * boxread: new mail, from the server to core.
 */
#ifndef DAEMON_FETCH_BOXREAD_H
#define DAEMON_FETCH_BOXREAD_H

#include "daemon/fetch/boxcore.h"

/*
 * Hands over what is new, or puts it into the lane: what lies above the last one that
 * was listed; at times, and when the number of mails does not add up, whatever is there
 * and not known.
 */
int	box_read_new(struct box *, struct err *);

#endif
