/* door: the socket that requests come in by; opened before the cage closes. */
#ifndef DAEMON_WEB_DOOR_H
#define DAEMON_WEB_DOOR_H

#include "daemon/policy/portal.h"
#include "parsers/base/err.h"

/*
 * A unix socket takes the place of the last one at its path, never that of a file.  -1: it
 * cannot be had; else the descriptor, which does not block.
 */
int	door_open(const struct portal *, struct err *);
/* How many connections there can be: as the portal says, or as many descriptors as there may be. */
size_t	door_room(const struct portal *);

#endif
