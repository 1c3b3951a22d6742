/* What programs read of a header stays as it was written; what people read is decoded. */
#include "parsers/head/headers.h"

#include "tests/tap.h"

static const struct { const char *field, *want; } rows[] = {
	{ "Subject: =?utf-8?q?L=C3=A4mp?=", "L\xc3\xa4mp" },
	{ "X-Kind: =?utf-8?q?a_b?=", "a b" },
	{ "From: =?utf-8?q?J=C3=B6?= <jo@acme.example>", "J\xc3\xb6 <jo@acme.example>" },
	{ "Return-Path: =?utf-8?q?=3C=3E?=", "=?utf-8?q?=3C=3E?=" },
	{ "Authentication-Results: x (=?utf-8?q?=29?=)\r\n\ty", "x (=?utf-8?q?=29?=) y" },
	{ "Auto-Submitted: =?utf-8?q?no?=", "=?utf-8?q?no?=" },
	{ "References: <=?utf-8?q?a=3E=3Cb?=@x.example>", "<=?utf-8?q?a=3E=3Cb?=@x.example>" },
	{ "In-Reply-To: =?utf-8?q?=3Ca=40x=3E?=", "=?utf-8?q?=3Ca=40x=3E?=" },
	{ "X-Failed-Recipients: =?utf-8?q?jo=40acme.example?=",
	  "=?utf-8?q?jo=40acme.example?=" },
	{ "List-Post: <mailto:=?utf-8?q?x?=@acme.example>", "<mailto:=?utf-8?q?x?=@acme.example>" },
	{ "Content-Type: text/plain; name=\"=?utf-8?q?=22;_x=3D1?=\"",
	  "text/plain; name=\"=?utf-8?q?=22;_x=3D1?=\"" },
	{ "content-type: text/=?utf-8?q?html?=", "text/=?utf-8?q?html?=" },
	{ "Date: =?utf-8?q?Mon,_1_Jan_2024?=", "=?utf-8?q?Mon,_1_Jan_2024?=" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct headers h;

	for (size_t i = 0; i < COUNT(rows); i++) {
		headers_read(a, str_printf(a, "%s\r\nX: y\r\n", rows[i].field), STR_NONE, &h);
		tap_str(h.v[0].value, str_c(rows[i].want), "%s", rows[i].field);
	}
	tap_str(headers_raw(STR("A: b\nc: =?utf-8?q?d?=\n e\n"), STR("C")),
	    STR("=?utf-8?q?d?=\n e"), "the raw one");
	tap_int(headers_raw(STR("A: b\n"), STR("C")).n == 0, 1, "none");
	arena_free(a);
	return tap_done();
}
