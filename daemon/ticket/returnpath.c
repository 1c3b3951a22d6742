/*
 * returnpath: see returnpath.h.  In the address it reads "b-" KEY-ID BASE32, of the
 * delivery's number without leading zeros and the start of its HMAC-SHA256.  It does not
 * expire: who has it can say of no other address than their own that it is dead.
 */
#include "daemon/ticket/returnpath.h"

#include "parsers/base/base32.h"
#include "parsers/base/limits.h"
#include "parsers/base/sha256.h"

enum { NUMBER_MAX = 8 };

static const char purpose[] = "docket return path 1";
static const struct str mark = STR("b-");

static size_t
put_number(int64_t value, uint8_t *p)
{
	size_t n = 0;

	for (int shift = 56; shift >= 0; shift -= 8)
		if (n > 0 || (uint64_t)value >> shift != 0)
			p[n++] = (uint8_t)((uint64_t)value >> shift);
	return n;
}

static int64_t
get_number(const uint8_t *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | p[i];
	return (int64_t)value;
}

struct str
returnpath_make(struct arena *a, const struct token_keys *keys, int64_t delivery,
    struct str address)
{
	const struct token_key *key = token_keys_first(keys);
	size_t at = str_chr(address, '@', 0), n;
	uint8_t p[NUMBER_MAX + TOKEN_MAC];
	struct buf b;

	if (at == SIZE_MAX)
		return STR_NONE;
	n = put_number(delivery, p);
	token_key_mac(key, purpose, p, n, STR(""), p + n);
	buf_init(&b, a);
	buf_add(&b, str_sub(address, 0, at));
	buf_addc(&b, '+');
	buf_add(&b, mark);
	buf_addc(&b, token_key_id(key));
	base32_add(&b, p, n + TOKEN_MAC);
	if (b.n > LIMIT_LOCAL)
		return STR_NONE;
	buf_add(&b, str_sub(address, at, SIZE_MAX));
	return buf_str(&b);
}

/* "b-…" behind the last '+' of the local part, without the mark. */
static struct str
token_of(struct str address)
{
	struct str local = str_sub(address, 0, str_chr(address, '@', 0)), detail;
	size_t plus = local.n;

	while (plus > 0 && local.p[plus - 1] != '+')
		plus--;
	detail = plus == 0 ? STR_NONE : str_sub(local, plus, SIZE_MAX);
	return str_istarts(detail, mark) ? str_sub(detail, mark.n, SIZE_MAX) : STR_NONE;
}

bool
returnpath_is(struct str address)
{
	uint8_t p[NUMBER_MAX + TOKEN_MAC];
	struct str token = token_of(address);
	size_t n;

	return token.n > 1 && base32_read(str_sub(token, 1, SIZE_MAX), p, sizeof(p), &n) == 0 &&
	    n > TOKEN_MAC;
}

int64_t
returnpath_read(const struct token_keys *keys, struct str address)
{
	uint8_t p[NUMBER_MAX + TOKEN_MAC], mac[TOKEN_MAC];
	struct str token = token_of(address);
	const struct token_key *key;
	size_t n;

	if (!returnpath_is(address) ||
	    (key = token_key_find(keys, (char)(token.p[0] | 0x20))) == NULL ||
	    base32_read(str_sub(token, 1, SIZE_MAX), p, sizeof(p), &n) == -1)
		return 0;
	n -= TOKEN_MAC;
	token_key_mac(key, purpose, p, n, STR(""), mac);
	if (p[0] == 0 || !sha256_same(mac, p + n, TOKEN_MAC))
		return 0;
	return get_number(p, n);
}
