/* Nothing but a field by a trusted name says anything. */
#include "parsers/head/authres.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str block = str_printf(a, "Authentication-Results: %.*s", STR_ARG(in));
	struct str trusted_id = STR("mx.example.com");
	struct strs trusted = { &trusted_id, 1 };
	struct authres r;

	authres_read(a, block, &trusted, &r);
	assert(r.authserv_id.n > 0 || (r.dmarc.n == 0 && r.spf.n == 0 && r.dkim.n == 0));
	assert(r.authserv_id.n == 0 || str_eq(r.authserv_id, trusted_id));
	assert(!str_eq(r.dmarc, STR("pass")) || str_ifind(in, STR("pass"), 0) != SIZE_MAX);
}
