#include "parsers/head/authres.h"
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
	/* An envelope address of the sender's: decoded, it would close the comment. */
	{ "an encoded word, q", "mx.example.com; spf=pass (domain of =?us-ascii?q?=29?= "
	  "smtp.mailfrom=x; dmarc=pass header.from=acme.example)", "||||" },
	{ "an encoded word, b", "mx.example.com; spf=none "
	  "smtp.mailfrom=\"=?utf-8?b?IjsgZG1hcmM9cGFzcyBoZWFkZXIuZnJvbT1hY21lLmV4YW1wbGU=?=\"@e.example",
	  "||||" },
	{ "an encoded word as the local part", "mx.example.com; spf=none smtp.mailfrom="
	  "=?utf-8?q?x=3b_dmarc=3dpass_header=2efrom=3dacme=2eexample?=@e.example", "||||" },
	{ "an encoded word behind the results", "mx.example.com; dmarc=pass header.from=a; "
	  "spf=none smtp.mailfrom==?utf-8?q?x?=@e.example", "||||" },
	{ "brackets of another charset", "mx.example.com; spf=none (\033$B%\033(B) "
	  "dmarc=pass header.from=acme.example)", "||||" },
	{ "bytes that are no UTF-8", "mx.example.com; spf=none (\x83\x29) dmarc=pass "
	  "header.from=acme.example", "||||" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct strs trusted = { NULL, 0 }, nobody = { NULL, 0 };
	struct str second = STR("Authentication-Results: mx.example.com; dmarc=pass header.from=a\n");
	struct authres r;

	strs_add(a, &trusted, STR("other.example"));
	strs_add(a, &trusted, STR("mx.example.com"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		authres_read(a, str_printf(a, "Received: x\nAuthentication-Results: %s\n",
		    rows[i].value), &trusted, &r);
		tap_str(shown(a, &r), str_c(rows[i].want), "%s", rows[i].name);
	}
	authres_read(a, str_printf(a, "authentication-results: mx.evil.example; dmarc=fail\n%.*s",
	    STR_ARG(second)), &trusted, &r);
	tap_str(shown(a, &r), STR("||||"), "a trusted one that is not the topmost");
	authres_read(a, second, &nobody, &r);
	tap_str(shown(a, &r), STR("||||"), "nobody is trusted");
	arena_free(a);
	return tap_done();
}
