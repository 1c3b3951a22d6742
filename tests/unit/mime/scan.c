#include "parsers/base/limits.h"
#include "parsers/mime/scan.h"
#include "tests/tap.h"

#include <string.h>

static const struct limits limits = LIMITS_DEFAULT;

struct row {
	const char	*name;
	const char	*raw;
	const char	*over;		/* begins with; "" is none */
	const char	*ambiguous;
	long long	 parts;
};

#define HEAD	"From: a@x.example\r\nSubject: s\r\n"
#define MIXED	"Content-Type: multipart/mixed; boundary=b1\r\n"

static const struct row rows[] = {
	{ "one part", HEAD "\r\nhello\r\n", "", "", 1 },
	{ "bare LF", "From: a@x.example\n\nhello\n", "", "", 1 },
	{ "empty", "", "no header fields", "", 1 },
	{ "no header", "hello\nworld\n", "no header fields", "a line without a colon", 1 },
	{ "two parts", HEAD MIXED "\r\n--b1\r\n\r\nx\r\n--b1\r\n\r\ny\r\n--b1--\r\n", "", "", 3 },
	{ "boundary never closed", HEAD MIXED "\r\n--b1\r\n\r\nx\r\n--b1\r\n\r\ny", "", "", 3 },
	{ "boundary never seen", HEAD MIXED "\r\nhello\r\n", "", "", 1 },
	{ "a longer line is no boundary", HEAD MIXED "\r\n--b1\r\n\r\n--b12\r\n--b1--\r\n", "", "", 2 },
	{ "spaces behind a boundary", HEAD MIXED "\r\n--b1 \t\r\n\r\nx\r\n--b1-- \r\n", "", "", 2 },
	{ "boundary right behind a part's header", HEAD MIXED
	    "\r\n--b1\r\nContent-Type: text/plain\r\n--b1\r\n\r\nx\r\n--b1--", "", "", 3 },
	{ "a part's header behind an empty line", HEAD MIXED "\r\n--b1\r\n\r\nContent-Type: a/b\r\n"
	    "\r\nContent-ID: <x>\r\n\r\nx\r\n--b1--", "", "an empty line above the header", 2 },
	{ "no header behind a text", HEAD MIXED "\r\n--b1\r\n\r\nHello\r\n\r\nContent-Type: a/b\r\n"
	    "--b1--", "", "", 2 },
	{ "no header behind one", HEAD MIXED "\r\n--b1\r\nContent-ID: <x>\r\n\r\n"
	    "Content-Type: a/b\r\n--b1--", "", "", 2 },
	{ "nested", HEAD MIXED "\r\n--b1\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n"
	    "--b2\r\n\r\nx\r\n--b2--\r\n--b1\r\n\r\ny\r\n--b1--", "", "", 4 },
	{ "inner one never closed", HEAD MIXED
	    "\r\n--b1\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n"
	    "--b2\r\n\r\nx\r\n--b1\r\n\r\ny\r\n--b1--", "", "", 4 },
	{ "a mail in a mail is one part", HEAD MIXED
	    "\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\n"
	    "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nx\r\n--b2--\r\n"
	    "--b1--", "", "", 2 },
	{ "a boundary of one quote", HEAD "Content-Type: multipart/mixed; boundary=\"\r\n\r\n"
	    "--\"\r\n\r\nx\r\n--\"--\r\n", "", "", 1 },
	{ "a boundary of one apostrophe", HEAD "Content-Type: multipart/mixed; boundary='\r\n\r\n"
	    "--'\r\n\r\nx\r\n--'--\r\n", "", "", 2 },
	{ "two From", HEAD "From: b@x.example\r\n\r\nx", "", "two fields From", 1 },
	{ "two Content-Type", HEAD MIXED "Content-Type: text/plain\r\n\r\nx", "",
	    "two fields Content-Type", 2 },
	{ "two Content-Type in a part", HEAD MIXED "\r\n--b1\r\nContent-Type: text/plain\r\n"
	    "Content-Type: text/html\r\n\r\nx\r\n--b1--", "", "two fields Content-Type", 2 },
	{ "a first part without its boundary", HEAD MIXED "Content-Type: text/plain\r\n\r\nx\r\n"
	    "--b1\r\n\r\ny\r\n--b1--", "", "two fields Content-Type", 3 },
	{ "a boundary that nobody named", HEAD "Content-Type: multipart/mixed\r\n\r\n"
	    "--b9\r\nContent-Type: text/plain\r\n\r\nx\r\n--b9--", "",
	    "a boundary that is not the named one", 2 },
	{ "another boundary than the named one", HEAD MIXED "\r\nHello\r\n--b9 \r\n"
	    "content-id: <x>\r\n\r\nx\r\n--b9--", "", "a boundary that is not the named one", 2 },
	{ "a comment behind the boundary", HEAD "Content-Type: multipart/mixed; boundary=b1 (x)\r\n"
	    "\r\n--b1\r\nContent-Type: text/plain\r\n\r\nx\r\n--b1--", "",
	    "a boundary that is not the named one", 2 },
	{ "a signature is no boundary", HEAD MIXED "\r\nHello\r\n-- \r\nJo\r\n", "", "", 1 },
	{ "parts behind the end", HEAD MIXED "\r\n--b1\r\n\r\nx\r\n--b1--\r\n--b1\r\n\r\ny"
	    "\r\n--b1--\r\n", "", "parts behind the closing boundary", 3 },
	{ "an epilogue", HEAD MIXED "\r\n--b1\r\n\r\nx\r\n--b1--\r\n--b1--\r\n--b2\r\n", "",
	    "", 2 },
	{ "two boundaries", HEAD "Content-Type: multipart/mixed; boundary=b1; boundary=b2\r\n"
	    "\r\n--b1\r\n\r\nx\r\n--b1--", "", "two boundary parameters", 2 },
	{ "an encoded boundary", HEAD "Content-Type: multipart/mixed; boundary*=us-ascii''b%31\r\n"
	    "\r\n--b1\r\n\r\nx\r\n--b1--", "", "an encoded boundary", 2 },
	{ "a space before the colon", "From : a@x.example\r\n\r\nx", "",
	    "a space before the colon of From", 1 },
	{ "a bad line among fields", "From: a@x.example\r\nbad\r\nSubject: s\r\n\r\nx", "",
	    "a line without a colon", 1 },
	{ "mbox line and empty lines before", "\r\nFrom a@x.example Mon\r\n" HEAD "\r\nx", "", "",
	    1 },
};

static bool
begins(struct str got, const char *want)
{
	return *want == '\0' ? got.n == 0 : str_starts(got, str_c(want));
}

#define TELLING "From: jo@x.example\r\nSubject: after\r\nTo: desk@x.example\r\n"

static void
test_rows(struct arena *a)
{
	struct scan scan;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];

		scan_raw(a, &limits, str_c(r->raw), &scan);
		tap_ok(begins(scan.over, r->over), "over: %s", r->name);
		tap_ok(begins(scan.ambiguous, r->ambiguous), "ambiguous: %s", r->name);
		tap_int((long long)scan.n_parts, r->parts, "parts: %s", r->name);
	}
}

static void
test_nul(struct arena *a)
{
	struct str raw = { arena_alloc(a, 100000), 100000 };
	struct scan scan;

	scan_raw(a, &limits, raw, &scan);
	tap_str(scan.ambiguous, STR("NUL bytes"), "a mail of NULs is ambiguous");
	tap_ok(scan.over.n > 0, "and over a limit");
	tap_int((long long)scan.header.n, 0, "and has no header");
}

/* Where each slice is. */
static void
test_slices(struct arena *a)
{
	struct scan scan;

	scan_raw(a, &limits, STR(HEAD MIXED "\r\nbefore\r\n--b1\r\nContent-Type: text/html; "
	    "charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\none\r\ntwo\r\n--b1\r\n"
	    "\r\nthree\r\n\r\n--b1--\r\nafter\r\n"), &scan);
	tap_str(scan.header, STR(HEAD MIXED), "header");
	tap_int((long long)scan.parts[0].end, 3, "the mail holds all");
	tap_ok(scan.parts[0].has_parts, "and has parts");
	tap_str(scan.parts[1].body, STR("one\r\ntwo"), "first body");
	tap_str(scan.parts[1].type.head, STR("text/html"), "type");
	tap_str(param_raw(&scan.parts[1].type, STR("charset")), STR("utf-8"), "parameter");
	tap_str(scan.parts[1].encoding, STR("base64"), "encoding");
	tap_str(scan.parts[2].body, STR("three\r\n"), "second body");
	tap_int((long long)scan.parts[1].end, 2, "a leaf ends behind itself");
}

static struct str
repeat(struct arena *a, const char *head, const char *what, size_t n, const char *tail)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_adds(&b, what);
	buf_adds(&b, tail);
	return buf_str(&b);
}

static struct str
nested(struct arena *a, size_t depth)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD);
	for (size_t i = 0; i < depth; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=n%zu\r\n\r\n--n%zu\r\n",
		    i, i);
	buf_adds(&b, "\r\ntext\r\n");
	return buf_str(&b);
}

/* What stands behind too much is read where it tells whose mail it is. */
static void
test_telling(struct arena *a)
{
	static const struct { const char *name, *head, *row; size_t rows; const char *want; } tells[] = {
		{ "behind too many bytes", "X: y", "\r\nX-A: 0123456789012345678901234567890123456789", 90,
		  TELLING },
		{ "behind too many fields", "X: y", "\r\nA: b", 40, TELLING },
		{ "one that came before is none", "From: a@x.example\r\nSubject: s",
		  "\r\nA: b", 40, "To: desk@x.example\r\n" },
		{ "a long subject", "From: a@x.example\r\nTo: desk@x.example\r\nSubject: ", "0123456789",
		  60, "Subject: 01234567890123" },
		{ "a long list of people is cut at a line",
		  "From: a@x.example\r\nSubject: s\r\nTo: b@x.example", ",\r\n c@x.example", 60,
		  "To: b@x.example,\r\n c@x.example," },
	};
	struct limits small = limits;
	struct scan scan;

	small.header_bytes = 1000;
	small.header_line = 400;
	small.header_fields = 30;
	for (size_t i = 0; i < COUNT(tells); i++) {
		struct str raw = repeat(a, tells[i].head, tells[i].row, tells[i].rows,
		    "\r\n" TELLING "\r\nbody");

		scan_raw(a, &small, raw, &scan);
		tap_ok(scan.over.n > 0, "%s: quarantined", tells[i].name);
		tap_ok(str_find(scan.header, str_c(tells[i].want), 0) != SIZE_MAX, "%s: told",
		    tells[i].name);
		tap_ok(scan.header.n <= small.header_bytes, "%s: within the limit", tells[i].name);
		tap_str(scan.parts[0].body, STR("body"), "%s: its body", tells[i].name);
	}
}

static void
test_limits(struct arena *a)
{
	struct limits small = limits;
	struct scan scan;
	struct str raw;

	scan_raw(a, &limits, nested(a, 10000), &scan);
	tap_str(scan.over, STR("over the limit depth = 20"), "10,000 nested parts");
	tap_int((long long)scan.n_parts, 21, "down to the limit");

	raw = repeat(a, HEAD MIXED "\r\n", "--b1\r\n\r\nx\r\n", 100000, "--b1--\r\n");
	scan_raw(a, &limits, raw, &scan);
	tap_str(scan.over, STR("over the limit parts = 500"), "100,000 parts");
	tap_int((long long)scan.n_parts, 500, "the first of them are kept");

	raw = repeat(a, "From: a@x.example\r\nX-Long: ", "0123456789", 104858,
	    "\r\nSubject: s\r\n\r\nbody");
	scan_raw(a, &limits, raw, &scan);
	tap_str(scan.over, STR("over the limit header_line = 65536"), "a header line of 1 MB");
	tap_str(scan.header, STR("From: a@x.example\r\nSubject: s\r\n"), "is left out alone");
	tap_str(scan.parts[0].body, STR("body"), "and the body is found");

	raw = repeat(a, HEAD, "X-A: b\r\n", 5000, "\r\nbody");
	scan_raw(a, &limits, raw, &scan);
	tap_str(scan.over, STR("over the limit header_fields = 1000"), "5,000 fields");
	raw = repeat(a, HEAD, "X-A: 0123456789012345678901234567890123456789\r\n\t0123\r\n", 900, "");
	small.header_bytes = 1000;
	scan_raw(a, &small, raw, &scan);
	tap_str(scan.over, STR("over the limit header_bytes = 1000"), "a large header block");
	tap_ok(scan.header.n > 900 && scan.header.n <= 1000, "is cut at a field");

	test_telling(a);

	small.message_bytes = 40;
	scan_raw(a, &small, STR(HEAD "\r\n0123456789012345678901234567890123456789"), &scan);
	tap_str(scan.over, STR("over the limit message_bytes = 40"), "a large mail");
	tap_ok(str_starts(scan.parts[0].body, STR("01234")) && scan.parts[0].body.n < 10,
	    "is cut");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_nul(a);
	test_slices(a);
	test_limits(a);
	arena_free(a);
	return tap_done();
}
