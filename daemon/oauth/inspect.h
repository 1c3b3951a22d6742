/*
 * inspect: a look into an access token, for people: which of its words (RFC 9068) a mail
 * server will not like.  The signature is not looked at: nothing is decided by it.
 */
#ifndef DAEMON_OAUTH_INSPECT_H
#define DAEMON_OAUTH_INSPECT_H

#include "daemon/oauth/store.h"

enum { INSPECT_MAX = 12 };

struct inspect_row {
	bool		is_fault;	/* the server will refuse it; else it only may matter */
	struct str	what;
	const char	*mend;
};

struct inspection {
	struct inspect_row v[INSPECT_MAX];
	size_t		 n;
	struct str	 about;		/* one line: what it is */
	struct str	 app, object;	/* of an application's own token: its ids; else empty */
};

struct inspect_use {			/* what it is to be good for */
	bool	imap, smtp;
};

void	inspect(struct arena *a, const struct oauth *, const struct inspect_use *,
	    const struct token *, int64_t now, struct inspection *out);
/* Of a JSON web token (RFC 7519) its claims' text; -1: it is none. */
int	inspect_claims(struct arena *a, struct str token, struct str *json);

#endif
