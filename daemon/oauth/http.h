/*
 * http: a form posted to a token server, and its answer, as daemon/net/web.h does it; blocks
 * for half a minute at most.
 */
#ifndef DAEMON_OAUTH_HTTP_H
#define DAEMON_OAUTH_HTTP_H

#include <stdatomic.h>

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct http_answer {
	int	   status;		/* 200 */
	struct str body;		/* at most 256 KB of it */
	int64_t	   retry_after;		/* seconds; 0: not said */
};

/* Process-wide, before any thread and before a cage. */
int	http_init(struct err *);
/* name=value, encoded, & between. */
void	http_form_add(struct buf *form, const char *name, struct str value);
/* `ca_file` empty: the system's store.  While *stop is set (NULL is fine) it ends soon. */
int	http_post(struct arena *a, struct str url, struct str ca_file, struct str form,
	    const atomic_bool *stop, struct http_answer *out, struct err *e);

#endif
