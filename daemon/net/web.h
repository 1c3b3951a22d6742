/*
 * web: bytes posted to a web address, and its answer.
 *
 * HTTPS only, with the certificate and name verified; no proxy and no redirect is followed, so
 * that what is secret goes to the host that was named and to no other.  Blocks.  With
 * daemon/send/smtp.c the only user of libcurl.
 */
#ifndef DAEMON_NET_WEB_H
#define DAEMON_NET_WEB_H

#include <stdatomic.h>

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct web_request {			/* borrowed */
	struct str	url;
	struct str	ca_file;	/* empty: the system's */
	const char	*type;		/* "application/json" */
	struct str	body;
	const struct strs *headers;	/* "Name: value"; NULL: no more */
	long		whole_ms;	/* connecting included */
	bool		public_only;	/* an address that is not the internet's is refused */
	const atomic_bool *stop;	/* while it is set, it ends within about a second; or NULL */
};

struct web_answer {
	int		status;		/* 200 */
	struct str	body;		/* at most WEB_BODY_MAX of it … */
	bool		is_cut;		/* … and there was more */
	int64_t		retry_after;	/* seconds; 0: not said */
};

enum { WEB_BODY_MAX = 256 * 1024 };

/* Process-wide: before any thread. */
int	web_init(struct err *);
/* In `a`.  -1: no answer came, *e says why; ERR_CONF: nothing was asked, and nothing may be. */
int	web_post(struct arena *a, const struct web_request *, struct web_answer *,
	    struct err *e);

#endif
