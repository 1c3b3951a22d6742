/*
 * mailout: core's side of the mail that goes out: what is due goes to send, and
 * what became of it is recorded and told to the rules.
 */
#ifndef DAEMON_CORE_MAILOUT_H
#define DAEMON_CORE_MAILOUT_H

#include "daemon/core/session.h"

void	core_take_send(struct core *, const struct message *);
/* More of the mails that it has begun, as far as it asked. */
void	core_feed_send(struct core *);
void	core_record_results(struct core *);
void	core_send_due(struct core *);
/* A send role that is new knows nothing of what the last one had. */
void	core_send_is_new(struct core *);

#endif
