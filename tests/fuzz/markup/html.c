/* HTML gives valid UTF-8 within the limit. */
#include "parsers/markup/html.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 4096 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text;

	charset_init();
	text = html_text(a, charset_clean(a, charset_text(a, STR_NONE, STR_NONE, in)), MAX);
	assert(text.n <= MAX && str_is_utf8(text) && str_chr(text, '\0', 0) == SIZE_MAX);
}
