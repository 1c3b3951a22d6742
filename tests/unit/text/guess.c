/* Bytes without a charset; the same words that their writers would use. */
#include "parsers/text/guess.h"

#include "tests/tap.h"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "nothing", "", "" },
	{ "German", "Gr\xfc\xdf" "e, die \xdc" "bergabe l\xe4uft", "" },
	{ "French in capitals", "\xc9T\xc9 \xc0 L'\xc9" "COLE", "" },
	{ "Spanish marks", "\xbf\xbfQu\xe9?? \xa1\xa1No!!", "" },
	{ "a rule of dashes", "\x97\x97\x97\x97 see", "" },
	{ "Icelandic", "\xfe\xe1 er \xfe" "a\xf0 \xfd mislegt", "" },
	{ "Turkish", "i\xfe" "aretli \xfdlk sa\xf0 d\xfd\xfe", "windows-1254" },
	{ "Chinese", "\xd7\xaa\xb7\xa2\xa3\xba\xd5\xfb\xcc\xe5\xcc\xe1\xc9\xfd\xc6\xf3\xd2\xb5",
	    "gb18030" },
	{ "Japanese", "\xa5\xc4\xa1\xbc\xa5\xeb\xa4\xce\xbb\xc8\xa4\xa4\xca\xfd", "euc-jp" },
	{ "Korean", "\xb0\xed\xb0\xb4 \xbc\xbe\xc5\xcd \xb9\xae\xc0\xc7 \xc1\xa6\xb8\xf1", "euc-kr" },
	{ "Russian, windows", "\xcf\xf0\xe8\xe2\xe5\xf2, \xef\xee\xec\xee\xe3\xe8\xf2\xe5",
	    "windows-1251" },
	{ "Russian, KOI8", "\xf0\xd2\xc9\xd7\xc5\xd4, \xd0\xcf\xcd\xcf\xc7\xc9\xd4\xc5", "koi8-r" },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(guess_charset(str_c(rows[i].in)), str_c(rows[i].want), "%s", rows[i].name);
	return tap_done();
}
