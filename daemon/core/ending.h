/*
 * ending: the admins hear before the secret or certificate of a login by OAuth ends: 30
 * days, 7 days and a day before, once each, by docket's own mail.
 */
#ifndef DAEMON_CORE_ENDING_H
#define DAEMON_CORE_ENDING_H

#include "daemon/role/message.h"
#include "daemon/ticket/work.h"

/* One transaction.  *deliveries grows by the mails that were written. */
int	ending_tell(struct core_state *, struct db *, const struct msg_token *,
	    size_t *deliveries, struct err *);
/* How many of those times have come: 0 to 3. */
unsigned	ending_stage(int64_t ends_at, int64_t now);

#endif
