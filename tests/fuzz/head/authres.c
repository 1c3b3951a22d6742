/* Nothing but a field by a trusted name says anything. */
#include "parsers/head/authres.h"
#include "tests/fuzz/fuzz.h"

/* Below a server that took it from outside nothing but a fail counts, whatever is written. */
static void
try_nameless(struct arena *a, struct str in)
{
	struct str block = str_printf(a, "Received: from x.prod.outlook.com (192.0.2.7) by "
	    "x.mail.protection.outlook.com with SMTP\n%.*s", STR_ARG(in));
	struct str trusted_id = AUTHRES_EXCHANGE;
	struct strs trusted = { &trusted_id, 1 };
	struct authres r;

	authres_read(a, block, &trusted, &r);
	assert(r.dmarc.n == 0 || str_eq(r.dmarc, STR("fail")));
	assert(r.spf.n == 0 && r.dkim.n == 0 && r.dmarc_from.n == 0);
}

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
	try_nameless(a, in);
	try_nameless(a, block);
	assert(!str_eq(r.dmarc, STR("pass")) || str_ifind(in, STR("pass"), 0) != SIZE_MAX);
}
