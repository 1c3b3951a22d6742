/* imaptext and imapwatch: what needs no server. */
#include <string.h>

#include "daemon/fetch/imaptext.h"
#include "daemon/fetch/imapwatch.h"
#include "tests/tap.h"

static void
test_quoting(struct arena *a)
{
	static const struct { const char *in, *want; bool can; } rows[] = {
		{ "", "\"\"", true },
		{ "desk", "\"desk\"", true },
		{ "a b", "\"a b\"", true },
		{ "\"\\", "\"\\\"\\\\\"", true },
		{ "{3}", "\"{3}\"", true },
		{ "a\r\nb", NULL, false },
		{ "\x7f", NULL, false },
		{ "ñ", NULL, false },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_ok(imap_can_quote(str_c(rows[i].in)) == rows[i].can,
		    "can be quoted or not: row %zu", i);
		if (!rows[i].can)
			continue;
		buf_init(&b, a);
		imap_put_quoted(&b, str_c(rows[i].in));
		tap_str(buf_str(&b), str_c(rows[i].want), "quoted: %s", rows[i].in);
	}
}

static void
test_folders(struct arena *a)
{
	static const struct { const char *in, *want; } rows[] = {
		{ "INBOX", "\"INBOX\"" },
		{ "Done & gone", "\"Done &- gone\"" },
		{ "Erlédigt", "\"Erl&AOk-digt\"" },
		/* The example of RFC 3501, 5.1.3. */
		{ "~peter/mail/台北/日本語", "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"" },
		{ "\xf0\x9f\x98\x80", "\"&2D3eAA-\"" },
		{ "a\"b", "\"a\\\"b\"" },
		{ "line\nend", "\"line&AAo-end\"" },
		{ "&ñ&", "\"&-&APE-&-\"" },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		imap_put_folder(&b, str_c(rows[i].in));
		tap_str(buf_str(&b), str_c(rows[i].want), "folder: %s", rows[i].want);
	}
	/* Bytes that are no UTF-8 give a name, not a fault. */
	buf_init(&b, a);
	imap_put_folder(&b, STR("x\xff\xc3"));
	tap_ok(imap_can_quote(buf_str(&b)), "folder: broken UTF-8");
}

static void
test_sets(struct arena *a)
{
	static const struct { uint32_t uids[6]; size_t n; const char *want; } rows[] = {
		{ { 7 }, 1, "7" },
		{ { 1, 2, 3 }, 3, "1:3" },
		{ { 1, 3, 5 }, 3, "1,3,5" },
		{ { 1, 2, 4, 5, 9 }, 5, "1:2,4:5,9" },
		{ { 4294967294u, 4294967295u }, 2, "4294967294:4294967295" },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		imap_put_set(&b, rows[i].uids, rows[i].n);
		tap_str(buf_str(&b), str_c(rows[i].want), "set: %s", rows[i].want);
	}
}

static void
test_plain(struct arena *a)
{
	/* The first is RFC 4616's, without an authorization identity. */
	static const struct { const char *user, *password, *want; } rows[] = {
		{ "tim", "tanstaaftanstaaf", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm" },
		{ "a", "b", "AGEAYg==" },
		{ "a", "bc", "AGEAYmM=" },
		{ "desk", "contraseña", "AGRlc2sAY29udHJhc2XDsWE=" },
		{ "a", "\xff\xfe\xfb", "AGEA//77" },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		imap_put_plain(&b, str_c(rows[i].user), str_c(rows[i].password));
		tap_str(buf_str(&b), str_c(rows[i].want), "plain: %s", rows[i].want);
	}
}

static void
test_times(struct arena *a)
{
	static const struct { int y, m, d, h, mi, s, zone; int64_t want; } rows[] = {
		{ 1970, 1, 1, 0, 0, 0, 0, 0 },
		{ 2026, 6, 1, 10, 0, 0, 200, 1780300800 },
		{ 2026, 6, 1, 10, 0, 0, -330, 1780320600 },
		{ 2024, 2, 29, 23, 59, 60, 0, 1709251200 },
		{ 9999, 12, 31, 23, 59, 59, 0, 253402300799 },
		{ 1969, 12, 31, 23, 59, 59, 0, 0 },
		{ 2026, 13, 1, 0, 0, 0, 0, 0 },
		{ 2026, 0, 1, 0, 0, 0, 0, 0 },
		{ 2026, 1, 99, 0, 0, 0, 0, 0 },
		{ 2026, 1, 1, 0, 0, 0, 2147483647, 0 },
		{ 2147483647, 1, 1, 0, 0, 0, 0, 0 },
	};
	static const struct { int64_t us; const char *want; } dates[] = {
		{ 0, "1-Jan-1970" }, { -5, "1-Jan-1970" },
		{ 1780300800000000, "1-Jun-2026" }, { 1798761599999999, "31-Dec-2026" },
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(imap_instant(rows[i].y, rows[i].m, rows[i].d, rows[i].h, rows[i].mi,
		    rows[i].s, rows[i].zone), rows[i].want * 1000000, "instant: row %zu", i);
	for (size_t i = 0; i < COUNT(dates); i++) {
		buf_init(&b, a);
		imap_put_date(&b, dates[i].us);
		tap_str(buf_str(&b), str_c(dates[i].want), "date: %s", dates[i].want);
	}
}

/* What a watch says of the bytes when they come in pieces of that size. */
static const char *
watch(struct str in, size_t bytes, uint64_t literal, size_t piece)
{
	struct imapwatch w = { 0 };
	const char *fault = NULL;

	imapwatch_allow(&w, bytes, literal);
	for (size_t i = 0; i < in.n && fault == NULL; i += piece)
		fault = imapwatch_see(&w, str_sub(in, i, piece));
	return fault;
}

#define DEEP	"(((((((((((((((("	/* 16 */

static void
test_watch(void)
{
	static const struct { const char *name, *in; const char *fault; } rows[] = {
		{ "a line", "* OK hello\r\n", NULL },
		{ "a literal that fits", "* X {5}\r\n((((()\r\n", NULL },
		{ "a literal of the most", "* X {100}\r\n", NULL },
		{ "a literal too long", "* X {101}\r\n", "literal" },
		{ "a literal beyond 64 bits", "* X {18446744073709551621}\r\n", "literal" },
		{ "wrapped to a small one", "* X {4294967297}\r\n", "literal" },
		{ "with a sign", "* X {+999}\r\n", "literal" },
		{ "with a minus", "* X {-999}\r\n", "literal" },
		{ "with spaces", "* X {  999}\r\n", "literal" },
		{ "LITERAL+ of a server", "* X {999+}\r\n", "literal" },
		{ "without CR", "* X {999}\n", "literal" },
		{ "without the line's end", "* X {999}  ", "literal" },
		{ "behind another literal", "* X {3}\r\nabc{999}\r\n", "literal" },
		{ "a literal's own bytes", "* X {7}\r\n{999}\r\n)\r\n", NULL },
		{ "in quotes", "* X \"{999}\" (y)\r\n", NULL },
		{ "in quotes, escaped", "* X \"\\\"{999}\" (y)\r\n", NULL },
		{ "behind closed quotes", "* X \"a\" {999}\r\n", "literal" },
		{ "no number", "* OK {abc} {} {\r\n", NULL },
		{ "deep enough", "* X " DEEP "\r\n", NULL },
		{ "too deep", "* X " DEEP "(\r\n", "nested" },
		{ "closed again", "* X " DEEP "))))((((\r\n", NULL },
		{ "a new line starts flat", "* X " DEEP "\r\n* X " DEEP "\r\n", NULL },
		{ "a literal's line goes on", "* X " DEEP " {1}\r\nx(\r\n", "nested" },
		{ "depth in quotes is none", "* X \"" DEEP DEEP "\"\r\n", NULL },
		{ "an open quote ends with the line", "* OK don't \"\r\n* X {999}\r\n", "literal" },
		{ "too many bytes", "* OK 34567890123456789012345678901234567890"
		    "12345678901234567890123456789012345678901234567890\r\n", "more" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t piece = 1; piece < 64; piece += 7) {
			const char *got = watch(str_c(rows[i].in), 80, 100, piece);

			tap_ok(rows[i].fault == NULL ? got == NULL :
			    got != NULL && strstr(got, rows[i].fault) != NULL,
			    "%s, by %zu", rows[i].name, piece);
		}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_quoting(a);
	test_folders(a);
	test_sets(a);
	test_plain(a);
	test_times(a);
	test_watch();
	arena_free(a);
	return tap_done();
}
