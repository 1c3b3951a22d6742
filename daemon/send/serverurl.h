/* serverurl: an SMTP server as libcurl names it, with how we introduce ourselves. */
#ifndef DAEMON_SEND_SERVERURL_H
#define DAEMON_SEND_SERVERURL_H

#include "daemon/policy/conf.h"

enum { SERVERURL_MAX = 700 };

/*
 * Into SERVERURL_MAX bytes.  Empty when the host can't stand in one: then every mail fails
 * with that.  A `helo` that is no host name is left out.
 */
void	serverurl_write(char *url, const struct endpoint *, struct str helo);

#endif
