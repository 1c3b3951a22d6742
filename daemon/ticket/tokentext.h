/*
 * tokentext: tokens in running text, in addresses and links, the portal's too, with lines broken in them or
 * not: found, and taken out for who must not have them.
 */
#ifndef DAEMON_TICKET_TOKENTEXT_H
#define DAEMON_TICKET_TOKENTEXT_H

#include "daemon/ticket/token.h"

enum {					/* of the portal's links: daemon/ticket/weblogin.h */
	TOKEN_LINK_LETTERS = 27,	/* /t/NUMBER/TOKEN */
	TOKEN_IN_LETTERS = 52		/* /in/TOKEN */
};

/* The next good one at or after *at in running text, links too; *at then stands behind. */
bool	token_find(const struct token_keys *, const struct conf *, struct str text,
	    int64_t now, size_t *at, struct token *out);
/*
 * The text without any token of docket's, whoever's and however old, so that plain
 * addresses stay, and of the portal's links the host; *n counts them.  What goes to a contact proves nobody else.
 */
struct str	token_blank(struct arena *a, struct str text, size_t *n);
/* The same, but this token of a portal's link stays, which we put there. */
struct str	token_blank_but(struct arena *a, struct str text, struct str link, size_t *n);
/* The same as token_blank(), but what is this agent's stays. */
struct str	token_blank_others(struct arena *a, const struct token_keys *, const struct conf *,
		    const struct agent *, struct str text, size_t *n);

#endif
