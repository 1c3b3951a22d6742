/* Headers whose lines lost their indent, whole mails: what is read of them. */
#include "parsers/mime/headerend.h"

#include "parsers/head/headers.h"
#include "parsers/mime/scan.h"
#include "tests/tap.h"

#define TRACE	"X-Trace: H4sIAAAAAAAAAAPt\n"
#define JUNK	"qm9kQ2xpYXJzZVJhbmRvbUp1bms\n"
#define JUNKS	JUNK JUNK JUNK JUNK JUNK JUNK JUNK JUNK JUNK JUNK JUNK JUNK
#define MORE	"From: jo@acme.example\nSubject: Lamp\n"

static const struct { const char *name, *raw, *field, *value, *body; } rows[] = {
	{ "twelve lines of rubbish", TRACE JUNKS MORE "\nHello\n", "From", "jo@acme.example",
	  "Hello\n" },
	{ "three hundred", NULL, "From", "jo@acme.example", "Hello\n" },
	{ "text below a whole header", MORE "Date: x\nHello Ana,\n" JUNKS
	  "From: ana@x.example\n\nmore\n", "From", "jo@acme.example", NULL },
	{ "stripped indents of a list", "To: ana@x.example,\nbo@x.example\n" MORE "\nHello\n", "To",
	  "ana@x.example, bo@x.example", "Hello\n" },
	{ "of an open angle", "References: <1@x.example> <2@\nx.example>\n" MORE "\nHello\n",
	  "References", "<1@x.example> <2@ x.example>", "Hello\n" },
	{ "of a long line", "Subject: This lamp went out when the door was opened in the morning and\n"
	  "then again\nFrom: jo@acme.example\n\nHello\n", "Subject",
	  "This lamp went out when the door was opened in the morning and then again", "Hello\n" },
	{ "rubbish is no part of a short field", "To: ana@x.example\nrubbish here\n" MORE "\nHello\n",
	  "To", "ana@x.example", "Hello\n" },
	{ "an mbox line is no part of any", "To: ana@x.example,\nFrom bo@x.example Mon\n" MORE
	  "\nHello\n", "To", "ana@x.example,", "Hello\n" },
	{ "a parameter at the header's end", MORE "Content-Type: text/plain;\ncharset=utf-8\n\nHello\n",
	  "Content-Type", "text/plain; charset=utf-8", "Hello\n" },
	{ "the first field indented", " " MORE "\nHello\n", "From", "jo@acme.example", "Hello\n" },
	{ "a blank line of spaces first", " \t\n" MORE "\nHello\n", "From", "jo@acme.example",
	  "Hello\n" },
};

/* As a gateway that wraps a field of 9 KB. */
static struct str
wrapped(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, TRACE);
	for (int i = 0; i < 300; i++)
		buf_adds(&b, JUNK);
	buf_adds(&b, MORE "\nHello\n");
	return buf_str(&b);
}

static void
test_parts(struct arena *a, const struct limits *limits)
{
	struct scan scan;

	scan_raw(a, limits, STR(MORE "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: application/zip; x-mode=1;\nname=\"a:log.zip\"\n"
	    "Content-Transfer-Encoding: base64\n\nUEs=\n--b\nContent-Type: text/plain;\n"
	    "a text = this\n--b--\n"), &scan);
	tap_int((long long)scan.n_parts, 3, "parts");
	tap_str(param_raw(&scan.parts[1].type, STR("name")), STR("a:log.zip"),
	    "a parameter without indent, of a part");
	tap_str(scan.parts[1].encoding, STR("base64"), "the field below it");
	tap_str(scan.parts[1].body, STR("UEs="), "the body below these");
	tap_str(scan.parts[2].body, STR("a text = this"), "what is none is text");
	tap_str(scan.ambiguous, STR("a line without a colon in the header"), "it is ambiguous");
}

int
main(void)
{
	const struct limits limits = LIMITS_DEFAULT;
	struct arena *a = arena_new();
	struct scan scan;
	struct headers h;

	for (size_t i = 0; i < COUNT(rows); i++) {
		scan_raw(a, &limits, rows[i].raw == NULL ? wrapped(a) : str_c(rows[i].raw), &scan);
		headers_read(a, scan.header, STR_NONE, &h);
		tap_str(headers_get(&h, str_c(rows[i].field)), str_c(rows[i].value), "%s",
		    rows[i].name);
		if (rows[i].body != NULL)
			tap_str(scan.parts[0].body, str_c(rows[i].body), "the text: %s",
			    rows[i].name);
		else
			tap_ok(str_starts(scan.parts[0].body, STR("Hello Ana")), "the text: %s",
			    rows[i].name);
	}
	test_parts(a, &limits);
	arena_free(a);
	return tap_done();
}
