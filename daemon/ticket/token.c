/*
 * token: see token.h.  In the address it reads KIND KEY-ID BASE32: what it is for, "n.",
 * "c.", "a.VERB.", "q." or nothing, and these bytes:
 *
 *	1	purpose << 4 | who is an agent << 3 | bytes of the ticket - 1
 *	2	expiry, days since 1970
 *	1-8	ticket
 *	1-3	agent: the start of SHA-256 of the name, and
 *	0-4	its serial, or
 *	1-8	contact
 *	16	the start of HMAC-SHA256 of all before it, purpose, key id, agent's name and verb
 *
 * The address is a stranger's: nothing in it is believed before the HMAC has
 * agreed.
 */
#include "daemon/ticket/token.h"

#include <assert.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "parsers/base/array.h"
#include "parsers/base/base32.h"
#include "parsers/base/sha256.h"

enum {
	HINT_SIZE = 3,			/* at most */
	SERIAL_SIZE = 4,		/* at most; nothing for 0 */
	HEAD_SIZE = 3,			/* purpose and expiry */
	BODY_MIN = HEAD_SIZE + 1 + 1,
	BODY_MAX = HEAD_SIZE + 8 + 8,
	BYTES_MAX = BODY_MAX + TOKEN_MAC,
	FLAG_AGENT = 1 << 3,
	CODE_SIZE = 5,			/* 40 bits, beside 128 in the address */
	DAYS_MAX = 0xffff
};

#define DAY_US	((int64_t)86400 * SECOND_US)

/* `kind` stands in the address and says no more than which one the HMAC must be of. */
static const struct { struct str kind; const char *mac; size_t hint; } purposes[] = {
	[TOKEN_REPLY] = { STR(""), "docket reply token 1", HINT_SIZE },
	[TOKEN_NEW] = { STR("n."), "docket new token 1", 1 },
	[TOKEN_CONTROL] = { STR("c."), "docket control token 1", 1 },
	[TOKEN_ACTION] = { STR("a."), "docket action token 1", 1 },
	[TOKEN_CONFIRM] = { STR("q."), "docket confirm token 1", 1 },
};

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

/* The verb goes with the bytes, its length behind it: no two say the same. */
static void
sign(const struct token_key *key, const struct body *b, const struct token *t,
    const struct agent *agent, uint8_t mac[TOKEN_MAC])
{
	uint8_t p[BODY_MAX + TOKEN_VERB_MAX + 1];
	size_t n = b->n;

	memcpy(p, b->p, n);
	for (size_t i = 0; i < t->verb.n; i++)
		p[n++] = (uint8_t)(t->verb.p[i] | 0x20);
	if (t->verb.n > 0)
		p[n++] = (uint8_t)t->verb.n;
	token_key_mac(key, purposes[t->purpose].mac, p, n,
	    agent != NULL ? agent->name : STR(""), mac);
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
		b->n += purposes[t->purpose].hint;
		if (t->serial > 0)
			put_number(b, t->serial, number_size(t->serial));
	} else {
		put_number(b, t->contact, number_size(t->contact));
	}
}

struct str
token_detail(struct arena *a, const struct token_keys *keys, const struct token *t)
{
	const struct token_key *key = token_keys_first(keys);
	struct body b;
	struct buf out;

	assert(t->verb.n <= TOKEN_VERB_MAX && (t->verb.n > 0) == (t->purpose == TOKEN_ACTION));
	body_make(t, &b);
	sign(key, &b, t, t->agent, b.p + b.n);
	buf_init(&out, a);
	buf_add(&out, purposes[t->purpose].kind);
	if (t->purpose == TOKEN_ACTION)
		buf_printf(&out, "%.*s.", STR_ARG(t->verb));
	buf_addc(&out, token_key_id(key));
	base32_add(&out, b.p, b.n + TOKEN_MAC);
	return buf_str(&out);
}

bool
token_confirms(const struct token *t)
{
	return t->purpose == TOKEN_CONFIRM ||
	    (t->purpose == TOKEN_ACTION && str_ieq(t->verb, TOKEN_VERB_CONFIRM));
}

struct str
token_code(struct arena *a, const struct token_keys *keys, const struct token *t)
{
	uint8_t mac[TOKEN_MAC];
	struct body b = { .n = 0 };
	struct buf out;

	put_number(&b, t->ticket, sizeof(t->ticket));
	token_key_mac(token_keys_first(keys), "docket confirm code 1", b.p, b.n, t->agent->name,
	    mac);
	buf_init(&out, a);
	base32_add(&out, mac, CODE_SIZE);
	return buf_str(&out);
}

struct str
token_address(struct arena *a, const struct token_keys *keys, const struct token *t,
    enum addressing how, struct str address)
{
	return detail_join(a, how, address, token_detail(a, keys, t));
}

/* --- and back --- */

struct spelling {			/* of a detail: what it says, and has not shown */
	enum token_purpose	purpose;
	struct str		verb;
	struct str		code;	/* key id and base32 */
};

/* "a.VERB." and the other kinds, in either case. */
static bool
spell(struct str detail, struct spelling *out)
{
	*out = (struct spelling){ TOKEN_REPLY, STR_NONE, detail };
	for (size_t i = 1; i < COUNT(purposes); i++) {
		struct str rest = str_sub(detail, purposes[i].kind.n, SIZE_MAX);

		if (!str_istarts(detail, purposes[i].kind))
			continue;
		out->purpose = (enum token_purpose)i;
		out->code = rest;
		return i != TOKEN_ACTION || (str_split(&out->code, '.', &out->verb) &&
		    out->verb.n > 0 && out->verb.n <= TOKEN_VERB_MAX);
	}
	return true;
}

/* The fields, from bytes that nobody has vouched for.  -1: they are none. */
static int
body_read(const uint8_t *p, size_t n, const struct spelling *s, struct token *t,
    const uint8_t **hint)
{
	size_t ticket = (size_t)(p[0] & 7) + 1, size = purposes[s->purpose].hint, who;

	if (n < HEAD_SIZE + ticket + 1 || p[0] >> 4 != s->purpose)
		return -1;
	who = n - HEAD_SIZE - ticket;
	*t = (struct token){ .purpose = s->purpose, .verb = s->verb,
	    .ticket = get_number(p + HEAD_SIZE, ticket),
	    .expires = get_number(p + 1, 2) * DAY_US };
	*hint = NULL;
	if ((p[0] & FLAG_AGENT) != 0) {
		*hint = p + HEAD_SIZE + ticket;
		if (who < size || who > size + SERIAL_SIZE)
			return -1;
		t->serial = get_number(*hint + size, who - size);
		return 0;
	}
	t->contact = who <= 8 ? get_number(p + HEAD_SIZE + ticket, who) : 0;
	return who <= 8 && s->purpose == TOKEN_REPLY ? 0 : -1;
}

static bool
mac_ok(const struct token_key *key, const struct body *b, const struct token *t,
    const struct agent *agent)
{
	uint8_t mac[TOKEN_MAC];

	sign(key, b, t, agent, mac);
	return sha256_same(mac, b->p + b->n, TOKEN_MAC);
}

/* The hint only spares HMACs: two agents may share it, the HMAC decides. */
static const struct agent *
agent_proven(const struct token_key *key, const struct conf *conf, const struct body *b,
    const struct token *t, const uint8_t *hint)
{
	for (size_t i = 0; i < conf->agents.n; i++) {
		const struct agent *ag = &conf->agents.v[i];
		uint8_t own[HINT_SIZE];

		agent_hint(ag, own);
		if (memcmp(own, hint, purposes[t->purpose].hint) == 0 && mac_ok(key, b, t, ag))
			return ag;
	}
	return NULL;
}

static bool
code_read(struct str code, struct body *b)
{
	if (code.n == 0 || base32_read(str_sub(code, 1, SIZE_MAX), b->p, sizeof(b->p), &b->n) == -1 ||
	    b->n < BODY_MIN + TOKEN_MAC)
		return false;
	b->n -= TOKEN_MAC;
	return true;
}

enum token_verdict
token_judge(const struct token_keys *keys, const struct conf *conf, struct str detail,
    int64_t now, struct token *out)
{
	const struct token_key *key;
	const uint8_t *hint;
	struct spelling s;
	struct token t;
	struct body b;

	if (!spell(detail, &s) || !code_read(s.code, &b))
		return TOKEN_NONE;
	key = token_key_find(keys, (char)(s.code.p[0] | 0x20));
	if (key == NULL || body_read(b.p, b.n, &s, &t, &hint) == -1)
		return TOKEN_FORGED;
	if (hint != NULL && (t.agent = agent_proven(key, conf, &b, &t, hint)) == NULL)
		return TOKEN_FORGED;
	if (hint == NULL && !mac_ok(key, &b, &t, NULL))
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
	return token_judge(keys, conf, detail_of(address), now, out);
}

bool
token_is_action(struct str address)
{
	struct spelling s;

	return spell(detail_of(address), &s) && s.code.n > 0 &&
	    (s.purpose == TOKEN_ACTION || s.purpose == TOKEN_CONFIRM);
}

bool
token_is_shaped(struct str detail)
{
	const uint8_t *hint;
	struct spelling spelt;
	struct token t;
	struct body b;

	return spell(detail, &spelt) && code_read(spelt.code, &b) &&
	    body_read(b.p, b.n, &spelt, &t, &hint) == 0;
}
