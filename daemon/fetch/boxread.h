/*
 * boxread: new mail, from the server to core.
 */
#ifndef DAEMON_FETCH_BOXREAD_H
#define DAEMON_FETCH_BOXREAD_H

#include "daemon/fetch/boxcore.h"

/* Hands over what lies above b->uid. */
int	box_read_new(struct box *, struct err *);
/* Mails that core could not store get another chance, in time. */
int	box_retry_left(struct box *, struct err *);

#endif
