/* Header text of any bytes is one clean line of UTF-8; the first line is the charset. */
#include "parsers/text/charset.h"
#include "parsers/text/words.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, charset = STR_NONE, text;

	charset_init();
	str_line(&rest, &charset);
	text = words_decode(a, rest, charset);
	assert(str_is_utf8(text) && str_eq(charset_line(a, text), text));
	assert(words_skip(rest) <= rest.n);
}
