/* patience: how long a connection may take for what, and who goes when there are too many. */
#ifndef DAEMON_WEB_PATIENCE_H
#define DAEMON_WEB_PATIENCE_H

#include "daemon/web/conn.h"

/* 0: it has time; a status: it is answered with that; -1: it ends without a word. */
int	patience_look(const struct conn *, int64_t now);
/* Ms that it has done nothing for, -1: it is not to blame for it. */
int64_t	patience_idle(const struct conn *, int64_t now);

#endif
