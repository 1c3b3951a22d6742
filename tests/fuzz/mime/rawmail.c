/* Never longer but for UTF-16; what was mended needs no mending, and nothing else changes. */
#include "parsers/mime/rawmail.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str why = STR_NONE, out;

	charset_init();
	out = rawmail_read(a, in, &why);
	assert(out.n <= 2 * in.n);
	assert(str_eq(why, STR("UTF-16")) || out.n <= in.n);
	if (why.n == 0 && str_chr(in, '\r', 0) == SIZE_MAX)
		assert(str_ends(in, out));
}
