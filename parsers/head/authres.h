/*
 * authres: Authentication-Results (RFC 8601), the topmost of a trusted server; of Exchange
 * Online, which puts no name there, by its place (exchange.h).
 */
#ifndef PARSERS_HEAD_AUTHRES_H
#define PARSERS_HEAD_AUTHRES_H

#include "parsers/base/str.h"

/* What our own MX says (RFC 8601): the topmost block with a trusted authserv-id. */
struct authres {
	struct str	authserv_id;	/* AUTHRES_EXCHANGE: there was none */
	struct str	dmarc;		/* "pass", "fail", "none", … or empty */
	struct str	dmarc_from;	/* header.from of that dmarc result */
	struct str	spf;
	struct str	dkim;
};

#define AUTHRES_EXCHANGE	STR("microsoft365")

/*
 * Of a raw header block: nothing is decoded.  Only the topmost
 * Authentication-Results field counts, and only if its authserv-id is trusted:
 * anything below may come from the sender.  With AUTHRES_EXCHANGE among the trusted,
 * one without an id counts where exchange_wrote_results(), and anywhere when its dmarc is
 * "fail"; the caller must know that the mail was read at Microsoft's.
 */
void	authres_read(struct arena *a, struct str block, const struct strs *trusted,
	    struct authres *out);
/*
 * Whose the topmost is, trusted or not: an id in lower case, "" of one without, STR_NONE of
 * none, or of one that nobody can read.
 */
struct str	authres_id(struct arena *a, struct str block);

#endif
