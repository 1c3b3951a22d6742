/* What is wrong with a token, by its own words. */
#include "daemon/oauth/inspect.h"

#include "daemon/sys/clock.h"
#include "parsers/base/base64.h"
#include "tests/tap.h"

#define TENANT	"11111111-1111-1111-1111-111111111111"
#define APP	"22222222-2222-2222-2222-222222222222"
#define AUD	"\"aud\":\"https://outlook.office365.com\","
#define IDS	"\"tid\":\"" TENANT "\",\"appid\":\"" APP "\","
#define APP_ROLES	"\"roles\":[\"IMAP.AccessAsApp\",\"SMTP.SendAsApp\"],\"oid\":\"o-1\","
#define TIMES	"\"iat\":1000000,\"exp\":1003600"

#define NOW_S	1000300LL

static const struct {
	unsigned	 flow;
	const char	*claims;
	const char	*what;		/* of one row; NULL: nothing is wrong */
	bool		 is_fault;
} rows[] = {
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS APP_ROLES TIMES "}", NULL, false },
	{ OAUTH_CLIENT_CREDENTIALS, "{\"aud\":\"https://graph.microsoft.com\"," IDS APP_ROLES TIMES "}",
	  "aud is https://graph.microsoft.com", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{\"aud\":\"https://ps.outlook.com\"," IDS APP_ROLES TIMES "}",
	  "aud is https://ps.outlook.com", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS "\"roles\":[\"SMTP.SendAsApp\"]," TIMES "}",
	  "roles lacks IMAP.AccessAsApp", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS TIMES "}", "roles lacks SMTP.SendAsApp", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD "\"tid\":\"33333333-3333-3333-3333-333333333333\","
	  "\"appid\":\"" APP "\"," APP_ROLES TIMES "}", "tid is 33333333", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD "\"tid\":\"" TENANT "\",\"appid\":\"other\"," APP_ROLES
	  TIMES "}", "appid is other", true },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS APP_ROLES "\"iat\":900000,\"exp\":1003600}",
	  "iat was 100000 s from", false },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS APP_ROLES "\"iat\":999700,\"exp\":1003600}", NULL,
	  false },
	{ OAUTH_CLIENT_CREDENTIALS, "{" AUD IDS APP_ROLES "\"iat\":1000000,\"exp\":999000}",
	  "exp was 1300 s ago", true },
	{ OAUTH_DEVICE, "{" AUD IDS "\"scp\":\"IMAP.AccessAsUser.All SMTP.Send\",\"upn\":"
	  "\"support@example.com\"," TIMES "}", NULL, false },
	{ OAUTH_DEVICE, "{" AUD IDS "\"scp\":\"IMAP.AccessAsUser.All\"," TIMES "}",
	  "scp lacks SMTP.Send", true },
	{ OAUTH_DEVICE, "{" AUD IDS "\"scp\":\"IMAP.AccessAsUser.All SMTP.Send\",\"upn\":"
	  "\"ana@example.com\"," TIMES "}", "upn is ana@example.com", false },
	{ OAUTH_DEVICE, "{" AUD IDS APP_ROLES TIMES "}", "scp is missing", true },
};

static struct str
token_of(struct arena *a, const char *claims)
{
	struct buf b;

	buf_init(&b, a);
	base64url_add(&b, STR("{\"alg\":\"RS256\"}"));
	buf_addc(&b, '.');
	base64url_add(&b, str_c(claims));
	buf_adds(&b, ".c2lnbmVk");
	return buf_str(&b);
}

static const struct inspect_row *
find(const struct inspection *i, const char *what)
{
	for (size_t k = 0; k < i->n; k++)
		if (str_starts(i->v[k].what, str_c(what)))
			return &i->v[k];
	return NULL;
}

static void
test_rows(struct arena *a, struct oauth *o)
{
	const struct inspect_use use = { true, true };

	for (size_t k = 0; k < COUNT(rows); k++) {
		struct token t = { token_of(a, rows[k].claims), 1, 1000000LL * SECOND_US,
		    1003600LL * SECOND_US };
		const struct inspect_row *r;
		struct inspection i;

		o->flow = rows[k].flow;
		inspect(a, o, &use, &t, NOW_S * SECOND_US, &i);
		if (rows[k].what == NULL) {
			tap_int((long long)i.n, 0, "all is well: %s", rows[k].claims);
			continue;
		}
		r = find(&i, rows[k].what);
		tap_ok(r != NULL && r->is_fault == rows[k].is_fault && r->mend[0] != '\0',
		    "%s", rows[k].what);
	}
}

static void
test_others(struct arena *a, struct oauth *o)
{
	static const char *const none[] = { "", "abc", "a.b", "a.b.c.d", "a.!!.c", ".." };
	const struct inspect_use use = { true, true };
	struct token t = { STR("opaque"), 1, 1, 2000000LL * SECOND_US };
	struct inspection i;
	struct str json;

	for (size_t k = 0; k < COUNT(none); k++)
		tap_ok(inspect_claims(a, str_c(none[k]), &json) == -1 || json.n == 0,
		    "no token of words: %s", none[k]);
	inspect(a, o, &use, &t, NOW_S * SECOND_US, &i);
	tap_int((long long)i.n, 0, "an opaque token has no fault");
	t.expires_at = 5;
	inspect(a, o, &use, &t, NOW_S * SECOND_US, &i);
	tap_ok(find(&i, "the token ended") != NULL, "but that it has ended");
	o->flow = OAUTH_REFRESH;
	o->scope = STR("https://outlook.office.com/IMAP.AccessAsUser.All");
	inspect(a, o, &use, &t, NOW_S * SECOND_US, &i);
	tap_ok(find(&i, "scope lacks offline_access") != NULL, "offline_access is missed");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct oauth o = { .provider = OAUTH_MICROSOFT365, .tenant = STR(TENANT),
	    .client_id = STR(APP), .user = STR("support@example.com"),
	    .scope = STR("offline_access x") };

	test_rows(a, &o);
	o.flow = OAUTH_CLIENT_CREDENTIALS;
	test_others(a, &o);
	arena_free(a);
	return tap_done();
}
