/* The shells of S/MIME bodies, made here byte by byte. */
#include "parsers/mime/cms.h"

#include <string.h>

#include "parsers/mime/inflate.h"
#include "tests/tap.h"

#define SIGNED_OID	"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define ENVELOPED_OID	"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define COMPRESSED_OID	"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"
#define ZLIB		"\x30\x0d\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x03\x08"
#define DATA_OID	"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define VERSION		"\x02\x01\x01"
#define ALGORITHMS	"\x31\x0b\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00"
#define OPEN(tag)	tag "\x80"
#define CLOSE		"\x00\x00"
#define SIGNED		OPEN("\x30") SIGNED_OID OPEN("\xa0") OPEN("\x30") VERSION
#define CLOSE_SIGNED	CLOSE CLOSE CLOSE CLOSE CLOSE
#define BYTES(s)	{ s, sizeof(s) - 1 }

static const struct { const char *name; struct str in; enum cms_kind want; const char *content; }
rows[] = {
	{ "definite lengths", BYTES("\x30\x33" SIGNED_OID "\xa0\x26\x30\x24" VERSION ALGORITHMS
	    "\x30\x12" DATA_OID "\xa0\x05\x04\x03" "Cat"), CMS_SIGNED, "Cat" },
	{ "indefinite lengths", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID OPEN("\xa0")
	    "\x04\x03" "Cat" CLOSE_SIGNED), CMS_SIGNED, "Cat" },
	{ "a string in pieces", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID OPEN("\xa0")
	    OPEN("\x24") "\x04\x01" "C" "\x04\x02" "at" CLOSE CLOSE_SIGNED), CMS_SIGNED, "Cat" },
	{ "pieces of pieces", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID OPEN("\xa0")
	    OPEN("\x24") OPEN("\x24") "\x04\x01" "C" CLOSE "\x24\x04\x04\x02" "at" CLOSE
	    CLOSE_SIGNED), CMS_SIGNED, "Cat" },
	{ "a long form of a length", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID OPEN("\xa0")
	    "\x04\x83\x00\x00\x03" "Cat" CLOSE_SIGNED), CMS_SIGNED, "Cat" },
	{ "indefinite algorithms", BYTES(SIGNED OPEN("\x31") OPEN("\x30") "\x05\x00" CLOSE CLOSE
	    OPEN("\x30") DATA_OID OPEN("\xa0") "\x04\x03" "Cat" CLOSE_SIGNED), CMS_SIGNED, "Cat" },
	{ "certificates only", BYTES(SIGNED ALGORITHMS "\x30\x0b" DATA_OID "\xa0\x00"),
	    CMS_OTHER, "" },
	{ "encrypted", BYTES(OPEN("\x30") ENVELOPED_OID OPEN("\xa0")), CMS_ENCRYPTED, "" },
	{ "compressed", BYTES(OPEN("\x30") COMPRESSED_OID OPEN("\xa0") OPEN("\x30") VERSION
	    ZLIB OPEN("\x30") DATA_OID OPEN("\xa0") "\x04\x03" "zip" CLOSE_SIGNED),
	    CMS_COMPRESSED, "zip" },
	{ "compressed, without its content", BYTES(OPEN("\x30") COMPRESSED_OID), CMS_NONE, "" },
	{ "a string that says more than there is", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID
	    OPEN("\xa0") "\x04\x7f" "Cat"), CMS_NONE, "" },
	{ "pieces without an end", BYTES(SIGNED ALGORITHMS OPEN("\x30") DATA_OID OPEN("\xa0")
	    OPEN("\x24") "\x04\x01" "C"), CMS_NONE, "" },
	{ "text", BYTES("Hello"), CMS_NONE, "" },
	{ "nothing", BYTES(""), CMS_NONE, "" },
};

static const struct { const char *name; struct str in; size_t max; const char *want; } streams[] = {
	{ "a stream", BYTES("\x78\x9c\xf3H\xcd\xc9\xc9W(\xcf/\xcaIQ\x04\x00\x1d\x09\x04^"), 100,
	    "Hello world!" },
	{ "at most max", BYTES("\x78\x9c\xf3H\xcd\xc9\xc9W(\xcf/\xcaIQ\x04\x00\x1d\x09\x04^"), 5,
	    "Hello" },
	{ "cut off", BYTES("\x78\x9c\xf3H\xcd\xc9\xc9W(\xcf/"), 100, "Hello wo" },
	{ "not packed", BYTES("\x78\x01\x01\x03\x00\xfc\xff" "Cat"), 100, "Cat" },
	{ "no stream", BYTES("Hello"), 100, "" },
	{ "nothing", BYTES(""), 100, "" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str content, in = str_dup(a, rows[i].in);

		tap_int(cms_read(in, arena_bytes(a, in.n), &content), rows[i].want, "%s", rows[i].name);
		if (rows[i].want != CMS_NONE)
			tap_str(content, str_c(rows[i].content), "%s: content", rows[i].name);
		cms_read(in, (char *)(uintptr_t)in.p, &content);
		if (rows[i].want != CMS_NONE)
			tap_str(content, str_c(rows[i].content), "%s: in place", rows[i].name);
	}
	for (size_t i = 0; i < COUNT(streams); i++)
		tap_str(inflate_read(a, streams[i].in, streams[i].max), str_c(streams[i].want),
		    "inflate: %s", streams[i].name);
	arena_free(a);
	return tap_done();
}
