/*
 * assertion: signed words of who asks for a token: of a service account for a mailbox's user
 * (RFC 7523, 2.1), and of an application by its certificate (2.2).
 *
 * Each is good for a quarter of an hour around now, so that a clock that is five minutes off
 * does no harm.
 */
#ifndef DAEMON_OAUTH_ASSERTION_H
#define DAEMON_OAUTH_ASSERTION_H

#include "daemon/policy/oauth.h"
#include "parsers/base/err.h"

int	assertion_of_account(struct arena *a, const struct oauth *, struct str *out,
	    struct err *e);
int	assertion_of_certificate(struct arena *a, const struct oauth *, struct str *out,
	    struct err *e);

#endif
