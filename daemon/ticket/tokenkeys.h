/*
 * tokenkeys: the secrets that sign what stands in addresses of ours: reply addresses
 * (token.h) and return paths (returnpath.h).
 */
#ifndef DAEMON_TICKET_TOKENKEYS_H
#define DAEMON_TICKET_TOKENKEYS_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

enum { TOKEN_MAC = 16 };		/* bytes that are kept of an HMAC */

struct token_key;
struct token_keys;

/*
 * Keys from the text of token_key_file: lines "ID SECRET", the first signs,
 * all verify; ID is one of a-z, SECRET at least 32 hex digits.  In `a`.
 */
int	token_keys_parse(struct arena *a, struct str text, struct token_keys **,
	    struct err *);
const struct token_key	*token_keys_first(const struct token_keys *);
const struct token_key	*token_key_find(const struct token_keys *, char id);
char	token_key_id(const struct token_key *);
/* The start of an HMAC-SHA256; those of two purposes never agree. */
void	token_key_mac(const struct token_key *, const char *purpose, const uint8_t *p, size_t n,
	    struct str whose, uint8_t mac[TOKEN_MAC]);

#endif
