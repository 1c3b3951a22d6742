/*
 * token: the role that renews the access tokens of mailboxes that log in by OAuth; the only
 * one that has the secrets of applications and the refresh tokens.
 */
#ifndef DAEMON_TOKEN_TOKEN_H
#define DAEMON_TOKEN_TOKEN_H

#include "daemon/oauth/grant.h"
#include "daemon/role/role.h"

int	token_run(const struct conf *, struct channel *control);
/* Renews what is due, prints until when each is good. */
int	token_alone(const struct conf *);
/* A token newer than `than`, as the mailbox's flow says; for a process without a cage. */
void	token_ask(struct arena *a, const struct oauth *, int64_t than, struct grant *out);

#endif
