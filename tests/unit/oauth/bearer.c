/* The proofs of a login by token, and the challenges to them. */
#include "daemon/oauth/bearer.h"

#include "parsers/base/base64.h"
#include "tests/tap.h"

static struct str
decoded(struct arena *a, const struct buf *b)
{
	struct str out = STR_NONE;

	tap_int(base64_read(a, (struct str){ b->p, b->n }, 4096, &out), 0, "it is base64");
	return out;
}

static void
test_proofs(struct arena *a)
{
	struct str user = STR("some,user=x@example.com"), host = STR("imap.example.com");
	struct str token = STR("vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==");
	size_t room = bearer_size(user, host, token);
	struct buf b;

	buf_init(&b, a);
	bearer_put_xoauth2(&b, user, token);
	tap_ok(b.n <= room, "XOAUTH2 has room");
	tap_str(decoded(a, &b), STR("user=some,user=x@example.com\001auth=Bearer "
	    "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==\001\001"), "XOAUTH2");
	b.n = 0;
	bearer_put_oauthbearer(&b, user, host, 993, token);
	tap_ok(b.n <= room, "OAUTHBEARER has room");
	tap_str(decoded(a, &b), STR("n,a=some=2Cuser=3Dx@example.com,\001host=imap.example.com\001"
	    "port=993\001auth=Bearer vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==\001\001"),
	    "OAUTHBEARER (RFC 7628)");
}

static void
test_challenges(struct arena *a)
{
	static const struct { const char *json, *want; } rows[] = {
		{ "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}",
		  "status 400, scope https://mail.google.com/, schemes Bearer" },
		{ "{\"status\":\"invalid_token\",\"scope\":\"mail\"}",
		  "status invalid_token, scope mail" },
		{ "no JSON\r\nat all", "no JSON" },
		{ "{}", "" },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		base64_add(&b, str_c(rows[i].json));
		tap_str(bearer_challenge(a, buf_str(&b)), str_c(rows[i].want), "%s", rows[i].json);
	}
	tap_str(bearer_challenge(a, STR("*not base64*")), STR_NONE, "no base64");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_proofs(a);
	test_challenges(a);
	arena_free(a);
	return tap_done();
}
