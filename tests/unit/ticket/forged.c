/*
 * Tokens that docket did not make: at random, in every shape that a reader looks at, and
 * those that it made with one bit changed.  None is good.  DOCKET_TOKENS says how many.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/token.h"
#include "parsers/base/base32.h"
#include "tests/tap.h"

#define DAY	((int64_t)86400 * SECOND_US)
#define NOW	(20000 * DAY)
#define SECRETS	"a 000102030405060708090a0b0c0d0e0f\n" \
	"b f0e0d0c0b0a090807060504030201000f0e0d0c0b0a0908070605040302010ff\n"

enum { BYTES_MAX = 64, TRIED = 20000 };

static struct agent agents[] = { { .name = STR("ana") }, { .name = STR("bo") } };
static const struct conf conf = { .agents = { agents, COUNT(agents) } };

static uint64_t	state = 88172645463325252u;	/* of xorshift64: the same each time */

static uint64_t
chance(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static struct str
address_of(struct arena *a, struct str start, const uint8_t *p, size_t n)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "s+%.*s", STR_ARG(start));
	base32_add(&b, p, n);
	buf_adds(&b, "@x.example");
	return buf_str(&b);
}

static const struct token made[] = {
	{ .purpose = TOKEN_REPLY, .ticket = 5, .agent = &agents[0] },
	{ .purpose = TOKEN_REPLY, .ticket = 123456, .agent = &agents[1], .serial = 3 },
	{ .purpose = TOKEN_REPLY, .ticket = 5, .contact = 77 },
	{ .purpose = TOKEN_NEW, .agent = &agents[0] },
	{ .purpose = TOKEN_CONTROL, .agent = &agents[0] },
	{ .purpose = TOKEN_ACTION, .ticket = 5, .agent = &agents[0], .verb = STR("take") },
	{ .purpose = TOKEN_CONFIRM, .ticket = 9, .agent = &agents[0] },
};

/* *start: what stands before the bytes, the key's letter with it. */
static size_t
bytes_of(struct arena *a, const struct token_keys *keys, const struct token *t, struct str *start,
    uint8_t *out)
{
	struct token lasts = *t;
	struct str detail;
	size_t dot = 0, n = 0;

	lasts.expires = NOW + 5 * DAY;
	detail = token_detail(a, keys, &lasts);
	for (size_t i = 0; i < detail.n; i++)
		if (detail.p[i] == '.')
			dot = i + 1;
	*start = str_sub(detail, 0, dot + 1);
	if (base32_read(str_sub(detail, dot + 1, SIZE_MAX), out, BYTES_MAX, &n) == -1)
		return 0;
	return n;
}

static void
test_bits(struct arena *a, const struct token_keys *keys, const struct token *t)
{
	uint8_t p[BYTES_MAX];
	struct token out;
	struct str start;
	size_t n = bytes_of(a, keys, t, &start, p), good = 0;

	tap_ok(n > TOKEN_MAC && token_read(keys, &conf, address_of(a, start, p, n), NOW, &out) ==
	    TOKEN_GOOD, "%.*s: as it was made", STR_ARG(start));
	for (size_t bit = 0; bit < 8 * n; bit++) {
		p[bit / 8] ^= (uint8_t)(1U << bit % 8);
		good += token_read(keys, &conf, address_of(a, start, p, n), NOW, &out) == TOKEN_GOOD;
		p[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	tap_int((long long)good, 0, "%.*s: none of %zu with one bit changed", STR_ARG(start), 8 * n);
}

/* Of no shape, or of a made one's: its head, with another end. */
static struct str
at_random(struct arena *a, const struct token_keys *keys)
{
	static const char *const starts[] = { "a", "b", "z", "n.a", "c.b", "a.take.a", "q.a" };
	struct str start = str_c(starts[chance(COUNT(starts))]);
	uint8_t p[BYTES_MAX];
	size_t n = chance(36) + 1, keep = 0;

	if (chance(3) > 0) {
		n = bytes_of(a, keys, &made[chance(COUNT(made))], &start, p);
		keep = n - TOKEN_MAC - chance(3);
	}
	for (size_t i = keep; i < n; i++)
		p[i] = (uint8_t)chance(256);
	return address_of(a, start, p, n);
}

static void
test_random(const struct token_keys *keys)
{
	const char *asked = getenv("DOCKET_TOKENS");
	long most = asked != NULL ? strtol(asked, NULL, 10) : TRIED;
	struct arena *a = arena_new();
	size_t good = 0, forged = 0;
	struct token out;

	for (long i = 0; i < most; i++) {
		enum token_verdict v = token_read(keys, &conf, at_random(a, keys), NOW, &out);

		good += v == TOKEN_GOOD || v == TOKEN_EXPIRED;
		forged += v == TOKEN_FORGED;
		if (i % 100 == 0)
			arena_reset(a);
	}
	tap_int((long long)good, 0, "none of %ld random ones is good", most);
	tap_ok((long)forged > most / 4, "%zu of them look like one", forged);
	arena_free(a);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct token_keys *keys = NULL;
	struct err e = { 0 };

	if (tap_ok(token_keys_parse(a, STR(SECRETS), &keys, &e) == 0, "keys %s", e.text)) {
		for (size_t i = 0; i < COUNT(made); i++)
			test_bits(a, keys, &made[i]);
		test_random(keys);
	}
	arena_free(a);
	return tap_done();
}
