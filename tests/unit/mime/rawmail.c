/* Line ends, UTF-16 and marks: what the parsers get to see. */
#include "parsers/mime/rawmail.h"

#include "parsers/text/charset.h"
#include "tests/tap.h"

#define BYTES(s)	{ s, sizeof(s) - 1 }
#define NO_HEADER_CR	"CR without LF in the header"
#define NO_BOUNDARY_CR	"CR without LF before what may be a boundary"

static const struct { const char *name; struct str in, want; const char *ambiguous; } rows[] = {
	{ "CRLF stays", BYTES("A: b\r\n\r\nhi\r\n"), BYTES("A: b\r\n\r\nhi\r\n"), "" },
	{ "LF stays", BYTES("A: b\n\nhi\n"), BYTES("A: b\n\nhi\n"), "" },
	{ "CR alone", BYTES("A: b\r c\r\rhi\r"), BYTES("A: b\n c\n\nhi\n"), NO_HEADER_CR },
	{ "CR alone behind empty lines", BYTES("\r\rA: b\r\rhi"), BYTES("\n\nA: b\n\nhi"),
	    NO_HEADER_CR },
	{ "CR CR LF is one line end", BYTES("A: b\r\r\nC: d\r\r\n\r\r\nhi\r\r\n"),
	    BYTES("A: b\nC: d\n\nhi\n"), NO_HEADER_CR },
	{ "no end of CR is looked for", BYTES("A: b\n\n\r\r\r\r\r\r\r\r\r\r\n"), BYTES("A: b\n\n\n\n\n"), "" },
	{ "mixed", BYTES("A: b\rC: d\r\nE: f\n\rhi\n"), BYTES("A: b\nC: d\nE: f\n\nhi\n"),
	    NO_HEADER_CR },
	{ "in the body only", BYTES("A: b\r\n\r\nhi\rho\r\n"), BYTES("A: b\n\nhi\nho\n"), "" },
	{ "before a boundary", BYTES("A: b\r\n\r\nhi\r--ho\r\n"), BYTES("A: b\n\nhi\n--ho\n"),
	    NO_BOUNDARY_CR },
	{ "binary parts keep their CR", BYTES("A: b\rContent-Transfer-Encoding: Binary\r\r1\r2"),
	    BYTES("A: b\nContent-Transfer-Encoding: Binary\n\n1\r2"), NO_HEADER_CR },
	{ "half of a character", BYTES("A: b\n\n\r\0\n\0y\rx"), BYTES("A: b\n\n\r\0\n\0y\nx"), "" },
	{ "a last CR", BYTES("A: b\n\nhi\r"), BYTES("A: b\n\nhi\n"), "" },
	{ "UTF-16 with its mark", BYTES("\xff\xfe" "A\0:\0 \0b\0\n\0\n\0\xfc\0"),
	    BYTES("A: b\n\n\xc3\xbc"), "UTF-16" },
	{ "big-endian", BYTES("\xfe\xff" "\0A\0:\0 \0b\0\n\0\n\0\xfc"),
	    BYTES("A: b\n\n\xc3\xbc"), "UTF-16" },
	{ "UTF-16 without a mark, its lines ended by CR",
	    BYTES("S\0u\0b\0j\0e\0c\0t\0:\0 \0b\0\r\0\r\0"), BYTES("Subject: b\n\n"), "UTF-16" },
	{ "a mark of UTF-8", BYTES("\xef\xbb\xbf" "A: b\n\n"), BYTES("A: b\n\n"), "" },
	{ "NUL bytes are no UTF-16", BYTES("Subject: b\n\n\0\0\0"),
	    BYTES("Subject: b\n\n\0\0\0"), "" },
	{ "nothing", BYTES(""), BYTES(""), "" },
	{ "a mark only", BYTES("\xef\xbb\xbf"), BYTES(""), "" },
};

int
main(void)
{
	struct arena *a = arena_new();

	charset_init();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str ambiguous = STR_NONE, out = rawmail_read(a, rows[i].in, &ambiguous);

		tap_str(out, rows[i].want, "%s", rows[i].name);
		tap_str(ambiguous, str_c(rows[i].ambiguous), "%s: ambiguous", rows[i].name);
	}
	arena_free(a);
	return tap_done();
}
