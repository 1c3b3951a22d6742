/* erased: what is left of a ticket that was erased (docket.erased). */
#ifndef DAEMON_CTL_ERASED_H
#define DAEMON_CTL_ERASED_H

#include "daemon/ctl/ctl.h"

/* When and by whom, for people; *text stays as it is when it was not.  0, or -1 with the error. */
int	ctl_erased(struct ctl *, int64_t ticket, struct str *text, struct err *);

#endif
