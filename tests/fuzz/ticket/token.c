/*
 * Keys and addresses of any bytes; and a token of any numbers reads as it was
 * written, but never after a byte of it has changed.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/ticket/token.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/wire.h"
#include "tests/fuzz/fuzz.h"

static struct agent agents[] = { { .name = STR("ana") }, { .name = STR("bo") } };
static const struct conf conf = { .agents = { agents, 2 } };

static void
try_address(const struct token_keys *keys, struct str address)
{
	struct token out;

	/* 128 bits are not guessed. */
	assert(token_read(keys, &conf, address, 0, &out) != TOKEN_GOOD);
}

static void
try_numbers(struct arena *a, const struct token_keys *keys, struct wire *w)
{
	struct token in = { .ticket = wire_i64(w) & INT64_MAX,
	    .contact = wire_i64(w) & INT64_MAX, .expires = wire_u32(w) * 1000000LL }, out;
	unsigned at = wire_u8(w), flip = wire_u8(w);
	struct str address;
	char *p;

	if (flip & 1) {
		in.agent = &agents[flip >> 1 & 1];
		in.contact = 0;
		in.purpose = (enum token_purpose)(at % TOKEN_PURPOSES);
		in.verb = in.purpose == TOKEN_ACTION ? STR("take") : STR_NONE;
	}
	address = token_address(a, keys, &in, ADDRESSING_PLUS, STR("s@x.example"));
	assert(token_read(keys, &conf, address, in.expires, &out) == TOKEN_GOOD);
	assert(out.purpose == in.purpose && str_eq(out.verb, in.verb));
	assert(out.ticket == in.ticket && out.contact == in.contact &&
	    out.agent == in.agent && out.expires >= in.expires);
	p = arena_alloc(a, address.n);
	memcpy(p, address.p, address.n);
	at = 2 + at % (unsigned)(str_chr(address, '@', 0) - 2);
	p[at] = (char)(p[at] ^ (int)(flip >> 2));
	if ((p[at] | 0x20) != (address.p[at] | 0x20))
		try_address(keys, (struct str){ p, address.n });
}

/* Nothing in any text is a token of ours, and what is none stays. */
static void
try_text(struct arena *a, const struct token_keys *keys, struct str in)
{
	struct str once, text = str_printf(a, "+a.take.%.*s\n> %.*s", STR_ARG(in), STR_ARG(in));
	struct token out;
	size_t n = 0, at = 0;

	once = token_blank(a, text, &n);
	assert(once.n <= text.n && (n > 0 || once.n == text.n));
	assert(!token_find(keys, &conf, text, 0, &at, &out) && at >= text.n);
	token_blank_others(a, keys, &conf, &agents[0], text, &n);
}

void
fuzz_one(struct arena *a, struct str in)
{
	static const struct str key = STR("k 000102030405060708090a0b0c0d0e0f");
	struct wire w = { .in = in };
	struct token_keys *keys, *any;
	struct err e;

	if (token_keys_parse(a, key, &keys, &e) == -1)
		abort();
	if (token_keys_parse(a, in, &any, &e) == 0)
		try_address(any, in);
	try_address(keys, in);
	try_address(keys, str_printf(a, "s+%.*s@x.example", STR_ARG(in)));
	try_numbers(a, keys, &w);
	try_text(a, keys, in);
}
