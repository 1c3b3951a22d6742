/*
 * docket: docket.conf: where the database is, limits and proofs; its mailboxes
 * are mailbox.h.
 */
#ifndef DAEMON_POLICY_DOCKET_H
#define DAEMON_POLICY_DOCKET_H

#include "daemon/conf/part.h"

extern const struct conf_part docket_part;	/* its own is the whole, struct conf */

#endif
