/*
 * What token and mail servers say of tokens: an answer, a challenge, a token's own words.
 * Whatever they are, a token is one word, and what people read is one line.
 */
#include "daemon/oauth/advice.h"
#include "daemon/oauth/bearer.h"
#include "daemon/oauth/grant.h"
#include "daemon/oauth/inspect.h"
#include "daemon/oauth/object.h"
#include "parsers/base/base64.h"
#include "tests/fuzz/fuzz.h"

enum { LINE_MAX_BYTES = 4096 };

static void
is_line(struct str s)
{
	assert(str_is_utf8(s) && s.n <= LINE_MAX_BYTES);
	for (size_t i = 0; i < s.n; i++)
		assert((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f);
}

static void
try_answer(struct arena *a, const struct oauth *o, struct str in)
{
	struct answer r;
	struct grant g = { .fate = GRANT_OK };
	bool known = answer_read(a, in, &r) == 0;

	assert(!known || r.access_token.n + r.error.n + r.device_code.n > 0);
	assert(r.access_token.n == 0 || answer_is_token(r.access_token));
	assert(r.refresh_token.n == 0 || answer_is_token(r.refresh_token));
	assert(!known || (r.expires_in > 0 && r.interval > 0));
	is_line(r.error);
	is_line(r.description);
	is_line(r.url);
	grant_explain(a, o, &r, 400, &g);
	assert(g.fate != GRANT_OK && g.text.n > 0);
	is_line(g.text);
}

static void
try_token(struct arena *a, const struct oauth *o, struct str in)
{
	const struct inspect_use use = { true, true };
	struct token t = { in, 1, 1000, 2000 };
	struct inspection i;

	inspect(a, o, &use, &t, 1500, &i);
	assert(i.n <= INSPECT_MAX);
	for (size_t k = 0; k < i.n; k++)
		is_line(i.v[k].what);
	is_line(i.about);
	is_line(i.object);
}

/* The same bytes as the claims of a token, and as a challenge. */
static void
try_wrapped(struct arena *a, const struct oauth *o, struct str in)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "e30.");
	base64url_add(&b, in);
	buf_adds(&b, ".c2ln");
	try_token(a, o, buf_str(&b));
	b.n = 0;
	base64_add(&b, in);
	is_line(bearer_challenge(a, buf_str(&b)));
}

void
fuzz_one(struct arena *a, struct str in)
{
	const struct oauth o = { .provider = OAUTH_MICROSOFT365, .flow = OAUTH_DEVICE,
	    .tenant = STR("11111111-1111-1111-1111-111111111111"), .client_id = STR("x"),
	    .user = STR("support"), .scope = STR("offline_access") };

	try_answer(a, &o, in);
	try_token(a, &o, in);
	try_wrapped(a, &o, in);
	is_line(bearer_challenge(a, in));
}
