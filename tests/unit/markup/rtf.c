/* Rich Text Format as text, and how Outlook packs it. */
#include "parsers/markup/rtf.h"

#include "parsers/mime/lzfu.h"
#include "parsers/text/charset.h"
#include "tests/tap.h"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "plain", "{\\rtf1\\ansi Hello\\par\nWorld\\par}", "Hello\nWorld\n" },
	{ "tables of fonts and colours say nothing", "{\\rtf1{\\fonttbl{\\f0\\fswiss Arial;}}"
	    "{\\colortbl;\\red0;}{\\stylesheet{\\s0 Normal;}}{\\info{\\author Jo}}Hi}", "Hi" },
	{ "a destination that is not known", "{\\rtf1{\\*\\generator Riched20;}Hi{\\*\\new x}}", "Hi" },
	{ "escapes", "{\\rtf1 \\{a\\}\\\\\\~b\\_c\\-d\\tab e\\line f}", "{a}\\\xc2\xa0" "b-cd\te\nf" },
	{ "dashes and quotes", "{\\rtf1 \\ldblquote a\\rdblquote\\emdash b\\rquote s}",
	    "\xe2\x80\x9c" "a\xe2\x80\x9d\xe2\x80\x94" "b\xe2\x80\x99s" },
	{ "the code page of the document", "{\\rtf1\\ansicpg1251 \\'cf\\'f0\\'e8}",
	    "\xd0\x9f\xd1\x80\xd0\xb8" },
	{ "the code page of a font", "{\\rtf1{\\fonttbl{\\f0 A;}{\\f1\\fcharset128 MS Gothic;}}"
	    "\\f1\\'83e\\f0\\'e9}", "\xe3\x83\x86\xc3\xa9" },
	{ "a font ends with its group", "{\\rtf1{\\fonttbl{\\f1\\fcharset204 A;}}{\\f1\\'cf}\\'cf}",
	    "\xd0\x9f\xc3\x8f" },
	{ "Unicode with what old readers get", "{\\rtf1 \\u8364?\\u228\\'e4x}",
	    "\xe2\x82\xac\xc3\xa4x" },
	{ "two bytes for old readers", "{\\rtf1\\uc2\\u26085\\'93\\'fax\\uc0\\u228y}",
	    "\xe6\x97\xa5x\xc3\xa4y" },
	{ "negative, and a pair", "{\\rtf1 \\u-4051?\\u-10179?\\u-8704?}", "\xe2\x80\xa2\xf0\x9f\x98\x80" },
	{ "bytes for old readers end with the group", "{\\rtf1{\\u8364}x}", "\xe2\x82\xacx" },
	{ "a picture", "{\\rtf1 a{\\pict\\pngblip 89504e47}b{\\pict\\bin3 }}}}c}", "abc" },
	{ "a link", "{\\rtf1 See {\\field{\\*\\fldinst HYPERLINK \"https://x.example/a\" \\\\t \"_blank\"}"
	    "{\\fldrslt\\ul our page}}.}", "See our page <https://x.example/a>." },
	{ "a link that shows where it leads", "{\\rtf1 {\\field{\\*\\fldinst{HYPERLINK "
	    "\"mailto:jo@x.example\"}}{\\fldrslt{jo@x.example}}}}", "jo@x.example" },
	{ "a table", "{\\rtf1\\trowd a\\cell b\\cell\\row c\\cell\\row}", "a\tb\t\nc\t\n" },
	{ "a bullet of Symbol", "{\\rtf1{\\fonttbl{\\f3\\fcharset2 Symbol;}}{\\pntext\\f3\\'b7\\tab}One}",
	    "\xe2\x80\xa2\tOne" },
	{ "HTML", "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 "
	    "Caf\\'e9 {\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 5{\\*\\htmltag72 </p>}\\htmlrtf "
	    "\\par}\\htmlrtf0}", "Caf\xc3\xa9 <5" },
	{ "HTML with what it was before", "{\\rtf1\\fromhtml1{\\*\\mhtmltag64 <p a=b>}"
	    "{\\*\\htmltag64 <p>}One{\\*\\htmltag72 </p>}{\\*\\htmltag64 <p>}Two{\\*\\htmltag72 </p>}}",
	    "One\n\nTwo" },
	{ "text in RTF", "{\\rtf1\\ansi\\fromtext Hi\\par there}", "Hi\nthere" },
	{ "groups that never end", "{\\rtf1 a{b{c", "abc" },
	{ "more ends than groups", "{\\rtf1 a}}}}b", "ab" },
	{ "a number beyond all", "{\\rtf1 \\bin99999999999999999999 x", "" },
	{ "text", "Hello {\\rtf1}", "" },
	{ "nothing", "", "" },
};

#define BYTES(s)	{ s, sizeof(s) - 1 }
#define SIZES		"\x2d\0\0\0\x2b\0\0\0"
#define CHECKSUM	"\0\0\0\0"

static const struct { const char *name; struct str in; const char *want; } packed[] = {
	{ "words of the ring that all begin with", BYTES(SIZES "LZFu" CHECKSUM
	    "\x03\x00\x0a\x00" "rcpg125\x42" "2\x0a\xf3" " hel\x09\x00 bw\x05\xb0" "ld}\x0a\x80\x0f\xa0"),
	    "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" },
	{ "a repetition of itself", BYTES(SIZES "LZFu" CHECKSUM "\x02" "A\x0c\xf5"), "AAAAAAAA" },
	{ "the end mark", BYTES(SIZES "LZFu" CHECKSUM "\x02" "A\x0d\x00more"), "A" },
	{ "not packed", BYTES(SIZES "MELA" CHECKSUM "{\\rtf1 hi}"), "{\\rtf1 hi}" },
	{ "cut within a reference", BYTES(SIZES "LZFu" CHECKSUM "\x02" "A\x0c"), "A" },
	{ "another kind", BYTES(SIZES "zip " CHECKSUM "AAAA"), "" },
	{ "a header only", BYTES(SIZES "LZFu"), "" },
	{ "nothing", BYTES(""), "" },
};

static void
test_limits(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, i == 0 ? "{\\rtf1 x" : "{");
	tap_str(rtf_text(a, buf_str(&b), 100), STR("x"), "100,000 groups");
	b.n = 0;
	buf_adds(&b, "{\\rtf1 ");
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "yes\\par ");
	tap_ok(rtf_text(a, buf_str(&b), 1000).n <= 1001, "no more than a byte too much");
	tap_str(lzfu_unpack(a, packed[1].in, 3), STR("AAA"), "unpacked up to a limit");
}

int
main(void)
{
	struct arena *a = arena_new();

	charset_init();
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(rtf_text(a, str_c(rows[i].in), 1000), str_c(rows[i].want), "rtf: %s",
		    rows[i].name);
	for (size_t i = 0; i < COUNT(packed); i++)
		tap_str(lzfu_unpack(a, packed[i].in, 1000), str_c(packed[i].want), "packed: %s",
		    packed[i].name);
	test_limits(a);
	arena_free(a);
	return tap_done();
}
