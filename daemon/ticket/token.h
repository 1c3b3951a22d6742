/*
 * token: the proof in an address of ours, "support+TOKEN@example.com" (promises.md S2).
 * HMAC-SHA256 cut to 128 bits over key id, purpose, ticket, person and expiry; read in
 * constant time; lower-case base32, so that it survives mail software that folds case.
 * What was made for one purpose is never read as of another.
 */
#ifndef DAEMON_TICKET_TOKEN_H
#define DAEMON_TICKET_TOKEN_H

#include "daemon/policy/conf.h"
#include "daemon/ticket/tokenkeys.h"

enum token_purpose {			/* and how its detail begins */
	TOKEN_REPLY,			/* "": an answer to a ticket's mail */
	TOKEN_NEW,			/* "n.": opens tickets, passes mails on */
	TOKEN_CONTROL,			/* "c.": names the tickets itself */
	TOKEN_ACTION,			/* "a.VERB.": a human mail to it does the verb */
	TOKEN_CONFIRM,			/* "q.": says that a mail was theirs */
	TOKEN_PURPOSES
};

enum {
	TOKEN_VERB_MAX = 16,
	TOKEN_DAYS_MAX = 0xffff		/* since 1970: the latest expiry */
};

#define TOKEN_VERB_CONFIRM	STR("confirm")	/* no verb of tickets */

struct token {
	enum token_purpose	 purpose;
	struct str		 verb;		/* of TOKEN_ACTION alone; read: as it stands there */
	int64_t			 ticket;	/* raw's id where token_confirms(); 0: none */
	const struct agent	*agent;		/* whose it is; NULL: a contact's */
	int64_t			 contact;	/* its id; 0: an agent's */
	int64_t			 serial;	/* an agent's: how many were withdrawn before */
	int64_t			 expires;	/* us; kept as days, rounded up */
};

/* TOKEN_WITHDRAWN is for who knows the ticket (withdrawn.h): no reader here does. */
enum token_verdict { TOKEN_NONE, TOKEN_GOOD, TOKEN_EXPIRED, TOKEN_FORGED, TOKEN_WITHDRAWN };

/* Its owner says by it that a mail was theirs: TOKEN_CONFIRM, or the button beside it. */
bool		token_confirms(const struct token *);
/* What a mail to a TOKEN_CONFIRM address must say, too. */
struct str	token_code(struct arena *a, const struct token_keys *, const struct token *);
/* What stands behind the sign in the address. */
struct str	token_detail(struct arena *a, const struct token_keys *, const struct token *);
/* `address` with the token as its detail; as it is where there is no room (detail.h). */
struct str	token_address(struct arena *a, const struct token_keys *,
		    const struct token *, enum addressing, struct str address);
/* Looks for a token in one address; agents are found in conf. */
enum token_verdict	token_read(const struct token_keys *, const struct conf *,
			    struct str address, int64_t now, struct token *out);
/* The same of what stands behind the sign. */
enum token_verdict	token_judge(const struct token_keys *, const struct conf *,
			    struct str detail, int64_t now, struct token *out);
/* It may be one, by its letters and sizes: nobody has vouched for it. */
bool	token_is_shaped(struct str detail);
/* It is shaped like the address of a button or a confirmation, good or not. */
bool	token_is_action(struct str address);

#endif
