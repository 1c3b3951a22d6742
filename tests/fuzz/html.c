/* HTML gives valid UTF-8 within the limit. */
#include <stdlib.h>

#include "parsers/charset.h"
#include "parsers/html.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str in, text;

	charset_init();
	in = charset_clean(a, charset_text(a, STR_NONE, STR_NONE,
	    (struct str){ (const char *)p, n }));
	text = html_text(a, in, 4096);
	if (text.n > 4096 || !str_is_utf8(text) || str_chr(text, '\0', 0) != SIZE_MAX)
		abort();
	arena_free(a);
	return 0;
}
