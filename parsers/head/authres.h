/* authres: Authentication-Results (RFC 8601), the topmost of a trusted server. */
#ifndef PARSERS_HEAD_AUTHRES_H
#define PARSERS_HEAD_AUTHRES_H

#include "parsers/base/str.h"

/* What our own MX says (RFC 8601): the topmost block with a trusted authserv-id. */
struct authres {
	struct str	authserv_id;
	struct str	dmarc;		/* "pass", "fail", "none", … or empty */
	struct str	dmarc_from;	/* header.from of that dmarc result */
	struct str	spf;
	struct str	dkim;
};

/*
 * Of a raw header block: nothing is decoded.  Only the topmost
 * Authentication-Results field counts, and only if its authserv-id is trusted:
 * anything below may come from the sender.
 */
void	authres_read(struct arena *a, struct str block, const struct strs *trusted,
	    struct authres *out);

#endif
