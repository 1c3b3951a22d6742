/* ask: a request that was read as what read and core are asked. */
#ifndef DAEMON_WEB_ASK_H
#define DAEMON_WEB_ASK_H

#include "daemon/policy/portal.h"
#include "daemon/role/message.h"
#include "parsers/http/request.h"

/*
 * 0; 403: a form that another site sent.  A browser that tells nothing of where a form comes
 * from is believed: the form's own value (csrf) is what counts.  Borrows.
 */
int		ask_make(struct arena *a, const struct portal *, uint64_t id,
		    const struct http_request *, const struct http_form *, struct page_request *out);
/* A path for the log: what may be a token or a name is cut out of it.  Lives in `a`. */
struct str	ask_masked(struct arena *a, struct str path);

#endif
