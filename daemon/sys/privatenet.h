/*
 * privatenet: which network addresses are of the public internet.  What is not leads into
 * the house: to this machine, its neighbours, a cloud's own services (169.254.169.254).
 */
#ifndef DAEMON_SYS_PRIVATENET_H
#define DAEMON_SYS_PRIVATENET_H

#include <sys/socket.h>

#include "parsers/base/str.h"

/* Whatever is no address of the public internet, also behind IPv6 (mapped, 6to4, NAT64). */
bool	privatenet_has(const struct sockaddr *);
/* The host of a URL is such an address, in digits: "10.0.0.1", "[::1]", "localhost". */
bool	privatenet_is_host(struct str host);
/* For people: "10.0.0.1", "fd00::1". */
struct str	privatenet_text(struct arena *, const struct sockaddr *);

#endif
