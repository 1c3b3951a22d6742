/* authres: Authentication-Results (RFC 8601), the topmost of a trusted server. */
#ifndef PARSERS_HEAD_AUTHRES_H
#define PARSERS_HEAD_AUTHRES_H

#include "parsers/letter/letter.h"

/*
 * Only the topmost Authentication-Results field counts, and only if its
 * authserv-id is trusted: anything below may come from the sender.
 */
void	authres_read(struct arena *a, const struct headers *,
	    const struct strs *trusted, struct authres *out);

#endif
