/* Two copies of one mail are the same, and two mails never are. */
#include "parsers/head/trace.h"

#include "tests/tap.h"

static const char mail[] =
    "From: Jo <jo@acme.example>\r\nTo: support@example.com, sales@example.com\r\n"
    "Subject: It hums\r\nMessage-ID: <a1@acme.example>\r\n"
    "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\nIt hums.\r\n\r\nJo\r\n";

static const struct { const char *name, *raw; bool same; } rows[] = {
	{ "other servers", "Return-Path: <jo@acme.example>\r\nDelivered-To: sales@example.com\r\n"
	    "X-Original-To: sales@example.com\r\n"
	    "Received: from a.example by b.example\r\n\tfor <sales@example.com>; today\r\n"
	    "ARC-Seal: i=1; a=x\r\nAuthentication-Results: b.example; dmarc=pass\r\n"
	    "DKIM-Signature: v=1;\r\n b=abc\r\nX-Spam-Score: 1\r\nX-SPAM: no\r\n"
	    "X-MS-Exchange-Organization-SCL: 1\r\nReceived-SPF: pass\r\n"
	    "From: Jo <jo@acme.example>\r\nTo: support@example.com, sales@example.com\r\n"
	    "Subject: It hums\r\nMessage-ID: <a1@acme.example>\r\n"
	    "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\nIt hums.\r\n\r\nJo\r\n", true },
	{ "order, folds, case of names, line ends, lines at the end",
	    "\nfrom: Jo\n\t<jo@acme.example>\nMESSAGE-ID:<a1@acme.example>\nStatus: O\n"
	    "Date:  Mon, 2 Mar 2026 09:00:00 +0000\nto: support@example.com,\n"
	    " sales@example.com\nSubject: It hums\n\nIt hums.\n\nJo\n\n\n", true },
	{ "another body", "From: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It hums!\r\n\r\nJo\r\n", false },
	{ "a list's footer", "From: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It hums.\r\n\r\nJo\r\n___\r\nTo leave the list …\r\n", false },
	{ "a list's fields", "List-Id: <all.example.com>\r\nFrom: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It hums.\r\n\r\nJo\r\n", false },
	{ "a field with a value", "X-Severity: high\r\nFrom: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It hums.\r\n\r\nJo\r\n", false },
	{ "another author", "From: Al <al@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It hums.\r\n\r\nJo\r\n", false },
	{ "the body as a field", "From: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n"
	    "It hums.\r\n\r\nJo\r\n", false },
	{ "an inner blank of the body", "From: Jo <jo@acme.example>\r\n"
	    "To: support@example.com, sales@example.com\r\nSubject: It hums\r\n"
	    "Message-ID: <a1@acme.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n"
	    "It  hums.\r\n\r\nJo\r\n", false },
	{ "nothing", "", false },
};

static const struct { const char *name; bool trace; } names[] = {
	{ "Received", true }, { "RECEIVED-SPF", true }, { "Delivered-To", true },
	{ "X-Original-To", true }, { "ARC-Authentication-Results", true },
	{ "X-Spam-Status", true }, { "X-MS-Exchange-CrossTenant-id", true },
	{ "From", false }, { "Sender", false }, { "Reply-To", false }, { "Message-ID", false },
	{ "Date", false }, { "Content-Type", false }, { "List-Id", false }, { "X-Mailer", false },
	{ "Auto-Submitted", false }, { "Receive", false }, { "X-Severity", false },
	{ "Statuses", false }, { "", false },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct str want = trace_digest(a, STR(mail));

	tap_int((long long)want.n, 64, "hexadecimal");
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(str_eq(trace_digest(a, str_c(rows[i].raw)), want) == rows[i].same, "%s",
		    rows[i].name);
	for (size_t i = 0; i < COUNT(names); i++)
		tap_ok(trace_is(str_c(names[i].name)) == names[i].trace, "trace: %s",
		    names[i].name);
	arena_free(a);
	return tap_done();
}
