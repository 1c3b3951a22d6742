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

/* Of Exchange Online, which writes no id: from the border to the mailbox. */
#define HTTPS	"Received: from A1.eurprd05.prod.outlook.com (2603:10a6:10:1::5)\n by " \
	"B1.eurprd05.prod.outlook.com with HTTPS; Mon, 1 Jun 2026 10:00:03 +0000\n"
#define STEP	"Received: from C1.eurprd05.prod.outlook.com (2603:10a6:10:2::7) by\n " \
	"A1.eurprd05.prod.outlook.com (2603:10a6:10:1::5) with Microsoft\n SMTP Server id 15.20\n"
#define FRONT	"Received: from D1.eop-eur05.prod.protection.outlook.com\n (2603:10a6:10:cafe::1)" \
	" by C1.outlook.office365.com\n (2603:10a6:10:2::7) with Microsoft SMTP Server id 15.20 " \
	"via Frontend Transport\n"
#define BORDER	"Received: from mx.desk.example (192.0.2.7) by\n D1.mail.protection.outlook.com " \
	"(10.152.1.2) with Microsoft SMTP\n Server id 15.20 via Frontend Transport\n"
#define AR(results)	"Authentication-Results: spf=pass (sender IP is 192.0.2.7)\n " \
	"smtp.mailfrom=desk.example; dkim=pass (signature was verified)\n header.d=desk.example;" \
	results "compauth=pass reason=100\n"
#define PASS	AR("dmarc=pass action=none\n header.from=desk.example;")
#define FAIL	AR("dmarc=fail action=none header.from=desk.example;")
#define LIKE(by, ip)	"Received: from x.prod.outlook.com (" ip ") by " by " with SMTP\n"
#define BELIEVED	"microsoft365|pass|desk.example|pass|pass"

static const struct row nameless[] = {
	{ "as it comes", HTTPS STEP FRONT PASS "Received-SPF: Pass\n" BORDER, BELIEVED },
	{ "above all that Microsoft wrote", PASS BORDER, BELIEVED },
	{ "above a border by its other name", PASS LIKE("x.prod.outlook.com", "192.0.2.1"), BELIEVED },
	{ "with the organisation's domain between", HTTPS "Authentication-Results: spf=pass\n "
	  "smtp.mailfrom=desk.example; desk.onmicrosoft.com; dkim=pass header.d=desk.example;"
	  "desk.onmicrosoft.com; dmarc=pass action=none header.from=desk.example;compauth=pass\n" BORDER,
	  BELIEVED },
	{ "above no border", PASS "", "microsoft365||||" },
	{ "compauth alone", HTTPS AR("") BORDER, "microsoft365|||pass|pass" },
	{ "a guess", HTTPS AR("dmarc=bestguesspass action=none header.from=desk.example;") BORDER,
	  "microsoft365|bestguesspass|desk.example|pass|pass" },
	{ "a fail", HTTPS STEP FRONT FAIL BORDER, "microsoft365|fail|desk.example|pass|pass" },
	{ "a fail in no place", BORDER FAIL, "microsoft365|fail|||" },
	{ "a fail with rubbish behind", HTTPS AR("dmarc=fail header.from=a; (open") BORDER,
	  "microsoft365|fail|||" },
	{ "below the border", HTTPS STEP FRONT BORDER PASS, "microsoft365||||" },
	{ "below the border, above another", HTTPS BORDER PASS BORDER, "microsoft365||||" },
	{ "below a border that it calls a step",
	  HTTPS LIKE("D1.mail.protection.outlook.com", "192.0.2.7") PASS BORDER, "microsoft365||||" },
	{ "from a client of Azure", LIKE("D1.mail.protection.outlook.com", "2603:1020::7") PASS BORDER,
	  "microsoft365||||" },
	{ "from outside by a step", LIKE("a.prod.outlook.com", "192.0.2.7") PASS BORDER,
	  "microsoft365||||" },
	{ "below a server of somebody else's", "Received: from C1.prod.outlook.com (10.0.0.1) by "
	  "mx.evil.example with SMTP\n" PASS BORDER, "microsoft365||||" },
	{ "a server that only ends so", PASS "Received: from mx.desk.example (192.0.2.7) by "
	  "evilprod.outlook.com with SMTP\n", "microsoft365||||" },
	{ "above another's border", PASS "Received: from a (192.0.2.7) by mx.evil.example with SMTP\n"
	  BORDER, "microsoft365||||" },
	{ "a border in which two clients can be read", PASS "Received: from a (192.0.2.7) (192.0.2.8) "
	  "by D1.mail.protection.outlook.com with SMTP\n", "microsoft365||||" },
	{ "two: the topmost alone", HTTPS FAIL PASS BORDER, "microsoft365|fail|desk.example|pass|pass" },
	{ "two: one with a name above", HTTPS "Authentication-Results: mx.evil.example; dmarc=pass\n"
	  PASS BORDER, "||||" },
	{ "the preset's word as a name", HTTPS "Authentication-Results: microsoft365; dmarc=pass "
	  "header.from=desk.example\n" BORDER, "||||" },
	{ "in quotes it is a name", HTTPS "Authentication-Results: \"spf=pass\"; dmarc=pass "
	  "header.from=desk.example\n" BORDER, "||||" },
	{ "an encoded word", HTTPS AR("dmarc=pass header.from=desk.example; spf=none smtp.mailfrom="
	  "=?utf-8?q?x?=;") BORDER, "||||" },
};

static void
test_nameless(struct arena *a)
{
	struct strs trusted = { NULL, 0 }, other = { NULL, 0 };
	struct authres r;

	strs_add(a, &other, STR("mx.example.com"));
	strs_add(a, &trusted, AUTHRES_EXCHANGE);
	for (size_t i = 0; i < COUNT(nameless); i++) {
		struct str block = str_printf(a, "Return-Path: x\n%sFrom: x\n", nameless[i].value);

		authres_read(a, block, &trusted, &r);
		tap_str(shown(a, &r), str_c(nameless[i].want), "without a name: %s", nameless[i].name);
		authres_read(a, block, &other, &r);
		tap_str(shown(a, &r), STR("||||"), "nobody trusts it: %s", nameless[i].name);
	}
	tap_str(authres_id(a, str_c(HTTPS PASS BORDER)), STR(""), "no id");
	tap_ok(authres_id(a, str_c(HTTPS PASS BORDER)).p != NULL, "but results");
	tap_ok(authres_id(a, str_c(BORDER)).p == NULL, "no results");
	tap_str(authres_id(a, STR("Authentication-Results: MX.a.example (x) 1; none\n")),
	    STR("mx.a.example"), "an id");
}

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
	test_nameless(a);
	arena_free(a);
	return tap_done();
}
