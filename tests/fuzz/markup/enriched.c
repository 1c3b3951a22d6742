/* text/enriched, or whatever is called so, gives valid UTF-8 within the limit. */
#include "parsers/markup/enriched.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 4096 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text;

	charset_init();
	in = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, in));
	for (int old = 0; old < 2; old++) {
		text = enriched_text(a, in, old == 1, MAX);
		assert(text.n <= MAX && str_is_utf8(text));
	}
}
