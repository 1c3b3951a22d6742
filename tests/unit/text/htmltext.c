#include "parsers/text/htmltext.h"

#include "parsers/base/array.h"
#include "tests/tap.h"

#define NO	"\xef\xbf\xbd"

static const struct { const char *name; struct str in; const char *want; } rows[] = {
	{ "nothing", { "", 0 }, "" },
	{ "plain", STR("It is broken"), "It is broken" },
	{ "an element", STR("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;" },
	{ "ends an attribute", STR("\" onload=\"x' y=`z`"), "&quot; onload=&quot;x&#39; y=`z`" },
	{ "an entity", STR("a&lt;b&#60;"), "a&amp;lt;b&amp;#60;" },
	{ "the end of CDATA", STR("]]>-->"), "]]&gt;--&gt;" },
	{ "NUL and controls", STR("a\0b\x01\x1b[2J\x7f"), "a" NO "b" NO NO "[2J" NO },
	{ "white space stays", STR("a\tb\r\nc"), "a\tb\r\nc" },
	{ "not UTF-8", STR("caf\xe9 <\xff>"), "caf" NO " &lt;" NO "&gt;" },
	{ "cut within a character", STR("x\xe6\x97"), "x" NO NO },
	{ "overlong", STR("\xc0\xbcscript"), NO NO "script" },
	{ "a surrogate", STR("\xed\xa0\x80"), NO NO NO },
	{ "C1 and noncharacters", STR("\xc2\x85\xef\xbf\xbe\xef\xbf\xbf\xc2\xa0"),
	  NO NO NO "\xc2\xa0" },
	{ "other scripts", STR("日本 שלום 😀"), "日本 שלום 😀" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		htmltext_put(&b, rows[i].in);
		tap_str(buf_str(&b), str_c(rows[i].want), "%s", rows[i].name);
	}
	arena_free(a);
	return tap_done();
}
