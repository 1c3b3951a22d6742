/* The text is clean, and not much longer than was asked for. */
#include "parsers/markup/rtf.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 1000 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str out;

	charset_init();
	out = rtf_text(a, in, MAX);
	/* What waited for its code page may grow threefold. */
	assert(str_is_utf8(out) && out.n <= 4 * MAX);
}
