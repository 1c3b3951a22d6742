#include "parsers/head/authres.h"
#include "parsers/head/headers.h"
#include "tests/tap.h"

/* "id|dmarc|dmarc_from|spf|dkim" */
static struct str
shown(struct arena *a, const struct authres *r)
{
	return str_printf(a, "%.*s|%.*s|%.*s|%.*s|%.*s", STR_ARG(r->authserv_id),
	    STR_ARG(r->dmarc), STR_ARG(r->dmarc_from), STR_ARG(r->spf), STR_ARG(r->dkim));
}

static const struct row {
	const char *name, *value, *want;
} rows[] = {
	{ "all three", "mx.example.com; dmarc=pass header.from=Acme.example; "
	  "spf=pass smtp.mailfrom=jo@acme.example; dkim=pass header.d=acme.example",
	  "mx.example.com|pass|acme.example|pass|pass" },
	{ "folded, in another case", "MX.Example.COM;\r\n\tDMARC=Pass HEADER.FROM=acme.example",
	  "mx.example.com|pass|acme.example||" },
	{ "comments everywhere", "(a (nested \\) one)) mx.example.com (x) 1 (y) ; (z) dmarc (c) = "
	  "(d) pass (p=none dis=none; dmarc=fail) header.from (e) = (f) acme.example (g)",
	  "mx.example.com|pass|acme.example||" },
	{ "a comment is not a result", "mx.example.com; spf=fail (dmarc=pass header.from=x); ",
	  "mx.example.com|||fail|" },
	{ "quoted values", "\"mx.example.com\"; dmarc=fail reason=\"a; dmarc=pass\" "
	  "header.from=\"acme.example\"", "mx.example.com|fail|acme.example||" },
	{ "a quoted local part", "mx.example.com; spf=pass smtp.mailfrom=\"a b\"@x.example; "
	  "dmarc=pass header.from=x.example", "mx.example.com|pass|x.example|pass|" },
	{ "method versions", "mx.example.com; dmarc/1=pass header.from=acme.example",
	  "mx.example.com|pass|acme.example||" },
	{ "none", "mx.example.com; none", "mx.example.com||||" },
	{ "no results", "mx.example.com", "mx.example.com||||" },
	{ "two signatures, one good", "mx.example.com; dkim=fail header.d=l; dkim=pass header.d=x; "
	  "dkim=neutral", "mx.example.com||||pass" },
	{ "dmarc said twice, differently", "mx.example.com; dmarc=pass header.from=a; "
	  "dmarc=fail header.from=a", "mx.example.com|permerror|a||" },
	{ "dmarc for two domains", "mx.example.com; dmarc=pass header.from=a; "
	  "dmarc=pass header.from=b", "mx.example.com|pass|permerror||" },
	{ "somebody else's", "mx.evil.example; dmarc=pass header.from=acme.example", "||||" },
	{ "a name that only begins so", "mx.example.com.evil; dmarc=pass", "||||" },
	{ "version 2", "mx.example.com 2; dmarc=pass header.from=a", "||||" },
	{ "an open comment", "mx.example.com; dmarc=pass header.from=a; (spf=fail",
	  "mx.example.com||||" },
	{ "an open quote", "mx.example.com; dmarc=pass header.from=\"a", "mx.example.com||||" },
	{ "rubbish between", "mx.example.com; dmarc pass; spf=pass", "mx.example.com||||" },
	{ "a very deep comment", "mx.example.com; ((((((((((((x)))))))))))) dmarc=pass",
	  "mx.example.com||||" },
	{ "empty", "", "||||" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct strs trusted = { NULL, 0 }, nobody = { NULL, 0 };
	struct header two[] = {
		{ STR("authentication-results"), STR("mx.evil.example; dmarc=fail") },
		{ STR("Authentication-Results"), STR("mx.example.com; dmarc=pass header.from=a") },
	};
	struct headers h = { two, 2 };
	struct authres r;

	strs_add(a, &trusted, STR("other.example"));
	strs_add(a, &trusted, STR("mx.example.com"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct header one[] = {
			{ STR("Received"), STR("x") },
			{ STR("Authentication-Results"), str_c(rows[i].value) },
		};
		struct headers hs = { one, 2 };

		authres_read(a, &hs, &trusted, &r);
		tap_str(shown(a, &r), str_c(rows[i].want), "%s", rows[i].name);
	}
	authres_read(a, &h, &trusted, &r);
	tap_str(shown(a, &r), STR("||||"), "a trusted one that is not the topmost");
	h = (struct headers){ two + 1, 1 };
	authres_read(a, &h, &nobody, &r);
	tap_str(shown(a, &r), STR("||||"), "nobody is trusted");
	arena_free(a);
	return tap_done();
}
