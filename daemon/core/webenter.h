/* webenter: sessions of the portal: how they begin, by what was mailed, and end. */
#ifndef DAEMON_CORE_WEBENTER_H
#define DAEMON_CORE_WEBENTER_H

#include "daemon/core/webform.h"

/* Rows of webpost_forms. */
int	webenter_by_link(struct web_post *);	/* its button, and the code if need be */
int	webenter_by_code(struct web_post *);	/* with a ticket's link */
int	webenter_leave(struct web_post *);

/* The session was seen now: noted once an hour. */
void	webenter_seen(struct web_post *);
/* What counts no more goes, some of it.  0, or -1. */
int	webenter_sweep(struct core *, struct err *);

#endif
