/*
 * token: the proof in a reply address, "support+TOKEN@example.com"
 * (promises.md S2).  HMAC-SHA256 cut to 128 bits over key id, purpose, ticket,
 * person and expiry; read in constant time; lower-case base32, so that it
 * survives mail software that folds case.
 */
#ifndef DAEMON_TICKET_TOKEN_H
#define DAEMON_TICKET_TOKEN_H

#include "daemon/policy/conf.h"
#include "daemon/ticket/tokenkeys.h"

enum token_purpose { TOKEN_REPLY };

struct token {
	enum token_purpose	 purpose;
	int64_t			 ticket;
	const struct agent	*agent;		/* whose it is; NULL: a contact's */
	int64_t			 contact;	/* its id; 0: an agent's */
	int64_t			 serial;	/* an agent's: how many were withdrawn before */
	int64_t			 expires;	/* us; kept as days, rounded up */
};

/* TOKEN_WITHDRAWN is for who knows the ticket (withdrawn.h): no reader here does. */
enum token_verdict { TOKEN_NONE, TOKEN_GOOD, TOKEN_EXPIRED, TOKEN_FORGED, TOKEN_WITHDRAWN };

/* `address` with the token as its +detail. */
struct str	token_address(struct arena *a, const struct token_keys *,
		    const struct token *, struct str address);
/* Looks for a token in one address; agents are found in conf. */
enum token_verdict	token_read(const struct token_keys *, const struct conf *,
			    struct str address, int64_t now, struct token *out);
/* The next good one at or after *at in running text, links too; *at then stands behind. */
bool	token_find(const struct token_keys *, const struct conf *, struct str text,
	    int64_t now, size_t *at, struct token *out);
/*
 * The text without any token of docket's, whoever's and however old, so that plain
 * addresses stay; *n counts them.  What goes to a contact proves nobody else.
 */
struct str	token_blank(struct arena *a, struct str text, size_t *n);

#endif
