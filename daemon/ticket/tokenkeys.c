/* tokenkeys: see tokenkeys.h.  Secrets are never shown, neither in errors nor in logs. */
#include "daemon/ticket/tokenkeys.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

enum {
	KEYS_MAX = 26,
	SECRET_MIN = 16,		/* bytes */
	SECRET_MAX = 64
};

struct token_key {
	char		id;
	uint8_t		secret[SECRET_MAX];
	size_t		n;
};

struct token_keys {
	struct token_key	v[KEYS_MAX];	/* the first signs */
	size_t			n;
};

const struct token_key *
token_key_find(const struct token_keys *keys, char id)
{
	for (size_t i = 0; i < keys->n; i++)
		if (keys->v[i].id == id)
			return &keys->v[i];
	return NULL;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int
secret_parse(struct str hex, struct token_key *key)
{
	if (hex.n % 2 != 0 || hex.n < 2 * SECRET_MIN || hex.n > 2 * SECRET_MAX)
		return -1;
	for (size_t i = 0; i < hex.n; i += 2) {
		int high = hex_digit(hex.p[i]), low = hex_digit(hex.p[i + 1]);

		if (high == -1 || low == -1)
			return -1;
		key->secret[key->n++] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

/* NULL, or what is wrong with the line. */
static const char *
key_add(struct token_keys *keys, struct str line)
{
	struct token_key *key = &keys->v[keys->n];

	if (line.n < 3 || line.p[0] < 'a' || line.p[0] > 'z' ||
	    (line.p[1] != ' ' && line.p[1] != '\t'))
		return "\"ID SECRET\" is wanted, ID one letter of a-z";
	if (token_key_find(keys, line.p[0]) != NULL)
		return "this ID was there before";
	key->id = line.p[0];
	if (secret_parse(str_trim(str_sub(line, 2, SIZE_MAX)), key) == -1)
		return "the secret must be 32 to 128 hex digits";
	keys->n++;
	return NULL;
}

int
token_keys_parse(struct arena *a, struct str text, struct token_keys **out,
    struct err *e)
{
	struct token_keys *keys = ARENA_NEW(a, struct token_keys);
	struct str line;

	for (int n = 1; str_line(&text, &line); n++) {
		const char *wrong;

		if ((line = str_trim(line)).n == 0)
			continue;
		if ((wrong = key_add(keys, line)) != NULL)
			return err_set(e, ERR_CONF, "token keys, line %d: %s", n, wrong);
	}
	if (keys->n == 0)
		return err_set(e, ERR_CONF, "token keys: there is none");
	*out = keys;
	return 0;
}

const struct token_key *
token_keys_first(const struct token_keys *keys)
{
	return &keys->v[0];
}

char
token_key_id(const struct token_key *key)
{
	return key->id;
}

/* Lengths are part of the bytes, so that no two tokens say the same to it. */
void
token_key_mac(const struct token_key *key, const char *purpose, const uint8_t *p, size_t n,
    struct str whose, uint8_t mac[TOKEN_MAC])
{
	const char head[] = { (char)key->id, (char)n };
	const struct str pieces[] = {
		{ purpose, strlen(purpose) + 1 },
		{ head, sizeof(head) },
		{ (const char *)p, n },
		whose,
	};
	unsigned char digest[SHA256_BYTES];

	sha256_keyed((struct str){ (const char *)key->secret, key->n }, pieces,
	    COUNT(pieces), digest);
	memcpy(mac, digest, TOKEN_MAC);
}
