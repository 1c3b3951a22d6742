/*
 * advice: what an admin can do about an error of a token server: Microsoft's by their
 * AADSTS numbers, others by RFC 6749's words.
 */
#ifndef DAEMON_OAUTH_ADVICE_H
#define DAEMON_OAUTH_ADVICE_H

#include "daemon/oauth/answer.h"
#include "daemon/policy/oauth.h"

struct advice {
	const char	*means;		/* one sentence */
	const char	*mend;		/* what to do */
};

/* NULL members: nothing is known. */
struct advice	advice_of(const struct oauth *, const struct answer *);
/* 7000222 of "AADSTS7000222: …"; 0: there is none. */
uint32_t	advice_number(struct str description);

#endif
