/* What a receiver says back is told without the secrets that it was sent. */
#include "daemon/send/blot.h"

#include "tests/tap.h"

static const struct { const char *name, *secret, *text, *want; } rows[] = {
	{ "a path", "/services/T0/B1/abcdefgh", "Cannot POST /services/T0/B1/abcdefgh",
	  "Cannot POST ***" },
	{ "its end alone", "/services/T0/abcdefgh", "no hook abcdefgh here", "no hook *** here" },
	{ "twice", "r0uting-key", "r0uting-key, r0uting-key!", "***, ***!" },
	{ "as JSON", "a\"b\\cd", "{\"key\":\"a\\\"b\\\\cd\"}", "{\"key\":\"***\"}" },
	{ "a header's value", "Bearer 1234567890", "Authorization: Bearer 1234567890",
	  "Authorization: ***" },
	{ "without its scheme", "Bearer 1234567890", "1234567890 is revoked", "*** is revoked" },
	{ "a query", "/x?token=q1w2e3r4", "bad q1w2e3r4", "bad ***" },
	{ "short words stay", "/a/of/it", "one of it", "one of it" },
	{ "none", "", "HTTP", "HTTP" },
	{ "a path that is none", "/", "a/b", "a/b" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strs secrets = { 0 };

		blot_add(a, &secrets, str_c(rows[i].secret));
		tap_str(blot_out(a, str_c(rows[i].text), &secrets), str_c(rows[i].want), "%s",
		    rows[i].name);
	}
	arena_free(a);
	return tap_done();
}
