/*
 * device: a login by somebody at a browser elsewhere (RFC 8628): they get an address and a
 * code, and we ask until they are done.
 */
#ifndef DAEMON_OAUTH_DEVICE_H
#define DAEMON_OAUTH_DEVICE_H

#include "daemon/oauth/grant.h"

struct device {
	struct str	url;		/* where to go … */
	struct str	user_code;	/* … and what to enter there */
	struct str	code;		/* ours, secret */
	int64_t		interval;	/* seconds between two questions */
	int64_t		expires_in;	/* seconds that the code is good */
};

/* -1: out->text and out->mend say why. */
int	device_begin(struct arena *a, const struct oauth *, struct device *, struct grant *out);
/*
 * After device->interval: 1: they are done, and the tokens are kept, 0: ask again, -1: it is
 * over.  The interval grows where the server says so.
 */
int	device_ask(struct arena *a, const struct oauth *, struct device *, struct grant *out);

#endif
