/*
 * login: a mailbox's logins by token, as the lanes have them: what a server said to one
 * is told to who renews them, and another one is waited for.
 */
#ifndef DAEMON_SEND_LOGIN_H
#define DAEMON_SEND_LOGIN_H

#include <stdatomic.h>

#include "daemon/oauth/store.h"
#include "daemon/role/post.h"

struct smtp_result;

/* Until there is one newer than `than`, a while at most; false: there is none. */
bool	login_await(const struct oauth *, int64_t than, const atomic_bool *abort);
/* How the login fared, to `out` for the core of that generation. */
void	login_tell(struct queue *out, uint64_t generation, struct str mailbox,
	    const struct smtp_result *);

#endif
