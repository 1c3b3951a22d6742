/*
 * logins: what core hears of logins by OAuth: servers' words on a token go on to the role
 * token, and what that says of a mailbox's tokens is a condition (CONDITION_TOKEN_DEAD).
 */
#ifndef DAEMON_CORE_LOGINS_H
#define DAEMON_CORE_LOGINS_H

#include "daemon/core/session.h"

/* A session was opened: what mailboxes without OAuth had is over. */
int	core_logins_begin(struct core *, struct err *);
/* A MSG_LOGIN, of fetch or send. */
void	core_pass_login(struct core *, struct str body);
/* What the role token says. */
void	core_take_token(struct core *, const struct message *);

#endif
