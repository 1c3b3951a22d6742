/*
 * token: see token.h.  In the address it reads KEY-ID BASE32, of these bytes:
 *
 *	1	purpose << 4 | who is an agent << 3 | bytes of the ticket - 1
 *	2	expiry, days since 1970
 *	1-8	ticket
 *	3	agent: the start of SHA-256 of the name, and
 *	0-4	its serial, or
 *	1-8	contact
 *	16	the start of HMAC-SHA256 of all before it, key id and agent's name
 *
 * The address is a stranger's: nothing in it is believed before the HMAC has
 * agreed.
 */
#include "daemon/ticket/token.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "parsers/base/base32.h"
#include "parsers/base/sha256.h"

enum {
	HINT_SIZE = 3,
	SERIAL_SIZE = 4,		/* at most; nothing for 0 */
	HEAD_SIZE = 3,			/* purpose and expiry */
	BODY_MIN = HEAD_SIZE + 1 + 1,
	BODY_MAX = HEAD_SIZE + 8 + 8,
	BYTES_MAX = BODY_MAX + TOKEN_MAC,
	LOCAL_MAX = 64,			/* RFC 5321 section 4.5.3.1.1 */
	FLAG_AGENT = 1 << 3,
	DAYS_MAX = 0xffff
};

#define DAY_US	((int64_t)86400 * SECOND_US)

struct body {				/* of a token, before its HMAC */
	uint8_t	p[BYTES_MAX];
	size_t	n;
};

/* --- bytes --- */

static size_t
number_size(int64_t value)
{
	size_t n = 1;

	while (n < 8 && (uint64_t)value >> (8 * n) != 0)
		n++;
	return n;
}

static void
put_number(struct body *b, int64_t value, size_t n)
{
	while (n-- > 0)
		b->p[b->n++] = (uint8_t)((uint64_t)value >> (8 * n));
}

static int64_t
get_number(const uint8_t *p, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | p[i];
	return (int64_t)value;
}

static void
sign(const struct token_key *key, const uint8_t *p, size_t n, const struct agent *agent,
    uint8_t mac[TOKEN_MAC])
{
	token_key_mac(key, "docket reply token 1", p, n, agent != NULL ? agent->name : STR(""),
	    mac);
}

static void
agent_hint(const struct agent *agent, uint8_t out[HINT_SIZE])
{
	unsigned char digest[SHA256_BYTES];

	sha256_of(agent->name, digest);
	memcpy(out, digest, HINT_SIZE);
}

/* --- addresses --- */

static void
body_make(const struct token *t, struct body *b)
{
	int64_t days = (t->expires + DAY_US - 1) / DAY_US;
	size_t ticket = number_size(t->ticket);
	unsigned flag = t->agent != NULL ? FLAG_AGENT : 0;

	b->n = 0;
	b->p[b->n++] = (uint8_t)((unsigned)t->purpose << 4 | flag | (ticket - 1));
	put_number(b, days < 0 ? 0 : days > DAYS_MAX ? DAYS_MAX : days, 2);
	put_number(b, t->ticket, ticket);
	if (t->agent != NULL) {
		agent_hint(t->agent, b->p + b->n);
		b->n += HINT_SIZE;
		if (t->serial > 0)
			put_number(b, t->serial, number_size(t->serial));
	} else {
		put_number(b, t->contact, number_size(t->contact));
	}
}

/*
 * An address that would get a local part over 64 octets stays as it is: mail
 * to it is read without a proof, where a cut one would not arrive.
 */
struct str
token_address(struct arena *a, const struct token_keys *keys, const struct token *t,
    struct str address)
{
	const struct token_key *key = token_keys_first(keys);
	size_t at = str_chr(address, '@', 0);
	struct body b;
	struct buf out;

	if (at == SIZE_MAX)
		return address;
	body_make(t, &b);
	sign(key, b.p, b.n, t->agent, b.p + b.n);
	buf_init(&out, a);
	buf_add(&out, str_sub(address, 0, at));
	buf_addc(&out, '+');
	buf_addc(&out, token_key_id(key));
	base32_add(&out, b.p, b.n + TOKEN_MAC);
	if (out.n > LOCAL_MAX)
		return address;
	buf_add(&out, str_sub(address, at, SIZE_MAX));
	return buf_str(&out);
}

/* What stands behind the last '+' of the local part. */
static struct str
detail_of(struct str address)
{
	struct str local = str_sub(address, 0, str_chr(address, '@', 0));
	size_t plus = local.n;

	while (plus > 0 && local.p[plus - 1] != '+')
		plus--;
	return plus == 0 ? STR_NONE : str_sub(local, plus, SIZE_MAX);
}

/* The fields, from bytes that nobody has vouched for.  -1: they are none. */
static int
body_read(const uint8_t *p, size_t n, struct token *t, const uint8_t **hint)
{
	size_t ticket = (size_t)(p[0] & 7) + 1, who;

	if (n < HEAD_SIZE + ticket + 1)
		return -1;
	who = n - HEAD_SIZE - ticket;
	*t = (struct token){ .purpose = TOKEN_REPLY,
	    .ticket = get_number(p + HEAD_SIZE, ticket),
	    .expires = get_number(p + 1, 2) * DAY_US };
	*hint = NULL;
	if ((p[0] & FLAG_AGENT) != 0) {
		*hint = p + HEAD_SIZE + ticket;
		if (who < HINT_SIZE || who > HINT_SIZE + SERIAL_SIZE)
			return -1;
		t->serial = get_number(*hint + HINT_SIZE, who - HINT_SIZE);
		return p[0] >> 4 == TOKEN_REPLY ? 0 : -1;
	}
	t->contact = who <= 8 ? get_number(p + HEAD_SIZE + ticket, who) : 0;
	return who <= 8 && p[0] >> 4 == TOKEN_REPLY ? 0 : -1;
}

static bool
mac_ok(const struct token_key *key, const uint8_t *p, size_t n, const struct agent *agent)
{
	uint8_t mac[TOKEN_MAC];

	sign(key, p, n, agent, mac);
	return sha256_same(mac, p + n, TOKEN_MAC);
}

/* The hint only spares HMACs: two agents may share it, the HMAC decides. */
static const struct agent *
agent_proven(const struct token_key *key, const struct conf *conf, const uint8_t *p,
    size_t n, const uint8_t *hint)
{
	for (size_t i = 0; i < conf->agents.n; i++) {
		uint8_t own[HINT_SIZE];

		agent_hint(&conf->agents.v[i], own);
		if (memcmp(own, hint, HINT_SIZE) == 0 && mac_ok(key, p, n, &conf->agents.v[i]))
			return &conf->agents.v[i];
	}
	return NULL;
}

/* `detail`: key id and base32. */
static enum token_verdict
judge(const struct token_keys *keys, const struct conf *conf, struct str detail,
    int64_t now, struct token *out)
{
	const struct token_key *key;
	const uint8_t *hint;
	struct token t;
	struct body b;

	if (detail.n == 0 || base32_read(str_sub(detail, 1, SIZE_MAX), b.p, sizeof(b.p), &b.n) == -1 ||
	    b.n < BODY_MIN + TOKEN_MAC)
		return TOKEN_NONE;
	b.n -= TOKEN_MAC;
	key = token_key_find(keys, (char)(detail.p[0] | 0x20));
	if (key == NULL || body_read(b.p, b.n, &t, &hint) == -1)
		return TOKEN_FORGED;
	if (hint != NULL && (t.agent = agent_proven(key, conf, b.p, b.n, hint)) == NULL)
		return TOKEN_FORGED;
	if (hint == NULL && !mac_ok(key, b.p, b.n, NULL))
		return TOKEN_FORGED;
	if (now > t.expires)
		return TOKEN_EXPIRED;
	*out = t;
	return TOKEN_GOOD;
}

enum token_verdict
token_read(const struct token_keys *keys, const struct conf *conf, struct str address,
    int64_t now, struct token *out)
{
	return judge(keys, conf, detail_of(address), now, out);
}

/* --- in running text --- */

/* How many octets at `at` make the sign before a detail: '+', or what a link has. */
static size_t
plus_at(struct str s, size_t at)
{
	struct str here = str_sub(s, at, SIZE_MAX);

	return str_starts(here, STR("+")) ? 1 : str_istarts(here, STR("%2b")) ? 3 : 0;
}

/* Where the next sign may be, from `at` on; the text's end: nowhere. */
static size_t
sign_from(struct str s, size_t at)
{
	while (at < s.n && s.p[at] != '+' && s.p[at] != '%')
		at++;
	return at;
}

/* How long the token is that begins here; 0: none does. */
static size_t
token_at(struct str s, size_t at)
{
	const uint8_t *hint;
	struct token t;
	struct body b;
	size_t end = at;

	while (end < s.n && ((s.p[end] >= 'a' && s.p[end] <= 'z') ||
	    (s.p[end] >= 'A' && s.p[end] <= 'Z') || (s.p[end] >= '2' && s.p[end] <= '7')))
		end++;
	if (end == at || base32_read(str_sub(s, at + 1, end - at - 1), b.p, sizeof(b.p), &b.n) == -1 ||
	    b.n < BODY_MIN + TOKEN_MAC)
		return 0;
	return body_read(b.p, b.n - TOKEN_MAC, &t, &hint) == 0 ? end - at : 0;
}

struct str
token_blank(struct arena *a, struct str text, size_t *n)
{
	size_t from = 0, sign, size;
	struct buf b;

	buf_init(&b, a);
	for (size_t at = 0; (at = sign_from(text, at)) < text.n; at++) {
		if ((sign = plus_at(text, at)) == 0 ||
		    (size = token_at(text, at + sign)) == 0)
			continue;
		buf_add(&b, str_sub(text, from, at - from));
		from = at + sign + size;
		at = from - 1;
		++*n;
	}
	if (from == 0)
		return text;
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

bool
token_find(const struct token_keys *keys, const struct conf *conf, struct str text,
    int64_t now, size_t *at, struct token *out)
{
	size_t sign, size;

	for (; (*at = sign_from(text, *at)) < text.n; ++*at) {
		size_t from;

		from = *at + (sign = plus_at(text, *at));
		if (sign == 0 || (size = token_at(text, from)) == 0)
			continue;
		*at = from + size;
		if (judge(keys, conf, str_sub(text, from, size), now, out) == TOKEN_GOOD)
			return true;
		--*at;
	}
	return false;
}
