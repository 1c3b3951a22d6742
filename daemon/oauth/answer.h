/*
 * answer: what a token server says (RFC 6749, 5.1 and 5.2; RFC 8628, 3.2).  Pure; believes
 * no more of it than that a token is one word.
 */
#ifndef DAEMON_OAUTH_ANSWER_H
#define DAEMON_OAUTH_ANSWER_H

#include "parsers/base/str.h"

enum {
	ANSWER_TOKEN_BYTES = 16 * 1024,
	ANSWER_LIFE = 3600,		/* seconds, of a token that does not say */
	ANSWER_INTERVAL = 5		/* RFC 8628, 3.2 */
};

struct answer {
	struct str	access_token;	/* empty: an error, or of a device */
	int64_t		expires_in;	/* seconds from now */
	struct str	refresh_token;	/* a new one; empty: the old one stays */
	struct str	scope;		/* what was granted; empty: as asked for */
	struct str	error;		/* "invalid_grant"; empty: none */
	struct str	description;	/* one line for people */
	/* Of device authorization. */
	struct str	device_code, user_code, url;
	int64_t		interval;	/* seconds between two questions */
};

/* Lives in `a`.  -1: it is no answer that we know. */
int		answer_read(struct arena *a, struct str body, struct answer *out);
/* What may stand behind "Bearer ": one word of visible ASCII (RFC 6750, 2.1). */
bool		answer_is_token(struct str);
/* One line of UTF-8, whatever it was, and no longer than people read. */
struct str	answer_line(struct arena *a, struct str);

#endif
