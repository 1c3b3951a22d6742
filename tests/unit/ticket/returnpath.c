#include "daemon/ticket/returnpath.h"

#include <string.h>

#include "daemon/policy/conf.h"
#include "daemon/ticket/token.h"
#include "tests/tap.h"

#define KEY_A	"a 000102030405060708090a0b0c0d0e0f\n"
#define KEY_B	"b f0e0d0c0b0a090807060504030201000f0e0d0c0b0a0908070605040302010ff\n"

static struct agent agents[] = { { .name = STR("ana") } };
static const struct conf conf = { .agents = { agents, COUNT(agents) } };

static struct token_keys *
keys_of(struct arena *a, const char *text)
{
	struct token_keys *keys = NULL;
	struct err e;

	if (token_keys_parse(a, str_c(text), &keys, &e) == -1)
		tap_ok(false, "%s", e.text);
	return keys;
}

static struct str
upper(struct arena *a, struct str s)
{
	struct str out = str_dup(a, s);
	char *p = arena_bytes(a, out.n + 1);

	for (size_t i = 0; i < out.n; i++)
		p[i] = out.p[i] >= 'a' && out.p[i] <= 'z' ? (char)(out.p[i] - 32) : out.p[i];
	return (struct str){ p, out.n };
}

static void
test_round(struct arena *a)
{
	static const int64_t rows[] = { 1, 255, 256, 65536, 123456789, INT64_MAX };
	struct token_keys *keys = keys_of(a, KEY_A KEY_B), *turned = keys_of(a, KEY_B KEY_A);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str ad = returnpath_make(a, keys, rows[i], STR("support@example.com"));

		tap_ok(str_starts(ad, STR("support+b-a")) && str_ends(ad, STR("@example.com")),
		    "%lld: its form", (long long)rows[i]);
		tap_ok(returnpath_is(ad), "%lld: is one", (long long)rows[i]);
		tap_int(returnpath_read(keys, ad), rows[i], "%lld: read", (long long)rows[i]);
		tap_int(returnpath_read(turned, upper(a, ad)), rows[i],
		    "%lld: in capitals, by an older key", (long long)rows[i]);
		tap_int(returnpath_read(keys_of(a, KEY_B), ad), 0, "%lld: the key is gone",
		    (long long)rows[i]);
	}
	tap_ok(returnpath_make(a, keys, INT64_MAX,
	    STR("a-very-long-name-of-a-mailbox@example.com")).n == 0, "too long: none");
	tap_ok(returnpath_make(a, keys, 1, STR("nobody")).n == 0, "no address: none");
}

/* Each character of the token matters, and no token of one purpose serves the other. */
static void
test_forged(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A);
	struct str ad = returnpath_make(a, keys, 77, STR("support@example.com"));
	struct token t = { .purpose = TOKEN_REPLY, .ticket = 77, .contact = 5,
	    .expires = INT64_C(1) << 60 }, out;
	struct str reply = token_address(a, keys, &t, ADDRESSING_PLUS, STR("support@example.com")), swapped;
	static const char *const not[] = { "support@example.com", "support+b-@example.com",
	    "support+b-a@example.com", "support+b@example.com", "b-aabcdefgh@example.com",
	    "support+b-axyz1@example.com", "+b-a", "", "support+-b-a@example.com" };
	int wrong = 0, changed = 0;

	for (size_t i = 0; i < COUNT(not); i++)
		tap_int(returnpath_read(keys, str_c(not[i])), 0, "\"%s\"", not[i]);
	for (size_t i = strlen("support+b-"); ad.p[i] != '@'; i++) {
		struct str one = str_dup(a, ad);
		char *p = arena_bytes(a, one.n);

		memcpy(p, one.p, one.n);
		p[i] = p[i] == 'q' ? 'r' : 'q';
		changed++;
		wrong += returnpath_read(keys, (struct str){ p, one.n }) != 0;
	}
	tap_ok(changed > 25 && wrong == 0, "%d changed tokens, %d of them read", changed, wrong);
	tap_int(returnpath_read(keys, reply), 0, "a reply address is none");
	tap_int(token_read(keys, &conf, ad, 0, &out), TOKEN_NONE, "nor the other way");
	swapped = str_printf(a, "support+b-%.*s", STR_ARG(str_sub(reply, 8, SIZE_MAX)));
	tap_int(returnpath_read(keys, swapped), 0, "a reply token under this mark");
	swapped = str_printf(a, "support+%.*s", STR_ARG(str_sub(ad, 10, SIZE_MAX)));
	tap_ok(token_read(keys, &conf, swapped, 0, &out) != TOKEN_GOOD,
	    "its token as a reply address");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_round(a);
	test_forged(a);
	arena_free(a);
	return tap_done();
}
